"""Acts of the day's report by phone: what was counted is signed, a digest is heard and its figures are opened."""

from gateway.domain.conversation import Phrase
from gateway.domain.daily.abbreviations import OPENINGS
from gateway.domain.daily.content import DayReport, What
from gateway.domain.flow import Did, Fact
from gateway.domain.places import day_words
from gateway.journeys.daily import opening, signing
from gateway.store import attempts, roster
from gateway.store.attempts import Purpose
from gateway.store.daily import acts, readings, versions
from gateway.store.daily.readings import How, Reading
from gateway.store.sessions import Line
from gateway.store.staff import Person
from gateway.switchboard import Switchboard, Work

KEYED = ("staff_present", "gatherings_stopped", "mask_days")  # questions, each called as its figure
MOST_NAMED = 8  # units or doors read out in one breath
UNKNOWN = "unknown"


def know_day(board: Switchboard, work: Work, line: Line) -> Did:
    """Whoever signs for a unit hears what was counted there; else, or once it is signed, the digest they have."""
    offices = signing.offices(work.tx, line.number)
    digest = readings.newest(work.tx, line.number, work.now)
    if offices and not (digest and _is_signed(board, work, offices[0])):
        return _counted(board, work, line, offices[0])
    version = versions.load(work.tx, digest.unit_code, digest.day) if digest else None
    if digest is None or version is None:
        return Did("none")
    readings.mark(work.tx, digest.id, How.CALL, work.now)
    return Did("reads", _digest(board, work, line, digest, version.report))


def _is_signed(board: Switchboard, work: Work, office: Person) -> bool:
    code = signing.unit_of(office)
    return code in acts.signed(work.tx, code, board.local_day(work.now))


def _counted(board: Switchboard, work: Work, line: Line, office: Person) -> Did:
    code = signing.unit_of(office)
    report = signing.as_counted(board, work, code, board.local_day(work.now))
    facts: dict[str, Fact] = {
        "unit": _name(work, code),
        "counted": signing.counted_words(report, line.state.language),
        "office": office.id,
    }
    return Did("counted" if report.has_news else "zero", facts)


def _name(work: Work, code: str) -> str:
    unit = roster.unit(work.tx, code)
    return unit.name if unit else code


def _digest(board: Switchboard, work: Work, line: Line, digest: Reading, report: DayReport) -> dict[str, Fact]:
    language = line.state.language
    before = versions.load(work.tx, digest.unit_code, digest.day.fromordinal(digest.day.toordinal() - 1))
    silent = list(report.silent.values())
    named: dict[str, str | int | float] = {"count": len(silent), "names": "、".join(silent[:MOST_NAMED])}
    return {
        "unit": _name(work, digest.unit_code),
        "day": day_words(digest.day, language),
        "digest": digest.id,
        "silent_words": board.catalogue.words(Phrase("digest.silent", named), language) if silent else "",
        "figures": [
            {"value": str(digit), "words": _spoken(board, digit, report, before.report if before else None, language)}
            for digit in OPENINGS
        ],
    }


def _spoken(board: Switchboard, digit: int, report: DayReport, before: DayReport | None, language: str) -> str:
    """One figure as it is said, and how it has changed since the day before."""
    value = opening.total(report, OPENINGS[digit])
    change = value - opening.total(before, OPENINGS[digit]) if before else 0
    said = board.catalogue.words(Phrase(f"digest.figure.{digit}", {"value": value}), language)
    if not change:
        return said
    key = "digest.more_than_yesterday" if change > 0 else "digest.fewer_than_yesterday"
    return said + board.catalogue.words(Phrase(key, {"change": abs(change)}), language)


def sign_day(board: Switchboard, work: Work, line: Line) -> Did:
    """Pressed 1: nothing has happened, or what was counted is right."""
    office = _office(work, line)
    report = signing.as_counted(board, work, signing.unit_of(office), board.local_day(work.now))
    what = What.CONFIRMED if report.has_news else What.ZERO
    return _sign(board, work, line, office, what, {})


def key_day(board: Switchboard, work: Work, line: Line) -> Did:
    """What only a person knows; figures that were passed over are not touched."""
    answers = line.state.answers
    values = {name: int(answers[name]) for name in KEYED if answers.get(name, UNKNOWN) != UNKNOWN}
    return _sign(board, work, line, _office(work, line), What.FIGURES, values) if values else Did("nothing")


def _office(work: Work, line: Line) -> Person:
    """For which unit they said they sign: the office that was told of when they rang."""
    offices = signing.offices(work.tx, line.number)
    return next((one for one in offices if one.id == line.state.facts.get("office")), offices[0])


def _sign(board: Switchboard, work: Work, line: Line, office: Person, what: What, values: dict[str, int]) -> Did:
    source, by = f"call:{line.id}:{line.state.step}", f"staff:{office.id}"
    code = signing.unit_of(office)
    taken = signing.sign(board, work, code, what, values, source=source, by=by, channel="call")
    return Did("late" if taken.late else "signed", {"unit": taken.unit})


def open_figure(board: Switchboard, work: Work, line: Line) -> Did:
    """A digit opens a figure of the digest they hear. No name and no number is said aloud."""
    digit, digest = int(line.state.answers.get("figures", "0")), line.state.facts.get("digest")
    if digit not in OPENINGS or not isinstance(digest, int):
        return Did("none")
    reading, language = readings.load(work.tx, digest), line.state.language
    opened = opening.open_figure(board, work, reading, digit, reading.unit_code, language, aloud=True)
    if opened is None or not opened.entries:
        return Did("opened", {"opened": board.catalogue.words(Phrase("digest.nobody"), language)})
    left = len(opened.entries) - MOST_NAMED
    told = "，".join(opened.entries[:MOST_NAMED]) + ("。" if language == "zh" else ". ")
    more = board.catalogue.words(Phrase("digest.left", {"count": left}), language) if left > 0 else ""
    return Did("opened", {"opened": told + more})


def mark_read(board: Switchboard, work: Work, line: Line) -> Did:
    """Pressed 1 at a text that was read out to them: of a digest it is known now that it was read."""
    tried = attempts.load(work.tx, line.attempt_id or "")
    if tried is not None and tried.purpose is Purpose.TEXT:
        readings.mark_text(work.tx, tried.text_id, work.now)
    return Did("done")
