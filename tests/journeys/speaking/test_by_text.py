"""播, 同意, 不同意 and 停 by text: only from those who may, and nothing is sent on a text alone."""

import pytest

from gateway.domain.speaking.levels import Level
from gateway.domain.speaking.states import State
from gateway.journeys import due
from gateway.journeys.speaking import approval
from gateway.journeys.telephone import dialling
from gateway.journeys.texting import texts
from gateway.ports import Job
from gateway.store.outgoing_tables import attempts, texts_out
from gateway.store.speaking_tables import broadcast_areas, broadcasts
from gateway.store.tables import texts_in
from gateway.switchboard import Switchboard
from tests.journeys.talk import pick_up, rows, said
from tests.support import cast
from tests.support.board import LINE, carrier_of, clock_of, queue_of
from tests.support.speaking import drafted, sent
from workers import broadcasts as worker


def write(board: Switchboard, number: str, body: str) -> str:
    """The answer to a text; it arrives twice."""
    sid = f"SM-{len(rows(board, texts_in))}"
    before = len(rows(board, texts_out))
    texts.receive(board, sid, number, LINE, body)
    texts.receive(board, sid, number, LINE, body)
    answers = [row.body for row in rows(board, texts_out)[before:] if row.about.startswith("reply:")]
    assert len(answers) <= 1
    return "".join(answers)


def call_back(board: Switchboard) -> None:
    assert list(due.speakers_to_call(board)) == [()]
    worker.call_speakers.__wrapped__(board)
    worker.call_speakers.__wrapped__(board)


def test_whoever_texts_a_message_is_rung_keys_the_pin_hears_it_back_and_it_goes(board: Switchboard) -> None:
    assert "马上打给您" in write(board, cast.CADRE, "播 三组 明天停水")
    (row,) = rows(board, broadcasts)
    assert (row.state, row.level) == (State.DRAFT, "yellow"), "a text alone sends nothing"
    assert [area.unit_code for area in rows(board, broadcast_areas)] == [cast.GRID_3]
    call_back(board)
    (call,) = carrier_of(board).calls
    reply = pick_up(board, call, cast.CADRE_PIN)
    assert "明天停水" in said(board, reply)
    assert "要打4部电话" in said(board, reply)
    pick_up(board, call, "1")
    assert rows(board, broadcasts)[0].state == State.QUEUED
    assert queue_of(board).asked(Job.FAN_OUT) == [(row.id,)]


def test_the_pin_is_asked_for_though_the_text_came_from_her_phone(board: Switchboard) -> None:
    write(board, cast.CADRE, "播红 全村 有病人")
    call_back(board)
    reply = pick_up(board, carrier_of(board).calls[0], "1", "1", "1")
    assert "密码" in said(board, reply)
    assert rows(board, broadcasts)[0].state == State.DRAFT


def test_a_bare_word_asks_for_a_call_to_record(board: Switchboard) -> None:
    write(board, cast.CADRE, "播")
    assert rows(board, broadcasts) == []
    call_back(board)
    assert "对哪里讲话" in said(board, pick_up(board, carrier_of(board).calls[0], cast.CADRE_PIN))
    clock_of(board).forward(minutes=40)
    assert list(due.speakers_to_call(board)) == []


@pytest.mark.parametrize(
    ("number", "body", "answer"),
    [
        (cast.YANG, "播 三组 明天停水", "没看懂"),
        (cast.DOCTOR, "播 三组 明天停水", "没有讲话的密码"),
        (cast.YANG, "停 Y1", "没看懂"),
        (cast.CADRE, "停 Y99", "没有99号广播"),
        (cast.CADRE, "同意 Y99", "没有99号广播"),
    ],
)
def test_who_may_not_is_told_so(board: Switchboard, number: str, body: str, answer: str) -> None:
    assert answer in write(board, number, body)
    assert rows(board, attempts) == []


def test_the_township_agrees_by_text_and_the_author_cannot(board: Switchboard) -> None:
    broadcast = drafted(board, level=Level.ORANGE, by=cast.CADRE)
    with board.work() as work:
        approval.submit(board, work, broadcast.id, None)
    assert "不归您管" in write(board, cast.CADRE, f"同意 Y{broadcast.number}")
    assert "不归您管" in write(board, cast.DOCTOR, f"同意 Y{broadcast.number}")
    assert "同意了" in write(board, cast.SUPERVISOR, f"同意 Ｙ{broadcast.number}")
    assert "处理过了" in write(board, cast.SUPERVISOR, f"不同意 N{broadcast.number} 太晚了")
    assert rows(board, broadcasts)[0].state == State.QUEUED


def test_the_township_refuses_by_text_with_its_reason(board: Switchboard) -> None:
    broadcast = drafted(board, level=Level.ORANGE, by=cast.CADRE)
    with board.work() as work:
        approval.submit(board, work, broadcast.id, None)
    assert "不同意" in write(board, cast.SUPERVISOR, f"不同意 N{broadcast.number} 时间写错了")
    (row,) = rows(board, broadcasts)
    assert (row.state, row.why) == (State.REFUSED, "时间写错了")


def test_a_text_stops_the_ringing(board: Switchboard) -> None:
    sent(board, by=cast.CADRE)
    dialling.dial(board, red=True)
    assert "12部电话，0部听到了" in write(board, cast.CADRE, "停 Y1")
    assert rows(board, broadcasts)[0].state == State.STOPPED
    assert "已经结束" in write(board, cast.CADRE, "停1")
    worker.hang_up.__wrapped__(board, rows(board, broadcasts)[0].id)
    assert len(carrier_of(board).ended) == len(cast.PHONES)
