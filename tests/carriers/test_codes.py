"""The carrier's error numbers: what each means for a household, a cadre or the operator."""

import pytest

from gateway.carriers.twilio.codes import TABLE, Meaning, meaning, read_table
from gateway.domain.refusals import Cause


@pytest.mark.parametrize(
    ("code", "cause", "permanent"),
    [
        (21211, Cause.WRONG_NUMBER, True),
        (21217, Cause.WRONG_NUMBER, True),
        (404, Cause.WRONG_NUMBER, True),
        (21612, Cause.UNREACHABLE, True),
        (21614, Cause.LANDLINE, True),
        (30006, Cause.LANDLINE, True),
        (30005, Cause.UNKNOWN_HANDSET, True),
        (21610, Cause.OPTED_OUT, True),
        (30004, Cause.BLOCKED, True),
        (21216, Cause.FORBIDDEN, True),
        (21408, Cause.FORBIDDEN, True),
        (21215, Cause.FORBIDDEN, True),
        (21606, Cause.CONFIGURATION, True),
        (20003, Cause.CONFIGURATION, True),
        (30007, Cause.FILTERED, True),
        (30003, Cause.SWITCHED_OFF, False),
        (480, Cause.SWITCHED_OFF, False),
        (20429, Cause.THROTTLED, False),
        (21611, Cause.THROTTLED, False),
        (30001, Cause.THROTTLED, False),
        (30036, Cause.EXPIRED, False),
        (11200, Cause.WEBHOOK, False),
        (20503, Cause.UNKNOWN, False),
        (30008, Cause.UNKNOWN, False),
        (30410, Cause.UNKNOWN, False),
        (99999, Cause.UNKNOWN, False),
        (None, Cause.UNKNOWN, False),
    ],
)
def test_a_number_has_a_cause(code: int | None, cause: Cause, permanent: bool) -> None:
    assert meaning(code) == Meaning(cause, permanent)


def test_every_cause_is_in_the_table() -> None:
    assert {found.cause for found in TABLE.values()} == set(Cause)


def test_a_cause_that_nobody_knows_or_a_number_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="sulking"):
        read_table("[sulking]\npermanent = true\ncodes = [1]")
    with pytest.raises(ValueError, match="lists 1 under blocked and filtered"):
        read_table("[blocked]\npermanent = true\ncodes = [1]\n[filtered]\npermanent = true\ncodes = [1]")
