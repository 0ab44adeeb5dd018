"""The second telephone company: whole or not at all, told apart from the first, and paced like it unless it says so."""

from typing import Any

import pytest
from pydantic import ValidationError

from gateway.domain.companies import Account
from gateway.settings import from_environment
from tests.support.board import LINE, settings

SECOND = {
    "second_account_sid": "AC2",
    "second_auth_token": "another token",
    "second_from_number": "+8687162170009",
}
OTHER, THIRD = "+8687162170002", "+8687162170003"


def test_one_company_is_enough() -> None:
    (only,) = settings(calls_per_second=3, calls_at_once=9).accounts
    assert (only.sid, only.numbers, only.calls_per_second, only.calls_at_once) == ("AC" + "1" * 32, (LINE,), 3, 9)
    assert (only.number_per_second, only.number_at_once) == (None, None)


def test_two_companies_with_their_numbers_weights_and_paces() -> None:
    given = settings(
        **SECOND,
        more_numbers=f"{OTHER}, {THIRD}",
        second_more_numbers="",
        second_calls_per_second=30,
        second_texts_per_second=10,
        calls_at_once=40,
        calls_per_second_a_number=0.5,
        calls_at_once_a_number=2,
        carrier_weights="70, 30",
    )
    first, second = given.accounts
    assert (first.numbers, first.weight, first.calls_per_second) == ((LINE, OTHER, THIRD), 70, 1)
    assert second == Account("AC2", "another token", "", ("+8687162170009",), 30, 30, 40, 0.5, 2, 10)
    assert "another token" not in repr(given)
    assert "another token" not in repr(given.accounts)


def test_a_second_company_works_as_much_as_the_first_unless_weights_say_otherwise() -> None:
    first, second = settings(**SECOND).accounts
    assert first.weight == second.weight
    assert first.calls_per_second == second.calls_per_second


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"second_account_sid": "AC2"}, "SECOND_AUTH_TOKEN and SECOND_FROM_NUMBER must be set.*SECOND_ACCOUNT_SID is"),
        ({**SECOND, "second_auth_token": ""}, "SECOND_AUTH_TOKEN must be set"),
        ({"second_base_url": "https://trunk.example"}, "since SECOND_BASE_URL is set"),
        ({"second_calls_at_once": 4}, "since SECOND_CALLS_AT_ONCE is set"),
        ({"carrier_weights": "70,30"}, "since CARRIER_WEIGHTS is set"),
        ({**SECOND, "carrier_weights": "70"}, "carrier_weights\n.*two numbers"),
        ({**SECOND, "carrier_weights": "0,0"}, "carrier_weights\n.*above it"),
        ({**SECOND, "carrier_weights": "-1,2"}, "carrier_weights\n.*below 0"),
        ({**SECOND, "second_from_number": "8000"}, "second_from_number\n.*country code"),
        ({**SECOND, "second_account_sid": "AC" + "1" * 32}, "SECOND_ACCOUNT_SID is TWILIO_ACCOUNT_SID"),
        ({**SECOND, "second_more_numbers": LINE}, rf"\{LINE} is given twice"),
        ({"more_numbers": f"{OTHER},{OTHER}"}, rf"\{OTHER} is given twice"),
        ({**SECOND, "twilio_base_url": "http://x", "rehearsal_clock": "x"}, "SECOND_BASE_URL is empty"),
        ({"calls_per_second_a_number": 0}, "calls_per_second_a_number"),
    ],
)
def test_what_is_odd_or_half_given_is_refused_by_name(given: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValidationError, match=f"(?s){complaint}"):
        settings(**given)


def test_the_environment_gives_a_second_company_too(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"CARRIER_WEIGHTS": "100,0", **{name.upper(): value for name, value in SECOND.items()}}.items():
        monkeypatch.setenv(name, value)
    usual = settings().model_dump(include={"database_url", "redis_url", "public_base_url"})
    first = {"twilio_account_sid": "AC1", "twilio_auth_token": "t", "twilio_from_number": LINE}
    assert [account.weight for account in from_environment(**usual, **first).accounts] == [100, 0]
