"""The ledger of ten clears: one record a person and arrival, each item clear or unclear, the old value kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, or_, select

from gateway.store.history_tables import arrival_history
from gateway.store.screening_tables import arrivals, clear_history, clears
from gateway.store.sql import upsert
from gateway.store.tables import phones


@dataclass(frozen=True)
class Arrival:
    """One person, come home once; None as in the table. `stands_at` is the store's to keep."""

    id: str
    unit_code: str
    household_id: int | None
    number: str
    contact: str
    arrived_on: date | None
    age: int | None
    sex: str | None
    category: str
    clear: int
    first_at: datetime
    changed_at: datetime
    origin: str | None = None
    contact_since: datetime | None = None
    origin_since: datetime | None = None
    stands_at: datetime | None = None


@dataclass(frozen=True)
class Item:
    """One of the ten, or what the health side has found, as it stands.

    answers  question -> value
    said_by  "resident", or "staff:<id>"
    channel  call, sms, cadre, vehicle_list, health
    version  of the flow it was asked under
    """

    item: int
    clear: bool
    answers: Mapping[str, str]
    said_by: str
    channel: str
    flow: str
    version: str
    at: datetime


# What a past day is told of as it stood then.
FACTS = (
    *("unit_code", "household_id", "contact", "arrived_on", "age", "sex"),
    *("category", "origin", "clear", "contact_since", "origin_since"),
)


def put(tx: Connection, arrival: Arrival) -> None:
    """Keeps an arrival, new or changed at `changed_at`; how it stood until then goes into the history."""
    before = tx.execute(select(arrivals).where(arrivals.c.id == arrival.id).with_for_update()).one_or_none()
    stands_at = None if before is None else before.stands_at
    if before is not None and any(before._mapping[name] != getattr(arrival, name) for name in FACTS):
        _remember(tx, before, arrival.changed_at)
        stands_at = arrival.changed_at
    values = {**vars(arrival), "stands_at": stands_at}
    changed = {name: value for name, value in values.items() if name not in ("id", "first_at")}
    kept = upsert(tx, arrivals).values(**values)
    tx.execute(kept.on_conflict_do_update(index_elements=["id"], set_=changed))


def _remember(tx: Connection, before: Any, at: datetime) -> None:
    """What stood for no time at all was never seen by anybody."""
    since = before.stands_at or before.first_at
    if since < at:
        facts = {name: before._mapping[name] for name in (*FACTS, "first_at")}
        tx.execute(insert(arrival_history).values(arrival_id=before.id, since=since, replaced_at=at, **facts))


def load(tx: Connection, arrival_id: str) -> Arrival | None:
    """An arrival by its id."""
    row = tx.execute(select(arrivals).where(arrivals.c.id == arrival_id)).one_or_none()
    return None if row is None else Arrival(**row._mapping)


def of_household(tx: Connection, number: str, household_id: int | None, since: datetime) -> list[Arrival]:
    """Arrivals told of by a household (or, off the roster, by a phone) and changed since an instant, oldest first."""
    whose = arrivals.c.household_id == household_id if household_id else arrivals.c.number == number
    found = select(arrivals).where(whose, arrivals.c.changed_at >= since).order_by(arrivals.c.first_at)
    return [Arrival(**row._mapping) for row in tx.execute(found)]


def reached_on(tx: Connection, number: str, since: datetime) -> list[Arrival]:
    """Arrivals a phone told of, is the way to reach, or whose household it rings at; changed since an instant."""
    homes = select(phones.c.household_id).where(phones.c.number == number)
    whose = or_(arrivals.c.number == number, arrivals.c.contact == number, arrivals.c.household_id.in_(homes))
    found = select(arrivals).where(whose, arrivals.c.changed_at >= since).order_by(arrivals.c.first_at)
    return [Arrival(**row._mapping) for row in tx.execute(found)]


def items(tx: Connection, arrival_id: str) -> dict[int, Item]:
    """The items of an arrival that anything was said about, by number."""
    rows = tx.execute(select(clears).where(clears.c.arrival_id == arrival_id))
    return {row.item: _item(row) for row in rows}


def answers_of(tx: Connection, arrival_id: str) -> dict[str, str]:
    """Everything known of an arrival: question -> value."""
    return {question: value for item in items(tx, arrival_id).values() for question, value in item.answers.items()}


def put_items(tx: Connection, arrival_id: str, new: Sequence[Item], old: Mapping[int, Item], at: datetime) -> None:
    """Writes items down; what they replace goes into the history."""
    replaced = [old[item.item] for item in new if item.item in old]
    if replaced:
        tx.execute(
            insert(clear_history), [{**vars(item), "arrival_id": arrival_id, "replaced_at": at} for item in replaced]
        )
    for item in new:
        values = {**vars(item), "arrival_id": arrival_id, "answers": dict(item.answers)}
        kept = upsert(tx, clears).values(values)
        tx.execute(kept.on_conflict_do_update(index_elements=["arrival_id", "item"], set_=values))


def history(tx: Connection, arrival_id: str) -> list[tuple[Item, datetime]]:
    """What items said before, with the instant each was replaced, oldest first."""
    rows = tx.execute(
        select(clear_history).where(clear_history.c.arrival_id == arrival_id).order_by(clear_history.c.id)
    )
    return [(_item(row), row.replaced_at) for row in rows]


def _item(row: Any) -> Item:
    kept = row._mapping
    return Item(**{name: kept[name] for name in Item.__dataclass_fields__})
