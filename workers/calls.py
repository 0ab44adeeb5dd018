"""Calls back to residents; calls and texts of which nothing was heard."""

from gateway.journeys.reporting import tasks
from gateway.journeys.telephone import call_backs, calls, lost
from gateway.journeys.texting import outbox
from gateway.switchboard import Switchboard
from workers.shift import job


@job
def call_back(board: Switchboard) -> None:
    """Rings back whoever rang once and hung up."""
    call_backs.place(board)


@job
def keep_spoken(board: Switchboard) -> None:
    """Brings home what residents spoke, before the carrier throws it away."""
    tasks.keep_spoken(board)


@job
def find_lost(board: Switchboard) -> None:
    """Closes lines left open, and asks the carrier what became of the rest."""
    calls.close_left_open(board)
    lost.find_lost(board)
    outbox.find_lost(board)
