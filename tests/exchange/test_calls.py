"""Calls as the gateway makes and takes them: who picks up, what is heard and pressed, what the webhooks say."""

import io
import wave
from typing import Any
from urllib.request import HTTPBasicAuthHandler, HTTPPasswordMgrWithDefaultRealm, build_opener

import pytest
from twilio.request_validator import RequestValidator

from gateway.exchange.audio import recording
from tests.exchange.desk import LINE, SID, TOKEN, Asked, Exchange, Gateway

EVENTS = ["initiated", "ringing", "answered", "completed"]
ASK = (
    '<Response><Gather numDigits="1" action="/answer"><Say>please press one</Say></Gather><Say>nothing</Say></Response>'
)


def place(exchange: Exchange, gateway: Gateway, number: str, **described: Any) -> str:
    exchange.phone(number, **described)
    call = exchange.client.calls.create(
        to=number,
        from_=LINE,
        url=gateway.url + "/voice",
        status_callback=gateway.url + "/status",
        status_callback_event=EVENTS,
        timeout=20,
    )
    exchange.ended(str(call.sid))
    return str(call.sid)


def statuses(gateway: Gateway) -> list[str]:
    return [asked["CallStatus"] for asked in gateway.to("/status")]


def test_an_answered_call_is_told_in_numbered_signed_callbacks(exchange: Exchange, gateway: Gateway) -> None:
    gateway.answers |= {"/voice": ASK, "/answer": "<Response><Say>thanks</Say></Response>"}
    sid = place(exchange, gateway, "+8613900000201")
    told = gateway.until("/status", 4)
    assert statuses(gateway) == ["initiated", "ringing", "in-progress", "completed"]
    assert [asked["SequenceNumber"] for asked in told] == ["0", "1", "2", "3"]
    assert {"CallDuration", "Duration", "SipResponseCode", "Timestamp", "CallbackSource"} <= set(told[-1])
    (pressed,) = gateway.to("/answer")
    assert (pressed["Digits"], pressed["FinishedOnKey"], pressed["msg"]) == ("1", "", "Gather End")
    assert exchange.heard(sid) == ["please press one", "thanks"]
    for asked in gateway.asked:
        validator = RequestValidator(TOKEN)
        assert validator.validate(asked.url, dict(asked), asked.headers["X-Twilio-Signature"])
        assert asked["CallSid"] == sid
        assert (asked["AccountSid"], asked["Direction"], asked["ApiVersion"]) == (SID, "outbound-api", "2010-04-01")


@pytest.mark.parametrize(
    ("persona", "said", "sip"),
    [
        ("busy", ["initiated", "busy"], "486"),
        ("switched_off", ["initiated", "failed"], "480"),
        ("never_answers", ["initiated", "ringing", "no-answer"], "487"),
    ],
)
def test_a_call_that_nobody_takes_says_why(
    exchange: Exchange, gateway: Gateway, persona: str, said: list[str], sip: str
) -> None:
    place(exchange, gateway, f"+8613900003{sip[1:]}", persona=persona)
    gateway.until("/status", len(said))
    assert statuses(gateway) == said
    last = gateway.to("/status")[-1]
    assert (last["SipResponseCode"], last["CallDuration"], "Duration" in last) == (sip, "0", False)


def test_a_number_nobody_has_fails(exchange: Exchange, gateway: Gateway) -> None:
    call = exchange.client.calls.create(to="+8613900009999", from_=LINE, url=gateway.url, status_callback=gateway.url)
    assert (exchange.ended(call.sid)["status"], exchange.ended(call.sid)["sip"]) == ("failed", 404)
    assert [asked["CallStatus"] for asked in gateway.until("/")] == ["failed"]


def test_only_the_end_is_told_unless_more_is_asked_for(exchange: Exchange, gateway: Gateway) -> None:
    exchange.phone("+8613900000202")
    twiml = "<Response><Hangup/></Response>"
    exchange.client.calls.create(to="+8613900000202", from_=LINE, twiml=twiml, status_callback=gateway.url + "/status")
    gateway.until("/status")
    assert statuses(gateway) == ["completed"]


def test_a_machine_is_told_from_a_person_when_asked(exchange: Exchange, gateway: Gateway) -> None:
    gateway.answers["/voice"] = "<Response/>"
    for number, persona in (("+8613900000203", "voicemail"), ("+8613900000204", "steady")):
        exchange.phone(number, persona=persona)
        exchange.client.calls.create(
            to=number, from_=LINE, url=gateway.url + "/voice", machine_detection="DetectMessageEnd"
        )
    told = {asked["To"]: asked["AnsweredBy"] for asked in gateway.until("/voice", 2)}
    assert told == {"+8613900000203": "machine_end_beep", "+8613900000204": "human"}


def test_silence_falls_through_and_an_empty_result_is_told_when_wanted(exchange: Exchange, gateway: Gateway) -> None:
    exchange.line(gateway.url + "/voice")
    gateway.answers |= {"/voice": ASK, "/answer": "<Response/>"}
    sid = exchange.dial("+8613900000205", "")
    exchange.ended(sid)
    assert (exchange.heard(sid), gateway.to("/answer")) == (["please press one", "nothing"], [])
    gateway.answers["/voice"] = ASK.replace("<Gather", '<Gather actionOnEmptyResult="true"')
    exchange.ended(exchange.dial("+8613900000205", "#"))
    (told,) = gateway.to("/answer")
    assert (told["Digits"], told["FinishedOnKey"]) == ("", "#")


def test_a_script_is_pressed_one_entry_a_gather(exchange: Exchange, gateway: Gateway) -> None:
    exchange.line(gateway.url + "/voice?step=0", status_callback=gateway.url + "/status")

    def ask(asked: Asked) -> str:
        return '<Response><Gather timeout="3" action="?step=1"><Say>more</Say></Gather></Response>'

    gateway.answers["/voice"] = ask
    sid = exchange.dial("+8613900000206", "1", "31#", "hangup")
    exchange.ended(sid)
    assert [event["keys"] for event in exchange.events("call.pressed", sid=sid)] == ["1", "31#"]
    first, second, third = gateway.to("/voice")
    assert (first["CallStatus"], first["Direction"], first["To"]) == ("ringing", "inbound", LINE)
    assert (second["Digits"], third["Digits"], third["FinishedOnKey"]) == ("1", "31", "#")
    assert second.url == gateway.url + "/voice?step=1"
    assert gateway.until("/status")[0]["CallStatus"] == "completed"


def test_addresses_are_relative_to_the_document_they_stand_in(exchange: Exchange, gateway: Gateway) -> None:
    exchange.line(gateway.url + "/calls/begin")
    gateway.answers |= {
        "/calls/begin": "<Response><Redirect>next</Redirect></Response>",
        "/calls/next": "<Response><Redirect>../end?a=%E4%BD%A0</Redirect></Response>",
        "/end": "<Response><Say>there</Say></Response>",
    }
    sid = exchange.dial("+8613900000207")
    exchange.ended(sid)
    assert exchange.heard(sid) == ["there"]
    (end,) = gateway.to("/end")
    assert end.url.endswith("?a=%E4%BD%A0")
    assert RequestValidator(TOKEN).validate(end.url, dict(end), end.headers["X-Twilio-Signature"])


def test_a_webhook_by_get_carries_its_parameters_in_the_signed_address(exchange: Exchange, gateway: Gateway) -> None:
    exchange.phone("+8613900000215")
    gateway.answers["/voice"] = "<Response/>"
    exchange.client.calls.create(to="+8613900000215", from_=LINE, url=gateway.url + "/voice?step=1#rc=1", method="GET")
    (asked,) = gateway.until("/voice")
    assert (dict(asked), "step=1&CallSid=CA" in asked.url) == ({}, True)
    assert RequestValidator(TOKEN).validate(asked.url, {}, asked.headers["X-Twilio-Signature"])


def test_a_sound_is_played_for_its_real_length_and_fetched_once(exchange: Exchange, gateway: Gateway) -> None:
    exchange.line(gateway.url + "/voice")
    gateway.answers |= {
        "/voice": "<Response><Play>/hello.wav</Play><Play>hello.wav</Play></Response>",
        "/hello.wav": (200, "audio/x-wav", recording(40, voice=150)),
    }
    assert exchange.ended(exchange.dial("+8613900000216"))["duration_s"] >= 80
    assert [dict(asked) for asked in gateway.to("/hello.wav")] == [{}]


def test_a_recording_is_a_real_sound_of_that_length(exchange: Exchange, gateway: Gateway) -> None:
    exchange.line(gateway.url + "/voice")
    gateway.answers |= {
        "/voice": '<Response><Record action="/kept" recordingStatusCallback="/ready"/></Response>',
        "/kept": "<Response/>",
    }
    sid = exchange.dial("+8613900000208", speaks_s=3)
    exchange.ended(sid)
    (kept,) = gateway.to("/kept")
    assert (kept["RecordingDuration"], kept["Digits"]) == ("3", "#")
    (ready,) = gateway.until("/ready")
    assert (ready["RecordingStatus"], ready["RecordingSource"], "From" in ready) == ("completed", "RecordVerb", False)
    passwords = HTTPPasswordMgrWithDefaultRealm()
    passwords.add_password(None, exchange.url, SID, TOKEN)
    for ending in ("", ".wav"):
        with build_opener(HTTPBasicAuthHandler(passwords)).open(kept["RecordingUrl"] + ending) as answer:
            sound = io.BytesIO(answer.read())
        with wave.open(sound) as opened:
            assert (opened.getnchannels(), opened.getsampwidth(), opened.getframerate()) == (1, 2, 8000)
            assert opened.getnframes() == 3 * 8000
    assert [one.sid for one in exchange.client.calls(sid).recordings.list()] == [kept["RecordingSid"]]
    assert exchange.client.recordings(kept["RecordingSid"]).fetch().duration == "3"


def test_a_recording_is_played_back_to_whoever_spoke(exchange: Exchange, gateway: Gateway) -> None:
    exchange.line(gateway.url + "/voice")
    gateway.answers |= {
        "/voice": '<Response><Record action="/kept"/></Response>',
        "/kept": lambda asked: f"<Response><Play>{asked['RecordingUrl']}.wav</Play></Response>",
    }
    assert exchange.ended(exchange.dial("+8613900000217", speaks_s=30))["duration_s"] >= 60


def test_hanging_up_while_speaking_keeps_what_was_said(exchange: Exchange, gateway: Gateway) -> None:
    exchange.line(gateway.url + "/voice")
    gateway.answers["/voice"] = '<Response><Record action="/kept"/></Response>'
    exchange.dial("+8613900000209", speaks_s=60, hangs_up_after=30)
    (kept,) = gateway.until("/kept")
    assert (kept["Digits"], kept["CallStatus"]) == ("hangup", "completed")


def test_a_call_can_be_put_through_to_another_phone(exchange: Exchange, gateway: Gateway) -> None:
    exchange.line(gateway.url + "/voice")
    exchange.phone("+8613900000210", persona="busy")
    exchange.phone("+8613900000211", speaks_s=20)
    gateway.answers |= {
        "/voice": '<Response><Dial action="/first">+8613900000210</Dial></Response>',
        "/first": '<Response><Dial action="/second"><Number>+8613900000211</Number></Dial></Response>',
        "/second": "<Response/>",
    }
    sid = exchange.dial("+8613900000212")
    exchange.ended(sid)
    (first,), (second,) = gateway.to("/first"), gateway.to("/second")
    assert (first["DialCallStatus"], second["DialCallStatus"]) == ("busy", "completed")
    assert int(second["DialCallDuration"]) >= 20
    leg = exchange.client.calls(second["DialCallSid"]).fetch()
    assert (leg.parent_call_sid, leg.direction, leg.status) == (sid, "outbound-dial", "completed")


@pytest.mark.parametrize(
    ("answers_after_s", "seen", "became", "bridged"),
    [(1, "call.answered", "completed", "true"), (500, "call.ringing", "canceled", "false")],
)
def test_whoever_hangs_up_first_still_tells_what_came_of_the_other_call(
    exchange: Exchange, gateway: Gateway, answers_after_s: int, seen: str, became: str, bridged: str
) -> None:
    exchange.line(gateway.url + "/voice")
    other = f"+8613900003{answers_after_s:03}"
    exchange.phone(other, speaks_s=10_000, answers_after_s=answers_after_s)
    gateway.answers["/voice"] = f'<Response><Dial action="/over" timeout="600">{other}</Dial></Response>'
    sid = exchange.dial("+8613900000218")
    exchange.until(seen, number=other)
    exchange.client.calls(sid).update(status="completed")
    (told,) = gateway.until("/over")
    assert (told["DialCallStatus"], told["DialBridged"], told["CallStatus"]) == (became, bridged, "completed")
    assert exchange.ended(told["DialCallSid"])["status"] == became


@pytest.mark.parametrize(("reason", "status"), [("busy", "busy"), ("rejected", "no-answer")])
def test_a_call_can_be_rejected_before_it_is_answered(
    exchange: Exchange, gateway: Gateway, reason: str, status: str
) -> None:
    exchange.line(gateway.url + "/voice")
    gateway.answers["/voice"] = f'<Response><Reject reason="{reason}"/></Response>'
    sid = exchange.dial("+8613900000213")
    assert (exchange.ended(sid)["status"], exchange.events("call.answered", sid=sid)) == (status, [])


def test_a_phone_in_a_call_is_busy_to_others(exchange: Exchange, gateway: Gateway) -> None:
    exchange.line(gateway.url + "/voice")
    gateway.answers["/voice"] = '<Response><Pause length="10000"/></Response>'
    exchange.phone("+8613900000214")
    sid = exchange.dial("+8613900000214")
    exchange.until("call.answered", sid=sid)
    call = exchange.client.calls.create(to="+8613900000214", from_=LINE, url=gateway.url)
    assert exchange.ended(call.sid)["status"] == "busy"
    exchange.client.calls(sid).update(status="completed")
