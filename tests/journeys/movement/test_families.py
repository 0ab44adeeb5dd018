"""Weddings and funerals: registered, postponed or kept small, and asked about on their day."""

from datetime import date, timedelta

import pytest

from gateway.journeys import due
from gateway.journeys.movement import following
from gateway.store import movement
from gateway.store.movement_tables import event_turns, events
from gateway.store.screening_tables import tasks as task_table
from gateway.switchboard import Switchboard
from tests.journeys.home import at
from tests.journeys.movement.telling import one, told, writes
from tests.journeys.movement.test_tips import COUNCIL, hires
from tests.journeys.talk import knows_language, ring, rows, said
from tests.support import cast
from tests.support.board import clock_of
from workers import follow_ups as worker

FEB_20 = date(2020, 2, 20)


def looks(board: Switchboard) -> bool:
    """The minute's tick looks and does what is due, both twice. Whether anything was."""
    found = bool(list(due.events_to_follow(board)))
    for _ in range(2):
        if list(due.events_to_follow(board)):
            worker.events.__wrapped__(board)
        following.follow(board)
    assert list(due.events_to_follow(board)) == []
    return found


def test_a_wedding_by_text_hears_the_rule_and_the_council_is_told(board: Switchboard) -> None:
    hires(board, COUNCIL, "council", cast.VILLAGE)
    answer = writes(board, cast.YANG, "红事 2/20 200人")
    for words in ("2月20号(正月廿七)", "200人", "喜事请往后推"):
        assert words in answer
    event = one(board, events)
    assert (event.kind, event.day, event.expected, event.number) == ("wedding", FEB_20, 200, cast.YANG)
    assert event.registered_by == "resident"
    (text,) = told(board, COUNCIL)
    assert "001户" in text
    assert "喜事延办" in text
    assert told(board, cast.CADRE) == [], "where there is no council, the cadre is told"
    assert one(board, task_table).household_id == event.household_id


def test_a_funeral_is_kept_simple_with_condolences(board: Switchboard) -> None:
    answer = writes(board, cast.ENGLISH, "funeral tomorrow 20 people")
    assert "sorry for your loss" in answer
    assert "keep it small" in answer
    assert "明天白事，约20人" in told(board, cast.CADRE)[0]


@pytest.mark.parametrize(("body", "example"), [("红事", "红事 2/20"), ("白事 200人", "白事 2/20")])
def test_a_day_that_is_missing_is_asked_for(board: Switchboard, body: str, example: str) -> None:
    assert example in writes(board, cast.YANG, body)
    assert rows(board, events) == []


def test_registered_for_a_later_day_it_is_postponed(board: Switchboard) -> None:
    writes(board, cast.YANG, "红事 2/20 200人")
    writes(board, cast.YANG, "红事 4/20 200人")
    first, second = rows(board, events)
    assert (first.state, first.settled_at) == ("postponed", clock_of(board).now())
    assert (second.state, second.day) == ("registered", date(2020, 4, 20))
    with board.ledger.read() as tx:
        now = clock_of(board).now()
        assert list(movement.counts(tx, "53", now - timedelta(hours=1), now)) == [
            (cast.GRID_1, "weddings_postponed", 1)
        ]


def test_put_off_by_the_cadre_to_a_day_that_is_known_it_is_asked_about_then(board: Switchboard) -> None:
    writes(board, cast.YANG, "红事 2/20 200人")
    assert "改期了" in writes(board, cast.CADRE, "T1 缓 3/20")
    writes(board, cast.CADRE, "T1 缓 3/20")
    first, second = rows(board, events)
    assert (first.state, first.people) == ("postponed", None)
    assert (second.state, second.day, second.expected) == ("registered", date(2020, 3, 20), 200)
    assert second.household_id == first.household_id
    assert "3月20号" in told(board, cast.CADRE, "event:2")[0]


def test_put_right_for_an_earlier_day_or_more_guests_it_is_the_same(board: Switchboard) -> None:
    writes(board, cast.YANG, "红事 2/20 200人")
    writes(board, cast.YANG, "红事 2/19 200人")
    writes(board, cast.YANG, "红事 2/19 20桌")
    event = one(board, events)
    assert (event.day, event.expected) == (date(2020, 2, 19), 200)
    assert len(rows(board, task_table)) == 1


def test_a_family_that_registers_what_a_neighbour_told_of_has_one_event(board: Switchboard) -> None:
    writes(board, cast.SHARED, "举报 1组 2/20 有人结婚")
    writes(board, cast.YANG, "红事 2/20 200人")
    event = one(board, events)
    assert (event.registered_by, event.expected) == ("resident", 200)
    writes(board, cast.SHARED, "举报 1组 2/20 办酒")
    assert len(rows(board, events)) == 1, "a feast told of later is this wedding"
    assert len(rows(board, task_table)) == 1


def test_a_council_registers_for_a_door(board: Switchboard) -> None:
    hires(board, COUNCIL, "council", cast.VILLAGE)
    assert "登记好了" in writes(board, COUNCIL, "白事 户012 明天 50人")
    event = one(board, events)
    assert (event.unit_code, event.registered_by) == (cast.GRID_3, "staff:5")
    assert "没有099户" in writes(board, COUNCIL, "白事 户099 明天 50人")


@pytest.mark.parametrize(("key", "kind", "rule"), [("1", "wedding", "喜事请往后推"), ("2", "funeral", "丧事请简办")])
def test_by_key_the_family_hears_the_rule(board: Switchboard, key: str, kind: str, rule: str) -> None:
    knows_language(board, cast.YANG)
    reply = ring(board, cast.YANG, ["8", key, "0220", "1", "200#"])
    assert rule in said(board, reply)
    event = one(board, events)
    assert (event.kind, event.day, event.expected) == (kind, FEB_20, 200)
    assert len(told(board, cast.CADRE)) == 1


def test_how_many_come_need_not_be_known(board: Switchboard) -> None:
    knows_language(board, cast.YANG)
    ring(board, cast.YANG, ["8", "2", "0220", "1", "#"])
    assert one(board, events).expected is None
    assert "约" not in told(board, cast.CADRE)[0]


def test_on_the_day_it_is_asked_and_in_the_evening_reminded_once(board: Switchboard) -> None:
    writes(board, cast.YANG, "白事 2/20 200人")
    assert "2月20号" in writes(board, cast.CADRE, "T1 小30"), "what is promised before the day is asked about on it"
    assert one(board, events).settled_at is None
    at(board, FEB_20, 14, 59)
    assert not looks(board)
    at(board, FEB_20, 15)
    assert looks(board)
    assert "办得怎样" in told(board, cast.CADRE, "event:1:asked")[0]
    at(board, FEB_20, 18, 59)
    assert not looks(board)
    at(board, FEB_20, 19)
    assert looks(board)
    assert "还没有您的回话" in told(board, cast.CADRE, "event:1:reminded")[0]
    at(board, FEB_20 + timedelta(days=1), 19)
    assert not looks(board)
    assert "记下了：T1简办，25人。" in writes(board, cast.CADRE, "T1 小25")
    assert [row.what for row in rows(board, event_turns)] == [
        *("registered", "kept_small", "asked", "reminded", "kept_small")
    ]
    with board.ledger.read() as tx:
        now = clock_of(board).now()
        counted = {name: value for _, name, value in movement.counts(tx, "53", now - timedelta(hours=1), now)}
        assert counted == {"funerals_simplified": 1, "funeral_guests": 25}


def test_what_is_answered_is_not_asked_about_again(board: Switchboard) -> None:
    writes(board, cast.YANG, "红事 2/20 200人")
    writes(board, cast.CADRE, "T1 缓")
    at(board, FEB_20, 19)
    assert not looks(board)


@pytest.mark.parametrize(("slip", "meant"), [("缓", "办"), ("停", "小30"), ("无", "办80")])
def test_a_slip_before_the_day_is_put_right_and_asked_about_on_the_day(
    board: Switchboard, slip: str, meant: str
) -> None:
    writes(board, cast.YANG, "红事 2/20 200人")
    writes(board, cast.CADRE, f"T1 {slip}")
    assert one(board, task_table).done_at is not None
    assert "2月20号" in writes(board, cast.CADRE, f"T1 {meant}")
    assert one(board, events).settled_at is None
    task = one(board, task_table)
    assert (task.done_at, task.done_by, task.answer) == (None, None, None)
    at(board, FEB_20, 15)
    assert looks(board)
    assert "办得怎样" in told(board, cast.CADRE, "event:1:asked")[0]
    writes(board, cast.CADRE, "T1 办90")
    assert one(board, task_table).answer == "held_anyway"


def test_nobody_is_reminded_at_night_and_a_tip_told_late_waits_for_the_morning(board: Switchboard) -> None:
    at(board, FEB_20, 20, 30)
    writes(board, cast.YANG, "举报 三组 今天 聚餐")
    for hour in (21, 23):
        at(board, FEB_20, hour)
        assert not looks(board)
    at(board, FEB_20 + timedelta(days=1), 7)
    assert looks(board)
    assert "还没有您的回话" in told(board, cast.CADRE)[1]


@pytest.mark.parametrize(("body", "hosts_turn"), [("举报 户009 2/20 有人聚餐", False), ("白事 户009 2/20", True)])
def test_the_host_alone_on_duty_later_is_not_sent_to_a_tip_about_their_own_door(
    board: Switchboard, body: str, hosts_turn: bool
) -> None:
    host = "+8619900010009"
    hires(board, COUNCIL, "council", cast.VILLAGE)
    with board.work() as work:
        work.tx.exec_driver_sql("UPDATE staff SET on_duty = 0")
    writes(board, COUNCIL if hosts_turn else cast.YANG, body)
    with board.work() as work:
        work.tx.exec_driver_sql(f"UPDATE staff SET on_duty = 1, number = '{host}' WHERE role = 'cadre'")
    at(board, FEB_20, 19)
    assert looks(board)
    assert bool(told(board, host, "event:")) == hosts_turn, "a family's own is no secret from itself"


def test_where_nobody_was_on_duty_somebody_is_asked_on_the_day(board: Switchboard) -> None:
    with board.work() as work:
        work.tx.exec_driver_sql("UPDATE staff SET on_duty = 0")
    writes(board, cast.YANG, "红事 2/20 200人")
    assert one(board, events).staff_id is None
    with board.work() as work:
        work.tx.exec_driver_sql("UPDATE staff SET on_duty = 1")
    at(board, FEB_20, 15)
    assert looks(board)
    assert "办得怎样" in told(board, cast.CADRE)[0]
