"""When a phone may be rung: so often and no oftener, in waking hours, and never at the midday rest.

Sources: calls to one phone, Alibaba Cloud voice service (1 a minute, 5 an hour, 20 a day, failed ones too); no calls at
midday or at night, the hours of its task centre.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta, tzinfo
from typing import NamedTuple

from gateway.domain.hours import next_waking

LIMITS: tuple[tuple[int, timedelta], ...] = (  # calls to one phone, whatever they are for; failed ones count too
    (1, timedelta(minutes=1)),
    (5, timedelta(hours=1)),
    (20, timedelta(days=1)),
)
# Routine calls to somebody who is alerted of urgent things use these up only: a carrier refuses the sixth call of an
# hour, and it must not be the alert's.
ROUTINE_TO_STAFF: tuple[tuple[int, timedelta], ...] = (
    (1, timedelta(minutes=1)),
    (3, timedelta(hours=1)),
    (15, timedelta(days=1)),
)
YIELD = timedelta(minutes=1)  # a routine call waits so long while an alert is ringing its way to the same phone
ALERT_RINGS = timedelta(minutes=10)  # the calls of one alert to one person are over by then
LONGEST = max(window for _, window in LIMITS)  # calls longer ago count no more
REST = (time(12, 0), time(14, 0))  # local; the elders sleep


class Hours(NamedTuple):
    """When a routine call may ring: local waking hours, from and until."""

    zone: tzinfo
    waking: tuple[time, time]


def is_dialable(number: str) -> bool:
    """Whether this is a telephone number: whoever withheld theirs cannot be rung or texted."""
    return number.startswith("+")


def allowed_at(
    calls: Sequence[datetime], now: datetime, limits: tuple[tuple[int, timedelta], ...] = LIMITS
) -> datetime:
    """The first instant at which one more call keeps every limit; `now` when it may be placed at once.

    calls  instants at which calls to this phone ended, in any order; `now` for one that goes on
    """
    latest = sorted(calls, reverse=True)
    free = [latest[most - 1] + window for most, window in limits if len(latest) >= most]
    return max([now, *free])


def routine_at(calls: Sequence[datetime], now: datetime, *, staff: bool, alerted: bool) -> datetime:
    """The same for a routine call, which leaves room for an alert and never rings before one.

    staff    somebody answers there who is alerted of urgent things
    alerted  an alert is ringing its way to this very phone
    """
    at = allowed_at(calls, now, ROUTINE_TO_STAFF if staff else LIMITS)
    return max(at, now + YIELD) if alerted else at


def next_hour(at: datetime, hours: Hours) -> datetime:
    """The instant itself when a routine call may ring then, else the first one after it."""
    awake = next_waking(at, hours.zone, hours.waking)
    local = awake.astimezone(hours.zone)
    if not REST[0] <= local.time() < REST[1]:
        return awake
    rested = datetime.combine(local.date(), REST[1], tzinfo=hours.zone).astimezone(at.tzinfo)
    return next_waking(rested, hours.zone, hours.waking)


def rings_at(calls: Sequence[datetime], earliest: datetime, hours: Hours) -> datetime:
    """The first instant from `earliest` on at which a routine call keeps both the limits and the hours."""
    return next_hour(allowed_at(calls, earliest), hours)
