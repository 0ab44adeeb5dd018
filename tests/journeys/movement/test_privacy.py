"""Who gave a tip is told nobody: not the cadre, not the ledger's tables of tips, not a screen, not a log."""

import logging
from typing import Any

import pytest

from gateway.journeys.movement import following, hearsay
from gateway.journeys.reporting import tasks as journey
from gateway.journeys.texting import outbox
from gateway.store import movement_tables
from gateway.store.outgoing_tables import texts_out
from gateway.store.screening_tables import tasks
from gateway.switchboard import Switchboard
from tests.journeys.movement.telling import gives_pin, told, writes
from tests.journeys.talk import knows_language, press, ring, rows, said
from tests.support import cast
from tests.support.board import SHORT_WAV, carrier_of, clock_of, queue_of

TELLERS = {cast.YANG: "001", cast.SHARED: "003"}  # phones, and their doors


@pytest.fixture
def tipped(board: Switchboard) -> Switchboard:
    """One has texted and one has rung and spoken; the township has heard it; the cadre was sent, reminded, ended it."""
    knows_language(board, *TELLERS, cast.CADRE, cast.SUPERVISOR)
    gives_pin(board, cast.SUPERVISOR)
    writes(board, cast.YANG, f"举报 三组 今天 聚餐，我是{cast.YANG}")
    ring(board, cast.SHARED, ["1", "6", "6", "2", "1", "1", "rec"])
    carrier_of(board).recordings["https://carrier.example/rec"] = SHORT_WAV
    journey.keep_spoken(board)
    reply = ring(board, cast.SUPERVISOR, ["6", cast.CADRE_PIN], sid="CA-hears")
    assert any(phrase.audio for phrase in reply.turn.say)
    press(board, reply, "1")
    clock_of(board).forward(hours=30)
    following.follow(board)
    writes(board, cast.CADRE, "T1 停")
    writes(board, cast.CADRE, "T2 小30")
    outbox.send(board)
    return board


def holds(row: Any, words: str) -> bool:
    return any(words in str(value) for value in row._mapping.values())


def test_no_text_to_anybody_else_names_who_told(tipped: Switchboard) -> None:
    others = [row for row in rows(tipped, texts_out) if row.number not in TELLERS]
    assert len(others) > 5
    for number, door in TELLERS.items():
        for row in others:
            assert not holds(row, number)
            assert number[3:] not in row.body
            assert f"{door}户" not in row.body
    assert {row.number for row in others} == {cast.CADRE, cast.SUPERVISOR}


@pytest.mark.parametrize("table", [movement_tables.events, movement_tables.event_turns, movement_tables.tips, tasks])
def test_nothing_kept_of_a_tip_holds_a_number_or_a_door(tipped: Switchboard, table: Any) -> None:
    found = rows(tipped, table)
    assert found
    for row in found:
        assert not any(holds(row, number[3:]) for number in TELLERS)
        assert row._mapping.get("household_id") is None


def test_no_job_and_no_log_holds_them(
    tipped: Switchboard, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        writes(tipped, cast.YANG, "举报 二组 今天 聚餐")
    printed = capsys.readouterr()
    for number in TELLERS:
        for written in (printed.out, printed.err, caplog.text, repr(queue_of(tipped).hints)):
            assert number[3:] not in written


def test_a_voice_the_village_would_know_is_played_to_the_township_only(board: Switchboard) -> None:
    knows_language(board, cast.SHARED, cast.CADRE)
    gives_pin(board, cast.SUPERVISOR)
    ring(board, cast.SHARED, ["1", "6", "6", "2", "1", "1", "rec"])
    assert "没有别的录音" in said(board, ring(board, cast.CADRE, ["6", cast.CADRE_PIN], sid="CA-hears"))
    assert ["按6" in text for text in told(board, cast.CADRE)] == [False]
    (text,) = told(board, cast.SUPERVISOR)
    assert "按6听" in text
    with board.work() as work:
        for office in (cast.VILLAGE, cast.GRID_1):
            assert hearsay.following(work, [office], set()) is None


def test_a_cadre_is_not_asked_to_ring_who_told_nothing_after_all(board: Switchboard) -> None:
    knows_language(board, cast.YANG)
    ring(board, cast.YANG, ["6", "6", "", "", ""])
    assert [row for row in rows(board, texts_out) if row.number == cast.CADRE] == []
    assert rows(board, tasks) == []
