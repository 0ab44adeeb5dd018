"""How often people at home are asked: as the class in force in their village says, from the day it is in force."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection

from gateway.domain import observations as rules
from gateway.domain import places
from gateway.domain import policy as policies
from gateway.domain.places import Level
from gateway.domain.policy import Half
from gateway.domain.situations.classes import Class
from gateway.domain.situations.response import times_observed
from gateway.journeys.situations import standing
from gateway.store import arrivals, observations, situations
from gateway.store.observations import Observation
from gateway.store.situations import Axis
from gateway.switchboard import Switchboard, Work


@dataclass(frozen=True)
class InForce:
    """What asks somebody at home: so many times a day, by a class and since when. `situation` None: by the policy."""

    times: int
    situation: Class | None = None
    since: date | None = None


def halves_for(
    board: Switchboard, tx: Connection, unit_code: str, answers: Mapping[str, str], day: date
) -> tuple[Half, ...]:
    """The times of day when somebody's temperature is due from now on.

    day  whose policy table holds
    """
    table = policies.in_force(board.catalogue.policies, unit_code, day)
    rule = policies.observing(table, answers)
    asked = by_class(board, tx, unit_code, rule.category)
    return table.halves_of(rule) if asked is None else table.halves[: asked.times]


def in_force(board: Switchboard, tx: Connection, one: Observation, day: date) -> InForce:
    """How often somebody under observation is asked now, and by what."""
    answers = arrivals.answers_of(tx, one.arrival_id)
    times = len(halves_for(board, tx, one.unit_code, answers, day))
    table = policies.in_force(board.catalogue.policies, one.unit_code, day)
    asked = by_class(board, tx, one.unit_code, policies.observing(table, answers).category)
    return replace(asked, times=times) if asked else InForce(times)


def by_class(board: Switchboard, tx: Connection, unit_code: str, category: str) -> InForce | None:
    """What the class confirmed in the village around a unit asks of a category; None where the policy decides."""
    kept = situations.in_force(tx, Axis.CLASS, places.at_level(unit_code, Level.VILLAGE))
    if kept is None:
        return None
    times = times_observed(standing.response_of(board, kept).rhythm, category)
    return None if times is None else InForce(times, Class(kept.value), board.local_day(kept.from_at))


def follow(board: Switchboard, work: Work, village: str) -> int:
    """A class was confirmed: what is asked from now on keeps its rhythm. Returns for how many people; twice is once.

    What is due by now is left as it is: somebody may be on the phone about it.
    """
    today, zone = board.local_day(work.now), board.settings.timezone
    people = observations.open_within(work.tx, village)
    for one in people:
        halves = halves_for(board, work.tx, one.unit_code, arrivals.answers_of(work.tx, one.arrival_id), today)
        due = [check for check in rules.checks_of(one.period, halves, zone) if check.due_at > work.now]
        observations.drop_waiting(work.tx, one.arrival_id, one.period, work.now)
        observations.add_checks(work.tx, one.arrival_id, due)
    return len(people)
