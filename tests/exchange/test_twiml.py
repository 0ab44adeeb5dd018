"""From a document to verbs: what Twilio performs is performed, what it refuses is refused with its number."""

import pytest

from gateway.exchange import verbs
from gateway.exchange.gather import Rule
from gateway.exchange.twiml import TwimlError, read


def document(inside: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?><Response>{inside}</Response>'.encode()


@pytest.mark.parametrize(
    ("inside", "verb"),
    [
        ('<Say language="zh-CN">你好</Say>', verbs.Say("你好", "zh-CN")),
        ("<Say>take <break/> <emphasis>care</emphasis></Say>", verbs.Say("take care")),
        ('<Play loop="2"> /a.wav </Play>', verbs.Play("/a.wav", 2)),
        ('<Pause length="3"/>', verbs.Pause(3)),
        ("<Gather/>", verbs.Gather(Rule())),
        (
            '<Gather numDigits="2" finishOnKey="" timeout="7" action="/a" actionOnEmptyResult="true">'
            "<Play>b</Play></Gather>",
            verbs.Gather(Rule(2, "", 7), (verbs.Play("b"),), "/a", action_on_empty=True),
        ),
        ('<Record maxLength="30" finishOnKey="#" playBeep="false"/>', verbs.Record("", "POST", 30, 5, "#", beep=False)),
        ('<Redirect method="GET">/b</Redirect>', verbs.Redirect("/b", "GET")),
        ("<Dial>+861</Dial>", verbs.Dial(("+861",))),
        (
            '<Dial timeout="9"><Number>+861</Number><Number>+862</Number></Dial>',
            verbs.Dial(("+861", "+862"), timeout_s=9),
        ),
        ('<Reject reason="busy"/>', verbs.Reject("busy")),
        ("<Hangup/>", verbs.Hangup()),
    ],
)
def test_a_verb_is_read_with_its_defaults(inside: str, verb: verbs.Verb) -> None:
    reading = read(document(inside), "text/xml; charset=utf-8")
    assert reading.found == [verb]
    assert reading.warnings == []


@pytest.mark.parametrize(
    ("body", "content_type", "code"),
    [
        pytest.param(b"<Response><Say>", "text/xml", 12100, id="not well-formed"),
        pytest.param(b"", "text/xml", 12100, id="empty"),
        pytest.param(b"<!DOCTYPE a><Response/>", "text/xml", 12100, id="a document type"),
        pytest.param("<!DOCTYPE a><Response/>".encode("utf-16"), "text/xml", 12100, id="a document type in disguise"),
        pytest.param(b"<Answer/>", "text/xml", 12200, id="another root"),
        pytest.param(document("<Sing/>"), "text/xml", 12200, id="an unknown verb"),
        pytest.param(document("<Gather><Record/></Gather>"), "text/xml", 12200, id="a verb in the wrong place"),
        pytest.param(document("<Message>a</Message>"), "text/xml", 12200, id="a text in a call"),
        pytest.param(b"{}", "application/json", 12300, id="not XML"),
        pytest.param(document("<Say>" + "a" * 65536 + "</Say>"), "text/xml", 11750, id="more than 64 kB"),
    ],
)
def test_a_document_that_cannot_be_performed_is_refused(body: bytes, content_type: str, code: int) -> None:
    with pytest.raises(TwimlError) as refused:
        read(body, content_type)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        ('<Gather num_digits="1"/>', 12200),
        ('<Gather numDigits="many"/>', 13314),
        ('<Gather timeout="-1"/>', 13313),
        ('<Gather finishOnKey="ab"/>', 13310),
        ('<Gather method="PUT"/>', 13312),
        ('<Play loop="x">a</Play>', 13410),
        ("<Say/>", 13520),
        ('<Record maxLength="1"/>', 13612),
    ],
)
def test_an_odd_attribute_is_a_warning_and_its_default_is_used(inside: str, code: int) -> None:
    reading = read(document(inside), "text/xml")
    assert [number for number, _ in reading.warnings] == [code]
    assert len(reading.found) == 1


def test_exactly_64_kb_is_not_too_much() -> None:
    frame = len(document("<Play></Play>"))
    assert read(document(f"<Play>{'a' * (65536 - frame)}</Play>"), "text/xml").found
