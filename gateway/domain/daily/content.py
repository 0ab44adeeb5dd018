"""What a version of a unit's day holds, how it comes from the units below, and when one is news."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from gateway.domain.daily.columns import BY_NAME, FIGURES, NEWS, Above, Adding, Origin

KNOWN_BY_PEOPLE = tuple(figure for figure in FIGURES if figure.origin is not Origin.COUNTED)

Values = Mapping[str, int]


class Nature(StrEnum):
    """What a version says it is."""

    DAILY = "daily"
    ZERO = "zero"


class What(StrEnum):
    """With what somebody signs for their unit."""

    ZERO = "zero"  # 零报: nothing has happened
    CONFIRMED = "confirmed"  # what the house counted is right
    FIGURES = "figures"  # what only a person knows


class Standing(StrEnum):
    """How it stands with a unit's own report."""

    REPORTED = "reported"  # somebody has signed for it, or for every unit right below
    UNSIGNED = "unsigned"  # something came from there, but nobody has signed for all of it
    SILENT = "silent"  # neither: never a zero
    RESTING = "resting"  # not on duty that day
    EMPTY = "empty"  # nobody lives there


@dataclass(frozen=True)
class Tally:
    """Figures of a unit. A figure that is not there is nothing.

    counted  as the house counts them
    said     as people keyed them
    """

    counted: Values = field(default_factory=dict)
    said: Values = field(default_factory=dict)

    def known(self, name: str) -> int | None:
        """What a person said of a figure, else what was counted; None when nobody knows."""
        if BY_NAME[name].origin is Origin.KEYED:
            return self.said.get(name)
        return self.said.get(name, self.counted.get(name, 0))


@dataclass(frozen=True)
class Act:
    """Somebody signed for a unit. `at`: ISO instant, `by`: as the ledger keeps it."""

    what: What
    by: str
    at: str


@dataclass(frozen=True)
class DayReport:
    """A unit's day. Codes -> names of the units right below that did not report as they should.

    due, reported  units right below, and those of them that have signed or were heard from
    empty          units right below in which, by the roster, nobody lives: not due, and not silent
    late           figures of the day before, as they were sealed first and as they stand now 补报
    disputes       figure -> open, or how it was settled: somebody above has said that it is another
    stated         figure -> as the units below have keyed it together, and as this one keyed it for all of itself
    """

    unit_code: str
    day: date
    tally: Tally
    standing: Standing = Standing.SILENT
    act: Act | None = None
    due: int = 0
    reported: int = 0
    unsigned: Mapping[str, str] = field(default_factory=dict)
    silent: Mapping[str, str] = field(default_factory=dict)
    resting: Mapping[str, str] = field(default_factory=dict)
    late: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    disputes: Mapping[str, str] = field(default_factory=dict)
    empty: Mapping[str, str] = field(default_factory=dict)
    stated: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def value(self, name: str) -> int | None:
        """A figure as it is reported: what the house counted; where it counts nothing, what people said."""
        keyed = BY_NAME[name].origin is Origin.KEYED
        return self.tally.said.get(name) if keyed else self.tally.counted.get(name, 0)

    @property
    def differences(self) -> dict[str, tuple[int, int]]:
        """Figures of which people say something else than the house has counted: (counted, said)."""
        both = (figure.name for figure in KNOWN_BY_PEOPLE if figure.origin is Origin.BOTH)
        pairs = {
            name: (self.tally.counted.get(name, 0), self.tally.said[name]) for name in both if name in self.tally.said
        }
        return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}

    @property
    def apart(self) -> dict[str, tuple[int, int]]:
        """Figures of which the unit says something else for all of itself than those below it together: (they, it)."""
        return {name: pair for name, pair in self.stated.items() if pair[0] != pair[1]}

    @property
    def has_news(self) -> bool:
        """Whether the house counted, or a person said, anything that makes the day no zero."""
        both = [figure.name for figure in KNOWN_BY_PEOPLE if figure.origin is Origin.BOTH]
        said = any(self.tally.said.get(name) or any(self.stated.get(name, ())) for name in both)
        return said or any(self.tally.counted.get(name) for name in NEWS)

    @property
    def is_whole(self) -> bool:
        """Whether every village in it has signed."""
        return not any(self.tally.counted.get(name) for name in ("villages_unsigned", "villages_silent"))

    @property
    def nature(self) -> Nature:
        """A zero report is an act; silence is none, and neither is a zero that the figures belie."""
        signed = self.standing is Standing.REPORTED and self.is_whole
        return Nature.ZERO if signed and not self.has_news else Nature.DAILY

    def to_json(self) -> dict[str, Any]:
        """As the ledger keeps it."""
        return {
            "counted": dict(sorted(self.tally.counted.items())),
            "said": dict(sorted(self.tally.said.items())),
            "standing": self.standing.value,
            "act": None if self.act is None else vars(self.act) | {"what": self.act.what.value},
            "below": {"due": self.due, "reported": self.reported},
            "unsigned": dict(self.unsigned),
            "silent": dict(self.silent),
            "resting": dict(self.resting),
            "late": {name: list(pair) for name, pair in sorted(self.late.items())},
            **({"disputes": dict(sorted(self.disputes.items()))} if self.disputes else {}),
            **({"empty": dict(self.empty)} if self.empty else {}),
            **({"stated": {name: list(pair) for name, pair in sorted(self.stated.items())}} if self.stated else {}),
        }

    @classmethod
    def from_json(cls, unit_code: str, day: date, kept: Mapping[str, Any]) -> "DayReport":
        """As it was kept; figures added to the house later count as nothing."""
        act = kept["act"]
        return cls(
            unit_code,
            day,
            Tally(kept["counted"], kept["said"]),
            Standing(kept["standing"]),
            None if act is None else Act(What(act["what"]), act["by"], act["at"]),
            kept["below"]["due"],
            kept["below"]["reported"],
            kept["unsigned"],
            kept["silent"],
            kept["resting"],
            _pairs(kept["late"]),
            kept.get("disputes", {}),
            kept.get("empty", {}),
            _pairs(kept.get("stated", {})),
        )


def _pairs(kept: Mapping[str, Sequence[int]]) -> dict[str, tuple[int, int]]:
    return {name: (pair[0], pair[1]) for name, pair in kept.items()}


def seal_of(content: Mapping[str, Any]) -> str:
    """The SHA-256 of a version's content, in hexadecimal: whoever has both can check that nothing was changed."""
    written = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def put_together(parts: Sequence[Tally], own: Tally) -> tuple[Tally, dict[str, tuple[int, int]]]:
    """The figures of a unit from those of the units right below it and its own; and its word beside theirs.

    What it keyed for its own office is added to theirs. What it keyed for all of itself counts where nobody below has
    said anything; where somebody has, theirs counts (of supplies, what runs out first), and both stand side by side:
    figure -> (theirs together, its own).
    """
    whole = {name: value for name, value in own.said.items() if parts and BY_NAME[name].above is Above.WHOLE}
    added = {name: value for name, value in own.said.items() if name not in whole}
    below = add_up([*parts, Tally(own.counted, added)])
    stated = {name: (below.said[name], value) for name, value in whole.items() if name in below.said}
    least = {name: min(pair) for name, pair in stated.items() if BY_NAME[name].adding is Adding.LEAST}
    return Tally(below.counted, {**whole, **below.said, **least}), stated


def add_up(parts: Iterable[Tally]) -> Tally:
    """The figures of a unit from those of the units below it and what was filed at itself."""
    tallies = list(parts)
    counted: dict[str, int] = {}
    for tally in tallies:
        for name, value in tally.counted.items():
            counted[name] = counted.get(name, 0) + value
    return Tally(counted, _said_together(tallies))


def _said_together(tallies: Sequence[Tally]) -> dict[str, int]:
    """Where anybody below said a figure, the others count as the house counted them."""
    said = {name for tally in tallies for name in tally.said}
    found = {}
    for name in said:
        values = [value for tally in tallies if (value := tally.known(name)) is not None]
        found[name] = min(values) if BY_NAME[name].adding is Adding.LEAST else sum(values)
    return found


def standing_of(*, lived_in: bool, resting: bool, signed: bool, heard: bool) -> Standing:
    """How it stands with a unit's own report."""
    if signed:
        return Standing.REPORTED
    if not lived_in:
        return Standing.EMPTY
    if resting:
        return Standing.RESTING
    return Standing.UNSIGNED if heard else Standing.SILENT


def changes(first: DayReport, now: DayReport) -> dict[str, tuple[int, int]]:
    """Figures of a day that stand otherwise now than they were sealed first."""
    said = {one.name: (first.tally.said.get(one.name, 0), now.tally.said.get(one.name, 0)) for one in KNOWN_BY_PEOPLE}
    counted = {one.name: (first.tally.counted.get(one.name, 0), now.tally.counted.get(one.name, 0)) for one in FIGURES}
    differing = [(name, pair) for name, pair in (*said.items(), *counted.items()) if pair[0] != pair[1]]
    return dict(differing)  # of a figure that both know, what was counted
