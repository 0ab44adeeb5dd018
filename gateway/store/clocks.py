"""The clocks of the law that run for an incident: which level has to know by when, knows, was reminded, missed it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from gateway.domain.places import Level
from gateway.store.incident_tables import alert_clocks
from gateway.store.outgoing_tables import alerts
from gateway.store.sql import changed, upsert


@dataclass(frozen=True)
class Running:
    """A clock of an incident; None as in the table. `position` is its place in the ladder, from 1."""

    alert_id: str
    position: int
    name: str
    level: Level | None
    due_at: datetime
    known_at: datetime | None = None
    known_by: str | None = None
    document: str | None = None
    asked_id: int | None = None
    reminded_at: datetime | None = None
    missed_at: datetime | None = None


_HERE = alert_clocks.c.level.is_not(None)  # beyond this house nobody can say so
UNKNOWN = alert_clocks.c.known_at.is_(None)
_OF_OPEN = select(alert_clocks).join(alerts).where(alerts.c.closed_at.is_(None), UNKNOWN)


def start(tx: Connection, clocks: Sequence[Running]) -> None:
    """Begins the clocks of an incident; those that run already run on."""
    if clocks:
        begun = upsert(tx, alert_clocks).on_conflict_do_nothing(index_elements=["alert_id", "position"])
        tx.execute(begun, [dict(vars(clock)) for clock in clocks])


def of_alert(tx: Connection, alert_id: str) -> list[Running]:
    """The clocks of an incident, in the order of the law."""
    found = select(alert_clocks).where(alert_clocks.c.alert_id == alert_id).order_by(alert_clocks.c.position)
    return [_running(row) for row in tx.execute(found)]


def due(tx: Connection, by: datetime) -> list[Running]:
    """Those of open incidents no level of this house has said to know of, over by an instant, not marked as missed."""
    found = _OF_OPEN.where(alert_clocks.c.due_at <= by, alert_clocks.c.missed_at.is_(None), _HERE)
    rows = tx.execute(found.order_by(alert_clocks.c.due_at, alert_clocks.c.alert_id, alert_clocks.c.position))
    return [_running(row) for row in rows]


def asked_of(tx: Connection, staff_ids: Sequence[int], alert_id: str | None = None) -> Running | None:
    """What these people were last reminded of and have not said to know; of one incident, if it is named."""
    mine = _OF_OPEN.where(alert_clocks.c.asked_id.in_(list(staff_ids)))
    mine = mine if alert_id is None else mine.where(alert_clocks.c.alert_id == alert_id)
    newest = mine.order_by(alert_clocks.c.reminded_at.desc(), alert_clocks.c.position).limit(1)
    row = tx.execute(newest).one_or_none()
    return None if row is None else _running(row)


def know(tx: Connection, clock: Running, at: datetime, by: str, document: str | None = None) -> bool:
    """That level knows, in time or late; False when it had said so before."""
    return _change(tx, clock, UNKNOWN, known_at=at, known_by=by, document=document)


def remind(tx: Connection, clock: Running, at: datetime, asked_id: int | None) -> bool:
    """Somebody is reminded; False when somebody was."""
    return _change(tx, clock, alert_clocks.c.reminded_at.is_(None), reminded_at=at, asked_id=asked_id)


def miss(tx: Connection, clock: Running, at: datetime, asked_id: int | None) -> bool:
    """The time is over; False when it was marked before, or is known meanwhile.

    asked_id  who is told so, None: nobody
    """
    asked = {} if asked_id is None else {"asked_id": asked_id}
    return _change(tx, clock, UNKNOWN & alert_clocks.c.missed_at.is_(None), missed_at=at, **asked)


def _change(tx: Connection, clock: Running, still: Any, **values: Any) -> bool:
    mine = alert_clocks.c.alert_id == clock.alert_id, alert_clocks.c.position == clock.position
    return changed(tx, update(alert_clocks).where(*mine, still).values(**values)) == 1


def _running(row: Any) -> Running:
    kept = {name: row._mapping[name] for name in Running.__dataclass_fields__}
    return Running(**{**kept, "level": Level(row.level) if row.level else None})
