"""When the house stops a run itself."""

import pytest

from gateway.domain.halting import ENOUGH, halts


@pytest.mark.parametrize(
    ("cause", "in_a_row", "looked_at", "stops"),
    [
        ("configuration", 0, True, True),  # our account, our settings: whoever is rung next is refused too
        ("configuration", ENOUGH, False, True),
        ("forbidden", 1, False, True),  # settings of the account: somebody has to look
        ("forbidden", 1, True, False),  # they have, and it was a foreign SIM
        ("forbidden", ENOUGH - 1, True, False),
        ("forbidden", ENOUGH, True, True),  # the whole country after all
        ("wrong_number", ENOUGH, False, False),
        ("blocked", ENOUGH, False, False),
        ("unknown", ENOUGH, False, False),
        (None, ENOUGH, False, False),
    ],
)
def test_a_run_stops_for_what_is_ours_and_not_for_what_is_a_phones(
    cause: str | None, in_a_row: int, looked_at: bool, stops: bool
) -> None:
    assert halts(cause, in_a_row, looked_at=looked_at) is stops
