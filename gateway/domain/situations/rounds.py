"""Rounds: times of a day at which every household of a village is asked how everybody is, by phone, in waking hours.

How many a day a class brings is data (prompts/situations). Whoever has told unasked is not rung. Source: every
household asked daily in a village with cases, Community prevention work plan (trial), annex of 肺炎机制发〔2020〕5号.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from enum import StrEnum

from gateway.domain.hours import Window, within
from gateway.domain.limits import REST
from gateway.domain.policy import Half
from gateway.domain.situations.response import Asked, Rhythm, Round
from gateway.domain.speaking.retries import FOR_GOOD, Cause, next_try

AWAKE = ((time(0), REST[0]), (REST[1], time(0)))  # all day but for the midday rest


class HomeState(StrEnum):
    """Where a household stands in a round. UNREACHED: every try is over. DROPPED: its class asks it no more."""

    DUE = "due"
    RINGING = "ringing"
    TOLD = "told"
    UNREACHED = "unreached"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Times:
    """A round on a day, as instants.

    since_at   what was told from here on counts
    ring_at    the first call may ring
    closes_at  no call begins any more
    """

    since_at: datetime
    ring_at: datetime
    closes_at: datetime


def windows_of(ring: time, until: time, waking: Window) -> tuple[Window, ...]:
    """The local hours in which a round rings: awake, and not at the midday rest; none when the village sleeps then."""
    return within(within(AWAKE, (ring, until)), waking)


def times_on(one: Round, day: date, zone: tzinfo, waking: Window) -> Times | None:
    """A round on a local day, None when nobody may be rung at that time."""
    windows = windows_of(one.ring, one.until, waking)
    if not windows:
        return None
    local = (one.since, windows[0][0], windows[-1][1])
    return Times(*(datetime.combine(day, at, tzinfo=zone) for at in local))


def next_call(
    one: Round, cause: Cause, tries: int, ended_at: datetime, zone: tzinfo, waking: Window, *, other: bool
) -> datetime | None:
    """When a household that was not heard is rung again in a round; None when not any more.

    tries  calls that really rang
    other  another phone of theirs is rung next: a dead number is no end then

    Returns an aware instant of the same local day.
    """
    windows = windows_of(one.ring, one.until, waking)
    if not windows:
        return None
    why = Cause.FAILED if other and cause in FOR_GOOD else cause
    again = next_try(one, why, tries, ended_at, zone, windows)
    if again is None or again.astimezone(zone).date() != ended_at.astimezone(zone).date():
        return None
    return again


@dataclass(frozen=True)
class Spared:
    """Whose check call answers in a round, so that nobody is rung twice.

    who     OBSERVED everybody's at home, CONTACTS close contacts' only, None: nobody's
    phones  the round rings first: of a phone shared with another home it is the check call that is not needed
    """

    who: Asked | None = None
    phones: bool = False


def spared(one: Round, rhythm: Sequence[Rhythm], halves: Sequence[Half]) -> Spared:
    """Whose check call answers in a round. `halves` of the day: a class asks at the first so many of them."""
    times = {line.who: line.times for line in rhythm}
    asked = {Asked.OBSERVED: times.get(Asked.OBSERVED, 0)}
    asked[Asked.CONTACTS] = max(asked[Asked.OBSERVED], times.get(Asked.CONTACTS, 0))
    for who, most in asked.items():
        checks = [half for half in halves[:most] if one.since <= half.due < one.until]
        if checks:
            return Spared(who, phones=one.ring < checks[0].ring)
    return Spared()
