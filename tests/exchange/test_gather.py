"""What a Gather makes of the keys that are pressed: the whole rule as a table."""

import pytest

from gateway.exchange.gather import Outcome, Press, Rule, listen

PROMPT_S = 10.0


def keys(*timed: tuple[float, str]) -> list[Press]:
    return [Press(at_s, key) for at_s, key in timed]


@pytest.mark.parametrize(
    ("rule", "pressed", "digits", "finished_on", "at_s"),
    [
        pytest.param(Rule(), keys(), "", "", 15.0, id="silence ends it after the prompts and the timeout"),
        pytest.param(Rule(num_digits=1), keys((4, "1")), "1", "", 4.0, id="the last digit asked for ends it at once"),
        pytest.param(Rule(num_digits=2), keys((4, "1")), "1", "", 9.0, id="too few digits wait for the timeout"),
        pytest.param(Rule(), keys((4, "3"), (5, "1"), (6, "#")), "31", "#", 6.0, id="the finish key is not a digit"),
        pytest.param(Rule(), keys((4, "#")), "", "#", 4.0, id="the finish key first is no input"),
        pytest.param(Rule(), keys((4, "3"), (5, "1")), "31", "", 10.0, id="without finish key the timeout ends it"),
        pytest.param(Rule(), keys((4, "3"), (9.5, "1")), "3", "", 9.0, id="a key after the timeout is lost"),
        pytest.param(Rule(), keys((14.9, "3")), "3", "", 19.9, id="the timeout begins when the prompts end"),
        pytest.param(Rule(), keys((15.0, "3")), "", "", 15.0, id="the timeout comes before a key at the same instant"),
        pytest.param(Rule(finish_on_key=""), keys((4, "3"), (5, "#")), "3#", "", 10.0, id="no finish key, # counts"),
        pytest.param(Rule(finish_on_key="*"), keys((4, "#"), (5, "*")), "#", "*", 5.0, id="another finish key"),
        pytest.param(Rule(num_digits=1), keys((1, "1"), (1.5, "2")), "1", "", 1.0, id="further keys are lost"),
        pytest.param(Rule(timeout_s=0), keys((4, "1")), "1", "", 4.0, id="a timeout of nothing hears one key"),
    ],
)
def test_a_gather_ends_as_at_the_carrier(
    rule: Rule, pressed: list[Press], digits: str, finished_on: str, at_s: float
) -> None:
    outcome = listen(rule, PROMPT_S, pressed)
    assert (outcome.digits, outcome.finished_on, outcome.at_s) == (digits, finished_on, pytest.approx(at_s))


def test_the_first_key_cuts_the_prompts_short() -> None:
    assert listen(Rule(num_digits=2), PROMPT_S, keys((3, "1"), (4, "2"))) == Outcome("12", "", 4, 3, "12")
    assert listen(Rule(), PROMPT_S, keys()).barged_at_s is None
