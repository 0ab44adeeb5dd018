"""A broadcast that the house stopped because of itself: it says why, and goes on where it stood once repaired."""

import structlog

from gateway.domain.broadcasts import State
from gateway.ports import Job
from gateway.store import broadcasts, staff, texts
from gateway.switchboard import Switchboard, Work

log = structlog.get_logger(__name__)


def halt(board: Switchboard, work: Work, broadcast_id: str, reason: str) -> bool:
    """Rings nobody else until somebody resumes it, and tells who speaks for it. False when it was not being sent.

    reason  the carrier's error number, or our word for it
    """
    if not broadcasts.move(work.tx, broadcast_id, State.HALTED, halted_for=reason):
        return False
    log.error("broadcast.halted", broadcast=broadcast_id, reason=reason)
    _tell(board, work, broadcast_id, reason)
    return True


def resume(work: Work, broadcast_id: str) -> bool:
    """Goes on with whoever was not reached yet. False when it was not halted."""
    if not broadcasts.move(work.tx, broadcast_id, State.SENDING, {State.HALTED}, halted_for=None):
        return False
    work.hint(Job.DIAL, broadcast_id)
    return True


def _tell(board: Switchboard, work: Work, broadcast_id: str, reason: str) -> None:
    broadcast = broadcasts.load(work.tx, broadcast_id)
    author = staff.load(work.tx, broadcast.author_id) if broadcast and broadcast.author_id else None
    person = author or (staff.responsible(work.tx, "cadre", broadcast.unit_code) if broadcast else None)
    if person is None:
        return
    language = person.language or board.settings.default_language
    body = board.catalogue.sms("broadcast.halted", language, code=reason)
    texts.put(work.tx, f"halted:{broadcast_id}:{work.now:%Y%m%dT%H%M%S}", person.number, body, work.now)
    work.hint_texts()
