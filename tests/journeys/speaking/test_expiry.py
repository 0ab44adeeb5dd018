"""A broadcast never rings after it expires: the end an alert sets comes before the one its level has."""

from datetime import timedelta

import pytest

from gateway.domain.calls import CallState
from gateway.domain.errors import BadInput
from gateway.domain.speaking.levels import Level
from gateway.domain.speaking.states import State
from gateway.journeys.speaking import approval, running
from gateway.journeys.telephone import dialling
from gateway.store.outgoing_tables import texts_out
from gateway.switchboard import Switchboard
from tests.journeys.talk import ends, rows
from tests.support import cast
from tests.support.board import MORNING, carrier_of, clock_of
from tests.support.speaking import drafted, sent, standing


@pytest.mark.parametrize(
    ("set_to", "expires"),
    [
        (None, timedelta(hours=24)),
        (timedelta(minutes=3), timedelta(minutes=3)),
        (timedelta(days=9), timedelta(hours=24)),
    ],
)
def test_the_earlier_of_the_two_ends_holds(board: Switchboard, set_to: timedelta | None, expires: timedelta) -> None:
    broadcast_id = sent(board, expires_at=MORNING + set_to if set_to else None)
    assert standing(board, broadcast_id).expires_at == MORNING + expires


def test_nobody_is_rung_after_the_end_and_whoever_was_not_reached_is_a_door(board: Switchboard) -> None:
    broadcast_id = sent(board, expires_at=MORNING + timedelta(minutes=30))
    dialling.dial(board, red=True)
    for call in list(carrier_of(board).calls):
        ends(board, call, CallState.NO_ANSWER)
    rung = len(carrier_of(board).calls)
    clock_of(board).forward(minutes=31)
    dialling.dial(board, red=True)
    assert len(carrier_of(board).calls) == rung == len(cast.PHONES)
    assert standing(board, broadcast_id).state is State.FINISHED


def test_what_expires_before_its_hours_rings_nobody(board: Switchboard) -> None:
    clock_of(board).forward(hours=12)  # nine in the evening
    broadcast_id = sent(board, level=Level.YELLOW, expires_at=MORNING + timedelta(hours=14))
    clock_of(board).forward(hours=11)
    dialling.dial(board)
    assert carrier_of(board).calls == []
    assert standing(board, broadcast_id).state is State.FINISHED


def test_an_expired_draft_cannot_be_submitted(board: Switchboard) -> None:
    broadcast = drafted(board, expires_at=MORNING + timedelta(minutes=3))
    clock_of(board).forward(minutes=3)
    with board.work() as work, pytest.raises(BadInput, match=r"^1 expired at 02-08 09:03; ask its sender"):
        approval.submit(board, work, broadcast.id, None)


def test_what_expires_while_it_is_queued_is_stopped_and_its_author_told(board: Switchboard) -> None:
    broadcast = drafted(board, by=cast.CADRE, expires_at=MORNING + timedelta(minutes=3))
    with board.work() as work:
        approval.submit(board, work, broadcast.id, None)
    clock_of(board).forward(minutes=3)
    running.fan_out(board, broadcast.id)
    running.fan_out(board, broadcast.id)
    found = standing(board, broadcast.id)
    assert (found.state, found.why) == (State.STOPPED, "it expired before anybody was rung")
    assert [text.number for text in rows(board, texts_out)] == [cast.CADRE]
