"""What the ledger counts of a day: one statement a table, for any subtree and day.

A statement gives a row a unit: its code, cut to the length asked for, then the figures its source is registered under.
People are counted once, where they were told of first, though two units reported them; staff in the lowest unit they
serve in.

What a later day may change of a day that was sealed:

* Events count on the day they happened in or were told on: reports, who came home, where from (when that was learnt),
  who became a contact or was found aboard, temperatures, turns of cases, gatherings, rumours, broadcasts, alerts. Late
  facts about the day make its next version, and so does what is withdrawn as wrong: a text that lay unread, an alert
  raised in time and taken after the end of the day, a report taken back, a case entered by mistake, a vehicle no longer
  sought, two rumours found to be one.
* States stand as they stood at the end of the day, read from the histories in `people.py`: who came home so far, what
  is clear, who is one person with whom, who is observed where and since when; from their own instants classes of
  villages, and what was heard or answered by then. What is told tomorrow changes tomorrow.
* The roster has no history: a day that was sealed keeps the one it ended with (`endings.py`).
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Select, and_, case, cast, func, or_, select

from gateway.domain.observations import Outcome
from gateway.domain.policy import Origin, Place
from gateway.domain.situations.cases import State
from gateway.domain.situations.classes import Class
from gateway.store.daily.people import (
    begun_at,
    contact_since,
    counted_elsewhere,
    fellow_travellers,
    is_under_observation,
    observed,
    origin_since,
    people,
    told_before,
    was_meant,
)
from gateway.store.daily.scope import ANY, SOME, Scope
from gateway.store.daily.serving import due, unwell
from gateway.store.daily.spoken_to import homes_spoken_to
from gateway.store.reports import Kind
from gateway.store.screening_tables import checks, members
from gateway.store.situation_tables import case_lines, case_turns, situations
from gateway.store.situations import Axis
from gateway.store.tables import households, reports, staff

Statement = Callable[[Scope], Select[Any]]


def _sum(*conditions: Any) -> Any:
    return func.sum(case((and_(*conditions), 1), else_=0))


def _roll(scope: Scope) -> Select[Any]:
    unit = scope.unit(households.c.unit_code)
    return select(unit, func.count()).where(scope.here(households.c.unit_code)).group_by(unit)


def _members(scope: Scope) -> Select[Any]:
    unit = scope.unit(households.c.unit_code)
    return (
        select(unit, func.count())
        .join_from(members, households)
        .where(scope.here(households.c.unit_code))
        .group_by(unit)
    )


def _heard_from(scope: Scope) -> Any:
    """Households that reported in any way, an explicit zero included, each once a unit."""
    known = reports.c.household_id.is_not(None)
    found = select(scope.unit(reports.c.unit_code), reports.c.household_id).where(scope.reported, known)
    return found.distinct().subquery()


def _heard(scope: Scope) -> Select[Any]:
    heard = _heard_from(scope)
    return select(heard.c.unit, func.count()).group_by(heard.c.unit)


def _people_heard(scope: Scope) -> Select[Any]:
    heard = _heard_from(scope)
    joined = select(heard.c.unit, func.count()).join_from(
        heard, members, members.c.household_id == heard.c.household_id
    )
    return joined.group_by(heard.c.unit)


def _come_home(scope: Scope) -> Select[Any]:
    person = people(scope)
    unit, new = scope.unit(person.unit_code), scope.new(person.first_at)
    lately, learnt = person.first_at > scope.recent, scope.new(origin_since(person))
    return (
        select(
            unit,
            _sum(new),
            func.count(),
            *(_sum(learnt, person.origin == origin) for origin in ORIGINS),
            _sum(lately),
            _sum(lately, person.clear == 10),
            _sum(lately, person.clear < 10),
            _sum(scope.new(contact_since(person))),
        )
        .where(~told_before(person, scope))
        .group_by(unit)
    )


ORIGINS = (Origin.HUBEI, Origin.ABROAD, Origin.LISTED, Origin.PROVINCE, Origin.YUNNAN)


def _observed(scope: Scope) -> Select[Any]:
    seen, person = observed(scope), people(scope)
    unit, begun = scope.unit(seen.unit_code), scope.new(begun_at(seen, person))
    under = is_under_observation(seen, scope)
    ended = scope.new(seen.released_at)
    meant = was_meant(seen, scope)
    home, central = seen.place == Place.HOME, seen.place == Place.CENTRAL
    third, seventh = scope.ago(2), scope.ago(6)
    return (
        select(
            unit,
            _sum(begun, meant, home),
            _sum(under, home),
            _sum(under, home, seen.starts_on >= third),
            _sum(under, home, seen.starts_on < third, seen.starts_on >= seventh),
            _sum(under, home, seen.starts_on < seventh),
            _sum(ended, home, seen.outcome == Outcome.RELEASED),
            _sum(ended, seen.outcome == Outcome.LOST),
            _sum(begun, meant, central),
            _sum(under, central),
            _sum(ended, central, seen.outcome == Outcome.RELEASED),
            _sum(ended, seen.outcome == Outcome.TO_DOCTOR),
        )
        .where(seen.arrival_id == person.id, begun_at(seen, person) <= scope.until, ~told_before(person, scope))
        .group_by(unit)
    )


def _temperatures(scope: Scope) -> Select[Any]:
    person = people(scope)
    unit = scope.unit(person.unit_code)
    answered = and_(checks.c.reported_at.is_not(None), checks.c.reported_at <= scope.until)
    return (
        select(unit, func.count(), _sum(answered), _sum(~answered))
        .where(checks.c.arrival_id == person.id, scope.new(checks.c.due_at), ~told_before(person, scope))
        .group_by(unit)
    )


def ill_people(scope: Scope, ill: Any) -> tuple[Any, Any]:
    """Whom a report of illness is of, and that it is one of the day's that counts here.

    Of whom nobody said whose it is, the household counts as one. `ill`: which reports are meant.
    """
    said = reports.c
    whose = func.coalesce(said.person, cast(said.household_id, said.number.type), said.number)
    named = select(said.person).where(scope.reported, ill, said.person.is_not(None))
    once = or_(said.person.is_(None), said.person.not_in(counted_elsewhere(named, scope)))
    return whose, and_(scope.reported, ill, once)


def _ill(scope: Scope) -> Select[Any]:
    whose, counts = ill_people(scope, or_(reports.c.fever, reports.c.kind == Kind.ILL))
    unit = scope.unit(reports.c.unit_code)
    fever = func.max(case((reports.c.fever, 1), else_=0)).label("fever")
    people_ill = select(unit, fever).where(counts).group_by(unit, whose).subquery()
    return select(people_ill.c.unit, func.sum(people_ill.c.fever), func.sum(1 - people_ill.c.fever)).group_by(
        people_ill.c.unit
    )


def _fellow_travellers(scope: Scope) -> Select[Any]:
    person, aboard = fellow_travellers(scope)
    unit = scope.unit(person.unit_code)
    return select(unit, func.count()).where(aboard, ~told_before(person, scope)).group_by(unit)


def _cases(scope: Scope) -> Select[Any]:
    unit = scope.unit(case_lines.c.unit_code)
    said = select(unit, case_turns.c.case_id, case_turns.c.state).join_from(case_turns, case_lines)
    counting = said.where(
        scope.here(case_lines.c.unit_code), scope.new(case_turns.c.at), case_lines.c.withdrawn_at.is_(None)
    )
    turns = counting.distinct().subquery()
    return select(turns.c.unit, *(_sum(turns.c.state == state) for state in CASES)).group_by(turns.c.unit)


CASES = (State.SUSPECTED, State.CONFIRMED, State.RECOVERED, State.DIED)


def _classes(scope: Scope) -> Select[Any]:
    """Villages of the second and third class; the others are of the first."""
    unit, kept = scope.unit(situations.c.unit_code), situations.c
    holds = and_(kept.from_at <= scope.until, or_(kept.until_at.is_(None), kept.until_at > scope.until))
    second = kept.value.in_((Class.CASES, Class.OUTBREAK))
    return (
        select(
            unit, _sum(holds, second), _sum(holds, kept.value == Class.SPREADING), _sum(holds, scope.new(kept.from_at))
        )
        .where(scope.here(kept.unit_code), kept.axis == Axis.CLASS, kept.from_at <= scope.until)
        .group_by(unit)
    )


def _spoken_to(scope: Scope) -> Select[Any]:
    home = homes_spoken_to(scope)
    return select(home.unit, func.count(), func.sum(home.heard), func.sum(1 - home.heard)).group_by(home.unit)


def _on_duty(scope: Scope) -> Select[Any]:
    return _staff(scope, due(scope))


def _unwell_staff(scope: Scope) -> Select[Any]:
    return _staff(scope, unwell(scope))


def _staff(scope: Scope, which: Any) -> Select[Any]:
    unit = scope.unit(staff.c.unit_code)
    found = select(unit, func.count(staff.c.number.distinct()))
    return found.where(scope.here(staff.c.unit_code), which).group_by(unit)


SOURCES: Mapping[tuple[str, ...], Statement] = {
    ("households_due",): _roll,
    ("households_heard",): _heard,
    ("people_due",): _members,
    ("people_heard",): _people_heard,
    (
        *(
            "returnees_new",
            "returnees_total",
            "from_hubei",
            "from_abroad",
            "from_listed",
            "from_province",
            "from_yunnan",
        ),
        *("clears_asked", "clears_whole", "clears_open", "close_contacts"),
    ): _come_home,
    (
        *("home_new", "home_under", "home_days_1_3", "home_days_4_7", "home_days_8_14", "home_released", "home_lost"),
        *("central_new", "central_under", "central_released", "to_hospital"),
    ): _observed,
    ("checks_due", "checks_reported", "checks_missed"): _temperatures,
    ("fever", "other_symptoms"): _ill,
    ("fellow_travellers",): _fellow_travellers,
    ("cases_suspected", "cases_confirmed", "cases_discharged", "cases_died"): _cases,
    ("class_2", "class_3", "class_changed"): _classes,
    ("homes_to_hear", "homes_heard", "homes_unheard"): _spoken_to,
    ("staff_due",): _on_duty,
    ("staff_unwell",): _unwell_staff,
}

BUILT: Mapping[tuple[str, ...], Select[Any]] = {names: statement(ANY) for names, statement in SOURCES.items()}
BUILT_OF_SOME: Mapping[tuple[str, ...], Select[Any]] = {names: statement(SOME) for names, statement in SOURCES.items()}
