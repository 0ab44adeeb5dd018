"""Whose turn it is, and how a company in trouble is spared: by values."""

from dataclasses import replace

import pytest

from gateway.domain.companies import (
    LEAST,
    LONGEST_PAUSE_S,
    WELL,
    Account,
    Condition,
    News,
    after,
    by_turn,
    draw,
    reach_together,
)

NOON = 1_000_000.0
BIG = Account("AC1", "t", "", ("+1", "+2"), 70, 10, 40)
SMALL = Account("AC2", "t", "", ("+3",), 30, 2, 20)


def test_the_lot_falls_by_weight_and_stays_where_it_fell() -> None:
    lots = [draw(f"text:{number}") for number in range(4000)]
    first = sum(by_turn(lot, [BIG, SMALL])[0] is BIG for lot in lots)
    assert 0.67 < first / len(lots) < 0.73
    assert lots[0] == draw("text:0")


@pytest.mark.parametrize(
    ("lot", "weights", "turns"),
    [
        (0.0, (70, 30), [0, 1]),
        (0.69, (70, 30), [0, 1]),
        (0.71, (70, 30), [1, 0]),
        (0.99, (100, 0), [0, 1]),
        (0.0, (0, 5), [1, 0]),
        (0.5, (1, 2, 3), [2, 1, 0]),
        (0.2, (1, 2, 3), [1, 2, 0]),
    ],
)
def test_the_others_follow_the_heaviest_first(lot: float, weights: tuple[float, ...], turns: list[int]) -> None:
    accounts = [replace(BIG, sid=str(index), weight=weight) for index, weight in enumerate(weights)]
    assert [account.sid for account in by_turn(lot, accounts)] == [str(index) for index in turns]


@pytest.mark.parametrize(
    ("accounts", "reached"),
    [
        ([BIG], (10, 40)),
        ([BIG, SMALL], (2 / 0.3, round(40 / 0.7))),
        ([replace(BIG, number_per_second=1, number_at_once=3)], (2, 6)),
        ([replace(BIG, number_per_second=50)], (10, 40)),
        ([replace(BIG, weight=100), replace(SMALL, weight=0)], (10, 40)),
    ],
)
def test_at_their_weights_the_first_company_full_holds_up_all(
    accounts: list[Account], reached: tuple[float, int]
) -> None:
    assert reach_together(accounts) == pytest.approx(reached)


@pytest.mark.parametrize(
    ("known", "news", "wait_s", "becomes"),
    [
        # all is well
        (WELL, News.THROUGH, 0, WELL),
        # half the pace, and a pause: the company's own, or two seconds
        (WELL, News.THROTTLED, 0, Condition(0.5, NOON + 2, 1, 0, NOON + 2)),
        (WELL, News.THROTTLED, 17, Condition(0.5, NOON + 17, 1, 0, NOON + 17)),
        # longer each time, lower each time, neither without end
        (Condition(0.5, troubles=1), News.THROTTLED, 0, Condition(0.25, NOON + 4, 2, 0, NOON + 4)),
        (Condition(0.15, troubles=3), News.THROTTLED, 5, Condition(LEAST, NOON + 16, 4, 0, NOON + 16)),
        (
            Condition(LEAST, troubles=900),
            News.THROTTLED,
            0,
            Condition(LEAST, NOON + LONGEST_PAUSE_S, 901, 0, NOON + LONGEST_PAUSE_S),
        ),
        # one answer missing is the weather, three in a row are trouble
        (WELL, News.FAULT, 0, Condition(faults=1)),
        (Condition(faults=1), News.FAULT, 0, Condition(faults=2)),
        (Condition(faults=2), News.FAULT, 0, Condition(0.5, NOON + 2, 1, 0, NOON + 2)),
        (Condition(0.5, troubles=1), News.FAULT, 0, Condition(0.25, NOON + 4, 2, 0, NOON + 4)),
        (Condition(faults=2), News.THROUGH, 0, Condition(moved_at=NOON)),
        # whoever refuses us is left alone, which has nothing to do with its pace
        (WELL, News.REFUSED, 0, Condition(1, NOON + 2, 1, 0, NOON + 2)),
        (Condition(1, troubles=4), News.REFUSED, 0, Condition(1, NOON + 32, 5, 0, NOON + 32)),
        # calls that go through bring the pace back, by time and not by number, and end the row of troubles
        (Condition(0.5, NOON - 1, 3), News.THROUGH, 0, Condition(0.52, NOON)),
        (Condition(0.5, NOON, 3), News.THROUGH, 0, Condition(0.5, NOON)),
        (Condition(0.1, NOON - 3600), News.THROUGH, 0, Condition(0.2, NOON)),
        (Condition(0.99, NOON - 1), News.THROUGH, 0, Condition(1, NOON)),
        # what was asked for before the pause is no news
        (Condition(0.5, NOON + 9, 1, 0, NOON + 1), News.THROTTLED, 60, Condition(0.5, NOON + 9, 1, 0, NOON + 1)),
        (Condition(0.5, NOON + 9, 1, 0, NOON + 1), News.THROUGH, 0, Condition(0.5, NOON + 9, 1, 0, NOON + 1)),
        (Condition(0.5, NOON, 1, 0, NOON), News.THROTTLED, 0, Condition(0.25, NOON + 4, 2, 0, NOON + 4)),
    ],
)
def test_a_company_in_trouble_is_spared_and_comes_back(
    known: Condition, news: News, wait_s: float, becomes: Condition
) -> None:
    found = after(known, news, NOON, wait_s)
    assert (found.pace, found.moved_at) == pytest.approx((becomes.pace, becomes.moved_at))
    assert replace(found, pace=0, moved_at=0) == replace(becomes, pace=0, moved_at=0)


def test_the_pause_is_never_shorter_than_asked_for_and_not_the_same_for_all() -> None:
    ends = [after(WELL, News.THROTTLED, NOON, 10, chance).alone_until - NOON for chance in (0.0, 0.5, 1.0)]
    assert ends == [10, 12.5, 15]


def test_from_its_lowest_a_company_is_back_at_its_whole_pace_within_a_minute_of_calls() -> None:
    known = Condition(LEAST, NOON)
    seconds = 0
    while known.pace < 1:
        seconds += 1
        known = after(known, News.THROUGH, NOON + seconds)
    assert seconds == 45
