"""A promised call back: who is rung for it, and when, until it is kept."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from gateway.domain import promises
from gateway.domain.limits import Hours

SHANGHAI = ZoneInfo("Asia/Shanghai")
PROMISED = datetime(2020, 2, 8, 10, 0, tzinfo=SHANGHAI)
HOURS = Hours(SHANGHAI, (time(7, 0), time(21, 0)))


def after(minutes: float) -> datetime:
    return PROMISED + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("backup", "ended", "calls", "now", "rings"),  # minutes after the promise
    [
        (False, [], [], 0, 2),  # who did not pick up just now gets a moment
        (False, [], [], 2, 2),
        (False, [], [], 25, 25),
        (False, [], [1.5], 2, 2.5),  # one call a minute, whatever it is for
        (False, [], [0, 1, 2, 3, 4], 5, 60),  # and five an hour
        (False, [3], [2], 3, 10),
        (False, [10, 3], [2, 9], 11, 17),
        (False, [29], [28], 29, 36),
        (False, [36], [], 36, 96),  # the promise is broken: once an hour
        (False, [90], [], 91, 240),  # the midday rest is kept then
        (True, [], [], 0, 10),
        (True, [], [], 12, 12),
        (True, [11], [10], 11, 18),
    ],
)
def test_the_cadre_is_rung_until_they_have_talked_and_the_next_above_from_ten_minutes_on(
    backup: bool, ended: list[float], calls: list[float], now: float, rings: float
) -> None:
    ends, placed = [after(one) for one in ended], [after(one) for one in calls]
    at = promises.ring_at(after(30), ends, placed, after(now), HOURS, backup=backup)
    assert at == after(rings)


@pytest.mark.parametrize(
    ("promised", "ended", "now", "rings"),
    [
        ("08T22:40", None, "08T22:42", "08T22:42"),  # it was promised at night, and is kept at night
        ("08T22:40", "08T23:05", "08T23:08", "09T07:00"),  # once broken, it waits for the morning
        ("08T10:00", "09T10:05", "09T10:06", "10T10:05"),  # and after a day for the next one
        ("08T10:00", "09T09:30", "09T12:30", "09T14:00"),
    ],
)
def test_a_broken_promise_wakes_nobody(promised: str, ended: str | None, now: str, rings: str) -> None:
    ends = [local(ended)] if ended else []
    at = promises.ring_at(local(promised) + promises.KEPT_WITHIN, ends, [], local(now), HOURS, backup=False)
    assert at == local(rings)


@pytest.mark.parametrize(("minutes", "due"), [(0, False), (9.9, False), (10, True), (60, True)])
def test_the_next_above_is_told_after_ten_minutes(minutes: float, due: bool) -> None:
    assert promises.backup_due(after(30), after(minutes)) is due


def local(written: str) -> datetime:
    return datetime.fromisoformat(f"2020-02-{written}").replace(tzinfo=SHANGHAI)
