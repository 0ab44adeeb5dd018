"""Who is behind the figures that count households and people: the same facts as in `sources`, row by row."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from sqlalchemy import Select, Text, and_, case, func, literal, or_, select

from gateway.domain.observations import Outcome
from gateway.domain.policy import Origin, Place
from gateway.domain.screening import Category
from gateway.domain.situations.cases import State
from gateway.store.daily.people import (
    begun_at,
    contact_since,
    fellow_travellers,
    is_under_observation,
    observed,
    origin_since,
    people,
    told_before,
    was_meant,
)
from gateway.store.daily.scope import Scope
from gateway.store.daily.serving import due, unwell
from gateway.store.daily.sources import ill_people
from gateway.store.daily.spoken_to import homes_spoken_to
from gateway.store.daily.traces import trace
from gateway.store.reports import Kind
from gateway.store.screening_tables import arrivals, checks, members
from gateway.store.situation_tables import case_lines, case_turns
from gateway.store.tables import households, reports, staff

Statement = Callable[[Scope], Select[Any]]
Conditions = Callable[[Scope], tuple[Any, ...]]

# Households and their people


def _homes(scope: Scope, *which: Any) -> Select[Any]:
    home = households.c
    found = select(*trace("household", home.id, home.unit_code, household=home.id))
    return found.where(scope.here(home.unit_code), *which)


def _people(scope: Scope, *which: Any) -> Select[Any]:
    home = households.c
    row = trace("member", members.c.id, home.unit_code, household=home.id, note=members.c.label)
    return select(*row).join_from(members, households).where(scope.here(home.unit_code), *which)


def _reported(scope: Scope) -> Any:
    return select(reports.c.household_id).where(scope.reported, reports.c.household_id.is_not(None))


def _heard(scope: Scope) -> Select[Any]:
    """The first report of each household."""
    unit, said = scope.unit(reports.c.unit_code), reports.c
    row = trace(
        "report", func.min(said.id), func.min(said.unit_code), household=said.household_id, number=func.min(said.number)
    )
    found = select(*row).where(scope.reported, said.household_id.is_not(None))
    return found.group_by(unit, said.household_id)


def _spoken_to(scope: Scope, *heard: int) -> Select[Any]:
    """Households by whether they heard all that was said to them."""
    home = homes_spoken_to(scope)
    return select(*trace("delivery", home.id, home.unit_code, household=home.household_id)).where(home.heard.in_(heard))


# Who came home, and their days at home


def _rows(person: Any, scope: Scope, *which: Any) -> Select[Any]:
    row = trace(
        *("arrival", person.id, person.unit_code),
        household=person.household_id,
        number=person.contact,
        category=person.category,
    )
    return select(*row).where(*which, ~told_before(person, scope))


def _arrived(*which: Callable[[Any, Scope], Any]) -> Statement:
    def statement(scope: Scope) -> Select[Any]:
        person = people(scope)
        return _rows(person, scope, *(condition(person, scope) for condition in which))

    return statement


def _new(person: Any, scope: Scope) -> Any:
    return scope.new(person.first_at)


def _lately(person: Any, scope: Scope) -> Any:
    return person.first_at > scope.recent


def _from(origin: Origin) -> Statement:
    return _arrived(lambda person, scope: and_(scope.new(origin_since(person)), person.origin == origin))


def _aboard(scope: Scope) -> Select[Any]:
    person, aboard = fellow_travellers(scope)
    return _rows(person, scope, aboard)


def _observed(which: Callable[[Any, Any, Scope], tuple[Any, ...]], scope: Scope) -> Select[Any]:
    seen, person = observed(scope), people(scope)
    row = trace(
        *("observation", seen.arrival_id, seen.unit_code),
        household=seen.household_id,
        number=seen.number,
        category=person.category,
    )
    counted = (seen.arrival_id == person.id, begun_at(seen, person) <= scope.until, ~told_before(person, scope))
    return select(*row).where(*counted, *which(seen, person, scope))


def _begun(place: Place) -> Statement:
    def which(seen: Any, person: Any, scope: Scope) -> tuple[Any, ...]:
        return scope.new(begun_at(seen, person)), was_meant(seen, scope), seen.place == place

    return partial(_observed, which)


def _under(place: Place, *days: Callable[[Any, Scope], Any]) -> Statement:
    def which(seen: Any, _: Any, scope: Scope) -> tuple[Any, ...]:
        return is_under_observation(seen, scope), seen.place == place, *(day(seen, scope) for day in days)

    return partial(_observed, which)


def _ended(outcome: Outcome, place: Place | None = None) -> Statement:
    def which(seen: Any, _: Any, scope: Scope) -> tuple[Any, ...]:
        there = () if place is None else (seen.place == place,)
        return scope.new(seen.released_at), seen.outcome == outcome, *there

    return partial(_observed, which)


def _since(ago: int) -> Callable[[Any, Scope], Any]:
    return lambda seen, scope: seen.starts_on >= scope.ago(ago)


def _before(ago: int) -> Callable[[Any, Scope], Any]:
    return lambda seen, scope: seen.starts_on < scope.ago(ago)


def _checks(which: Conditions, scope: Scope) -> Select[Any]:
    person = people(scope)
    row = trace(
        *("check", checks.c.id, person.unit_code),
        household=person.household_id,
        number=person.contact,
        note=checks.c.half,
        category=person.category,
    )
    counted = (checks.c.arrival_id == person.id, scope.new(checks.c.due_at), ~told_before(person, scope))
    return select(*row).where(*counted, *which(scope))


def _answered(scope: Scope) -> Any:
    return and_(checks.c.reported_at.is_not(None), checks.c.reported_at <= scope.until)


# Who is ill


def _ill(fever: int, scope: Scope) -> Select[Any]:
    """The first report of each person; of whom nobody said whose it is, of the household."""
    said, unit = reports.c, scope.unit(reports.c.unit_code)
    whose, counts = ill_people(scope, or_(said.fever, said.kind == Kind.ILL))
    of_the_policy = select(arrivals.c.category).where(arrivals.c.id == said.person).scalar_subquery()
    row = trace(
        *("report", func.min(said.id), func.min(said.unit_code)),
        household=func.min(said.household_id),
        number=func.min(said.number),
        category=func.min(func.coalesce(of_the_policy, said.category)),
    )
    return select(*row).where(counts).group_by(unit, whose).having(func.max(case((said.fever, 1), else_=0)) == fever)


def _cases(state: State, scope: Scope) -> Select[Any]:
    line = case_lines.c
    of_state = (scope.new(case_turns.c.at), case_turns.c.state == state)
    turned = select(case_turns.c.id).where(case_turns.c.case_id == line.id, *of_state)
    row = trace(
        "case", line.id, line.unit_code, household=line.household_id, category=literal(Category.CASE.value, Text())
    )
    return select(*row).where(scope.here(line.unit_code), line.withdrawn_at.is_(None), turned.exists())


# Who serves there


def _staff(scope: Scope, which: Any) -> Select[Any]:
    one = staff.c
    row = trace(
        *("staff", func.min(one.id), func.min(one.unit_code)),
        number=one.number,
        name=func.min(one.name),
        note=func.min(one.role),
    )
    return select(*row).where(scope.here(one.unit_code), which).group_by(scope.unit(one.unit_code), one.number)


HOME, CENTRAL = Place.HOME, Place.CENTRAL

PEOPLE: Mapping[str, Statement] = {
    "households_due": _homes,
    "households_heard": _heard,
    "households_silent": lambda scope: _homes(scope, households.c.id.not_in(_reported(scope))),
    "people_due": _people,
    "people_heard": lambda scope: _people(scope, households.c.id.in_(_reported(scope))),
    "returnees_new": _arrived(_new),
    "returnees_total": _arrived(),
    "from_hubei": _from(Origin.HUBEI),
    "from_abroad": _from(Origin.ABROAD),
    "from_listed": _from(Origin.LISTED),
    "from_province": _from(Origin.PROVINCE),
    "from_yunnan": _from(Origin.YUNNAN),
    "clears_asked": _arrived(_lately),
    "clears_whole": _arrived(_lately, lambda person, _: person.clear == 10),
    "clears_open": _arrived(_lately, lambda person, _: person.clear < 10),
    "home_new": _begun(HOME),
    "home_under": _under(HOME),
    "home_days_1_3": _under(HOME, _since(2)),
    "home_days_4_7": _under(HOME, _before(2), _since(6)),
    "home_days_8_14": _under(HOME, _before(6)),
    "home_released": _ended(Outcome.RELEASED, HOME),
    "home_lost": _ended(Outcome.LOST),
    "central_new": _begun(CENTRAL),
    "central_under": _under(CENTRAL),
    "central_released": _ended(Outcome.RELEASED, CENTRAL),
    "checks_due": partial(_checks, lambda scope: ()),
    "checks_reported": partial(_checks, lambda scope: (_answered(scope),)),
    "checks_missed": partial(_checks, lambda scope: (~_answered(scope),)),
    "fever": partial(_ill, 1),
    "other_symptoms": partial(_ill, 0),
    "to_hospital": _ended(Outcome.TO_DOCTOR),
    "close_contacts": _arrived(lambda person, scope: scope.new(contact_since(person))),
    "fellow_travellers": _aboard,
    "cases_suspected": partial(_cases, State.SUSPECTED),
    "cases_confirmed": partial(_cases, State.CONFIRMED),
    "cases_discharged": partial(_cases, State.RECOVERED),
    "cases_died": partial(_cases, State.DIED),
    "homes_to_hear": lambda scope: _spoken_to(scope, 0, 1),
    "homes_heard": lambda scope: _spoken_to(scope, 1),
    "homes_unheard": lambda scope: _spoken_to(scope, 0),
    "staff_due": lambda scope: _staff(scope, due(scope)),
    "staff_unwell": lambda scope: _staff(scope, unwell(scope)),
}
