"""What a Gather makes of the keys that are pressed, and when. Pure: seconds and keys in, an outcome out."""

from collections.abc import Sequence
from dataclasses import dataclass

DIGITS = "0123456789*#"


@dataclass(frozen=True)
class Rule:
    """The attributes of a Gather that decide when it is over.

    num_digits     None means no limit
    finish_on_key  "" means that no key ends it; the key itself never counts as a digit
    timeout_s      counted from the end of the prompts, then from key to key
    """

    num_digits: int | None = None
    finish_on_key: str = "#"
    timeout_s: float = 5.0


@dataclass(frozen=True)
class Press:
    at_s: float
    key: str


@dataclass(frozen=True)
class Outcome:
    """Digits "" means no input; `barged_at_s` is when the first key cut the prompts short, None if none did."""

    digits: str
    finished_on: str
    at_s: float
    barged_at_s: float | None = None
    pressed: str = ""


def listen(rule: Rule, prompts_s: float, presses: Sequence[Press]) -> Outcome:
    """How a Gather ends, with presses in seconds after its first prompt began, in order."""
    digits, pressed, deadline = "", "", prompts_s + rule.timeout_s
    barged: float | None = None
    for press in presses:
        if press.at_s >= deadline:
            break
        barged = press.at_s if barged is None else barged
        pressed += press.key
        if press.key in rule.finish_on_key:
            return Outcome(digits, press.key, press.at_s, barged, pressed)
        digits += press.key
        if len(digits) == rule.num_digits:
            return Outcome(digits, "", press.at_s, barged, pressed)
        deadline = press.at_s + rule.timeout_s
    return Outcome(digits, "", deadline, barged, pressed)
