"""What of a day is no figure of a unit: its units, broadcasts by area, grids of villages nothing came from."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, except_, func, select

from gateway.domain.places import LENGTH_OF, Level
from gateway.store.daily.scope import ANY, SOME, Scope
from gateway.store.speaking_tables import broadcast_areas, broadcast_infos, broadcasts
from gateway.store.tables import households, reports, units


def spoken(tx: Connection, scope: Scope) -> list[tuple[str, str, frozenset[str]]]:
    """The day's broadcasts: each with an area it spoke to and its languages, once an area."""
    areas = tx.execute(AREAS, scope.values).all()
    languages: dict[str, set[str]] = defaultdict(set)
    for broadcast_id, language in tx.execute(LANGUAGES, scope.values) if areas else ():
        languages[broadcast_id].add(language)
    return [(one, area, frozenset(languages[one])) for one, area in areas]


def units_of(tx: Connection, scope: Scope, deepest: int) -> dict[str, str]:
    """The units of a subtree down to codes of so many digits, by code: their names."""
    found = select(units.c.code, units.c.name).where(scope.here(units.c.code), func.length(units.c.code) <= deepest)
    return {row.code: row.name for row in tx.execute(found.order_by(units.c.code))}


GRID = LENGTH_OF[Level.GRID]


def lived_in_grids(tx: Connection, scope: Scope) -> Mapping[str, int]:
    """Of each village, how many of its grids somebody lives in."""
    return {row[0]: row[1] for row in tx.execute(LIVED_IN[bool(scope.units)], scope.values)}


def silent_grids(tx: Connection, scope: Scope) -> list[tuple[str, str]]:
    """Grids somebody lives in and nothing came from, with their names, by code."""
    return [(row[0], row[1]) for row in tx.execute(SILENT[bool(scope.units)], scope.values)]


def _lived_in(scope: Scope) -> Any:
    homes = _codes(households.c.unit_code, scope.here(households.c.unit_code))
    grids = select(scope.unit(homes), _grid(homes).label("grid")).distinct().subquery()
    return select(grids.c.unit, func.count()).group_by(grids.c.unit)


def _silent(scope: Scope) -> Any:
    homes = _codes(households.c.unit_code, scope.here(households.c.unit_code))
    told = _codes(reports.c.unit_code, scope.reported)
    silent = except_(select(_grid(homes).label("grid")), select(_grid(told))).subquery()
    named = select(silent.c.grid, func.coalesce(units.c.name, silent.c.grid))
    return named.join_from(silent, units, units.c.code == silent.c.grid, isouter=True).order_by(silent.c.grid)


def _codes(column: Any, which: Any) -> Any:
    """Codes of grids and of what lies below them, each once before it is cut: there are few, and very many rows."""
    found = select(column.label("code")).where(which, func.length(column) >= GRID).distinct()
    return found.subquery().c.code


def _grid(column: Any) -> Any:
    return func.substr(column, 1, GRID)


# Built once, as in `sources`: of any units, and of some.
LIVED_IN = {False: _lived_in(ANY), True: _lived_in(SOME)}
SILENT = {False: _silent(ANY), True: _silent(SOME)}
AREAS = (
    select(broadcast_areas.c.broadcast_id, broadcast_areas.c.unit_code)
    .join(broadcasts)
    .where(ANY.new(broadcasts.c.started_at))
)
LANGUAGES = (
    select(broadcast_infos.c.broadcast_id, broadcast_infos.c.language)
    .join(broadcasts)
    .where(ANY.new(broadcasts.c.started_at))
)
