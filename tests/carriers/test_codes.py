"""The carrier's error numbers: what each means for a household, a cadre or the operator."""

import pytest

from gateway.carriers.twilio.codes import TABLE, Meaning, meaning, read_table
from gateway.domain.refusals import Refusal


@pytest.mark.parametrize(
    ("code", "cause", "permanent"),
    [
        (21211, Refusal.WRONG_NUMBER, True),
        (21217, Refusal.WRONG_NUMBER, True),
        (404, Refusal.WRONG_NUMBER, True),
        (21612, Refusal.UNREACHABLE, True),
        (21614, Refusal.LANDLINE, True),
        (30006, Refusal.LANDLINE, True),
        (30005, Refusal.UNKNOWN_HANDSET, True),
        (21610, Refusal.OPTED_OUT, True),
        (30004, Refusal.BLOCKED, True),
        (21216, Refusal.FORBIDDEN, True),
        (21408, Refusal.FORBIDDEN, True),
        (21215, Refusal.FORBIDDEN, True),
        (21606, Refusal.CONFIGURATION, True),
        (20003, Refusal.CONFIGURATION, True),
        (30007, Refusal.FILTERED, True),
        (30003, Refusal.SWITCHED_OFF, False),
        (480, Refusal.SWITCHED_OFF, False),
        (20429, Refusal.THROTTLED, False),
        (21611, Refusal.THROTTLED, False),
        (30001, Refusal.THROTTLED, False),
        (30036, Refusal.EXPIRED, False),
        (11200, Refusal.WEBHOOK, False),
        (20503, Refusal.UNKNOWN, False),
        (30008, Refusal.UNKNOWN, False),
        (30410, Refusal.UNKNOWN, False),
        (99999, Refusal.UNKNOWN, False),
        (None, Refusal.UNKNOWN, False),
    ],
)
def test_a_number_has_a_cause(code: int | None, cause: Refusal, permanent: bool) -> None:
    assert meaning(code) == Meaning(cause, permanent)


def test_every_cause_is_in_the_table() -> None:
    assert {found.cause for found in TABLE.values()} == set(Refusal)


def test_a_cause_that_nobody_knows_or_a_number_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="sulking"):
        read_table("[sulking]\npermanent = true\ncodes = [1]")
    with pytest.raises(ValueError, match="lists 1 under blocked and filtered"):
        read_table("[blocked]\npermanent = true\ncodes = [1]\n[filtered]\npermanent = true\ncodes = [1]")
