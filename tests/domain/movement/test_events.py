"""When an outcome is the last word, and when somebody is asked and reminded."""

from datetime import UTC, date, datetime, timedelta

import pytest

from gateway.domain.movement.events import COUNTED, OUTCOMES, Kind, State, is_asked, is_reminded, settles
from gateway.domain.movement.rumours import State as Rumoured
from gateway.domain.movement.rumours import Tag, state_of

DAY = date(2020, 2, 20)
BEFORE = DAY - timedelta(days=1)


@pytest.mark.parametrize(
    ("outcome", "before", "on_the_day"),
    [
        (State.POSTPONED, True, True),
        (State.STOPPED, True, True),
        (State.NOTHING_THERE, True, True),
        (State.KEPT_SMALL, False, True),  # before the day it is a promise
        (State.HELD_ANYWAY, False, True),
    ],
)
def test_what_is_only_promised_is_followed_up(outcome: State, before: bool, on_the_day: bool) -> None:
    told = [settles(Kind.GATHERING, outcome, DAY, day) for day in (BEFORE, DAY, DAY + timedelta(days=1))]
    assert told == [before, on_the_day, True]
    assert settles(Kind.MARKET, outcome, DAY, BEFORE), "whether it opens is decided the evening before"


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "now", "asked"),
    [
        (Kind.WEDDING, at(BEFORE, 20), False),
        (Kind.WEDDING, at(DAY, 14, 59), False),
        (Kind.WEDDING, at(DAY, 15), True),
        (Kind.FUNERAL, at(DAY + timedelta(days=1), 8), True),
        (Kind.GATHERING, at(DAY, 20), False),
    ],
)
def test_a_family_is_asked_after_the_meal_of_its_day(kind: Kind, now: datetime, asked: bool) -> None:
    assert is_asked(kind, DAY, now) is asked


@pytest.mark.parametrize(
    ("told_at", "now", "reminded"),
    [
        (at(DAY, 9), at(DAY, 18, 59), False),
        (at(DAY, 9), at(DAY, 19), True),
        (at(DAY, 18), at(DAY, 19), False),  # told an hour ago
        (at(DAY, 18), at(DAY, 20), True),
        (at(BEFORE, 9), at(BEFORE, 20), False),  # it is not for today
        (at(BEFORE, 9), at(DAY + timedelta(days=1), 8), True),
    ],
)
def test_whoever_has_not_answered_by_evening_is_reminded(told_at: datetime, now: datetime, reminded: bool) -> None:
    assert is_reminded(DAY, told_at, now) is reminded


def test_what_the_report_counts_are_outcomes() -> None:
    assert {state for _, states in COUNTED.values() for state in states} <= set(OUTCOMES)
    assert len({kind for kind, _ in COUNTED.values()}) == len(Kind)


@pytest.mark.parametrize(
    ("tag", "answered", "same", "state"),
    [
        (None, False, False, Rumoured.RECEIVED),
        (Tag.CHECKING, False, False, Rumoured.CHECKING),
        (Tag.FALSE, False, False, Rumoured.VERIFIED_FALSE),
        (Tag.TRUE, False, False, Rumoured.VERIFIED_TRUE),
        (Tag.TRUE, True, False, Rumoured.ANSWERED),
        (Tag.TRUE, True, True, Rumoured.SAME),
    ],
)
def test_where_a_rumour_stands(tag: Tag | None, answered: bool, same: bool, state: Rumoured) -> None:
    assert state_of(tag, answered=answered, same=same) is state
