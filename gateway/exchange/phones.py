"""The phones of the made-up village, and the account's own lines."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from gateway.exchange import personas
from gateway.exchange.account import e164
from gateway.exchange.personas import Behaviour, Persona, Reaction


class BadRequest(Exception):
    """The control API was asked for something that cannot be; the message says what."""


@dataclass
class Line:
    """One of the account's own numbers, with the settings a number has at Twilio. "" sends nothing."""

    number: str
    voice_url: str = ""
    voice_fallback_url: str = ""
    status_callback: str = ""
    sms_url: str = ""


@dataclass
class Phone:
    """A phone and what became of it. Times of None leave the choice to the persona."""

    number: str
    persona: str = "steady"
    keys: tuple[str, ...] = ("1",)
    speaks_s: float | None = None
    answers_after_s: float | None = None
    name: str = ""
    texts: list[dict[str, Any]] = field(default_factory=list)
    calls: Counter[str] = field(default_factory=Counter)
    rang: int = 0
    rung_up: int = 0
    on: set[str] = field(default_factory=set)

    def traits(self, seed: int) -> Persona:
        return personas.persona_of(self.persona, seed, self.number)

    def next_behaviour(self, seed: int) -> Behaviour:
        """What it does with the next call to it; each call counts, so asking again is another call."""
        drawn = personas.behave(self.traits(seed), self.keys, seed, self.number, self.rung_up)
        self.rung_up += 1
        if self.answers_after_s is not None:
            drawn = replace(drawn, answers_after_s=self.answers_after_s)
        if self.speaks_s is not None and drawn.speaks_s:
            drawn = replace(drawn, speaks_s=self.speaks_s)
        return replace(drawn, reaction=Reaction.BUSY) if self.on else drawn

    def as_json(self, seed: int) -> dict[str, Any]:
        traits = self.traits(seed)
        return {
            "number": self.number,
            "name": self.name,
            "persona": self.persona,
            "acts": next(name for name, known in personas.PERSONAS.items() if known is traits),
            "keys": list(self.keys),
            "texts": self.texts,
            "calls": dict(self.calls),
            "rang": self.rang,
        }


def phone_from(given: Mapping[str, Any]) -> Phone:
    """A phone as described in JSON; raises BadRequest that names what is wrong."""
    unknown = set(given) - {"number", "persona", "keys", "speaks_s", "answers_after_s", "name"}
    if unknown:
        raise BadRequest(f"a phone has no {', '.join(sorted(unknown))}")
    persona = str(given.get("persona", "steady"))
    if persona != "mixed" and persona not in personas.PERSONAS:
        raise BadRequest(f"no persona is called {persona!r}; there are mixed, {', '.join(personas.PERSONAS)}")
    return Phone(
        number=number_from(given.get("number")),
        persona=persona,
        keys=tuple(str(entry) for entry in given.get("keys", ("1",))),
        speaks_s=seconds_from(given, "speaks_s"),
        answers_after_s=seconds_from(given, "answers_after_s"),
        name=str(given.get("name", "")),
    )


def number_from(given: Any) -> str:
    number = e164(str(given or ""))
    if number is None:
        raise BadRequest(f"{given!r} is not a telephone number; write it as +country and digits")
    return number


def seconds_from(given: Mapping[str, Any], name: str) -> float | None:
    value = given.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise BadRequest(f"{name} is a number of seconds, not {value!r}")
    return float(value)
