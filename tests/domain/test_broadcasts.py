"""When a household is rung again, and how long a broadcast takes: tables of values."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from gateway.domain.broadcasts import (
    GAPS_MIN,
    MAX_TRIES,
    TRANSITIONS,
    Cause,
    State,
    cause_of,
    has_rung,
    minutes_for,
    next_try,
    next_waking,
)
from gateway.domain.calls import ENDED, CallState

SHANGHAI = ZoneInfo("Asia/Shanghai")
WAKING = time(7, 0), time(21, 0)


def at(hour: int, minute: int = 0, day: int = 8) -> datetime:
    return datetime(2020, 2, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("cause", "tries", "ended", "again"),
    [
        (Cause.BUSY, 1, at(9), at(9, 7)),
        (Cause.BUSY, 2, at(9), at(9, 15)),
        (Cause.NO_ANSWER, 1, at(9), at(9, 15)),
        (Cause.NO_ANSWER, 2, at(9), at(10)),
        (Cause.NO_ANSWER, 3, at(9), None),
        (Cause.NO_ANSWER, 1, at(20, 50), at(7, day=9)),
        (Cause.NO_ANSWER, 1, at(20, 44), at(20, 59)),
        (Cause.NO_ANSWER, 1, at(20, 45), at(7, day=9)),
        (Cause.WRONG_NUMBER, 0, at(9), None),
        (Cause.CARRIER, 0, at(9), at(9, 5)),
        (Cause.SWITCHED_OFF, 1, at(9), at(10)),
    ],
)
def test_a_missed_household_is_rung_again_in_waking_hours(
    cause: Cause, tries: int, ended: datetime, again: datetime | None
) -> None:
    assert next_try(cause, tries, ended, SHANGHAI, WAKING) == again


def test_no_cause_is_tried_more_often_than_allowed_and_every_try_is_later_and_awake() -> None:
    for cause in Cause:
        for tries in range(MAX_TRIES + 1):
            for hour in range(24):
                again = next_try(cause, tries, at(hour), SHANGHAI, WAKING)
                assert again is None or (again > at(hour) and next_waking(again, SHANGHAI, WAKING) == again)
        assert next_try(cause, MAX_TRIES, at(9), SHANGHAI, WAKING) is None
    assert set(GAPS_MIN) == set(Cause)


@pytest.mark.parametrize(
    ("phones", "per_second", "at_once", "message_s", "minutes"),
    [
        (412, 1.0, 400, 40.0, 7),
        (100_000, 1.0, 1200, 20.0, 1667),
        (100_000, 30.0, 1200, 20.0, 56),
        (412, 1.0, 20, 20.0, 14),
        (1, 1.0, 20, 20.0, 1),
    ],
)
def test_the_estimate_follows_the_pace_and_the_lines(
    phones: int, per_second: float, at_once: int, message_s: float, minutes: int
) -> None:
    assert minutes_for(phones, per_second, at_once, message_s) == minutes


def test_every_end_of_a_call_has_a_cause() -> None:
    for state in ENDED:
        assert cause_of(state) in Cause
    assert cause_of(CallState.FAILED, "wrong_number") is Cause.WRONG_NUMBER
    assert cause_of(CallState.BUSY, "something new") is Cause.BUSY


def test_a_refused_call_is_no_try_and_a_dialled_one_is() -> None:
    assert not has_rung(CallState.FAILED, refused=True)
    assert has_rung(CallState.FAILED, refused=False)
    assert not has_rung(CallState.NEVER_PLACED, refused=False)
    assert not has_rung(CallState.CANCELED, refused=False)


def test_every_broadcast_can_come_to_an_end() -> None:
    assert set(TRANSITIONS) == set(State)
    for state in State:
        seen, reachable = set(), {state}
        while reachable - seen:
            now = (reachable - seen).pop()
            seen.add(now)
            reachable |= TRANSITIONS[now]
        assert any(not TRANSITIONS[last] for last in seen)


def test_waking_hours_hold_in_another_zone() -> None:
    utc = at(22).astimezone(ZoneInfo("UTC"))
    assert next_waking(utc, SHANGHAI, WAKING) == utc + timedelta(hours=9)
