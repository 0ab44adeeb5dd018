"""The carriers' errors from end to end, row by row: what each number means, and what follows for a call and a text."""

from datetime import UTC, datetime, time

import pytest

from gateway.carriers.twilio import lines
from gateway.carriers.twilio.codes import meaning
from gateway.domain.calls import CallState
from gateway.domain.errors import CarrierRefused, CarrierSilent, CarrierThrottled, GatewayError
from gateway.domain.halting import halts
from gateway.domain.refusals import Refusal
from gateway.domain.speaking.levels import Level
from gateway.domain.speaking.retries import cause_of, next_try
from gateway.domain.undelivered import REMEDIES, Act, remedy
from tests.carriers.desk import account
from tests.support.board import catalogue

NOON = datetime(2020, 2, 8, 4, 0, tzinfo=UTC)
NEVER, LATER, STOPS = "never again", "rung again", "the run stops"

TABLE = [  # numbers, cause, what becomes of a call, of a text, and of one that was sent again
    ([21211, 21217, 13224], "wrong_number", NEVER, Act.CORRECT, Act.CORRECT),
    ([21614, 30006], "landline", LATER, Act.ALOUD, Act.ALOUD),
    ([21612, 21214], "unreachable", NEVER, Act.CORRECT, Act.CORRECT),
    ([21408, 21215, 13227, 21216, 13225], "forbidden", STOPS, Act.GIVE_UP, Act.GIVE_UP),
    ([21610], "opted_out", LATER, Act.OPT_OUT, Act.OPT_OUT),
    ([21606, 21212, 21210], "configuration", STOPS, Act.AGAIN, Act.GIVE_UP),
    ([21611, 30001, 20429], "throttled", LATER, Act.AGAIN, Act.GIVE_UP),
    ([20503], "unknown", LATER, Act.AGAIN, Act.GIVE_UP),
    ([30003], "switched_off", LATER, Act.AGAIN, Act.ALOUD),
    ([30004], "blocked", NEVER, Act.GIVE_UP, Act.GIVE_UP),
    ([30007], "filtered", LATER, Act.GIVE_UP, Act.GIVE_UP),
    ([30005], "unknown_handset", NEVER, Act.CORRECT, Act.CORRECT),
    ([30008, 30410], "unknown", LATER, Act.AGAIN, Act.GIVE_UP),
    ([30036], "expired", LATER, Act.GIVE_UP, Act.GIVE_UP),
    ([11200, 11205, 11750, 12100, 12200, 12300], "webhook", LATER, Act.GIVE_UP, Act.GIVE_UP),
    ([99999], "unknown", LATER, Act.AGAIN, Act.GIVE_UP),
]
ROWS = [(code, *rest) for codes, *rest in TABLE for code in codes]


@pytest.mark.parametrize(("code", "cause", "call", "text", "text_again"), ROWS)
def test_every_number_leads_to_its_act(code: int, cause: str, call: str, text: Act, text_again: Act) -> None:
    assert meaning(code).cause == cause
    assert becomes_of_a_call(cause) == call
    assert [remedy(cause, repeated=again, urgent=False).act for again in (False, True)] == [text, text_again]


def becomes_of_a_call(cause: str) -> str:
    if halts(cause, 1, looked_at=False):
        return STOPS
    rule = catalogue().levels[Level.YELLOW]
    again = next_try(rule, cause_of(CallState.FAILED, cause), 0, NOON, UTC, ((time(0), time(0)),))
    return NEVER if again is None else LATER


@pytest.mark.parametrize(
    ("status", "code", "failure", "cause"),
    [
        (429, 20429, CarrierThrottled, None),  # never processed: safe to ask again, elsewhere or later
        (429, None, CarrierThrottled, None),
        (400, 21611, CarrierThrottled, None),
        (500, None, CarrierSilent, None),  # nobody knows whether it was processed: looked up, never asked again
        (503, 20503, CarrierSilent, None),
        (502, None, CarrierSilent, None),
        (504, None, CarrierSilent, None),
        (400, 21211, CarrierRefused, "wrong_number"),
        (401, 20003, CarrierRefused, "configuration"),
        (404, 20404, CarrierRefused, "configuration"),
    ],
)
def test_every_answer_of_the_api_says_whether_anything_was_sent(
    status: int, code: int | None, failure: type[GatewayError], cause: str | None
) -> None:
    refusal = lines.Line(account(), 1).refusal(status, code)
    assert type(refusal) is failure
    assert getattr(refusal, "cause", None) == cause


def test_every_cause_has_a_remedy_for_texts() -> None:
    assert REMEDIES.keys() == set(Refusal)


def test_what_is_urgent_and_came_too_late_is_said_aloud() -> None:
    assert remedy("expired", repeated=False, urgent=True).act is Act.ALOUD
    assert remedy("filtered", repeated=False, urgent=True).act is Act.GIVE_UP
