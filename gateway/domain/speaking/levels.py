"""The four levels of a broadcast: who may issue it, who must agree, when it rings, how often, and what follows.

The table is data (prompts/loudspeaker/levels.toml). Sources: the four colours of early-warning information in China;
urgent goes first and is signed for later, rule of Yueyang county on village loudspeakers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Literal, TypeAlias

from gateway.domain import places
from gateway.domain.hours import Window

Gap: TypeAlias = int | Literal["evening", "window"]  # minutes; this evening; the next window of the level


class Level(StrEnum):
    """Urgency, gravest first."""

    RED = "red"
    ORANGE = "orange"
    YELLOW = "yellow"
    BLUE = "blue"


RANK = {level: rank for rank, level in enumerate(Level)}  # 0 is the gravest


class Texting(StrEnum):
    """Whom a text is sent to beside the call: everybody at once, whoever was missed, nobody."""

    ALL = "all"
    MISSED = "missed"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Approval:
    """Who has to agree, and by when.

    roles   who may agree
    rung    the rung of the ladder they must stand on, or above
    before  True: nobody is rung until somebody agreed; False: it goes at once, and stops if nobody agrees in time
    within  how long they have
    """

    roles: frozenset[str]
    rung: places.Level
    before: bool
    within: timedelta


@dataclass(frozen=True)
class LevelRule:
    """One row of the table.

    issuers    roles that may issue it
    approval   None: nobody has to agree
    windows    local hours in which it rings
    plays      times the message is played in one call
    retries    gaps before the second, third ... call that rings
    texting    who gets a text as well
    optional   whoever wants no routine messages is spared
    doors      whoever was not reached is a door on the grid worker's list
    expires    after the start it rings nobody any more
    remind     after its end whoever walks there is reminded of open doors so long, each morning; zero: not
    """

    level: Level
    issuers: frozenset[str]
    approval: Approval | None
    windows: tuple[Window, ...]
    plays: int
    retries: tuple[Gap, ...]
    texting: Texting
    optional: bool
    doors: bool
    expires: timedelta
    remind: timedelta = timedelta()

    @property
    def tries(self) -> int:
        """Calls that really ring, at most."""
        return 1 + len(self.retries)


@dataclass(frozen=True)
class Prices:
    """What a broadcast costs, in yuan: a minute of a call begun, a segment of a text."""

    call_minute: float
    text_segment: float


@dataclass(frozen=True)
class Levels:
    """The whole table."""

    rules: Mapping[Level, LevelRule]
    prices: Prices

    def __getitem__(self, level: Level) -> LevelRule:
        return self.rules[level]


def may_issue(rule: LevelRule, roles: Sequence[str]) -> bool:
    """Whether somebody with these roles may issue a broadcast of this level."""
    return bool(rule.issuers & set(roles))


def may_approve(rule: LevelRule, role: str, unit_code: str, areas: Sequence[str]) -> bool:
    """Whether somebody with this role at this unit may agree to a broadcast to these areas."""
    if rule.approval is None or role not in rule.approval.roles:
        return False
    high_enough = len(unit_code) <= places.LENGTH_OF[rule.approval.rung]
    return high_enough and all(places.covers(unit_code, area) for area in areas)


def order_of(level: Level, unit_code: str) -> tuple[int, int]:
    """Which broadcast is rung first: the graver one, and of two alike the superior's."""
    return RANK[level], len(unit_code)
