"""Calls and texts of which nothing was heard."""

from gateway.journeys import calls, lost, outbox
from gateway.switchboard import Switchboard
from workers.shift import job


@job
def find_lost(board: Switchboard) -> None:
    """Closes lines left open, and asks the carrier what became of the rest."""
    calls.close_left_open(board)
    lost.find_lost(board)
    outbox.find_lost(board)
