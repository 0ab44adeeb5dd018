"""A mistake of ours stops the run and says why; repaired, it goes on where it stood, and costs no household a try."""

from datetime import timedelta

import pytest

from gateway.domain.errors import CarrierRefused, CarrierThrottled, GatewayError
from gateway.domain.halting import ENOUGH
from gateway.domain.speaking.states import State
from gateway.journeys import due
from gateway.journeys.speaking import running
from gateway.journeys.telephone import dialling
from gateway.store import attempts as attempt_store
from gateway.store import deliveries
from gateway.store.attempts import Order
from gateway.store.broadcasts import Through
from gateway.store.deliveries import Reach
from gateway.store.outgoing_tables import attempts, texts_out
from gateway.store.speaking_tables import broadcasts
from gateway.store.speaking_tables import deliveries as delivery_table
from gateway.switchboard import Switchboard
from tests.journeys.talk import rows
from tests.journeys.test_placing import SECOND, two
from tests.support import cast
from tests.support.board import ACCOUNT, carrier_of, clock_of
from tests.support.speaking import sent

__all__ = ["two"]  # the board with two companies
PHONES = len(cast.PHONES)
NOT_OURS = CarrierRefused("no such account", 20003, "configuration")
NOT_THERE = CarrierRefused("no permission for that country", 21215, "forbidden")


def state(board: Switchboard) -> tuple[str, str | None]:
    (row,) = rows(board, broadcasts)
    return row.state, row.why


def reach(board: Switchboard, broadcast_id: str) -> Reach:
    with board.ledger.read() as tx:
        return deliveries.reach(tx, broadcast_id)


def resume(board: Switchboard, broadcast_id: str) -> bool:
    with board.work() as work:
        return running.resume(work, broadcast_id, None, Through.COMMAND_LINE)


def told(board: Switchboard) -> int:
    """Texts that say why it stopped."""
    return len([row for row in rows(board, texts_out) if ":halted:" in row.about])


def refused(board: Switchboard) -> int:
    """Calls that no company took."""
    return len([row for row in rows(board, attempts) if row.state == "failed"])


def go_on(board: Switchboard, broadcast_id: str) -> None:
    """Somebody resumes it, a minute later: a call that was refused counts against a phone's one a minute."""
    clock_of(board).forward(minutes=1)
    assert resume(board, broadcast_id)
    dialling.dial(board, red=True)


def halted(board: Switchboard) -> str:
    """A broadcast whose carrier refuses us."""
    broadcast_id = sent(board)
    carrier_of(board).down[ACCOUNT] = NOT_OURS
    dialling.dial(board, red=True)
    return broadcast_id


def test_a_refusal_of_us_stops_the_run_at_once_and_everybody_is_due_as_before(board: Switchboard) -> None:
    broadcast_id = halted(board)
    assert state(board) == ("halted", "configuration (20003)")
    assert reach(board, broadcast_id).due == PHONES
    assert {row.tries for row in rows(board, delivery_table)} == {0}
    assert refused(board) <= 4, "those under way, nobody else"
    dialling.dial(board, red=True)
    assert (carrier_of(board).calls, list(due.red_broadcasts_to_dial(board))) == ([], [])


def test_repaired_it_goes_on_with_everybody_it_had_not_reached(board: Switchboard) -> None:
    broadcast_id = halted(board)
    carrier_of(board).down.clear()
    go_on(board, broadcast_id)
    assert sorted(call.to for call in carrier_of(board).calls) == cast.PHONES


def test_one_that_nobody_resumes_ends_as_doors_when_it_expires(board: Switchboard) -> None:
    broadcast_id = halted(board)
    clock_of(board).forward(seconds=timedelta(hours=24, minutes=1).total_seconds())
    assert list(due.red_broadcasts_to_dial(board)) == [()]
    dialling.dial(board, red=True)
    assert state(board)[0] == State.FINISHED
    assert reach(board, broadcast_id).doors == PHONES
    assert list(due.red_broadcasts_to_dial(board)) == []


def test_the_first_phone_our_account_may_not_ring_stops_the_run_and_is_due_as_before(board: Switchboard) -> None:
    broadcast_id = sent(board)
    carrier_of(board).errors[cast.YANG] = NOT_THERE
    dialling.dial(board, red=True)
    assert state(board) == ("halted", "forbidden (21215)")
    (row,) = [row for row in rows(board, delivery_table) if row.number == cast.YANG]
    assert (row.state, row.tries) == ("due", 0), "the permission may be ours to mend"
    assert told(board) == 1
    assert reach(board, broadcast_id).doors == 0


def test_resumed_it_passes_over_a_foreign_sim_and_rings_everybody_else(board: Switchboard) -> None:
    broadcast_id = sent(board)
    carrier_of(board).errors |= {cast.YANG: NOT_THERE, cast.SHARED: NOT_THERE}
    dialling.dial(board, red=True)
    go_on(board, broadcast_id)
    assert state(board) == ("sending", None)
    found = reach(board, broadcast_id)
    assert (found.ringing, found.doors) == (PHONES - 2, 2), "somebody walks there"
    assert told(board) == 1


def test_when_it_may_ring_nobody_the_run_stops_once_more_and_uses_up_nobody(board: Switchboard) -> None:
    broadcast_id = sent(board)
    clock_of(board).forward(seconds=1)  # whoever is given back is due after those nobody has rung
    carrier_of(board).down[ACCOUNT] = NOT_THERE
    dialling.dial(board, red=True)
    assert state(board) == ("halted", "forbidden (21215)")
    before = refused(board)
    assert 1 <= before <= 4, "those under way, nobody else"
    go_on(board, broadcast_id)
    assert state(board) == ("halted", "forbidden (21215)")
    assert ENOUGH <= refused(board) <= ENOUGH + 4
    assert reach(board, broadcast_id).due == PHONES
    assert told(board) == 2
    carrier_of(board).down.clear()
    go_on(board, broadcast_id)
    assert sorted(call.to for call in carrier_of(board).calls) == cast.PHONES


def test_five_phones_in_a_row_stop_a_run_that_went_on_past_the_first(board: Switchboard) -> None:
    broadcast_id = sent(board)
    clock_of(board).forward(seconds=1)
    carrier_of(board).errors[cast.YANG] = NOT_THERE
    dialling.dial(board, red=True)
    carrier_of(board).down[ACCOUNT] = NOT_THERE
    go_on(board, broadcast_id)
    assert state(board) == ("halted", "forbidden (21215)")
    assert (reach(board, broadcast_id).doors, told(board)) == (0, 2), "those who were given up are due again"
    foreign = {row.number for row in rows(board, attempts) if row.state == "failed"}
    carrier_of(board).down.clear()
    carrier_of(board).errors |= dict.fromkeys(foreign, NOT_THERE)
    go_on(board, broadcast_id)
    assert state(board) == ("sending", None), "nobody has to resume it for the same phones twice"
    assert reach(board, broadcast_id).doors == len(foreign) >= ENOUGH


@pytest.mark.parametrize("refusal", [NOT_OURS, NOT_THERE])
def test_a_run_refused_to_its_last_phone_at_once_is_halted_and_not_finished(
    board: Switchboard, refusal: CarrierRefused
) -> None:
    broadcast_id = sent(board, cast.GRID_1)
    few = reach(board, broadcast_id).phones
    assert few == 3, "fewer than ring at once"
    carrier_of(board).down[ACCOUNT] = refusal
    dialling.dial(board, red=True)
    assert state(board) == ("halted", f"{refusal.cause} ({refusal.code})")
    assert (reach(board, broadcast_id).due, told(board)) == (few, 1)
    running_still = refused(board)
    dialling.dial(board, red=True)
    assert (state(board)[0], refused(board), told(board)) == ("halted", running_still, 1)
    carrier_of(board).down.clear()
    go_on(board, broadcast_id)
    assert (state(board), len(carrier_of(board).calls)) == (("sending", None), few)


def test_resumed_before_anything_was_mended_a_small_run_ends_with_its_doors(board: Switchboard) -> None:
    broadcast_id = sent(board, cast.GRID_1)
    carrier_of(board).down[ACCOUNT] = NOT_THERE
    dialling.dial(board, red=True)
    go_on(board, broadcast_id)
    assert state(board)[0] == State.FINISHED
    assert (reach(board, broadcast_id).doors, told(board)) == (3, 1), "somebody has said it may go on past them"


@pytest.mark.parametrize("late", ["", cast.YANG])
def test_whoever_is_refused_after_the_run_has_stopped_is_due_as_well(board: Switchboard, late: str) -> None:
    """All of a handful are asked for before the first refusal is written down."""
    broadcast_id = sent(board, cast.GRID_1)
    carrier_of(board).down[ACCOUNT] = NOT_THERE
    with board.work() as work:
        due_now = deliveries.take(work.tx, broadcast_id, work.now, 9)
        orders = [Order(f"t{one.id}", one.number, broadcast_id=broadcast_id, delivery_id=one.id) for one in due_now]
        attempt_store.reserve(work.tx, orders, work.now)
    outcomes = [dialling.place(board, order, urgent=True) for order in orders]
    first = [outcome for outcome in outcomes if outcome.order.number != late]
    dialling.record(board, first)
    dialling.record(board, outcomes)
    assert (state(board)[0], reach(board, broadcast_id).due, told(board)) == ("halted", 3, 1)


@pytest.mark.parametrize(
    ("second", "stands"), [(NOT_OURS, "halted"), (NOT_THERE, "halted"), (CarrierThrottled("later", 5), "sending")]
)
def test_with_two_companies_both_must_refuse_us(two: Switchboard, second: GatewayError, stands: str) -> None:
    sent(two, cast.GRID_1)
    carrier_of(two).down |= {ACCOUNT: NOT_OURS, SECOND: second}
    dialling.dial(two, red=True)
    assert state(two)[0] == stands
