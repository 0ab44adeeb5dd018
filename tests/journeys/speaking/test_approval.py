"""Who has to agree: asked at once, never whoever submitted it; orange waits for it, red stops without it."""

import pytest

from gateway.domain.calls import CallState
from gateway.domain.errors import NotAllowed
from gateway.domain.speaking.levels import Level
from gateway.domain.speaking.states import State
from gateway.journeys import due, roster
from gateway.journeys.speaking import approval, asking, drafts
from gateway.journeys.speaking.approval import Decided, Submitted
from gateway.journeys.telephone import dialling
from gateway.ports import Job
from gateway.store import registers, staff, tables
from gateway.store.broadcasts import Broadcast, Through
from gateway.store.outgoing_tables import attempts, texts_out
from gateway.store.roll import StaffRow
from gateway.switchboard import Switchboard
from tests.journeys.talk import ends, pick_up, rows, said
from tests.support import cast
from tests.support.board import carrier_of, clock_of, queue_of
from tests.support.speaking import drafted, standing
from workers import broadcasts as worker

CHIEF = "+8619900000104"  # of the county


def submit(board: Switchboard, broadcast: Broadcast) -> Submitted:
    with board.work() as work:
        author = staff.load(work.tx, broadcast.author_id) if broadcast.author_id else None
        return approval.submit(board, work, broadcast.id, author)


def approve(board: Switchboard, broadcast: Broadcast, number: str) -> Decided:
    with board.work() as work:
        now = drafts.find(work, str(broadcast.number))
        return approval.approve(work, now, approval.office_for(board, work, now, number), Through.TEXT)


def ask(board: Switchboard) -> None:
    """What the tick's job does; twice, as everything is."""
    worker.ask_approvers.__wrapped__(board)
    worker.ask_approvers.__wrapped__(board)


def add_chief(board: Switchboard) -> None:
    row = StaffRow(CHIEF, "县里", "supervisor", cast.COUNTY, None, on_duty=True)
    roster.settle(board, roster.Roll(staff=[roster.Member(row, "1357")]))


def test_an_orange_message_rings_nobody_before_the_township_agrees(board: Switchboard) -> None:
    broadcast = drafted(board, level=Level.ORANGE, by=cast.CADRE)
    assert submit(board, broadcast) is Submitted.WAITING
    assert queue_of(board).asked(Job.FAN_OUT) == []
    assert approve(board, broadcast, cast.SUPERVISOR) is Decided.DONE
    assert queue_of(board).asked(Job.FAN_OUT) == [(broadcast.id,)]
    assert approve(board, broadcast, cast.SUPERVISOR) is Decided.TOO_LATE
    assert submit(board, broadcast) is Submitted.TOO_LATE
    assert len(queue_of(board).asked(Job.FAN_OUT)) == 1


def test_a_red_message_goes_at_once_and_the_register_says_it_was_signed_late(board: Switchboard) -> None:
    broadcast = drafted(board, level=Level.RED, by=cast.CADRE)
    assert submit(board, broadcast) is Submitted.GONE_FIRST
    assert queue_of(board).asked(Job.FAN_OUT_RED) == [(broadcast.id,)]
    approve(board, broadcast, cast.SUPERVISOR)
    with board.ledger.read() as tx:
        acts = [(act.what, act.through, act.note) for act in registers.acts(tx, [broadcast.id])[broadcast.id]]
    assert acts == [
        ("drafted", "command_line", None),
        ("submitted", "command_line", None),
        ("approved", "text", "signed after it had begun"),
    ]


@pytest.mark.parametrize("level", [Level.YELLOW, Level.BLUE])
def test_everyday_levels_need_nobody(board: Switchboard, level: Level) -> None:
    broadcast = drafted(board, level=level, by=cast.CADRE)
    assert submit(board, broadcast) is Submitted.GONE
    ask(board)
    assert rows(board, texts_out) == []


def test_whoever_submitted_it_can_never_agree(board: Switchboard) -> None:
    broadcast = drafted(board, level=Level.ORANGE, by=cast.SUPERVISOR)
    with pytest.raises(NotAllowed, match="nobody like that is on duty"):
        submit(board, broadcast)
    add_chief(board)
    assert submit(board, broadcast) is Submitted.WAITING
    with pytest.raises(NotAllowed, match="whoever submitted"):
        approve(board, broadcast, cast.SUPERVISOR)
    assert approve(board, broadcast, CHIEF) is Decided.DONE


def test_whoever_stands_too_low_can_not_agree(board: Switchboard) -> None:
    broadcast = drafted(board, level=Level.ORANGE, by=cast.CADRE)
    submit(board, broadcast)
    with pytest.raises(NotAllowed, match="may not decide"):
        approve(board, broadcast, cast.DOCTOR)


def test_the_township_is_texted_once_and_rung_and_hears_the_message_itself(board: Switchboard) -> None:
    broadcast = drafted(board, level=Level.ORANGE, by=cast.CADRE, words="明天封村")
    submit(board, broadcast)
    assert list(due.approvals_to_ask(board)) == [()]
    ask(board)
    (text,) = rows(board, texts_out)
    assert (text.number, text.urgency) == (cast.SUPERVISOR, "urgent")
    assert "明天封村" in text.body
    assert f"同意Y{broadcast.number}" in text.body
    (call,) = carrier_of(board).calls
    reply = pick_up(board, call)
    assert "张敏要对鹤阳村讲话，橙色重要，一共12部电话" in said(board, reply)
    assert "明天封村" in said(board, reply)
    assert pick_up(board, call, "1").turn.wants is None
    assert standing(board, broadcast).state is State.QUEUED
    assert list(due.approvals_to_ask(board)) == []


def test_an_approver_with_a_pin_keys_it(board: Switchboard) -> None:
    add_chief(board)
    broadcast = drafted(board, level=Level.ORANGE, by=cast.SUPERVISOR)
    submit(board, broadcast)
    ask(board)
    call = carrier_of(board).call_to(CHIEF)
    pick_up(board, call, "1", "9999")
    assert standing(board, broadcast).state is State.WAITING
    pick_up(board, call, "1357")
    assert standing(board, broadcast).state is State.QUEUED


def test_a_refusal_stops_a_red_message_and_its_author_reads_why(board: Switchboard) -> None:
    broadcast = drafted(board, level=Level.RED, by=cast.CADRE)
    submit(board, broadcast)
    with board.work() as work:
        now = drafts.find(work, str(broadcast.number))
        office = approval.office_for(board, work, now, cast.SUPERVISOR)
        assert approval.refuse(board, work, now, office, Through.TEXT, "时间写错了") is Decided.DONE
        assert approval.refuse(board, work, drafts.find(work, now.id), office, Through.TEXT, "x") is Decided.TOO_LATE
    assert standing(board, broadcast).state is State.STOPPED
    (text,) = rows(board, texts_out)
    assert (text.number, "时间写错了" in text.body) == (cast.CADRE, True)


def test_pressing_2_refuses(board: Switchboard) -> None:
    broadcast = drafted(board, level=Level.ORANGE, by=cast.CADRE)
    submit(board, broadcast)
    ask(board)
    pick_up(board, carrier_of(board).calls[0], "2")
    assert standing(board, broadcast).state is State.REFUSED


@pytest.mark.parametrize("key", ["1", "2"])
def test_whoever_may_decide_no_more_when_they_press_decides_nothing(board: Switchboard, key: str) -> None:
    broadcast = drafted(board, level=Level.ORANGE, by=cast.CADRE)
    submit(board, broadcast)
    ask(board)
    with board.work() as work:
        moved = tables.staff.update().where(tables.staff.c.number == cast.SUPERVISOR)
        work.tx.execute(moved.values(role="grid_worker"))
    reply = pick_up(board, carrier_of(board).calls[0], key)
    assert "已经有人处理了" in said(board, reply)
    assert standing(board, broadcast).state is State.WAITING


@pytest.mark.parametrize(
    ("level", "minutes", "state"), [(Level.ORANGE, 30, State.DROPPED), (Level.RED, 120, State.STOPPED)]
)
def test_nobody_agrees_in_time_and_it_ends_by_itself(
    board: Switchboard, level: Level, minutes: int, state: State
) -> None:
    broadcast = drafted(board, level=level, by=cast.CADRE)
    submit(board, broadcast)
    clock_of(board).forward(minutes=minutes - 1)
    ask(board)
    assert standing(board, broadcast).state is not state
    clock_of(board).forward(minutes=1)
    ask(board)
    assert (standing(board, broadcast).state, standing(board, broadcast).why) == (state, "nobody agreed in time")
    assert [text.number for text in rows(board, texts_out)].count(cast.CADRE) == 1


def test_a_red_message_somebody_signed_is_not_stopped(board: Switchboard) -> None:
    broadcast = drafted(board, level=Level.RED, by=cast.CADRE)
    submit(board, broadcast)
    approve(board, broadcast, cast.SUPERVISOR)
    clock_of(board).forward(minutes=121)
    ask(board)
    assert standing(board, broadcast).state is State.QUEUED


def test_unanswered_they_are_rung_again_and_after_ten_minutes_the_next_above_is_asked(board: Switchboard) -> None:
    add_chief(board)
    broadcast = drafted(board, level=Level.ORANGE, by=cast.CADRE)
    submit(board, broadcast)
    for _ in range(12):
        ask(board)
        for call in carrier_of(board).calls:
            if call.state is CallState.QUEUED:
                ends(board, call, CallState.NO_ANSWER)
        clock_of(board).forward(minutes=1)
    rung = [call.to for call in carrier_of(board).calls]
    assert rung.count(cast.SUPERVISOR) == 3
    assert rung.count(CHIEF) == 1
    assert rung.index(CHIEF) == 3
    assert standing(board, broadcast).state is State.WAITING


def test_a_call_about_something_decided_meanwhile_says_so(board: Switchboard) -> None:
    broadcast = drafted(board, level=Level.ORANGE, by=cast.CADRE)
    submit(board, broadcast)
    orders = asking.ask(board)
    approve(board, broadcast, cast.SUPERVISOR)
    dialling.ring(board, orders)
    reply = pick_up(board, carrier_of(board).calls[0], "1")
    assert "已经有人处理了" in said(board, reply)
    assert [row.purpose for row in rows(board, attempts)] == ["approval"]
