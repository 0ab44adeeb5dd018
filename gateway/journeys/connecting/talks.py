"""Two people put through to each other by the carrier, in the middle of a call.

The call to the second phone is an attempt like any other: it counts against what that phone may be rung, and when the
carrier's word about it is lost, the carrier is asked.
"""

from uuid import uuid4

from gateway.domain.calls import CallState
from gateway.journeys import callees
from gateway.journeys.connecting import promises
from gateway.ports import Trunk
from gateway.store import attempts, sessions, tasks
from gateway.store.attempts import Order, Purpose, Try
from gateway.store.sessions import Line
from gateway.switchboard import Switchboard, Work

NOT_REACHED = frozenset({CallState.BUSY, CallState.NO_ANSWER, CallState.FAILED, CallState.CANCELED})


def begin(
    board: Switchboard, work: Work, line: Line, number: str, staff_id: int, task_id: int | None = None
) -> str | None:
    """Writes down that this phone is rung for whoever is on the line; None when it has been rung too often.

    staff_id  the cadre, on whichever side
    task_id   the promise it keeps, None when the household asked just now
    """
    order = Order(uuid4().hex, number, Purpose.TALK, staff_id=staff_id, task_id=task_id, session_id=line.id)
    if not callees.reserve(work, [order]):
        return None
    trunk = _trunk_of(board, line)  # its company is asked with the turn that follows
    attempts.claim(work.tx, order.attempt_id, None, work.now, trunk)
    return order.attempt_id


def _trunk_of(board: Switchboard, line: Line) -> Trunk:
    """The account and number the first call runs on: the second goes out beside it, and shows the same number."""
    number = line.line or board.settings.twilio_from_number
    account = next((one for one in board.settings.accounts if number in one.numbers), board.settings.accounts[0])
    return Trunk(account.sid, number)


def over(work: Work, tried: Try, state: CallState) -> None:
    """What follows from the end of the second call: they have talked, or the household is promised a call back."""
    line = sessions.find(work.tx, tried.session_id or "")
    if line is None:
        return
    if state is CallState.COMPLETED:
        owed = tasks.load(work.tx, tried.task_id) if tried.task_id else tasks.promised_to(work.tx, line.number)
        if owed is not None:
            promises.keep(work, owed.id, tried.staff_id, promises.TALKED)
    elif state in NOT_REACHED and tried.task_id is None:
        promises.promise(work, line)
