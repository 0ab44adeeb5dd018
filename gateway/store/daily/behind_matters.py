"""What is behind the figures that count events, villages, broadcasts, rumours and alerts, row by row."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from sqlalchemy import Connection, Select, Text, and_, cast, func, literal, or_, select

from gateway.domain.movement.events import COUNTED, GUESTS
from gateway.domain.places import LENGTH_OF, Level
from gateway.domain.situations.classes import Class
from gateway.store.alerts import taken_in_time
from gateway.store.daily.scope import Scope
from gateway.store.daily.traces import trace
from gateway.store.incident_tables import alert_clocks
from gateway.store.movement import RUMOURS
from gateway.store.movement_tables import events, rumours
from gateway.store.outgoing_tables import alerts
from gateway.store.situation_tables import situations
from gateway.store.situations import Axis
from gateway.store.speaking_tables import broadcast_areas, broadcast_infos, broadcasts
from gateway.store.sql import covering
from gateway.store.tables import units

Statement = Callable[[Scope], Select[Any]]


def _called(letter: str, number: Any) -> Any:
    """T12, R5: as a text calls it."""
    return literal(letter, Text()) + cast(number, Text)


# Less movement. Whoever told of an event or a rumour is in none of these


def _settled(name: str, scope: Scope) -> Select[Any]:
    kind, outcomes = COUNTED[name]
    return _events(scope, 1).where(events.c.kind == kind, events.c.state.in_(outcomes))


def _guests(scope: Scope) -> Select[Any]:
    _, kind, state = GUESTS
    return _events(scope, events.c.people).where(events.c.kind == kind, events.c.state == state, events.c.people > 0)


def _events(scope: Scope, times: Any) -> Select[Any]:
    one = events.c
    row = trace("event", one.id, one.unit_code, household=one.household_id, note=_called("T", one.id), times=times)
    return select(*row).where(scope.here(one.unit_code), scope.new(one.settled_at))


def _rumours(at: Any, scope: Scope) -> Select[Any]:
    one = rumours.c
    row = trace("rumour", one.id, one.unit_code, note=_called("R", one.id))
    return select(*row).where(scope.here(one.unit_code), one.same_as.is_(None), scope.new(at))


# The loudspeaker


def _touching(scope: Scope) -> Any:
    """The day's broadcasts that were spoken in or over the unit."""
    area = broadcast_areas.c.unit_code
    there = or_(scope.here(area), covering(area, scope.within))
    return select(broadcast_areas.c.broadcast_id).where(there)


def _broadcasts(scope: Scope) -> Select[Any]:
    one = broadcasts.c
    row = trace("broadcast", one.id, one.unit_code, note=cast(one.number, Text))
    return select(*row).where(scope.new(one.started_at), one.id.in_(_touching(scope)))


def _languages(scope: Scope) -> Select[Any]:
    spoken = broadcast_infos.c.language
    first = func.min(broadcasts.c.id)
    row = trace("broadcast", first, func.min(broadcasts.c.unit_code), note=spoken)
    found = select(*row).join_from(broadcast_infos, broadcasts)
    return found.where(scope.new(broadcasts.c.started_at), broadcasts.c.id.in_(_touching(scope))).group_by(spoken)


# Where villages stand


def _holds(scope: Scope) -> Any:
    kept = situations.c
    return and_(kept.from_at <= scope.until, or_(kept.until_at.is_(None), kept.until_at > scope.until))


def _classes(values: tuple[Class, ...] | None, scope: Scope) -> Select[Any]:
    """Situations in force of these classes; None: those that came into force on the day."""
    kept = situations.c
    row = trace("situation", kept.id, kept.unit_code, note=kept.document)
    found = select(*row).where(scope.here(kept.unit_code), kept.axis == Axis.CLASS, _holds(scope))
    return found.where(scope.new(kept.from_at) if values is None else kept.value.in_(values))


def _without_class(scope: Scope) -> Select[Any]:
    """Villages in which no class but the first is in force."""
    kept = situations.c
    graver = (Class.CASES, Class.OUTBREAK, Class.SPREADING)
    other = select(kept.id).where(
        kept.axis == Axis.CLASS,
        func.substr(kept.unit_code, 1, LENGTH_OF[Level.VILLAGE]) == units.c.code,
        kept.value.in_(graver),
        _holds(scope),
    )
    row = trace("unit", units.c.code, units.c.code, name=units.c.name)
    villages = (scope.here(units.c.code), func.length(units.c.code) == LENGTH_OF[Level.VILLAGE])
    return select(*row).where(*villages, ~other.exists())


# Urgent things


def _alerts(which: Callable[[Scope], Any], scope: Scope) -> Select[Any]:
    one = alerts.c
    row = trace("alert", one.id, one.unit_code, household=one.household_id, number=one.number, note=one.code)
    return select(*row).where(scope.here(one.unit_code), which(scope))


def _raised(scope: Scope) -> Any:
    return scope.new(alerts.c.raised_at)


def alerts_in_time(tx: Connection, scope: Scope) -> Select[Any]:
    """The day's alerts somebody answered for within ten minutes."""
    return _alerts(_raised, scope).where(taken_in_time(tx))


def _clocks(scope: Scope) -> Select[Any]:
    one = alerts.c
    row = trace("alert", one.id, one.unit_code, household=one.household_id, number=one.number, note=one.code)
    found = select(*row).join_from(alert_clocks, alerts)
    return found.where(scope.here(one.unit_code), scope.new(alert_clocks.c.missed_at))


MATTERS: Mapping[str, Statement] = {
    **{name: partial(_settled, name) for name in COUNTED},
    GUESTS[0]: _guests,
    **{name: partial(_rumours, at) for name, at in RUMOURS.items()},
    "broadcasts": _broadcasts,
    "broadcast_languages": _languages,
    "class_1": _without_class,
    "class_2": partial(_classes, (Class.CASES, Class.OUTBREAK)),
    "class_3": partial(_classes, (Class.SPREADING,)),
    "class_changed": partial(_classes, None),
    "alerts": partial(_alerts, _raised),
    "alerts_breached": partial(_alerts, lambda scope: scope.new(alerts.c.breached_at)),
    "clocks_missed": _clocks,
}
