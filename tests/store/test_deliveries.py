"""Recipients are frozen once, each phone is taken by one dialler, and reach counts phones."""

from datetime import timedelta

from gateway.domain.speaking.retries import Cause
from gateway.domain.speaking.states import DeliveryState, Evidence
from gateway.store import deliveries, doors
from gateway.store.ledger import Ledger
from gateway.store.recipients import EVERYBODY, Wanted
from gateway.store.tables import households
from tests.store.conftest import GRIDS, NOON, VILLAGE

WANTED = Wanted((VILLAGE,), EVERYBODY, "zh", optional=False)
PHONES = {f"+861990000000{n}" for n in range(1, 5)}


def freeze(ledger: Ledger, area: str = VILLAGE) -> int:
    with ledger.write() as tx:
        return deliveries.freeze(tx, "b1", Wanted((area,), EVERYBODY, "zh", optional=False), NOON)


def test_every_phone_gets_one_delivery_though_two_households_share_it(sending: Ledger) -> None:
    assert freeze(sending) == 4
    with sending.write() as tx:
        taken = deliveries.take(tx, "b1", NOON, 100)
    assert {delivery.number for delivery in taken} == PHONES


def test_freezing_again_adds_nobody_even_when_a_household_has_moved_in(sending: Ledger) -> None:
    freeze(sending, GRIDS[0])
    assert freeze(sending, VILLAGE) == 0


def test_a_phone_is_taken_once_and_not_before_it_is_due(sending: Ledger) -> None:
    freeze(sending)
    with sending.write() as tx:
        assert deliveries.take(tx, "b1", NOON - timedelta(seconds=1), 100) == []
        first = deliveries.take(tx, "b1", NOON, 3)
        second = deliveries.take(tx, "b1", NOON, 3)
        assert len(first) == 3
        assert len(second) == 1
        assert deliveries.take(tx, "b1", NOON, 3) == []


def test_a_failed_try_is_due_again_later_and_the_last_one_is_a_door(sending: Ledger) -> None:
    freeze(sending)
    later = NOON + timedelta(minutes=15)
    with sending.write() as tx:
        one, other, *_ = deliveries.take(tx, "b1", NOON, 4)
        deliveries.put_back(tx, one.id, True, Cause.BUSY, later)
        deliveries.put_back(tx, other.id, True, Cause.WRONG_NUMBER, None)
        assert deliveries.next_due(tx, "b1") == later
        assert [d.id for d in deliveries.take(tx, "b1", later, 9)] == [one.id]
        assert deliveries.load(tx, other.id).state is DeliveryState.DOOR  # type: ignore[union-attr]


def test_whoever_was_given_up_for_what_may_be_mended_is_due_again_and_nobody_else(sending: Ledger) -> None:
    freeze(sending)
    later = NOON + timedelta(minutes=15)
    with sending.write() as tx:
        door, heard, ringing, other = deliveries.take(tx, "b1", NOON, 4)
        deliveries.put_back(tx, door.id, False, Cause.UNREACHABLE, None)
        deliveries.put_back(tx, other.id, True, Cause.NO_ANSWER, None)
        deliveries.hear(tx, heard.id, NOON, Evidence.KEY)
        deliveries.reopen(tx, [door.id, heard.id, ringing.id], later)
        assert [one.id for one in deliveries.take(tx, "b1", later, 9)] == [door.id]
        assert deliveries.load(tx, door.id).tries == 0  # type: ignore[union-attr]


def test_a_household_that_pressed_1_is_heard_whatever_the_carrier_says_afterwards(sending: Ledger) -> None:
    freeze(sending)
    with sending.write() as tx:
        one = deliveries.take(tx, "b1", NOON, 1)[0]
        assert deliveries.hear(tx, one.id, NOON, Evidence.KEY)
        assert not deliveries.hear(tx, one.id, NOON, Evidence.KEY)
        deliveries.put_back(tx, one.id, True, Cause.NOT_CONFIRMED, NOON)
        assert deliveries.load(tx, one.id).state is DeliveryState.HEARD  # type: ignore[union-attr]


def test_a_door_is_not_knocked_on_when_another_phone_of_the_household_was_reached(sending: Ledger) -> None:
    freeze(sending)
    with sending.write() as tx:
        for delivery in deliveries.take(tx, "b1", NOON, 9):
            if delivery.number == "+8619900000002":
                deliveries.hear(tx, delivery.id, NOON, Evidence.KEY)
            else:
                deliveries.put_back(tx, delivery.id, True, Cause.NO_ANSWER, None)
        listed = [(left.door, left.cause) for left in doors.unreached(tx, "b1", WANTED)]
    assert listed == [("001", Cause.NO_ANSWER), ("003", Cause.NO_ANSWER), ("004", Cause.NO_ANSWER)]


def test_a_household_without_a_phone_is_a_door_from_the_start(sending: Ledger) -> None:
    with sending.write() as tx:
        silent = {"unit_code": GRIDS[1], "door": "005", "name": "五家", "language": None}
        tx.execute(households.insert().values(**silent))
    freeze(sending)
    with sending.read() as tx:
        [left] = doors.unreached(tx, "b1", WANTED)
        assert (left.unit_code, left.door, left.name, left.cause) == (GRIDS[1], "005", "五家", None)


def test_phones_a_stop_spared_count_neither_as_rung_nor_as_missed(sending: Ledger) -> None:
    freeze(sending)
    with sending.write() as tx:
        deliveries.hear(tx, deliveries.take(tx, "b1", NOON, 1)[0].id, NOON, Evidence.KEY)
        deliveries.close(tx, "b1", DeliveryState.STOPPED)
        reach = deliveries.reach(tx, "b1")
        assert (reach.phones - reach.stopped, reach.heard) == (1, 1)


def test_reach_counts_phones_by_state(sending: Ledger) -> None:
    freeze(sending)
    with sending.write() as tx:
        taken = deliveries.take(tx, "b1", NOON, 3)
        deliveries.hear(tx, taken[0].id, NOON, Evidence.KEY)
        deliveries.put_back(tx, taken[1].id, True, Cause.BUSY, None)
        reach = deliveries.reach(tx, "b1")
        assert (reach.phones, reach.heard, reach.doors, reach.ringing, reach.due) == (4, 1, 1, 1, 1)


def test_what_was_taken_but_not_rung_is_due_again_and_no_try(sending: Ledger) -> None:
    freeze(sending)
    with sending.write() as tx:
        one = deliveries.take(tx, "b1", NOON, 1)[0]
        deliveries.give_back(tx, [one.id], NOON)
        again = deliveries.load(tx, one.id)
    assert again is not None
    assert (again.state, again.tries) == (DeliveryState.DUE, 0)
