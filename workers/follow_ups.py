"""People under observation: missed checks, calls to who has not reported, ends. Every household, where a class asks it.

Weddings and funerals on their day.
"""

from gateway.journeys.movement import following
from gateway.journeys.observing import follow_ups, round_calls
from gateway.switchboard import Switchboard
from workers.shift import job


@job
def ring(board: Switchboard) -> None:
    """Marks what was missed, ends what is over, rings who is due."""
    follow_ups.miss_closed(board)
    follow_ups.end_over(board)
    follow_ups.ring(board)


@job
def ask_households(board: Switchboard) -> None:
    """Begins and ends the rounds of the villages, and rings the households that have not told."""
    round_calls.ask(board)


@job
def events(board: Switchboard) -> None:
    """Asks how weddings and funerals went, and reminds whoever has not said."""
    following.follow(board)
