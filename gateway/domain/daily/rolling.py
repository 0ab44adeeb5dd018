"""A unit's day from what is known of the unit itself and the days of the units right below it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from gateway.domain.daily.content import Act, DayReport, Standing, Tally, Values, What, put_together, standing_of
from gateway.domain.places import LENGTH_OF, Level

Facts = Mapping[str, Mapping[str, Any]]  # fact -> what it says of one unit itself
Parts = Mapping[str, tuple[str, DayReport]]  # code -> name and day
VILLAGE = LENGTH_OF[Level.VILLAGE]
VILLAGE_STANDS = {
    Standing.REPORTED: "villages_reported",
    Standing.UNSIGNED: "villages_unsigned",
    Standing.SILENT: "villages_silent",
}
NOT_DUE = (Standing.EMPTY, Standing.RESTING)


def roll_up(
    code: str, day: date, own: Facts, counted: Values, parts: Parts, *, resting: bool, spoken: Values
) -> DayReport:
    """A unit's day.

    own      beside what it counts: said, signed, disputes, late, and of a village its grids: lived_in, silent
    counted  the figures of the unit itself
    resting  it, or a unit above it, is not on duty
    spoken   broadcasts that touched it, and their languages: not a sum of those below
    """
    days = [part for _, part in parts.values()]
    tally, stated = put_together([part.tally for part in days], Tally(counted, own.get("said", {})))
    standing = _standing(own, tally, days, resting=resting)
    is_village = len(code) == VILLAGE
    missing = {kind: _in_standing(parts, kind) for kind in Standing}
    silent = own.get("silent", {}) if is_village else missing[Standing.SILENT]
    due = own.get("lived_in", {}).get("grids", 0) if is_village else _due(days)
    as_village = _as_village(standing, tally) if is_village else {}
    return DayReport(
        code,
        day,
        Tally({**tally.counted, **as_village, **spoken}, tally.said),
        standing,
        _act(own),
        due=due,
        reported=due - len(silent) - len(missing[Standing.UNSIGNED]),
        unsigned=missing[Standing.UNSIGNED],
        silent=silent,
        resting=missing[Standing.RESTING],
        late={name: (first, now) for name, (first, now) in own.get("late", {}).items()},
        disputes=own.get("disputes", {}),
        empty=missing[Standing.EMPTY],
        stated=stated,
    )


def _due(days: list[DayReport]) -> int:
    return sum(part.standing not in NOT_DUE for part in days)


def _standing(own: Facts, tally: Tally, days: list[DayReport], *, resting: bool) -> Standing:
    due = [part.standing for part in days if part.standing not in NOT_DUE]
    all_signed = bool(due) and all(standing is Standing.REPORTED for standing in due)
    some = any(standing in (Standing.REPORTED, Standing.UNSIGNED) for standing in due)
    return standing_of(
        lived_in=bool(tally.counted.get("households_due")),
        resting=resting,
        signed="signed" in own or all_signed,
        heard=bool(tally.counted.get("households_heard")) or some,
    )


def _act(own: Facts) -> Act | None:
    signed = own.get("signed")
    return None if signed is None else Act(What(signed["what"]), signed["by"], signed["at"])


def _as_village(standing: Standing, tally: Tally) -> dict[str, int]:
    """What a village is in the columns that count villages."""
    known = not (tally.counted.get("class_2") or tally.counted.get("class_3"))
    return {
        **({"class_1": 1} if known else {}),
        **({"villages_due": 1} if standing not in NOT_DUE else {}),
        **({VILLAGE_STANDS[standing]: 1} if standing in VILLAGE_STANDS else {}),
    }


def _in_standing(parts: Parts, standing: Standing) -> dict[str, str]:
    return {code: name for code, (name, part) in parts.items() if part.standing is standing}
