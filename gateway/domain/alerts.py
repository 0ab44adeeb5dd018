"""Urgent at once: who is rung, how often, and who comes next.

Source: the internal ladder of domain/2-policy 2.5.
"""

from datetime import date, datetime, timedelta

RING_AGAIN = timedelta(minutes=2)  # between two calls to the same person
MAX_RINGS = 3  # calls to one person about one alert
NEXT_PERSON = timedelta(minutes=10)  # without an answer the backup is told too
FIRST_ROLE, BACKUP_ROLE = "doctor", "cadre"


def short_code(day: date, number: int) -> str:
    """A name short enough to say aloud: letter A, the local month and day, and the running number of that day."""
    return f"A{day:%m%d}-{number:02d}"


def ring_now(rings: int, live: bool, last_ended_at: datetime | None, now: datetime) -> bool:
    """Whether this person is to be rung now about an alert nobody has taken.

    rings          calls so far that were placed
    live           one of them still rings or talks
    last_ended_at  end of the last one, None before the first
    """
    if live or rings >= MAX_RINGS:
        return False
    return last_ended_at is None or now - last_ended_at >= RING_AGAIN


def backup_due(raised_at: datetime, now: datetime) -> bool:
    """Whether the backup is to be told: nobody took it in time."""
    return now - raised_at >= NEXT_PERSON
