"""What becomes of a call we placed: callbacks first, twice or late; the consequences once."""

from datetime import timedelta

from gateway.domain.calls import ENDED, CallState, Progress, after
from gateway.journeys.connecting import talks
from gateway.journeys.reporting import reports
from gateway.journeys.speaking import hearing
from gateway.ports import Job
from gateway.store import alerts, attempts, sessions, texts
from gateway.store.attempts import Purpose, Try
from gateway.switchboard import Switchboard, Work

NO_ROOM = timedelta(minutes=5)  # until a text is read out for which the carrier had no line


def progress(board: Switchboard, attempt_id: str, seen: Progress) -> None:
    """News of a call. An attempt only climbs; an end settles its delivery or alert. Unknown attempts are ignored."""
    with board.work() as work:
        ended = apply(board, work, attempt_id, seen)
    if ended:
        board.pacer.release(attempt_id)


def apply(board: Switchboard, work: Work, attempt_id: str, seen: Progress) -> bool:
    """Moves an attempt on inside a transaction; True when this news ended it."""
    tried = attempts.load(work.tx, attempt_id)
    moved = after(tried.attempt, seen) if tried else None
    if tried is None or moved is None:
        return False
    attempts.save(work.tx, moved, work.now)
    if moved.state not in ENDED or moved.state is tried.attempt.state:
        return False
    _settle_line(board, work, seen.sid)
    if tried.delivery_id is not None:
        hearing.settle(board, work, tried, seen)
    if tried.alert_id is not None:
        _settle_alert(work, tried)
    if tried.session_id is not None:
        talks.over(work, tried, moved.state)
    if tried.purpose is Purpose.APPROVAL:
        work.hint(Job.ASK_APPROVERS)
    if tried.purpose is Purpose.TEXT and moved.state is CallState.NEVER_PLACED:
        texts.read_out(work.tx, tried.text_id, work.now + NO_ROOM)
    return True


def _settle_line(board: Switchboard, work: Work, sid: str) -> None:
    line = sessions.by_sid(work.tx, sid) if sid else None
    if line is not None and sessions.end(work.tx, line.id, "hung_up", work.now):
        reports.file_unfinished(board, work, line)


def _settle_alert(work: Work, tried: Try) -> None:
    alert = alerts.load(work.tx, tried.alert_id or "")
    if alert is not None and alert.taken_at is None:
        work.hint(Job.RING_ALERTS)
