"""Who is behind a figure of a village's day: one statement a digit of the card, over the facts its figure counts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, case, func, literal, select, union_all

from gateway.domain.policy import Place
from gateway.domain.situations.cases import State
from gateway.store.daily.people import (
    contact_since,
    fellow_travellers,
    is_under_observation,
    observed,
    people,
    told_before,
)
from gateway.store.daily.scope import Scope
from gateway.store.daily.sources import ill_people
from gateway.store.outgoing_tables import alerts
from gateway.store.situation_tables import case_lines, case_turns
from gateway.store.speaking_tables import broadcasts, deliveries
from gateway.store.tables import households, phones, reports, units


@dataclass(frozen=True)
class Behind:
    """One home or person.

    unit    what their grid is called
    door    None: they stand on no roster
    name    of the household, None as above
    number  the phone that told of them, else the household's first; None: none is known
    note    the code of an alert; ABOARD: on a vehicle with a case; None for all else
    """

    unit: str
    door: str | None
    name: str | None
    number: str | None
    note: str | None = None


def behind(tx: Connection, scope: Scope, digit: int) -> list[Behind]:
    """Whoever a digit opens, by place; nobody for a figure that only counts. Raises KeyError for no such digit."""
    statement = BEHIND[digit]
    if statement is None:
        return []
    found = statement(scope).subquery()
    first_phone = select(func.min(phones.c.number)).where(phones.c.household_id == found.c.household_id)
    told = (
        select(
            func.coalesce(units.c.name, found.c.unit_code).label("unit"),
            households.c.door,
            households.c.name,
            func.coalesce(found.c.number, first_phone.scalar_subquery()).label("number"),
            found.c.note,
        )
        .join_from(found, units, units.c.code == found.c.unit_code, isouter=True)
        .join(households, households.c.id == found.c.household_id, isouter=True)
        .order_by(found.c.unit_code, households.c.door, found.c.number, found.c.note)
    )
    return [Behind(**row._mapping) for row in tx.execute(told)]


ABOARD = "aboard"
NO_NOTE = literal(None, reports.c.number.type).label("note")
NO_NUMBER = literal(None, reports.c.number.type).label("number")


def _people(person: Any, scope: Scope, which: Any, note: Any) -> Select[Any]:
    found = select(person.unit_code, person.household_id, person.contact.label("number"), note)
    return found.where(which, ~told_before(person, scope))


def _come_home(scope: Scope) -> Select[Any]:
    person = people(scope)
    return _people(person, scope, scope.new(person.first_at), NO_NOTE)


def _at_home(scope: Scope) -> Select[Any]:
    seen, person = observed(scope), people(scope)
    counted = (
        is_under_observation(seen, scope),
        seen.place == Place.HOME,
        func.coalesce(seen.begun_at, person.first_at) <= scope.until,
    )
    found = select(seen.unit_code, seen.household_id, seen.number, NO_NOTE)
    return found.where(seen.arrival_id == person.id, *counted, ~told_before(person, scope))


def _feverish(scope: Scope) -> Select[Any]:
    said = reports.c
    whose, counts = ill_people(scope, said.fever)
    first = (func.min(said.household_id).label("household_id"), func.min(said.number).label("number"))
    return select(said.unit_code, *first, NO_NOTE).where(counts).group_by(said.unit_code, whose)


def _contacts(scope: Scope) -> Any:
    """Two figures: whoever is in both stands under each."""
    contact, (rider, aboard) = people(scope), fellow_travellers(scope)
    is_new = scope.new(contact_since(contact))
    return union_all(
        _people(contact, scope, is_new, NO_NOTE),
        _people(rider, scope, aboard, literal(ABOARD).label("note")),
    )


def _cases(scope: Scope) -> Select[Any]:
    line = case_lines.c
    ill = case_turns.c.state.in_((State.CONFIRMED, State.SUSPECTED))
    found = select(line.id, line.unit_code, line.household_id).join_from(case_turns, case_lines)
    turned = found.where(scope.here(line.unit_code), scope.new(case_turns.c.at), ill, line.withdrawn_at.is_(None))
    once = turned.distinct().subquery()
    return select(once.c.unit_code, once.c.household_id, NO_NUMBER, NO_NOTE)


def _unheard(scope: Scope) -> Select[Any]:
    sent = deliveries.c
    each = (
        select(
            sent.unit_code,
            sent.household_id,
            func.max(case((sent.heard_at <= scope.until, 1), else_=0)).label("heard"),
        )
        .join_from(deliveries, broadcasts)
        .where(scope.here(sent.unit_code), scope.new(broadcasts.c.started_at), sent.household_id.is_not(None))
        .group_by(sent.unit_code, sent.household_id, sent.broadcast_id)
        .subquery()
    )
    missed = select(each.c.unit_code, each.c.household_id, NO_NUMBER, NO_NOTE).where(each.c.heard == 0)
    return missed.distinct()


def _silent(scope: Scope) -> Select[Any]:
    heard = select(reports.c.household_id).where(scope.reported, reports.c.household_id.is_not(None))
    home = households.c
    found = select(home.unit_code, home.id.label("household_id"), NO_NUMBER, NO_NOTE)
    return found.where(scope.here(home.unit_code), home.id.not_in(heard))


def _urgent(scope: Scope) -> Select[Any]:
    found = select(alerts.c.unit_code, alerts.c.household_id, alerts.c.number, alerts.c.code.label("note"))
    return found.where(scope.here(alerts.c.unit_code), scope.new(alerts.c.raised_at))


Statement = Callable[[Scope], Any]

BEHIND: Mapping[int, Statement | None] = {
    1: _come_home,
    2: _at_home,
    3: _feverish,
    4: _contacts,
    5: _cases,
    6: _unheard,
    7: _silent,
    8: _urgent,
    9: None,
}
