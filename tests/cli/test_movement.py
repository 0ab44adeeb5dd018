"""`dalaba event`, `tip` and `rumour` at a keyboard."""

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from gateway.journeys.reporting import tasks
from gateway.journeys.texting import texts
from gateway.store.outgoing_tables import texts_out
from gateway.switchboard import Switchboard
from tests.cli.conftest import Dalaba
from tests.journeys.talk import knows_language, ring, rows
from tests.support import cast
from tests.support.board import LINE, SHANGHAI, SHORT_WAV, carrier_of, new_board

NOW = datetime.now(SHANGHAI)  # the command lives in the present
BY = ("--by", "19900000101")
PIN = "2468"
TELLER = "+8619900010002"


@pytest.fixture
def board(village_dalaba: Dalaba, sqlite_url: str) -> Iterator[Switchboard]:
    """The ledger the command works on."""
    board = new_board(sqlite_url, NOW)
    with closing(board.ledger):
        yield board


def writes(board: Switchboard, body: str, number: str = TELLER) -> None:
    texts.receive(board, f"SM-{body}-{number}", number, LINE, body)


def test_a_tip_is_listed_without_whoever_gave_it(dalaba: Dalaba, board: Switchboard) -> None:
    writes(board, f"举报 三组 今天 聚餐 {TELLER}")
    everything = ""
    for words in (
        ("event", "list"),
        ("event", "list", cast.VILLAGE, "--all"),
        ("event", "show", "T1"),
        ("tip", "list"),
        ("tip", "list", cast.VILLAGE),
        ("tasks",),
        ("rumour", "list", "--all"),
    ):
        done = dalaba(*words)
        assert done.exit_code == 0, done.output
        everything += done.output
    assert TELLER not in everything
    assert TELLER[3:] not in everything
    assert "002" not in everything, "nor their door"
    for words in ("聚餐", "told of 有人举报", "张敏", "T1"):
        assert words in everything


def test_an_outcome_is_told_in_a_name_with_a_pin_and_shown(dalaba: Dalaba, board: Switchboard) -> None:
    writes(board, "举报 三组 今天 聚餐")
    done = dalaba("event", "outcome", "T1", "stopped", *BY, typed=PIN)
    assert "stopped 劝停" in done.output
    assert "Nothing is planned" in dalaba("event", "list").output
    assert "stopped 劝停" in dalaba("event", "list", "--all").output
    shown = dalaba("event", "show", "1").output
    assert "张敏" in shown
    assert "tip 举报" in shown
    assert "Nothing to do" in dalaba("tasks").output


def test_a_wedding_is_registered_for_a_door_and_put_off(dalaba: Dalaba, board: Switchboard) -> None:
    done = dalaba("event", "register", "wedding", "tomorrow", "--door", "012", "--people", "200", *BY, typed=PIN)
    assert done.exit_code == 0, done.output
    assert "T1: wedding 红事" in done.output
    assert "T2" in dalaba("event", "register", "wedding", "后天", "--door", "012", *BY, typed=PIN).output
    shown = dalaba("event", "list", "--all").output
    assert "postponed 改期" in shown
    assert "registered 已登记" in shown
    later = dalaba("event", "outcome", "T2", "kept_small", "--people", "30", *BY, typed=PIN).output
    assert "asked for again" in later


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("event", "show", "T9"), "no event"),
        (("event", "show", "X"), "'X' is no number"),
        (("event", "list", "99"), "no unit '99'"),
        (("event", "outcome", "T1", "kept_small", *BY), "how many people"),
        (("event", "outcome", "T1", "stopped", "--by", "19900010001"), "nobody under 19900010001 answers for T1"),
        (("event", "outcome", "T1", "stopped", "--by", "abc"), "'abc' is no telephone number"),
        (("event", "register", "wedding", "someday", *BY), "no day"),
        (("event", "register", "wedding", "明天", "--door", "099", *BY), "no door '099'"),
        (("event", "register", "wedding", "明天", "--unit", "5301", *BY), "no unit '5301'"),
        (("rumour", "tag", "R9", "false", *BY), "no rumour R9"),
        (("rumour", "answer", "R1", "没有", *BY), "true or false"),
        (("rumour", "broadcast", "R1", *BY), "not answered yet"),
        (("rumour", "tag", "R1", "false", "--by", "19900010001"), "R1 is for those who answer for"),
        (("rumour", "sound", "R1", "x.wav", *BY), "no recording"),
        (("rumour", "same", "R1", "R1", *BY), "cannot be the same"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    dalaba: Dalaba, board: Switchboard, words: tuple[str, ...], complaint: str
) -> None:
    writes(board, "举报 三组 今天 聚餐")
    writes(board, "谣言 听说要封路")
    done = dalaba(*words, typed=PIN)
    assert done.exit_code == 1, done.output
    assert complaint in done.stderr


def test_a_wrong_pin_does_nothing(dalaba: Dalaba, board: Switchboard) -> None:
    writes(board, "举报 三组 今天 聚餐")
    done = dalaba("event", "outcome", "T1", "stopped", *BY, typed="1111")
    assert done.exit_code == 1
    assert "T1" in dalaba("event", "list").output


def test_a_rumour_is_tagged_answered_and_drafted(dalaba: Dalaba, board: Switchboard) -> None:
    writes(board, "谣言 听说要封路")
    writes(board, "听说要封路", cast.YANG)
    assert "听说要封路" in dalaba("rumour", "list", cast.VILLAGE).output
    listed = dalaba("tasks").output
    assert "R1" in listed
    assert "查清传言" in listed
    assert "dalaba rumour answer R1" in dalaba("tasks", "done", "1").stderr
    assert "false 假" in dalaba("rumour", "tag", "R1", "false", *BY, typed=PIN).output
    assert "2 phones" in dalaba("rumour", "answer", "R1", "没有这回事", *BY, typed=PIN).output
    answers = [row.number for row in rows(board, texts_out) if row.about.startswith("rumour:1:answer")]
    assert sorted(answers) == sorted([TELLER, cast.YANG])
    assert "No rumour waits" in dalaba("rumour", "list").output
    assert "Nothing to do" in dalaba("tasks").output
    shown = dalaba("rumour", "list", "--all").output
    assert "answered 已答复" in shown
    assert TELLER[3:] not in shown
    done = dalaba("rumour", "broadcast", "R1", *BY, typed=PIN)
    assert "dalaba broadcast submit 1" in done.output
    assert "draft 草稿" in dalaba("broadcast", "list").output


def test_what_was_spoken_is_written_into_a_file(dalaba: Dalaba, board: Switchboard, tmp_path: Path) -> None:
    knows_language(board, cast.YANG)
    ring(board, cast.YANG, ["7", "rec"])
    carrier_of(board).recordings["https://carrier.example/rec"] = SHORT_WAV
    tasks.keep_spoken(board)
    file = tmp_path / "heard.wav"
    done = dalaba("rumour", "sound", "R1", str(file), *BY, typed=PIN)
    assert done.exit_code == 0, done.output
    assert file.read_bytes() == SHORT_WAV
    assert "(recording 录音)" in dalaba("rumour", "list").output


@pytest.mark.parametrize("command", ["event", "tip", "rumour"])
def test_the_help_teaches(dalaba: Dalaba, command: str) -> None:
    shown = dalaba(command, "--help").output
    assert f"dalaba {command} list" in shown


def test_markets_are_imported_proposed_stopped_by_an_order_and_removed(village_dalaba: Dalaba, tmp_path: Path) -> None:
    sheet = tmp_path / "markets.csv"
    sheet.write_text(village_dalaba("market", "template").output, encoding="utf-8")
    assert "2 would be added" in village_dalaba("market", "import", str(sheet), "--dry-run").output
    assert "新增2" in village_dalaba("market", "import", str(sheet)).output
    assert "2 as before" in village_dalaba("market", "import", str(sheet)).output
    assert "属鼠、属马" in village_dalaba("market", "list", cast.VILLAGE).output
    coming = village_dalaba("market", "days", cast.VILLAGE, "--ahead", "12").output
    assert coming.count("鹤阳街") == 2, "rat and horse come round every six days"
    assert coming.count("none 没有") == 2
    stopped = village_dalaba("market", "stop", cast.VILLAGE, "县指挥部3号令", *BY, typed=PIN)
    assert "Order 1" in stopped.output, stopped.output
    assert village_dalaba("market", "days", cast.VILLAGE, "--ahead", "12").output.count("县指挥部3号令") == 2
    assert "张敏" in village_dalaba("market", "orders").output
    assert "is lifted" in village_dalaba("market", "lift", "1", *BY, typed=PIN).output
    assert "No order" in village_dalaba("market", "orders").output
    assert "is off the calendar" in village_dalaba("market", "remove", "1").output
    assert "No market day" in village_dalaba("market", "days", cast.VILLAGE).output


def test_who_answers_for_another_place_stops_no_market(village_dalaba: Dalaba) -> None:
    refused = village_dalaba("market", "stop", cast.TOWNSHIP, "我说的", *BY, typed=PIN)
    assert refused.exit_code == 1
    assert "nobody under 19900000101 answers for" in refused.output
    assert (
        "comes before"
        in village_dalaba(
            "market", "stop", cast.VILLAGE, "镇通知", "--from", "2020-02-08", "--until", "2020-02-07", *BY
        ).output
    )
