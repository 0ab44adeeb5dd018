"""The REST API, through the carrier's own client: what it creates, finds, changes, and is refused."""

from datetime import UTC, datetime, timedelta

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from tests.exchange.desk import LINE, SID, Exchange, Gateway, until

OK = "+15005550006"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"from_": "+15005550001"}, 21212),
        ({"from_": "+15005550099"}, 21210),
        ({"from_": ""}, 21213),
        ({"to": ""}, 21201),
        ({"to": "nonsense"}, 21211),
        ({"to": "+15005550001"}, 21217),
        ({"to": "+15005550002"}, 21214),
        ({"to": "+15005550003"}, 21215),
        ({"to": "+15005550004"}, 21216),
        ({"url": "ftp://127.0.0.1/"}, 21205),
        ({"timeout": 601}, 21208),
    ],
)
def test_a_wrong_call_is_refused_with_the_carriers_number(exchange: Exchange, wrong: dict[str, str], code: int) -> None:
    asked = {"to": "+8613900000001", "from_": OK, "url": "http://127.0.0.1:9/", **wrong}
    with pytest.raises(TwilioRestException) as refused:
        exchange.client.calls.create(**asked)
    assert (refused.value.status, refused.value.code) == (400, code)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"from_": "+15005550001"}, 21212),
        ({"from_": "+15005550007"}, 21606),
        ({"from_": "+15005550008"}, 21611),
        ({"from_": "+15005550099"}, 21606),
        ({"from_": ""}, 21603),
        ({"to": ""}, 21604),
        ({"to": "+15005550001"}, 21211),
        ({"to": "+15005550002"}, 21612),
        ({"to": "+15005550003"}, 21408),
        ({"to": "+15005550004"}, 21610),
        ({"to": "+15005550009"}, 21614),
        ({"body": ""}, 21602),
        ({"body": "a" * 1601}, 21617),
    ],
)
def test_a_wrong_text_is_refused_with_the_carriers_number(exchange: Exchange, wrong: dict[str, str], code: int) -> None:
    asked = {"to": "+8613900000001", "from_": OK, "body": "hello", **wrong}
    with pytest.raises(TwilioRestException) as refused:
        exchange.client.messages.create(**asked)
    assert (refused.value.status, refused.value.code) == (400, code)


def test_a_wrong_password_is_refused(exchange: Exchange) -> None:
    stranger = Client(SID, "a wrong token")
    stranger.api.base_url = exchange.url
    with pytest.raises(TwilioRestException) as refused:
        stranger.calls("CA0").fetch()
    assert (refused.value.status, refused.value.code) == (401, 20003)


def test_what_does_not_exist_is_not_found(exchange: Exchange) -> None:
    for resource in (exchange.client.calls("CA0"), exchange.client.messages("SM0"), exchange.client.recordings("RE0")):
        with pytest.raises(TwilioRestException) as refused:
            resource.fetch()
        assert (refused.value.status, refused.value.code) == (404, 20404)


def test_a_created_call_can_be_fetched_and_found(exchange: Exchange) -> None:
    number = "+8613900000101"
    exchange.phone(number)
    made = exchange.client.calls.create(to=number, from_=LINE, twiml="<Response><Say>hello</Say></Response>")
    assert (made.status, made.to, made.direction, made.price) == ("queued", number, "outbound-api", None)
    exchange.ended(made.sid)
    fetched = exchange.client.calls(made.sid).fetch()
    assert fetched.status == "completed"
    assert fetched.start_time <= fetched.end_time
    assert exchange.heard(made.sid) == ["hello"]
    today = datetime.now(UTC)
    found = exchange.client.calls.list
    assert [call.sid for call in found(to=number, status="completed", start_time=today)] == [made.sid]
    assert found(to=number, start_time_after=today - timedelta(days=1), start_time_before=today + timedelta(days=1))
    assert not found(to=number, start_time_before=today - timedelta(days=1))
    assert not found(to=number, status="busy")


def test_a_long_list_comes_in_pages_newest_first(exchange: Exchange) -> None:
    sent = [exchange.client.messages.create(to="+8613900000102", from_=LINE, body=str(n)).sid for n in range(7)]
    listed = [text.sid for text in exchange.client.messages.list(to="+8613900000102", page_size=3)]
    assert listed == sent[::-1]
    assert len(exchange.client.messages.list(to="+8613900000102", limit=4)) == 4


def test_a_ringing_call_can_be_cancelled_and_an_answered_one_hung_up(exchange: Exchange, gateway: Gateway) -> None:
    gateway.answers["/"] = '<Response><Pause length="10000"/></Response>'
    exchange.phone("+8613900000103", persona="never_answers")
    exchange.phone("+8613900000104")
    ringing, answered = (
        exchange.client.calls.create(to=to, from_=LINE, url=gateway.url + "/", timeout=600)
        for to in ("+8613900000103", "+8613900000104")
    )
    exchange.until("call.ringing", sid=ringing.sid)
    exchange.until("call.answered", sid=answered.sid)
    assert exchange.client.calls(ringing.sid).update(status="canceled").status == "canceled"
    assert exchange.client.calls(answered.sid).update(status="canceled").status == "in-progress"
    assert exchange.client.calls(answered.sid).update(status="completed").status == "completed"
    with pytest.raises(TwilioRestException) as refused:
        exchange.client.calls(answered.sid).update(url=gateway.url)
    assert refused.value.code == 21220


def test_a_call_under_way_can_be_given_another_document(exchange: Exchange, gateway: Gateway) -> None:
    gateway.answers |= {
        "/": '<Response><Pause length="10000"/></Response>',
        "/other": "<Response><Say>changed</Say></Response>",
    }
    exchange.phone("+8613900000105")
    call = exchange.client.calls.create(to="+8613900000105", from_=LINE, url=gateway.url + "/")
    gateway.until("/")
    exchange.client.calls(call.sid).update(url=gateway.url + "/other")
    exchange.ended(call.sid)
    assert exchange.heard(call.sid) == ["changed"]


def test_requests_beyond_a_configured_rate_are_refused() -> None:
    hurried = Exchange("--requests-per-second", "3")
    try:
        hurried.line()
        refused = {_refusal(hurried) for _ in range(20)}
    finally:
        hurried.stop()
    assert refused == {(404, 20404), (429, 20429)}


def _refusal(exchange: Exchange) -> tuple[int, int]:
    with pytest.raises(TwilioRestException) as refused:
        exchange.client.calls("CA0").fetch()
    return refused.value.status, refused.value.code


def test_calls_beyond_the_accounts_pace_wait_in_the_queue() -> None:
    slow = Exchange("--calls-per-second", "0.1")
    try:
        slow.line()
        twiml = "<Response><Hangup/></Response>"
        made = [slow.client.calls.create(to=f"+861390000011{n}", from_=LINE, twiml=twiml).sid for n in range(3)]
        last = until(lambda: (call := slow.client.calls(made[-1]).fetch()).status == "failed" and call)
        assert int(last.queue_time) > 10_000
        assert slow.ask("GET", "/exchange/summary")["calls"] == {"failed": 3}
    finally:
        slow.stop()
