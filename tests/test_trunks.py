"""Several companies, several numbers: each keeps its own allowance, whoever is left alone is passed over."""

import contextlib
import itertools
from collections import Counter
from collections.abc import Iterator

import pytest
import redis

from gateway import pacing
from gateway.conditions import Conditions, key_of
from gateway.domain import companies
from gateway.domain.companies import Channel, News
from gateway.pacing import HELD, RedisPacer
from gateway.ports import Trunk
from tests.test_pacing import LINES, ONE, OTHER, Crowd, MakePacer, account, pacer, placed_in, seconds_to_wait, waiting

__all__ = ["pacer"]  # the maker of pacers that share one Redis
NUMBERS = itertools.count()
BOTH = [account(weight=70), account(sid=OTHER, weight=30, numbers=LINES[2:])]


@pytest.fixture
def conditions(redis_url: str) -> Iterator[Conditions]:
    with contextlib.closing(Conditions(redis_url)) as known:
        yield known


@pytest.fixture
def store(redis_url: str) -> Iterator[redis.Redis]:
    with contextlib.closing(redis.Redis.from_url(redis_url)) as client:
        yield client


@pytest.fixture
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(companies, "FIRST_PAUSE_S", 0.3)
    monkeypatch.setattr(companies, "JITTER", 0.0)


def through(pacer: MakePacer, many: int, **wish: object) -> Counter[Trunk]:
    """Where so many attempts go out that do not hold their lines."""
    one, found = pacer(accounts=BOTH), Counter[Trunk]()
    for _ in range(many):
        attempt = f"attempt-{next(NUMBERS)}"
        found[one.wait_for_line(attempt, **wish)] += 1
        one.release(attempt)
    return found


def test_calls_are_shared_out_by_weight(pacer: MakePacer) -> None:
    found = through(pacer, 400)
    assert set(found) == {Trunk(ONE, LINES[0]), Trunk(OTHER, LINES[2])}
    assert 0.6 < found[Trunk(ONE, LINES[0])] / 400 < 0.8


def test_each_company_keeps_its_own_pace(pacer: MakePacer) -> None:
    slow, fast = account(20, weight=1), account(40, sid=OTHER, weight=2, numbers=LINES[2:])
    crowd = Crowd([pacer(accounts=[slow, fast]), pacer(accounts=[slow, fast])], threads=16)
    placed_in(2.0, crowd)
    for sid, most in ((ONE, 20), (OTHER, 40)):
        placed = sorted(at for at, trunk in zip(crowd.placed, crowd.trunks, strict=True) if trunk.account == sid)
        assert max(sum(at <= other < at + 1 for other in placed) for at in placed) <= most + 1
        assert len(placed) > most / 2, "and it is used"


def test_each_number_keeps_its_own_pace_and_the_numbers_take_turns(pacer: MakePacer) -> None:
    three = [account(numbers=LINES, number_per_second=10.0)]
    crowd = Crowd([pacer(accounts=three)], threads=8)
    placed_in(1.5, crowd)
    for number in LINES:
        placed = sorted(at for at, trunk in zip(crowd.placed, crowd.trunks, strict=True) if trunk.number == number)
        assert max(sum(at <= other < at + 1 for other in placed) for at in placed) <= 11
        assert len(placed) > 5, "and it is used"


def test_numbers_without_a_limit_of_their_own_take_turns_too(pacer: MakePacer) -> None:
    three = pacer(accounts=[account(numbers=LINES)])
    found = Counter(three.wait_for_line(f"a{n}").number for n in range(9))
    assert found == dict.fromkeys(LINES, 3)


def test_a_number_whose_lines_are_all_held_is_passed_over(pacer: MakePacer) -> None:
    two = pacer(accounts=[account(numbers=LINES[:2], number_at_once=1)])
    first, second = two.wait_for_line("a"), two.wait_for_line("b")
    assert {first.number, second.number} == set(LINES[:2])
    with waiting(two, "c") as c:
        assert c.is_alive()
        two.release("a")
    assert two.wait_for_line("d", urgent=True).number in LINES, "urgent calls have a reserve here as well"


def test_a_call_back_goes_out_from_its_own_line_whoever_it_belongs_to(pacer: MakePacer) -> None:
    one = pacer(accounts=BOTH)
    for line, sid in ((LINES[0], ONE), (LINES[2], OTHER), ("+8687162179999", ONE)):
        assert {one.wait_for_line(f"{line}-{n}", line=line) for n in range(5)} == {Trunk(sid, line)}


def test_who_has_been_refused_goes_to_another_company(pacer: MakePacer) -> None:
    assert set(through(pacer, 20, besides=[ONE])) == {Trunk(OTHER, LINES[2])}


def test_a_far_moment_of_one_number_does_not_hold_up_the_others(pacer: MakePacer) -> None:
    two = pacer(accounts=[account(numbers=LINES[:2], number_per_second=2.0)])
    two.wait_for_line("a", line=LINES[0])
    with waiting(two, "b", urgent=True, line=LINES[0]):
        assert seconds_to_wait(two, "c") < 0.2


def test_a_company_that_is_left_alone_is_passed_over_and_tried_again_by_itself(
    pacer: MakePacer, conditions: Conditions, short_pauses: None
) -> None:
    conditions.note(ONE, Channel.CALLS, News.REFUSED)
    assert set(through(pacer, 20)) == {Trunk(OTHER, LINES[2])}
    with waiting(pacer(accounts=BOTH[:1]), "patient"):
        pass
    assert len(through(pacer, 40)) == 2


def test_an_urgent_call_is_tried_though_every_company_should_be_left_alone(
    pacer: MakePacer, conditions: Conditions, store: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pacing, "LOOK_S", 0.2)
    for sid in (ONE, OTHER):
        conditions.note(sid, Channel.CALLS, News.THROTTLED, 60)
    assert all(seconds_to_wait(pacer(accounts=BOTH), f"alert-{n}", urgent=True) < 0.5 for n in range(2))
    with waiting(pacer(accounts=BOTH), "a third", urgent=True) as third:
        assert third.is_alive(), "each is knocked at once a second, whatever is urgent: a red message is many calls"
    with waiting(pacer(accounts=BOTH), "routine") as routine:
        assert routine.is_alive()
        store.flushall()


def test_the_lowered_pace_is_never_exceeded_by_all_workers_together(
    pacer: MakePacer, conditions: Conditions, short_pauses: None
) -> None:
    conditions.note(ONE, Channel.CALLS, News.THROTTLED)
    crowd = Crowd([pacer(per_second=100), pacer(per_second=100)], threads=8)
    placed = placed_in(2.0, crowd)
    assert max(sum(at <= other < at + 1 for other in placed) for at in placed) <= 51
    assert len(placed) > 20, "and it is used"


def test_the_pace_falls_by_half_and_comes_back_with_the_calls_that_go_through(
    pacer: MakePacer, conditions: Conditions, store: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(companies, "FIRST_PAUSE_S", 0.0)
    slow, gaps = pacer(per_second=2), []
    for news, climb in ((News.THROUGH, 0.0), (News.THROTTLED, 0.0), (News.THROUGH, 1e9)):
        monkeypatch.setattr(companies, "CLIMB_A_S", climb)
        monkeypatch.setattr("gateway.conditions.NOTED_EVERY_S", 0.0)
        conditions.note(ONE, Channel.CALLS, news)
        gaps.append(gap_s(slow, store))
    assert gaps == pytest.approx([0.505, 1.010, 0.505], abs=0.01)


def gap_s(pacer: RedisPacer, store: redis.Redis) -> float:
    """Seconds between the moments of two calls that are placed one right after the other."""
    moments = []
    for _ in range(2):
        pacer.wait_for_line(f"attempt-{next(NUMBERS)}", urgent=True)
        moments.append(int(store.get(f"pace:moment:{ONE}") or 0))
    return (moments[1] - moments[0]) / 1_000_000


def test_what_a_company_has_lost_of_its_pace_goes_to_the_others(
    pacer: MakePacer, conditions: Conditions, store: redis.Redis
) -> None:
    for _ in range(3):
        conditions.note(ONE, Channel.CALLS, News.THROTTLED)
        store.hset(key_of(Channel.CALLS, ONE), "alone_until", 0)
    found = through(pacer, 300)
    assert found[Trunk(ONE, LINES[0])] < 100 < found[Trunk(OTHER, LINES[2])]


def test_nothing_is_left_behind_in_the_counts(pacer: MakePacer, store: redis.Redis) -> None:
    both = pacer(accounts=[account(numbers=LINES[:2], number_at_once=5), *BOTH[1:]])
    for n in range(20):
        both.wait_for_line(f"a{n}", urgent=True)
        both.wait_for_line(f"a{n}", urgent=True)
        both.release(f"a{n}")
    assert store.keys(HELD + "*") == []
