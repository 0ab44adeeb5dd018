"""Hours of the village's day in which a phone may ring."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta, tzinfo
from typing import TypeAlias

Window: TypeAlias = tuple[time, time]  # local, from and until; until 00:00 means the end of the day


def next_open(at: datetime, zone: tzinfo, windows: Sequence[Window]) -> datetime:
    """The instant itself when it lies in one of the windows, else the first instant after it that does.

    windows  local times in the order of the day, at least one
    """
    local = at.astimezone(zone)
    for day in (local.date(), local.date() + timedelta(days=1)):
        for since, until in windows:
            opens = datetime.combine(day, since, tzinfo=zone)
            ends = day + timedelta(days=1) if until == time(0) else day
            if at < datetime.combine(ends, until, tzinfo=zone):
                return max(at, opens.astimezone(at.tzinfo))
    raise ValueError("there is no window in the day")


def next_waking(at: datetime, zone: tzinfo, waking: Window) -> datetime:
    """The instant itself when the village is awake, else the next morning's first one."""
    return next_open(at, zone, (waking,))


def after_this(at: datetime, zone: tzinfo, windows: Sequence[Window]) -> datetime:
    """The first instant of the next window, when the one that holds an instant is over."""
    local = at.astimezone(zone)
    for since, until in windows:
        ends = local.date() + timedelta(days=1) if until == time(0) else local.date()
        closing = datetime.combine(ends, until, tzinfo=zone)
        if datetime.combine(local.date(), since, tzinfo=zone) <= at < closing:
            return next_open(closing.astimezone(at.tzinfo), zone, windows)
    return next_open(at, zone, windows)


def since_morning(at: datetime, zone: tzinfo, waking: Window) -> timedelta | None:
    """How long the village has been awake today; None while it sleeps."""
    opened = datetime.combine(at.astimezone(zone).date(), waking[0], tzinfo=zone)
    return at - opened if next_waking(at, zone, waking) == at else None


def within(windows: Sequence[Window], limits: Window) -> tuple[Window, ...]:
    """The parts of windows that lie within a window."""
    cut = ((max(since, limits[0]), min(_end(until), _end(limits[1]))) for since, until in windows)
    return tuple((since, time(0) if until == _END else until) for since, until in cut if since < until)


_END = time.max  # of a day, where until 00:00 is to compare as the latest


def _end(until: time) -> time:
    return _END if until == time(0) else until
