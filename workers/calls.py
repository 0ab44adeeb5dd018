"""Calls and texts of which nothing was heard."""

from gateway.journeys import lost, outbox
from gateway.switchboard import Switchboard
from workers.shift import job


@job
def find_lost(board: Switchboard) -> None:
    """Asks the carrier what became of them."""
    lost.find_lost(board)
    outbox.find_lost(board)
