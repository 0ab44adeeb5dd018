"""Rounds in the ledger, alike on both databases: begun in one statement, taken once, settled, ended as doors."""

from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta

import pytest

from gateway.domain.situations.rounds import HomeState
from gateway.domain.speaking.retries import Cause
from gateway.domain.speaking.states import Outcome
from gateway.store import doors, reports, roster, round_homes, rounds, situations, staff, tasks
from gateway.store.ledger import Ledger
from gateway.store.reports import Kind, Report
from gateway.store.rounds import Held
from gateway.store.situations import Axis, Situation
from gateway.store.tasks import Kind as TaskKind
from gateway.store.tasks import Task
from tests.store.conftest import GRIDS, NOON, VILLAGE
from tests.store.test_observations import begin as observe

ONE, TWO, SECOND_OF_TWO, FOUR = (f"+861990000000{n}" for n in (1, 2, 3, 4))
DAY = date(2020, 2, 8)
MORNING = datetime(2020, 2, 7, 16, 0, tzinfo=UTC)  # midnight in the village
EVENING = NOON + timedelta(hours=8)
HELD = Held(VILLAGE, 1, DAY, 1, 1, MORNING, NOON, EVENING, [60, "evening"], NOON)


@pytest.fixture
def asking(village: Ledger) -> Ledger:
    """The village, in a class that asks every household; a fifth home there has no phone."""
    with village.write() as tx:
        officer = {"number": "+8619900000125", "name": "周卫健", "role": "health", "unit_code": "532901"}
        staff.put_all(tx, [{**officer, "language": None, "on_duty": True, "pin_hash": None}])
        kept = Situation(VILLAGE, Axis.CLASS, "2a", "2a", {}, "x", 1, "yunnan_2020", NOON)
        assert situations.succeed(tx, None, kept) == 1
        home = {"unit_code": GRIDS[1], "door": "005", "name": "005家", "language": None, "numbers": []}
        roster.put_households(tx, [home])
    return village


def begun(ledger: Ledger) -> int:
    with ledger.write() as tx:
        round_id = rounds.begin(tx, HELD, NOON)
        assert rounds.begin(tx, HELD, NOON) is None, "it begins once"
    assert round_id is not None
    return round_id


def tells(ledger: Ledger, household_id: int, at: datetime = NOON, day: date = DAY) -> None:
    with ledger.write() as tx:
        source = f"text:{household_id}:{at}"
        reports.put(tx, Report(source, Kind.WELL, day, at, GRIDS[0], household_id, ONE))


def numbers(ledger: Ledger, now: datetime = NOON, most: int = 9) -> list[str | None]:
    with ledger.write() as tx:
        taken = round_homes.take(tx, now, most)
        round_homes.ring(tx, [home.id for home in taken])
        return [home.number for home in taken]


def test_every_home_is_in_it_once_with_the_first_phone_that_rings(asking: Ledger) -> None:
    tells(asking, 4)
    tells(asking, 1, MORNING - timedelta(hours=1), DAY - timedelta(days=1))
    round_id = begun(asking)
    with asking.read() as tx:
        assert rounds.figures(tx, round_id) == {HomeState.DUE: 3, HomeState.TOLD: 1, HomeState.UNREACHED: 1}
        (held,) = rounds.of_day(tx, DAY)
        assert (held.retries, held.closes_at, held.ended_at) == ([60, "evening"], EVENING, None)
        assert rounds.still_open(tx) == [held]
        assert rounds.of_day(tx, DAY, "532902") == []
    assert numbers(asking) == [ONE, TWO], "a shared phone once, a home with two on the first"
    assert numbers(asking) == []


def rounds_closed(ledger: Ledger, round_id: int) -> dict[HomeState, int]:
    with ledger.write() as tx:
        rounds.close(tx, round_id)
        return dict(rounds.figures(tx, round_id))


def test_a_wrong_number_is_not_rung_and_the_next_phone_of_the_home_is(asking: Ledger) -> None:
    with asking.write() as tx:
        for number, home in ((TWO, 2), (FOUR, 4)):
            tasks.add(tx, Task(f"wrong:{number}", TaskKind.WRONG_NUMBER, GRIDS[0], home, number, NOON))
    round_id = begun(asking)
    assert numbers(asking) == [ONE, SECOND_OF_TWO]
    assert rounds_closed(asking, round_id) == {"ringing": 2, "due": 1, "unreached": 2}, "one waits with the call at 001"
    with asking.write() as tx:
        assert round_homes.next_phone(tx, 2, SECOND_OF_TWO) == SECOND_OF_TWO
        assert round_homes.next_phone(tx, 4, FOUR) is None
        assert rounds.count(tx, VILLAGE) == 2
        doors.list_round(tx, round_id, EVENING)
        assert [(door.door, door.cause) for door in doors.of_round(tx, round_id)] == [
            ("004", Cause.WRONG_NUMBER),
            ("005", None),
        ]


def test_two_workers_take_different_homes_and_never_the_second_home_of_a_phone(asking: Ledger) -> None:
    begun(asking)
    with ExitStack() as stack:
        tx = stack.enter_context(asking.write())
        first = round_homes.take(tx, NOON, 1)
        assert [home.number for home in first] == [ONE]
        if asking.engine.dialect.name == "postgresql":
            other = stack.enter_context(asking.write())
            assert [home.number for home in round_homes.take(other, NOON, 9)] == [TWO, FOUR]
        round_homes.ring(tx, [home.id for home in first])
    assert ONE not in numbers(asking)


def test_whoever_has_told_since_it_counts_has_told(asking: Ledger) -> None:
    begun(asking)
    tells(asking, 1, NOON + timedelta(minutes=1))
    with asking.write() as tx:
        due = round_homes.take(tx, NOON, 9)
        assert round_homes.hear(tx, [home.id for home in due]) == {due[0].id}
    assert numbers(asking) == [TWO, ONE, FOUR], "the other home of the shared phone has not told"


def test_a_call_that_reached_nobody_puts_every_home_behind_the_phone_off(asking: Ledger) -> None:
    round_id = begun(asking)
    numbers(asking)
    later = NOON + timedelta(hours=1)
    with asking.write() as tx:
        mine = round_homes.behind(tx, round_id, ONE)
        assert [(home.household_id, home.state, home.calls) for home in mine] == [
            (1, HomeState.RINGING, 1),
            (3, HomeState.DUE, 0),
        ]
        for home in mine:
            round_homes.settle(tx, home, HomeState.DUE, 1, Cause.NO_ANSWER, ONE, later)
        assert round_homes.load(tx, mine[0].id) is not None
        assert not round_homes.any_due(tx, NOON)
        assert round_homes.any_due(tx, later)
    assert numbers(asking, later) == [ONE]


def test_it_ends_when_nobody_is_due_or_ringing_and_lists_whom_nobody_reached(asking: Ledger) -> None:
    round_id = begun(asking)
    with asking.write() as tx:
        assert rounds.all_settled(tx, [round_id]) == []
        assert rounds.past_their_time(tx, EVENING - timedelta(seconds=1)) == []
        assert rounds.past_their_time(tx, EVENING) == [round_id]
        rounds.close(tx, round_id)
        assert rounds.all_settled(tx, [round_id]) == [round_id]
        assert rounds.end(tx, round_id, EVENING)
        assert not rounds.end(tx, round_id, EVENING)
    tells(asking, 2, EVENING)
    with asking.write() as tx:
        assert rounds.hear_late(tx, HELD) == 0
        assert rounds.hear_late(tx, rounds.by_ids(tx, [round_id])[round_id]) == 1
        assert doors.list_round(tx, round_id, EVENING) == 4
        doors.tell(tx, [door.id for door in doors.of_round(tx, round_id)], 1)
    tells(asking, 1, EVENING + timedelta(minutes=1))
    with asking.write() as tx:
        night = EVENING + timedelta(hours=1)
        assert doors.close_told(tx, night, "532902") == 0
        assert doors.close_told(tx, night) == 1
        assert doors.close_told(tx, night) == 0
        assert {door.door: door.outcome for door in doors.of_round(tx, round_id)} == {
            "001": Outcome.REACHED,
            "003": None,
            "004": None,
            "005": None,
        }
        assert [door.door for door in doors.still_open(tx, {}, night, NOON)] == ["003", "004", "005"]
        assert doors.still_open(tx, {}, night) == []


def test_a_class_that_asks_no_more_drops_who_waits_but_not_who_is_on_the_phone(asking: Ledger) -> None:
    round_id = begun(asking)
    numbers(asking, most=1)
    with asking.write() as tx:
        rounds.drop(tx, round_id)
        rounds.end(tx, round_id, NOON)
        assert rounds.figures(tx, round_id) == {HomeState.RINGING: 1, HomeState.DUE: 1, HomeState.DROPPED: 3}
        assert not round_homes.any_due(tx, NOON)
        assert rounds.still_open(tx) == []


@pytest.mark.parametrize(
    ("beside", "whole_phones", "phones"), [(None, False, 3), ((), False, 3), ((), True, 2), (("C",), False, 3)]
)
def test_the_phones_of_a_round_are_counted_beside_those_of_check_calls(
    asking: Ledger, beside: tuple[str, ...] | None, whole_phones: bool, phones: int
) -> None:
    observe(asking, number=ONE)  # at door 001, which shares its phone with 003
    with asking.read() as tx:
        assert rounds.count(tx, VILLAGE, beside, whole_phones=whole_phones) == phones
        assert (rounds.count_checked(tx, VILLAGE), rounds.count_checked(tx, VILLAGE, ("C",))) == (1, 0)


def test_a_home_with_a_check_to_answer_waits_for_its_call(asking: Ledger) -> None:
    observe(asking, number=ONE)
    nine, closes = (datetime(2020, 2, 8, hour, minute, tzinfo=UTC) for hour, minute in ((1, 0), (3, 30)))
    with asking.read() as tx:
        assert round_homes.checked_until(tx, {1, 2, 3}, nine) == {1: closes}
        assert round_homes.checked_until(tx, {2, 3}, nine) == {}
        assert round_homes.checked_until(tx, {1}, closes) == {}


def test_where_a_household_stands_today(asking: Ledger) -> None:
    begun(asking)
    with asking.read() as tx:
        ((held, home),) = round_homes.of_household(tx, 3, DAY)
        assert (held.day, home.number, home.state) == (DAY, ONE, HomeState.DUE)
        assert round_homes.of_household(tx, 3, DAY + timedelta(days=1)) == []
