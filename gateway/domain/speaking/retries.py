"""Why a call did not reach anybody, and when the household is rung again.

The gaps of a level are data (prompts/loudspeaker/levels.toml); causes come from how a call ended and from what the
carrier says of it. Whoever is busy is at home; whoever is in the fields is back by the evening.
"""

from collections.abc import Mapping
from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Protocol

from gateway.domain.calls import RANG, CallState
from gateway.domain.hours import Window, after_this, next_open
from gateway.domain.refusals import Refusal
from gateway.domain.speaking.levels import Gap


class Retried(Protocol):
    """Whatever rings a household again: how many calls may really ring, and what lies between them."""

    @property
    def tries(self) -> int: ...
    @property
    def retries(self) -> tuple[Gap, ...]: ...


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


CAUSES = {
    CallState.BUSY: Cause.BUSY,
    CallState.NO_ANSWER: Cause.NO_ANSWER,
    CallState.COMPLETED: Cause.NOT_CONFIRMED,
    CallState.FAILED: Cause.FAILED,
    CallState.CANCELED: Cause.NO_ANSWER,
    CallState.NEVER_PLACED: Cause.CARRIER,
}
CARRIERS_WORD: Mapping[
    str, Cause
] = {  # what the carrier's error codes come down to, where the state alone does not tell
    Refusal.WRONG_NUMBER: Cause.WRONG_NUMBER,
    Refusal.UNKNOWN_HANDSET: Cause.WRONG_NUMBER,
    Refusal.UNREACHABLE: Cause.UNREACHABLE,
    Refusal.BLOCKED: Cause.UNREACHABLE,
    Refusal.FORBIDDEN: Cause.UNREACHABLE,
    Refusal.SWITCHED_OFF: Cause.SWITCHED_OFF,
    Refusal.CONFIGURATION: Cause.CARRIER,
    Refusal.THROTTLED: Cause.CARRIER,
}

FOR_GOOD = frozenset({Cause.WRONG_NUMBER, Cause.UNREACHABLE})  # the same call would fail again
BUSY_AGAIN = timedelta(minutes=7)  # somebody is at home and talking
CARRIER_AGAIN = timedelta(minutes=5)  # it rang nobody: no try is used up
FIRST_GAP: Gap = 15  # when a call failed without having rung anybody
EVENING = time(18, 0)  # local; the fields are empty by then


def cause_of(state: CallState, word: str | None = None) -> Cause:
    """Why a call that ended so did not reach anybody.

    word  the carrier's error in our words, None when it gave no error
    """
    return CARRIERS_WORD.get(word or "", CAUSES[state])


def has_rung(state: CallState, *, refused: bool) -> bool:
    """Whether it counts as a try: a call the carrier refused to place has disturbed nobody."""
    return state in RANG or (state is CallState.FAILED and not refused)


def next_try(
    rule: Retried, cause: Cause, tries: int, ended_at: datetime, zone: tzinfo, windows: tuple[Window, ...]
) -> datetime | None:
    """When to ring a household again.

    rule      of the broadcast's level, or of the round of the households
    tries     calls that really rang, 1 after the first
    ended_at  aware instant when the last one ended
    windows   local hours in which this broadcast may ring here

    Returns an aware instant inside the windows, or None when the tries are over or the number cannot be reached.
    """
    if cause in FOR_GOOD or tries >= rule.tries:
        return None
    if cause is Cause.CARRIER:
        return next_open(ended_at + CARRIER_AGAIN, zone, windows)
    if cause is Cause.BUSY:
        return next_open(ended_at + BUSY_AGAIN, zone, windows)
    return _after(rule.retries[tries - 1] if tries else FIRST_GAP, ended_at, zone, windows)


def _after(gap: Gap, ended_at: datetime, zone: tzinfo, windows: tuple[Window, ...]) -> datetime:
    if gap == "window":
        return after_this(ended_at, zone, windows)
    if gap == "evening":
        return next_open(_evening_after(ended_at, zone), zone, windows)
    return next_open(ended_at + timedelta(minutes=gap), zone, windows)


def _evening_after(at: datetime, zone: tzinfo) -> datetime:
    today = datetime.combine(at.astimezone(zone).date(), EVENING, tzinfo=zone)
    return (today if today > at else today + timedelta(days=1)).astimezone(at.tzinfo)
