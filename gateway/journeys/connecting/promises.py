"""A call back that was promised, and how it is kept: the cadre on duty is rung until the two have talked."""

from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from uuid import uuid4

from gateway.domain import budget as limits
from gateway.domain import promises as rules
from gateway.domain.budget import Hours
from gateway.domain.calls import ENDED, CallState
from gateway.journeys.connecting import people
from gateway.journeys.telephone import messages
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


def due_calls(board: Switchboard) -> list[Order]:
    """Writes down the calls now due to cadres; tells the next above, and marks what was not kept in time."""
    orders = []
    with board.work() as work:
        tasks.break_overdue(work.tx, work.now)
        for owed in tasks.promised(work.tx):
            order = _call_about(board, work, owed)
            if order is not None and attempts.reserve_once(work.tx, order, work.now):
                orders.append(order)
    return orders


def _call_about(board: Switchboard, work: Work, owed: Task) -> Order | None:
    """The call to be placed about one promise, at most one at a time."""
    rung, calls = in_charge(work, owed), attempts.of_task(work.tx, owed.id)
    for backup in rung[1:]:
        _tell(board, work, owed, backup)
    if any(call.attempt.state not in ENDED for call in calls):
        return None
    free = [person for person in rung if not attempts.is_live(work.tx, person.number)]
    person = next((one for one in free if ring_at(board, work, owed, one, calls) <= work.now), None)
    if person is None:
        return None
    nth = sum(call.purpose is Purpose.PROMISE for call in calls) + 1
    about = f"promise:{owed.id}:{nth}"
    return Order(uuid4().hex, person.number, Purpose.PROMISE, about, staff_id=person.id, task_id=owed.id)


def in_charge(work: Work, owed: Task) -> list[Person]:
    """Who is rung about a promise: whoever is on duty now, and the next above."""
    return list(islice(people.in_charge(work, owed.unit_code, owed.number), RUNG))


def ring_at(board: Switchboard, work: Work, owed: Task, person: Person, calls: Sequence[Try]) -> datetime:
    """When somebody in charge is rung about a promise: now when it is time.

    calls  all that were placed to keep it
    """
    tried = [call.attempt for call in calls if call.staff_id == person.id]  # to them, and from them to the household
    ends = [one.ended_at for one in tried if one.ended_at and one.state is not CallState.NEVER_PLACED]
    placed = budget.asked(work.tx, person.number, work.now - limits.LONGEST)
    hours = Hours(board.settings.timezone, board.settings.waking)
    backup = person != in_charge(work, owed)[0]
    return rules.ring_at(_due(owed), ends, placed, work.now, hours, backup=backup)


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
        unit=messages.unit_name(work.tx, owed.unit_code),
        household=household.door if household else "-",
    )
    if texts.put(work.tx, f"promise:{owed.id}:{backup.id}", backup.number, body, work.now, Urgency.URGENT):
        work.hint(Job.SEND_URGENT_TEXTS)
