"""Figures somebody above says are others: what was reported, what they say, and how it was settled."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, select, update

from gateway.store.digest_tables import disputes
from gateway.store.sql import changed, subtree, upsert


class Outcome(StrEnum):
    """How a dispute was settled."""

    RIGHT = "right"  # it is as it was reported
    CHANGED = "changed"  # it has been put right


OPEN = "open"


@dataclass(frozen=True)
class Dispute:
    """One figure of one unit's day; None as in the table. `id` 0: not in the ledger yet."""

    source: str
    unit_code: str
    day: date
    version: int
    figure: str
    reported: int
    claimed: int
    by: int
    at: datetime
    task_id: int | None = None
    outcome: str | None = None
    settled_by: str | None = None
    settled_at: datetime | None = None
    id: int = 0


def add(tx: Connection, dispute: Dispute) -> int | None:
    """Keeps a dispute and returns its number; None when the same text raised it before."""
    facts = {name: value for name, value in vars(dispute).items() if name != "id"}
    added = upsert(tx, disputes).values(**facts).on_conflict_do_nothing(index_elements=["source"])
    return tx.execute(added.returning(disputes.c.id)).scalar_one_or_none()


def give_task(tx: Connection, dispute_id: int, task_id: int) -> None:
    """Whose task it is to look into it."""
    tx.execute(update(disputes).where(disputes.c.id == dispute_id).values(task_id=task_id))


def load(tx: Connection, dispute_id: int) -> Dispute | None:
    """A dispute by its number."""
    row = tx.execute(select(disputes).where(disputes.c.id == dispute_id)).one_or_none()
    return None if row is None else _dispute(row)


def of_task(tx: Connection, task_id: int) -> Dispute | None:
    """The dispute a task is about."""
    row = tx.execute(select(disputes).where(disputes.c.task_id == task_id)).one_or_none()
    return None if row is None else _dispute(row)


def settle(tx: Connection, dispute_id: int, outcome: Outcome, by: str, at: datetime) -> bool:
    """It is settled, once; False when it was before."""
    waiting = update(disputes).where(disputes.c.id == dispute_id, disputes.c.outcome.is_(None))
    return changed(tx, waiting.values(outcome=outcome, settled_by=by, settled_at=at)) == 1


def of_day(tx: Connection, within: str, day: date) -> dict[str, dict[str, str]]:
    """Unit -> figure -> open, or how it was settled: of a figure disputed twice, the last one."""
    found = select(disputes).where(disputes.c.day == day, subtree(disputes.c.unit_code, within))
    told: dict[str, dict[str, str]] = {}
    for row in tx.execute(found.order_by(disputes.c.id)):
        told.setdefault(row.unit_code, {})[row.figure] = row.outcome or OPEN
    return told


def _dispute(row: Any) -> Dispute:
    return Dispute(**{name: row._mapping[name] for name in Dispute.__dataclass_fields__})
