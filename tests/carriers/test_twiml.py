"""Turns as documents: every kind of question, in verbs that every company of the dialect knows."""

from collections.abc import Iterator
from datetime import date
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from twilio.twiml.voice_response import Record, VoiceResponse

from gateway.carriers.twilio.addresses import VOICE_TRIES, Addresses
from gateway.carriers.twilio.twiml import render
from gateway.domain.errors import BadInput
from gateway.domain.flow import Did, Flow, Keyed, Kind, Move, Node, Phrase, Turn, Wants, advance, begin
from gateway.journeys.telephone.calls import Reply
from tests.carriers.desk import BASE, SmallCatalogue
from tests.carriers.grammar import faults

HERE = f"{BASE}/twilio/voice/5e55/3{VOICE_TRIES}"
LINE, DUTY = "+8687162170001", "+8619900000101"
CLIP = "c0ffee" * 5
KEYS = Wants(most=1, finish="", wait_s=6)
RECORDING = "https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/RE1"

EVERY_KIND = Flow(
    "every",
    "1",
    "greet",
    {
        "greet": Node("greet", Kind.SAY, say=("zh:hello", "en:hello"), next={"otherwise": "know"}),
        "know": Node("know", Kind.DO, act="know_caller", next={"otherwise": "menu"}),
        "menu": Node("menu", Kind.KEYS, say=("menu",), keys={"1": "a"}, again="menu_again", next={"a": "pin"}),
        "pin": Node("pin", Kind.DIGITS, say=("pin",), reader="pin", most=8, next={"otherwise": "place"}),
        "place": Node("place", Kind.OPTIONS, say=("place",), options="places", next={"otherwise": "tell"}),
        "tell": Node("tell", Kind.RECORD, say=("tell",), longest_s=60, next={"otherwise": "bye"}),
        "bye": Node("bye", Kind.ENDS, say=("bye",), outcome="listened"),
    },
)
FLOWS = {"every": EVERY_KIND}


def document(turn: Turn, catalogue: SmallCatalogue | None = None, language: str = "zh") -> str:
    words = render(Reply("5e55", language, turn), catalogue or SmallCatalogue(), Addresses(BASE), LINE)  # type: ignore[arg-type]
    assert faults(words) == []
    return words


def verbs(turn: Turn, catalogue: SmallCatalogue | None = None, language: str = "zh") -> list[Element]:
    return list(ElementTree.fromstring(document(turn, catalogue, language)))


def turns_of_every_kind() -> Iterator[Turn]:
    """Keys, a wrong key, digits, a list, speech, silence at speech, the end."""
    today = date(2026, 2, 3)
    facts = {"places": [{"value": "1", "words": "一组"}, {"value": "2", "words": "二组 <&>"}]}
    move: Move = advance(FLOWS, begin(FLOWS, "every", "zh").session, Did("known", facts), today)
    keys: tuple[str, ...] = ("9", "1", "1234", "2", "", "", "")
    for digits in keys:
        assert move.turn is not None
        yield move.turn
        move = advance(FLOWS, move.session, Keyed(digits), today)
    assert move.turn is not None
    yield move.turn


def test_every_kind_of_question_is_a_document_the_carrier_understands() -> None:
    turns = list(turns_of_every_kind())
    shapes = [tuple(verb.tag for verb in verbs(turn)) for turn in turns]
    assert ("Gather", "Redirect") in shapes
    assert any(shape[-2:] == ("Record", "Redirect") for shape in shapes)
    assert shapes[-1] == ("Say", "Hangup")


def test_what_is_said_before_keys_can_be_cut_short_by_a_key() -> None:
    gather, redirect = verbs(Turn(3, (Phrase("hello"), Phrase("menu")), KEYS))
    assert [said.text for said in gather] == ["(zh) hello", "(zh) menu"]
    assert gather.attrib == {
        "input": "dtmf",
        "numDigits": "1",
        "finishOnKey": "",
        "timeout": "6",
        "action": HERE,
        "method": "POST",
        "actionOnEmptyResult": "true",
    }
    assert (redirect.text, redirect.get("method")) == (HERE, "POST")


def test_silence_comes_back_to_the_same_step_from_every_company() -> None:
    """Twilio asks the Gather's action; who ignores actionOnEmptyResult falls through to the Redirect."""
    for wants in (KEYS, Wants(8, "#", 4), Wants(0, "#", 6, record_s=60)):
        *_, asked, redirect = verbs(Turn(3, (Phrase("hello"),), wants))
        assert asked.get("action") == redirect.text == HERE


def test_long_numbers_end_with_the_finishing_key() -> None:
    gather = verbs(Turn(3, (), Wants(8, "#", 4)))[0]
    assert (gather.get("numDigits"), gather.get("finishOnKey"), gather.get("timeout")) == ("8", "#", "4")


def test_speech_is_asked_for_after_everything_is_said() -> None:
    said, record, _ = verbs(Turn(3, (Phrase("tell"),), Wants(0, "#", 6, record_s=60)))
    assert said.tag == "Say"
    assert record.attrib == {
        "maxLength": "60",
        "finishOnKey": "#",
        "timeout": "6",
        "playBeep": "true",
        "trim": "do-not-trim",
        "action": HERE,
        "method": "POST",
    }


def test_a_turn_that_wants_nothing_hangs_up() -> None:
    assert [verb.tag for verb in verbs(Turn(9, (Phrase("bye"),), None))] == ["Say", "Hangup"]


def test_a_turn_that_rejects_answers_with_the_engaged_tone() -> None:
    (reject,) = verbs(Turn(0, (), None, rejects=True))
    assert (reject.tag, reject.attrib) == ("Reject", {"reason": "busy"})


def test_whoever_is_put_through_sees_our_line_only_and_the_end_of_the_talk_comes_back_to_this_step() -> None:
    said, dial = verbs(Turn(3, (Phrase("hold"),), None, connects=DUTY))
    assert (said.tag, said.text) == ("Say", "(zh) hold")
    assert (dial.tag, dial.text, list(dial)) == ("Dial", DUTY, [])
    assert dial.attrib == {
        "callerId": LINE,
        "timeout": "25",
        "timeLimit": "900",
        "action": HERE,
        "method": "POST",
    }


def test_each_phrase_is_read_in_its_own_language() -> None:
    gather = verbs(Turn(3, (Phrase("hello", language="en"), Phrase("menu")), KEYS))[0]
    assert [(said.get("language"), said.get("voice"), said.text) for said in gather] == [
        ("en-GB", "Polly.Amy", "(en) hello"),
        ("cmn-CN", "Polly.Zhiyu", "(zh) menu"),
    ]


@pytest.mark.parametrize(
    ("phrase", "played"),
    [
        (Phrase("hello"), f"{BASE}/audio/{CLIP}.wav"),
        (Phrase(audio="abc123"), f"{BASE}/audio/abc123.wav"),
        (Phrase(audio=RECORDING), f"{RECORDING}.wav"),
        (Phrase(audio=f"{RECORDING}.mp3"), f"{RECORDING}.mp3"),
        (Phrase(audio="http://127.0.0.1:9001/r/RE1"), "http://127.0.0.1:9001/r/RE1.wav"),
    ],
)
def test_a_recording_is_played_rather_than_read(phrase: Phrase, played: str) -> None:
    play, _ = verbs(Turn(9, (phrase,), None), SmallCatalogue(clips={"hello": CLIP}))
    assert (play.tag, play.text) == ("Play", played)


def test_chinese_and_markup_arrive_as_they_were_written() -> None:
    words = "你好 <村委会> & \"王\" 'x' ]]> 🎋"
    assert verbs(Turn(9, (Phrase(text=words),), None))[0].text == words


def test_what_xml_cannot_hold_is_left_out() -> None:
    assert verbs(Turn(9, (Phrase(text="a\0b\x0bc\ud800d￿"),), None))[0].text == "a b c d"


def test_a_phrase_without_words_says_nothing() -> None:
    assert [verb.tag for verb in verbs(Turn(9, (Phrase(text=" \0"), Phrase()), None), SmallCatalogue({"": ""}))] == [
        "Hangup"
    ]


def test_a_long_text_is_said_in_parts_a_carrier_takes() -> None:
    parts = verbs(Turn(9, (Phrase(text="话" * 9000),), None))[:-1]
    assert [len(part.text or "") for part in parts] == [4000, 4000, 1000]


def test_a_turn_longer_than_a_carrier_reads_is_refused() -> None:
    with pytest.raises(BadInput, match="65536 bytes"):
        document(Turn(9, (Phrase(text="话" * 22_000),), None))


def test_a_misspelt_document_would_be_noticed() -> None:
    response = VoiceResponse()
    response.gather(num_digit=1).append(Record(maxLength=5))
    response.say("x", speed=2)
    response.pause(length=1)
    response.append(VoiceResponse())
    assert faults(str(response)) == [
        "<Gather> has no numDigit",
        "<Record> may not stand in <Gather>",
        "<Say> has no speed",
        "<Pause> may not stand in <Response>",
        "<Response> may not stand in <Response>",
    ]
