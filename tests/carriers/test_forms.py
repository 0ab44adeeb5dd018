"""What the carrier's forms mean, as a table of values."""

from datetime import UTC, datetime, timedelta

import pytest

from gateway.carriers.twilio import forms
from gateway.domain.calls import CallState, Progress
from gateway.domain.errors import BadInput
from gateway.domain.flow import Connected, Keyed, Spoke
from tests.carriers.desk import NOW

UUID = "2f9ca2a0-3d1f-4b0b-9f5b-1f4f6f3a7d11"
RECORDING = "https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/RE1"


@pytest.mark.parametrize(
    ("form", "heard"),
    [
        ({"Digits": "1"}, Keyed("1")),
        ({"Digits": "0131*#"}, Keyed("0131*#")),
        ({"Digits": "1", "FinishedOnKey": "#", "msg": "Gather End", "SomethingNew": "x"}, Keyed("1")),
        ({"Digits": ""}, Keyed("")),
        ({}, Keyed("")),
        ({"msg": "Gather End"}, Keyed("")),
        ({"Digits": "hangup"}, Keyed("")),
        ({"Digits": "1w2"}, Keyed("")),
        ({"RecordingUrl": RECORDING, "RecordingDuration": "7", "Digits": "#"}, Spoke(RECORDING, 7)),
        ({"RecordingUrl": RECORDING, "RecordingDuration": "7", "Digits": "hangup"}, Spoke(RECORDING, 7)),
        ({"RecordingUrl": RECORDING, "RecordingDuration": "0"}, Spoke(RECORDING, 0)),
        ({"RecordingUrl": RECORDING, "RecordingDuration": "-1"}, Spoke(RECORDING, 0)),
        ({"RecordingUrl": RECORDING}, Spoke(RECORDING, forms.UNTOLD_S)),
        ({"RecordingUrl": RECORDING, "RecordingDuration": "soon"}, Spoke(RECORDING, forms.UNTOLD_S)),
    ],
)
def test_keys_speech_and_silence_are_told_apart(form: dict[str, str], heard: Keyed | Spoke) -> None:
    assert forms.heard(form) == heard


@pytest.mark.parametrize(
    ("form", "came"),
    [
        (
            {"DialCallStatus": "completed", "DialCallSid": "CA2", "DialCallDuration": "42", "DialBridged": "true"},
            Connected(CallState.COMPLETED, 42, "CA2"),
        ),
        ({"DialCallStatus": "answered", "DialCallSid": UUID}, Connected(CallState.COMPLETED, None, UUID)),
        ({"DialCallStatus": "Completed"}, Connected(CallState.COMPLETED)),
        ({"DialCallStatus": "completed", "DialBridged": "false"}, Connected(CallState.NO_ANSWER)),
        ({"DialCallStatus": "busy", "DialCallSid": "CA2"}, Connected(CallState.BUSY, None, "CA2")),
        ({"DialCallStatus": "no-answer"}, Connected(CallState.NO_ANSWER)),
        ({"DialCallStatus": "failed"}, Connected(CallState.FAILED)),
        ({"DialCallStatus": "canceled", "CallStatus": "completed"}, Connected(CallState.CANCELED)),
        ({"DialCallStatus": "a new state"}, Connected(CallState.FAILED)),
        ({"DialCallStatus": "in-progress"}, Connected(CallState.FAILED)),
        ({"DialCallStatus": ""}, Keyed("")),
    ],
)
def test_what_came_of_putting_somebody_through_is_read(form: dict[str, str], came: Connected | Keyed) -> None:
    assert forms.heard(form) == came


@pytest.mark.parametrize(
    ("form", "seen"),
    [
        (
            {
                "CallSid": "CA1",
                "CallStatus": "completed",
                "CallDuration": "42",
                "Duration": "1",
                "Timestamp": "Tue, 03 Feb 2026 15:59:58 +0800",
                "SequenceNumber": "3",
                "SipResponseCode": "200",
            },
            Progress("CA1", CallState.COMPLETED, NOW - timedelta(seconds=2), 3, 42),
        ),
        ({"CallSid": UUID, "CallStatus": "initiated"}, Progress(UUID, CallState.QUEUED, NOW)),
        ({"CallSid": UUID, "CallStatus": "queued"}, Progress(UUID, CallState.QUEUED, NOW)),
        ({"CallSid": UUID, "CallStatus": "ringing"}, Progress(UUID, CallState.RINGING, NOW)),
        ({"CallSid": UUID, "CallStatus": "In-Progress"}, Progress(UUID, CallState.IN_PROGRESS, NOW)),
        ({"CallSid": UUID, "CallStatus": "busy", "SipResponseCode": "486"}, Progress(UUID, CallState.BUSY, NOW)),
        ({"CallSid": UUID, "CallStatus": "no-answer"}, Progress(UUID, CallState.NO_ANSWER, NOW)),
        ({"CallSid": UUID, "CallStatus": "canceled"}, Progress(UUID, CallState.CANCELED, NOW)),
        (
            {"CallSid": UUID, "CallStatus": "failed", "SipResponseCode": "404"},
            Progress(UUID, CallState.FAILED, NOW, code=404, cause="wrong_number"),
        ),
        (
            {"CallSid": UUID, "CallStatus": "failed", "SipResponseCode": "404", "ErrorCode": "13224"},
            Progress(UUID, CallState.FAILED, NOW, code=13224, cause="wrong_number"),
        ),
        (
            {"CallSid": UUID, "CallStatus": "ringing", "SequenceNumber": "?", "Timestamp": "yesterday"},
            Progress(UUID, CallState.RINGING, NOW),
        ),
        ({"CallSid": UUID, "CallStatus": "a new state"}, None),
        ({"CallSid": UUID}, None),
        ({}, None),
    ],
)
def test_the_state_of_a_call_is_read(form: dict[str, str], seen: Progress | None) -> None:
    assert forms.progress(form, NOW) == seen


def test_an_instant_without_a_zone_is_utc() -> None:
    seen = forms.progress({"CallSid": "CA1", "CallStatus": "busy", "Timestamp": "Tue, 03 Feb 2026 07:59:00 -0000"}, NOW)
    assert seen is not None
    assert seen.at == datetime(2026, 2, 3, 7, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("form", "news"),
    [
        ({"MessageSid": "SM1", "MessageStatus": "sent"}, forms.TextNews("SM1", "sent", None)),
        ({"SmsSid": UUID, "SmsStatus": "delivered"}, forms.TextNews(UUID, "delivered", None)),
        ({"MessageSid": "SM1", "MessageStatus": "read"}, forms.TextNews("SM1", "delivered", None)),
        (
            {"MessageSid": "SM1", "MessageStatus": "undelivered", "ErrorCode": "30003"},
            forms.TextNews("SM1", "failed", 30003, "switched_off"),
        ),
        ({"MessageSid": "SM1", "MessageStatus": "failed"}, forms.TextNews("SM1", "failed", None, "unknown")),
        ({"MessageSid": "SM1", "MessageStatus": "queued"}, None),
        ({"MessageSid": "SM1", "MessageStatus": "sending"}, None),
        ({"MessageSid": "SM1"}, None),
    ],
)
def test_the_fate_of_a_text_is_read(form: dict[str, str], news: forms.TextNews | None) -> None:
    assert forms.text_news(form) == news


def test_numbers_arrive_as_the_ledger_keeps_them() -> None:
    arrival = forms.call({"CallSid": UUID, "From": "13987654321", "To": "+8687162170001", "FromCity": "大理"})
    assert arrival == forms.Arrival(UUID, "+8613987654321", "+8687162170001")


@pytest.mark.parametrize("caller", ["anonymous", "+266696687", "client:nurse", "sip:desk@clinic.example", ""])
def test_a_caller_without_a_number_is_not_turned_away(caller: str) -> None:
    assert forms.call({"CallSid": "CA1", "From": caller}).sender == caller


def test_a_text_is_read_whole_but_for_what_no_ledger_can_keep() -> None:
    arrival = forms.text({"SmsSid": "SM1", "From": "+8613987654321", "To": "+8687162170001", "Body": " 退订\0 <&>\n"})
    assert arrival == forms.Arrival("SM1", "+8613987654321", "+8687162170001", " 退订 <&>\n")


def test_without_an_id_there_is_nothing_to_keep_it_by() -> None:
    with pytest.raises(BadInput, match="CallSid"):
        forms.call({"From": "+8613987654321", "CallSid": " "})
    with pytest.raises(BadInput, match="MessageSid"):
        forms.text({"Body": "1"})
