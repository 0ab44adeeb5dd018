"""A mistake of ours stops the run and says why; repaired, it goes on where it stood."""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from gateway.domain.broadcasts import EXPIRES_AFTER, State
from gateway.domain.errors import CarrierRefused, CarrierThrottled, GatewayError
from gateway.domain.halting import ENOUGH
from gateway.journeys import due
from gateway.journeys.speaking import broadcasts as speaking
from gateway.journeys.speaking import halting
from gateway.journeys.telephone import dialling
from gateway.ports import Job
from gateway.store.deliveries import Reach
from gateway.store.outgoing_tables import attempts, broadcasts, deliveries, texts_out
from gateway.switchboard import Switchboard
from tests.journeys.talk import rows
from tests.journeys.test_broadcasts import PHONES, reach, send
from tests.journeys.test_placing import SECOND, two
from tests.support import cast
from tests.support.board import ACCOUNT, carrier_of, clock_of, queue_of

__all__ = ["two"]  # the board with two companies
NOT_OURS = CarrierRefused("no such account", 20003, "configuration")
NOT_THERE = CarrierRefused("no permission for that country", 21215, "forbidden")


def state(board: Switchboard) -> tuple[str, str | None]:
    (row,) = rows(board, broadcasts)
    return row.state, row.halted_for


def halted(board: Switchboard) -> str:
    """A broadcast whose carrier refuses us."""
    broadcast_id = send(board)
    carrier_of(board).down[ACCOUNT] = NOT_OURS
    dialling.dial(board, broadcast_id)
    return broadcast_id


def test_a_refusal_of_us_stops_the_run_at_once_and_costs_no_household_a_try(board: Switchboard) -> None:
    with capture_logs() as said:
        broadcast_id = halted(board)
    assert state(board) == ("halted", "20003")
    assert reach(board, broadcast_id) == Reach(phones=PHONES, due=PHONES)
    assert {row.tries for row in rows(board, deliveries)} == {0}
    assert len([row for row in rows(board, attempts) if row.state == "failed"]) <= 4, "those under way, nobody else"
    assert [line["reason"] for line in said if line["event"] == "broadcast.halted"] == ["20003"]
    queue_of(board).hints.clear()
    dialling.dial(board, broadcast_id)
    assert (carrier_of(board).calls, list(due.broadcasts_to_dial(board))) == ([], [])
    assert queue_of(board).asked(Job.DIAL) == []


def test_the_cadre_is_told_once_and_why(board: Switchboard) -> None:
    broadcast_id = halted(board)
    with board.work() as work:
        assert not halting.halt(board, work, broadcast_id, "20003")
    (text,) = rows(board, texts_out)
    assert (text.number, "20003" in text.body) == (cast.CADRE, True)


def test_repaired_it_goes_on_with_everybody_it_had_not_reached(board: Switchboard) -> None:
    broadcast_id = halted(board)
    carrier_of(board).down.clear()
    queue_of(board).hints.clear()
    for first in (True, False):
        with board.work() as work:
            assert halting.resume(work, broadcast_id) is first
    assert (state(board), queue_of(board).asked(Job.DIAL)) == (("sending", None), [(broadcast_id,)])
    dialling.dial(board, broadcast_id)
    assert sorted(call.to for call in carrier_of(board).calls) == cast.PHONES


def test_only_what_was_halted_can_be_resumed(board: Switchboard) -> None:
    with board.work() as work:
        drafted = speaking.draft(board, work, cast.GRID_1, speaking.Message("zh", words="开会"), None)
        speaking.send(work, drafted.id)
        assert not halting.resume(work, drafted.id)
    assert state(board) == (State.QUEUED, None)


def test_a_second_halt_is_told_again(board: Switchboard) -> None:
    broadcast_id = halted(board)
    clock_of(board).forward(minutes=5)
    with board.work() as work:
        halting.resume(work, broadcast_id)
    dialling.dial(board, broadcast_id)
    assert len(rows(board, texts_out)) == 2


def test_one_that_nobody_resumes_ends_as_doors_when_it_expires(board: Switchboard) -> None:
    broadcast_id = halted(board)
    clock_of(board).forward(seconds=(EXPIRES_AFTER + timedelta(minutes=1)).total_seconds())
    assert list(due.broadcasts_to_dial(board)) == [(broadcast_id,)]
    dialling.dial(board, broadcast_id)
    assert state(board)[0] == State.FINISHED
    assert reach(board, broadcast_id).doors == PHONES
    assert list(due.broadcasts_to_dial(board)) == []


def test_it_can_be_stopped_for_good(board: Switchboard) -> None:
    broadcast_id = halted(board)
    with board.work() as work:
        assert speaking.stop(work, broadcast_id)
    assert reach(board, broadcast_id).stopped == PHONES


def test_one_phone_our_account_may_not_ring_is_a_door_and_the_run_goes_on(board: Switchboard) -> None:
    broadcast_id = send(board)
    carrier_of(board).errors[cast.YANG] = NOT_THERE
    dialling.dial(board, broadcast_id)
    assert state(board) == ("sending", None)
    assert reach(board, broadcast_id) == Reach(phones=PHONES, ringing=PHONES - 1, doors=1)
    (row,) = [row for row in rows(board, deliveries) if row.number == cast.YANG]
    assert (row.cause, row.tries) == ("unreachable", 0)


def test_when_it_may_ring_nobody_the_run_stops(board: Switchboard) -> None:
    broadcast_id = send(board)
    carrier_of(board).down[ACCOUNT] = NOT_THERE
    dialling.dial(board, broadcast_id)
    assert state(board) == ("halted", "21215")
    assert ENOUGH <= reach(board, broadcast_id).doors <= ENOUGH + 4


@pytest.mark.parametrize(
    ("second", "stands"), [(NOT_OURS, "halted"), (NOT_THERE, "finished"), (CarrierThrottled("later", 5), "sending")]
)
def test_with_two_companies_both_must_refuse_us(two: Switchboard, second: GatewayError, stands: str) -> None:
    broadcast_id = send(two, cast.GRID_1)
    carrier_of(two).down |= {ACCOUNT: NOT_OURS, SECOND: second}
    dialling.dial(two, broadcast_id)
    assert state(two)[0] == stands
