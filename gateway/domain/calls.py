"""The life of one call as the carrier tells it: callbacks may come twice, late, or out of order.

States form a ladder; an attempt only climbs. The first end reported is the end.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class CallState(StrEnum):
    """Where a call stands. RESERVED: the row exists, the carrier was not asked. UNKNOWN: asked, no answer."""

    RESERVED = "reserved"
    ASKED = "asked"
    UNKNOWN = "unknown"
    QUEUED = "queued"
    RINGING = "ringing"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    FAILED = "failed"
    CANCELED = "canceled"
    NEVER_PLACED = "never_placed"


RANK = {
    CallState.RESERVED: 0,
    CallState.ASKED: 1,
    CallState.UNKNOWN: 2,
    CallState.QUEUED: 3,
    CallState.RINGING: 4,
    CallState.IN_PROGRESS: 5,
    CallState.NEVER_PLACED: 6,
    CallState.COMPLETED: 9,
    CallState.BUSY: 9,
    CallState.NO_ANSWER: 9,
    CallState.FAILED: 9,
    CallState.CANCELED: 9,
}
ENDED = frozenset(state for state, rank in RANK.items() if rank >= RANK[CallState.NEVER_PLACED])
RANG = frozenset({CallState.COMPLETED, CallState.BUSY, CallState.NO_ANSWER})


@dataclass(frozen=True)
class Progress:
    """What the carrier says of a call at one moment.

    sid         the carrier's own id, "" when it has named none
    sequence    its running number of callbacks, None where the provider has none
    duration_s  seconds talked, with an end only
    code        the carrier's error number, None when all is well
    cause       what that number comes down to, in our words; None when it gave none
    """

    sid: str
    state: CallState
    at: datetime
    sequence: int | None = None
    duration_s: int | None = None
    code: int | None = None
    cause: str | None = None


@dataclass(frozen=True)
class Attempt:
    """One try to ring one phone, as the ledger keeps it."""

    id: str
    to: str
    state: CallState
    sid: str | None = None
    ended_at: datetime | None = None
    duration_s: int | None = None
    code: int | None = None


def after(attempt: Attempt, seen: Progress) -> Attempt | None:
    """The attempt after this news, or None when it is no news: repeated, late, or of a call already ended.

    Whoever was to ask for it may have slept until it was given up, and woken: then it rings after all, or may.
    """
    if attempt.state in ENDED and attempt.state is not CallState.NEVER_PLACED:
        return None
    given_up = attempt.state is CallState.NEVER_PLACED and attempt.sid is None
    asked_after_all = given_up and (bool(seen.sid) or seen.state is CallState.UNKNOWN)
    if not asked_after_all and RANK[seen.state] <= RANK[attempt.state]:
        return replace(attempt, sid=seen.sid) if seen.sid and attempt.sid is None else None
    ended = seen.state in ENDED
    return replace(
        attempt,
        state=seen.state,
        sid=attempt.sid or seen.sid or None,
        ended_at=seen.at if ended else None,
        duration_s=seen.duration_s,
        code=seen.code,
    )
