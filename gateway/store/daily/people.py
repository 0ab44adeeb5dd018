"""Who had come home and who was observed, as it stood at the end of a day: corrections told later change no past day.

Somebody stands in their table since they were changed last; how they stood before that is in its history.
"""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import FromClause, and_, case, func, literal_column, or_, select, union_all

from gateway.domain.observations import Outcome
from gateway.domain.screening import Category
from gateway.store.daily.scope import Scope
from gateway.store.history_tables import arrival_history, observation_history
from gateway.store.screening_tables import arrivals, observations, sought_vehicles, vehicles

PERSON = (
    *("unit_code", "household_id", "contact", "arrived_on", "age", "sex"),
    *("category", "origin", "clear", "first_at", "contact_since", "origin_since"),
)
SEEN = ("arrival_id", "unit_code", "household_id", "number", "place", "starts_on", "begun_at", "released_at", "outcome")


def people(scope: Scope) -> Any:
    """Whoever of the subtree was told of by the end of the day, one row each: `id` and PERSON."""
    return _people(scope, lambda table, _: scope.here(table.c.unit_code))


def _people(scope: Scope, wanted: Callable[[FromClause, Any], Any]) -> Any:
    parts = [
        select(which.label("id"), *(table.c[name] for name in PERSON)).where(stood, wanted(table, which))
        for table, which, stood in _stood(scope)
    ]
    return union_all(*parts).subquery("people").c


def _stood(scope: Scope) -> Iterator[tuple[FromClause, Any, Any]]:
    """Each table with the column that says who it is, and that a row stood at the end of the day."""
    now, before = arrivals.alias(), arrival_history.alias()
    yield now, now.c.id, func.coalesce(now.c.stands_at, now.c.first_at) <= scope.until
    yield before, before.c.arrival_id, and_(before.c.since <= scope.until, before.c.replaced_at > scope.until)


def told_before(person: Any, scope: Scope) -> Any:
    """That the same person was told of before, by another household: same phone to reach, day, age and sex.

    What was not said is the same as nothing: two homes on one phone are not one person.
    """
    found = []
    for table, which, stood in _stood(scope):
        first = table.c
        elsewhere = or_(first.household_id.is_distinct_from(person.household_id), first.unit_code != person.unit_code)
        same = (first[name] == person[name] for name in ("contact", "arrived_on", "age", "sex"))
        earlier = or_(first.first_at < person.first_at, and_(first.first_at == person.first_at, which < person.id))
        found.append(select(literal_column("1")).where(*same, stood, elsewhere, earlier).exists())
    return or_(*found)


def counted_elsewhere(ids: Any, scope: Scope) -> Any:
    """Of these people, a selection of their ids: whoever was told of before, by another household."""
    person = _people(scope, lambda _, which: which.in_(ids))
    return select(person.id).where(told_before(person, scope))


def contact_since(person: Any) -> Any:
    """Since when somebody is a close contact, null for whoever is none."""
    always = case((person.category == Category.CLOSE_CONTACT, person.first_at))
    return func.coalesce(person.contact_since, always)


def origin_since(person: Any) -> Any:
    """When it was learnt where they came from."""
    return func.coalesce(person.origin_since, person.first_at)


# Under observation


def observed(scope: Scope) -> Any:
    """The observations of the subtree as they stood at the end of the day, one row each: SEEN."""
    now, before, until = observations.alias(), observation_history.alias(), scope.until
    stands = func.coalesce(now.c.stands_at, now.c.begun_at)
    stood = (
        (now, or_(stands.is_(None), stands <= until)),
        (before, and_(before.c.since <= until, before.c.replaced_at > until)),
    )
    parts = [select(*(t.c[name] for name in SEEN)).where(holds, scope.here(t.c.unit_code)) for t, holds in stood]
    return union_all(*parts).subquery("observed").c


def begun_at(seen: Any, person: Any) -> Any:
    """When somebody's observation began: once they were told of, where nothing else is kept."""
    return func.coalesce(seen.begun_at, person.first_at)


def was_meant(seen: Any, scope: Scope) -> Any:
    """That by the end of the day it was not found that they need none."""
    for_nothing = and_(seen.outcome == Outcome.NOT_NEEDED, seen.released_at <= scope.until)
    return or_(seen.outcome.is_(None), ~for_nothing)


def is_under_observation(seen: Any, scope: Scope) -> Any:
    """That an observation goes on at the end of the day, one that begins tomorrow too."""
    return and_(seen.starts_on <= scope.ago(-1), or_(seen.released_at.is_(None), seen.released_at > scope.until))


# Aboard


def fellow_travellers(scope: Scope) -> tuple[Any, Any]:
    """People, and that they came home lately and are found on this day first to have come by a vehicle that is sought.

    Whether they, their vehicle or the list became known last. The case itself came with nobody but itself.
    """
    found = _matched(scope.until)
    person = _people(scope, lambda table, which: and_(scope.here(table.c.unit_code), which.in_(found)))
    is_new = person.id.not_in(_matched(scope.since))
    return person, and_(person.first_at >= scope.recent, person.category != Category.CASE, is_new)


def _matched(by: Any) -> Any:
    """Who was known by an instant to have come by a vehicle that was sought by then."""
    sought = and_(sought_vehicles.c.vehicle == vehicles.c.vehicle, sought_vehicles.c.day == vehicles.c.day)
    known = func.coalesce(vehicles.c.at, arrivals.c.first_at)
    found = select(vehicles.c.arrival_id).join(sought_vehicles, sought).join(arrivals)
    return found.where(known <= by, sought_vehicles.c.at <= by)
