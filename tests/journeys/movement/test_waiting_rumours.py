"""A rumour nobody has answered: it stands on the list of tasks, and whoever answers for the place is reminded, once."""

from datetime import timedelta

import pytest

from gateway.domain.errors import BadInput
from gateway.journeys import due
from gateway.journeys.movement import following
from gateway.journeys.reporting import tasks as journey
from gateway.store import tasks
from gateway.store.movement_tables import rumour_turns
from gateway.store.tasks import Kind, Task
from gateway.switchboard import Switchboard
from tests.journeys.home import at
from tests.journeys.movement.telling import told, writes
from tests.journeys.talk import knows_language, ring, rows
from tests.support import cast
from tests.support.board import MORNING, clock_of
from workers import follow_ups as worker

ASKED = "谣言 听说要封路"


def to_answer(board: Switchboard) -> list[Task]:
    """What is to be answered still, on the list of tasks."""
    with board.ledger.read() as tx:
        return [task for task in tasks.open_ones(tx) if task.kind is Kind.RUMOUR]


def looks(board: Switchboard, **passed: float) -> list[str]:
    """Time passes; the minute's tick looks and does what is due, twice. Reminders to the cadre, all there were."""
    clock_of(board).forward(**passed)
    if list(due.events_to_follow(board)):
        worker.events.__wrapped__(board)
    following.follow(board)
    assert list(due.events_to_follow(board)) == []
    return [body for body in told(board, cast.CADRE, "rumour:") if "还没有答复" in body]


@pytest.mark.parametrize("spoken", [False, True])
def test_a_rumour_is_a_task_until_it_is_answered(board: Switchboard, spoken: bool) -> None:
    knows_language(board, cast.YANG)
    if spoken:
        ring(board, cast.YANG, ["7", "rec"])
    else:
        writes(board, cast.YANG, ASKED)
    (task,) = to_answer(board)
    assert (task.unit_code, task.number, task.household_id) == (cast.VILLAGE, "", None)
    with board.work() as work, pytest.raises(BadInput, match="dalaba rumour answer R1"):
        journey.finish(board, work, task.id, "没有", "command line")
    writes(board, cast.CADRE, "R1 假")
    assert to_answer(board), "whoever asked has heard nothing yet"
    writes(board, cast.CADRE, "R1 答 没有这回事")
    assert to_answer(board) == []
    writes(board, cast.CADRE, "R1 查")
    assert [open_.id for open_ in to_answer(board)] == [task.id], "the answer was taken back"


def test_one_that_is_another_is_no_task_of_its_own(board: Switchboard) -> None:
    writes(board, cast.YANG, ASKED)
    writes(board, cast.YANG, "谣言 村口明天封吗")
    writes(board, cast.CADRE, "R2 同 R1")
    writes(board, cast.CADRE, "R2 查")
    assert [task.about for task in to_answer(board)] == ["rumour:1"]


def test_after_two_hours_without_a_word_the_cadre_is_reminded_once(board: Switchboard) -> None:
    knows_language(board, cast.YANG)
    writes(board, cast.YANG, ASKED)
    ring(board, cast.YANG, ["7", "rec"])
    assert looks(board, hours=1, minutes=59) == []
    written, spoken = looks(board, minutes=1)
    assert written == "R1 鹤阳村有人问：“听说要封路”，还没有答复。查清后回：R1假 加答复，或R1真 加答复"
    assert "打本号按6听" in spoken
    assert len(looks(board, hours=5)) == 2
    assert [(row.what, row.by) for row in rows(board, rumour_turns)] == [("reminded", "house")] * 2


def test_whoever_looks_into_it_has_two_hours_more_and_whoever_answered_is_left_alone(board: Switchboard) -> None:
    writes(board, cast.YANG, ASKED)
    writes(board, cast.YANG, "谣言 村口明天封吗")
    clock_of(board).forward(hours=1)
    writes(board, cast.CADRE, "R1 查")
    writes(board, cast.CADRE, "R2 假 没有这回事")
    assert looks(board, hours=1, minutes=59) == []
    assert len(looks(board, minutes=1)) == 1


def test_nobody_is_reminded_at_night(board: Switchboard) -> None:
    at(board, MORNING.date(), 20)
    writes(board, cast.YANG, ASKED)
    assert looks(board, hours=2) == []
    at(board, MORNING.date() + timedelta(days=1), 8)
    assert len(looks(board)) == 1


def test_where_nobody_is_on_duty_whoever_comes_learns_of_it(board: Switchboard) -> None:
    with board.work() as work:
        work.tx.exec_driver_sql("UPDATE staff SET on_duty = 0")
    writes(board, cast.YANG, ASKED)
    assert looks(board, hours=6) == []
    with board.work() as work:
        work.tx.exec_driver_sql("UPDATE staff SET on_duty = 1")
    assert len(looks(board)) == 1


def test_of_more_than_can_be_read_in_an_hour_the_rest_is_told_in_the_next(board: Switchboard) -> None:
    for number in range(32):
        writes(board, f"+8619900020{number:03}", f"谣言 第{number}件事")
    assert len(told(board, cast.CADRE)) == 30
    assert len(looks(board, hours=2)) == 30
    reminded = looks(board, hours=1, minutes=1)
    assert len(reminded) == 32
    assert any("第31件事" in body for body in reminded)
