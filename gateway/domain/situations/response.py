"""What a class brings: its strategy, its measures, its rhythm of asking, and the messages kept ready for it.

The table is data (prompts/situations), with days in force and the county it holds for. Source: Community prevention
work plan (trial), annex of 肺炎机制发〔2020〕5号, restated by the notice of 24 February 2020.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from math import ceil

from gateway.domain.dated import Dated
from gateway.domain.roles import Role
from gateway.domain.screening import Category
from gateway.domain.situations.classes import Class
from gateway.domain.speaking.estimates import RING_AND_KEY_S
from gateway.domain.speaking.levels import Gap, Prices
from gateway.domain.speaking.prepared import Prepared, Words


class Asked(StrEnum):
    """Who is asked."""

    OBSERVED = "observed"  # people in their days at home
    CONTACTS = "contacts"  # close contacts among those
    HOUSEHOLDS = "households"  # every household


@dataclass(frozen=True)
class Measure:
    """One thing to be done. `roles` the first of these that somebody holds in the village is named for it."""

    name: str
    title: Words
    roles: tuple[Role, ...]


@dataclass(frozen=True)
class Rhythm:
    """Whom is asked what, so many `times` a day."""

    who: Asked
    times: int
    title: Words


@dataclass(frozen=True)
class Round:
    """A time of day at which every household is asked; local times.

    nth, of  the second of two a day
    since    what a household told from here on counts
    ring     whoever has not told by now is rung
    until    the last moment for a call; whom no call reached by then is a door on the list
    retries  before each further call that rings: minutes, or "evening"
    """

    nth: int
    of: int
    since: time
    ring: time
    until: time
    retries: tuple[Gap, ...]

    @property
    def tries(self) -> int:
        """Calls that really ring, at most."""
        return 1 + len(self.retries)


@dataclass(frozen=True)
class Response:
    """What holds while a village is in one class."""

    situation: Class
    title: Words
    strategy: Words
    measures: tuple[Measure, ...]
    rhythm: tuple[Rhythm, ...]
    broadcasts: tuple[Prepared, ...]


@dataclass(frozen=True)
class Responses(Dated):
    """What each class brings in a county from a day on.

    ask_s   seconds a call that asks takes, without ringing
    rounds  how often a day every household is asked -> when
    """

    ask_s: float
    rounds: Mapping[int, tuple[Round, ...]]
    by_class: Mapping[Class, Response]

    def rounds_of(self, situation: Class) -> tuple[Round, ...]:
        """The rounds of a day under a class, in order; none when it does not ask the households."""
        return self.rounds.get(times_of(self.by_class[situation].rhythm, Asked.HOUSEHOLDS), ())


def times_of(rhythm: Sequence[Rhythm], who: Asked) -> int:
    """How often a day somebody is asked, 0 when a class says nothing of them."""
    return max((line.times for line in rhythm if line.who is who), default=0)


def times_observed(rhythm: Sequence[Rhythm], category: str) -> int | None:
    """How often a day somebody at home is asked, None when a class says nothing of them.

    category  letter of the policy table; a close contact is asked as often as either line says
    """
    mine = {Asked.OBSERVED, Asked.CONTACTS} if category == Category.CLOSE_CONTACT else {Asked.OBSERVED}
    return max((line.times for line in rhythm if line.who in mine), default=None)


def calls_a_day(rhythm: Sequence[Rhythm], phones: Mapping[Asked, int], homes: Iterable[int]) -> int:
    """The calls a day this rhythm takes when nobody tells unasked and everybody picks up.

    phones  of people in their days at home, and of the close contacts among them
    homes   phones rung in each round of the households, beside those whose check call answers for them
    """
    observed, contacts = times_of(rhythm, Asked.OBSERVED), times_of(rhythm, Asked.CONTACTS)
    more = max(0, contacts - observed)  # close contacts are observed as well: one call asks for both
    return phones[Asked.OBSERVED] * observed + phones[Asked.CONTACTS] * more + sum(homes)


def yuan_a_day(calls: int, ask_s: float, prices: Prices) -> int:
    """About what so many calls cost, in whole yuan: carriers bill a minute begun as a minute."""
    return ceil(calls * ceil((ask_s + RING_AND_KEY_S) / 60) * prices.call_minute)
