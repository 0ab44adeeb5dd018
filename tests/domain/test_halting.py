"""When the house stops a run itself."""

import pytest

from gateway.domain.halting import ENOUGH, halts


@pytest.mark.parametrize(
    ("cause", "in_a_row", "looked_at", "again", "stops"),
    [
        ("configuration", 0, True, False, True),  # our account, our settings: whoever is rung next is refused too
        ("configuration", ENOUGH, False, False, True),
        ("forbidden", 1, False, False, True),  # settings of the account: somebody has to look
        ("forbidden", 1, True, False, False),  # they have, and it was a foreign SIM
        ("forbidden", ENOUGH - 1, True, False, False),
        ("forbidden", ENOUGH, True, False, True),  # the whole country after all
        ("forbidden", ENOUGH, True, True, False),  # somebody has let the run go on past these very phones
        ("configuration", ENOUGH, True, True, True),
        ("wrong_number", ENOUGH, False, False, False),
        ("blocked", ENOUGH, False, False, False),
        ("unknown", ENOUGH, False, False, False),
        (None, ENOUGH, False, False, False),
    ],
)
def test_a_run_stops_for_what_is_ours_and_not_for_what_is_a_phones(
    cause: str | None, in_a_row: int, looked_at: bool, again: bool, stops: bool
) -> None:
    assert halts(cause, in_a_row, looked_at=looked_at, again=again) is stops
