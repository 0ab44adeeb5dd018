"""The people responsible: cadres, doctors, supervisors, for one unit each, with their PINs and duty."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select, update

from gateway.domain.places import upwards
from gateway.store.sql import put, subtree
from gateway.store.tables import staff


@dataclass(frozen=True)
class Person:
    """A member of the staff, for one unit and role."""

    id: int
    number: str
    name: str
    role: str
    unit_code: str
    language: str | None
    pin_hash: str | None
    pin_failures: int
    pin_locked_until: datetime | None


def by_number(tx: Connection, number: str, role: str | None = None) -> list[Person]:
    """The offices held by whoever answers on this phone."""
    found = select(staff).where(staff.c.number == number).order_by(staff.c.unit_code)
    return [of_row(row) for row in tx.execute(found if role is None else found.where(staff.c.role == role))]


def answering(tx: Connection, numbers: Sequence[str]) -> set[str]:
    """On which of these phones somebody of the staff answers."""
    return set(tx.execute(select(staff.c.number).where(staff.c.number.in_(list(numbers)))).scalars())


def load(tx: Connection, staff_id: int) -> Person:
    """A member of the staff by id."""
    return of_row(tx.execute(select(staff).where(staff.c.id == staff_id)).one())


def around(tx: Connection, unit_code: str, *, number: str | None = None, name: str | None = None) -> Person | None:
    """Whoever has this phone or name in a unit, below or above it, the lowest first; None when nobody."""
    wanted = staff.c.number == number if number else staff.c.name == name
    near = or_(subtree(staff.c.unit_code, unit_code), staff.c.unit_code.in_(upwards(unit_code)))
    found = select(staff).where(wanted, near).order_by(func.length(staff.c.unit_code).desc(), staff.c.id).limit(1)
    row = tx.execute(found).one_or_none()
    return None if row is None else of_row(row)


def count_pin_failure(tx: Connection, staff_id: int, locked_until: datetime | None) -> None:
    """One more wrong PIN; with an instant, no PIN is taken before it."""
    failed = update(staff).where(staff.c.id == staff_id)
    tx.execute(failed.values(pin_failures=staff.c.pin_failures + 1, pin_locked_until=locked_until))


def clear_pin_failures(tx: Connection, staff_id: int) -> None:
    """The PIN was right."""
    tx.execute(update(staff).where(staff.c.id == staff_id).values(pin_failures=0, pin_locked_until=None))


def of_row(row: Row[Any]) -> Person:
    """A member of the staff as read with all columns."""
    kept = row._mapping
    return Person(**{name: kept[name] for name in Person.__dataclass_fields__})


def put_all(tx: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Adds staff or changes them; a PIN stays as it was when the row brings none."""
    for row in rows:
        changed = ["name", "language", "on_duty", "backup"] + (["pin_hash"] if row["pin_hash"] else [])
        put(tx, staff, [row], keys=("number", "role", "unit_code"), changed=changed)
