"""One phone's limits, over everything the house rings it for."""

from gateway.journeys import callees
from gateway.store import attempts as store
from gateway.store.attempts import Order
from gateway.store.outgoing_tables import attempts
from gateway.switchboard import Switchboard
from tests.support import cast
from tests.support.board import clock_of


def test_a_phone_that_is_being_rung_is_not_rung_for_anything_else_however_long_that_takes(board: Switchboard) -> None:
    with board.work() as work:
        store.reserve(work.tx, [Order("x", cast.YANG)], work.now)
    clock_of(board).forward(minutes=10)
    with board.work() as work:
        assert not callees.may_ring(work, cast.YANG)
        assert callees.reserve(work, [Order("y", cast.YANG)]) == []


def test_a_minute_after_a_call_has_ended_the_next_may_ring_and_only_one(board: Switchboard) -> None:
    with board.work() as work:
        store.reserve(work.tx, [Order("x", cast.YANG)], work.now)
    clock_of(board).forward(minutes=10)
    with board.work() as work:
        work.tx.execute(attempts.update().values(state="completed", ended_at=work.now))
    clock_of(board).forward(seconds=59)
    with board.work() as work:
        assert not callees.may_ring(work, cast.YANG)
    clock_of(board).forward(seconds=1)
    with board.work() as work:
        assert callees.may_ring(work, cast.YANG)
        admitted = callees.reserve(work, [Order("y", cast.YANG), Order("z", cast.YANG)])
        assert admitted == [Order("y", cast.YANG)]
