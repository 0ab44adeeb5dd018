"""The ladder of alerts: minute by minute who is due, when a call rings again, and the times the law gives."""

from datetime import UTC, datetime, timedelta

import pytest

from gateway.catalogue.ladders import read_ladders
from gateway.domain import alerts
from gateway.settings import PROMPTS

(LADDER,) = read_ladders(PROMPTS / "urgent")
RAISED = datetime(2020, 2, 8, 1, 0, tzinfo=UTC)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


@pytest.mark.parametrize(
    ("after", "handed", "due"),
    [
        (0, False, [0]),
        (9.99, False, [0]),
        (10, False, [0, 10]),
        (29.99, False, [0, 10]),
        (30, False, [0, 10, 30]),
        (60, False, [0, 10, 30, 60]),
        (600, False, [0, 10, 30, 60]),
        (0, True, []),
        (10, True, [10]),
        (60, True, [10, 30, 60]),
    ],
)
def test_a_step_is_due_from_its_minute_on(after: float, handed: bool, due: list[int]) -> None:
    steps = alerts.rungs(LADDER, handed=handed)
    now = RAISED + minutes(after)
    assert [step.after for step in steps if alerts.is_due(step, RAISED, now)] == [minutes(one) for one in due]


@pytest.mark.parametrize(("after", "breached"), [(0, False), (119.99, False), (120, True), (500, True)])
def test_two_hours_without_an_answer_are_a_breach(after: float, breached: bool) -> None:
    assert alerts.is_breached(LADDER, RAISED, RAISED + minutes(after)) is breached


def test_the_law_gives_each_level_its_own_hours() -> None:
    hours = [(due_at - RAISED) / timedelta(hours=1) for _, due_at in alerts.deadlines(LADDER, RAISED)]
    assert hours == [2, 4, 6, 7]


@pytest.mark.parametrize(
    ("rings", "live", "ended_before", "now"),
    [
        (0, False, None, True),
        (1, True, None, False),
        (1, False, 1.99, False),
        (1, False, 2, True),
        (2, False, 2, True),
        (3, False, 60, False),
    ],
)
def test_a_phone_rings_again_after_two_minutes_three_times_at_most(
    rings: int, live: bool, ended_before: float | None, now: bool
) -> None:
    ended = None if ended_before is None else RAISED - minutes(ended_before)
    assert alerts.ring_now(rings, live, ended, RAISED) is now
