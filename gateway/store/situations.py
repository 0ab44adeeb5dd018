"""What is in force: the class of a village, the risk of a county, from when until when, and a class's checklist."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, insert, or_, select, update

from gateway.store.situation_tables import measures, situations
from gateway.store.sql import changed, subtree


class Axis(StrEnum):
    """What is measured."""

    CLASS = "class"
    RISK = "risk"


@dataclass(frozen=True)
class Situation:
    """A class or risk confirmed; None as in the table. `id` 0: not in the ledger yet."""

    unit_code: str
    axis: Axis
    value: str
    proposed: str
    because: Mapping[str, Any]
    document: str
    confirmed_by: int
    responses: str
    from_at: datetime
    until_at: datetime | None = None
    id: int = 0


@dataclass(frozen=True)
class Task:
    """One measure of a checklist; None as in the table."""

    situation_id: int
    position: int
    name: str
    staff_id: int | None
    done_at: datetime | None = None
    done_by: str | None = None
    note: str | None = None


def in_force(tx: Connection, axis: Axis, unit_code: str, at: datetime | None = None) -> Situation | None:
    """What holds in a unit, None when nothing was ever confirmed. `at`: or held at an instant."""
    mine = select(situations).where(situations.c.unit_code == unit_code, situations.c.axis == axis)
    if at is None:
        mine = mine.where(situations.c.until_at.is_(None))
    else:
        open_then = or_(situations.c.until_at.is_(None), situations.c.until_at > at)
        mine = mine.where(situations.c.from_at <= at, open_then)
    row = tx.execute(mine).one_or_none()
    return None if row is None else _situation(row)


def all_in_force(tx: Connection, axis: Axis, within: str) -> Mapping[str, Situation]:
    """What holds in the units of a subtree, by unit."""
    mine = select(situations).where(situations.c.axis == axis, situations.c.until_at.is_(None))
    rows = tx.execute(mine.where(subtree(situations.c.unit_code, within)))
    return {row.unit_code: _situation(row) for row in rows}


def all_of(tx: Connection, values: Collection[str], within: str = "") -> list[Situation]:
    """The classes of these values in force in the units of a subtree, by unit."""
    mine = situations.c.axis == Axis.CLASS, situations.c.until_at.is_(None), situations.c.value.in_(values)
    found = select(situations).where(*mine, subtree(situations.c.unit_code, within)).order_by(situations.c.unit_code)
    return [_situation(row) for row in tx.execute(found)]


def by_id(tx: Connection, situation_id: int) -> Situation:
    """One by its number."""
    return _situation(tx.execute(select(situations).where(situations.c.id == situation_id)).one())


def history(tx: Connection, unit_code: str) -> list[Situation]:
    """Everything that held in a unit, on both axes, oldest first."""
    found = select(situations).where(situations.c.unit_code == unit_code)
    return [_situation(row) for row in tx.execute(found.order_by(situations.c.from_at, situations.c.id))]


def succeed(tx: Connection, before: Situation | None, now: Situation) -> int | None:
    """Ends what was in force and begins the next; returns its number, None when somebody else was first."""
    if before is not None:
        open_one = update(situations).where(situations.c.id == before.id, situations.c.until_at.is_(None))
        if changed(tx, open_one.values(until_at=now.from_at)) != 1:
            return None
    elif in_force(tx, now.axis, now.unit_code) is not None:
        return None
    facts = {name: value for name, value in vars(now).items() if name != "id"}
    return int(tx.execute(insert(situations).values(**facts).returning(situations.c.id)).scalar_one())


def _situation(row: Any) -> Situation:
    kept = {name: row._mapping[name] for name in Situation.__dataclass_fields__}
    return Situation(**{**kept, "axis": Axis(row.axis)})


# The checklist


def put_tasks(tx: Connection, tasks: Sequence[Task]) -> None:
    """Keeps a checklist."""
    if tasks:
        tx.execute(insert(measures), [dict(vars(task)) for task in tasks])


def tasks_of(tx: Connection, situation_id: int) -> list[Task]:
    """A checklist in its order."""
    found = select(measures).where(measures.c.situation_id == situation_id).order_by(measures.c.position)
    return [Task(**{name: row._mapping[name] for name in Task.__dataclass_fields__}) for row in tx.execute(found)]


def change_task(tx: Connection, task: Task) -> bool:
    """Who is named for a measure, whether it is done, by whom; False when it is on no checklist."""
    facts = {"staff_id": task.staff_id, "done_at": task.done_at, "done_by": task.done_by, "note": task.note}
    mine = update(measures).where(measures.c.situation_id == task.situation_id, measures.c.name == task.name)
    return changed(tx, mine.values(**facts)) == 1
