"""On which days a market is held, in whatever way its days are counted, and which order stops it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from borax.calendars.lunardate import LunarDate

from gateway.domain.errors import BadInput
from gateway.domain.movement.market_rules import rule_in
from gateway.domain.movement.markets import Cycle, Order, Rule, animal, day_to_tell_of, market_days, order_on

FEB_1, FEB_29 = date(2020, 2, 1), date(2020, 2, 29)
VILLAGE = "532901105201"


@pytest.mark.parametrize(
    ("written", "february"),
    [
        ("每5天 2020-02-03", [3, 8, 13, 18, 23, 28]),
        ("每七天 2020年1月27日", [3, 10, 17, 24]),
        ("every 7 days from 2020-03-02", [3, 10, 17, 24]),  # the day to count from may lie ahead
        ("农历初一、十五", [8, 23]),
        ("lunar 1 15", [8, 23]),
        ("初二廿二", [15, 24]),
        ("农历逢三逢八", [1, 6, 11, 16, 21, 25]),  # a month of 29 days between
        ("農曆逢3、8", [1, 6, 11, 16, 21, 25]),
        ("公历逢五逢十", [5, 10, 15, 20, 25]),
        ("solar ending in 5 0", [5, 10, 15, 20, 25]),
        ("公历5号、15号、25号", [5, 15, 25]),
        ("每周日", [2, 9, 16, 23]),
        ("星期三、六", [1, 5, 8, 12, 15, 19, 22, 26, 29]),
        ("Sundays", [2, 9, 16, 23]),
        ("wednesday and saturday", [1, 5, 8, 12, 15, 19, 22, 26, 29]),
        ("鼠街", [3, 15, 27]),
        ("马街", [9, 21]),
        ("属鼠、属马", [3, 9, 15, 21, 27]),
        ("子日午日", [3, 9, 15, 21, 27]),
        ("rat and horse days", [3, 9, 15, 21, 27]),
    ],
)
def test_the_days_of_a_market_in_february_2020(written: str, february: list[int]) -> None:
    assert [day.day for day in market_days(rule_in(written), FEB_1, FEB_29)] == february


@pytest.mark.parametrize(
    ("written", "remedy"),
    [
        ("", "write for instance"),
        ("经常", "write for instance"),
        ("逢三逢八", "write 农历 or 公历"),
        ("5 15 25", "write 农历 or 公历"),
        ("农历31", "from 1 to 30"),
        ("公历32", "from 1 to 31"),
        ("每5天", "每5天 2020-02-03"),
        ("每5天 2020-02-30", "每5天 2020-02-03"),
        ("每1天 2020-02-03", "every 2 to 60 days"),
        ("每隔5天 2020-02-03", "may mean two things"),
        ("鼠街和别的", "write for instance"),
        ("农历逢三 除了正月", "write for instance"),
    ],
)
def test_what_may_mean_two_things_is_asked_back(written: str, remedy: str) -> None:
    with pytest.raises(BadInput, match=remedy):
        rule_in(written)


def test_the_animal_of_a_day_is_that_of_the_almanac() -> None:
    for ahead in range(0, 3000, 7):
        day = FEB_1 + timedelta(days=ahead)
        assert "子丑寅卯辰巳午未申酉戌亥"[animal(day) - 1] == LunarDate.from_solar(day).gz_day[1]


def test_a_market_counted_from_no_day_is_held_on_none() -> None:
    assert market_days(Rule(Cycle.EVERY, frozenset({5})), FEB_1, FEB_29) == []
    assert market_days(rule_in("每周日"), FEB_29, FEB_1) == []


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2020, 2, 8, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (at(18, 59), None),
        (at(19), 9),
        (at(20, 59), 9),
        (at(7), 8),  # nobody could be told last evening
        (at(12), None),
    ],
)
def test_whoever_answers_for_it_is_told_the_evening_before(now: datetime, day: int | None) -> None:
    told = day_to_tell_of(now)
    assert (told.day if told else None) == day


COUNTY = Order("532901", "county 3", date(2020, 2, 5))
TOWNSHIP = Order("532901105", "township 1", date(2020, 2, 7), date(2020, 2, 9))
LATER = Order("532901105", "township 2", date(2020, 2, 9))
ELSEWHERE = Order("532901106", "elsewhere", date(2020, 2, 1))


@pytest.mark.parametrize(
    ("day", "order"), [(4, None), (5, COUNTY), (7, TOWNSHIP), (8, TOWNSHIP), (9, LATER), (20, LATER)]
)
def test_the_order_of_the_nearest_unit_is_named_the_newest_of_those(day: int, order: Order | None) -> None:
    assert order_on([COUNTY, TOWNSHIP, LATER, ELSEWHERE], VILLAGE, date(2020, 2, day)) == order
