"""What of a day is no figure of a unit: its units, broadcasts by area, grids of villages nothing came from."""

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import Connection, except_, func, select

from gateway.domain.places import LENGTH_OF, Level
from gateway.store.daily.scope import Scope
from gateway.store.speaking_tables import broadcast_areas, broadcast_infos, broadcasts
from gateway.store.tables import households, reports, units


def spoken(tx: Connection, scope: Scope) -> list[tuple[str, str, frozenset[str]]]:
    """The day's broadcasts: each with an area it spoke to and its languages, once an area."""
    started = scope.new(broadcasts.c.started_at)
    languages: dict[str, set[str]] = defaultdict(set)
    said = select(broadcast_infos.c.broadcast_id, broadcast_infos.c.language).join(broadcasts).where(started)
    for broadcast_id, language in tx.execute(said):
        languages[broadcast_id].add(language)
    areas = select(broadcast_areas.c.broadcast_id, broadcast_areas.c.unit_code).join(broadcasts).where(started)
    return [(one, area, frozenset(languages[one])) for one, area in tx.execute(areas)]


def units_of(tx: Connection, scope: Scope, deepest: int) -> dict[str, str]:
    """The units of a subtree down to codes of so many digits, by code: their names."""
    found = select(units.c.code, units.c.name).where(scope.here(units.c.code), func.length(units.c.code) <= deepest)
    return {row.code: row.name for row in tx.execute(found.order_by(units.c.code))}


GRID = LENGTH_OF[Level.GRID]


def lived_in_grids(tx: Connection, scope: Scope) -> Mapping[str, int]:
    """Of each village, how many of its grids somebody lives in."""
    grid = func.substr(households.c.unit_code, 1, GRID)
    below = func.length(households.c.unit_code) >= GRID
    unit = scope.unit(households.c.unit_code)
    grids = select(unit, grid.label("grid")).where(scope.here(households.c.unit_code), below).distinct().subquery()
    return {row[0]: row[1] for row in tx.execute(select(grids.c.unit, func.count()).group_by(grids.c.unit))}


def silent_grids(tx: Connection, scope: Scope) -> list[tuple[str, str]]:
    """Grids somebody lives in and nothing came from, with their names, by code."""
    lived = select(func.substr(households.c.unit_code, 1, GRID).label("grid")).where(
        scope.here(households.c.unit_code), func.length(households.c.unit_code) >= GRID
    )
    heard = select(func.substr(reports.c.unit_code, 1, GRID)).where(scope.reported)
    silent = except_(lived, heard).subquery()
    found = select(silent.c.grid, func.coalesce(units.c.name, silent.c.grid))
    rows = tx.execute(
        found.join_from(silent, units, units.c.code == silent.c.grid, isouter=True).order_by(silent.c.grid)
    )
    return [(row[0], row[1]) for row in rows]
