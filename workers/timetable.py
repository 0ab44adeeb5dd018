"""The tick: asks the ledger what is due or stood still, and gives the hint again. Nothing is lost with the queue."""

from collections.abc import Callable, Iterable

import structlog

from gateway.journeys import due
from gateway.ports import Job
from gateway.switchboard import Switchboard
from workers.shift import job

Ids = tuple[str, ...]
DueCheck = Callable[[Switchboard], Iterable[Ids]]

# What to ask, and which job to ask for with each answer: the ids of one piece of work that is due now.
DUE: tuple[tuple[DueCheck, Job], ...] = (
    (due.alerts_to_ring, Job.RING_ALERTS),
    (due.urgent_texts_to_send, Job.SEND_URGENT_TEXTS),
    (due.call_backs_to_place, Job.CALL_BACK),
    (due.promises_to_keep, Job.KEEP_PROMISES),
    (due.broadcasts_to_hang_up, Job.HANG_UP),
    (due.urgent_texts_to_read_out, Job.READ_OUT_URGENT),
    (due.texts_to_read, Job.READ_TEXTS),
    (due.texts_to_send, Job.SEND_TEXTS),
    (due.approvals_to_ask, Job.ASK_APPROVERS),
    (due.speakers_to_call, Job.CALL_SPEAKERS),
    (due.red_broadcasts_to_fan_out, Job.FAN_OUT_RED),
    (due.broadcasts_to_fan_out, Job.FAN_OUT),
    (due.red_broadcasts_to_dial, Job.DIAL_RED),
    (due.broadcasts_to_dial, Job.DIAL),
    (due.follow_ups_to_ring, Job.FOLLOW_UP),
    (due.households_to_ask, Job.ASK_HOUSEHOLDS),
    (due.texts_to_read_out, Job.READ_OUT),
    (due.events_to_follow, Job.FOLLOW_EVENTS),
    (due.doors_to_remind_of, Job.REMIND_OF_DOORS),
    (due.spoken_to_keep, Job.KEEP_SPOKEN),
    (due.lost_to_find, Job.FIND_LOST),
    (due.days_to_remind_of, Job.REMIND_OF_DAY),
    (due.days_to_seal, Job.SEAL_DAY),
    (due.days_to_tell_of, Job.TELL_OF_MISSING),
    (due.digests_to_call_about, Job.CALL_UNREAD),
    (due.days_to_refresh, Job.REFRESH_DAY),
)

log = structlog.get_logger(__name__)


@job
def tick(board: Switchboard) -> None:
    """Asks everything in DUE. Many ticks at once, or none for an hour, change nothing but when things are found."""
    for check, wanted in DUE:
        try:
            for ids in check(board):
                board.queue.hint(wanted, *ids)
        except Exception:  # a sealing that breaks must not keep an alert from being rung again
            log.exception("due_check.failed", wanted=wanted.value)
