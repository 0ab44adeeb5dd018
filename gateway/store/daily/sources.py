"""How each counted figure of the daily report is read from the ledger: one statement a table, for any subtree and day.

A statement gives a row a unit: its code, cut to the length asked for, then the figures its source is registered under.
People are counted once, where they were told of first, though two units reported them.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Select, and_, case, cast, func, or_, select

from gateway.domain.observations import Outcome
from gateway.domain.policy import Origin, Place
from gateway.domain.screening import Category
from gateway.domain.situations.cases import State
from gateway.domain.situations.classes import Class
from gateway.store.daily.scope import ANY, SOME, Scope
from gateway.store.reports import Kind
from gateway.store.screening_tables import arrivals, checks, members, observations, sought_vehicles, vehicles
from gateway.store.situation_tables import case_lines, case_turns, situations
from gateway.store.situations import Axis
from gateway.store.speaking_tables import broadcasts, deliveries
from gateway.store.tables import households, reports, shifts, staff

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


def told_before() -> Any:
    """That the same person was told of before, by another household: same phone to reach, day, age and sex.

    What was not said is the same as nothing: two homes on one phone are not one person.
    """
    first = arrivals.alias("first")
    elsewhere = or_(
        first.c.household_id.is_distinct_from(arrivals.c.household_id), first.c.unit_code != arrivals.c.unit_code
    )
    same = (first.c[name] == arrivals.c[name] for name in ("contact", "arrived_on", "age", "sex"))
    earlier = or_(
        first.c.first_at < arrivals.c.first_at,
        and_(first.c.first_at == arrivals.c.first_at, first.c.id < arrivals.c.id),
    )
    return select(first.c.id).where(*same, elsewhere, earlier).exists()


def _come_home(scope: Scope) -> Select[Any]:
    unit, new = scope.unit(arrivals.c.unit_code), scope.new(arrivals.c.first_at)
    lately = arrivals.c.first_at > scope.recent
    return (
        select(
            unit,
            _sum(new),
            func.count(),
            *(_sum(new, arrivals.c.origin == origin) for origin in ORIGINS),
            _sum(lately),
            _sum(lately, arrivals.c.clear == 10),
            _sum(lately, arrivals.c.clear < 10),
            _sum(new, arrivals.c.category == Category.CLOSE_CONTACT),
        )
        .where(scope.here(arrivals.c.unit_code), arrivals.c.first_at <= scope.until, ~told_before())
        .group_by(unit)
    )


ORIGINS = (Origin.HUBEI, Origin.ABROAD, Origin.LISTED, Origin.PROVINCE, Origin.YUNNAN)


def is_under_observation(scope: Scope) -> Any:
    """That an observation goes on at the end of the day, one that begins tomorrow too."""
    seen = observations.c
    return and_(seen.starts_on <= scope.ago(-1), or_(seen.released_at.is_(None), seen.released_at > scope.until))


def _observed(scope: Scope) -> Select[Any]:
    seen = observations.c
    unit, begun = scope.unit(seen.unit_code), scope.new(func.coalesce(seen.begun_at, arrivals.c.first_at))
    under = is_under_observation(scope)
    ended = scope.new(seen.released_at)
    meant = or_(seen.outcome.is_(None), seen.outcome != Outcome.NOT_NEEDED)
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
        .join_from(observations, arrivals)
        .where(scope.here(seen.unit_code), arrivals.c.first_at <= scope.until, ~told_before())
        .group_by(unit)
    )


def _temperatures(scope: Scope) -> Select[Any]:
    unit = scope.unit(observations.c.unit_code)
    answered = and_(checks.c.reported_at.is_not(None), checks.c.reported_at <= scope.until)
    return (
        select(unit, func.count(), _sum(answered), _sum(~answered))
        .join_from(checks, observations)
        .join(arrivals)
        .where(scope.here(observations.c.unit_code), scope.new(checks.c.due_at), ~told_before())
        .group_by(unit)
    )


def _ill(scope: Scope) -> Select[Any]:
    """People with a fever or ill. Of whom nobody said whose it is, the household counts as one."""
    whose = func.coalesce(reports.c.person, cast(reports.c.household_id, reports.c.number.type), reports.c.number)
    unit = scope.unit(reports.c.unit_code)
    fever = func.max(case((reports.c.fever, 1), else_=0)).label("fever")
    twice = select(arrivals.c.id).where(arrivals.c.id == reports.c.person, told_before()).exists()
    people = (
        select(unit, fever)
        .where(scope.reported, or_(reports.c.fever, reports.c.kind == Kind.ILL), ~twice)
        .group_by(unit, whose)
        .subquery()
    )
    return select(people.c.unit, func.sum(people.c.fever), func.sum(1 - people.c.fever)).group_by(people.c.unit)


def aboard(scope: Scope) -> Select[Any]:
    """Whoever came home lately and is found now, or came home now, by a vehicle that is sought: their arrivals."""
    who = arrivals.alias("aboard")
    sought = and_(sought_vehicles.c.vehicle == vehicles.c.vehicle, sought_vehicles.c.day == vehicles.c.day)
    return (
        select(vehicles.c.arrival_id)
        .join(sought_vehicles, sought)
        .join(who, who.c.id == vehicles.c.arrival_id)
        .where(
            who.c.first_at.between(scope.recent, scope.until),
            sought_vehicles.c.at <= scope.until,
            or_(who.c.first_at > scope.since, sought_vehicles.c.at > scope.since),
        )
    )


def _fellow_travellers(scope: Scope) -> Select[Any]:
    unit = scope.unit(arrivals.c.unit_code)
    found = select(unit, func.count()).where(scope.here(arrivals.c.unit_code), arrivals.c.id.in_(aboard(scope)))
    return found.where(~told_before()).group_by(unit)


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
    """Households the day's broadcasts were for; one has heard when it heard all of them on any of its phones."""
    each = (
        select(
            scope.unit(deliveries.c.unit_code),
            deliveries.c.household_id,
            func.max(case((deliveries.c.heard_at <= scope.until, 1), else_=0)).label("heard"),
        )
        .join_from(deliveries, broadcasts)
        .where(
            scope.here(deliveries.c.unit_code),
            scope.new(broadcasts.c.started_at),
            deliveries.c.household_id.is_not(None),
        )
        .group_by("unit", deliveries.c.household_id, deliveries.c.broadcast_id)
        .subquery()
    )
    homes = (
        select(each.c.unit, func.min(each.c.heard).label("heard")).group_by(each.c.unit, each.c.household_id).subquery()
    )
    return select(homes.c.unit, func.count(), func.sum(homes.c.heard), func.sum(1 - homes.c.heard)).group_by(
        homes.c.unit
    )


def _on_duty(scope: Scope) -> Select[Any]:
    unit = scope.unit(staff.c.unit_code)
    on_shift = select(shifts.c.id).where(
        shifts.c.staff_id == staff.c.id,
        shifts.c.from_at <= scope.until,
        or_(shifts.c.until_at.is_(None), shifts.c.until_at > scope.since),
    )
    due = or_(staff.c.on_duty, on_shift.exists())
    return select(unit, func.count(staff.c.number.distinct())).where(scope.here(staff.c.unit_code), due).group_by(unit)


def _unwell_staff(scope: Scope) -> Select[Any]:
    """Of themselves: what they tell of somebody in their home names the person."""
    unit, ill = scope.unit(staff.c.unit_code), or_(reports.c.fever, reports.c.kind == Kind.ILL)
    return (
        select(unit, func.count(staff.c.number.distinct()))
        .join_from(staff, reports, reports.c.number == staff.c.number)
        .where(scope.here(staff.c.unit_code), scope.days, scope.new(reports.c.at), ill, reports.c.person.is_(None))
        .group_by(unit)
    )


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
