"""Urgent at once: told by text and call, taken once, and brought to the backup when nobody answers."""

from gateway.domain.calls import CallState
from gateway.domain.screening import Concern
from gateway.journeys import alerts as journey
from gateway.journeys.telephone import dialling
from gateway.journeys.telephone.calls import Reply
from gateway.journeys.texting import outbox, texts
from gateway.ports import Job, Urgency
from gateway.store import sessions
from gateway.store.outgoing_tables import alerts, texts_out
from gateway.switchboard import Switchboard
from tests.journeys.talk import ends, knows_language, pick_up, press, ring, rows, said
from tests.support import cast
from tests.support.board import carrier_of, clock_of, pacer_of, queue_of


def ask_help(board: Switchboard, sid: str = "CA-help") -> None:
    knows_language(board, cast.YANG)
    ring(board, cast.YANG, ["1"], sid=sid)


def ring_doctor(board: Switchboard) -> None:
    dialling.ring(board, journey.due_calls(board))


def test_help_tells_the_doctor_by_text_and_call_within_the_same_moment(board: Switchboard) -> None:
    ask_help(board)
    assert queue_of(board).asked(Job.RING_ALERTS)
    assert queue_of(board).asked(Job.SEND_URGENT_TEXTS)
    assert outbox.send(board, Urgency.URGENT) == 1
    ring_doctor(board)
    assert [text.to for text in carrier_of(board).texts] == [cast.DOCTOR]
    assert [call.to for call in carrier_of(board).calls] == [cast.DOCTOR]
    assert pacer_of(board).waited[-1][1], "an urgent call does not wait behind routine ones"


def test_the_doctor_hears_where_and_takes_it_with_1(board: Switchboard) -> None:
    ask_help(board)
    ring_doctor(board)
    reply = pick_up(board, carrier_of(board).call_to(cast.DOCTOR))
    assert "鹤阳村" in said(board, reply)
    assert "001" in said(board, reply)
    reply = pick_up(board, carrier_of(board).call_to(cast.DOCTOR), "1")
    (alert,) = rows(board, alerts)
    assert (alert.taken_through, alert.taken_at) == ("call", board.clock.now())
    clock_of(board).forward(minutes=30)
    assert journey.due_calls(board) == []


def test_one_call_is_placed_at_a_time_and_again_after_two_minutes(board: Switchboard) -> None:
    ask_help(board)
    ring_doctor(board)
    ring_doctor(board)
    assert len(carrier_of(board).calls) == 1
    ends(board, carrier_of(board).calls[0], CallState.NO_ANSWER)
    ring_doctor(board)
    assert len(carrier_of(board).calls) == 1
    clock_of(board).forward(minutes=2)
    ring_doctor(board)
    assert len(carrier_of(board).calls) == 2


def test_nobody_is_rung_more_than_three_times_and_the_backup_comes_after_ten_minutes(board: Switchboard) -> None:
    ask_help(board)
    for _ in range(8):
        ring_doctor(board)
        ends(board, carrier_of(board).calls[-1], CallState.NO_ANSWER)
        clock_of(board).forward(minutes=2)
    rung = [call.to for call in carrier_of(board).calls]
    assert rung.count(cast.DOCTOR) == 3
    assert rung.count(cast.CADRE) == 3
    assert {text.number for text in rows(board, texts_out)} == {cast.DOCTOR, cast.CADRE}


def test_a_text_with_1_takes_it_and_the_next_one_is_too_late(board: Switchboard) -> None:
    ask_help(board)
    texts.receive(board, "SM1", cast.DOCTOR, "x", "1")
    (alert,) = rows(board, alerts)
    assert alert.taken_through == "text"
    ring_doctor(board)
    assert carrier_of(board).calls == []


def test_a_text_naming_the_code_takes_that_alert(board: Switchboard) -> None:
    ask_help(board, "CA-1")
    ring(board, cast.STRANGER, ["1", "1"], sid="CA-2")
    first, second = rows(board, alerts)
    texts.receive(board, "SM1", cast.DOCTOR, "x", f"接手 {first.code}")
    taken = {alert.code: alert.taken_at is not None for alert in rows(board, alerts)}
    assert taken == {first.code: True, second.code: False}


def test_a_1_from_a_resident_takes_nothing(board: Switchboard) -> None:
    ask_help(board)
    texts.receive(board, "SM1", cast.YANG, "x", "1")
    assert rows(board, alerts)[0].taken_at is None


SHARED_A_TRAIN = ["3", "1", "2", "1", "1", "1", "2", "1", "1234", "2", "1"]  # from Wuhan, with somebody found ill
AND_FEVER = ["1", "0#", "1", "385", "1"]  # was with them, today; 38.5 and a cough


def told(board: Switchboard, number: str) -> list[str]:
    """The texts about alerts to somebody, oldest first."""
    return [text.body for text in rows(board, texts_out) if text.number == number and text.about.startswith("alert:")]


def tells_of_a_fever(board: Switchboard, reply: Reply) -> None:
    for pressed in AND_FEVER:
        reply = press(board, reply, pressed)


def test_what_is_graver_in_the_same_call_raises_the_one_alert_and_is_told_once_more(board: Switchboard) -> None:
    knows_language(board, cast.YANG)
    reply = ring(board, cast.YANG, SHARED_A_TRAIN)
    assert [alert.kind for alert in rows(board, alerts)] == ["shared_vehicle"]
    tells_of_a_fever(board, reply)
    (alert,) = rows(board, alerts)
    assert alert.kind == "fever_history"
    first, second = told(board, cast.DOCTOR)
    assert "同过车" in first
    assert "发烧或咳嗽" in second
    assert alert.code in second


def test_who_is_rung_meanwhile_hears_the_graver_thing(board: Switchboard) -> None:
    knows_language(board, cast.YANG)
    reply = ring(board, cast.YANG, SHARED_A_TRAIN)
    ring_doctor(board)
    tells_of_a_fever(board, reply)
    assert "发烧或咳嗽" in said(board, pick_up(board, carrier_of(board).call_to(cast.DOCTOR)))


def test_whoever_has_taken_it_is_not_told_again_though_the_ledger_knows(board: Switchboard) -> None:
    knows_language(board, cast.YANG)
    reply = ring(board, cast.YANG, SHARED_A_TRAIN)
    texts.receive(board, "SM1", cast.DOCTOR, "x", "1")
    tells_of_a_fever(board, reply)
    (alert,) = rows(board, alerts)
    assert alert.kind == "fever_history"
    assert len(told(board, cast.DOCTOR)) == 1


def test_what_is_no_graver_is_no_news(board: Switchboard) -> None:
    knows_language(board, cast.YANG)
    ring(board, cast.YANG, [*SHARED_A_TRAIN, *AND_FEVER], sid="CA-1")
    before = rows(board, alerts), rows(board, texts_out)
    with board.work() as work:
        line = sessions.by_sid(work.tx, "CA-1")
        assert line is not None
        assert not journey.raise_alert(board, work, line, Concern.SHARED_VEHICLE)
        assert not journey.raise_alert(board, work, line, Concern.FEVER_WITH_HISTORY)
    assert (rows(board, alerts), rows(board, texts_out)) == before


def test_a_form_and_the_answers_to_its_questions_raise_one_alert(board: Switchboard) -> None:
    texts.receive(board, "SM1", cast.YANG, "x", "登 人1 到3天 来武汉 车G1234 停无 同有 触无 防居家 男35 电本机")
    assert [alert.kind for alert in rows(board, alerts)] == ["shared_vehicle"]
    for sid, body in (("SM2", "1"), ("SM3", "38.5"), ("SM4", "有")):
        texts.receive(board, sid, cast.YANG, "x", body)
    assert [alert.kind for alert in rows(board, alerts)] == ["fever_history"]


def test_each_alert_of_a_day_has_a_name_of_its_own_and_the_next_day_begins_anew(board: Switchboard) -> None:
    for passed, number in enumerate(["+8619900010002", "+8619900010005", "+8619900010007"]):
        clock_of(board).forward(days=passed // 2)
        ring(board, number, ["1", "1"], sid=f"CA-{passed}")
    assert [alert.code for alert in rows(board, alerts)] == ["A0208-01", "A0208-02", "A0209-01"]
