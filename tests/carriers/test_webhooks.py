"""The carrier's desk: forms in, documents out, nothing done for strangers, no caller left on a dead line."""

from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient
from structlog.testing import capture_logs

from gateway import app
from gateway.carriers.twilio import webhooks
from gateway.carriers.twilio.addresses import VOICE_TRIES
from gateway.domain.calls import CallState, Progress
from gateway.domain.errors import BrokenPrompts, CarrierThrottled, LedgerAway, NotFound
from gateway.domain.flow import Connected, Keyed, Phrase, Spoke, Turn, Wants
from gateway.journeys.telephone.calls import Reply
from tests.carriers.desk import BASE, NOW, TOKEN, CarrierPen, CountingLedger, board, settings, sign
from tests.carriers.grammar import faults

SID = "2f9ca2a0-3d1f-4b0b-9f5b-1f4f6f3a7d11"
CALLER = "+8613987654321"
LINE = "+8687162170001"
RING = {"CallSid": SID, "From": CALLER, "To": LINE, "CallStatus": "ringing", "SomethingNew": "x"}
NEXT = Reply("5e55", "zh", Turn(4, (Phrase("menu"),), Wants()))
VOICE = ["/twilio/voice", "/twilio/voice/attempts/a77e", "/twilio/voice/5e55/3"]
NEWS = ["/twilio/status", "/twilio/status/a77e", "/twilio/text", "/twilio/text-status/7"]


@dataclass
class Journeys:
    """Stands where the journeys are, and notes what they are asked to do."""

    asked: list[tuple[Any, ...]] = field(default_factory=list)
    fails: Exception | None = None
    times: int | None = None  # how often it fails; None: always

    def note(self, name: str, gives: Any = None) -> Callable[..., Any]:
        def journey(_board: Any, *values: Any) -> Any:
            self.asked.append((name, *values))
            if self.fails and (self.times is None or len(self.asked) <= self.times):
                raise self.fails
            return gives

        return journey


@pytest.fixture
def journeys(monkeypatch: pytest.MonkeyPatch) -> Journeys:
    stand_in = Journeys()
    for name in ("answer", "answer_attempt", "take"):
        monkeypatch.setattr(webhooks.calls, name, stand_in.note(name, NEXT))
    monkeypatch.setattr(webhooks.calls, "caller_gone", stand_in.note("caller_gone"))
    monkeypatch.setattr(webhooks.calls, "apologised", stand_in.note("apologised"))
    monkeypatch.setattr(webhooks.call_news, "progress", stand_in.note("attempt"))
    monkeypatch.setattr(webhooks.texts, "receive", stand_in.note("receive"))
    monkeypatch.setattr(webhooks.texts, "progress", stand_in.note("text"))
    return stand_in


@pytest.fixture
def ledger() -> CountingLedger:
    return CountingLedger()


@pytest.fixture
def web(ledger: CountingLedger) -> Flask:
    return app.create_app(board(ledger=ledger))


@pytest.fixture
def client(web: Flask) -> FlaskClient:
    return web.test_client()


@pytest.fixture
def carrier(client: FlaskClient) -> CarrierPen:
    return CarrierPen(client)


@pytest.mark.parametrize(
    ("path", "form", "asked"),
    [
        (VOICE[0], RING, ("answer", SID, CALLER, LINE)),
        (VOICE[0], {"CallSid": SID}, ("answer", SID, "", "")),
        (VOICE[1], RING | {"CallStatus": "in-progress"}, ("answer_attempt", "a77e", SID)),
        (VOICE[2], RING | {"Digits": "1"}, ("take", "5e55", 3, Keyed("1"))),
        (VOICE[2], RING, ("take", "5e55", 3, Keyed(""))),
        (VOICE[2], {}, ("take", "5e55", 3, Keyed(""))),
        (
            VOICE[2],
            RING | {"RecordingUrl": "https://api.example/RE1", "RecordingDuration": "7"},
            ("take", "5e55", 3, Spoke("https://api.example/RE1", 7)),
        ),
        (
            VOICE[2],
            RING | {"DialCallStatus": "completed", "DialCallSid": "CA2", "DialCallDuration": "42"},
            ("take", "5e55", 3, Connected(CallState.COMPLETED, 42, "CA2")),
        ),
    ],
)
def test_whoever_is_on_the_line_hears_the_next_turn(
    carrier: CarrierPen, journeys: Journeys, path: str, form: dict[str, str], asked: tuple[Any, ...]
) -> None:
    answer = carrier.post(path, form)
    assert (answer.status_code, answer.content_type) == (200, "text/xml; charset=utf-8")
    assert journeys.asked == [asked]
    assert faults(answer.text) == []
    assert f"{BASE}/twilio/voice/5e55/4#" in answer.text


@pytest.mark.parametrize(
    ("path", "form", "asked"),
    [
        (
            NEWS[0],
            RING | {"CallStatus": "completed", "CallDuration": "9", "SequenceNumber": "2"},
            [("caller_gone", Progress(SID, CallState.COMPLETED, NOW, 2, 9))],
        ),
        (NEWS[0], RING, []),
        (NEWS[0], {"CallSid": SID}, []),
        (NEWS[1], RING, [("attempt", "a77e", Progress(SID, CallState.RINGING, NOW))]),
        (NEWS[1], {"CallSid": SID, "CallStatus": "unheard of"}, []),
        (NEWS[3], {"MessageSid": "SM1", "MessageStatus": "delivered"}, [("text", 7, "SM1", "delivered", None, None)]),
        (
            NEWS[3],
            {"MessageSid": "SM1", "MessageStatus": "undelivered", "ErrorCode": "30003"},
            [("text", 7, "SM1", "failed", 30003, "switched_off")],
        ),
        (NEWS[3], {"MessageSid": "SM1", "MessageStatus": "sending"}, []),
    ],
)
def test_news_is_passed_on_and_answered_with_nothing(
    carrier: CarrierPen, journeys: Journeys, path: str, form: dict[str, str], asked: list[Any]
) -> None:
    answer = carrier.post(path, form)
    assert (answer.status_code, answer.data) == (204, b"")
    assert journeys.asked == asked


def test_a_text_is_kept_and_not_answered_by_return(carrier: CarrierPen, journeys: Journeys) -> None:
    answer = carrier.post("/twilio/text", {"MessageSid": "SM1", "From": CALLER, "To": LINE, "Body": "1 3 退订"})
    assert journeys.asked == [("receive", "SM1", CALLER, LINE, "1 3 退订")]
    assert answer.status_code == 200
    assert list(ElementTree.fromstring(answer.text)) == []


@pytest.mark.parametrize("path", [*VOICE, *NEWS, "/twilio/fallback"])
@pytest.mark.parametrize("signature", [None, "", "forged", "é"])
def test_a_stranger_reaches_neither_journey_nor_ledger(
    client: FlaskClient, journeys: Journeys, ledger: CountingLedger, path: str, signature: str | None
) -> None:
    headers = {} if signature is None else {"X-Twilio-Signature": signature}
    answer = client.post(path, data=RING | {"CallStatus": "completed", "MessageSid": "SM1"}, headers=headers)
    assert answer.status_code == 403
    assert (journeys.asked, ledger.opened) == ([], 0)


def test_a_changed_form_reaches_nobody(carrier: CarrierPen, journeys: Journeys) -> None:
    assert carrier.post(VOICE[2], {"Digits": "1"}, signature=sign(BASE + VOICE[2], {"Digits": "2"})).status_code == 403
    assert journeys.asked == []


@pytest.mark.parametrize(("token", "status"), [(TOKEN, 200), ("the second token", 200), ("somebody's", 403)])
def test_a_call_reaches_us_through_either_company(
    journeys: Journeys, ledger: CountingLedger, token: str, status: int
) -> None:
    second = {"second_account_sid": "AC2", "second_auth_token": "the second token"}
    second["second_from_number"] = "+8687162170002"
    client = app.create_app(board(ledger=ledger, settings=settings(**second))).test_client()
    answer = CarrierPen(client).post("/twilio/voice", RING, signature=sign(f"{BASE}/twilio/voice", RING, token))
    assert answer.status_code == status
    assert bool(journeys.asked) == (status == 200)


def test_every_webhook_is_guarded(web: Flask) -> None:
    """A route added tomorrow is turned away as well as these."""
    rules = [rule for rule in web.url_map.iter_rules() if rule.rule.startswith("/twilio")]
    assert len(rules) == len(VOICE) + len(NEWS) + 1
    assert all(rule.endpoint.startswith("twilio.") for rule in rules)
    assert all(rule.methods == {"POST", "OPTIONS"} for rule in rules)


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses made while the ledger was away; nobody sleeps."""
    made: list[float] = []
    monkeypatch.setattr(webhooks, "time", SimpleNamespace(sleep=made.append))
    return made


@pytest.mark.parametrize("path", [*VOICE, *NEWS])
def test_a_ledger_that_is_away_for_a_moment_is_waited_for(
    carrier: CarrierPen, journeys: Journeys, pauses: list[float], path: str
) -> None:
    journeys.fails, journeys.times = LedgerAway("it is restarted"), 2
    told = {"MessageSid": "SM1", "MessageStatus": "sent", "Body": "好"}
    answer = carrier.post(path, RING | {"CallStatus": "completed"} | told)
    assert answer.status_code in (200, 204)
    assert "call.trouble" not in answer.text
    assert len(journeys.asked) == 3
    assert pauses == list(webhooks.PAUSES_S[:2])


@pytest.mark.parametrize(("path", "status"), [*((path, 200) for path in VOICE), *((path, 503) for path in NEWS)])
def test_the_wait_for_the_ledger_ends_before_the_carriers_patience(
    carrier: CarrierPen, journeys: Journeys, pauses: list[float], path: str, status: int
) -> None:
    journeys.fails = LedgerAway("it is gone")
    told = {"MessageSid": "SM1", "MessageStatus": "sent", "Body": "好"}
    answer = carrier.post(path, RING | {"CallStatus": "completed"} | told)
    assert answer.status_code == status
    assert ("call.trouble" in answer.text) == (status == 200)
    assert sum(pauses) < int(VOICE_TRIES.rpartition("rt=")[2]) / 1000


@pytest.mark.parametrize("path", VOICE)
@pytest.mark.parametrize(
    "failure", [NotFound("there is no such conversation"), ConnectionError("down"), RuntimeError("13987654321")]
)
def test_a_failure_is_spoken_and_the_call_ends_politely(
    carrier: CarrierPen, journeys: Journeys, path: str, failure: Exception
) -> None:
    journeys.fails = failure
    answer = carrier.post(path, RING)
    assert answer.status_code == 200
    assert faults(answer.text) == []
    assert [verb.tag for verb in ElementTree.fromstring(answer.text)] == ["Say", "Hangup"]
    assert "(zh) call.trouble" in answer.text


def test_a_call_without_an_id_is_told_so_politely(carrier: CarrierPen, journeys: Journeys) -> None:
    answer = carrier.post("/twilio/voice", {"From": CALLER})
    assert (answer.status_code, journeys.asked) == (200, [])
    assert "call.trouble" in answer.text


def test_a_failure_is_logged_by_ids_without_a_key_or_a_number(carrier: CarrierPen, journeys: Journeys) -> None:
    journeys.fails = RuntimeError("could not store 8642 for +8613987654321")
    with capture_logs() as logs:
        carrier.post(VOICE[2], RING | {"Digits": "8642"})
    assert [entry["event"] for entry in logs] == ["voice.trouble"]
    assert (logs[0]["call"], logs[0]["path"], logs[0]["error"]) == (SID, VOICE[2], "RuntimeError")
    assert "test_webhooks" in logs[0]["where"]
    assert "8642" not in str(logs)
    assert "1398765" not in str(logs)


def test_a_fault_in_the_prompts_is_logged_with_its_reason(carrier: CarrierPen, journeys: Journeys) -> None:
    journeys.fails = BrokenPrompts("prompts/zh/texts.toml: 'menu' has no wording")
    with capture_logs() as logs:
        carrier.post(VOICE[2], RING)
    assert logs[0]["reason"] == "prompts/zh/texts.toml: 'menu' has no wording"


@pytest.mark.parametrize(
    ("failure", "status"),
    [(ConnectionError("the ledger is down"), 500), (CarrierThrottled("later", 5), 503), (NotFound("no such"), 404)],
)
@pytest.mark.parametrize("path", NEWS)
def test_news_that_could_not_be_kept_is_asked_for_again(
    carrier: CarrierPen, journeys: Journeys, path: str, failure: Exception, status: int
) -> None:
    journeys.fails = failure
    told = {"MessageSid": "SM1", "MessageStatus": "sent", "Body": "secret words"}
    with capture_logs() as logs:
        answer = carrier.post(path, RING | {"CallStatus": "completed"} | told)
    assert answer.status_code == status
    assert "secret" not in str(logs)


def test_the_fallback_needs_nothing_but_itself(carrier: CarrierPen, journeys: Journeys, ledger: CountingLedger) -> None:
    answer = carrier.post("/twilio/fallback", RING | {"ErrorCode": "11200", "ErrorUrl": f"{BASE}/twilio/voice"})
    assert answer.status_code == 200
    assert "(zh) call.trouble" in answer.text
    assert (journeys.asked, ledger.opened) == ([], 0)


@pytest.mark.parametrize(
    ("failed", "attempt_id"), [("/twilio/voice/attempts/a77e", "a77e"), ("/twilio/voice/5e55/2", None), ("", None)]
)
@pytest.mark.parametrize("failure", [None, LedgerAway("away")])
def test_an_apology_is_noted_once_it_is_given_and_is_given_all_the_same(
    carrier: CarrierPen,
    journeys: Journeys,
    monkeypatch: pytest.MonkeyPatch,
    failed: str,
    attempt_id: str | None,
    failure: Exception | None,
) -> None:
    monkeypatch.setattr(webhooks, "PAUSES_S", ())
    journeys.fails = failure
    told = {"ErrorCode": "11200", "ErrorUrl": failed and f"{BASE}{failed}"}
    with carrier.post("/twilio/fallback", RING | told) as answer:
        assert answer.status_code == 200
        assert journeys.asked == []
    assert journeys.asked == [("apologised", RING["CallSid"], attempt_id)]


def test_a_form_as_long_as_a_book_is_not_read(carrier: CarrierPen, journeys: Journeys) -> None:
    assert carrier.post("/twilio/text", {"MessageSid": "SM1", "Body": "x" * 70_000}).status_code == 413
    assert journeys.asked == []


@pytest.mark.parametrize("path", ["/twilio/voice/5e55/-1", "/twilio/voice/5e55/x", "/twilio/text-status/x"])
def test_an_address_we_never_gave_is_not_found(carrier: CarrierPen, journeys: Journeys, path: str) -> None:
    assert carrier.post(path, RING).status_code == 404
    assert journeys.asked == []
