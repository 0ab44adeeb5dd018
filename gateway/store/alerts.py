"""Urgent things: raised once, told to named people, taken by one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from gateway.store.outgoing_tables import alert_people, alerts
from gateway.store.sql import changed, upsert


@dataclass(frozen=True)
class Alert:
    """One urgent thing; None as in the table."""

    id: str
    about: str
    code: str
    kind: str
    unit_code: str
    household_id: int | None
    number: str
    raised_at: datetime
    taken_at: datetime | None = None
    taken_by: int | None = None
    taken_through: str | None = None


def add(tx: Connection, alert: Alert) -> bool:
    """Raises an alert; False when there is one about this already."""
    raised = upsert(tx, alerts).values(**vars(alert))
    return changed(tx, raised.on_conflict_do_nothing(index_elements=["about"])) == 1


def about(tx: Connection, thing: str) -> Alert | None:
    """The alert about this, None when there is none."""
    row = tx.execute(select(alerts).where(alerts.c.about == thing)).one_or_none()
    return None if row is None else Alert(**row._mapping)


def raise_kind(tx: Connection, alert_id: str, known: str, kind: str) -> bool:
    """What it is about has turned out graver; False when somebody else has raised it meanwhile."""
    raised = update(alerts).where(alerts.c.id == alert_id, alerts.c.kind == known)
    return changed(tx, raised.values(kind=kind)) == 1


def load(tx: Connection, alert_id: str) -> Alert | None:
    """An alert by its id."""
    row = tx.execute(select(alerts).where(alerts.c.id == alert_id)).one_or_none()
    return None if row is None else Alert(**row._mapping)


def open_ones(tx: Connection) -> list[Alert]:
    """Alerts nobody has taken, oldest first."""
    rows = tx.execute(select(alerts).where(alerts.c.taken_at.is_(None)).order_by(alerts.c.raised_at))
    return [Alert(**row._mapping) for row in rows]


def take(tx: Connection, alert_id: str, staff_id: int, through: str, at: datetime) -> bool:
    """Somebody takes it; False when somebody else was first."""
    taken = update(alerts).where(alerts.c.id == alert_id, alerts.c.taken_at.is_(None))
    return changed(tx, taken.values(taken_at=at, taken_by=staff_id, taken_through=through)) == 1


def tell(tx: Connection, alert_id: str, staff_id: int, at: datetime) -> bool:
    """Notes that this person is told; False when they were told before."""
    told = upsert(tx, alert_people).values(alert_id=alert_id, staff_id=staff_id, told_at=at)
    return changed(tx, told.on_conflict_do_nothing()) == 1


def told(tx: Connection, alert_id: str) -> list[int]:
    """Who was told, first told first."""
    found = select(alert_people.c.staff_id).where(alert_people.c.alert_id == alert_id)
    return list(tx.execute(found.order_by(alert_people.c.told_at, alert_people.c.staff_id)).scalars())


def told_to(tx: Connection, staff_ids: list[int], code: str | None) -> Alert | None:
    """The newest alert these people were told of, open ones first; with a code, that one."""
    found = select(alerts).join(alert_people).where(alert_people.c.staff_id.in_(staff_ids))
    found = found if code is None else found.where(alerts.c.code == code)
    newest: Any = found.order_by(alerts.c.taken_at.is_not(None), alerts.c.raised_at.desc()).limit(1)
    row = tx.execute(newest).one_or_none()
    return None if row is None else Alert(**row._mapping)
