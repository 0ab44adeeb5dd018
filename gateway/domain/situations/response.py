"""What a class brings: its strategy, its measures, its rhythm of asking, and the messages kept ready for it.

The table is data (prompts/situations), with days in force and the county it holds for. Source: Community prevention
work plan (trial), annex of 肺炎机制发〔2020〕5号, restated by the notice of 24 February 2020.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from gateway.domain.dated import Dated
from gateway.domain.roles import Role
from gateway.domain.screening import Category
from gateway.domain.situations.classes import Class
from gateway.domain.speaking.estimates import RING_AND_KEY_S
from gateway.domain.speaking.levels import Prices
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
    """What each class brings in a county from a day on. `ask_s`: seconds a call that asks takes, without ringing."""

    ask_s: float
    by_class: Mapping[Class, Response]


def times_observed(rhythm: Sequence[Rhythm], category: str) -> int | None:
    """How often a day somebody at home is asked, None when a class says nothing of them.

    category  letter of the policy table; a close contact is asked as often as either line says
    """
    mine = {Asked.OBSERVED, Asked.CONTACTS} if category == Category.CLOSE_CONTACT else {Asked.OBSERVED}
    return max((line.times for line in rhythm if line.who in mine), default=None)


def calls_a_day(rhythm: Sequence[Rhythm], phones: Mapping[Asked, int]) -> int:
    """The most calls a day this rhythm takes: whoever tells unasked is not rung.

    phones  how many there are of each kind
    """
    times = {line.who: line.times for line in rhythm}
    observed, contacts = times.get(Asked.OBSERVED, 0), times.get(Asked.CONTACTS, 0)
    more = max(0, contacts - observed)  # close contacts are observed as well: one call asks for both
    counted = ((Asked.OBSERVED, observed), (Asked.CONTACTS, more), (Asked.HOUSEHOLDS, times.get(Asked.HOUSEHOLDS, 0)))
    return sum(phones[who] * a_day for who, a_day in counted)


def yuan_a_day(calls: int, ask_s: float, prices: Prices) -> int:
    """About what so many calls cost, in whole yuan: carriers bill a minute begun as a minute."""
    return ceil(calls * ceil((ask_s + RING_AND_KEY_S) / 60) * prices.call_minute)
