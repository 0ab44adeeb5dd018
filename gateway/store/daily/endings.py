"""Where a day that was sealed ended, and the roster it ended with: its units, households, people, staff and grids.

The roster has no history. What is put on it later, or taken off, is of no day before.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, insert, select

from gateway.domain.daily.rolling import VILLAGE, Facts
from gateway.domain.daily.window import Window
from gateway.store.daily.scope import ANY, SOME, Scope
from gateway.store.history_tables import day_rosters, day_windows
from gateway.store.sql import changed, upsert
from gateway.store.tables import households

ROSTER = ("households_due", "people_due", "staff_due", "lived_in")  # facts
SILENT = "silent"  # is of the grids somebody lives in

Said = dict[str, dict[str, Mapping[str, Any]]]  # unit -> fact -> what it says


@dataclass(frozen=True)
class Roster:
    """A unit as it stood on the roster. `grids`: codes of those of a village somebody lived in."""

    unit_code: str
    name: str
    facts: Facts
    grids: tuple[str, ...] = ()


def ends(tx: Connection, first: date, last: date) -> dict[date, datetime]:
    """Where the days of a span ended that were sealed."""
    return {row.day: row.until_at for row in tx.execute(ENDS, {"first": first, "last": last})}


def keep(tx: Connection, of: Window, units: Iterable[tuple[str, str, Facts]]) -> None:
    """A day ends there and with this roster, for good; kept once. `units`: code, name, and what is known of it."""
    kept = upsert(tx, day_windows).values(day=of.day, until_at=of.until)
    if not changed(tx, kept.on_conflict_do_nothing(index_elements=["day"])):
        return
    grids = _grids(tx)
    rows = [
        {
            "day": of.day,
            "unit_code": code,
            "name": name,
            "facts": {fact: own[fact] for fact in ROSTER if fact in own},
            "grids": grids.get(code, []),
        }
        for code, name, own in units
    ]
    if rows:
        tx.execute(insert(day_rosters), rows)


def _grids(tx: Connection) -> Mapping[str, list[str]]:
    grid = func.substr(households.c.unit_code, 1, VILLAGE + 2)
    lived = select(grid.label("grid")).where(func.length(households.c.unit_code) > VILLAGE).distinct()
    found: dict[str, list[str]] = {}
    for code in tx.execute(lived.order_by("grid")).scalars():
        found.setdefault(code[:VILLAGE], []).append(code)
    return found


def units_of(tx: Connection, scope: Scope) -> dict[str, str]:
    """The units of a subtree by code, with their names, as a day ended; {}: it was not sealed, or without its top."""
    rows = tx.execute(UNITS, scope.values) if scope.length == VILLAGE else ()
    units = {row.unit_code: row.name for row in rows}
    return units if not scope.within or scope.within in units else {}


def with_roster(tx: Connection, scope: Scope, names: Iterable[str], found: Said) -> Said:
    """What was found of these facts; of a day that was sealed with the roster it ended with."""
    wanted = set(names)
    rosters = _rosters(tx, scope) if scope.length == VILLAGE and wanted & {*ROSTER, SILENT} else None
    if rosters is None:
        return found
    for name in wanted.intersection(ROSTER):
        for of_unit in found.values():
            of_unit.pop(name, None)
        for code, roster in rosters.items():
            if roster.facts.get(name):
                found[code][name] = roster.facts[name]
    for code, of_unit in found.items():
        if SILENT in of_unit:
            grids = rosters[code].grids if code in rosters else ()
            of_unit[SILENT] = {grid: name for grid, name in of_unit[SILENT].items() if grid in grids}
    return found


def _rosters(tx: Connection, scope: Scope) -> Mapping[str, Roster] | None:
    """None: the day was not sealed."""
    rows = tx.execute(ROSTERS[bool(scope.units)], scope.values).all()
    known = {row.unit_code: Roster(row.unit_code, row.name, row.facts, tuple(row.grids)) for row in rows if row.name}
    return known if rows else None


def _rosters_of(scope: Scope) -> Any:
    here = and_(day_rosters.c.day == day_windows.c.day, scope.here(day_rosters.c.unit_code))
    found = select(day_rosters.c.unit_code, day_rosters.c.name, day_rosters.c.facts, day_rosters.c.grids)
    of_day = found.select_from(day_windows).outerjoin(day_rosters, here).where(day_windows.c.day == scope.day)
    return of_day.order_by(day_rosters.c.id)


# Built once, as in `sources`: of any units, and of some.
ROSTERS = {False: _rosters_of(ANY), True: _rosters_of(SOME)}
UNITS = (
    select(day_rosters.c.unit_code, day_rosters.c.name)
    .where(day_rosters.c.day == ANY.day, ANY.here(day_rosters.c.unit_code))
    .order_by(day_rosters.c.id)
)
ENDS = select(day_windows).where(day_windows.c.day.between(bindparam("first"), bindparam("last")))
