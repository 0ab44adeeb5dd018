"""A day of a subtree, every unit at once: one pass over the day's rows, then sums up the ladder."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from gateway.domain.daily.content import Act, DayReport, Standing, Tally, add_up, changes, standing_of
from gateway.domain.daily.window import Window
from gateway.domain.places import LENGTH_OF, Level, level_of, upwards
from gateway.store.daily import acts, counting, disputes, versions
from gateway.store.daily.acts import Signed
from gateway.store.daily.scope import Scope
from gateway.switchboard import Switchboard

VILLAGE = LENGTH_OF[Level.VILLAGE]


@dataclass(frozen=True)
class Compiled:
    """Reports of the units of a subtree, their names, and the units right below each."""

    reports: Mapping[str, DayReport]
    names: Mapping[str, str]
    below: Mapping[str, Sequence[str]]

    def parts(self, code: str) -> list[tuple[str, DayReport]]:
        """Name and report of the units right below one."""
        return [(self.names[child], self.reports[child]) for child in self.below.get(code, ())]


@dataclass(frozen=True)
class _Facts:
    """What the ledger knows of a day, by unit."""

    counted: Mapping[str, Mapping[str, int]]
    said: Mapping[str, Mapping[str, int]]
    signed: Mapping[str, Signed]
    resting: Mapping[str, str]
    grids: Mapping[str, int]
    silent_grids: Mapping[str, Mapping[str, str]]
    late: Mapping[str, tuple[DayReport, DayReport]]
    disputes: Mapping[str, Mapping[str, str]]


def window(board: Switchboard, day: date) -> Window:
    """The facts of a local day."""
    return board.settings.cut_offs.window(day)


def compile_day(board: Switchboard, tx: Connection, day: date, within: str = "") -> Compiled:
    """The reports of every unit of a subtree from the village up; of a unit below the village, its own.

    within  "": everywhere
    """
    of = window(board, day)
    scope = Scope(within, day, of.since, of.until, max(VILLAGE, len(within)))
    names = counting.units_of(tx, scope, scope.length)
    below: dict[str, list[str]] = defaultdict(list)
    for code in names:
        if (above := _nearest(names, upwards(code)[1:])) is not None:
            below[above].append(code)
    facts = _facts(tx, scope, names)
    broadcasts = _broadcasts(tx, scope, names)
    reports: dict[str, DayReport] = {}
    for code in sorted(names, key=lambda code: (-len(code), code)):
        parts = {child: reports[child] for child in below.get(code, ())}
        reports[code] = _report(code, day, facts, parts, names, broadcasts.get(code, {}))
    return Compiled(reports, names, below)


def _facts(tx: Connection, scope: Scope, names: Mapping[str, str]) -> _Facts:
    silent: dict[str, dict[str, str]] = defaultdict(dict)
    for grid, name in counting.silent_grids(tx, scope):
        silent[grid[:VILLAGE]][grid] = name
    return _Facts(
        counted=_at_known_units(counting.count(tx, scope), names),
        said=acts.keyed(tx, scope.within, scope.day),
        signed=acts.signed(tx, scope.within, scope.day),
        resting=acts.resting(tx, scope.within, scope.day),
        grids=counting.lived_in_grids(tx, scope),
        silent_grids=silent,
        late=versions.revised(tx, date.fromordinal(scope.day.toordinal() - 1), scope.within),
        disputes=disputes.of_day(tx, scope.within, scope.day),
    )


def _at_known_units(counts: counting.Counts, names: Mapping[str, str]) -> Mapping[str, Mapping[str, int]]:
    """What was filed at a unit that is not in the ledger counts at the nearest above that is."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for code, values in counts.items():
        at = _nearest(names, upwards(code) if level_of(code) else [])
        if at is not None:
            mine = found[at]
            for name, value in values.items():
                mine[name] = mine.get(name, 0) + value
    return found


def _nearest(names: Mapping[str, str], codes: Iterable[str]) -> str | None:
    return next((code for code in codes if code in names), None)


def _report(
    code: str,
    day: date,
    facts: _Facts,
    parts: Mapping[str, DayReport],
    names: Mapping[str, str],
    broadcasts: Mapping[str, int],
) -> DayReport:
    own = Tally(facts.counted.get(code, {}), facts.said.get(code, {}))
    tally = add_up([*(part.tally for part in parts.values()), own])
    signed = facts.signed.get(code)
    heard, lived_in = bool(tally.counted.get("households_heard")), bool(tally.counted.get("households_due"))
    due = [part for part in parts.values() if part.standing not in (Standing.EMPTY, Standing.RESTING)]
    all_signed = bool(due) and all(part.standing is Standing.REPORTED for part in due)
    some = any(part.standing in (Standing.REPORTED, Standing.UNSIGNED) for part in due)
    resting = any(above in facts.resting for above in upwards(code)) if level_of(code) else False
    standing = standing_of(
        lived_in=lived_in, resting=resting, signed=signed is not None or all_signed, heard=heard or some
    )
    own_village = _as_village(standing, tally) if len(code) == VILLAGE else {}
    missing = {
        kind: _in_standing(parts, names, kind) for kind in (Standing.UNSIGNED, Standing.SILENT, Standing.RESTING)
    }
    silent = facts.silent_grids.get(code, {}) if len(code) == VILLAGE else missing[Standing.SILENT]
    count = facts.grids.get(code, 0) if len(code) == VILLAGE else len(due)
    late = facts.late.get(code)
    return DayReport(
        code,
        day,
        Tally({**tally.counted, **own_village, **broadcasts}, tally.said),
        standing,
        None if signed is None else Act(signed.what, signed.by, signed.at.isoformat()),
        due=count,
        reported=count - len(silent) - len(missing[Standing.UNSIGNED]),
        unsigned=missing[Standing.UNSIGNED],
        silent=silent,
        resting=missing[Standing.RESTING],
        late=changes(*late) if late else {},
        disputes=facts.disputes.get(code, {}),
    )


def _as_village(standing: Standing, tally: Tally) -> dict[str, int]:
    """What a village is in the columns that count villages."""
    known = not (tally.counted.get("class_2") or tally.counted.get("class_3"))
    return {
        **({"class_1": 1} if known else {}),
        **({"villages_due": 1} if standing not in (Standing.EMPTY, Standing.RESTING) else {}),
        **({VILLAGE_STANDS[standing]: 1} if standing in VILLAGE_STANDS else {}),
    }


VILLAGE_STANDS = {
    Standing.REPORTED: "villages_reported",
    Standing.UNSIGNED: "villages_unsigned",
    Standing.SILENT: "villages_silent",
}


def _in_standing(parts: Mapping[str, DayReport], names: Mapping[str, str], standing: Standing) -> dict[str, str]:
    return {code: names[code] for code, part in parts.items() if part.standing is standing}


def _broadcasts(tx: Connection, scope: Scope, names: Mapping[str, str]) -> dict[str, dict[str, int]]:
    """How many broadcasts touched each unit, sent in or over it, and in how many languages."""
    inside: dict[str, set[str]] = defaultdict(set)
    over: dict[str, set[str]] = defaultdict(set)
    tongues: dict[str, frozenset[str]] = {}
    for broadcast_id, area, languages in counting.spoken(tx, scope):
        tongues[broadcast_id] = languages
        over[area].add(broadcast_id)
        for code in upwards(area):
            inside[code].add(broadcast_id)
    if not tongues:
        return {}
    found = {}
    for code in names:
        touching = inside.get(code, set()).union(*(over[above] for above in upwards(code) if above in over))
        if touching:
            spoken = frozenset[str]().union(*(tongues[one] for one in touching))
            found[code] = {"broadcasts": len(touching), "broadcast_languages": len(spoken)}
    return found
