"""Urgent at once: who is told, how, after how many minutes, until somebody answers for it.

The ladder is data (prompts/urgent), with days in force and the county it holds for. Source: domain/2-policy 2.5.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from gateway.domain.dated import Dated
from gateway.domain.incidents import Cluster
from gateway.domain.places import Level
from gateway.domain.roles import Role
from gateway.domain.screening import Concern

RING_AGAIN = timedelta(minutes=2)  # between two calls to the same person
MAX_RINGS = 3  # calls to one person about one alert


class How(StrEnum):
    """How somebody is told."""

    CALL = "call"
    SMS = "sms"


@dataclass(frozen=True)
class Step:
    """One rung of the ladder.

    after      since it was raised, or handed on
    level      whoever is on duty there, around what happened, is told
    tell       each of these roles
    otherwise  the first of these that somebody holds, where nobody holds any of `tell`
    backup     and whoever stands in for them
    """

    after: timedelta
    level: Level
    tell: tuple[Role, ...]
    otherwise: tuple[Role, ...]
    backup: bool
    by: frozenset[How]


@dataclass(frozen=True)
class Clock:
    """A time the law gives: `within` from when the one before had to know.

    level  who has to know; None: beyond this house
    roles  the first of these that somebody holds there says so, and is reminded
    """

    name: str
    level: Level | None
    within: timedelta
    roles: tuple[Role, ...] = ()


@dataclass(frozen=True)
class Ladder(Dated):
    """What is urgent in a county from a day on, and who is told of it.

    triggers        what raises an alert
    reportable      of these, what the law wants reported: the clocks run for it
    breached_after  nobody has answered for it so long: it is marked
    remind_before   so long before a deadline of the law the level that has not said that it knows is reminded
    clusters        what makes a further report part of an incident that is open
    """

    triggers: frozenset[Concern]
    reportable: frozenset[Concern]
    breached_after: timedelta
    steps: tuple[Step, ...]
    clocks: tuple[Clock, ...]
    remind_before: timedelta
    clusters: tuple[Cluster, ...]


def short_code(day: date, number: int) -> str:
    """A name short enough to say aloud: letter A, the local month and day, and the running number of that day."""
    return f"A{day:%m%d}-{number:02d}"


def ring_now(rings: int, live: bool, last_ended_at: datetime | None, now: datetime) -> bool:
    """Whether this person is to be rung now about an alert nobody has taken.

    rings          calls so far that were placed
    live           one of them still rings or talks
    last_ended_at  end of the last one, None before the first
    """
    if live or rings >= MAX_RINGS:
        return False
    return last_ended_at is None or now - last_ended_at >= RING_AGAIN


def rungs(ladder: Ladder, *, handed: bool) -> tuple[Step, ...]:
    """The steps in order. Once it was handed on they begin anew, without the first: who was told there knows."""
    return tuple(step for step in ladder.steps if step.after or not handed)


def is_due(step: Step, since: datetime, now: datetime) -> bool:
    """Whether a step's time has come. `since`: when it was raised, or handed on."""
    return now - since >= step.after


def is_breached(ladder: Ladder, raised_at: datetime, now: datetime) -> bool:
    """Whether it has gone unanswered for too long; to hand it on gains no time."""
    return now - raised_at >= ladder.breached_after


def deadlines(ladder: Ladder, raised_at: datetime) -> list[tuple[Clock, datetime]]:
    """By when each level has to know, by law."""
    found, due_at = [], raised_at
    for clock in ladder.clocks:
        due_at += clock.within
        found.append((clock, due_at))
    return found
