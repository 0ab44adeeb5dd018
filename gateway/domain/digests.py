"""The evening digest: a unit's day in figures, added up the ladder, told in at most two SMS segments, worst first."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from gateway.domain.texts import MANY, units

SEGMENTS = 2
LONGEST = MANY * SEGMENTS  # UTF-16 units


@dataclass(frozen=True)
class Figures:
    """One unit's day. Every figure counts households or people, never calls.

    households  on the roll
    reported    of them, heard from in any way, an explicit zero included
    zeros       of them, said that nobody came
    returnees   people newly reported as come home
    hubei       of them, from Hubei
    fever       people with a fever or ill
    observed    people within their 14 days
    to_hear, heard  phones rung by the day's broadcasts, and those confirmed
    broadcasts  sent in or over this unit
    parts       units of the next level below that have households
    silent      names of those from which nothing came at all; silence is never a zero
    """

    households: int = 0
    reported: int = 0
    zeros: int = 0
    returnees: int = 0
    hubei: int = 0
    fever: int = 0
    observed: int = 0
    broadcasts: int = 0
    to_hear: int = 0
    heard: int = 0
    parts: int = 0
    silent: tuple[str, ...] = ()

    def is_silent(self) -> bool:
        """Nothing came from here, though somebody lives here."""
        return self.households > 0 and self.reported == 0

    def to_json(self) -> dict[str, Any]:
        """As the ledger keeps it."""
        return asdict(self) | {"silent": list(self.silent)}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Figures":
        """As it was kept; figures added to the schema later count as zero."""
        known = {field.name: kept[field.name] for field in fields(cls) if field.name in kept}
        return cls(**(known | {"silent": tuple(kept.get("silent", ()))}))


SUMMED = tuple(field.name for field in fields(Figures) if field.name not in ("parts", "silent", "broadcasts"))


def add_up(parts: Sequence[tuple[str, Figures]], broadcasts: int, own: Figures | None = None) -> Figures:
    """The figures of a unit from those of the units below it.

    parts       name and figures of each unit below
    broadcasts  broadcasts that touched this unit: one spoken to a whole village is one, not one a grid
    own         what was filed at this unit itself, not at any below
    """
    all_figures = [figures for _, figures in parts] + ([own] if own else [])
    sums = {name: sum(getattr(figures, name) for figures in all_figures) for name in SUMMED}
    lived_in = [(name, figures) for name, figures in parts if figures.households]
    silent = tuple(name for name, figures in lived_in if figures.is_silent())
    return Figures(**sums, broadcasts=broadcasts, parts=len(lived_in), silent=silent)


def severity(figures: Figures) -> tuple[int, int, int]:
    """What makes a unit come first: fever, then Hubei, then silence."""
    return figures.fever, figures.hubei, figures.households - figures.reported


PIECES: dict[str, dict[str, str]] = {
    "zh": {
        "head": "{unit}{month}/{day}日报：",
        "zero_head": "{unit}{month}/{day}零报告：",
        "fever": "热{fever}",
        "hubei": "鄂{hubei}",
        "returnees": "新返{returnees}",
        "observed": "居家{observed}",
        "reported": "报{reported}/{households}户",
        "heard": "广播{broadcasts}次听到{percent}%",
        "silent": "缺报:{names}",
        "worst": "重:{names}",
        "unit": "{name}(热{fever}鄂{hubei})",
        "more": "等{count}个",
        "join": "，",
        "list": "、",
        "end": "。",
    },
    "en": {
        "head": "{unit} {day}/{month}: ",
        "zero_head": "{unit} {day}/{month} zero report: ",
        "fever": "fever {fever}",
        "hubei": "Hubei {hubei}",
        "returnees": "new {returnees}",
        "observed": "at home {observed}",
        "reported": "{reported}/{households} homes",
        "heard": "{broadcasts} broadcasts heard {percent}%",
        "silent": "silent: {names}",
        "worst": "worst: {names}",
        "unit": "{name} (fever {fever} Hubei {hubei})",
        "more": " and {count} more",
        "join": ", ",
        "list": ", ",
        "end": ".",
    },
}
WORST_FIRST = ("fever", "hubei", "returnees", "observed", "reported")


def words(unit: str, day: date, figures: Figures, below: Sequence[tuple[str, Figures]], language: str) -> str:
    """The digest as texted, at most two UCS-2 segments.

    unit   name of the unit
    day    local day it is about
    below  name and figures of the units below, in any order
    """
    pieces = PIECES.get(language, PIECES["zh"])
    percent = 100 * figures.heard // figures.to_hear if figures.to_hear else 0
    values = {**figures.to_json(), "unit": unit, "month": day.month, "day": day.day, "percent": percent}
    nothing = figures.reported and not (figures.fever or figures.returnees or figures.observed or figures.silent)
    head = pieces["zero_head" if nothing else "head"].format(**values)
    said = [pieces[name].format(**values) for name in WORST_FIRST]
    if figures.to_hear:
        said.append(pieces["heard"].format(**values))
    text = head + pieces["join"].join(said)
    for name, items in (("silent", list(figures.silent)), ("worst", _worst(below, pieces))):
        text = _with_list(text, name, items, pieces)
    return text + pieces["end"]


def _worst(below: Sequence[tuple[str, Figures]], pieces: Mapping[str, str]) -> list[str]:
    ill = sorted((part for part in below if part[1].fever or part[1].hubei), key=lambda part: severity(part[1]))
    return [pieces["unit"].format(**figures.to_json() | {"name": name}) for name, figures in reversed(ill)]


def _with_list(text: str, piece: str, items: Sequence[str], pieces: Mapping[str, str]) -> str:
    """The text with as many of these items as still fit; the rest is counted, never dropped in silence."""
    for shown in range(len(items), -1, -1):
        rest = len(items) - shown
        names = pieces["list"].join(items[:shown]) + (pieces["more"].format(count=len(items)) if rest else "")
        longer = text + pieces["join"] + pieces[piece].format(names=names)
        if items and units(longer + pieces["end"]) <= LONGEST:
            return longer
    return text
