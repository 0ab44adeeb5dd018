"""A plug is pulled between any two steps of a round, or two workers are at it: nobody is rung twice, nobody is lost."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from gateway.domain.calls import CallState
from gateway.domain.errors import LedgerAway
from gateway.journeys.observing import round_calls, why
from gateway.journeys.observing import rounds as journey
from gateway.journeys.observing.why import Planned, Reason
from gateway.journeys.telephone import dialling, lost
from gateway.store.outgoing_tables import attempts
from gateway.store.round_tables import round_homes, rounds
from gateway.switchboard import Switchboard
from tests.journeys.home import at
from tests.journeys.situations.asking import FIRST_PHONES, everybody_answers, live, states, tick
from tests.journeys.situations.conftest import confirms, enters
from tests.journeys.talk import ends, rows
from tests.journeys.test_pulled_plugs import Going
from tests.support import cast
from tests.support.board import SHANGHAI, carrier_of, clock_of

FEB_8, FEB_9, FEB_10 = date(2020, 2, 8), date(2020, 2, 9), date(2020, 2, 10)


@pytest.fixture
def ten(guarded: Switchboard) -> Switchboard:
    """Ten in the morning of a village that asks every household once a day."""
    at(guarded, FEB_8, 21, 30)
    enters(guarded)
    confirms(guarded, "2a")
    at(guarded, FEB_9, 10)
    return guarded


def placed(board: Switchboard) -> list[str]:
    return sorted(call.to for call in carrier_of(board).calls)


@pytest.mark.parametrize("keeps", [True, False])
def test_it_ends_while_a_round_begins(ten: Switchboard, keeps: bool) -> None:
    with pytest.raises(LedgerAway):
        journey.begin_due(replace(ten, ledger=Half(ten.ledger, keeps=keeps)))  # type: ignore[arg-type]
    assert len(rows(ten, rounds)) == int(keeps)
    assert tick(ten) == FIRST_PHONES
    assert (len(rows(ten, rounds)), len(rows(ten, round_homes))) == (1, 12)


class Half(Going):
    """A ledger that is away after its first writing; it may still be read."""

    def read(self) -> object:
        return self._ledger.read()


def test_it_ends_after_the_calls_are_written_down_and_before_anybody_is_rung(ten: Switchboard) -> None:
    journey.begin_due(ten)
    orders = round_calls.reserve(ten, 4)
    assert len(orders) == 4
    assert placed(ten) == []
    tick(ten)
    assert placed(ten) == sorted(set(FIRST_PHONES) - {order.number for order in orders}), "those may be ringing"
    clock_of(ten).forward(minutes=2)
    lost.find_lost(ten)
    tick(ten)
    clock_of(ten).forward(minutes=5)
    tick(ten)
    assert placed(ten) == FIRST_PHONES


def test_it_ends_after_the_carrier_was_asked_and_before_the_answer_was_kept(ten: Switchboard) -> None:
    journey.begin_due(ten)
    order, *_ = round_calls.reserve(ten, 1)
    dialling.place(ten, order)  # the carrier rings; nobody writes it down
    clock_of(ten).forward(minutes=2)
    lost.find_lost(ten)
    tick(ten)
    assert placed(ten) == FIRST_PHONES, "each once"
    everybody_answers(ten)
    tick(ten)
    assert states(ten) == {"told": 12}


def test_two_workers_at_once_share_the_phones_out(ten: Switchboard) -> None:
    journey.begin_due(ten)
    journey.begin_due(ten)
    one, other = round_calls.reserve(ten, 5), round_calls.reserve(ten, 50)
    assert sorted(order.number for order in (*one, *other)) == FIRST_PHONES
    assert round_calls.reserve(ten, 50) == []


def test_the_end_of_a_call_told_twice_or_after_the_next_call_changes_nothing(ten: Switchboard) -> None:
    tick(ten)
    first = carrier_of(ten).call_to(cast.YANG)
    ends(ten, first, CallState.NO_ANSWER)
    ends(ten, first, CallState.NO_ANSWER)
    everybody_answers(ten)
    at(ten, FEB_9, 11)
    assert tick(ten) == [cast.YANG]
    ends(ten, first, CallState.NO_ANSWER)
    assert states(ten) == {"ringing": 1, "told": 11}
    assert [row.tries for row in rows(ten, round_homes) if row.state == "ringing"] == [1]


def test_a_machine_that_slept_through_the_morning_asks_in_the_afternoon_and_lists_in_the_evening(
    ten: Switchboard,
) -> None:
    at(ten, FEB_9, 14)
    assert tick(ten) == FIRST_PHONES
    for call in live(ten):
        ends(ten, call, CallState.NO_ANSWER)
    at(ten, FEB_10, 3)
    assert tick(ten) == []
    assert states(ten) == {"unreached": 12}
    assert rows(ten, rounds)[0].ended_at == ten.clock.now()


# Why


def local(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2020, 2, day, hour, minute, tzinfo=SHANGHAI)


def planned(board: Switchboard, number: str = cast.YANG) -> Planned:
    return why.explain(board, number).next_call


def test_why_says_by_which_class_a_household_is_asked_and_when(ten: Switchboard) -> None:
    at(ten, FEB_9, 8)
    assert planned(ten) == Planned(local(9, 10), Reason.UNLESS_TOLD)
    (home,) = why.explain(ten, cast.YANG).asked
    assert (home.door, home.times, home.situation, home.since, home.state) == ("001", 1, "2a", FEB_8, None)
    assert [one.door for one in why.explain(ten, cast.SHARED).asked] == ["003", "004"]
    assert planned(ten, cast.TWO_PHONES[1]).reason is Reason.NOTHING, "their other phone is rung first"
    at(ten, FEB_9, 10)
    journey.begin_due(ten)
    assert planned(ten) == Planned(local(9, 10), Reason.ROUND)
    tick(ten)
    assert planned(ten).reason is Reason.ON_THE_LINE
    everybody_answers(ten, cast.YANG)
    assert planned(ten) == Planned(local(9, 11), Reason.ROUND)
    assert planned(ten, "+8619900010002") == Planned(local(10, 10), Reason.UNLESS_TOLD)
    assert why.explain(ten, "+8619900010002").asked[0].state == "told"


def test_what_why_says_is_what_happens(ten: Switchboard) -> None:
    """Two days of a home that never answers: its phone rings exactly when it was said to."""
    now, until, rung = local(9, 9, 30), local(10, 21), 0
    while now < until:
        at(ten, now.date(), now.hour, now.minute)
        journey.begin_due(ten)
        expected = planned(ten).at
        called = cast.YANG in tick(ten)
        assert called == (expected == now and planned(ten).reason is Reason.ON_THE_LINE), f"{now} {expected}"
        rung += called
        everybody_answers(ten, cast.YANG)
        now += timedelta(minutes=15)
    assert rung == 6
    assert len([row for row in rows(ten, attempts) if row.number == cast.YANG]) == 6
