"""The Carrier port over HTTP: what is asked for, and what each kind of failure means for whoever wanted to ring."""

import os
import socket
import threading
from base64 import b64encode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest

from gateway.carriers.twilio import client as client_module
from gateway.carriers.twilio import lines
from gateway.carriers.twilio.client import TwilioCarrier
from gateway.domain.calls import CallState, Progress
from gateway.domain.errors import CarrierRefused, CarrierSilent, CarrierThrottled
from gateway.ports import CallSeen, TextSeen
from tests.carriers import api
from tests.carriers.api import Api, Says
from tests.carriers.desk import BASE, TOKEN, account

TO = "+8613987654321"
ACCOUNT = "AC" + "1" * 32
CALLS = f"/2010-04-01/Accounts/{ACCOUNT}/Calls"
TEXTS = f"/2010-04-01/Accounts/{ACCOUNT}/Messages"
UUID = "2f9ca2a0-3d1f-4b0b-9f5b-1f4f6f3a7d11"
BASIC = "Basic " + b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
WAV = b"RIFF\x24\0\0\0WAVEfmt "
SINCE = datetime(2026, 2, 3, 8, 0, tzinfo=UTC)
CALL = {"sid": UUID, "to": TO, "status": "queued", "date_created": "Tue, 03 Feb 2026 08:00:05 +0000", "duration": None}


@pytest.fixture(scope="module")
def stub() -> Iterator[Api]:
    with api.running() as served:
        yield served


@pytest.fixture
def company(stub: Api) -> Api:
    stub.asked.clear()
    return stub


def at(url: str, **given: Any) -> TwilioCarrier:
    """A carrier whose API is there."""
    return TwilioCarrier(account(twilio_base_url=url), BASE, **given)


@pytest.fixture
def carrier(company: Api) -> TwilioCarrier:
    return at(company.url)


def says(company: Api, status: int = 200, body: Any = None, **headers: str) -> None:
    company.answer = lambda asked: Says(status, body, headers)


def fault(status: int, code: int | None) -> dict[str, Any]:
    return {"status": status, "code": code, "message": f"The number {TO} is odd", "more_info": ""}


def test_the_way_out_is_the_one_the_environment_says(company: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("http_proxy", company.url)
    says(company, 201, CALL)
    carrier = at("http://carrier.example")
    assert [carrier.place_call("a1", TO, 30) for _ in range(2)] == [UUID, UUID]
    assert [asked.path for asked in company.asked] == [f"{CALLS}.json"] * 2


def test_a_call_is_asked_for_with_addresses_that_carry_its_attempt(company: Api, carrier: TwilioCarrier) -> None:
    says(company, 201, CALL)
    assert carrier.place_call("a77e", TO, 25) == UUID
    asked = company.asked[0]
    assert (asked.method, asked.path, asked.authorization) == ("POST", f"{CALLS}.json", BASIC)
    assert asked.given == {
        "To": [TO],
        "From": ["+8687162170001"],
        "Url": [f"{BASE}/twilio/voice/attempts/a77e#rc=2&rp=ct,5xx&rt=6000"],
        "Method": ["POST"],
        "FallbackUrl": [f"{BASE}/twilio/fallback"],
        "FallbackMethod": ["POST"],
        "StatusCallback": [f"{BASE}/twilio/status/a77e#rc=5&rp=all"],
        "StatusCallbackEvent": ["initiated", "ringing", "answered", "completed"],
        "StatusCallbackMethod": ["POST"],
        "Timeout": ["25"],
    }


def test_a_text_is_asked_for_and_does_not_outlive_its_use(company: Api, carrier: TwilioCarrier) -> None:
    says(company, 201, {"sid": "SM1", "status": "queued", "error_code": None})
    assert carrier.send_text(7, TO, "你好 <&>") == "SM1"
    assert company.asked[0].path == f"{TEXTS}.json"
    assert company.asked[0].given == {
        "To": [TO],
        "From": ["+8687162170001"],
        "Body": ["你好 <&>"],
        "StatusCallback": [f"{BASE}/twilio/text-status/7#rc=5&rp=all"],
        "ValidityPeriod": ["14400"],
    }


@pytest.mark.parametrize(
    ("status", "code", "cause"),
    [
        (400, 21211, "wrong_number"),
        (400, 21217, "wrong_number"),
        (400, 21614, "landline"),
        (400, 21612, "unreachable"),
        (400, 21610, "opted_out"),
        (400, 21216, "forbidden"),
        (400, 21408, "forbidden"),
        (400, 21215, "forbidden"),
        (400, 21606, "configuration"),
        (401, 20003, "configuration"),
        (400, 99999, "unknown"),
    ],
)
def test_a_refusal_says_why_and_repeats_no_number(
    company: Api, carrier: TwilioCarrier, status: int, code: int, cause: str
) -> None:
    says(company, status, fault(status, code))
    with pytest.raises(CarrierRefused) as refused:
        carrier.place_call("a77e", TO, 25)
    assert (refused.value.code, refused.value.cause) == (code, cause)
    assert TO not in str(refused.value)


@pytest.mark.parametrize(
    ("status", "body", "cause"),
    [(400, {}, "unknown"), (403, b"<html>", "configuration"), (404, b"", "configuration"), (302, b"", "configuration")],
)
def test_a_refusal_without_a_number_of_the_carriers_has_none(
    company: Api, carrier: TwilioCarrier, status: int, body: Any, cause: str
) -> None:
    says(company, status, body)
    with pytest.raises(CarrierRefused) as refused:
        carrier.place_call("a77e", TO, 25)
    assert (refused.value.code, refused.value.cause) == (None, cause)


def test_a_refusal_in_the_newer_form_is_understood_too(company: Api, carrier: TwilioCarrier) -> None:
    says(company, 400, {"type": "about:blank", "title": "Invalid", "status": 400, "code": 21211})
    with pytest.raises(CarrierRefused) as refused:
        carrier.place_call("a77e", TO, 25)
    assert refused.value.cause == "wrong_number"


@pytest.mark.parametrize(
    ("status", "code", "headers", "wait_s"),
    [
        (429, 20429, {"Retry-After": "17"}, 17),
        (429, 20429, {}, lines.PAUSE_S),
        (429, None, {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}, lines.PAUSE_S),
        (429, 20429, {"Retry-After": "86400"}, lines.LONGEST_PAUSE_S),
        (400, 21611, {}, lines.PAUSE_S),
        (503, 20429, {"Retry-After": "3"}, 3),
    ],
)
def test_too_much_at_once_is_a_pause(
    company: Api, carrier: TwilioCarrier, status: int, code: int | None, headers: dict[str, str], wait_s: float
) -> None:
    says(company, status, fault(status, code), **headers)
    with pytest.raises(CarrierThrottled) as throttled:
        carrier.send_text(7, TO, "x")
    assert throttled.value.wait_s == wait_s


def test_the_pause_one_answer_asked_for_is_forgotten_at_the_next(company: Api, carrier: TwilioCarrier) -> None:
    says(company, 429, fault(429, 20429), **{"Retry-After": "17"})
    with pytest.raises(CarrierThrottled):
        carrier.send_text(7, TO, "x")
    says(company, 429, fault(429, 20429))
    with pytest.raises(CarrierThrottled) as throttled:
        carrier.send_text(7, TO, "x")
    assert throttled.value.wait_s == lines.PAUSE_S


@pytest.mark.parametrize(
    "answer",
    [
        Says(500, fault(500, 20500)),
        Says(503, fault(503, 20503)),
        Says(502, b"<html>bad gateway</html>"),
        Says(408, b""),
        Says(201, b"<html>welcome to the hotel's network</html>"),
        Says(201, b""),
        Says(201, []),
        Says(201, {}),
        Says(201, {"sid": None}),
        Says(201, {"sid": 7}),
        Says(hangs_up=True),
    ],
)
def test_a_fault_or_garbage_may_have_rung_all_the_same(company: Api, carrier: TwilioCarrier, answer: Says) -> None:
    company.answer = lambda asked: answer
    with pytest.raises(CarrierSilent):
        carrier.place_call("a77e", TO, 25)


def test_no_answer_in_time_may_have_rung_all_the_same(company: Api) -> None:
    late = threading.Event()
    company.answer = lambda asked: Says(201, CALL, waits=late)
    impatient = at(company.url, timeout_s=0.05)
    with pytest.raises(CarrierSilent):
        impatient.place_call("a77e", TO, 25)
    late.set()
    assert len(company.asked) == 1  # nothing repeats it by itself


def closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
        return number


@pytest.mark.parametrize("host", ["127.0.0.1", "no-such-carrier.invalid"])
def test_where_no_connection_comes_about_nothing_was_sent(host: str) -> None:
    unreachable = at(f"http://{host}:{closed_port()}")
    with pytest.raises(CarrierThrottled):
        unreachable.place_call("a77e", TO, 25)


def test_a_call_is_ended_whether_it_rings_or_is_answered(company: Api, carrier: TwilioCarrier) -> None:
    says(company, 200, CALL)
    carrier.end_call(UUID)
    assert (company.asked[0].path, company.asked[0].given) == (f"{CALLS}/{UUID}.json", {"Status": ["completed"]})


@pytest.mark.parametrize(("status", "code"), [(400, 21220), (404, 20404)])
def test_a_call_already_over_is_no_error(company: Api, carrier: TwilioCarrier, status: int, code: int) -> None:
    says(company, status, fault(status, code))
    carrier.end_call(UUID)


def test_ending_a_call_can_fail_like_anything_else(company: Api, carrier: TwilioCarrier) -> None:
    says(company, 500, fault(500, 20500))
    with pytest.raises(CarrierSilent):
        carrier.end_call(UUID)


def test_a_call_is_looked_up(company: Api, carrier: TwilioCarrier) -> None:
    ended = {"status": "completed", "end_time": "Tue, 03 Feb 2026 08:01:00 +0000", "duration": "41"}
    says(company, 200, CALL | ended)
    at = datetime(2026, 2, 3, 8, 1, tzinfo=UTC)
    assert carrier.fetch_call(UUID) == Progress(UUID, CallState.COMPLETED, at, duration_s=41)


@pytest.mark.parametrize(("status", "state"), [("no-answer", CallState.NO_ANSWER), ("new", CallState.UNKNOWN)])
def test_a_call_without_instants_is_as_it_is_now(
    company: Api, carrier: TwilioCarrier, status: str, state: CallState
) -> None:
    says(company, 200, CALL | {"status": status})
    seen = carrier.fetch_call(UUID)
    assert seen is not None
    assert (seen.state, seen.at.tzinfo) == (state, UTC)


def test_a_call_the_carrier_does_not_know_is_none(company: Api, carrier: TwilioCarrier) -> None:
    says(company, 404, fault(404, 20404))
    assert carrier.fetch_call(UUID) is None
    says(company, 401, fault(401, 20003))
    with pytest.raises(CarrierRefused):
        carrier.fetch_call(UUID)


def clock(minute: int) -> str:
    return f"Tue, 03 Feb 2026 {7 + minute // 60:02}:{minute % 60:02}:00 +0000"


def test_calls_to_a_phone_are_found_whoever_does_the_filtering(company: Api, carrier: TwilioCarrier) -> None:
    listed = [
        CALL | {"sid": "old", "date_created": clock(59), "status": "completed", "duration": "9"},
        CALL | {"sid": "first", "date_created": clock(60), "status": "busy", "duration": "0"},
        CALL | {"sid": "second", "date_created": clock(70), "status": "in-progress"},
        CALL | {"sid": "waiting", "date_created": None},
        CALL | {"sid": "other", "to": "+8613900000000", "date_created": clock(80)},
    ]
    says(company, 200, {"calls": listed})
    assert carrier.find_calls(TO, SINCE) == [
        CallSeen("waiting", TO, CallState.QUEUED, None, None),
        CallSeen("second", TO, CallState.IN_PROGRESS, datetime(2026, 2, 3, 8, 10, tzinfo=UTC), None),
        CallSeen("first", TO, CallState.BUSY, SINCE, 0),
    ]
    assert company.asked[0].given == {"To": [TO], "PageSize": ["200"]}


def test_texts_to_a_phone_are_found(company: Api, carrier: TwilioCarrier) -> None:
    text = {"to": TO, "body": "你好", "error_code": None}
    listed = [text | {"sid": "new", "date_created": clock(61)}, text | {"sid": "old", "date_created": clock(59)}]
    says(company, 200, {"messages": listed})
    assert carrier.find_texts(TO, SINCE) == [TextSeen("new", TO, "你好", datetime(2026, 2, 3, 8, 1, tzinfo=UTC))]


def test_a_list_that_cannot_be_read_is_silence(company: Api, carrier: TwilioCarrier) -> None:
    says(company, 200, b"<html>")
    with pytest.raises(CarrierSilent):
        carrier.find_calls(TO, SINCE)


def test_a_recording_is_fetched_as_a_wav_file(company: Api, carrier: TwilioCarrier) -> None:
    says(company, 200, WAV)
    assert carrier.fetch_recording(f"{company.url}/Recordings/RE1") == WAV
    assert (company.asked[0].path, company.asked[0].authorization) == ("/Recordings/RE1.wav", BASIC)
    carrier.fetch_recording(f"{company.url}/files/RE1.wav")
    assert company.asked[1].path == "/files/RE1.wav"


def test_our_token_is_shown_to_nobody_but_the_carrier(company: Api) -> None:
    says(company, 200, WAV)
    elsewhere = at("http://carrier.example")
    assert elsewhere.fetch_recording(f"{company.url}/RE1") == WAV
    assert company.asked[0].authorization is None


def test_a_recording_not_finished_is_none(company: Api, carrier: TwilioCarrier) -> None:
    says(company, 404, b"")
    assert carrier.fetch_recording(f"{company.url}/RE1") is None


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        (Says(401, b""), CarrierRefused),
        (Says(429, b"", {"Retry-After": "4"}), CarrierThrottled),
        (Says(500, b""), CarrierSilent),
        (Says(200, b"<html>"), CarrierSilent),
        (Says(200, b""), CarrierSilent),
        (Says(hangs_up=True), CarrierSilent),
    ],
)
def test_a_recording_that_cannot_be_had(
    company: Api, carrier: TwilioCarrier, answer: Says, failure: type[Exception]
) -> None:
    company.answer = lambda asked: answer
    with pytest.raises(failure):
        carrier.fetch_recording(f"{company.url}/RE1")


@pytest.mark.parametrize("address", ["ftp://carrier.example/RE1", "RE1", "file:///etc/passwd"])
def test_a_recording_nowhere_on_the_web_is_refused(carrier: TwilioCarrier, address: str) -> None:
    with pytest.raises(CarrierRefused):
        carrier.fetch_recording(address)


def test_a_recording_longer_than_we_keep_is_refused(
    company: Api, carrier: TwilioCarrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_module, "LARGEST_RECORDING", 1000)
    says(company, 200, WAV + bytes(2000))
    with pytest.raises(CarrierRefused):
        carrier.fetch_recording(f"{company.url}/RE1")


def test_threads_never_get_each_others_answers(company: Api, carrier: TwilioCarrier) -> None:
    company.answer = lambda asked: Says(201, CALL | {"sid": "for " + asked.given["To"][0]})
    phones = [f"+86139{number:08}" for number in range(200)]
    with ThreadPoolExecutor(8) as pool:
        sids = list(pool.map(lambda phone: carrier.place_call("a77e", phone, 25), phones))
    assert sids == [f"for {phone}" for phone in phones]


def test_a_thread_keeps_its_line_and_shares_it_with_nobody(company: Api) -> None:
    opened = lines.Lines(account(twilio_base_url=company.url))
    mine = opened.mine()
    assert opened.mine() is mine
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(opened.mine).result() is not mine


def test_a_forked_process_opens_a_line_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = lines.Lines(account())
    parents = opened.mine()
    monkeypatch.setattr(os, "getpid", lambda: -1)
    assert opened.mine() is not parents


def test_a_busy_thread_keeps_one_connection(company: Api, carrier: TwilioCarrier) -> None:
    says(company, 201, CALL)
    for _ in range(5):
        carrier.place_call("a77e", TO, 25)
    assert len({asked.port for asked in company.asked}) == 1


def test_a_company_below_a_path_is_reached(company: Api) -> None:
    """SignalWire's dialect lives under /api/laml."""
    says(company, 201, CALL)
    at(f"{company.url}/api/laml").place_call("a77e", TO, 25)
    assert company.asked[0].path == f"/api/laml{CALLS}.json"


def test_without_an_address_of_its_own_the_carrier_is_twilio() -> None:
    assert lines.Line(account(), 1).client.api.base_url == "https://api.twilio.com"
