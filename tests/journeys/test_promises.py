"""A call back that was promised is kept: the cadre is rung until the two have talked, and nobody gives up silently."""

from datetime import timedelta

import pytest

from gateway.domain.calls import CallState
from gateway.domain.conversation import Connected
from gateway.journeys import due
from gateway.journeys.connecting import promises
from gateway.journeys.observing.why import Reason, explain
from gateway.journeys.reporting import tasks as list_of
from gateway.journeys.telephone import calls, dialling, lost
from gateway.journeys.telephone.calls import Reply
from gateway.journeys.texting import outbox
from gateway.ports import Job, Urgency
from gateway.store import attempts, staff
from gateway.store.attempts import Order, Purpose
from gateway.store.outgoing_tables import attempts as attempt_rows
from gateway.store.outgoing_tables import texts_out
from gateway.store.screening_tables import tasks
from gateway.switchboard import Switchboard
from tests.journeys.talk import ends, knows_language, pick_up, press, ring, rows, said
from tests.support import cast
from tests.support.board import PlacedCall, carrier_of, clock_of, pacer_of, queue_of
from workers import calls as worker

NOBODY, TALKED = Connected(CallState.NO_ANSWER), Connected(CallState.COMPLETED, 60)
NEIGHBOUR = "+8619900010005"  # door 005


def wants(board: Switchboard, number: str = cast.YANG) -> None:
    """Presses 0, and nobody picks up."""
    knows_language(board, number)
    reply = ring(board, number, ["0"], sid=f"CA-0-{number}-{board.clock.now()}")
    if reply.turn.connects is not None:
        hears(board, reply, NOBODY)


def hears(board: Switchboard, reply: Reply, came: Connected) -> Reply:
    return calls.take(board, reply.session_id, reply.turn.step, came)


def look(board: Switchboard, minutes: float = 0) -> list[str]:
    """After so many minutes the tick looks, twice; returns whom it rang."""
    clock_of(board).forward(minutes=minutes)
    before = len(carrier_of(board).calls)
    for _ in range(2):
        for _ in due.promises_to_keep(board):
            worker.keep_promises.__wrapped__(board)
    return [call.to for call in carrier_of(board).calls[before:]]


def misses(board: Switchboard) -> None:
    """Whoever was rung last does not pick up."""
    ends(board, carrier_of(board).calls[-1], CallState.NO_ANSWER)


def answered(board: Switchboard, *keys: str) -> Reply:
    """Whoever was rung last picks up."""
    return pick_up(board, carrier_of(board).calls[-1], *keys)


def office_of(board: Switchboard, number: str = cast.CADRE) -> str:
    """Whoever holds an office of the village, as the ledger names them."""
    with board.ledger.read() as tx:
        held = staff.by_number(tx, number)
    return next(f"staff:{one.id}" for one in held if one.unit_code == cast.VILLAGE)


def test_after_two_minutes_the_cadre_is_rung_and_with_1_put_through_nobody_s_number_being_said(
    board: Switchboard,
) -> None:
    wants(board)
    assert look(board) == []
    assert look(board, minutes=2) == [cast.CADRE]
    assert pacer_of(board).waited[-1][1], "it does not wait behind a broadcast"
    reply = answered(board)
    assert said(board, reply) == "您好，这里是鹤阳村防疫电话。 住户001想跟您说话。 现在接通按1，已经说过了按2。"
    reply = press(board, reply, "1")
    assert reply.turn.connects == cast.YANG
    assert cast.YANG[-4:] not in said(board, reply)


def test_once_they_have_talked_it_is_closed_with_who_and_when_and_nobody_is_rung_again(board: Switchboard) -> None:
    wants(board)
    look(board, minutes=2)
    clock_of(board).forward(seconds=30)
    reply = hears(board, answered(board, "1"), TALKED)
    assert (said(board, reply), reply.turn.wants) == ("再见。", None)
    (owed,) = rows(board, tasks)
    assert (owed.done_at, owed.done_by) == (board.clock.now(), office_of(board))
    assert (owed.answer, owed.broken_at) == ("talked", None)
    assert look(board, minutes=60) == []
    assert list(due.promises_to_keep(board)) == []


def test_the_cadre_who_hangs_up_first_has_kept_it_too(board: Switchboard) -> None:
    """The carrier says nothing of the second call after the first is over; asked, it does."""
    wants(board)
    look(board, minutes=2)
    answered(board, "1")
    ends(board, carrier_of(board).calls[-1], CallState.COMPLETED, 90)
    carrier_of(board).calls.append(PlacedCall("CA-leg", "", cast.YANG, 25, board.clock.now(), CallState.COMPLETED, 60))
    clock_of(board).forward(minutes=2)
    lost.find_lost(board)
    assert rows(board, tasks)[0].answer == "talked"


def test_2_says_that_they_have_talked_already(board: Switchboard) -> None:
    wants(board)
    look(board, minutes=2)
    assert "再见" in said(board, answered(board, "2"))
    (owed,) = rows(board, tasks)
    assert (owed.answer, owed.done_by) == ("said_so", office_of(board))


def test_a_household_that_does_not_pick_up_is_tried_again_later(board: Switchboard) -> None:
    wants(board)
    look(board, minutes=2)
    reply = hears(board, answered(board, "1"), NOBODY)
    assert "过一会儿再打给您" in said(board, reply)
    ends(board, carrier_of(board).calls[-1], CallState.COMPLETED, 40)
    assert look(board, minutes=6) == []
    assert look(board, minutes=1) == [cast.CADRE]
    assert rows(board, tasks)[0].done_at is None


def test_whoever_does_not_pick_up_is_rung_every_seven_minutes_and_one_call_at_a_time(board: Switchboard) -> None:
    wants(board)
    assert look(board, minutes=2) == [cast.CADRE]
    assert look(board, minutes=1) == [], "it still rings"
    misses(board)
    assert look(board, minutes=6) == []
    assert look(board, minutes=1) == [cast.CADRE]


def test_after_ten_minutes_the_next_above_is_told_by_text_and_rung_and_may_keep_it(board: Switchboard) -> None:
    wants(board)
    look(board, minutes=2)
    misses(board)
    assert rows(board, texts_out) == []
    assert look(board, minutes=8) == [cast.CADRE], "who is on duty comes first"
    misses(board)
    (text,) = rows(board, texts_out)
    assert (text.number, text.body) == (
        cast.SUPERVISOR,
        "鹤阳村住户001想跟干部说话，十分钟没接上。本号会打给您，按1接通。",
    )
    assert queue_of(board).asked(Job.SEND_URGENT_TEXTS)
    assert look(board, minutes=0.1) == [cast.SUPERVISOR]
    hears(board, answered(board, "1"), TALKED)
    assert rows(board, tasks)[0].done_by == office_of(board, cast.SUPERVISOR)
    assert outbox.send(board, Urgency.URGENT) == 1
    assert look(board, minutes=10) == []


def test_a_promise_that_was_not_kept_is_marked_and_goes_on_being_rung_until_somebody_closes_it(
    board: Switchboard,
) -> None:
    wants(board)
    rung = []
    for _ in range(59):
        rung += look(board, minutes=1)
        if carrier_of(board).calls[-1:] and carrier_of(board).calls[-1].state is CallState.QUEUED:
            misses(board)
    (owed,) = rows(board, tasks)
    assert (owed.broken_at, owed.done_at) == (owed.due_at, None)
    assert {number: rung.count(number) for number in rung} == {cast.CADRE: 4, cast.SUPERVISOR: 4}
    later = []
    for _ in range(8):
        later += look(board, minutes=60)
        misses(board)
    assert later, "it is rung all the same"
    with board.work() as work:
        assert list_of.finish(board, work, owed.id, None, "command line")
    assert look(board, minutes=60) == []
    (owed,) = rows(board, tasks)
    assert (owed.done_by, owed.broken_at) == ("command line", owed.due_at)


def test_the_budget_of_the_cadre_s_phone_is_kept(board: Switchboard) -> None:
    """Five calls an hour, whatever they are for."""
    for number in (cast.YANG, NEIGHBOUR, *cast.TWO_PHONES, cast.ENGLISH):
        wants(board, number)
        clock_of(board).forward(minutes=1)
    placed = [row for row in rows(board, attempt_rows) if row.number == cast.CADRE]
    assert [row.purpose for row in placed] == [Purpose.TALK] * 5
    assert cast.CADRE not in look(board, minutes=10)
    assert look(board, minutes=50)[0] == cast.CADRE


def test_whoever_is_on_the_line_anyway_hears_of_the_next_one_who_waits(board: Switchboard) -> None:
    wants(board)
    clock_of(board).forward(minutes=1)
    wants(board, NEIGHBOUR)
    assert look(board, minutes=1) == [cast.CADRE], "one call for both"
    reply = hears(board, answered(board, "1"), TALKED)
    assert said(board, reply) == "住户005想跟您说话。 现在接通按1，已经说过了按2。"
    reply = hears(board, press(board, reply, "1"), NOBODY)
    assert said(board, reply) == "那边没接，过一会儿再打给您。 再见。", "each is told of once"
    assert [row.answer for row in rows(board, tasks)] == ["talked", None]


def test_what_was_settled_while_it_rang_is_said_and_the_next_one_offered(board: Switchboard) -> None:
    wants(board)
    look(board, minutes=2)
    reply = answered(board)
    with board.work() as work:
        list_of.finish(board, work, rows(board, tasks)[0].id, None, "command line")
    assert said(board, press(board, reply, "1")) == "那一户已经有人联系了。 再见。"


def test_who_picks_up_when_it_is_settled_hears_so(board: Switchboard) -> None:
    wants(board)
    look(board, minutes=2)
    with board.work() as work:
        list_of.finish(board, work, rows(board, tasks)[0].id, None, "command line")
    assert "已经有人联系了，谢谢您" in said(board, answered(board))


def test_a_household_that_was_rung_a_moment_ago_is_not_rung_again(board: Switchboard) -> None:
    wants(board)
    look(board, minutes=2)
    reply = answered(board)
    with board.work() as work:
        attempts.reserve(work.tx, [Order("a-message", cast.YANG)], work.now)
    assert said(board, press(board, reply, "1")) == "刚打过那边，过几分钟再打给您。 再见。"


def test_a_villager_on_no_list_is_announced_as_one(board: Switchboard) -> None:
    wants(board, cast.STRANGER)
    look(board, minutes=2)
    assert "一位没登记的村民" in said(board, answered(board))


def test_two_workers_at_once_ring_once(board: Switchboard) -> None:
    wants(board)
    clock_of(board).forward(minutes=2)
    first, second = promises.due_calls(board), promises.due_calls(board)
    assert (len(first), second) == (1, [])
    dialling.ring(board, first)
    dialling.ring(board, first)
    assert len(carrier_of(board).calls) == 1


@pytest.mark.parametrize("state", [CallState.BUSY, CallState.FAILED, CallState.CANCELED])
def test_however_the_call_to_the_cadre_fails_it_is_placed_again(board: Switchboard, state: CallState) -> None:
    wants(board)
    look(board, minutes=2)
    ends(board, carrier_of(board).calls[-1], state)
    assert look(board, minutes=7) == [cast.CADRE]


def test_why_tells_when_a_cadre_is_rung_for_somebody_who_waits(board: Switchboard) -> None:
    wants(board)
    clock_of(board).forward(seconds=30)
    told = explain(board, cast.CADRE).next_call
    assert (told.reason, told.at) == (Reason.PROMISE, board.clock.now() + timedelta(seconds=90))
    assert explain(board, cast.SUPERVISOR).next_call.at == board.clock.now() + timedelta(minutes=9.5)
