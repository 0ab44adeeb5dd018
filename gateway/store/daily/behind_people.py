"""Who is behind the figures that count households and people: the same facts as in `sources`, row by row."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from sqlalchemy import Select, Text, and_, case, cast, func, literal, or_, select

from gateway.domain.observations import Outcome
from gateway.domain.policy import Origin, Place
from gateway.domain.screening import Category
from gateway.domain.situations.cases import State
from gateway.store.daily.scope import Scope
from gateway.store.daily.sources import aboard, is_under_observation, told_before
from gateway.store.daily.traces import trace
from gateway.store.reports import Kind
from gateway.store.screening_tables import arrivals, checks, members, observations
from gateway.store.situation_tables import case_lines, case_turns
from gateway.store.speaking_tables import broadcasts, deliveries
from gateway.store.tables import households, reports, shifts, staff

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
    sent, unit = deliveries.c, scope.unit(deliveries.c.unit_code)
    each = (
        select(
            unit,
            sent.household_id,
            func.min(sent.id).label("id"),
            func.min(sent.unit_code).label("unit_code"),
            func.max(case((sent.heard_at <= scope.until, 1), else_=0)).label("heard"),
        )
        .join_from(deliveries, broadcasts)
        .where(scope.here(sent.unit_code), scope.new(broadcasts.c.started_at), sent.household_id.is_not(None))
        .group_by(unit, sent.household_id, sent.broadcast_id)
        .subquery()
    )
    row = trace("delivery", func.min(each.c.id), func.min(each.c.unit_code), household=each.c.household_id)
    homes = select(*row).group_by(each.c.unit, each.c.household_id)
    return homes.having(func.min(each.c.heard).in_(heard))


# Who came home, and their days at home


def _arrived(which: Conditions, scope: Scope) -> Select[Any]:
    a = arrivals.c
    row = trace("arrival", a.id, a.unit_code, household=a.household_id, number=a.contact, category=a.category)
    return select(*row).where(scope.here(a.unit_code), a.first_at <= scope.until, ~told_before(), *which(scope))


def _new(scope: Scope) -> tuple[Any, ...]:
    return (scope.new(arrivals.c.first_at),)


def _from(origin: Origin) -> Statement:
    return partial(_arrived, lambda scope: (*_new(scope), arrivals.c.origin == origin))


def _lately(*which: Any) -> Statement:
    return partial(_arrived, lambda scope: (arrivals.c.first_at > scope.recent, *which))


def _aboard(scope: Scope) -> Select[Any]:
    a = arrivals.c
    row = trace("arrival", a.id, a.unit_code, household=a.household_id, number=a.contact, category=a.category)
    return select(*row).where(scope.here(a.unit_code), a.id.in_(aboard(scope)), ~told_before())


def _observed(which: Conditions, scope: Scope) -> Select[Any]:
    seen = observations.c
    row = trace(
        *("observation", seen.arrival_id, seen.unit_code),
        household=seen.household_id,
        number=seen.number,
        category=arrivals.c.category,
    )
    counted = (scope.here(seen.unit_code), arrivals.c.first_at <= scope.until, ~told_before())
    return select(*row).join_from(observations, arrivals).where(*counted, *which(scope))


def _begun(place: Place) -> Statement:
    seen = observations.c
    meant = or_(seen.outcome.is_(None), seen.outcome != Outcome.NOT_NEEDED)
    begun_at = func.coalesce(seen.begun_at, arrivals.c.first_at)
    return partial(_observed, lambda scope: (scope.new(begun_at), meant, seen.place == place))


def _under(place: Place, *days: Callable[[Scope], Any]) -> Statement:
    def which(scope: Scope) -> tuple[Any, ...]:
        return (is_under_observation(scope), observations.c.place == place, *(day(scope) for day in days))

    return partial(_observed, which)


def _ended(outcome: Outcome, place: Place | None = None) -> Statement:
    seen = observations.c
    there = () if place is None else (seen.place == place,)
    return partial(_observed, lambda scope: (scope.new(seen.released_at), seen.outcome == outcome, *there))


def _since(ago: int) -> Callable[[Scope], Any]:
    return lambda scope: observations.c.starts_on >= scope.ago(ago)


def _before(ago: int) -> Callable[[Scope], Any]:
    return lambda scope: observations.c.starts_on < scope.ago(ago)


def _checks(which: Conditions, scope: Scope) -> Select[Any]:
    seen = observations.c
    row = trace(
        *("check", checks.c.id, seen.unit_code),
        household=seen.household_id,
        number=seen.number,
        note=checks.c.half,
        category=arrivals.c.category,
    )
    found = select(*row).join_from(checks, observations).join(arrivals)
    counted = (scope.here(seen.unit_code), scope.new(checks.c.due_at), ~told_before())
    return found.where(*counted, *which(scope))


def _answered(scope: Scope) -> Any:
    return and_(checks.c.reported_at.is_not(None), checks.c.reported_at <= scope.until)


# Who is ill


def _ill(fever: int, scope: Scope) -> Select[Any]:
    """The first report of each person; of whom nobody said whose it is, of the household."""
    said, unit = reports.c, scope.unit(reports.c.unit_code)
    whose = func.coalesce(said.person, cast(said.household_id, said.number.type), said.number)
    twice = select(arrivals.c.id).where(arrivals.c.id == said.person, told_before()).exists()
    of_the_policy = select(arrivals.c.category).where(arrivals.c.id == said.person).scalar_subquery()
    row = trace(
        *("report", func.min(said.id), func.min(said.unit_code)),
        household=func.min(said.household_id),
        number=func.min(said.number),
        category=func.min(func.coalesce(of_the_policy, said.category)),
    )
    found = select(*row).where(scope.reported, or_(said.fever, said.kind == Kind.ILL), ~twice)
    return found.group_by(unit, whose).having(func.max(case((said.fever, 1), else_=0)) == fever)


def _cases(state: State, scope: Scope) -> Select[Any]:
    line = case_lines.c
    of_state = (scope.new(case_turns.c.at), case_turns.c.state == state)
    turned = select(case_turns.c.id).where(case_turns.c.case_id == line.id, *of_state)
    row = trace(
        "case", line.id, line.unit_code, household=line.household_id, category=literal(Category.CASE.value, Text())
    )
    return select(*row).where(scope.here(line.unit_code), line.withdrawn_at.is_(None), turned.exists())


# Who serves there


def _staff_due(scope: Scope) -> Select[Any]:
    on_shift = select(shifts.c.id).where(
        shifts.c.staff_id == staff.c.id,
        shifts.c.from_at <= scope.until,
        or_(shifts.c.until_at.is_(None), shifts.c.until_at > scope.since),
    )
    return _staff(scope, select(*_who(scope))).where(or_(staff.c.on_duty, on_shift.exists()))


def _staff_unwell(scope: Scope) -> Select[Any]:
    ill = or_(reports.c.fever, reports.c.kind == Kind.ILL)
    told = (scope.days, scope.new(reports.c.at), ill, reports.c.person.is_(None))
    own = select(reports.c.id).where(reports.c.number == staff.c.number, *told)
    return _staff(scope, select(*_who(scope))).where(own.exists())


def _who(scope: Scope) -> tuple[Any, ...]:
    one = staff.c
    return trace(
        *("staff", func.min(one.id), func.min(one.unit_code)),
        number=one.number,
        name=func.min(one.name),
        note=func.min(one.role),
    )


def _staff(scope: Scope, found: Select[Any]) -> Select[Any]:
    return found.where(scope.here(staff.c.unit_code)).group_by(scope.unit(staff.c.unit_code), staff.c.number)


HOME, CENTRAL = Place.HOME, Place.CENTRAL

PEOPLE: Mapping[str, Statement] = {
    "households_due": _homes,
    "households_heard": _heard,
    "households_silent": lambda scope: _homes(scope, households.c.id.not_in(_reported(scope))),
    "people_due": _people,
    "people_heard": lambda scope: _people(scope, households.c.id.in_(_reported(scope))),
    "returnees_new": partial(_arrived, _new),
    "returnees_total": partial(_arrived, lambda scope: ()),
    "from_hubei": _from(Origin.HUBEI),
    "from_abroad": _from(Origin.ABROAD),
    "from_listed": _from(Origin.LISTED),
    "from_province": _from(Origin.PROVINCE),
    "from_yunnan": _from(Origin.YUNNAN),
    "clears_asked": _lately(),
    "clears_whole": _lately(arrivals.c.clear == 10),
    "clears_open": _lately(arrivals.c.clear < 10),
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
    "close_contacts": partial(_arrived, lambda scope: (*_new(scope), arrivals.c.category == Category.CLOSE_CONTACT)),
    "fellow_travellers": _aboard,
    "cases_suspected": partial(_cases, State.SUSPECTED),
    "cases_confirmed": partial(_cases, State.CONFIRMED),
    "cases_discharged": partial(_cases, State.RECOVERED),
    "cases_died": partial(_cases, State.DIED),
    "homes_to_hear": lambda scope: _spoken_to(scope, 0, 1),
    "homes_heard": lambda scope: _spoken_to(scope, 1),
    "homes_unheard": lambda scope: _spoken_to(scope, 0),
    "staff_due": _staff_due,
    "staff_unwell": _staff_unwell,
}
