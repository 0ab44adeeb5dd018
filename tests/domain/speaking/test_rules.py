"""Levels, states, evidence of hearing, cost and duration: tables of values."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.speaking.estimates import minutes_for, yuan_for
from gateway.domain.speaking.hearing import explain_in, is_enough, listened_s
from gateway.domain.speaking.levels import Level, Prices, may_approve, may_issue, order_of
from gateway.domain.speaking.states import (
    DELIVERY_TRANSITIONS,
    OVER,
    TRANSITIONS,
    DeliveryState,
    State,
    leading_to,
)
from tests.support import cast
from tests.support.board import catalogue

RULES = catalogue().levels


@pytest.mark.parametrize(
    ("level", "role", "may"),
    [
        (Level.RED, "cadre", True),
        (Level.RED, "doctor", True),
        (Level.RED, "grid_worker", False),
        (Level.ORANGE, "grid_worker", False),
        (Level.YELLOW, "grid_worker", True),
        (Level.BLUE, "supervisor", True),
    ],
)
def test_who_may_issue_a_level(level: Level, role: str, may: bool) -> None:
    assert may_issue(RULES[level], [role]) is may


@pytest.mark.parametrize(
    ("level", "role", "unit", "areas", "may"),
    [
        (Level.ORANGE, "supervisor", cast.TOWNSHIP, [cast.VILLAGE], True),
        (Level.ORANGE, "supervisor", cast.COUNTY, [cast.VILLAGE, cast.GRID_1], True),
        (Level.ORANGE, "supervisor", cast.VILLAGE, [cast.VILLAGE], False),  # too low a rung
        (Level.ORANGE, "cadre", cast.TOWNSHIP, [cast.VILLAGE], False),
        (Level.ORANGE, "supervisor", "532901106", [cast.VILLAGE], False),  # another township
        (Level.ORANGE, "supervisor", cast.TOWNSHIP, [cast.VILLAGE, "532901106201"], False),
        (Level.YELLOW, "supervisor", cast.TOWNSHIP, [cast.VILLAGE], False),  # nobody has to
    ],
)
def test_who_may_agree(level: Level, role: str, unit: str, areas: list[str], may: bool) -> None:
    assert may_approve(RULES[level], role, unit, areas) is may


def test_the_graver_message_rings_first_and_of_two_alike_the_superiors() -> None:
    waiting = [(Level.BLUE, "53"), (Level.RED, cast.GRID_1), (Level.ORANGE, cast.VILLAGE), (Level.ORANGE, cast.COUNTY)]
    Random(7).shuffle(waiting)
    assert sorted(waiting, key=lambda one: order_of(*one)) == [
        (Level.RED, cast.GRID_1),
        (Level.ORANGE, cast.COUNTY),
        (Level.ORANGE, cast.VILLAGE),
        (Level.BLUE, "53"),
    ]


def test_every_broadcast_can_come_to_an_end() -> None:
    assert set(TRANSITIONS) == set(State)
    for state in State:
        seen: set[State] = set()
        reachable = {state}
        while reachable - seen:
            now = (reachable - seen).pop()
            seen.add(now)
            reachable |= TRANSITIONS[now]
        assert seen & OVER


def test_nobody_is_rung_before_somebody_agreed_where_somebody_must() -> None:
    assert State.SENDING not in TRANSITIONS[State.WAITING]
    assert State.SENDING not in TRANSITIONS[State.DRAFT]


@given(st.lists(st.sampled_from(list(DeliveryState)), max_size=30))
def test_whatever_order_news_comes_in_a_confirmation_is_kept(news: list[DeliveryState]) -> None:
    state = DeliveryState.DUE
    for wanted in [*news, DeliveryState.HEARD]:
        if state in leading_to(wanted):
            state = wanted
    assert state is DeliveryState.HEARD
    assert set(DELIVERY_TRANSITIONS) == set(DeliveryState)


@pytest.mark.parametrize(
    ("talked_s", "opening_s", "message_s", "listened", "enough"),
    [
        (40, 4.0, 30.0, 30.0, True),
        (28, 4.0, 30.0, 24.0, True),
        (27, 4.0, 30.0, 23.0, False),
        (3, 4.0, 30.0, 0.0, False),
        (0, 4.0, 30.0, 0.0, False),
        (40, 4.0, 0.0, 0.0, False),
    ],
)
def test_four_fifths_of_the_message_are_evidence(
    talked_s: float, opening_s: float, message_s: float, listened: float, enough: bool
) -> None:
    assert listened_s(talked_s, opening_s, message_s) == listened
    assert is_enough(listened, message_s) is enough


def test_it_is_explained_in_another_language_where_there_is_one() -> None:
    assert explain_in("zh", ("zh", "bai")) == "bai"
    assert explain_in("zh", ("zh",)) is None


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


@pytest.mark.parametrize(
    ("level", "phones", "message_s", "segments", "yuan"),
    [
        (Level.BLUE, 412, 30.0, 1, 38),  # a minute a call, no text
        (Level.BLUE, 412, 45.0, 1, 75),  # a second minute is begun
        (Level.YELLOW, 412, 30.0, 1, 42),  # a fifth of them are texted
        (Level.RED, 412, 30.0, 2, 79),  # everybody is texted
        (Level.RED, 0, 30.0, 2, 0),
    ],
)
def test_what_it_costs_is_told_in_whole_yuan(
    level: Level, phones: int, message_s: float, segments: int, yuan: int
) -> None:
    assert yuan_for(phones, message_s, segments, RULES[level], Prices(0.09, 0.05)) == yuan
