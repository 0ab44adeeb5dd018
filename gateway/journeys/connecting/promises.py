"""A call back that was promised, and how it is kept: the cadre on duty is rung until the two have talked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import uuid4

from gateway.domain import limits
from gateway.domain import promises as rules
from gateway.domain.calls import ENDED, CallState
from gateway.domain.limits import Hours
from gateway.journeys import naming
from gateway.journeys.connecting import people
from gateway.ports import Job, Urgency
from gateway.store import attempts, budget, roster, tasks, texts
from gateway.store.attempts import Order, Purpose, Try
from gateway.store.sessions import Line
from gateway.store.staff import Person
from gateway.store.tasks import Kind, Task
from gateway.switchboard import Switchboard, Work

TALKED, SAID_SO = "talked", "said_so"  # how a promise was kept: put through, or the cadre says they have talked
RUNG = 2  # people rung for one promise: who is on duty, and the next above


def promise(work: Work, line: Line) -> bool:
    """Somebody will ring this phone within half an hour; asked for twice, it is promised once.

    False for a number that cannot be rung.
    """
    if not limits.is_dialable(line.number):
        return False
    due_at = work.now + rules.KEPT_WITHIN
    made = Task(
        about=f"promise:{line.id}:{line.state.step}",
        kind=Kind.PROMISED_CALL,
        unit_code=line.unit_code,
        household_id=line.household_id,
        number=line.number,
        created_at=work.now,
        due_at=due_at,
    )
    if not tasks.promise(work.tx, made):
        owed = tasks.promised_to(work.tx, line.number)
        if owed is not None and _due(owed) <= work.now:
            tasks.promise_again(work.tx, owed.id, due_at)
    return True


def keep(work: Work, task_id: int, staff_id: int | None, how: str) -> bool:
    """They have talked. False when that was known."""
    return tasks.finish(work.tx, task_id, how, f"staff:{staff_id}", work.now)


@dataclass(frozen=True)
class Waiting:
    """A household that waits for a call, and what was done about it.

    rung    who is rung: whoever is on duty now, then the next above
    calls   all that were placed to keep the promise
    placed  phone -> instants of the calls that count against its budget, whatever they were for
    """

    task: Task
    rung: Sequence[Person]
    calls: Sequence[Try]
    placed: Mapping[str, Sequence[datetime]]

    def ring_at(self, person: Person, now: datetime, hours: Hours) -> datetime:
        """When one of those in charge is rung: now when it is time."""
        tried = [call.attempt for call in self.calls if call.staff_id == person.id]  # to them, and on to the household
        ends = [one.ended_at for one in tried if one.ended_at and one.state is not CallState.NEVER_PLACED]
        backup = person != self.rung[0]
        return rules.ring_at(_due(self.task), ends, self.placed[person.number], now, hours, backup=backup)


def look_at(work: Work, owed: Task, *, hold: bool = False) -> Waiting:
    """How it stands with one promise; `hold` when somebody may be rung."""
    rung = in_charge(work, owed)
    placed = budget.asked_of(work.tx, [person.number for person in rung], work.now, hold=hold)
    return Waiting(owed, rung, attempts.of_task(work.tx, owed.id), placed)


def in_charge(work: Work, owed: Task) -> list[Person]:
    """Who is rung about a promise: whoever is on duty now, and the next above."""
    return list(islice(people.in_charge(work, owed.unit_code, owed.number), RUNG))


def due_calls(board: Switchboard) -> list[Order]:
    """Writes down the calls now due to cadres; tells the next above, and marks what was not kept in time."""
    with board.work() as work:
        tasks.break_overdue(work.tx, work.now)
        owed = [task.number for task in tasks.promised(work.tx)]
    return [order for number in owed if (order := _call_about(board, number))]


def _call_about(board: Switchboard, number: str) -> Order | None:
    """The call to be placed about one household, written down; at most one at a time."""
    with board.work() as work:
        owed = tasks.promised_to(work.tx, number)
        if owed is None:
            return None
        waiting = look_at(work, owed, hold=True)
        for backup in waiting.rung[1:]:
            _tell(board, work, owed, backup)
        person = _to_ring(board, work, waiting)
        if person is None:
            return None
        about = f"promise:{owed.id}:{len(waiting.calls) + 1}"
        order = Order(uuid4().hex, person.number, Purpose.PROMISE, about, staff_id=person.id, task_id=owed.id)
        return order if attempts.reserve_once(work.tx, order, work.now) else None


def _to_ring(board: Switchboard, work: Work, waiting: Waiting) -> Person | None:
    if any(call.attempt.state not in ENDED for call in waiting.calls):
        return None
    hours = board.settings.hours
    due = (person for person in waiting.rung if waiting.ring_at(person, work.now, hours) <= work.now)
    return next((person for person in due if not attempts.is_live(work.tx, person.number)), None)


def _due(owed: Task) -> datetime:
    return owed.due_at or owed.created_at + rules.KEPT_WITHIN


def _tell(board: Switchboard, work: Work, owed: Task, backup: Person) -> None:
    """The next above learns by text, once, that somebody waits."""
    if not rules.backup_due(_due(owed), work.now):
        return
    household = roster.household(work.tx, owed.household_id) if owed.household_id else None
    body = board.catalogue.sms(
        "promise.to_backup",
        backup.language or board.settings.default_language,
        unit=naming.unit_name(work.tx, owed.unit_code),
        household=household.door if household else "-",
    )
    if texts.put(work.tx, f"promise:{owed.id}:{backup.id}", backup.number, body, work.now, Urgency.URGENT):
        work.hint(Job.SEND_URGENT_TEXTS)
