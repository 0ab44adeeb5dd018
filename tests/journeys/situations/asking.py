"""How a day of rounds passes over the village in a test."""

from gateway.domain.calls import ENDED, CallState
from gateway.journeys import due
from gateway.store.outgoing_tables import attempts
from gateway.store.round_tables import round_homes
from gateway.switchboard import Switchboard
from tests.journeys.talk import ends, pick_up, rows
from tests.support import cast
from tests.support.board import PlacedCall, carrier_of
from workers import follow_ups as worker

FIRST_PHONES = sorted({row[3][0] for row in cast.HOUSEHOLDS})  # one a home, a shared one once


def tick(board: Switchboard) -> list[str]:
    """One look of the minute's tick and the job it asks for, both twice. Returns the phones rung."""
    before = {row.id for row in rows(board, attempts)}
    for _ in range(2):
        if list(due.households_to_ask(board)):
            worker.ask_households.__wrapped__(board)
    assert list(due.households_to_ask(board)) == [], "the second look finds nothing left to do"
    return sorted(row.number for row in rows(board, attempts) if row.id not in before)


def live(board: Switchboard) -> list[PlacedCall]:
    """Calls that ring or talk."""
    return [call for call in carrier_of(board).calls if call.state not in ENDED]


def says_well(board: Switchboard, call: PlacedCall) -> None:
    """Somebody picks up and presses 1."""
    assert pick_up(board, call, "1").turn.wants is None
    ends(board, call, CallState.COMPLETED, 15)


def everybody_answers(board: Switchboard, *but: str) -> None:
    """Everybody who is rung picks up and is well; nobody answers on these phones."""
    for call in live(board):
        if call.to in but:
            ends(board, call, CallState.NO_ANSWER)
        else:
            says_well(board, call)


def states(board: Switchboard) -> dict[str, int]:
    """How many homes stand where, of all rounds."""
    found = [row.state for row in rows(board, round_homes)]
    return {state: found.count(state) for state in sorted(set(found))}
