"""Exception calling through all fourteen days: who reported is left in peace, who did not is rung, then visited."""

from datetime import date, datetime, timedelta

import pytest

from gateway.domain import limits
from gateway.domain.calls import ENDED, Attempt, CallState
from gateway.domain.errors import CarrierRefused, CarrierThrottled
from gateway.domain.observations import Channel
from gateway.journeys.observing import follow_ups, why
from gateway.store.attempts import Purpose
from gateway.store.outgoing_tables import alerts, attempts, texts_out
from gateway.store.screening_tables import checks, tasks
from gateway.store.screening_tables import observations as kept
from gateway.store.tables import reports
from gateway.switchboard import Switchboard
from tests.journeys import home
from tests.journeys.home import at, came_home, tick
from tests.journeys.talk import ends, pick_up, rows, said
from tests.support import cast
from tests.support.board import SHANGHAI, PlacedCall, carrier_of

ARRIVED, FIRST, LAST = date(2020, 2, 7), date(2020, 2, 8), date(2020, 2, 21)
KEYS, TEXTS, SILENT = "+8619900010001", "+8619900010002", "+8619900010005"
A_STEP = timedelta(minutes=10)


def open_calls(board: Switchboard) -> list[PlacedCall]:
    return [call for call in carrier_of(board).calls if call.state not in ENDED]


def nobody_answers(board: Switchboard) -> None:
    for call in open_calls(board):
        ends(board, call, CallState.NO_ANSWER)


def evening_of(board: Switchboard, number: str, arrived: date = ARRIVED) -> None:
    """Seven in the evening, and the one under observation behind this phone has not reported."""
    at(board, FIRST, 9)
    came_home(board, number, arrived)
    at(board, FIRST, 19)


# All fourteen days


def test_fourteen_days_of_three_households(board: Switchboard) -> None:
    at(board, ARRIVED, 21, 30)
    for number in (KEYS, TEXTS, SILENT):
        came_home(board, number, ARRIVED)
    assert len(rows(board, checks)) == 3 * 28
    now, until = at(board, FIRST, 0), datetime(2020, 2, 22, 12, 0, tzinfo=SHANGHAI)
    while now < until:
        now += A_STEP
        at(board, now.date(), now.hour, now.minute)
        live_a_little(board, now)
    by_number = {one.number: one for one in rows(board, kept)}
    assert {number: one.outcome for number, one in by_number.items()} == {
        KEYS: "released",
        TEXTS: "released",
        SILENT: "lost",
    }
    assert by_number[KEYS].released_at.astimezone(SHANGHAI).date() == LAST
    all_is_told(board)
    calls_keep_the_rules(board)


def live_a_little(board: Switchboard, now: datetime) -> None:
    """The second household texts at eight and six; the first waits to be called and presses 1; the third is silent."""
    if (now.hour, now.minute) in ((8, 0), (18, 0)):
        home.reports(board, TEXTS, channel=Channel.SMS)
    tick(board)
    for call in open_calls(board):
        if call.to == KEYS:
            assert pick_up(board, call, "1").turn.wants is None
            ends(board, call, CallState.COMPLETED, 25)
        else:
            ends(board, call, CallState.NO_ANSWER)


def all_is_told(board: Switchboard) -> None:
    reported = [(row.channel, row.missed_at) for row in rows(board, checks) if row.reported_at]
    assert sorted(reported) == [("call", None)] * 28 + [("sms", None)] * 28
    assert [row.missed_at is not None for row in rows(board, checks) if row.reported_at is None] == [True] * 28
    assert [(task.kind, task.number) for task in rows(board, tasks)] == [("visit", SILENT)]
    assert [(alert.kind, alert.number) for alert in rows(board, alerts)] == [("missed_checks", SILENT)]
    released = [text.number for text in rows(board, texts_out) if "解除观察" in text.body]
    assert sorted(released) == [KEYS, TEXTS]


def calls_keep_the_rules(board: Switchboard) -> None:
    placed = [row for row in rows(board, attempts) if row.purpose == Purpose.FOLLOW_UP]
    by_number = {number: [row.reserved_at for row in placed if row.number == number] for number in (KEYS, SILENT)}
    assert {number: len(calls) for number, calls in by_number.items()} == {KEYS: 28, SILENT: 56}
    assert len(placed) == 84, "who texted was never rung"
    for row in placed:
        local = row.reserved_at.astimezone(SHANGHAI).time()
        assert board.settings.waking_from <= local < board.settings.waking_until
        assert not limits.REST[0] <= local < limits.REST[1]
    for calls in by_number.values():
        for call in calls:
            for most, window in limits.LIMITS:
                assert sum(call - window < one <= call for one in calls) <= most


# One evening


def test_nobody_is_rung_before_the_hour_and_one_phone_once_though_three_are_observed(board: Switchboard) -> None:
    at(board, FIRST, 9)
    for age in (8, 35, 62):
        came_home(board, KEYS, ARRIVED, age=age)
    at(board, FIRST, 18, 59)
    assert tick(board) == []
    at(board, FIRST, 19)
    assert tick(board) == [KEYS]
    assert [row.called_at is not None for row in rows(board, checks) if row.day == FIRST] == [True] * 3


def test_the_phone_hears_the_day_and_1_answers_for_everybody(board: Switchboard) -> None:
    evening_of(board, KEYS)
    came_home(board, KEYS, ARRIVED, age=62)
    tick(board)
    (call,) = open_calls(board)
    heard = said(board, pick_up(board, call))
    assert "鹤阳村防疫电话" in heard
    assert "第1天，一共14天" in heard
    reply = pick_up(board, call, "1")
    assert reply.turn.wants is None
    (report,) = rows(board, reports)
    assert (report.kind, report.number) == ("well", KEYS)
    tonight = [row for row in rows(board, checks) if row.day == FIRST and row.ill is False]
    assert len(tonight) == 1, "the one who was told of at seven has the next morning's check first"


def test_somebody_ill_alerts_before_anything_else_is_asked(board: Switchboard) -> None:
    at(board, FIRST, 9)
    came_home(board, KEYS, ARRIVED, age=35)
    at(board, FIRST, 9, 5)
    old = came_home(board, KEYS, ARRIVED, age=62)
    at(board, FIRST, 19)
    tick(board)
    (call,) = open_calls(board)
    reply = pick_up(board, call, "2")
    assert [alert.kind for alert in rows(board, alerts)] == ["observed_ill"]
    assert "62岁，男的" in said(board, reply)
    reply = pick_up(board, call, "2", "382")
    assert reply.turn.wants is None
    assert "村医会打给您" in said(board, reply)
    marked = [row for row in rows(board, checks) if row.reported_at]
    assert [(row.arrival_id, row.ill, row.temperature) for row in marked] == [(old.id, True, 38.2)]
    assert len(rows(board, alerts)) == 1
    assert [(row.kind, row.temperature) for row in rows(board, reports)] == [("ill", 38.2)]


def test_a_normal_temperature_answers_and_a_fever_is_somebodys(board: Switchboard) -> None:
    evening_of(board, KEYS)
    tick(board)
    (call,) = open_calls(board)
    assert pick_up(board, call, "3", "368").turn.wants is None
    (check,) = [row for row in rows(board, checks) if row.reported_at]
    assert (check.ill, check.temperature, rows(board, alerts)) == (False, 36.8, [])
    ends(board, call, CallState.COMPLETED, 60)
    at(board, FIRST + timedelta(days=1), 9, 30)
    tick(board)
    assert "村医会打给您" in said(board, pick_up(board, carrier_of(board).call_to(KEYS), "3", "379"))
    assert [alert.kind for alert in rows(board, alerts)] == ["observed_ill"]


def test_one_retry_and_no_more(board: Switchboard) -> None:
    evening_of(board, KEYS)
    assert tick(board) == [KEYS]
    nobody_answers(board)
    at(board, FIRST, 19, 14)
    assert tick(board) == []
    at(board, FIRST, 19, 15)
    assert tick(board) == [KEYS]
    nobody_answers(board)
    at(board, FIRST, 20, 29)
    assert tick(board) == []


def test_who_reports_while_the_phone_is_being_rung_again_is_left_in_peace(board: Switchboard) -> None:
    evening_of(board, KEYS)
    tick(board)
    nobody_answers(board)
    home.reports(board, KEYS, channel=Channel.MISSED_CALL)
    at(board, FIRST, 19, 40)
    assert tick(board) == []


def test_a_phone_rung_often_today_waits_for_its_budget(board: Switchboard) -> None:
    evening_of(board, KEYS)
    with board.work() as work:
        then = work.now - timedelta(minutes=30)
        orders = [follow_ups.Order(f"t{n}", KEYS) for n in range(5)]
        follow_ups.attempts.reserve(work.tx, orders, then)
        for order in orders:
            follow_ups.attempts.save(work.tx, Attempt(order.attempt_id, KEYS, CallState.BUSY, ended_at=then), then)
    assert tick(board) == []
    at(board, FIRST, 19, 30)
    assert tick(board) == [KEYS]


@pytest.mark.parametrize(("until", "rung"), [("19:00", []), ("19:01", [KEYS])])
def test_nobody_is_rung_when_the_village_sleeps(board: Switchboard, until: str, rung: list[str]) -> None:
    evening_of(board, KEYS)
    hour, minute = map(int, until.split(":"))
    early = board.settings.model_copy(
        update={"waking_until": board.settings.waking_until.replace(hour=hour, minute=minute)}
    )
    object.__setattr__(board, "settings", early)
    assert tick(board) == rung


def test_a_withheld_number_is_not_rung_but_somebody_goes_there(board: Switchboard) -> None:
    evening_of(board, "anonymous")
    assert tick(board) == []
    at(board, FIRST, 20, 30)
    tick(board)
    at(board, FIRST + timedelta(days=1), 11, 30)
    tick(board)
    assert [task.number for task in rows(board, tasks)] == ["anonymous"]


def test_a_number_nobody_has_is_somebodys_task_and_is_rung_no_more(board: Switchboard) -> None:
    evening_of(board, SILENT)
    carrier_of(board).errors[SILENT] = CarrierRefused("no such number", 21211, "wrong_number")
    tick(board)
    assert [task.kind for task in rows(board, tasks)] == ["wrong_number"]
    assert why.explain(board, SILENT).next_call.reason is why.Reason.NOT_DIALABLE
    carrier_of(board).errors.clear()
    at(board, FIRST, 20, 30)
    tick(board)
    assert carrier_of(board).calls == []


def test_a_call_the_carrier_never_placed_is_no_try(board: Switchboard) -> None:
    evening_of(board, KEYS)
    carrier_of(board).errors[KEYS] = CarrierThrottled("too many", 1.0)
    assert tick(board) == [KEYS]
    carrier_of(board).errors.clear()
    at(board, FIRST, 19, 5)
    assert tick(board) == [KEYS]
    nobody_answers(board)
    at(board, FIRST, 19, 20)
    assert tick(board) == [KEYS]
    nobody_answers(board)
    at(board, FIRST, 20, 20)
    assert tick(board) == []


# Missed


def miss(board: Switchboard, *times: tuple[int, int, int]) -> None:
    """The clock passes these (day, hour, minute); nobody answers."""
    for day, hour, minute in times:
        at(board, date(2020, 2, day), hour, minute)
        tick(board)
        nobody_answers(board)


def test_missed_twice_is_a_walk_and_three_times_is_urgent(board: Switchboard) -> None:
    evening_of(board, KEYS)
    miss(board, (8, 20, 30))
    assert (rows(board, tasks), rows(board, alerts)) == ([], [])
    miss(board, (9, 11, 30))
    (task,) = rows(board, tasks)
    assert (task.kind, task.number, task.household_id is None) == ("visit", KEYS, False)
    (text,) = rows(board, texts_out)
    assert (text.number, text.segments) == (cast.CADRE, 1), "there is no grid worker in this village"
    assert "第2天" in text.body
    assert rows(board, alerts) == []
    miss(board, (9, 20, 30))
    (alert,) = rows(board, alerts)
    assert (alert.kind, alert.number) == ("missed_checks", KEYS)
    miss(board, (10, 11, 30), (10, 20, 30), (11, 11, 30))
    assert (len(rows(board, tasks)), len(rows(board, alerts))) == (1, 1)


def test_a_report_too_late_is_no_longer_missed_twice(board: Switchboard) -> None:
    evening_of(board, KEYS)
    miss(board, (8, 20, 30))
    at(board, FIRST, 22)
    home.reports(board, KEYS)
    miss(board, (9, 11, 30))
    assert rows(board, tasks) == []
    miss(board, (9, 20, 30))
    assert len(rows(board, tasks)) == 1


def test_a_gateway_that_was_away_for_two_days_finds_everything_in_one_look(board: Switchboard) -> None:
    evening_of(board, KEYS)
    at(board, date(2020, 2, 10), 12, 30)
    assert tick(board) == []
    assert len([row for row in rows(board, checks) if row.missed_at]) == 4
    assert (len(rows(board, tasks)), len(rows(board, alerts))) == (1, 1)
