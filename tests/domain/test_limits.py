"""When a phone may be rung: so many calls a minute, an hour, a day; waking hours; the midday rest."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain import limits
from gateway.domain.limits import Hours

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2020, 2, 8, 10, 0, tzinfo=SHANGHAI)
HOURS = Hours(SHANGHAI, (time(7, 0), time(21, 0)))


def ago(*minutes: float) -> list[datetime]:
    return [NOW - timedelta(minutes=one) for one in minutes]


@pytest.mark.parametrize(
    ("calls", "wait_min"),
    [
        ([], 0),
        ([0.5], 0.5),
        ([1], 0),
        ([2, 3, 4, 5], 0),
        ([2, 3, 4, 5, 6], 54),
        ([0.5, 10, 20, 30, 59], 1),
        ([10, 20, 30, 40, 60], 0),
        ([61 + n for n in range(19)], 0),
        ([61 + n for n in range(20)], 24 * 60 - 80),
    ],
)
def test_the_limits_of_one_callee(calls: list[float], wait_min: float) -> None:
    assert limits.allowed_at(ago(*calls), NOW) == NOW + timedelta(minutes=wait_min)


@given(st.lists(st.floats(0, 3000), max_size=40))
def test_one_more_call_at_the_instant_given_keeps_every_limit(calls: list[float]) -> None:
    at = limits.allowed_at(ago(*calls), NOW)
    for most, window in limits.LIMITS:
        assert sum(at - window < call <= at for call in ago(*calls)) < most


@pytest.mark.parametrize(
    ("local", "rings"),
    [
        ("08T06:59", "08T07:00"),
        ("08T07:00", "08T07:00"),
        ("08T11:59", "08T11:59"),
        ("08T12:00", "08T14:00"),
        ("08T13:59", "08T14:00"),
        ("08T14:00", "08T14:00"),
        ("08T20:59", "08T20:59"),
        ("08T21:00", "09T07:00"),
        ("09T00:00", "09T07:00"),
    ],
)
def test_waking_hours_and_the_midday_rest(local: str, rings: str) -> None:
    at, expected = (datetime.fromisoformat(f"2020-02-{one}").replace(tzinfo=SHANGHAI) for one in (local, rings))
    assert limits.next_hour(at, HOURS) == expected


def test_a_village_that_rises_at_noon_and_sleeps_at_one_is_rung_the_next_day_at_no_time_of_its_rest() -> None:
    early = Hours(SHANGHAI, (time(7, 0), time(13, 0)))
    assert limits.next_hour(NOW.replace(hour=12, minute=30), early) == NOW.replace(hour=7) + timedelta(days=1)


def test_limits_and_hours_together() -> None:
    at = NOW.replace(hour=11, minute=59, second=30)
    assert limits.rings_at([at], at, HOURS) == NOW.replace(hour=14)
