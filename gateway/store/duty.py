"""Who is on duty for a unit and role: shifts planned and taken over, the named person, the backup, the unit above."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, insert, or_, select

from gateway.domain.duty import Candidate, Standing, choose
from gateway.domain.places import upwards
from gateway.store.sql import put, subtree
from gateway.store.staff import Person, load, of_row
from gateway.store.tables import shifts, staff


class Origin(StrEnum):
    """How a shift came about."""

    PLANNED = "planned"
    TAKEN_OVER = "taken_over"


@dataclass(frozen=True)
class Shift:
    """One person's time for a unit and role. `until_at` None: until somebody takes over."""

    unit_code: str
    role: str
    staff_id: int
    from_at: datetime
    until_at: datetime | None

    @property
    def key(self) -> tuple[str, str, datetime]:
        """What tells one planned shift from another."""
        return self.unit_code, self.role, self.from_at


def on_duty(tx: Connection, role: str, unit_code: str, at: datetime) -> Person | None:
    """Whoever is to be reached for this unit: on shift, marked, or standing in, there or in the nearest unit above.

    None when nobody holds the role anywhere on the way up.
    """
    chosen = choose(_candidates(tx, role, upwards(unit_code), at))
    return None if chosen is None else load(tx, chosen.staff_id)


def holding(tx: Connection, role: str, unit_code: str, at: datetime) -> Candidate | None:
    """Who holds a role in this very unit, and why; None when nobody does."""
    return choose(_candidates(tx, role, [unit_code], at))


def stand_in(tx: Connection, role: str, unit_code: str, but: int | None) -> Person | None:
    """The backup in this unit or nearest above, somebody other than the one named by id."""
    found = select(staff).where(staff.c.role == role, staff.c.backup, staff.c.unit_code.in_(upwards(unit_code)))
    people = [of_row(row) for row in tx.execute(found.order_by(staff.c.id)) if row.id != but]
    return max(people, key=lambda person: len(person.unit_code), default=None)


def named(tx: Connection, role: str, unit_code: str) -> Person | None:
    """The person the roster names for a role in this very unit, whoever has the shift; None when nobody is."""
    found = select(staff).where(staff.c.role == role, staff.c.unit_code == unit_code, staff.c.on_duty)
    row = tx.execute(found.order_by(staff.c.id).limit(1)).one_or_none()
    return None if row is None else of_row(row)


def everywhere(tx: Connection, role: str, at: datetime) -> list[Person]:
    """Those of a role who are on duty, by unit: whoever has the shift, else all who are marked."""
    found = select(staff).where(staff.c.role == role, staff.c.on_duty).order_by(staff.c.unit_code, staff.c.id)
    marked = [of_row(row) for row in tx.execute(found)]
    on_shift = {code: chosen for (code, _), chosen in _chosen(_on_shift(tx, at, shifts.c.role == role)).items()}
    people = [load(tx, on_shift[code].staff_id) for code in sorted(on_shift)]
    return people + [person for person in marked if person.unit_code not in on_shift]


def at_units(tx: Connection, codes: Sequence[str], at: datetime) -> Mapping[tuple[str, str], Candidate]:
    """Who is on duty in each of these units, by unit and role; nobody from above."""
    on_shift = _on_shift(tx, at, shifts.c.unit_code.in_(codes))
    return _chosen([*on_shift, *_offices(tx, staff.c.unit_code.in_(codes))])


def in_subtree(tx: Connection, within: str, at: datetime) -> Mapping[tuple[str, str], Candidate]:
    """Who is on duty in each unit of a subtree, by unit and role; nobody from above."""
    on_shift = _on_shift(tx, at, subtree(shifts.c.unit_code, within))
    return _chosen([*on_shift, *_offices(tx, subtree(staff.c.unit_code, within))])


def _candidates(tx: Connection, role: str, codes: Sequence[str], at: datetime) -> list[Candidate]:
    here = _on_shift(tx, at, shifts.c.role == role, shifts.c.unit_code.in_(codes))
    return here + _offices(tx, staff.c.role == role, staff.c.unit_code.in_(codes))


def _on_shift(tx: Connection, at: datetime, *which: Any) -> list[Candidate]:
    running = or_(shifts.c.until_at.is_(None), shifts.c.until_at > at)
    return [
        Candidate(row.staff_id, row.unit_code, row.role, Standing.SHIFT, row.from_at, row.until_at, row.id)
        for row in tx.execute(select(shifts).where(shifts.c.from_at <= at, running, *which))
    ]


def _offices(tx: Connection, *which: Any) -> list[Candidate]:
    found = select(staff.c.id, staff.c.unit_code, staff.c.role, staff.c.on_duty)
    return [
        Candidate(row.id, row.unit_code, row.role, Standing.MARKED if row.on_duty else Standing.BACKUP)
        for row in tx.execute(found.where(or_(staff.c.on_duty, staff.c.backup), *which))
    ]


def _chosen(candidates: Sequence[Candidate]) -> Mapping[tuple[str, str], Candidate]:
    by_post: dict[tuple[str, str], list[Candidate]] = {}
    for one in candidates:
        by_post.setdefault((one.unit_code, one.role), []).append(one)
    return {post: chosen for post, several in by_post.items() if (chosen := choose(several)) is not None}


# Shifts


def planned(tx: Connection) -> Mapping[tuple[str, str, datetime], Shift]:
    """Every planned shift, by unit, role and beginning."""
    rows = tx.execute(select(shifts).where(shifts.c.origin == Origin.PLANNED))
    return {shift.key: shift for shift in map(_shift, rows)}


def put_planned(tx: Connection, wanted: Sequence[Shift]) -> None:
    """Adds planned shifts, or changes who has them and until when."""
    rows = [{**vars(shift), "origin": Origin.PLANNED} for shift in wanted]
    put(tx, shifts, rows, keys=("unit_code", "role", "from_at", "origin"), changed=("staff_id", "until_at"))


def add_taken(tx: Connection, shift: Shift) -> int:
    """Notes that somebody has taken a shift over, and returns its number."""
    added = insert(shifts).values(**vars(shift), origin=Origin.TAKEN_OVER)
    return int(tx.execute(added.returning(shifts.c.id)).scalar_one())


def next_start(tx: Connection, role: str, unit_code: str, at: datetime) -> datetime | None:
    """When the next planned shift of a unit and role begins, None when none is planned."""
    post = (shifts.c.role == role, shifts.c.unit_code == unit_code, shifts.c.origin == Origin.PLANNED)
    later = select(shifts.c.from_at).where(*post, shifts.c.from_at > at)
    return tx.execute(later.order_by(shifts.c.from_at).limit(1)).scalar_one_or_none()


def coming(tx: Connection, within: str, at: datetime) -> list[tuple[Shift, Origin]]:
    """Shifts of a subtree that are not over, by unit, role and beginning."""
    running = or_(shifts.c.until_at.is_(None), shifts.c.until_at > at)
    found = select(shifts).where(subtree(shifts.c.unit_code, within), running)
    ordered = found.order_by(shifts.c.unit_code, shifts.c.role, shifts.c.from_at, shifts.c.id)
    return [(_shift(row), Origin(row.origin)) for row in tx.execute(ordered)]


def _shift(row: Any) -> Shift:
    return Shift(row.unit_code, row.role, row.staff_id, row.from_at, row.until_at)
