"""A reader opens a figure of their digest: which units below, and in a village which doors, as their role may see."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from gateway.domain.daily.abbreviations import LESS_MOVEMENT, OPENINGS, Opening
from gateway.domain.daily.content import DayReport
from gateway.domain.daily.masks import Shown, masked_name, masked_number, shown
from gateway.domain.daily.readers import Sight, sight_of
from gateway.domain.digests import BY_FIGURE
from gateway.domain.places import LENGTHS, Level, covers, rung
from gateway.domain.texts import segments
from gateway.journeys.daily import unfolding
from gateway.store import roster, staff
from gateway.store.daily import readings, versions
from gateway.store.daily.behind import ROWS, Behind
from gateway.store.daily.readings import How, Reading
from gateway.store.roster import Unit
from gateway.switchboard import Switchboard, Work

MOST_SEGMENTS = 2
CONTINUED = timedelta(hours=12)  # so long the rest of a list is told for 余


@dataclass(frozen=True)
class Opened:
    """A figure of a unit's day, and who is behind it.

    value    as it was sealed
    now      as the ledger has it now, of which are those behind it; None: as it was sealed
    entries  one a unit below or a door, the most first; of doors in walking order
    """

    opening: Opening
    unit: Unit
    day: date
    value: int
    entries: Sequence[str]
    now: int | None = None


def open_figure(
    board: Switchboard,
    work: Work,
    reading: Reading,
    digit: int,
    code: str,
    language: str,
    *,
    aloud: bool = False,
) -> Opened | None:
    """A figure of a digest opened, of its unit or of one in it. None: it is not theirs to see, or not sealed.

    digit  as on the card, 1 to 9
    aloud  it is said on a phone: no name and no number
    """
    reader = staff.load(work.tx, reading.staff_id)
    sight, unit = sight_of(reader.role, reader.unit_code), roster.unit(work.tx, code)
    version = versions.load(work.tx, code, reading.day)
    if sight is None or unit is None or version is None or not covers(reader.unit_code, code):
        return None
    opening = OPENINGS[digit]
    value = total(version.report, opening)
    if rung(code) is not Level.VILLAGE:
        return Opened(opening, unit, reading.day, value, _units(work.tx, code, reading.day, opening, language))
    behind = _behind(board, work.tx, version.report, opening)
    entries = _people(board, work.tx, version.report, opening, behind, sight, language, aloud=aloud)
    return Opened(opening, unit, reading.day, value, entries, _otherwise_now(version.report, behind))


def total(report: DayReport, opening: Opening) -> int:
    """All a digit stands for."""
    return sum(value_of(report, name) for name in opening.figures)


def value_of(report: DayReport, name: str) -> int:
    """A figure of a report as it is opened and disputed."""
    return unfolding.value_of(report, name) or 0


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


def _people(
    board: Switchboard,
    tx: Connection,
    report: DayReport,
    opening: Opening,
    behind: Mapping[str, list[Behind]],
    sight: Sight,
    language: str,
    *,
    aloud: bool,
) -> list[str]:
    """Whoever is behind a village's figure, once, and who keyed it where a person did."""
    told, known = [], set[tuple[str, str]]()
    for name, rows in behind.items():
        called = BY_FIGURE[name].word(language) if opening.figures == LESS_MOVEMENT else ""
        found = [one for one in rows if (one.kind, one.ref) not in known]
        told += [f"{called}{entry}" for entry in entries(found, sight, language, aloud=aloud)]
        known |= {(one.kind, one.ref) for one in rows}
    return told + [one for name in opening.figures for one in _said(board, tx, report, name, language)]


def _behind(board: Switchboard, tx: Connection, report: DayReport, opening: Opening) -> dict[str, list[Behind]]:
    """The rows behind each figure of a digit."""
    return {name: unfolding.rows_of(board, tx, report.unit_code, report.day, name) for name in opening.figures}


def _otherwise_now(report: DayReport, behind: Mapping[str, list[Behind]]) -> int | None:
    """What the figures come to now, when something was told or withdrawn since the day was sealed."""
    counted = {name: rows for name, rows in behind.items() if name in ROWS}
    now = sum(one.times for rows in counted.values() for one in rows)
    return None if now == sum(value_of(report, name) for name in counted) else now


def _said(board: Switchboard, tx: Connection, report: DayReport, name: str, language: str) -> Iterator[str]:
    """What a person keyed of a figure, who and when: 张敏15:40报聚2."""
    for said in unfolding.said_of(tx, report.unit_code, report.day, name):
        who, at = unfolding.name_of(tx, said.by), f"{board.settings.local(said.at):%H:%M}"
        figure = BY_FIGURE[name].word(language) if name in BY_FIGURE else name
        yield board.catalogue.sms("digest.said", language, name=who, at=at, figure=figure, value=said.value)


AT_HOME = ("household", "member", "report", "arrival", "observation", "check", "case", "delivery")  # if they have one


def entries(found: Sequence[Behind], sight: Sight, language: str, *, aloud: bool = False) -> list[str]:
    """Those a reader may see one by one, in order; then how many more there are, one entry a unit."""
    told = [(one, shown(sight, one.category, has_alert=one.alert is not None)) for one in found]
    units = [one.unit for one, how in told if how is Shown.COUNTED]
    people = [_entry(one, how, language, aloud=aloud) for one, how in told if how is not Shown.COUNTED]
    return [*people, *(f"{unit}{units.count(unit)}" for unit in dict.fromkeys(units))]


def entry(one: Behind, sight: Sight, language: str) -> str | None:
    """One row as a reader sees it, None when they may only count it."""
    how = shown(sight, one.category, has_alert=one.alert is not None)
    return None if how is Shown.COUNTED else _entry(one, how, language, aloud=False)


def _entry(one: Behind, how: Shown, language: str, *, aloud: bool) -> str:
    """一组001杨秀英19900010001; masked A0208-01一组杨*199****0001. Who stands on no roster has no door."""
    apart = "" if language == "zh" else " "
    name, number, door = one.name, one.number, one.door
    if how is Shown.MASKED:
        name, number, door = (masked_name(name) if name else None), (masked_number(number) if number else None), None
    elif door is None and one.kind in AT_HOME:
        door = "无门牌" if language == "zh" else "not on the roster"
    noted = one.note if one.kind in ("alert", "event") else one.alert if how is Shown.MASKED else None
    who = () if aloud else (name, (number or "").removeprefix("+86"))
    return apart.join(filter(None, (noted, one.unit, door, *who)))


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
    since = "" if opened.now is None else board.catalogue.sms("digest.since", language, now=opened.now)
    more = board.catalogue.sms("digest.rest", language, rest=rest) if rest else ""
    return board.catalogue.sms(key, language, **values) + since + more


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
