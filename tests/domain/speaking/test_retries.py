"""When a household is rung again: by level and by cause, inside the hours, and never oftener than the level says."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from gateway.domain.calls import ENDED, CallState
from gateway.domain.hours import next_open, within
from gateway.domain.speaking.levels import Level
from gateway.domain.speaking.retries import Cause, cause_of, has_rung, next_try
from tests.support.board import catalogue

SHANGHAI = ZoneInfo("Asia/Shanghai")
RULES = catalogue().levels


def at(hour: int, minute: int = 0, day: int = 8) -> datetime:
    return datetime(2020, 2, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("level", "cause", "tries", "ended", "again"),
    [
        (Level.RED, Cause.NO_ANSWER, 1, at(9), at(9, 5)),
        (Level.RED, Cause.NO_ANSWER, 4, at(9), at(10)),
        (Level.RED, Cause.NO_ANSWER, 5, at(9), None),
        (Level.RED, Cause.NO_ANSWER, 1, at(23, 58), at(0, 3, day=9)),
        (Level.RED, Cause.BUSY, 1, at(9), at(9, 7)),
        (Level.ORANGE, Cause.NO_ANSWER, 1, at(9), at(9, 15)),
        (Level.ORANGE, Cause.NO_ANSWER, 2, at(9), at(10)),
        (Level.ORANGE, Cause.NO_ANSWER, 3, at(10), at(18)),
        (Level.ORANGE, Cause.NO_ANSWER, 3, at(18, 30), at(18, day=9)),
        (Level.ORANGE, Cause.NO_ANSWER, 4, at(18), None),
        (Level.ORANGE, Cause.NO_ANSWER, 1, at(20, 50), at(7, day=9)),
        (Level.YELLOW, Cause.NO_ANSWER, 1, at(9), at(14)),
        (Level.YELLOW, Cause.NO_ANSWER, 1, at(20), at(7, 30, day=9)),
        (Level.YELLOW, Cause.NO_ANSWER, 2, at(14), None),
        (Level.YELLOW, Cause.BUSY, 1, at(11, 25), at(14)),
        (Level.BLUE, Cause.NO_ANSWER, 1, at(9), None),
        (Level.BLUE, Cause.CARRIER, 0, at(9), at(9, 5)),
        (Level.RED, Cause.WRONG_NUMBER, 0, at(9), None),
        (Level.ORANGE, Cause.SWITCHED_OFF, 1, at(9), at(9, 15)),
    ],
)
def test_a_missed_household_is_rung_again_by_level_and_cause(
    level: Level, cause: Cause, tries: int, ended: datetime, again: datetime | None
) -> None:
    assert next_try(RULES[level], cause, tries, ended, SHANGHAI, RULES[level].windows) == again


@pytest.mark.parametrize("level", list(Level))
def test_no_cause_is_tried_more_often_than_allowed_and_every_try_is_later_and_inside_the_hours(level: Level) -> None:
    rule = RULES[level]
    for cause in Cause:
        for tries in range(rule.tries + 1):
            for hour in range(24):
                again = next_try(rule, cause, tries, at(hour), SHANGHAI, rule.windows)
                assert again is None or (again > at(hour) and next_open(again, SHANGHAI, rule.windows) == again)
        assert next_try(rule, cause, rule.tries, at(9), SHANGHAI, rule.windows) is None


def test_the_retries_of_a_red_message_keep_the_callees_hour() -> None:
    """Five calls an hour is the carrier's limit: the plan itself never asks for a sixth."""
    rung, when = [at(9)], at(9)
    for tries in range(1, RULES[Level.RED].tries):
        when = next_try(RULES[Level.RED], Cause.NO_ANSWER, tries, when, SHANGHAI, RULES[Level.RED].windows) or when
        rung.append(when)
    assert all(sum(0 <= (later - one) / timedelta(hours=1) < 1 for later in rung) <= 5 for one in rung)


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


def test_hours_of_a_level_are_cut_to_the_villages_waking() -> None:
    lunch = ((time(7, 30), time(11, 30)), (time(14), time(20, 30)))
    assert within(lunch, (time(8), time(20))) == ((time(8), time(11, 30)), (time(14), time(20)))
    assert within(lunch, (time(0), time(0))) == lunch
    assert within(lunch, (time(12), time(13))) == ()
