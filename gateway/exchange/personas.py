"""Who answers the phone, and how. Pure: every draw depends on the seed, the number and which call it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random

from gateway.exchange.gather import DIGITS, Press

Range = tuple[float, float]


class Reaction(StrEnum):
    ANSWERS = "answers"
    BUSY = "busy"
    OFF = "off"
    NEVER = "never"


@dataclass(frozen=True)
class Persona:
    """A way to treat a telephone; ranges are (least, most) and drawn again for each call.

    first        what happens on the first `first_times` calls, before `reaction`
    listens      share of a prompt heard before the first key; 1 is to the end
    thinks_s     pause before the first key
    silent       chance that nobody presses anything during the whole call
    hangs_up_s   seconds after answering; None stays on the line
    asks_first   keys pressed at the first question of a call, before what its owner means to press
    talks_s      seconds somebody speaks who is put through or asked to; None: eight
    people       personas who share the phone, one drawn for each call
    text_error   Twilio's error code when a text cannot be delivered; None delivers
    """

    about: str
    reaction: Reaction = Reaction.ANSWERS
    first: Reaction | None = None
    first_times: tuple[int, int] = (1, 2)
    answers_after_s: Range = (4, 12)
    listens: Range = (0.5, 0.9)
    thinks_s: Range = (0.3, 1.5)
    key_gap_s: Range = (0.3, 0.7)
    silent: float = 0.0
    wrong_key_first: bool = False
    hangs_up_s: Range | None = None
    machine: bool = False
    asks_first: str = ""
    talks_s: Range | None = None
    people: tuple[str, ...] = ()
    text_error: int | None = None


PERSONAS: Mapping[str, Persona] = {
    "steady": Persona("answers, listens, presses what is asked"),
    "slow_elder": Persona(
        "lets it ring, hears everything out, presses slowly",
        answers_after_s=(15, 35),
        listens=(1, 1),
        thinks_s=(2, 4),
        key_gap_s=(1, 2),
    ),
    "busy": Persona("always engaged", reaction=Reaction.BUSY),
    "switched_off": Persona("no network, no texts", reaction=Reaction.OFF, text_error=30003),
    "never_answers": Persona("rings and rings", reaction=Reaction.NEVER),
    "busy_then_answers": Persona("engaged once or twice, then answers", first=Reaction.BUSY),
    "no_answer_then_answers": Persona("misses a call or two, then answers", first=Reaction.NEVER),
    "wrong_keys": Persona("presses a wrong key first, the right one when asked again", wrong_key_first=True),
    "silent": Persona("answers and presses nothing", silent=1.0),
    "hangs_up": Persona("answers and hangs up midway", hangs_up_s=(2, 9)),
    "shared": Persona("several people on one phone", people=("steady", "slow_elder", "wrong_keys", "silent")),
    "voicemail": Persona("a machine: greets, presses nothing, stays to the end", machine=True, silent=1.0),
    "wants_person": Persona("presses 0 while the village speaks, talks, then presses what is asked", asks_first="0"),
    "on_duty": Persona("a cadre: picks up soon, and talks a while", answers_after_s=(2, 6), talks_s=(20, 60)),
    "called_away": Persona(
        "a cadre: does not pick up the first call, and keeps what was promised on the next",
        first=Reaction.NEVER,
        first_times=(1, 1),
        talks_s=(20, 60),
    ),
    "landline": Persona("answers calls, cannot receive texts", text_error=30006),
}

# What "mixed" draws from, per phone: the sort of village a first campaign finds.
VILLAGE: Mapping[str, int] = {
    "steady": 58,
    "slow_elder": 9,
    "no_answer_then_answers": 8,
    "busy_then_answers": 5,
    "wrong_keys": 4,
    "shared": 4,
    "hangs_up": 3,
    "silent": 2,
    "switched_off": 3,
    "never_answers": 2,
    "voicemail": 1,
    "landline": 1,
}

SPEAKS_S = 8.0
HANGUP = "hangup"  # a script entry: the caller puts the phone down during that Gather


@dataclass(frozen=True)
class Behaviour:
    """What one phone does with one call: nothing in it is left to chance."""

    reaction: Reaction = Reaction.ANSWERS
    person: str = "steady"
    answers_after_s: float = 6.0
    keys: tuple[str, ...] = ()
    listens: float = 0.7
    thinks_s: float = 0.8
    key_gap_s: float = 0.5
    speaks_s: float = SPEAKS_S
    hangs_up_s: float | None = None
    machine: bool = False


def chance(seed: int, *about: object) -> Random:
    """A source of chance that is the same for the same seed and subject, whatever happened before."""
    return Random(":".join(str(part) for part in (seed, *about)))  # noqa: S311 - a made-up village keeps no secrets


def persona_of(name: str, seed: int, number: str) -> Persona:
    """The persona of that name; "mixed" is drawn for the number. An unknown name raises KeyError."""
    if name == "mixed":
        drawn = chance(seed, "persona", number).choices(list(VILLAGE), weights=list(VILLAGE.values()))
        return PERSONAS[drawn[0]]
    return PERSONAS[name]


def behave(persona: Persona, keys: Sequence[str], seed: int, number: str, nth: int) -> Behaviour:
    """What this phone does with its nth call (from 0), given the keys its owner means to press."""
    if persona.people:
        person = chance(seed, "person", number, nth).choice(persona.people)
        return replace(behave(PERSONAS[person], keys, seed, number, nth), person=person)
    dice = chance(seed, "call", number, nth)
    name = next(name for name, known in PERSONAS.items() if known is persona)
    mute = persona.machine or dice.random() < persona.silent
    return Behaviour(
        reaction=_reaction(persona, seed, number, nth),
        person=name,
        answers_after_s=round(dice.uniform(*persona.answers_after_s), 2),
        listens=round(dice.uniform(*persona.listens), 2),
        thinks_s=round(dice.uniform(*persona.thinks_s), 2),
        key_gap_s=round(dice.uniform(*persona.key_gap_s), 2),
        hangs_up_s=round(dice.uniform(*persona.hangs_up_s), 2) if persona.hangs_up_s else None,
        keys=() if mute else (*_slips(persona, keys, dice), *persona.asks_first, *keys),
        machine=persona.machine,
        speaks_s=0.0 if mute else _talks_s(persona, dice),
    )


def presses(entry: str, prompts_s: float, behaviour: Behaviour) -> list[Press]:
    """When each key of a script entry goes down, in seconds after the first prompt began."""
    start = prompts_s * behaviour.listens + behaviour.thinks_s
    keys = [key for key in entry if key in DIGITS]
    return [Press(start + place * behaviour.key_gap_s, key) for place, key in enumerate(keys)]


def _reaction(persona: Persona, seed: int, number: str, nth: int) -> Reaction:
    times = chance(seed, "first", number).randint(*persona.first_times)
    return persona.first if persona.first and nth < times else persona.reaction


def _talks_s(persona: Persona, dice: Random) -> float:
    return round(dice.uniform(*persona.talks_s), 2) if persona.talks_s else SPEAKS_S


def _slips(persona: Persona, keys: Sequence[str], dice: Random) -> tuple[str, ...]:
    if not persona.wrong_key_first:
        return ()
    meant = set("".join(keys))
    return (dice.choice([key for key in "456789" if key not in meant] or ["9"]),)
