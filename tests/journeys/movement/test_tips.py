"""Tips about gatherings: nobody named, one event, one task, one text, and an outcome in one word."""

from dataclasses import replace
from datetime import date

import pytest

from gateway.domain.errors import BadInput
from gateway.journeys import roster
from gateway.journeys.reporting import tasks as journey
from gateway.journeys.roster import Member
from gateway.ports import Job
from gateway.store import roster as units
from gateway.store import tasks
from gateway.store.movement_tables import event_turns, events, tips
from gateway.store.roll import StaffRow
from gateway.store.screening_tables import tasks as task_table
from gateway.switchboard import Switchboard
from tests.journeys.movement.telling import one, told, writes
from tests.journeys.talk import knows_language, ring, rows
from tests.support import cast
from tests.support.board import SHORT_WAV, carrier_of, clock_of, queue_of

TODAY = date(2020, 2, 8)
WALKER = "+8619900000131"  # of the third group
COUNCIL = "+8619900000132"


def hires(board: Switchboard, number: str, role: str, unit: str, *, backup: bool = False) -> None:
    """One more on the staff."""
    member = Member(StaffRow(number, "段阿旺", role, unit, None, on_duty=not backup, backup=backup), None)
    roster.settle(board, replace(cast.the_roll(), staff=[*cast.the_roll().staff, member]))


def raise_second_village(board: Switchboard) -> None:
    """From now on nobody knows in which village a strange phone is."""
    with board.work() as work:
        units.put_units(work.tx, [{"code": f"{cast.TOWNSHIP}299", "name": "松林村", "level": "village"}])


def test_a_tip_by_text_sends_the_cadre_once_and_promises_silence(board: Switchboard) -> None:
    answer = writes(board, cast.YANG, "举报 3组 今天 办酒 大场院")
    assert "不会说是谁讲的" in answer
    assert "鹤阳村三组今天" in answer
    event = one(board, events)
    assert (event.kind, event.unit_code, event.day) == ("gathering", cast.GRID_3, TODAY)
    assert (event.household_id, event.number, event.registered_by) == (None, None, None)
    task = one(board, task_table)
    assert (task.kind, task.unit_code, task.number, task.household_id) == ("event", cast.GRID_3, "", None)
    (text,) = told(board, cast.CADRE)
    for words in ("T1 ", "三组", "大场院", "停", "缓", "小30", "无", "办"):
        assert words in text


def test_two_who_tell_of_the_same_are_two_tips_one_event_one_task_and_one_text(board: Switchboard) -> None:
    writes(board, cast.YANG, "举报 三组 今天 聚餐")
    writes(board, cast.SHARED, "tip group 3 today banquet")
    assert len(rows(board, tips)) == 2
    assert [len(rows(board, table)) for table in (events, task_table)] == [1, 1]
    assert len(told(board, cast.CADRE)) == 1
    writes(board, cast.YANG, "举报 三组 明天 聚餐")
    writes(board, cast.YANG, "举报 二组 今天 聚餐")
    writes(board, cast.YANG, "举报 三组 今天 赶集")
    assert len(rows(board, events)) == 4, "another day, place or kind is another event"


def test_a_tip_that_names_the_place_tells_where_the_one_before_is(board: Switchboard) -> None:
    writes(board, cast.YANG, "举报 有人聚餐")
    for _ in range(2):
        writes(board, cast.SHARED, "举报 三组 聚餐 大场院")
    assert one(board, events).unit_code == cast.GRID_3
    first, second = told(board, cast.CADRE)
    assert "三组" not in first
    for words in ("T1 ", "三组", "大场院"):
        assert words in second
    writes(board, cast.SHARED, "举报 二组 聚餐")
    assert len(rows(board, events)) == 2


def test_told_where_it_is_somebody_else_is_sent_when_it_is_at_their_own_door(board: Switchboard) -> None:
    cadres_own = "+8619900010009"
    with board.work() as work:
        work.tx.exec_driver_sql(f"UPDATE staff SET number = '{cadres_own}' WHERE role = 'cadre'")
    writes(board, cast.YANG, "举报 有人办酒")
    writes(board, cast.SHARED, "举报 户009 今天 办酒")
    assert len(told(board, cadres_own)) == 1, "of their own door they are told nothing"
    assert "009户" in told(board, cast.SUPERVISOR)[0]


def test_what_nobody_could_place_swallows_no_village_and_joins_none(board: Switchboard) -> None:
    raise_second_village(board)
    writes(board, cast.STRANGER, "举报 有人聚餐")
    writes(board, cast.YANG, "举报 三组 聚餐")
    writes(board, "+8619900099998", "tip: a banquet")
    assert [row.unit_code for row in rows(board, events)] == [cast.TOWNSHIP, cast.GRID_3]
    assert [row.event_id for row in rows(board, tips)] == [1, 2, 1]
    assert "三组" in told(board, cast.CADRE)[0]


@pytest.mark.parametrize(
    ("body", "unit"),
    [
        ("举报 鹤阳村三组 聚餐", cast.GRID_3),
        ("举报 松林1村 聚餐", f"{cast.TOWNSHIP}298"),
        ("tip: a banquet in HIGHFIELD today", f"{cast.TOWNSHIP}297"),
        ("举报 大坝村 聚餐", cast.TOWNSHIP),  # two are called so
        ("举报 %村_ 聚餐", cast.TOWNSHIP),
    ],
)
def test_a_strange_phone_names_the_village(board: Switchboard, body: str, unit: str) -> None:
    named = {"298": "松林一村", "297": "Highfield", "296": "大坝村", "295": "大坝村"}
    with board.work() as work:
        rows_ = [{"code": cast.TOWNSHIP + code, "name": name, "level": "village"} for code, name in named.items()]
        units.put_units(work.tx, [{**row, "language": None} for row in rows_])
    writes(board, cast.STRANGER, body)
    assert one(board, events).unit_code == unit


def test_a_family_nobody_knows_takes_no_villages_event(board: Switchboard) -> None:
    raise_second_village(board)
    writes(board, cast.YANG, "举报 三组 2/20 有人结婚")
    writes(board, cast.STRANGER, "红事 2/20 200人")
    first, second = rows(board, events)
    assert (first.unit_code, first.registered_by) == (cast.GRID_3, None)
    assert (second.unit_code, second.registered_by) == (cast.TOWNSHIP, "resident")


@pytest.mark.parametrize(
    ("body", "kind", "unit", "day"),
    [
        (
            "举报 有人打麻将",
            "gathering",
            cast.VILLAGE,
            TODAY,
        ),  # today, in the village: the group is the teller's
        ("举报 明天三组有人结婚", "wedding", cast.GRID_3, date(2020, 2, 9)),
        ("赶集 2/10", "market", cast.VILLAGE, date(2020, 2, 10)),
        ("举报 鹤阳村 串门", "visiting", cast.VILLAGE, TODAY),
        ("举报 9组 聚餐", "gathering", cast.VILLAGE, TODAY),  # a group nobody knows: somewhere in the village
        ("举报 户012 聚餐", "gathering", cast.GRID_3, TODAY),
    ],
)
def test_what_a_tip_is_about(board: Switchboard, body: str, kind: str, unit: str, day: date) -> None:
    writes(board, cast.YANG, body)
    event = one(board, events)
    assert (event.kind, event.unit_code, event.day) == (kind, unit, day)


def test_whoever_walks_there_is_sent_before_the_cadre(board: Switchboard) -> None:
    hires(board, WALKER, "grid_worker", cast.GRID_3)
    writes(board, cast.YANG, "举报 三组 今天 聚餐")
    assert len(told(board, WALKER)) == 1
    assert told(board, cast.CADRE) == []


def test_nobody_is_sent_to_their_own_door(board: Switchboard) -> None:
    at_door_012 = "+8619900010012"
    hires(board, at_door_012, "grid_worker", cast.GRID_3)
    writes(board, cast.YANG, "举报 户012 今天 办酒")
    assert told(board, at_door_012) == []
    assert len(told(board, cast.CADRE)) == 1


def test_the_only_cadre_is_not_sent_to_their_own_door(board: Switchboard) -> None:
    cadres_own = "+8619900010009"
    with board.work() as work:
        work.tx.exec_driver_sql(f"UPDATE staff SET number = '{cadres_own}' WHERE role = 'cadre'")
    writes(board, cast.YANG, "举报 户009 今天 办酒")
    assert told(board, cadres_own) == []
    assert len(told(board, cast.SUPERVISOR)) == 1, "whoever stands above is told"


@pytest.mark.parametrize(
    ("reply", "state", "people", "words"),
    [
        ("T1 停", "stopped", None, "劝停了"),
        ("t1停了 20人", "stopped", 20, "劝停了，20人"),
        ("劝1 缓", "postponed", None, "改期了"),
        ("T1 小30", "kept_small", 30, "简办，30人"),
        ("T1 无", "nothing_there", None, "没这事"),
        ("T1 办80", "held_anyway", 80, "照办了，80人"),
    ],
)
def test_one_word_ends_it(board: Switchboard, reply: str, state: str, people: int | None, words: str) -> None:
    writes(board, cast.YANG, "举报 三组 今天 聚餐")
    assert words in writes(board, cast.CADRE, reply)
    event = one(board, events)
    assert (event.state, event.people) == (state, people)
    assert event.settled_at == clock_of(board).now()
    task = one(board, task_table)
    assert (task.answer, task.done_by) == (state, "staff:1")
    assert [row.what for row in rows(board, event_turns)] == ["told", state]


@pytest.mark.parametrize(
    ("number", "reply", "words"),
    [
        (cast.CADRE, "T1", "回T1加：停"),
        (cast.CADRE, "T1 去看了", "回T1加：停"),
        (cast.CADRE, "T1 小", "小到几个人"),
        (cast.CADRE, "T9 停", "没有编号T9"),
        (cast.YANG, "T1 停", "没看懂"),
    ],
)
def test_what_is_no_outcome_is_answered_with_how_to_say_it(
    board: Switchboard, number: str, reply: str, words: str
) -> None:
    writes(board, cast.SHARED, "举报 三组 今天 聚餐")
    assert words in writes(board, number, reply)
    assert one(board, events).settled_at is None


def test_somebody_of_another_place_ends_nothing(board: Switchboard) -> None:
    hires(board, WALKER, "grid_worker", cast.GRID_1)
    writes(board, cast.YANG, "举报 三组 今天 聚餐")
    assert "不归您管" in writes(board, WALKER, "T1 停")
    assert one(board, events).settled_at is None


def test_a_slip_is_corrected_and_both_stay_to_be_seen(board: Switchboard) -> None:
    writes(board, cast.YANG, "举报 三组 今天 聚餐")
    writes(board, cast.CADRE, "T1 停")
    first = one(board, events).settled_at
    clock_of(board).forward(hours=1)
    writes(board, cast.CADRE, "T1 办50")
    event = one(board, events)
    assert (event.state, event.people, event.settled_at) == ("held_anyway", 50, first)
    assert [row.what for row in rows(board, event_turns)] == ["told", "stopped", "held_anyway"]


def test_what_begins_again_after_it_was_stopped_is_told_of_anew(board: Switchboard) -> None:
    writes(board, cast.YANG, "举报 三组 今天 聚餐")
    writes(board, cast.CADRE, "T1 停")
    writes(board, cast.SHARED, "举报 三组 今天 又聚餐了")
    assert len(rows(board, events)) == 2
    assert len(told(board, cast.CADRE)) == 2


def test_by_key_the_tip_is_kept_before_anything_else_is_asked(board: Switchboard) -> None:
    knows_language(board, cast.YANG)
    ring(board, cast.YANG, ["6", "6", "1", "0"])  # and then the line goes dead
    event = one(board, events)
    assert (event.kind, event.unit_code, event.day) == ("gathering", cast.VILLAGE, TODAY)
    (text,) = told(board, cast.CADRE)
    assert "组" not in text, "the group would be the teller's own"


def test_what_is_said_more_is_keyed_in_and_reaches_the_cadre_in_writing(board: Switchboard) -> None:
    knows_language(board, cast.YANG)
    ring(board, cast.YANG, ["6", "6", "1", "1", "1", "rec"])
    assert queue_of(board).asked(Job.KEEP_SPOKEN)
    assert ["打本号按6听" in text for text in told(board, cast.SUPERVISOR)] == [True]
    (spoken,) = [row for row in rows(board, task_table) if row.kind == "transcribe"]
    assert (spoken.number, spoken.household_id) == ("", None)
    carrier_of(board).recordings["https://carrier.example/rec"] = SHORT_WAV
    journey.keep_spoken(board)
    with board.work() as work:
        assert journey.sound_of(work, spoken.id) == SHORT_WAV
        assert journey.finish(board, work, spoken.id, "在大场院，找13900001234", "command line")
    assert one(board, tips).words == "在大场院，找…"
    assert ["：在大场院，找…" in text for text in told(board, cast.CADRE)] == [False, True]


def test_what_is_keyed_in_when_all_is_over_is_told_nobody(board: Switchboard) -> None:
    knows_language(board, cast.YANG)
    ring(board, cast.YANG, ["6", "6", "1", "1", "1", "rec"])
    writes(board, cast.CADRE, "T1 停")
    with board.work() as work:
        assert journey.finish(board, work, 2, "在大场院", "command line")
    assert len(told(board, cast.CADRE)) == 1


def test_the_task_of_an_event_ends_with_an_outcome_only(board: Switchboard) -> None:
    writes(board, cast.YANG, "举报 三组 今天 聚餐")
    with board.work() as work, pytest.raises(BadInput, match="dalaba event outcome 1 stopped"):
        journey.finish(board, work, 1, None, "command line")
    with board.ledger.read() as tx:
        assert len(tasks.open_ones(tx)) == 1
