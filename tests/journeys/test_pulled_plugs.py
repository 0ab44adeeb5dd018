"""A process or the ledger ends in the middle of something: what it leaves is picked up once, and takes nothing back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from gateway.domain.calls import CallState, Progress
from gateway.domain.errors import LedgerAway
from gateway.domain.speaking.states import Evidence
from gateway.journeys.telephone import call_news, dialling, lost, placing
from gateway.store import attempts as attempt_store
from gateway.store import deliveries
from gateway.store.speaking_tables import deliveries as delivery_table
from gateway.switchboard import Switchboard
from tests.journeys.talk import ends, rows
from tests.support import cast
from tests.support.board import carrier_of, clock_of, pacer_of
from tests.support.speaking import sent


class Going:
    """A ledger that is away from some moment on; what was written in that moment is kept, or is not."""

    def __init__(self, ledger: Any, *, keeps: bool) -> None:
        self._ledger = ledger
        self._keeps = keeps

    @contextmanager
    def write(self) -> Iterator[Any]:
        with self._ledger.write() as tx:
            yield tx
            if not self._keeps:
                tx.rollback()
        raise LedgerAway("it ended before it answered")


def delivery(board: Switchboard, number: str) -> Any:
    return next(row for row in rows(board, delivery_table) if row.number == number)


@pytest.mark.parametrize("keeps", [True, False])
def test_a_line_is_free_again_when_the_ledger_ends_before_the_call_is_asked_for(
    board: Switchboard, keeps: bool
) -> None:
    sent(board)
    order, *_ = dialling._reserve(board, 1, red=True)
    with pytest.raises(LedgerAway):
        dialling.place(replace(board, ledger=Going(board.ledger, keeps=keeps)), order)
    assert carrier_of(board).calls == []
    assert not pacer_of(board).holding
    clock_of(board).forward(minutes=2)
    lost.find_lost(board)
    dialling.dial(board, red=True)
    assert sorted(call.to for call in carrier_of(board).calls) == cast.PHONES


def test_a_line_is_free_though_the_web_process_died_after_it_had_noted_the_end(board: Switchboard) -> None:
    sent(board)
    dialling.dial(board, red=True)
    call = carrier_of(board).calls[0]
    ended = carrier_of(board).end(call, CallState.BUSY)
    with board.work() as work:
        call_news.apply(board, work, call.attempt_id, ended)  # here it died, and the carrier brings the news again
    call_news.progress(board, call.attempt_id, ended)
    assert call.attempt_id not in pacer_of(board).holding
    assert delivery(board, call.to).tries == 1


def test_a_dialler_that_comes_to_itself_late_takes_nothing_back_from_the_next_one(board: Switchboard) -> None:
    sent(board)
    (late,) = dialling._reserve(board, 1, red=True)
    clock_of(board).forward(minutes=2)
    lost.find_lost(board)
    dialling.dial(board, red=True)
    dialling.record(board, [dialling.place(board, late)])
    assert delivery(board, late.number).state == "ringing"
    assert [call.to for call in carrier_of(board).calls].count(late.number) == 1
    ends(board, carrier_of(board).call_to(late.number), CallState.NO_ANSWER)
    assert delivery(board, late.number).tries == 1


@pytest.mark.parametrize("told_first", [True, False])
def test_a_dialler_that_slept_between_its_last_look_and_its_asking_rings_nobody_twice(
    board: Switchboard, told_first: bool
) -> None:
    sent(board)
    (order,) = dialling._reserve(board, 1, red=True)
    trunk = board.pacer.wait_for_line(order.attempt_id)
    with board.work() as work:
        assert attempt_store.claim(work.tx, order.attempt_id, order.broadcast_id, work.now, trunk)
    clock_of(board).forward(minutes=2)
    lost.find_lost(board)
    assert delivery(board, order.number).state == "due", "it was given up"
    outcome = placing.ask(board, order, trunk, True)
    ringing = Progress(outcome.sid, CallState.RINGING, clock_of(board).now())
    if told_first:
        call_news.progress(board, order.attempt_id, ringing)
    dialling.record(board, [outcome])
    call_news.progress(board, order.attempt_id, ringing)
    assert delivery(board, order.number).state == "ringing", "it is rung after all"
    dialling.dial(board, red=True)
    assert [call.to for call in carrier_of(board).calls].count(order.number) == 1
    carrier_of(board).end(carrier_of(board).call_to(order.number), CallState.NO_ANSWER)
    call_news.progress(board, order.attempt_id, Progress(outcome.sid, CallState.NO_ANSWER, clock_of(board).now()))
    found = delivery(board, order.number)
    assert (found.state, found.tries) == ("due", 1)


def test_whoever_hears_it_while_their_call_waits_for_a_line_is_not_rung(board: Switchboard) -> None:
    sent(board)
    orders = dialling._reserve(board, 2, red=True)
    with board.work() as work:
        deliveries.hear(work.tx, orders[0].delivery_id or 0, work.now, Evidence.CALLED_IN)
    dialling.record(board, [dialling.place(board, order) for order in orders])
    assert [call.to for call in carrier_of(board).calls] == [orders[1].number]
    assert delivery(board, orders[0].number).state == "heard"
