"""A unit's day as one row of a table: what stands before the figures, and the figures by cell."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from gateway.domain.daily.content import Nature, Standing
from gateway.domain.exports.filed import CELLS, Filed

Value = str | int | None

STANDINGS = {
    Standing.REPORTED: ("已报", "reported"),
    Standing.UNSIGNED: ("未签", "unsigned"),
    Standing.SILENT: ("缺报", "silent"),
    Standing.RESTING: ("休整", "resting"),
    Standing.EMPTY: ("无人", "nobody lives there"),
}


def word(standing: Standing, language: str) -> str:
    """How it stands with a unit, in words."""
    return STANDINGS[standing][0 if language == "zh" else 1]


def nature_words(filed: Filed, language: str = "zh") -> str:
    """What kind of report it is 报告性质: daily, zero, or a correction of an earlier version."""
    zero = filed.nature is Nature.ZERO
    zh, en = ("零报告", "zero report") if zero else ("日报", "daily report")
    if filed.corrected:
        zh, en = f"更正（{zh}）", f"correction ({en})"
    return zh if language == "zh" else en


@dataclass(frozen=True)
class Heading:
    """A column before the figures."""

    code: str
    zh: str
    en: str
    of: Callable[[Filed], Value]


HEADINGS: Sequence[Heading] = (
    Heading("unit_code", "单位代码", "code", lambda filed: filed.unit_code),
    Heading("unit", "单位", "unit", lambda filed: filed.name),
    Heading("day", "日期", "day", lambda filed: filed.report.day.isoformat()),
    Heading("since", "统计起", "since", lambda filed: _minute(filed.window.since)),
    Heading("until", "统计止", "until", lambda filed: _minute(filed.window.until)),
    Heading("standing", "报送情况", "standing", lambda filed: filed.report.standing.value),
    Heading("nature", "报告性质", "nature", lambda filed: filed.nature.value),
    Heading("version", "版本号", "version", lambda filed: filed.seal.version if filed.seal else None),
    Heading("seal", "封存码", "seal", lambda filed: filed.seal.code if filed.seal else None),
)


def _minute(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M%z}"


def codes() -> list[str]:
    """The first header row: what a program reads."""
    return [heading.code for heading in HEADINGS] + [cell.code for cell in CELLS]


def words(language: str) -> list[str]:
    """The second header row: what a person reads."""
    named = [heading.zh if language == "zh" else heading.en for heading in HEADINGS]
    return named + [f"{cell.figure.column} {cell.words(language)}" for cell in CELLS]


def row(filed: Filed) -> list[Value]:
    """A unit's row. Empty: nothing is known; a silent unit has no zeros."""
    return [heading.of(filed) for heading in HEADINGS] + [cell.of(filed) for cell in CELLS]
