"""Key 0: the cadre on duty is put through with nobody's number shown, or a call back is promised, once."""

from datetime import timedelta

import pytest

from gateway.domain.calls import CallState, Progress
from gateway.domain.conversation import Connected
from gateway.journeys import due, duty
from gateway.journeys.speaking import running
from gateway.journeys.telephone import call_news, calls, dialling, lost
from gateway.journeys.telephone.calls import Reply
from gateway.journeys.texting import texts
from gateway.store import staff as staff_store
from gateway.store.attempts import Purpose
from gateway.store.broadcasts import Through
from gateway.store.outgoing_tables import attempts as attempt_rows
from gateway.store.outgoing_tables import texts_out
from gateway.store.screening_tables import arrivals, tasks
from gateway.store.speaking_tables import broadcasts, deliveries
from gateway.store.tables import answers, reports
from gateway.switchboard import Switchboard
from tests.journeys.talk import FROM_WUHAN, hangs_up, knows_language, pick_up, press, ring, rows, said
from tests.support import cast
from tests.support.board import PlacedCall, carrier_of, clock_of
from tests.support.speaking import sent

TALKED = Connected(CallState.COMPLETED, 45, "CA-leg")
NOBODY = Connected(CallState.NO_ANSWER, None, "CA-leg")


def asks(board: Switchboard, number: str = cast.YANG, sid: str = "CA-0") -> Reply:
    """Rings the front desk and presses 0."""
    knows_language(board, number)
    return ring(board, number, ["0"], sid=sid)


def hears(board: Switchboard, reply: Reply, came: Connected) -> Reply:
    return calls.take(board, reply.session_id, reply.turn.step, came)


def talks(board: Switchboard) -> list[object]:
    """Calls put through: phone, state, staff."""
    return [(row.number, row.state) for row in rows(board, attempt_rows) if row.purpose == Purpose.TALK]


def test_the_cadre_on_duty_is_put_through_and_the_menu_comes_again_in_few_words(board: Switchboard) -> None:
    reply = asks(board)
    assert (reply.turn.connects, reply.turn.wants) == (cast.CADRE, None)
    assert said(board, reply) == "好，现在接干部，请稍等。"
    assert talks(board) == [(cast.CADRE, CallState.ASKED)]
    reply = hears(board, reply, TALKED)
    assert said(board, reply) == board.catalogue.texts["zh"].sentences["front.menu_again"]
    (talk,) = [row for row in rows(board, attempt_rows) if row.purpose == Purpose.TALK]
    assert (talk.state, talk.sid, talk.duration_s, talk.ended_at) == ("completed", "CA-leg", 45, board.clock.now())
    assert rows(board, tasks) == []


def test_0_and_what_came_of_it_are_in_the_ledger_and_no_number_is_said(board: Switchboard) -> None:
    reply = asks(board)
    hears(board, reply, TALKED)
    told = [(row.flow, row.node, row.raw, row.value) for row in rows(board, answers)]
    assert told[-2:] == [("front_desk", "menu", "0", "person"), ("person", "connect", "completed", "talked")]
    assert all(cast.CADRE not in str(phrase.values) for phrase in reply.turn.say)


def test_the_same_news_twice_or_a_replayed_key_gives_the_same_turn_and_dials_nobody_again(board: Switchboard) -> None:
    menu = asks(board, sid="CA-0")
    again = calls.take(board, menu.session_id, menu.turn.step - 1, Connected(CallState.BUSY))
    assert again == menu
    after = hears(board, menu, NOBODY)
    assert hears(board, menu, NOBODY) == hears(board, menu, TALKED) == after
    assert len(talks(board)) == len(rows(board, tasks)) == 1


def test_nobody_picks_up_and_a_call_back_is_promised_with_its_instant(board: Switchboard) -> None:
    reply = hears(board, asks(board), NOBODY)
    assert "半小时内打给您" in said(board, reply)
    (owed,) = rows(board, tasks)
    assert (owed.kind, owed.number, owed.unit_code) == ("promised_call", cast.YANG, cast.GRID_1)
    assert owed.due_at == board.clock.now() + timedelta(minutes=30)
    assert owed.done_at is None


@pytest.mark.parametrize("state", [CallState.BUSY, CallState.NO_ANSWER, CallState.FAILED, CallState.CANCELED])
def test_however_it_failed_a_call_back_is_promised(board: Switchboard, state: CallState) -> None:
    hears(board, asks(board), Connected(state))
    assert len(rows(board, tasks)) == 1


def test_pressed_twice_it_is_promised_once_and_the_cadre_is_not_rung_twice_a_minute(board: Switchboard) -> None:
    reply = hears(board, asks(board), NOBODY)
    reply = press(board, reply, "0")
    assert reply.turn.connects is None
    assert "半小时内打给您" in said(board, reply)
    clock_of(board).forward(minutes=1)
    reply = hears(board, press(board, reply, "0"), NOBODY)
    (owed,) = rows(board, tasks)
    assert owed.due_at == board.clock.now() + timedelta(minutes=29), "the first promise stands"
    assert [state for _, state in talks(board)] == ["no_answer", "no_answer"]


def test_a_broken_promise_that_is_given_again_is_given_for_later(board: Switchboard) -> None:
    reply = hears(board, asks(board), NOBODY)
    clock_of(board).forward(minutes=40)
    hears(board, press(board, reply, "0"), NOBODY)
    (owed,) = rows(board, tasks)
    assert owed.due_at == board.clock.now() + timedelta(minutes=30)


def test_once_they_have_talked_what_was_promised_is_kept(board: Switchboard) -> None:
    reply = hears(board, asks(board), NOBODY)
    clock_of(board).forward(minutes=5)
    hears(board, press(board, reply, "0"), TALKED)
    (owed,) = rows(board, tasks)
    with board.ledger.read() as tx:
        (cadre,) = staff_store.by_number(tx, cast.CADRE)
    assert (owed.done_at, owed.done_by, owed.answer) == (board.clock.now(), f"staff:{cadre.id}", "talked")


def test_a_cadre_is_never_put_through_to_herself_but_to_whoever_stands_above(board: Switchboard) -> None:
    reply = ring(board, cast.CADRE, ["0"], sid="CA-cadre")
    assert reply.turn.connects is None
    assert "半小时内打给您" in said(board, reply)
    with board.work() as work:
        row = {"number": cast.DOCTOR, "name": "镇干部", "role": "cadre", "unit_code": cast.TOWNSHIP}
        staff_store.put_all(work.tx, [{**row, "language": None, "on_duty": True, "pin_hash": None}])
    assert ring(board, cast.CADRE, ["0"], sid="CA-again").turn.connects == cast.DOCTOR


def test_without_a_cadre_on_duty_nobody_is_dialled(board: Switchboard) -> None:
    with board.work() as work:
        row = {"number": cast.CADRE, "name": "张敏", "role": "cadre", "unit_code": cast.VILLAGE}
        staff_store.put_all(work.tx, [{**row, "language": None, "on_duty": False, "pin_hash": None}])
    reply = asks(board)
    assert (reply.turn.connects, talks(board)) == (None, [])
    assert len(rows(board, tasks)) == 1


def test_whoever_has_the_shift_is_put_through(board: Switchboard) -> None:
    with board.work() as work:
        row = {"number": cast.DOCTOR, "name": "李医生", "role": "cadre", "unit_code": cast.VILLAGE}
        staff_store.put_all(work.tx, [{**row, "language": None, "on_duty": False, "pin_hash": None}])
        (office,) = staff_store.by_number(work.tx, cast.DOCTOR, "cadre")
        duty.take_over(board, work, office)
    assert asks(board).turn.connects == cast.DOCTOR


def test_a_withheld_number_is_told_that_nobody_can_call_back(board: Switchboard) -> None:
    reply = hears(board, ring(board, "anonymous", ["1", "0"], sid="CA-anonymous"), NOBODY)
    assert "看不到您的号码" in said(board, reply)
    assert rows(board, tasks) == []


def test_hanging_up_during_the_talk_is_a_normal_end(board: Switchboard) -> None:
    reply = asks(board)
    hangs_up(board, "CA-0")
    assert rows(board, tasks) == []
    hears(board, reply, TALKED)  # the carrier tells of the talk all the same, later
    assert talks(board) == [(cast.CADRE, "completed")]


def test_hanging_up_while_it_rings_is_answered_with_a_call(board: Switchboard) -> None:
    reply = asks(board)
    hangs_up(board, "CA-0")
    hears(board, reply, Connected(CallState.CANCELED))
    assert [row.number for row in rows(board, tasks)] == [cast.YANG]


@pytest.mark.parametrize(("state", "seconds", "owed"), [("completed", 45, 0), ("no_answer", None, 1)])
def test_when_the_carrier_s_word_is_lost_it_is_asked(
    board: Switchboard, state: str, seconds: int | None, owed: int
) -> None:
    """A company that says nothing after the caller has hung up; or says it much later."""
    reply = asks(board)
    hangs_up(board, "CA-0")
    leg = PlacedCall("CA-leg", "", cast.CADRE, 25, board.clock.now(), CallState(state), seconds)
    carrier_of(board).calls.append(leg)
    clock_of(board).forward(minutes=2)
    lost.find_lost(board)
    assert talks(board) == [(cast.CADRE, state)]
    assert len(rows(board, tasks)) == owed
    hears(board, reply, Connected(CallState(state), seconds, "CA-leg"))
    assert (talks(board), len(rows(board, tasks))) == ([(cast.CADRE, state)], owed)


def test_a_talk_of_which_no_company_knows_is_let_be(board: Switchboard) -> None:
    reply = asks(board)
    clock_of(board).forward(minutes=2)
    lost.find_lost(board)
    assert talks(board) == [(cast.CADRE, "never_placed")]
    assert rows(board, tasks) == []
    hears(board, reply, TALKED)
    assert talks(board) == [(cast.CADRE, "completed")]


def listens(board: Switchboard) -> PlacedCall:
    """The whole village is spoken to; the first household's phone rings."""
    sent(board)
    dialling.dial(board, red=True)
    return carrier_of(board).call_to(cast.YANG)


def test_while_the_village_speaks_0_leads_to_a_person_and_1_still_confirms(board: Switchboard) -> None:
    reply = pick_up(board, listens(board))
    assert "有话说按0" in said(board, reply)
    reply = hears(board, press(board, reply, "0"), TALKED)
    assert said(board, reply) == "听到了请按1。"
    press(board, reply, "1")
    assert [row.state for row in rows(board, deliveries) if row.number == cast.YANG] == ["heard"]


@pytest.mark.parametrize(("heard_s", "state"), [(3, "due"), (30, "heard")])
def test_only_what_was_played_before_0_was_pressed_counts_as_listened_to(
    board: Switchboard, heard_s: int, state: str
) -> None:
    call = listens(board)
    reply = pick_up(board, call)
    clock_of(board).forward(seconds=heard_s)
    reply = press(board, reply, "0")
    over = Progress(call.sid, CallState.COMPLETED, board.clock.now(), duration_s=heard_s + 70)
    call_news.progress(board, call.attempt_id, over)
    hears(board, reply, TALKED)
    assert [row.state for row in rows(board, deliveries) if row.number == cast.YANG] == [state]


def test_a_broadcast_that_is_stopped_cuts_no_talk(board: Switchboard) -> None:
    call = listens(board)
    reply = press(board, pick_up(board, call), "0")
    (broadcast,) = rows(board, broadcasts)
    with board.work() as work:
        assert running.stop(work, broadcast.id, None, Through.CLOCK, "a mistake")
    running.hang_up(board, broadcast.id)
    assert call.sid not in carrier_of(board).ended
    hears(board, reply, TALKED)
    assert list(due.broadcasts_to_hang_up(board)) == [(broadcast.id,)]
    running.hang_up(board, broadcast.id)
    assert call.sid in carrier_of(board).ended


def test_a_report_broken_off_while_a_person_was_on_the_line_is_kept_and_gone_on_with(board: Switchboard) -> None:
    knows_language(board, cast.YANG)
    reply = ring(board, cast.YANG, [*FROM_WUHAN[:6], "0"], sid="CA-0")
    assert reply.turn.connects == cast.CADRE
    hangs_up(board, "CA-0")
    (report,) = rows(board, reports)
    assert report.unclear == [4, 5, 6, 7, 8, 9, 10]
    reply = ring(board, cast.YANG, ["1"], sid="CA-1")
    assert [phrase.key for phrase in reply.turn.say] == ["screening.vehicle"]
    for pressed in FROM_WUHAN[6:]:
        reply = press(board, reply, pressed)
    (arrival,) = rows(board, arrivals)
    assert arrival.clear == 10


def test_by_text_a_0_puts_nobody_through(board: Switchboard) -> None:
    texts.receive(board, "SM1", cast.YANG, "x", "登 人1 到2天 来武汉 停无 触无 病无 防居家 男35 电本机")
    texts.receive(board, "SM2", cast.YANG, "x", "0")
    assert talks(board) == []
    (*_, reply) = rows(board, texts_out)
    assert "同车" in reply.body
