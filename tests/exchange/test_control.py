"""Arranging the exchange: phones, lines, time, and a run that can be repeated exactly."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest

from tests.exchange.desk import LINE, SID, Exchange, Gateway

ASK = '<Response><Gather numDigits="1" action="/a" timeout="4"><Say>press one now</Say></Gather></Response>'
AGAIN = '<Response><Gather numDigits="1" action="/b"><Say>press again</Say></Gather></Response>'
VILLAGE = [{"number": f"+86139000005{n:02d}", "persona": "mixed"} for n in range(40)]


def run(seed: int, speed: int, gateway: Gateway) -> list[tuple[Any, ...]]:
    """What became of two rounds of calls to a village, phone by phone."""
    exchange = Exchange("--seed", str(seed), "--speed", str(speed))
    try:
        exchange.line()
        exchange.ask("PUT", "/exchange/phones", VILLAGE)
        for round_ in (1, 2):
            for phone in VILLAGE:
                exchange.client.calls.create(to=phone["number"], from_=LINE, url=gateway.url + "/voice")
            exchange.until("call.ended", len(VILLAGE) * round_)
        kinds = ("call.ringing", "call.answered", "call.heard", "call.pressed", "call.ended")
        facts = ("number", "kind", "person", "say", "keys", "status", "sip")
        told = [event for event in exchange.events() if event["kind"] in kinds]
        return [tuple(event.get(name) for name in facts) for event in sorted(told, key=lambda one: one["number"])]
    finally:
        exchange.stop()


def test_a_run_is_repeated_exactly_from_its_seed_at_any_speed(gateway: Gateway) -> None:
    gateway.answers |= {"/voice": ASK, "/a": AGAIN, "/b": "<Response/>"}
    first = run(3, 2000, gateway)
    assert first == run(3, 700, gateway)
    assert first != run(4, 2000, gateway)


def test_the_clock_is_set_and_hurried_while_a_call_waits(exchange: Exchange) -> None:
    exchange.ask("PUT", "/exchange/clock", {"now": "2020-02-01T07:00:00+08:00", "speed": 0.001})
    try:
        exchange.phone("+8613900000601")
        call = exchange.client.calls.create(to="+8613900000601", from_=LINE, twiml="<Response/>")
        assert exchange.ask("GET", "/exchange/clock")["now"].startswith("2020-01-31T23:00")
        assert exchange.client.calls(call.sid).fetch().status == "queued"
    finally:
        exchange.ask("PUT", "/exchange/clock", {"speed": 400})
    assert exchange.ended(call.sid)["at"].startswith("2020-01-31T23:")


@pytest.mark.parametrize(
    ("method", "path", "body", "says"),
    [
        ("PUT", "/exchange/phones", [{"number": "+8613900000602", "persona": "grumpy"}], "grumpy"),
        ("PUT", "/exchange/phones", [{"number": "nobody"}], "nobody"),
        ("PUT", "/exchange/phones", [{"number": "+8613900000602", "colour": "red"}], "colour"),
        ("PUT", f"/exchange/lines/{LINE}", {"voice": "http://127.0.0.1"}, "voice"),
        ("PUT", "/exchange/clock", {"speed": 0}, "speed"),
        ("PUT", "/exchange/clock", {"now": "2020-02-01T07:00:00"}, "UTC"),
        ("PUT", "/exchange/chaos", {"sabotage": 1}, "sabotage"),
        ("POST", "/exchange/dial", {"from": "+8613900000602", "to": "+15005550005"}, "lines"),
        ("GET", "/exchange/log?after=soon", None, "after"),
    ],
)
def test_what_cannot_be_arranged_is_refused_by_name(
    exchange: Exchange, method: str, path: str, body: Any, says: str
) -> None:
    with pytest.raises(HTTPError) as refused:
        exchange.ask(method, path, body)
    assert refused.value.code == 400
    assert says in refused.value.read().decode()
    refused.value.close()


def test_the_log_is_read_on_from_where_one_stopped(exchange: Exchange) -> None:
    exchange.phone("+8613900000603", persona="busy")
    exchange.ended(exchange.client.calls.create(to="+8613900000603", from_=LINE, twiml="<Response/>").sid)
    whole = exchange.ask("GET", "/exchange/log")
    first = exchange.ask("GET", "/exchange/log?limit=1")["events"]
    rest = exchange.ask("GET", f"/exchange/log?after={first[-1]['n']}")
    assert first + rest["events"] == whole["events"]
    assert rest["last"] == whole["events"][-1]["n"]
    phone = exchange.ask("GET", "/exchange/phones/+8613900000603")
    assert (phone["calls"], phone["rang"]) == ({"busy": 1}, 0)


def test_a_population_comes_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "village.json"
    file.write_text('{"phones": [{"number": "+8613900000604", "name": "Grandmother"}], "lines": {"+15005550006": {}}}')
    exchange = Exchange("--population", str(file))
    try:
        assert exchange.ask("GET", "/exchange/phones/+8613900000604")["name"] == "Grandmother"
        exchange.client.calls.create(to="+8613900000604", from_=LINE, twiml="<Response/>")
    finally:
        exchange.stop()


def test_it_stops_at_once_and_cleanly_with_calls_under_way() -> None:
    exchange = Exchange("--speed", "1")
    exchange.line()
    exchange.phone("+8613900000605")
    exchange.client.calls.create(to="+8613900000605", from_=LINE, twiml="<Response/>")
    assert exchange.stop() == 0


@pytest.mark.parametrize("missing", ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"])
def test_it_does_not_start_without_an_account_and_says_what_is_missing(missing: str) -> None:
    given = {**os.environ, "TWILIO_ACCOUNT_SID": SID, "TWILIO_AUTH_TOKEN": "a"}
    del given[missing]
    started = subprocess.run(
        [sys.executable, "-m", "gateway.exchange"], env=given, capture_output=True, text=True, check=False
    )
    assert started.returncode == 2
    assert missing in started.stderr
