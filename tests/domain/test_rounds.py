"""When every household is asked: hours, tries within a round, and whose check call answers for a home."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from gateway.domain.policy import Half
from gateway.domain.situations.response import Asked, Rhythm, Round
from gateway.domain.situations.rounds import Spared, next_call, spared, times_on, windows_of
from gateway.domain.speaking.retries import Cause

SHANGHAI = ZoneInfo("Asia/Shanghai")
WAKING = (time(7), time(21))
DAY = date(2020, 2, 8)
ALL_DAY = Round(1, 1, time(0), time(10), time(20), (60, "evening"))
MORNING = Round(1, 2, time(0), time(9), time(12), (60,))
EVENING = Round(2, 2, time(12), time(18), time(20, 30), (45,))
NIGHT = Round(1, 1, time(0), time(5), time(6, 30), ())
HALVES = (Half("am", time(8), time(9, 30), time(11, 30)), Half("pm", time(18), time(19), time(20, 30)))


def at(hour: int, minute: int = 0, day: int = 8) -> datetime:
    return datetime(2020, 2, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("one", "waking", "windows"),
    [
        (ALL_DAY, WAKING, ((time(10), time(12)), (time(14), time(20)))),
        (MORNING, WAKING, ((time(9), time(12)),)),
        (EVENING, (time(7), time(20)), ((time(18), time(20)),)),
        (EVENING, (time(7), time(18)), ()),
        (NIGHT, WAKING, ()),
    ],
)
def test_a_round_rings_awake_villages_and_not_at_the_midday_rest(
    one: Round, waking: tuple[time, time], windows: tuple[tuple[time, time], ...]
) -> None:
    assert windows_of(one.ring, one.until, waking) == windows


@pytest.mark.parametrize(
    ("one", "ring", "closes"), [(ALL_DAY, at(10), at(20)), (MORNING, at(9), at(12)), (EVENING, at(18), at(20, 30))]
)
def test_a_round_on_a_day_has_its_instants(one: Round, ring: datetime, closes: datetime) -> None:
    times = times_on(one, DAY, SHANGHAI, WAKING)
    assert times is not None
    assert (times.since_at, times.ring_at, times.closes_at) == (at(one.since.hour), ring, closes)


def test_a_round_of_the_night_is_never_held() -> None:
    assert times_on(NIGHT, DAY, SHANGHAI, WAKING) is None


@pytest.mark.parametrize(
    ("one", "cause", "tries", "ended", "other", "again"),
    [
        (ALL_DAY, Cause.NO_ANSWER, 1, at(10), False, at(11)),
        (ALL_DAY, Cause.NO_ANSWER, 1, at(11, 30), False, at(14)),  # the rest lies between
        (ALL_DAY, Cause.NO_ANSWER, 2, at(11), False, at(18)),
        (ALL_DAY, Cause.NO_ANSWER, 2, at(18, 30), False, None),  # this evening is over, tomorrow is another round
        (ALL_DAY, Cause.NO_ANSWER, 3, at(18), False, None),
        (ALL_DAY, Cause.NO_ANSWER, 1, at(19, 30), False, None),
        (ALL_DAY, Cause.BUSY, 1, at(10), False, at(10, 7)),
        (ALL_DAY, Cause.NOT_CONFIRMED, 1, at(10), False, at(11)),
        (ALL_DAY, Cause.CARRIER, 0, at(10), False, at(10, 5)),
        (ALL_DAY, Cause.CARRIER, 0, at(19, 58), False, None),
        (ALL_DAY, Cause.WRONG_NUMBER, 1, at(10), False, None),
        (ALL_DAY, Cause.WRONG_NUMBER, 1, at(10), True, at(11)),  # the home has another phone
        (ALL_DAY, Cause.UNREACHABLE, 0, at(10), True, at(10, 15)),  # refused: that was no try
        (MORNING, Cause.NO_ANSWER, 1, at(9), False, at(10)),
        (MORNING, Cause.NO_ANSWER, 1, at(11, 30), False, None),
        (NIGHT, Cause.BUSY, 0, at(10), False, None),
    ],
)
def test_who_was_not_heard_is_rung_again_within_the_round_only(
    one: Round, cause: Cause, tries: int, ended: datetime, other: bool, again: datetime | None
) -> None:
    assert next_call(one, cause, tries, ended, SHANGHAI, WAKING, other=other) == again


@pytest.mark.parametrize(
    ("one", "asks", "whose"),
    [
        (ALL_DAY, {}, Spared()),
        (ALL_DAY, {Asked.OBSERVED: 1}, Spared(Asked.OBSERVED)),  # the check of half past nine rings before ten
        (MORNING, {Asked.OBSERVED: 1, Asked.CONTACTS: 2}, Spared(Asked.OBSERVED, phones=True)),
        (EVENING, {Asked.OBSERVED: 1}, Spared()),
        (EVENING, {Asked.OBSERVED: 1, Asked.CONTACTS: 2}, Spared(Asked.CONTACTS, phones=True)),
        (EVENING, {Asked.OBSERVED: 2}, Spared(Asked.OBSERVED, phones=True)),
        (EVENING, {Asked.CONTACTS: 2}, Spared(Asked.CONTACTS, phones=True)),
        (NIGHT, {Asked.OBSERVED: 2}, Spared()),
    ],
)
def test_a_check_call_of_the_same_time_answers_for_its_home(one: Round, asks: dict[Asked, int], whose: Spared) -> None:
    rhythm = [Rhythm(asked, times, {"zh": "问"}) for asked, times in asks.items()]
    assert spared(one, rhythm, HALVES) == whose
