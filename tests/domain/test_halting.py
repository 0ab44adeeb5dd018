"""When the house stops a run itself."""

import pytest

from gateway.domain.halting import ENOUGH, halts


@pytest.mark.parametrize(
    ("cause", "in_a_row", "stops"),
    [
        ("configuration", 0, True),  # our account, our settings: whoever is rung next is refused too
        ("configuration", ENOUGH, True),
        ("forbidden", 1, False),  # a foreign SIM
        ("forbidden", ENOUGH - 1, False),
        ("forbidden", ENOUGH, True),  # the whole country
        ("wrong_number", ENOUGH, False),
        ("blocked", ENOUGH, False),
        ("unknown", ENOUGH, False),
        (None, ENOUGH, False),
    ],
)
def test_a_run_stops_for_what_is_ours_and_not_for_what_is_a_phones(
    cause: str | None, in_a_row: int, stops: bool
) -> None:
    assert halts(cause, in_a_row) is stops
