"""What becomes of a call we placed: callbacks first, twice or late; the consequences once."""

from datetime import timedelta

from gateway.domain.calls import ENDED, CallState, Progress, after
from gateway.domain.speaking.retries import Cause, cause_of
from gateway.journeys.connecting import talks
from gateway.journeys.observing import rounds
from gateway.journeys.reporting import reports, tasks
from gateway.journeys.speaking import hearing
from gateway.ports import Job
from gateway.store import alerts, attempts, deliveries, sessions, texts
from gateway.store.attempts import Purpose, Try
from gateway.switchboard import Switchboard, Work

NO_ROOM = timedelta(minutes=5)  # until a text is read out for which the carrier had no line


def progress(board: Switchboard, attempt_id: str, seen: Progress) -> None:
    """News of a call. An attempt only climbs; an end settles its delivery or alert. Unknown attempts are ignored."""
    with board.work() as work:
        apply(board, work, attempt_id, seen)
    if seen.state in ENDED:  # though it be told again: who was told first may have died before this
        board.pacer.release(attempt_id)


def apply(board: Switchboard, work: Work, attempt_id: str, seen: Progress) -> bool:
    """Moves an attempt on inside a transaction; True when this news ended it."""
    tried = attempts.load(work.tx, attempt_id)
    moved = after(tried.attempt, seen) if tried else None
    if tried is None or moved is None:
        return False
    attempts.save(work.tx, moved, work.now)
    if tried.attempt.state is CallState.NEVER_PLACED and moved.state not in ENDED and tried.delivery_id is not None:
        deliveries.take_back(work.tx, tried.delivery_id)
    if moved.state not in ENDED or moved.state is tried.attempt.state:
        return False
    line = sessions.by_sid(work.tx, seen.sid) if seen.sid else None
    if line is not None and sessions.end(work.tx, line.id, "hung_up", work.now):
        reports.file_unfinished(board, work, line)
    if cause_of(moved.state, seen.cause) is Cause.WRONG_NUMBER:
        tasks.wrong_number(work, tried.attempt.to)
    if tried.delivery_id is not None:
        hearing.settle(board, work, tried, seen, line)
    if tried.purpose is Purpose.ROUND:
        rounds.settle(board, work, tried, seen)
    _settle(work, tried, moved.state)
    return True


def _settle(work: Work, tried: Try, ended: CallState) -> None:
    """What follows for whatever else the call was about."""
    if tried.alert_id is not None:
        _settle_alert(work, tried)
    if tried.session_id is not None:
        talks.over(work, tried, ended)
    if tried.purpose is Purpose.APPROVAL:
        work.hint(Job.ASK_APPROVERS)
    if tried.purpose is Purpose.TEXT and ended is CallState.NEVER_PLACED:
        texts.read_out(work.tx, tried.text_id, work.now + NO_ROOM)


def _settle_alert(work: Work, tried: Try) -> None:
    alert = alerts.load(work.tx, tried.alert_id or "")
    if alert is not None and alert.taken_at is None:
        work.hint(Job.RING_ALERTS)
