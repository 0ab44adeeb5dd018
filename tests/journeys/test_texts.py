"""A text is kept raw first, read once, and answered in the sender's language."""

import pytest
from structlog.testing import capture_logs

from gateway.journeys.texting import outbox, replies, texts
from gateway.store import roll, roster
from gateway.store import texts as store
from gateway.store.outgoing_tables import texts_out
from gateway.store.tables import callers, reports, texts_in
from gateway.store.texts import TextIn
from gateway.switchboard import Switchboard, Work
from tests.journeys.talk import rows
from tests.support import cast
from tests.support.board import LINE, carrier_of


def receive(board: Switchboard, body: str, sid: str = "SM1", number: str = cast.YANG) -> None:
    texts.receive(board, sid, number, LINE, body)


@pytest.mark.parametrize(
    ("body", "kind", "fever", "temperature"),
    [
        ("好", "well", False, None),
        ("病 38.2 咳", "ill", True, 38.2),
        ("３６．８", "well", False, 36.8),
        ("37.5", "ill", True, 37.5),
        ("零报", "zero", False, None),
    ],
)
def test_health_words_are_reports(
    board: Switchboard, body: str, kind: str, fever: bool, temperature: float | None
) -> None:
    receive(board, body)
    (report,) = rows(board, reports)
    assert (report.kind, report.fever, report.temperature, report.unit_code) == (kind, fever, temperature, cast.GRID_1)
    (answer,) = rows(board, texts_out)
    assert answer.number == cast.YANG
    assert answer.segments == 1


@pytest.mark.parametrize(
    ("body", "kind", "whose"),
    [("2:38.2", "ill", "妈妈"), ("2：病 咳", "ill", "妈妈"), ("1:36.8", "well", "爷爷"), ("3:38.2", "ill", None)],
)
def test_a_health_word_may_say_whose_it_is_by_the_roll(
    board: Switchboard, body: str, kind: str, whose: str | None
) -> None:
    with board.work() as work:
        home = roster.household_of(work.tx, cast.YANG)
        assert home is not None
        roll.put_members(work.tx, {(home.unit_code, home.door): ("爷爷", "妈妈")})
    receive(board, body)
    (report,) = rows(board, reports)
    assert (report.kind, report.person) == (kind, whose and f"{home.id}:{whose}")


def test_a_text_delivered_twice_is_stored_reported_and_answered_once(board: Switchboard) -> None:
    receive(board, "好")
    receive(board, "好")
    assert [len(rows(board, table)) for table in (texts_in, reports, texts_out)] == [1, 1, 1]


def test_what_cannot_be_read_is_kept_and_answered_with_an_example(board: Switchboard) -> None:
    receive(board, "村口的桥断了吗")
    (kept,) = rows(board, texts_in)
    assert (kept.body, kept.meaning) == ("村口的桥断了吗", "unreadable")
    assert "病 38.2 咳" in rows(board, texts_out)[0].body


def test_a_text_is_in_the_ledger_though_reading_it_fails(board: Switchboard, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a fault in reading")

    with monkeypatch.context() as patched:
        patched.setattr(texts, "_read", broken)
        with pytest.raises(RuntimeError):
            receive(board, "好")
    assert [row.meaning for row in rows(board, texts_in)] == [None]
    texts.read_waiting(board)
    texts.read_waiting(board)
    assert [row.meaning for row in rows(board, texts_in)] == ["well"]
    assert len(rows(board, reports)) == 1


def test_one_text_that_cannot_be_read_keeps_no_other_waiting(
    board: Switchboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    with board.work() as work:
        for number, body in enumerate(("好", "38.2", "病", "好"), start=1):
            store.keep(work.tx, f"SM{number}", f"+861990001000{number}", LINE, body, work.now)
    read = texts._read

    def stumbles(board: Switchboard, work: Work, text: TextIn) -> None:
        read(board, work, text)
        if text.body == "38.2":
            raise KeyError(text.body)

    monkeypatch.setattr(texts, "BATCH", 2)
    monkeypatch.setattr(texts, "_read", stumbles)
    with capture_logs() as said:
        for _ in range(2):
            texts.read_waiting(board)
    assert [row.meaning for row in rows(board, texts_in)] == ["well", None, "ill", "well"]
    assert len(rows(board, reports)) == 3
    assert {line["text"] for line in said} == {2}
    assert "38.2" not in str(said)
    monkeypatch.setattr(texts, "_read", read)
    texts.read_waiting(board)
    assert rows(board, texts_in)[1].meaning is not None


@pytest.mark.parametrize("word", ["退订", "T", "TD", "STOP", "stop"])
def test_opting_out_silences_routine_texts_until_they_come_back(board: Switchboard, word: str) -> None:
    receive(board, word, "SM1")
    assert rows(board, callers)[0].opted_out_at == board.clock.now()
    receive(board, "好", "SM2")
    assert len(rows(board, texts_out)) == 1, "the receipt of a report is routine"
    receive(board, "恢复", "SM3")
    receive(board, "好", "SM4")
    assert rows(board, callers)[0].opted_out_at is None
    assert len(rows(board, texts_out)) == 3


def test_help_is_answered_in_the_language_of_the_household(board: Switchboard) -> None:
    receive(board, "help", number=cast.ENGLISH)
    receive(board, "帮助", "SM2")
    english, chinese = rows(board, texts_out)
    assert english.body.isascii()
    assert not chinese.body.isascii()


def test_two_machines_answering_each_other_stop(board: Switchboard) -> None:
    for n in range(30):
        receive(board, "this is an automatic reply", f"SM{n}")
    assert len(rows(board, texts_in)) == 30
    assert len(rows(board, texts_out)) == replies.MOST_REPLIES_AN_HOUR


def test_the_answer_is_sent_once(board: Switchboard) -> None:
    receive(board, "好")
    assert outbox.send(board) == 1
    assert outbox.send(board) == 0
    assert len(carrier_of(board).texts) == 1
