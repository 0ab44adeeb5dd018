"""A reader opens a figure of their digest: which units below, and in a village which doors, as their role may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from gateway.domain.daily.abbreviations import HOUSEHOLDS_SILENT, OPENINGS, Opening
from gateway.domain.daily.content import DayReport
from gateway.domain.daily.readers import Sight, least, sight_of
from gateway.domain.digests import BY_FIGURE
from gateway.domain.places import LENGTHS, Level, covers, rung
from gateway.domain.texts import segments
from gateway.journeys.daily.compiling import window
from gateway.store import roster, staff
from gateway.store.daily import behind, readings, versions
from gateway.store.daily.behind import Behind
from gateway.store.daily.readings import How, Reading
from gateway.store.daily.scope import Scope
from gateway.store.roster import Unit
from gateway.switchboard import Switchboard, Work

MOST_SEGMENTS = 2
CONTINUED = timedelta(hours=12)  # so long the rest of a list is told for 余


@dataclass(frozen=True)
class Opened:
    """A figure of a unit's day, and who is behind it.

    value    as it was sealed
    entries  one a unit below or a door, the most first; of doors in walking order
    """

    opening: Opening
    unit: Unit
    day: date
    value: int
    entries: Sequence[str]


def open_figure(
    board: Switchboard,
    work: Work,
    reading: Reading,
    digit: int,
    code: str,
    language: str,
    *,
    at_most: Sight = Sight.NAMES,
) -> Opened | None:
    """A figure of a digest opened, of its unit or of one in it. None: it is not theirs to see, or not sealed.

    digit    as on the card, 1 to 9
    at_most  as much is told, whatever their role may see
    """
    reader = staff.load(work.tx, reading.staff_id)
    sight, unit = sight_of(reader.role, reader.unit_code), roster.unit(work.tx, code)
    version = versions.load(work.tx, code, reading.day)
    if sight is None or unit is None or version is None or not covers(reader.unit_code, code):
        return None
    opening = OPENINGS[digit]
    value = total(version.report, opening)
    if rung(code) is Level.VILLAGE:
        entries = _doors(board, work.tx, version.report, opening, least(sight, at_most), language)
    else:
        entries = _units(work.tx, code, reading.day, opening, language)
    return Opened(opening, unit, reading.day, value, entries)


def total(report: DayReport, opening: Opening) -> int:
    """All a digit stands for."""
    return sum(value_of(report, name) for name in opening.figures)


def value_of(report: DayReport, name: str) -> int:
    """A figure of a report as it is opened and disputed."""
    if name == HOUSEHOLDS_SILENT:
        return (report.value("households_due") or 0) - (report.value("households_heard") or 0)
    return report.value(name) or 0


def _units(tx: Connection, code: str, day: date, opening: Opening, language: str) -> list[str]:
    """Units right below and what each of them has of it, the most first."""
    sealed: Mapping[str, DayReport] = {}
    for length in (length for length in LENGTHS if length > len(code)):
        sealed = sealed or versions.newest_reports(tx, day, code, length)
    counted = [(total(report, opening), report) for report in sealed.values()]
    named = sorted((pair for pair in counted if pair[0]), key=lambda pair: (-pair[0], pair[1].unit_code))
    return [f"{_name(tx, report.unit_code)}{_tokens(report, opening, language)}" for _, report in named]


def _name(tx: Connection, code: str) -> str:
    unit = roster.unit(tx, code)
    return unit.name if unit else code


def _tokens(report: DayReport, opening: Opening, language: str) -> str:
    """One figure by its number, several by their abbreviations."""
    if len(opening.figures) == 1:
        return f"{'' if language == 'zh' else ' '}{value_of(report, opening.name)}"
    apart = "" if language == "zh" else " "
    return apart + apart.join(
        f"{BY_FIGURE[name].word(language)}{value_of(report, name)}"
        for name in opening.figures
        if value_of(report, name)
    )


def _doors(
    board: Switchboard, tx: Connection, report: DayReport, opening: Opening, sight: Sight, language: str
) -> list[str]:
    of, code = window(board, tx, report.day), report.unit_code
    found = behind.behind(tx, Scope(code, of.day, of.since, of.until, len(code)), opening.digit)
    if not found:
        words = _tokens(report, opening, language).strip()
        return [words] if len(opening.figures) > 1 and words else []
    if sight is Sight.COUNTS:
        units = [one.unit for one in found]
        return [f"{unit}{units.count(unit)}" for unit in dict.fromkeys(units)]
    return [_masked(one, sight, language) for one in found]


def _masked(one: Behind, sight: Sight, language: str) -> str:
    """一组001; 一组001杨秀英19900010001 for whoever works with them. Who stands on no roster has no door."""
    apart = "" if language == "zh" else " "
    note = BY_FIGURE["fellow_travellers"].word(language) if one.note == behind.ABOARD else one.note
    place = apart.join(
        filter(None, (note, one.unit, one.door or ("无门牌" if language == "zh" else "not on the roster")))
    )
    if sight is not Sight.NAMES:
        return place
    number = (one.number or "").removeprefix("+86")
    return apart.join(filter(None, (place, one.name, number)))


# By text


@dataclass(frozen=True)
class Part:
    """As much of an opened figure as fits a text: its words, and how many entries they tell, from the first on."""

    words: str
    shown: int


def told_in(board: Switchboard, opened: Opened, language: str, *, since: int = 0) -> Part:
    """The text that tells it. `since`: entries told before."""
    left = opened.entries[since:]
    for count in range(len(left), -1, -1):
        words = _words(board, opened, left[:count], len(left) - count, language)
        if count <= 1 or segments(words) <= MOST_SEGMENTS:
            return Part(words, since + count)
    return Part("", since)


def _words(board: Switchboard, opened: Opened, entries: Sequence[str], rest: int, language: str) -> str:
    key = "digest.opened" if opened.entries else ("digest.counted" if opened.value else "digest.nobody")
    values = {
        "unit": opened.unit.name,
        "day": f"{opened.day.month}/{opened.day.day}",
        "figure": opened.opening.word(language),
        "value": opened.value,
        "who": "、".join(entries) if language == "zh" else ", ".join(entries),
    }
    more = board.catalogue.sms("digest.rest", language, rest=rest) if rest else ""
    return board.catalogue.sms(key, language, **values) + more


def by_text(
    board: Switchboard, work: Work, reading: Reading, digit: int, code: str, *, source: str, language: str
) -> str | None:
    """Opens a figure by text, keeps how much of it was told, and that the digest was read. None as `open_figure`."""
    opened = open_figure(board, work, reading, digit, code, language)
    if opened is None:
        return None
    part = told_in(board, opened, language)
    readings.mark(work.tx, reading.id, How.TEXT, work.now)
    kept = readings.Opening(source, reading.id, digit, code, part.shown, len(opened.entries), work.now)
    readings.open_(work.tx, kept)
    return part.words


def rest_of(work: Work, number: str) -> tuple[readings.Opening, Reading] | None:
    """What a phone has opened of which something is left to tell; None when there is nothing, or it was long ago."""
    last = readings.last_opened(work.tx, number)
    return last if last and last[0].rest > 0 and last[0].at > work.now - CONTINUED else None


def next_part(
    board: Switchboard, work: Work, last: tuple[readings.Opening, Reading], *, source: str, language: str
) -> str | None:
    """余: the next part of what was opened last."""
    before, reading = last
    opened = open_figure(board, work, reading, before.digit, before.unit_code, language)
    if opened is None:
        return None
    part = told_in(board, opened, language, since=before.shown)
    kept = readings.Opening(
        source, reading.id, before.digit, before.unit_code, part.shown, len(opened.entries), work.now
    )
    readings.open_(work.tx, kept)
    return part.words
