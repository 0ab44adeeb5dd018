"""Who is let in: the carrier, whatever its addresses look like; nobody else, whatever they send."""

from hashlib import sha256
from typing import Any

import pytest
from flask import Flask, Request, request
from twilio.request_validator import RequestValidator
from werkzeug.test import EnvironBuilder

from gateway.carriers.twilio.addresses import NEWS_TRIES, VOICE_TRIES, Addresses
from gateway.carriers.twilio.signature import Signature, path_as_sent
from tests.carriers.desk import BASE, FORM, TOKEN, sign

MYAPP = "/myapp.php?foo=1&bar=2"
WALK_THROUGH = {
    "CallSid": "CA1234567890ABCDE",
    "Caller": "+12349013030",
    "Digits": "1234",
    "From": "+12349013030",
    "To": "+18005551212",
}
FROM_ELSEWHERE = {**WALK_THROUGH, "Caller": "+14158675309", "From": "+14158675309"}
TWICE = [("Sid", "CA123"), ("SidAccount", "AC123"), ("Digits", "5678"), ("Digits", "1234")]
BODY = '{"property": "value", "boolean": true}'
BODY_DIGEST = "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620"
INBOUND = {
    "AccountSid": "AC9a9f9392lad99kla0sklakjs90j092j3",
    "ApiVersion": "2010-04-01",
    "CallSid": "CAd800bb12c0426a7ea4230e492fef2a4f",
    "CallStatus": "ringing",
    "Called": "+15306384866",
    "CalledCity": "OAKLAND",
    "CalledCountry": "US",
    "CalledState": "CA",
    "CalledZip": "94612",
    "Caller": "+15306666666",
    "CallerCity": "SOUTH LAKE TAHOE",
    "CallerCountry": "US",
    "CallerName": "CA Wireless Call",
    "CallerState": "CA",
    "CallerZip": "89449",
    "Direction": "inbound",
    "From": "+15306666666",
    "FromCity": "SOUTH LAKE TAHOE",
    "FromCountry": "US",
    "FromState": "CA",
    "FromZip": "89449",
    "To": "+15306384866",
    "ToCity": "OAKLAND",
    "ToCountry": "US",
    "ToState": "CA",
    "ToZip": "94612",
}

# What Twilio's documentation and its own libraries' tests say is a genuine request.
PUBLISHED = {
    "the documentation's walk-through": ("https://mycompany.com", MYAPP, WALK_THROUGH, "0/KCTR6DLpKmkAf8muzZqo1nDgQ="),
    "https": ("https://mycompany.com", MYAPP, FROM_ELSEWHERE, "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
    "https, signed without our port": (
        "https://mycompany.com:1234",
        MYAPP,
        FROM_ELSEWHERE,
        "RSOYDt4T1cUTdK1PDd93/VVr8B8=",
    ),
    "https, signed with port 443": ("https://mycompany.com", MYAPP, FROM_ELSEWHERE, "kvajT1Ptam85bY51eRf/AJRuM3w="),
    "http, signed with port 80": ("http://mycompany.com", MYAPP, FROM_ELSEWHERE, "0ZXoZLH/DfblKGATFgpif+LLRf4="),
    "http with our port": ("http://mycompany.com:1234", MYAPP, FROM_ELSEWHERE, "Zmvh+3yNM1Phv2jhDCwEM3q5ebU="),
    "a parameter given twice": ("https://mycompany.com", MYAPP, TWICE, "IK+Dwps556ElfBT0I3Rgjkr1wJU="),
    "a JSON body": (
        "https://mycompany.com",
        f"{MYAPP}&bodySHA256={BODY_DIGEST}",
        BODY,
        "a9nBmqA0ju/hNViExpshrM61xv4=",
    ),
}
# Addresses of which Werkzeug's own `request.url` makes something else.
ODD_PATHS = [
    "/twilio/voice",
    "/twilio/voice/",
    "/voice?name=%E4%BD%A0%E5%A5%BD",
    "/%E4%BD%A0/voice",
    "/a%20b?c=d%20e",
    "/voice?c=d+e",
    "/voice?to=%2B8613800000000",
    "/voice?next=%2Fmenu%3Fa%3D1",
    "/voice?list=a%2Cb",
    "/voice?q=%22quoted%22",
    "/voice?tilde=%7Eme",
    "/voice?lower=%e4%bd%a0",
    "/a%2Fb/c%3Ad",
    "/voice?empty=&flag",
    "/voice?a=1&a=2&b=1",
    "/voice;v=1,2?x=[1]",
    "/voice?percent=100%25",
    "/voice/%C3%A9t%C3%A9?%C3%A9=1",
]


def arriving(path: str, form: Any = None, signature: str | None = None, **environ: Any) -> Request:
    """A request as Werkzeug would hand it over, with the path exactly as sent."""
    wire = path.encode().decode("latin-1")
    body = form if isinstance(form, str) else None
    builder = EnvironBuilder(
        method="POST",
        path="/",
        data=body if body is not None else form,
        content_type="application/json" if body is not None else FORM,
        headers={} if signature is None else {"X-Twilio-Signature": signature},
    )
    return Request({**builder.get_environ(), "RAW_URI": wire, "QUERY_STRING": wire.partition("?")[2], **environ})


@pytest.mark.parametrize(("base", "path", "form", "signature"), PUBLISHED.values(), ids=PUBLISHED.keys())
def test_every_request_the_carrier_calls_genuine_is_let_in(base: str, path: str, form: Any, signature: str) -> None:
    form = dict_of_lists(form) if isinstance(form, list) else form
    assert Signature("12345", base).is_genuine(arriving(path, form, signature))


@pytest.mark.parametrize(("base", "path", "form", "signature"), PUBLISHED.values(), ids=PUBLISHED.keys())
def test_the_same_requests_are_turned_away_when_anything_was_changed(
    base: str, path: str, form: Any, signature: str
) -> None:
    form = dict_of_lists(form) if isinstance(form, list) else form
    door = Signature("12345", base)
    tampered = form + " " if isinstance(form, str) else {**form, "Digits": "9999"}
    assert not door.is_genuine(arriving(path, tampered, signature))
    assert not door.is_genuine(arriving(path + "x", form, signature))
    assert not door.is_genuine(arriving(path, form, signature[::-1]))
    assert not Signature("54321", base).is_genuine(arriving(path, form, signature))
    assert not Signature("12345", "https://other.example").is_genuine(arriving(path, form, signature))


def dict_of_lists(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def test_a_whole_inbound_call_is_let_in() -> None:
    door = Signature("1c892n40nd03kdnc0112slzkl3091j20", "http://www.postbin.org")
    assert door.is_genuine(arriving("/1ed898x", INBOUND, "fF+xx6dTinOaCdZ0aIeNkHr/ZAA="))


@pytest.mark.parametrize("signature", [None, "", "x", "你好", "é" * 28, " " * 28, "0/KCTR6DLpKmkAf8muzZqo1nDgQ"])
def test_a_missing_or_odd_header_is_turned_away_without_a_fault(signature: str | None) -> None:
    header = {} if signature is None else {"HTTP_X_TWILIO_SIGNATURE": signature}
    arrived = arriving(MYAPP, WALK_THROUGH, None, **header)
    assert not Signature("12345", "https://mycompany.com").is_genuine(arrived)


@pytest.mark.parametrize("path", ODD_PATHS)
def test_an_address_is_taken_byte_for_byte_through_flask(path: str) -> None:
    form = {"CallSid": "CA1", "Body": "你好 <&>", "Digits": ""}
    app, door, seen = Flask(__name__), Signature(TOKEN, BASE), []
    app.before_request(lambda: (seen.append(door.is_genuine(request)), ("", 204))[1])
    headers = {"X-Twilio-Signature": sign(BASE + path, form)}
    app.test_client().post(path, data=form, content_type=FORM, headers=headers, environ_overrides={"RAW_URI": path})
    assert seen == [True]


def test_an_address_in_plain_chinese_is_taken_as_the_bytes_it_is_made_of() -> None:
    path = "/语音?名=你"
    assert Signature(TOKEN, BASE).is_genuine(arriving(path, {}, sign(BASE + path)))


def test_what_the_host_header_says_does_not_matter() -> None:
    arrived = arriving("/twilio/voice", {"CallSid": "CA1"}, sign(BASE + "/twilio/voice", {"CallSid": "CA1"}))
    arrived.environ.update(HTTP_HOST="evil.example", SERVER_NAME="evil.example", **{"wsgi.url_scheme": "http"})
    assert Signature(TOKEN, BASE).is_genuine(arrived)
    forged = arriving("/twilio/voice", {}, sign("https://evil.example/twilio/voice"), HTTP_HOST="evil.example")
    assert not Signature(TOKEN, BASE).is_genuine(forged)


@pytest.mark.parametrize("path", ["@evil.example/", ":99999/", "*", "", "http://evil.example/"])
def test_a_path_that_is_none_is_turned_away(path: str) -> None:
    assert not Signature(TOKEN, BASE).is_genuine(arriving(path or " ", {}, sign(BASE + path)))


@pytest.mark.parametrize("ending", [VOICE_TRIES, NEWS_TRIES])
def test_a_company_that_signs_the_fragment_too_is_let_in(ending: str) -> None:
    """Somleng does; Twilio leaves it out."""
    form = {"CallSid": "2f9ca2a0-3d1f-4b0b-9f5b-1f4f6f3a7d11"}
    assert Signature(TOKEN, BASE).is_genuine(
        arriving("/twilio/voice", form, sign(f"{BASE}/twilio/voice{ending}", form))
    )


def test_a_gateway_below_a_path_is_reached_whether_its_server_knows_the_path_or_not() -> None:
    base, form = f"{BASE}/dalaba", {"CallSid": "CA1"}
    signature = sign(f"{base}/twilio/voice?x=%2C", form)
    door = Signature(TOKEN, base)
    assert door.is_genuine(arriving("/twilio/voice?x=%2C", form, signature))
    assert door.is_genuine(arriving("/dalaba/twilio/voice?x=%2C", form, signature, SCRIPT_NAME="/dalaba"))


def test_a_body_nobody_vouches_for_is_turned_away() -> None:
    """Only the address is signed then: whoever once saw it could send any body."""
    signature = sign(BASE + "/twilio/text")
    assert not Signature(TOKEN, BASE).is_genuine(arriving("/twilio/text", '{"Body": "forged"}', signature))
    assert Signature(TOKEN, BASE).is_genuine(arriving("/twilio/text", "", signature))


def test_a_body_is_compared_with_the_digest_that_was_signed() -> None:
    body = '{"say": "你好"}'
    path = f"/hook?bodySHA256={sha256(body.encode()).hexdigest()}"
    door = Signature(TOKEN, BASE)
    assert door.is_genuine(arriving(path, body, sign(BASE + path)))
    assert not door.is_genuine(arriving(path, body + " ", sign(BASE + path)))


def test_a_path_is_rebuilt_where_the_server_only_passes_it_decoded() -> None:
    environ = {"PATH_INFO": "/你/a b~c:d,e".encode().decode("latin-1"), "QUERY_STRING": "x=%2C&y=a+b%20c&z=%7e"}
    assert path_as_sent(environ) == "/%E4%BD%A0/a%20b~c:d,e?x=%2C&y=a+b%20c&z=%7e"


def test_with_two_accounts_either_may_sign_and_nobody_else() -> None:
    form = {"CallSid": "CA1", "AccountSid": "AC2"}
    door = Signature(TOKEN, BASE, "the second token")
    for token, let_in in ((TOKEN, True), ("the second token", True), ("a third token", False)):
        for ending in ("", VOICE_TRIES):
            signature = sign(f"{BASE}/twilio/voice{ending}", form, token)
            assert door.is_genuine(arriving("/twilio/voice", form, signature)) is let_in
    assert not Signature(TOKEN, BASE).is_genuine(
        arriving("/twilio/voice", form, sign(f"{BASE}/twilio/voice", form, "the second token"))
    )


def test_our_own_addresses_can_be_written_in_one_way_only() -> None:
    """A server that decodes the path and a proxy that encodes it again leave them as they are."""
    ours = Addresses(BASE)
    made = [ours.voice, ours.status, ours.text, ours.fallback, ours.attempt("0f3a-B_9"), ours.attempt_status("0f3a")]
    made += [ours.turn("0f3a", 12), ours.text_status(7)]
    for address in made:
        path = address.partition("#")[0].removeprefix(BASE)
        assert path.replace("/", "").replace("-", "").replace("_", "").isalnum(), path
        assert path_as_sent({"PATH_INFO": path, "QUERY_STRING": ""}) == path


def test_the_check_agrees_with_twilios_own() -> None:
    form = {"CallSid": "CA1", "Digits": "1#"}
    signature = sign(f"{BASE}/twilio/voice", form)
    assert RequestValidator(TOKEN).validate(f"{BASE}/twilio/voice", form, signature)
    assert Signature(TOKEN, BASE).is_genuine(arriving("/twilio/voice", form, signature))
