"""What goes wrong: broken documents, lost and doubled callbacks, servers that do not answer."""

import pytest
import requests

from tests.exchange.desk import LINE, Answer, Exchange, Gateway, until

SPOKEN = "<Response><Say>fallback</Say></Response>"


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        pytest.param("<Response><Sing/></Response>", 12200, id="an unknown verb"),
        pytest.param("<Response>", 12100, id="broken XML"),
        pytest.param((200, "application/json", "{}"), 12300, id="another type"),
        pytest.param((500, "text/xml", "<Response/>"), 11200, id="a server error"),
        pytest.param("<Response><Say>" + "a" * 70_000 + "</Say></Response>", 11750, id="too large"),
        pytest.param("<Response><Redirect>mailto:someone</Redirect></Response>", 11100, id="no address"),
        pytest.param("<Response><Redirect/></Response>", 12400, id="redirecting for ever"),
    ],
)
def test_a_broken_document_ends_the_call_with_the_carriers_number(
    exchange: Exchange, gateway: Gateway, answer: Answer, code: int
) -> None:
    exchange.line(gateway.url + "/voice")
    gateway.answers["/voice"] = answer
    sid = exchange.dial("+8613900000301")
    assert exchange.ended(sid)["status"] == "failed"
    assert [event["code"] for event in exchange.events("error", sid=sid)] == [code]


def test_the_fallback_is_asked_and_told_what_went_wrong(exchange: Exchange, gateway: Gateway) -> None:
    exchange.line(gateway.url + "/voice", voice_fallback_url=gateway.url + "/fallback")
    gateway.answers |= {"/voice": (500, "text/plain", "sorry"), "/fallback": SPOKEN}
    sid = exchange.dial("+8613900000302")
    assert exchange.ended(sid)["status"] == "completed"
    (asked,) = gateway.to("/fallback")
    assert (asked["ErrorCode"], asked["ErrorUrl"]) == ("11200", gateway.url + "/voice")
    assert exchange.heard(sid) == ["fallback"]


def test_a_failure_is_retried_only_when_the_address_asks_for_it(exchange: Exchange, gateway: Gateway) -> None:
    gateway.answers |= {"/once": (500, "text/xml", ""), "/thrice": (500, "text/xml", "")}
    exchange.line(gateway.url + "/once")
    exchange.ended(exchange.dial("+8613900000303"))
    exchange.line(gateway.url + "/thrice#rc=2&rp=4xx,5xx")
    exchange.ended(exchange.dial("+8613900000303"))
    assert (len(gateway.to("/once")), len(gateway.to("/thrice"))) == (1, 3)
    assert len({asked.headers["I-Twilio-Idempotency-Token"] for asked in gateway.to("/thrice")}) == 1


def test_a_server_that_is_not_there_is_tried_twice(exchange: Exchange) -> None:
    exchange.line("http://127.0.0.1:9/voice")
    sid = exchange.dial("+8613900000304")
    assert exchange.ended(sid)["status"] == "failed"
    assert [event["tries"] for event in exchange.events("webhook", sid=sid)] == [2]


def test_a_sound_that_is_missing_is_an_error_but_the_call_goes_on(exchange: Exchange, gateway: Gateway) -> None:
    exchange.line(gateway.url + "/voice")
    gateway.answers |= {
        "/voice": "<Response><Play>/gone.wav</Play><Say>after</Say></Response>",
        "/gone.wav": (404, "text/plain", ""),
    }
    sid = exchange.dial("+8613900000305")
    exchange.ended(sid)
    assert exchange.heard(sid) == ["/gone.wav", "after"]
    assert exchange.events("error", url=gateway.url + "/gone.wav", code=11200)


@pytest.mark.parametrize(
    ("chaos", "told"),
    [
        ({"lose": 1.0}, 0),
        ({"mute": 1.0}, 0),
        ({"duplicate": 1.0}, 8),
        ({"reorder": 1.0}, 4),
        ({"delay": 1.0, "delay_s": 30}, 4),
    ],
)
def test_chaos_befalls_status_callbacks_and_never_the_call(
    gateway: Gateway, chaos: dict[str, float], told: int
) -> None:
    exchange = Exchange()
    try:
        exchange.line()
        exchange.phone("+8613900000306")
        exchange.ask("PUT", "/exchange/chaos", chaos)
        gateway.answers["/voice"] = "<Response><Say>here</Say></Response>"
        call = exchange.client.calls.create(
            to="+8613900000306",
            from_=LINE,
            url=gateway.url + "/voice",
            status_callback=gateway.url + "/status",
            status_callback_event=["initiated", "ringing", "answered", "completed"],
        )
        assert exchange.ended(call.sid)["status"] == "completed"
        assert exchange.heard(call.sid) == ["here"]
        callbacks = gateway.until("/status", told) if told else exchange.until("lost", 4) and gateway.to("/status")
        assert len(callbacks) == told
        if "reorder" in chaos:
            assert callbacks[0]["SequenceNumber"] == "3"
        if "duplicate" in chaos:
            until(lambda: len(gateway.to("/voice")) == 2)
    finally:
        exchange.stop()


def test_a_callback_held_back_is_still_sent_when_none_follows(gateway: Gateway) -> None:
    exchange = Exchange()
    try:
        exchange.line()
        exchange.phone("+8613900000308")
        exchange.ask("PUT", "/exchange/chaos", {"reorder": 1.0})
        exchange.client.calls.create(
            to="+8613900000308",
            from_=LINE,
            twiml="<Response/>",
            status_callback=gateway.url + "/status",
            status_callback_event=["answered"],
        )
        assert [asked["CallStatus"] for asked in gateway.until("/status")] == ["in-progress"]
    finally:
        exchange.stop()


def test_a_create_that_fails_makes_no_call_and_one_that_hangs_does(gateway: Gateway) -> None:
    exchange = Exchange()
    try:
        exchange.line()
        exchange.ask("PUT", "/exchange/chaos", {"fail_create": 1.0})
        with pytest.raises(Exception, match="503"):
            exchange.client.calls.create(to="+8613900000307", from_=LINE, url=gateway.url)
        assert exchange.events("call.placed") == []
        exchange.ask("PUT", "/exchange/chaos", {"fail_create": 0, "hang_create": 1.0, "hang_s": 0.3})
        call = exchange.client.calls.create(to="+8613900000307", from_=LINE, url=gateway.url)
        placed, ended = exchange.events("call.placed")[0], exchange.ended(call.sid)
        assert placed["sid"] == call.sid == ended["sid"]
    finally:
        exchange.stop()


def test_a_create_that_is_cut_is_made_and_nobody_is_told(gateway: Gateway) -> None:
    exchange = Exchange()
    try:
        exchange.line()
        exchange.phone("+8613900000309")
        exchange.ask("PUT", "/exchange/chaos", {"cut_create": 1.0})
        with pytest.raises(requests.ConnectionError):
            exchange.client.calls.create(
                to="+8613900000309", from_=LINE, url=gateway.url, status_callback=gateway.url + "/status"
            )
        with pytest.raises(requests.ConnectionError):
            exchange.client.messages.create(to="+8613900000309", from_=LINE, body="here")
        (call,) = exchange.client.calls.list(to="+8613900000309")
        (text,) = exchange.client.messages.list(to="+8613900000309")
        assert exchange.until("call.placed")[0]["sid"] == call.sid
        assert exchange.until("text.received")[0]["sid"] == text.sid
        exchange.ended(call.sid)
        assert exchange.until("lost")[0]["sid"] == call.sid
    finally:
        exchange.stop()
