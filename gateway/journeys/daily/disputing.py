"""A figure is disputed: a task to the unit it came from; whoever answers there is told, and the next version too."""

from dataclasses import dataclass

from gateway.domain.daily.abbreviations import OPENINGS
from gateway.domain.places import LENGTHS, Level, rung
from gateway.journeys.daily.opening import value_of
from gateway.journeys.daily.reminding import signer_of
from gateway.store import roster, staff, tasks, texts
from gateway.store.daily import disputes, readings, versions
from gateway.store.daily.disputes import Dispute, Outcome
from gateway.store.daily.readings import How, Reading
from gateway.store.staff import Person
from gateway.store.tasks import Kind, Task
from gateway.switchboard import Switchboard, Work


@dataclass(frozen=True)
class Raised:
    """A dispute as it was raised. `person`: whose task it is, None: nobody answers for the unit."""

    number: int
    dispute: Dispute
    person: Person | None


def unit_meant(work: Work, reading: Reading, named: str | None) -> str | None:
    """Whose figure is disputed: the unit named, a village itself, the only unit below. None: several are, name one."""
    if named is not None:
        return named
    if rung(reading.unit_code) is Level.VILLAGE:
        return reading.unit_code
    for length in (length for length in LENGTHS if length > len(reading.unit_code)):
        if below := versions.newest_reports(work.tx, reading.day, reading.unit_code, length):
            return next(iter(below)) if len(below) == 1 else None
    return reading.unit_code


def dispute(
    board: Switchboard, work: Work, reading: Reading, digit: int, code: str, claimed: int, *, source: str
) -> Raised | None:
    """Raises it; the same source twice raises it once. None: there is no such report, or it says so already."""
    version, opening = versions.load(work.tx, code, reading.day), OPENINGS[digit]
    reported = value_of(version.report, opening.name) if version else claimed
    if version is None or reported == claimed:
        return None
    raised = Dispute(
        source,
        code,
        reading.day,
        version.version,
        opening.name,
        reported,
        claimed,
        by=reading.staff_id,
        at=work.now,
    )
    number = disputes.add(work.tx, raised)
    if number is None:
        return None
    readings.mark(work.tx, reading.id, How.TEXT, work.now)
    person = signer_of(work, code)
    about = person.number if person else reading.number
    task_id = tasks.add(
        work.tx, Task(f"dispute:{number}", Kind.DISPUTE, code, None, about, work.now, question=opening.zh)
    )
    if task_id is not None:
        disputes.give_task(work.tx, number, task_id)
    if person is not None:
        _tell(board, work, f"dispute:{number}", person, "digest.dispute_to", number, raised)
    return Raised(number, raised, person)


def settle(board: Switchboard, work: Work, task_id: int, outcome: Outcome, by: str) -> bool:
    """It is settled by whoever has the task; who raised it is told. False when it was before.

    by  staff:<id>, or command line
    """
    known = disputes.of_task(work.tx, task_id)
    if known is None or not disputes.settle(work.tx, known.id, outcome, by, work.now):
        return False
    tasks.finish(work.tx, task_id, outcome, by, work.now)
    raised_by = staff.load(work.tx, known.by)
    _tell(board, work, f"settled:{known.id}", raised_by, f"digest.settled_{outcome}", known.id, known)
    return True


def _tell(board: Switchboard, work: Work, about: str, person: Person, key: str, number: int, of: Dispute) -> None:
    language = person.language or board.settings.default_language
    texts.put(
        work.tx,
        about,
        person.number,
        board.catalogue.sms(key, language, **words_of(work, number, of, language)),
        work.now,
    )
    work.hint_texts()


def words_of(work: Work, number: int, of: Dispute, language: str) -> dict[str, object]:
    """What a text about a dispute may speak of."""
    unit = roster.unit(work.tx, of.unit_code)
    opening = next(one for one in OPENINGS.values() if one.name == of.figure)
    return {
        "number": number,
        "unit": unit.name if unit else of.unit_code,
        "day": f"{of.day.month}/{of.day.day}",
        "figure": opening.word(language),
        "reported": of.reported,
        "claimed": of.claimed,
    }
