"""The daily report: reminders, the cut-off of each level, and who is told of what is missing."""

from datetime import date

from gateway.domain.places import Level
from gateway.journeys.daily import calling, refreshing, reminding, sealing
from gateway.switchboard import Switchboard
from workers.shift import job


@job
def remind(board: Switchboard, day: str, level: str) -> None:
    """Reminds whoever has not signed for a unit of a level; the day as 2020-02-08."""
    reminding.remind(board, date.fromisoformat(day), Level(level))


@job
def seal(board: Switchboard, day: str, level: str) -> None:
    """Seals a level's day and texts it."""
    sealing.seal(board, date.fromisoformat(day), Level(level))


@job
def tell_above(board: Switchboard, day: str, level: str) -> None:
    """Tells the named persons above which units have not signed."""
    reminding.tell_above(board, date.fromisoformat(day), Level(level))


@job
def call_unread(board: Switchboard) -> None:
    """Has the digests nobody has read read out."""
    calling.call_unread(board)


@job
def refresh(board: Switchboard, day: str) -> None:
    """Brings up to date what is kept of a day."""
    refreshing.refresh(board, date.fromisoformat(day))
