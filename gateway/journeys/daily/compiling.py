"""A day of a subtree: what was kept of it, and what has changed since counted anew; or one pass over all its rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from gateway.domain.daily.content import DayReport
from gateway.domain.daily.rolling import VILLAGE, Facts
from gateway.domain.daily.window import Window
from gateway.domain.places import level_of, upwards
from gateway.journeys.daily import changed
from gateway.journeys.daily.changed import REACHING_DOWN, Reach
from gateway.journeys.daily.rolled import Ladder, Named, below, rolled_up
from gateway.store.daily import counting, endings, facts, keeping
from gateway.store.daily.keeping import Change, KeptDay
from gateway.store.daily.scope import Scope
from gateway.switchboard import Switchboard


@dataclass(frozen=True)
class Compiled:
    """The days of units, with their names and the units right below each; facts of those that were counted anew."""

    reports: Mapping[str, DayReport]
    ladder: Ladder
    below: Mapping[str, Sequence[str]]
    facts: Mapping[str, Facts]

    def name(self, code: str) -> str:
        """What a unit is called."""
        return self.ladder[code].name

    def parts(self, code: str) -> list[tuple[str, DayReport]]:
        """Name and report of the units right below one."""
        return [(self.name(child), self.reports[child]) for child in self.below.get(code, ())]


@dataclass(frozen=True)
class Counted:
    """Days, and what of them was counted anew.

    facts   of the units whose day was made anew
    done    ids of the changes that are in it
    kept    how far the day was kept before
    is_all  nothing of what was kept was used
    astray  something was filed at units that are not in the ledger
    """

    ladder: Ladder
    reports: Mapping[str, DayReport]
    facts: Mapping[str, Facts]
    done: Sequence[int]
    kept: KeptDay | None
    is_all: bool
    astray: bool = False


def window(board: Switchboard, tx: Connection, day: date) -> Window:
    """The facts of a local day: from where the day before ended, to where it ends or ended itself."""
    return board.settings.cut_offs.window(day, endings.ends(tx, day - timedelta(days=1), day))


def compile_day(board: Switchboard, tx: Connection, day: date, within: str = "", reach: Reach = Reach.ALL) -> Compiled:
    """The reports of every unit of a subtree from the village up; of a unit below the village, its own.

    within  "": everywhere
    reach   fewer of them, when fewer are wanted; there may be more
    """
    return _compiled(count_day(window(board, tx, day), tx, within, reach))


def compile_anew(board: Switchboard, tx: Connection, day: date) -> Compiled:
    """The reports of every unit there is, from the ledger alone."""
    return _compiled(count_day(window(board, tx, day), tx, anew=True))


def _compiled(counted: Counted) -> Compiled:
    return Compiled(counted.reports, counted.ladder, below(counted.ladder), counted.facts)


def count_day(of: Window, tx: Connection, within: str = "", reach: Reach = Reach.ALL, *, anew: bool = False) -> Counted:
    """What `compile_day` gives, with what was counted anew for it. `anew`: without what was kept."""
    scope = Scope(within, of.day, of.since, of.until, max(VILLAGE, len(within)))
    kept = keeping.load(tx, of, facts.MADE_BY) if scope.length == VILLAGE and not anew else None
    changes = keeping.changes(tx, of.day, within, REACHING_DOWN) if kept else []  # before what is kept is read
    found = _what_changed(tx, scope, changes, kept, reach) if kept and kept.revision else None
    return found or _all_anew(tx, scope, changes, kept)


def _what_changed(
    tx: Connection, scope: Scope, changes: Sequence[Change], kept: KeptDay, reach: Reach
) -> Counted | None:
    """None when what was kept does not do."""
    known = changed.known(tx, scope, changes, reach)
    if known is None:
        return None
    ladder = {code: Named(one.name, one.above) for code, one in known.units.items()}
    as_kept = {
        code: DayReport.from_json(code, scope.day, one.report)
        for code, one in known.units.items()
        if code not in known.touched
    }
    reports = rolled_up(tx, scope, ladder, known.touched, as_kept)
    return Counted(ladder, reports, known.touched, [change.id for change in changes], kept, is_all=False)


def _all_anew(tx: Connection, scope: Scope, changes: Iterable[Change], kept: KeptDay | None) -> Counted:
    names = endings.units_of(tx, scope) or counting.units_of(tx, scope, scope.length)
    ladder = {code: Named(name, _nearest(names, upwards(code)[1:])) for code, name in names.items()}
    found = facts.read(tx, scope) if len(scope.within) >= VILLAGE else facts.read_all(tx, scope)
    own: dict[str, Facts] = {code: found.get(code, {}) for code in names}
    astray = found.keys() - names.keys()
    for code in astray:
        at = _nearest(names, upwards(code) if level_of(code) else [])
        if at is not None:
            own[at] = _together(own[at], found[code])
    reports = rolled_up(tx, scope, ladder, own, {})
    done = [change.id for change in changes]
    return Counted(ladder, reports, own, done, kept, is_all=True, astray=bool(astray))


def _nearest(names: Mapping[str, Any], codes: Iterable[str]) -> str | None:
    return next((code for code in codes if code in names), None)


def _together(own: Facts, astray: Facts) -> Facts:
    """With the figures of what was filed at a unit that is not in the ledger: they count at the nearest above."""
    figures = {name: dict(own.get(name, {})) for name in astray.keys() & facts.COUNTS}
    for name, mine in figures.items():
        for figure, value in astray[name].items():
            mine[figure] = mine.get(figure, 0) + value
    return {**own, **figures}
