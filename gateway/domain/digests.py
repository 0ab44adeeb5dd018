"""The evening digest: a unit's day in figures, told in at most two SMS segments, worst first."""

from collections.abc import Mapping, Sequence

from gateway.domain.daily.columns import FIGURES
from gateway.domain.daily.content import DayReport, Nature
from gateway.domain.texts import MANY, units

SEGMENTS = 2
LONGEST = MANY * SEGMENTS  # UTF-16 units
Part = tuple[str, DayReport]  # name and report of a unit below


def severity(report: DayReport) -> tuple[int, int, int]:
    """What makes a unit come first: fever, then Hubei, then silence."""
    values = _values(report)
    return values["fever"], values["from_hubei"], values["households_due"] - values["households_heard"]


def _values(report: DayReport) -> dict[str, int]:
    return {figure.name: report.value(figure.name) or 0 for figure in FIGURES}


PIECES: dict[str, dict[str, str]] = {
    "zh": {
        "head": "{unit}{month}/{day}日报：",
        "zero_head": "{unit}{month}/{day}零报告：",
        "fever": "热{fever}",
        "hubei": "鄂{from_hubei}",
        "returnees": "新返{returnees_new}",
        "observed": "居家{home_under}",
        "reported": "报{households_heard}/{households_due}户",
        "heard": "广播{broadcasts}次听到{percent}%",
        "silent": "缺报:{names}",
        "worst": "重:{names}",
        "unit": "{name}(热{fever}鄂{from_hubei})",
        "more": "等{count}个",
        "join": "，",
        "list": "、",
        "end": "。",
    },
    "en": {
        "head": "{unit} {day}/{month}: ",
        "zero_head": "{unit} {day}/{month} zero report: ",
        "fever": "fever {fever}",
        "hubei": "Hubei {from_hubei}",
        "returnees": "new {returnees_new}",
        "observed": "at home {home_under}",
        "reported": "{households_heard}/{households_due} homes",
        "heard": "{broadcasts} broadcasts heard {percent}%",
        "silent": "silent: {names}",
        "worst": "worst: {names}",
        "unit": "{name} (fever {fever} Hubei {from_hubei})",
        "more": " and {count} more",
        "join": ", ",
        "list": ", ",
        "end": ".",
    },
}
WORST_FIRST = ("fever", "hubei", "returnees", "observed", "reported")


def words(unit: str, report: DayReport, below: Sequence[Part], language: str) -> str:
    """The digest as texted, at most two UCS-2 segments.

    unit   name of the unit
    below  name and report of the units below, in any order
    """
    pieces, figures = PIECES.get(language, PIECES["zh"]), _values(report)
    to_hear = figures["homes_to_hear"]
    percent = 100 * figures["homes_heard"] // to_hear if to_hear else 0
    values = {**figures, "unit": unit, "month": report.day.month, "day": report.day.day, "percent": percent}
    head = pieces["zero_head" if report.nature is Nature.ZERO else "head"].format(**values)
    said = [pieces[name].format(**values) for name in WORST_FIRST]
    if to_hear:
        said.append(pieces["heard"].format(**values))
    text = head + pieces["join"].join(said)
    for name, items in (("silent", list(report.silent.values())), ("worst", _worst(below, pieces))):
        text = _with_list(text, name, items, pieces)
    return text + pieces["end"]


def _worst(below: Sequence[Part], pieces: Mapping[str, str]) -> list[str]:
    ill = [part for part in below if part[1].value("fever") or part[1].value("from_hubei")]
    first = sorted(ill, key=lambda part: severity(part[1]), reverse=True)
    return [pieces["unit"].format(**_values(report) | {"name": name}) for name, report in first]


def _with_list(text: str, piece: str, items: Sequence[str], pieces: Mapping[str, str]) -> str:
    """The text with as many of these items as still fit; the rest is counted, never dropped in silence."""
    for shown in range(len(items), -1, -1):
        rest = len(items) - shown
        names = pieces["list"].join(items[:shown]) + (pieces["more"].format(count=len(items)) if rest else "")
        longer = text + pieces["join"] + pieces[piece].format(names=names)
        if items and units(longer + pieces["end"]) <= LONGEST:
            return longer
    return text
