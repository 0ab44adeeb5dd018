"""Observations in the ledger, alike on both databases: kept, re-dated, answered for, missed once, ended once."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from gateway.domain import observations as rules
from gateway.domain.calls import Attempt, CallState
from gateway.domain.observations import Channel, Outcome, Period, Tried
from gateway.domain.policy import Basis
from gateway.domain.speaking.states import DeliveryState, Evidence
from gateway.store import arrivals, attempts, budget, deliveries, observations
from gateway.store.arrivals import Arrival
from gateway.store.attempts import Order, Purpose
from gateway.store.ledger import Ledger
from gateway.store.observations import Observation
from gateway.store.recipients import EVERYBODY, Wanted
from tests.domain.test_policy import BASE
from tests.store.conftest import GRIDS, NOON

SHANGHAI = ZoneInfo("Asia/Shanghai")
PHONE, OTHER = "+8619900000001", "+8619900000009"
SPAN = Period(Basis.ARRIVAL, date(2020, 2, 7), date(2020, 2, 20))


def begin(ledger: Ledger, arrival_id: str = "a1", number: str = PHONE, told_by: str = PHONE) -> Observation:
    whose = Arrival(arrival_id, GRIDS[0], 1, told_by, number, date(2020, 2, 6), 35, "male", "D", 10, NOON, NOON)
    observation = Observation(arrival_id, GRIDS[0], 1, number, SPAN.basis, SPAN.starts_on, SPAN.ends_on)
    with ledger.write() as tx:
        arrivals.put(tx, whose)
        observations.put_one(tx, observation, NOON)
        observations.add_checks(tx, arrival_id, rules.checks_of(SPAN, BASE.halves, SHANGHAI))
    return observation


def test_an_observation_is_kept_and_found_by_every_phone_that_may_report(village: Ledger) -> None:
    kept = begin(village, number=OTHER)
    with village.read() as tx:
        assert observations.load(tx, "a1") == kept
        for number, household in ((OTHER, None), (PHONE, None), ("+8619900000004", 1)):
            assert observations.of_phone(tx, number, household) == [kept]
        assert observations.of_phone(tx, "+8619900000004", None) == []


def test_adding_the_checks_again_adds_none_and_keeps_what_was_reported(village: Ledger) -> None:
    begin(village)
    with village.write() as tx:
        first = observations.checks_of(tx, ["a1"], SPAN.starts_on)[0]
        observations.report(tx, first.id, NOON, Channel.SMS, False, 36.5)
    begin(village)
    with village.read() as tx:
        morning, evening = observations.checks_of(tx, ["a1"], SPAN.starts_on)
        assert (morning.reported_at, morning.channel, morning.temperature) == (NOON, Channel.SMS, 36.5)
        assert evening.reported_at is None
        assert observations.next_check(tx, "a1") == evening
        assert observations.last_ill(tx, "a1") is False


def test_checks_to_come_go_with_the_days_they_stood_for(village: Ledger) -> None:
    begin(village)
    now = datetime(2020, 2, 10, 1, 0, tzinfo=UTC)  # 09:00 in the village, the morning's check is open
    shorter = Period(Basis.ARRIVAL, date(2020, 2, 7), date(2020, 2, 12))
    with village.write() as tx:
        observations.drop_waiting(tx, "a1", shorter, now)
        left = observations.latest(tx, "a1", now + timedelta(days=30), 99)
        assert (left[0].day, left[0].half) == (date(2020, 2, 10), "am"), "an open one is still to be answered"
        observations.drop_waiting(tx, "a1", None, now)
        assert observations.next_check(tx, "a1") is None


def test_who_has_not_reported_is_to_be_rung_from_its_hour_until_it_closes(village: Ledger) -> None:
    begin(village)
    begin(village, "a2")
    ring, close = (datetime(2020, 2, 7, hour, 30, tzinfo=UTC) for hour in (1, 3))
    with village.write() as tx:
        assert observations.to_ring(tx, ring - timedelta(seconds=1), 9) == []
        due = observations.to_ring(tx, ring, 9, hold=True)
        assert [(check.arrival_id, check.half) for check in due] == [("a1", "am"), ("a2", "am")]
        observations.called(tx, [due[0].id], ring)
        assert [check.arrival_id for check in observations.to_ring(tx, ring, 9)] == ["a2", "a1"], "never called, first"
        assert [check.arrival_id for check in observations.to_ring(tx, ring, 1)] == ["a2"]
        observations.report(tx, due[0].id, ring, Channel.CALL, False, None)
        assert [check.arrival_id for check in observations.to_ring(tx, ring, 9)] == ["a2"]
        assert observations.to_ring(tx, close, 9) == []


def test_a_check_is_missed_once(village: Ledger) -> None:
    begin(village)
    close = datetime(2020, 2, 7, 3, 30, tzinfo=UTC)
    with village.write() as tx:
        assert not observations.any_closed(tx, close - timedelta(seconds=1))
        assert observations.any_closed(tx, close)
        assert [check.half for check in observations.miss(tx, close, 9)] == ["am"]
        assert observations.miss(tx, close, 9) == []
        assert observations.latest(tx, "a1", close, 9)[0].missed_at == close


def test_an_observation_ends_once_and_only_when_nothing_waits(village: Ledger) -> None:
    begin(village)
    last = datetime(2020, 2, 20, 13, 0, tzinfo=UTC)
    with village.write() as tx:
        assert observations.over_by(tx, SPAN.ends_on, 9) == []
        while observations.miss(tx, last, 20):
            pass
        assert observations.over_by(tx, SPAN.ends_on - timedelta(days=1), 9) == []
        assert [one.arrival_id for one in observations.over_by(tx, SPAN.ends_on, 9)] == ["a1"]
        assert observations.end(tx, "a1", Outcome.LOST, last)
        assert not observations.end(tx, "a1", Outcome.RELEASED, last)
        assert observations.of_phone(tx, PHONE, None) == []
        assert observations.of_phone(tx, PHONE, None, ended=True)[0].outcome is Outcome.LOST


@pytest.mark.parametrize(
    ("state", "counts"),
    [
        (CallState.FAILED, True),
        (CallState.COMPLETED, True),
        (CallState.NEVER_PLACED, False),
    ],
)
def test_what_counts_against_a_callees_budget(village: Ledger, state: CallState, counts: bool) -> None:
    with village.write() as tx:
        attempts.reserve(tx, [Order("t1", PHONE, Purpose.FOLLOW_UP, about="f:1"), Order("t2", OTHER)], NOON)
        attempts.save(tx, Attempt("t1", PHONE, state, ended_at=NOON), NOON)
        expected = [NOON] if counts else []
        earlier, later = NOON - timedelta(hours=1), NOON + timedelta(hours=1)
        assert budget.asked(tx, PHONE, later) == expected
        assert budget.asked_of(tx, [PHONE], later) == {PHONE: expected}
        assert budget.asked(tx, PHONE, NOON + timedelta(days=1)) == []
        assert budget.tried(tx, ["f:1", "f:2"]) == {"f:1": Tried(state, NOON)}
        assert [call.state for call in budget.placed(tx, PHONE, earlier)] == [state]


def test_a_message_under_way_waits_for_its_phone(sending: Ledger) -> None:
    with sending.write() as tx:
        deliveries.freeze(tx, "b1", Wanted((GRIDS[0],), EVERYBODY, "zh", optional=False), NOON)
        (waiting,) = budget.waiting(tx, PHONE)
        assert (waiting.state, waiting.tries, waiting.next_try_at) == (DeliveryState.DUE, 0, NOON)
        deliveries.hear(tx, deliveries.take(tx, "b1", NOON, 1)[0].id, NOON, Evidence.KEY)
        assert budget.waiting(tx, PHONE) == []


@pytest.mark.parametrize("state", [CallState.RESERVED, CallState.ASKED, CallState.IN_PROGRESS])
def test_a_call_that_goes_on_counts_as_one_of_this_moment(village: Ledger, state: CallState) -> None:
    later = NOON + timedelta(minutes=5)
    with village.write() as tx:
        attempts.reserve(tx, [Order("t1", PHONE)], NOON)
        attempts.save(tx, Attempt("t1", PHONE, state), NOON)
        assert budget.asked(tx, PHONE, later) == [later]
