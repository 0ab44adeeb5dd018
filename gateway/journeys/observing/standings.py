"""Where a household stands in its observation: "Day 5 of 14", said on every call."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from gateway.domain.flow import Fact
from gateway.store import observations
from gateway.store.observations import Observation


@dataclass(frozen=True)
class Standing:
    """Which day it is, of how many; of several people, of the one who stays longest."""

    day_n: int
    of: int
    ends_on: date


def standing_of(tx: Connection, number: str, household_id: int | None, day: date) -> Standing | None:
    """Where whoever is behind this phone stands on a local day, None when nobody is under observation then."""
    seen = observed_on(tx, number, household_id, day)
    return of_observation(seen[0], day) if seen else None


def observed_on(tx: Connection, number: str, household_id: int | None, day: date) -> list[Observation]:
    """Who is behind this phone, or in this household, and under observation on a local day; who stays longest first."""
    found = observations.of_phone(tx, number, household_id)
    return [one for one in found if one.period.day_n(day) is not None]


def of_observation(observation: Observation, day: date) -> Standing:
    """One person's standing on one of their days."""
    span = observation.period
    return Standing(span.day_n(day) or 1, span.days, span.ends_on)


def facts(standing: Standing) -> dict[str, Fact]:
    """A standing for a flow: {day_n} and {days}."""
    return {"day_n": standing.day_n, "days": standing.of}
