"""Acts of key 0: whom a caller is put through to, and what a cadre does about those who wait."""

from collections.abc import Iterator

from gateway.domain.flow import Did, Fact
from gateway.journeys import callees, naming
from gateway.journeys.connecting import people, promises, talks
from gateway.store import attempts, roster, staff, tasks
from gateway.store.sessions import Line
from gateway.store.staff import Person
from gateway.store.tasks import Task
from gateway.switchboard import Switchboard, Work


def find_duty(board: Switchboard, work: Work, line: Line) -> Did:
    """The cadre on duty for whoever asks; nobody, when there is none or their phone has been rung too often."""
    above = people.in_charge(work, line.unit_code, line.number)
    cadre = next((person for person in above if person.role == people.CADRE), None)
    talk = talks.begin(board, work, line, cadre.number, cadre.id) if cadre else None
    return Did("found", {"duty": cadre.number, "talk": talk}) if cadre and talk else Did("nobody")


def promise_call(board: Switchboard, work: Work, line: Line) -> Did:
    """Nobody could be reached: they will be rung, unless their number is withheld."""
    return Did("promised" if promises.promise(work, line) else "unreachable")


def find_waiting(board: Switchboard, work: Work, line: Line) -> Did:
    """The household this cadre was rung about, then others who wait for the same cadre, each once."""
    told = line.state.facts.get("told_of")
    before = told if isinstance(told, list) else []
    seen = {one["value"] for one in before}
    owed = next((one for one in _waiting(work, line) if str(one.id) not in seen), None)
    if owed is None:
        return Did("none")
    household = roster.household(work.tx, owed.household_id) if owed.household_id else None
    facts: dict[str, Fact] = {
        "task": owed.id,
        "told_of": [*before, {"value": str(owed.id), "words": ""}],
        "wish": f"key:promise.wants.{'household' if household else 'somebody'}",
        "household": household.door if household else "-",
        "unit": naming.unit_name(work.tx, owed.unit_code),
    }
    return Did("found", facts)


def _waiting(work: Work, line: Line) -> Iterator[Task]:
    tried = attempts.load(work.tx, line.attempt_id or "")
    owed = tasks.promised(work.tx)
    yield from (one for one in owed if tried and one.id == tried.task_id)
    yield from (one for one in owed if _is_for(work, one, line.number))


def _is_for(work: Work, owed: Task, number: str) -> bool:
    mine = any(person.number == number for person in promises.in_charge(work, owed))
    return mine and callees.may_ring(work, owed.number)


def dial_waiting(board: Switchboard, work: Work, line: Line) -> Did:
    """The cadre pressed 1: their household is put through, unless it is settled or was rung a moment ago."""
    owed = tasks.load(work.tx, _task_on(line))
    if owed is None or owed.done_at is not None:
        return Did("settled")
    talk = talks.begin(board, work, line, owed.number, _cadre_on(work, line).id, owed.id)
    return Did("found", {"waiting": owed.number, "talk": talk}) if talk else Did("later")


def have_talked(board: Switchboard, work: Work, line: Line) -> Did:
    """The cadre pressed 2: they have talked already."""
    promises.keep(work, _task_on(line), _cadre_on(work, line).id, promises.SAID_SO)
    return Did("done")


def _task_on(line: Line) -> int:
    return int(str(line.state.facts["task"]))


def _cadre_on(work: Work, line: Line) -> Person:
    tried = attempts.load(work.tx, line.attempt_id or "")
    return staff.load(work.tx, (tried.staff_id if tried else None) or 0)
