"""A broadcast's rules: who may move it where, when a household is rung again, how long it takes.

Sources: retries and gaps in domain/5-broadcast-practice, limits per callee in domain/0-decisions.
"""

from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum
from math import ceil

from gateway.domain.calls import RANG, CallState


class State(StrEnum):
    """Where a broadcast stands. HALTED: by the house, until what is wrong with us is repaired."""

    DRAFT = "draft"
    DROPPED = "dropped"
    QUEUED = "queued"
    SENDING = "sending"
    HALTED = "halted"
    STOPPED = "stopped"
    FINISHED = "finished"


# A dict of allowed transitions says whether; a conditional UPDATE says who.
TRANSITIONS: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.QUEUED, State.DROPPED}),
    State.QUEUED: frozenset({State.SENDING, State.STOPPED}),
    State.SENDING: frozenset({State.FINISHED, State.STOPPED, State.HALTED}),
    State.HALTED: frozenset({State.SENDING, State.FINISHED, State.STOPPED}),
    State.DROPPED: frozenset(),
    State.STOPPED: frozenset(),
    State.FINISHED: frozenset(),
}


class DeliveryState(StrEnum):
    """Where one phone stands in one broadcast. DOOR: somebody has to knock."""

    DUE = "due"
    RINGING = "ringing"
    HEARD = "heard"
    DOOR = "door"
    STOPPED = "stopped"


class Cause(StrEnum):
    """Why a try did not reach the household."""

    BUSY = "busy"
    NO_ANSWER = "no_answer"
    NOT_CONFIRMED = "not_confirmed"
    SWITCHED_OFF = "switched_off"
    FAILED = "failed"
    WRONG_NUMBER = "wrong_number"
    UNREACHABLE = "unreachable"
    CARRIER = "carrier"


MAX_TRIES = 3  # calls that really rang; the callee's budget allows five an hour
EXPIRES_AFTER = timedelta(hours=24)
GAPS_MIN: dict[Cause, tuple[int, ...]] = {  # minutes before the second and the third try
    Cause.BUSY: (7, 15),
    Cause.NO_ANSWER: (15, 60),
    Cause.NOT_CONFIRMED: (30, 60),
    Cause.SWITCHED_OFF: (60, 120),
    Cause.FAILED: (15, 60),
    Cause.CARRIER: (5, 30),
    Cause.WRONG_NUMBER: (),
    Cause.UNREACHABLE: (),
}
CAUSES = {
    CallState.BUSY: Cause.BUSY,
    CallState.NO_ANSWER: Cause.NO_ANSWER,
    CallState.COMPLETED: Cause.NOT_CONFIRMED,
    CallState.FAILED: Cause.FAILED,
    CallState.CANCELED: Cause.NO_ANSWER,
    CallState.NEVER_PLACED: Cause.CARRIER,
}


CARRIERS_WORD = {  # what the carrier's error codes come down to, where the state alone does not tell
    "wrong_number": Cause.WRONG_NUMBER,
    "unknown_handset": Cause.WRONG_NUMBER,
    "unreachable": Cause.UNREACHABLE,
    "forbidden": Cause.UNREACHABLE,
    "switched_off": Cause.SWITCHED_OFF,
    "configuration": Cause.CARRIER,
    "throttled": Cause.CARRIER,
}


def cause_of(state: CallState, word: str | None = None) -> Cause:
    """Why a call that ended so did not reach anybody.

    word  the carrier's error in our words, None when it gave no error
    """
    return CARRIERS_WORD.get(word or "", CAUSES[state])


def has_rung(state: CallState, *, refused: bool) -> bool:
    """Whether it counts as a try: a call the carrier refused to place has disturbed nobody."""
    return state in RANG or (state is CallState.FAILED and not refused)


def next_waking(at: datetime, zone: tzinfo, waking: tuple[time, time]) -> datetime:
    """The instant itself when the village is awake, else the next morning's first one."""
    local = at.astimezone(zone)
    if local.time() < waking[0]:
        morning = local.date()
    elif local.time() < waking[1]:
        return at
    else:
        morning = local.date() + timedelta(days=1)
    return datetime.combine(morning, waking[0], tzinfo=zone).astimezone(at.tzinfo)


def next_try(cause: Cause, tries: int, ended_at: datetime, zone: tzinfo, waking: tuple[time, time]) -> datetime | None:
    """When to ring a household again.

    tries     calls that really rang, 1 after the first
    ended_at  aware instant when the last one ended
    zone, waking  the village's local waking hours, from and until

    Returns an aware instant inside waking hours, or None when it is time to knock on the door.
    """
    gaps = GAPS_MIN[cause]
    if tries >= MAX_TRIES or not gaps:
        return None
    gap = gaps[min(max(tries, 1), len(gaps)) - 1]
    return next_waking(ended_at + timedelta(minutes=gap), zone, waking)


def minutes_for(phones: int, calls_per_second: float, calls_at_once: int, message_s: float) -> int:
    """How long the first round takes, in whole minutes, at least one: pace and lines both limit it."""
    call_s = message_s + RING_AND_KEY_S
    seconds = max(phones / calls_per_second, phones * call_s / calls_at_once)
    return max(1, ceil(seconds / 60))


RING_AND_KEY_S = 20.0  # ringing, the opening words and the key, on top of the message itself
