"""What was found behind a door each time somebody was there. Nothing is changed: a correction is one row more."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from gateway.domain.speaking.states import Outcome
from gateway.store.speaking_tables import door_visits


@dataclass(frozen=True)
class Visit:
    """Somebody was at a household's door; `temperature` None: not measured.

    source    names the text and the household: one visit a text
    report    names the report filed of it: a correction files that of the visit it corrects once more
    corrects  it takes back what the visit before it said
    """

    household_id: int
    source: str
    report: str
    outcome: Outcome
    temperature: float | None
    corrects: bool
    said_by: str
    at: datetime


def add(tx: Connection, visit: Visit) -> None:
    """Writes a visit down."""
    tx.execute(insert(door_visits).values(**vars(visit)))


def latest(tx: Connection, household_id: int) -> Visit | None:
    """The last visit to a household."""
    found = select(door_visits).where(door_visits.c.household_id == household_id)
    row = tx.execute(found.order_by(door_visits.c.id.desc()).limit(1)).one_or_none()
    return None if row is None else _visit(row)


def _visit(row: Any) -> Visit:
    kept = {name: row._mapping[name] for name in Visit.__dataclass_fields__}
    return Visit(**{**kept, "outcome": Outcome(row.outcome)})
