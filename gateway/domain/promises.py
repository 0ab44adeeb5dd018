"""A call back that was promised: until when it is kept, when the cadre is rung for it, and when the next above is.

The times are ours: half an hour is what a household will wait by its phone, and ten minutes a rung, as with what is
urgent, leave room for three people to be rung within it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from gateway.domain.limits import Hours, allowed_at, rings_at

KEPT_WITHIN = timedelta(minutes=30)  # as it is said aloud
FIRST_RING = timedelta(minutes=2)  # whoever did not pick up just now gets a moment
BACKUP_AFTER = timedelta(minutes=10)  # the next above is told, and rung too
GAPS: tuple[tuple[timedelta, timedelta], ...] = (  # so long after the promise -> between two calls to one person
    (KEPT_WITHIN, timedelta(minutes=7)),
    (timedelta(days=1), timedelta(hours=1)),
)
LATE_GAP = timedelta(days=1)  # and from then on, until they have talked or somebody closes it


def promised_at(due_at: datetime) -> datetime:
    """When it was said that somebody would ring."""
    return due_at - KEPT_WITHIN


def backup_due(due_at: datetime, now: datetime) -> bool:
    """Whether the next above is to be told."""
    return now - promised_at(due_at) >= BACKUP_AFTER


def ring_at(
    due_at: datetime, ends: Sequence[datetime], calls: Sequence[datetime], now: datetime, hours: Hours, *, backup: bool
) -> datetime:
    """When somebody is rung for a promise: `now` when it is time.

    due_at  until when it was promised
    ends    ends of the calls to them about it
    calls   instants of all calls to their phone, whatever they were for
    backup  they are the next above

    While the promise can be kept it rings at any hour; a broken one waits for the hours of routine calls.
    """
    first = promised_at(due_at) + (BACKUP_AFTER if backup else FIRST_RING)
    earliest = max(now, first, *(end + _gap(due_at, end) for end in ends))
    return allowed_at(calls, earliest) if earliest < due_at else rings_at(calls, earliest, hours)


def _gap(due_at: datetime, end: datetime) -> timedelta:
    since = end - promised_at(due_at)
    return next((gap for until, gap in GAPS if since < until), LATE_GAP)
