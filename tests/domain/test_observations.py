"""Fourteen days at home, as tables: which day it is, what is due when, whom to call, how it ends."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from gateway.domain import observations as rules
from gateway.domain.calls import CallState
from gateway.domain.limits import Hours
from gateway.domain.observations import Due, Outcome, Period, Tried
from gateway.domain.policy import Basis
from gateway.domain.screening import observed_until
from tests.domain.test_policy import BASE

SHANGHAI = ZoneInfo("Asia/Shanghai")
HOURS = Hours(SHANGHAI, (time(7, 0), time(21, 0)))
ARRIVED, HEARD = date(2020, 2, 6), date(2020, 2, 8)
HUBEI = next(rule for rule in BASE.rules if rule.category == "D")
CONTACT = next(rule for rule in BASE.rules if rule.category == "C")
INSIDE = next(rule for rule in BASE.rules if rule.category == "H")
DAYS = Period(Basis.ARRIVAL, date(2020, 2, 7), date(2020, 2, 20))


def at(hour: int, minute: int = 0, day: int = 8) -> datetime:
    return datetime(2020, 2, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("rule", "answers", "arrived", "basis", "eve"),
    [
        (HUBEI, {}, ARRIVED, Basis.ARRIVAL, ARRIVED),
        (HUBEI, {"last_exposure": "2020-02-01"}, ARRIVED, Basis.ARRIVAL, ARRIVED),
        (HUBEI, {}, None, Basis.ARRIVAL, HEARD),
        (CONTACT, {"last_exposure": "2020-02-07"}, ARRIVED, Basis.LAST_EXPOSURE, date(2020, 2, 7)),
        (CONTACT, {"last_exposure": "unknown"}, ARRIVED, Basis.ARRIVAL, ARRIVED),
        (CONTACT, {"shared_vehicle": "yes", "days_ago": "2020-02-06"}, ARRIVED, Basis.LAST_EXPOSURE, ARRIVED),
        (CONTACT, {"close_contact": "yes"}, None, Basis.ARRIVAL, HEARD),
    ],
)
def test_the_days_are_counted_by_the_rule(
    rule: object, answers: dict[str, str], arrived: date | None, basis: Basis, eve: date
) -> None:
    span = rules.period(rule, answers, arrived, HEARD)  # type: ignore[arg-type]
    assert span == Period(basis, eve + timedelta(days=1), observed_until(eve))
    assert span.days == 14


def test_a_category_that_needs_none_has_no_days() -> None:
    assert rules.period(INSIDE, {}, ARRIVED, HEARD) is None


@pytest.mark.parametrize(
    ("day", "n"),
    [(date(2020, 2, 6), None), (date(2020, 2, 7), 1), (date(2020, 2, 20), 14), (date(2020, 2, 21), None)],
)
def test_which_day_it_is(day: date, n: int | None) -> None:
    assert DAYS.day_n(day) == n


def test_twenty_eight_temperatures_are_due_at_local_hours() -> None:
    due = rules.checks_of(DAYS, BASE.halves, SHANGHAI)
    assert len(due) == 28
    assert due[0] == Due(date(2020, 2, 7), "am", at(8, day=7), at(9, 30, 7), at(11, 30, 7))
    assert due[-1] == Due(date(2020, 2, 20), "pm", at(18, day=20), at(19, day=20), at(20, 30, 20))


@pytest.mark.parametrize(("hour", "half"), [((0, 0), "am"), ((11, 59), "am"), ((12, 0), "pm"), ((23, 59), "pm")])
def test_a_report_answers_the_half_of_the_day_it_comes_in(hour: tuple[int, int], half: str) -> None:
    assert rules.half_at(at(*hour)) == half


@pytest.mark.parametrize(
    ("kept", "said", "replaces"),
    [
        (None, (False, None), True),
        ((False, None), (False, None), False),
        ((False, None), (True, None), True),
        ((False, None), (False, 36.6), True),
        ((False, 36.6), (True, None), True),
        ((True, None), (True, 38.2), True),
        ((True, 38.2), (False, 36.6), False),
        ((True, 38.2), (True, 38.2), False),
    ],
)
def test_bad_news_replaces_good_and_never_the_other_way(
    kept: tuple[bool, float | None] | None, said: tuple[bool, float | None], replaces: bool
) -> None:
    assert rules.replaces(kept, said) is replaces


MORNING = Due(date(2020, 2, 8), "am", at(8), at(9, 30), at(11, 30))
NOON = replace(MORNING, closes_at=at(15))
BUSY, SILENT = Tried(CallState.BUSY, at(9, 31)), Tried(CallState.NO_ANSWER, at(9, 31))


@pytest.mark.parametrize(
    ("check", "tried", "calls", "now", "rings"),
    [
        (MORNING, [], [], at(8), at(9, 30)),
        (MORNING, [], [], at(10), at(10)),
        (MORNING, [], [at(9, 59)], at(9, 59), at(10)),
        (MORNING, [], [at(9, m) for m in (10, 20, 30, 40, 50)], at(10), at(10, 10)),
        (MORNING, [BUSY], [], at(9, 32), at(9, 38)),
        (MORNING, [SILENT], [], at(9, 32), at(9, 46)),
        (MORNING, [Tried(CallState.COMPLETED, at(9, 31))], [], at(9, 32), at(10, 1)),
        (MORNING, [Tried(CallState.NEVER_PLACED, at(9, 31)), SILENT], [], at(9, 50), at(9, 50)),
        (MORNING, [Tried(CallState.RINGING, None)], [], at(9, 32), None),
        (MORNING, [SILENT, SILENT], [], at(11), None),
        (MORNING, [], [], at(11, 30), None),
        (MORNING, [Tried(CallState.NO_ANSWER, at(11, 20))], [], at(11, 21), None),
        (NOON, [], [], at(11, 59), at(11, 59)),
        (NOON, [], [], at(12), at(14)),
        (replace(MORNING, closes_at=at(13, 30)), [], [], at(12), None),
    ],
)
def test_when_a_silent_phone_is_rung(
    check: Due, tried: list[Tried], calls: list[datetime], now: datetime, rings: datetime | None
) -> None:
    assert rules.call_at(check, tried, calls, now, HOURS) == rings


@pytest.mark.parametrize(
    ("missed", "count"),
    [([], 0), ([False, True, True], 0), ([True], 1), ([True, True, False, True], 2), ([True] * 4, 4)],
)
def test_missed_in_a_row(missed: list[bool], count: int) -> None:
    assert rules.missed_in_a_row(missed) == count


@pytest.mark.parametrize(
    ("last_ill", "missed", "outcome"),
    [
        (False, 0, Outcome.RELEASED),
        (False, 2, Outcome.RELEASED),
        (False, 3, Outcome.LOST),
        (None, 3, Outcome.LOST),
        (None, 0, Outcome.RELEASED),
        (True, 0, Outcome.TO_DOCTOR),
        (True, 5, Outcome.TO_DOCTOR),
    ],
)
def test_how_it_ends(last_ill: bool | None, missed: int, outcome: Outcome) -> None:
    assert rules.outcome_of(last_ill, missed) is outcome


@pytest.mark.parametrize(
    ("day", "closed", "over"), [(19, True, False), (20, False, False), (20, True, True), (21, False, True)]
)
def test_the_fourteenth_evening_is_the_last(day: int, closed: bool, over: bool) -> None:
    assert rules.is_over(DAYS, date(2020, 2, day), closed) is over
