"""The evening digest."""

from datetime import date

from gateway.journeys import digests
from gateway.switchboard import Switchboard
from workers.shift import job


@job
def seal(board: Switchboard, day: str) -> None:
    """Seals a day, given as 2020-02-08, and texts it."""
    digests.seal(board, date.fromisoformat(day))
