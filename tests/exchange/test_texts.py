"""Text messages: delivered or not, counted in parts, opted out of, answered."""

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.request_validator import RequestValidator

from gateway.exchange.texts import segments
from tests.exchange.desk import LINE, SPEED, TOKEN, Exchange, Gateway, until


@pytest.mark.parametrize(
    ("body", "parts"),
    [("a" * 160, 1), ("a" * 161, 2), ("a" * 306, 2), ("€" * 81, 2), ("好" * 70, 1), ("好" * 71, 2), ("😀" * 36, 2)],
)
def test_a_text_is_counted_in_the_parts_it_is_sent_in(body: str, parts: int) -> None:
    assert segments(body) == parts


@pytest.mark.parametrize(
    ("persona", "last", "error"),
    [
        ("steady", "delivered", None),
        ("switched_off", "undelivered", "30003"),
        ("landline", "undelivered", "30006"),
    ],
)
def test_a_text_is_sent_and_then_delivered_or_not(
    exchange: Exchange, gateway: Gateway, persona: str, last: str, error: str | None
) -> None:
    number = f"+861390004{error or '00000'}"
    exchange.phone(number, persona=persona)
    made = exchange.client.messages.create(to=number, from_=LINE, body="你好", status_callback=gateway.url + "/status")
    assert (made.status, made.num_segments) == ("queued", "1")
    told = gateway.until("/status", 2)
    assert [asked["MessageStatus"] for asked in told] == ["sent", last]
    assert told[-1].get("ErrorCode") == error
    assert RequestValidator(TOKEN).validate(told[0].url, dict(told[0]), told[0].headers["X-Twilio-Signature"])
    assert exchange.client.messages(made.sid).fetch().status == last
    got = exchange.ask("GET", f"/exchange/phones/{number}")["texts"]
    assert [text["body"] for text in got] == ([] if error else ["你好"])


def test_the_summary_counts_the_texts_on_their_way() -> None:
    slow = Exchange("--speed", "0.01")
    try:
        slow.phone("+8613900000412")
        slow.line()
        slow.client.messages.create(to="+8613900000412", from_=LINE, body="你好")
        assert slow.ask("GET", "/exchange/summary")["live_texts"] == 1
        slow.ask("PUT", "/exchange/clock", {"speed": SPEED})
        slow.until("text.received")
        assert slow.ask("GET", "/exchange/summary")["live_texts"] == 0
    finally:
        slow.stop()


def test_a_text_to_a_line_is_told_and_its_answer_delivered(exchange: Exchange, gateway: Gateway) -> None:
    exchange.line(sms_url=gateway.url + "/sms")
    exchange.phone("+8613900000410")
    gateway.answers["/sms"] = "<Response><Message>收到</Message></Response>"
    text = {"from": "+8613900000410", "to": LINE, "body": "FB 3"}
    sid = exchange.ask("POST", "/exchange/text", text)["sid"]
    (asked,) = gateway.until("/sms")
    assert (asked["Body"], asked["MessageSid"], asked["SmsStatus"]) == ("FB 3", sid, "received")
    assert exchange.until("text.received", number="+8613900000410")[0]["body"] == "收到"
    exchange.ask("POST", "/exchange/text", {**text, "sid": sid})
    assert [again["MessageSid"] for again in gateway.until("/sms", 2)] == [sid, sid]


def test_stop_blocks_a_pair_until_start_and_still_reaches_the_webhook(exchange: Exchange, gateway: Gateway) -> None:
    number = "+8613900000411"
    exchange.line(sms_url=gateway.url + "/sms")
    exchange.phone(number)

    def write(body: str) -> None:
        exchange.ask("POST", "/exchange/text", {"from": number, "to": LINE, "body": body})

    write(" stop ")
    with pytest.raises(TwilioRestException) as refused:
        exchange.client.messages.create(to=number, from_=LINE, body="hello")
    assert refused.value.code == 21610
    write("Start")
    assert exchange.client.messages.create(to=number, from_=LINE, body="hello").status == "queued"
    write("退订")
    assert exchange.client.messages.create(to=number, from_=LINE, body="again").status == "queued"
    assert {asked["Body"] for asked in gateway.until("/sms", 3)} == {" stop ", "Start", "退订"}
    until(lambda: len(exchange.ask("GET", f"/exchange/phones/{number}")["texts"]) == 4)
