"""Calls back to residents, and to cadres about those who wait; calls and texts of which nothing was heard."""

from gateway.journeys.connecting import promises
from gateway.journeys.reporting import tasks
from gateway.journeys.telephone import call_backs, calls, dialling, lost
from gateway.journeys.texting import outbox
from gateway.switchboard import Switchboard
from workers.shift import job


@job
def call_back(board: Switchboard) -> None:
    """Rings back whoever rang once and hung up."""
    call_backs.place(board)


@job
def keep_promises(board: Switchboard) -> None:
    """Rings the cadres on duty for households that were promised a call."""
    dialling.ring(board, promises.due_calls(board))


@job
def keep_spoken(board: Switchboard) -> None:
    """Brings home what residents spoke, before the carrier throws it away."""
    tasks.keep_spoken(board)


@job
def find_lost(board: Switchboard) -> None:
    """Closes lines left open, and asks the carrier what became of the rest."""
    calls.close_left_open(board)
    try:
        lost.find_lost(board)
    finally:  # a company that is away for calls keeps nobody's texts from being found
        outbox.find_lost(board)
