"""The doors of a broadcast: households nobody reached, in walking order, each closed by whoever was there."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, case, func, insert, literal, select, update

from gateway.domain.speaking.retries import Cause
from gateway.domain.speaking.states import DeliveryState
from gateway.store.recipients import Wanted, homes_meant
from gateway.store.speaking_tables import deliveries, doors
from gateway.store.sql import changed, subtree
from gateway.store.tables import households, phones


class Outcome(StrEnum):
    """What was found behind a door."""

    WELL = "well"
    ILL = "ill"
    ABSENT = "absent"


@dataclass(frozen=True)
class Unreached:
    """A household no phone call reached; `cause` None: it has no phone at all."""

    household_id: int
    unit_code: str
    door: str
    name: str
    cause: Cause | None


@dataclass(frozen=True)
class Door:
    """A door on somebody's list; None as in the table."""

    id: int
    broadcast_id: str
    household_id: int
    unit_code: str
    door: str
    cause: Cause | None
    listed_at: datetime
    told_id: int | None
    closed_at: datetime | None
    outcome: Outcome | None
    closed_by: str | None


def unreached(tx: Connection, broadcast_id: str, wanted: Wanted) -> list[Unreached]:
    """The households none of whose phones confirmed, once one of them is given up, and those without any phone.

    In walking order: by grid, then by door.
    """
    rows = tx.execute(_unreached(broadcast_id, wanted).order_by(households.c.unit_code, households.c.door))
    return [
        Unreached(row.id, row.unit_code, row.door, row.name, Cause(row.cause) if row.cause else None) for row in rows
    ]


def _unreached(broadcast_id: str, wanted: Wanted) -> Any:
    sent = (deliveries.c.number == phones.c.number) & (deliveries.c.broadcast_id == broadcast_id)
    given_up, confirmed = _any(deliveries.c.state == DeliveryState.DOOR), _any(deliveries.c.heard_at.is_not(None))
    columns = (households.c.id, households.c.unit_code, households.c.door, households.c.name)
    return (
        select(*columns, func.max(deliveries.c.cause).label("cause"))
        .outerjoin(phones, phones.c.household_id == households.c.id)
        .outerjoin(deliveries, sent)
        .where(homes_meant(wanted))
        .group_by(*columns)
        .having((confirmed == 0) & ((given_up > 0) | (func.count(phones.c.id) == 0)))
    )


def _any(condition: Any) -> Any:
    return func.sum(case((condition, 1), else_=0))


def list_all(tx: Connection, broadcast_id: str, wanted: Wanted, now: datetime) -> int:
    """Puts every unreached household on the door list, in one statement. Returns how many."""
    left = _unreached(broadcast_id, wanted).subquery()
    listed = select(
        literal(broadcast_id),
        left.c.id,
        left.c.unit_code,
        left.c.door,
        left.c.cause,
        literal(now, doors.c.listed_at.type),
    )
    columns = ["broadcast_id", "household_id", "unit_code", "door", "cause", "listed_at"]
    return changed(tx, insert(doors).from_select(columns, listed))


def of_broadcast(tx: Connection, broadcast_id: str) -> list[Door]:
    """Every door of a broadcast, in walking order."""
    found = select(doors).where(doors.c.broadcast_id == broadcast_id)
    return [_door(row) for row in tx.execute(found.order_by(doors.c.unit_code, doors.c.door))]


def open_in(tx: Connection, unit_code: str) -> list[Door]:
    """The doors nobody has been to yet within a unit, in walking order, the newest broadcast first."""
    found = select(doors).where(subtree(doors.c.unit_code, unit_code), doors.c.closed_at.is_(None))
    return [_door(row) for row in tx.execute(found.order_by(doors.c.listed_at.desc(), doors.c.unit_code, doors.c.door))]


def tell(tx: Connection, broadcast_id: str, unit_code: str, staff_id: int) -> None:
    """The open doors of a broadcast in a unit are on this person's list."""
    told = update(doors).where(doors.c.broadcast_id == broadcast_id, doors.c.unit_code == unit_code)
    tx.execute(told.values(told_id=staff_id))


def close(tx: Connection, household_id: int, outcome: Outcome, by: str, now: datetime) -> int:
    """Somebody was at a household's door: every door of it that is open is closed. Returns how many."""
    knocked = update(doors).where(doors.c.household_id == household_id, doors.c.closed_at.is_(None))
    return changed(tx, knocked.values(closed_at=now, outcome=outcome, closed_by=by))


def _door(row: Any) -> Door:
    typed = {
        "cause": Cause(row.cause) if row.cause else None,
        "outcome": Outcome(row.outcome) if row.outcome else None,
    }
    return Door(**{**row._mapping, **typed})
