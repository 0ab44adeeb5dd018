"""`dalaba handset`: every conversation can be walked in the terminal, and ends with what the ledger holds."""

from pathlib import Path

import pytest

from gateway.cli import handset, stage
from gateway.domain.calls import CallState
from gateway.domain.conversation import Connected, Keyed, Spoke, Turn, Wants
from gateway.domain.errors import BadInput
from tests.cli.conftest import Dalaba
from tests.support.board import catalogue

DAY = ("--day", "2020-02-08")
FROM_WUHAN = "1 3# 1 1 1 4 2 2 2 2 2 1 38 1 rec 2 1"

WALKS = [  # flow, keys, and what is seen somewhere
    (
        "front_desk",
        "1 3 0",
        ["front_desk/language", "您好，这里是鹤阳村防疫电话。", "zero_report", "report 报告: zero"],
    ),
    ("front_desk", "1 1", ["ended: help", "alert 急事: A0208-01 help", "text 短信 to +8619900000102"]),
    ("ten_clears", FROM_WUHAN, ["就是2月5号", "ended: registered", "category 类别 D", "10 of 10 clear"]),
    ("wellness", "3 386 1", ["report 报告: ill", "38.6 °C"]),
    ("loudspeaker", "1111# 2468# 1 1 1 rec 5 1", ["密码不对。", "播放录音", "要打12部电话", "5 s, queued"]),
    ("loudspeaker", "2468# 1 2 2 1 1", ["用哪一条？", "已经报给镇上", "waiting"]),
    ("stop_broadcast", "2468#", ["现在没有正在打的广播"]),
    ("approval", "1", ["张敏要对鹤阳村讲话，橙色重要", "好，同意了"]),
    ("village_message", "* - 1 1", ["没听到您按键", "哪里的水龙头要关", "ended: heard", "19900010001 heard"]),
    ("urgent_alert", "1", ["防疫急事", "ended: taken", "taken by 接手人 李医生"]),
    ("text_read_out", "* 1", ["有一条短信念给您听", "今天下午三点全村消毒", "ended: read_out"]),
    ("nothing_to_hear", "", ["这条通知已经取消了", "nothing 没有"]),
    ("village_message", "0 talk 30 1 1", ["接通 +86199****0101", "person/connect", "talked", "ended: heard"]),
    ("person", "-", ["半小时内打给您", "call back 回电话: to 给 +8619900010001, until 最晚 09:30, not kept yet"]),
    ("promised_call", "1 - ", ["住户001想跟您说话", "那边没接", "not kept yet"]),
    ("promised_call", "1 talk 30", ["接通 +86199****0001", "talked, by staff:"]),
]


@pytest.mark.parametrize(("flow", "keys", "seen"), WALKS, ids=[f"{walk[0]} {walk[1]}" for walk in WALKS])
def test_a_flow_is_walked_to_its_end(dalaba: Dalaba, flow: str, keys: str, seen: list[str]) -> None:
    walked = dalaba("handset", flow, "--keys", keys, *DAY)
    assert walked.exit_code == 0
    assert [words for words in seen if words not in walked.output] == []
    assert "hangs up" not in walked.output


def test_every_flow_can_be_begun(dalaba: Dalaba) -> None:
    for flow in catalogue().flows.keys() - {"complete_by_text"}:  # its first question is another flow's
        assert f"── {flow}/" in dalaba("handset", flow, "--keys", "", *DAY).output


def test_a_flow_in_english(dalaba: Dalaba) -> None:
    walked = dalaba("handset", "wellness", "--language", "en", "--keys", "1")
    assert "Is everyone at home well today?" in walked.output
    assert "Noted, thank you." in walked.output


def test_a_call_that_breaks_off_keeps_what_was_said(dalaba: Dalaba) -> None:
    walked = dalaba("handset", "ten_clears", "--keys", "1 3# 1 1", *DAY)
    assert "(hangs up 挂机)" in walked.output
    assert "2 of 10 clear" in walked.output
    assert "text 短信 to +8619900000101" in walked.output  # the cadre is asked to finish it


def test_keys_are_asked_for_until_the_caller_hangs_up(dalaba: Dalaba) -> None:
    walked = dalaba("handset", "wellness", typed="x\n9\n\n*\n1\n")
    assert "a phone has the keys 0-9, * and # only" in walked.output
    assert "都好按1，有人生病按2，报体温按3。" in walked.output
    assert "没听到您按键，再听一遍。" in walked.output
    assert walked.output.count("key>") == 5
    assert "ended: well" in walked.output
    assert "hangs up" in dalaba("handset", "wellness", typed="").output


def test_the_phone_decides_who_is_spoken_to(dalaba: Dalaba) -> None:
    assert "对村里讲话按1" in dalaba("handset", "--as", "199 0000 0101", "--keys", "").output
    assert "Hello" in dalaba("handset", "--as", "19900010011", "--keys", "").output


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("no_such_flow",), "there is no flow called 'no_such_flow'; there are: "),
        (("--language", "xx"), "no language is called 'xx'; there are: zh, en"),
        (("--as", "12"), "'12' is no telephone number"),
        (("urgent_alert", "--as", "19900010001"), "take one of: +8619900000102"),
        (("village_message", "--as", "19900099999"), "not on the roster of the sample village"),
        (("loudspeaker", "--as", "19900010001"), "is no cadre's phone"),
    ],
)
def test_what_cannot_be_walked_says_why(dalaba: Dalaba, words: tuple[str, ...], reason: str) -> None:
    refused = dalaba("handset", *words, "--keys", "1")
    assert refused.exit_code == 1
    assert refused.stderr.startswith("Error: ")
    assert reason in refused.stderr


KEYS = Turn(1, (), Wants())
SPEECH = Turn(1, (), Wants(most=0, record_s=60))
TALK = Turn(1, (), None, connects="+8619900000101")


@pytest.mark.parametrize(
    ("entry", "turn", "heard"),
    [
        ("3#", KEYS, Keyed("3#")),
        ("-", KEYS, Keyed("")),
        ("", KEYS, Keyed("")),
        ("rec 5", SPEECH, Spoke("https://handset.invalid/recording", 5.0)),
        ("rec2.5", SPEECH, Spoke("https://handset.invalid/recording", 2.5)),
        ("-", SPEECH, Spoke("https://handset.invalid/recording", 0.0)),
        ("talk 30", TALK, Connected(CallState.COMPLETED, 30)),
        ("-", TALK, Connected(CallState.NO_ANSWER)),
        ("", TALK, Connected(CallState.NO_ANSWER)),
    ],
)
def test_an_entry_is_what_a_phone_would_send(entry: str, turn: Turn, heard: object) -> None:
    assert handset.understood(entry, turn) == heard


@pytest.mark.parametrize(
    ("entry", "turn"), [("1", SPEECH), ("rec 5", KEYS), ("a", KEYS), ("talk 5", KEYS), ("1", TALK), ("rec 5", TALK)]
)
def test_keys_are_no_speech_letters_no_keys_and_neither_is_a_talk(entry: str, turn: Turn) -> None:
    with pytest.raises(BadInput):
        handset.understood(entry, turn)


def test_the_sample_village_is_thrown_away_and_the_ledger_left_alone(village_dalaba: Dalaba) -> None:
    with stage.village(None) as board:
        url = board.settings.database_url
    assert not Path(url.removeprefix("sqlite:///")).exists()
    before = village_dalaba("broadcast", "list").output
    village_dalaba("handset", "loudspeaker", "--keys", "2468# 1 rec 5 1")
    assert village_dalaba("broadcast", "list").output == before
