"""Rumours: told by key or text, looked into, answered first to those who asked, then drafted for everybody."""

import pytest

from gateway.domain.errors import BadInput, NotAllowed
from gateway.domain.speaking.levels import Level
from gateway.domain.speaking.states import State
from gateway.journeys.movement import rumours as journey
from gateway.journeys.reporting import tasks
from gateway.journeys.texting import outbox, texts
from gateway.ports import Job
from gateway.store import broadcasts, staff
from gateway.store import rumours as store
from gateway.store.movement_tables import rumour_askers, rumour_turns, rumours
from gateway.store.outgoing_tables import texts_out
from gateway.store.screening_tables import tasks as task_table
from gateway.store.tables import texts_in
from gateway.switchboard import Switchboard
from tests.journeys.movement.telling import gives_pin, one, told, writes
from tests.journeys.movement.test_tips import WALKER, hires
from tests.journeys.talk import knows_language, press, ring, rows, said
from tests.support import cast
from tests.support.board import SHORT_WAV, carrier_of, clock_of, queue_of

RECORDING = "https://carrier.example/rec"


def test_the_cadre_is_told_and_those_who_asked_are_answered_in_their_language(board: Switchboard) -> None:
    assert "先告诉您" in writes(board, cast.YANG, "谣言 听说要封路")
    writes(board, cast.ENGLISH, "rumour 听说要封路")
    rumour = one(board, rumours)
    assert (rumour.unit_code, rumour.words, rumour.tag) == (cast.VILLAGE, "听说要封路", None)
    (text,) = told(board, cast.CADRE)
    for words in ("R1 ", "听说要封路", "R1假", "R1真", "R1查"):
        assert words in text
    assert "发给2人了" in writes(board, cast.CADRE, "R1 假 没有这回事")
    assert told(board, cast.YANG) == ["鹤阳村答复：您问的“听说要封路”是假的，请不要传。没有这回事"]
    assert "is false" in told(board, cast.ENGLISH)[0]
    assert told(board, cast.SHARED) == [], "nobody else is told"
    assert [row.what for row in rows(board, rumour_turns)] == ["false", "answered"]


def test_whoever_asks_later_is_answered_at_once_and_nobody_is_bothered_again(board: Switchboard) -> None:
    writes(board, cast.YANG, "谣言 听说要封路")
    writes(board, cast.CADRE, "R1 真 明天封，请备好菜")
    assert writes(board, cast.SHARED, "听说要封路") == ""
    assert told(board, cast.SHARED) == ["鹤阳村答复：您问的“听说要封路”是真的。明天封,请备好菜"]
    assert [len(told(board, number)) for number in (cast.YANG, cast.CADRE)] == [1, 1]


def test_it_is_looked_into_first_and_an_answer_that_was_wrong_is_corrected(board: Switchboard) -> None:
    writes(board, cast.YANG, "谣言 听说要封路")
    assert "正在查" in writes(board, cast.CADRE, "R1 查")
    assert told(board, cast.YANG) == [], "nobody is told before it is known"
    assert "请回：R1假 加答复" in writes(board, cast.CADRE, "R1 答 还不知道")
    assert "记为假的" in writes(board, cast.CADRE, "R1 假")
    writes(board, cast.CADRE, "R1 答 没有这回事")
    writes(board, cast.CADRE, "R1 答 没有这回事")
    assert len(told(board, cast.YANG)) == 1, "the same answer is sent once"
    writes(board, cast.CADRE, "R1 真 刚接到通知，明天封")
    assert len(told(board, cast.YANG)) == 2
    assert one(board, rumours).tag == "true"


def test_an_answer_ends_with_what_was_found_and_the_next_one_goes_to_all_who_asked(board: Switchboard) -> None:
    writes(board, cast.YANG, "谣言 听说要封路")
    writes(board, cast.CADRE, "R1 假 没有这回事")
    assert "记为真的" in writes(board, cast.CADRE, "R1 真")
    assert "先告诉您" in writes(board, cast.SHARED, "谣言 听说要封路"), "nobody is told what was said when it was false"
    assert told(board, cast.SHARED) == []
    assert "发给2人了" in writes(board, cast.CADRE, "R1 答 明天封，请备好菜")
    assert told(board, cast.SHARED) == ["鹤阳村答复：您问的“听说要封路”是真的。明天封,请备好菜"]
    assert told(board, cast.YANG)[1:] == told(board, cast.SHARED)


def test_looked_into_once_more_it_is_answered_when_it_is_known_again(board: Switchboard) -> None:
    writes(board, cast.YANG, "谣言 听说要封路")
    writes(board, cast.CADRE, "R1 假 没有这回事")
    assert "正在查" in writes(board, cast.CADRE, "R1 查")
    assert "先告诉您" in writes(board, cast.SHARED, "谣言 听说要封路")
    assert {row.meaning for row in rows(board, texts_in)} == {"rumour", "finding"}, "each text is read"
    writes(board, cast.CADRE, "R1 假 没有这回事")
    assert [len(told(board, number)) for number in (cast.YANG, cast.SHARED)] == [2, 1]


def test_found_the_same_again_its_answer_stands(board: Switchboard) -> None:
    writes(board, cast.YANG, "谣言 听说要封路")
    writes(board, cast.CADRE, "R1 假 没有这回事")
    writes(board, cast.CADRE, "R1 假")
    assert writes(board, cast.SHARED, "谣言 听说要封路") == ""
    assert [len(told(board, number)) for number in (cast.YANG, cast.SHARED)] == [1, 1]


def test_what_an_older_ledger_calls_answered_and_still_looked_into_is_not_answered_yet(board: Switchboard) -> None:
    writes(board, cast.YANG, "谣言 听说要封路")
    writes(board, cast.CADRE, "R1 假 没有这回事")
    with board.work() as work:
        store.change(work.tx, 1, tag="checking")
    assert "先告诉您" in writes(board, cast.SHARED, "谣言 听说要封路")


def test_two_that_are_one_have_one_answer(board: Switchboard) -> None:
    writes(board, cast.YANG, "谣言 听说要封路")
    writes(board, cast.SHARED, "谣言 村口的路明天封吗")
    writes(board, cast.CADRE, "R1 假 没有这回事")
    assert "并到R1" in writes(board, cast.CADRE, "R2 同 R1")
    assert len(told(board, cast.SHARED)) == 1
    assert "不能并到" in writes(board, cast.CADRE, "R1 同 R2")
    assert "没有编号R9" in writes(board, cast.CADRE, "R1 同 R9")


def test_the_same_words_a_week_later_are_looked_into_anew(board: Switchboard) -> None:
    writes(board, cast.YANG, "谣言 听说要封路")
    writes(board, cast.CADRE, "R1 假 没有这回事")
    clock_of(board).forward(days=6, hours=23)
    assert writes(board, cast.SHARED, "谣言 听说要封路") == ""
    clock_of(board).forward(hours=2)
    writes(board, cast.ENGLISH, "谣言 听说要封路")
    assert len(rows(board, rumours)) == 2


def test_words_of_one_that_was_joined_are_of_the_one_it_was_joined_to(board: Switchboard) -> None:
    writes(board, cast.YANG, "谣言 听说要封路")
    writes(board, cast.YANG, "谣言 村口的路明天封吗")
    writes(board, cast.YANG, "谣言 路要封")
    writes(board, cast.CADRE, "R3 同 R2")
    writes(board, cast.CADRE, "R2 同 R1")
    writes(board, cast.CADRE, "R1 假 没有这回事")
    assert writes(board, cast.SHARED, "谣言 路要封") == ""
    assert len(rows(board, rumours)) == 3
    assert "您问的“听说要封路”是假的" in told(board, cast.SHARED)[0]


@pytest.mark.parametrize(
    ("number", "body", "words"),
    [
        (cast.CADRE, "R9 假 没有", "没有编号R9"),
        (cast.CADRE, "R1", "请回：R1假"),
        (cast.YANG, "R1 假 没有", "没看懂"),
        (WALKER, "R1 假 没有", "要由村干部来答复"),
        (cast.SHARED, "谣言", "请写上听到了什么"),
    ],
)
def test_what_cannot_be_done_is_answered_with_how(board: Switchboard, number: str, body: str, words: str) -> None:
    hires(board, WALKER, "grid_worker", cast.GRID_1)
    writes(board, cast.YANG, "谣言 听说要封路")
    assert words in writes(board, number, body)
    assert one(board, rumours).tag is None


def test_press_7_say_what_you_heard_and_a_cadre_hears_it_by_phone(board: Switchboard) -> None:
    knows_language(board, cast.YANG, cast.CADRE)
    reply = ring(board, cast.YANG, ["7", "rec"])
    assert "先告诉您" in said(board, reply)
    assert queue_of(board).asked(Job.KEEP_SPOKEN)
    assert "打本号按6听" in told(board, cast.CADRE)[0]
    carrier_of(board).recordings[RECORDING] = SHORT_WAV
    tasks.keep_spoken(board)
    reply = ring(board, cast.CADRE, ["6", cast.CADRE_PIN])
    assert "传言，编号R1" in said(board, reply)
    assert any(phrase.audio for phrase in reply.turn.say)
    reply = press(board, reply, "1")
    assert "没有别的录音了" in said(board, reply)
    assert one(board, rumours).tag == "false"
    writes(board, cast.CADRE, "R1 答 没有这回事")
    assert told(board, cast.YANG) == ["鹤阳村答复：您在电话里问的事是假的，请不要传。没有这回事"]
    for task in rows(board, task_table):
        assert (task.number, task.done_by) == ("", "staff:1"), "nobody need key it in any more"


def test_a_recording_that_lies_with_the_carrier_still_can_be_heard(board: Switchboard) -> None:
    knows_language(board, cast.YANG, cast.CADRE)
    ring(board, cast.YANG, ["7", "rec"])
    reply = ring(board, cast.CADRE, ["6", cast.CADRE_PIN])
    assert RECORDING in [phrase.audio for phrase in reply.turn.say]


def test_a_tip_that_was_heard_is_not_played_again(board: Switchboard) -> None:
    knows_language(board, cast.YANG, cast.SUPERVISOR)
    gives_pin(board, cast.SUPERVISOR)
    ring(board, cast.YANG, ["6", "6", "1", "0", "1", "rec"])
    reply = ring(board, cast.SUPERVISOR, ["6", cast.CADRE_PIN], sid="CA-first")
    assert "举报，编号T1" in said(board, reply)
    assert "没有别的录音" in said(board, press(board, reply, "2")), "left for later"
    reply = press(board, ring(board, cast.SUPERVISOR, ["6", cast.CADRE_PIN], sid="CA-second"), "1")
    assert "没有别的录音" in said(board, reply)
    assert "没有别的录音" in said(board, ring(board, cast.SUPERVISOR, ["6", cast.CADRE_PIN], sid="CA-third"))


def test_what_was_spoken_is_keyed_in_and_quoted(board: Switchboard) -> None:
    knows_language(board, cast.YANG)
    ring(board, cast.YANG, ["7", "rec"])
    with board.work() as work:
        assert tasks.finish(board, work, 1, "听说要封路", "command line")
    writes(board, cast.CADRE, "R1 假 没有这回事")
    assert "您问的“听说要封路”是假的" in told(board, cast.YANG)[0]


def test_a_landline_has_the_answer_read_out(board: Switchboard) -> None:
    writes(board, cast.YANG, "谣言 听说要封路")
    writes(board, cast.CADRE, "R1 假 没有这回事")
    outbox.send(board)
    (answer,) = [row for row in rows(board, texts_out) if row.about.startswith("rumour:1:answer")]
    texts.progress(board, answer.id, answer.sid, "failed", 30006, "landline")
    assert [row.id for row in rows(board, texts_out) if row.read_out_at is not None] == [answer.id]


def test_the_answer_becomes_a_message_to_the_village_by_the_usual_rules(board: Switchboard) -> None:
    writes(board, cast.YANG, "谣言 听说要封路")
    with board.work() as work:
        cadre = staff.by_number(work.tx, cast.CADRE)[0]
        with pytest.raises(BadInput, match="not answered yet"):
            journey.draft(board, work, journey.find(work, 1), Level.YELLOW, cadre)
    writes(board, cast.CADRE, "R1 假 没有这回事")
    with board.work() as work:
        drafted = journey.draft(board, work, journey.find(work, 1), Level.YELLOW, cadre)
        with pytest.raises(BadInput, match="drafted as a message already"):
            journey.draft(board, work, journey.find(work, 1), Level.YELLOW, cadre)
        assert drafted.state is State.DRAFT
        assert drafted.unit_code == cast.VILLAGE
        (info,) = broadcasts.infos(work.tx, drafted.id).values()
        assert info.words == "有人传：听说要封路。这是假的，请不要信，不要传。没有这回事"
    assert carrier_of(board).calls == []


def test_only_who_answers_for_the_place_may(board: Switchboard) -> None:
    hires(board, WALKER, "grid_worker", cast.VILLAGE)
    writes(board, cast.YANG, "谣言 听说要封路")
    with board.work() as work:
        rumour = journey.find(work, 1)
        for number in (WALKER, cast.YANG):
            with pytest.raises(NotAllowed):
                journey.officer(work, rumour, number)
        assert journey.officer(work, rumour, cast.SUPERVISOR).role == "supervisor"


def test_the_same_phone_is_answered_once_however_often_it_asked(board: Switchboard) -> None:
    for _ in range(3):
        writes(board, cast.YANG, "谣言 听说要封路")
    assert len(rows(board, rumour_askers)) == 3
    writes(board, cast.CADRE, "R1 假 没有这回事")
    assert len(told(board, cast.YANG)) == 1
