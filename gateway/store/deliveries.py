"""One delivery a phone and broadcast: frozen at the start, leased for dialling, counted for reach."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, case, func, insert, literal, select, update

from gateway.domain.broadcasts import Cause, DeliveryState
from gateway.store.outgoing_tables import broadcasts, deliveries
from gateway.store.sql import changed, subtree
from gateway.store.tables import households, phones


@dataclass(frozen=True)
class Delivery:
    """One phone in one broadcast; None as in the table."""

    id: int
    broadcast_id: str
    number: str
    household_id: int | None
    unit_code: str
    language: str
    state: DeliveryState
    tries: int
    cause: Cause | None
    next_try_at: datetime
    heard_at: datetime | None


@dataclass(frozen=True)
class Reach:
    """How far a broadcast got, in phones."""

    phones: int = 0
    due: int = 0
    ringing: int = 0
    heard: int = 0
    doors: int = 0
    stopped: int = 0


def freeze(tx: Connection, broadcast_id: str, unit_code: str, language: str, first_try_at: datetime) -> int:
    """Creates one delivery for every phone in the area, in one statement. Run again it adds nobody.

    language      for households that have chosen none
    first_try_at  when the first ring is due
    """
    rung = (
        select(
            literal(broadcast_id),
            phones.c.number,
            func.min(households.c.id),
            func.min(households.c.unit_code),
            func.coalesce(func.min(households.c.language), language),
            literal(DeliveryState.DUE.value),
            literal(0),
            literal(first_try_at, deliveries.c.next_try_at.type),
        )
        .join(households, households.c.id == phones.c.household_id)
        .where(subtree(households.c.unit_code, unit_code), ~_frozen(broadcast_id))
        .group_by(phones.c.number)
    )
    columns = ["broadcast_id", "number", "household_id", "unit_code", "language", "state", "tries", "next_try_at"]
    return changed(tx, insert(deliveries).from_select(columns, rung))


def _frozen(broadcast_id: str) -> Any:
    """Whether the recipients of a broadcast are fixed already."""
    return select(deliveries.c.id).where(deliveries.c.broadcast_id == broadcast_id).exists()


def take(tx: Connection, broadcast_id: str, now: datetime, most: int) -> list[Delivery]:
    """Takes phones that are due, for ringing: each goes to one taker only."""
    due = (
        select(deliveries.c.id)
        .where(
            deliveries.c.broadcast_id == broadcast_id,
            deliveries.c.state == DeliveryState.DUE,
            deliveries.c.next_try_at <= now,
        )
        .order_by(deliveries.c.next_try_at, deliveries.c.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    taken = update(deliveries).where(deliveries.c.id.in_(due.scalar_subquery()))
    rows = tx.execute(taken.values(state=DeliveryState.RINGING).returning(deliveries))
    return sorted((_delivery(row) for row in rows), key=lambda delivery: (delivery.next_try_at, delivery.id))


# Asked for with all news of a call, so built once: building a statement costs more than running it.
_LOAD = select(deliveries).where(deliveries.c.id == bindparam("with_id"))
_HEAR = update(deliveries).where(deliveries.c.id == bindparam("with_id"), deliveries.c.heard_at.is_(None))
_PUT_BACK = (
    update(deliveries)
    .where(deliveries.c.id == bindparam("with_id"), deliveries.c.state == DeliveryState.RINGING)
    .values(tries=deliveries.c.tries + bindparam("more"))
)


def load(tx: Connection, delivery_id: int) -> Delivery | None:
    """A delivery by its id."""
    row = tx.execute(_LOAD, {"with_id": delivery_id}).one_or_none()
    return None if row is None else _delivery(row)


def hear(tx: Connection, delivery_id: int, at: datetime) -> bool:
    """The household confirmed; whatever else was known of it before. False when it had confirmed already."""
    return changed(tx, _HEAR, {"with_id": delivery_id, "state": DeliveryState.HEARD, "heard_at": at}) == 1


def put_back(tx: Connection, delivery_id: int, rang: bool, cause: Cause, next_try_at: datetime | None) -> None:
    """A try ended without a confirmation: due again, or a door to knock on when there is no next try.

    rang  whether it counts as a try
    """
    put = {"with_id": delivery_id, "more": int(rang), "cause": cause}
    if next_try_at is None:
        tx.execute(_PUT_BACK, {**put, "state": DeliveryState.DOOR})
    else:
        tx.execute(_PUT_BACK, {**put, "state": DeliveryState.DUE, "next_try_at": next_try_at})


def give_back(tx: Connection, ids: Iterable[int], next_try_at: datetime) -> None:
    """These were taken but not rung; they are due again, and it was no try."""
    back = update(deliveries).where(deliveries.c.id.in_(list(ids)), deliveries.c.state == DeliveryState.RINGING)
    tx.execute(back.values(state=DeliveryState.DUE, next_try_at=next_try_at))


def close(tx: Connection, broadcast_id: str, to: DeliveryState) -> int:
    """No further tries in this broadcast: everything still due is closed. Returns how many."""
    open_ = update(deliveries).where(
        deliveries.c.broadcast_id == broadcast_id, deliveries.c.state.in_((DeliveryState.DUE, DeliveryState.RINGING))
    )
    return changed(tx, open_.values(state=to))


def reach(tx: Connection, broadcast_id: str) -> Reach:
    """How far a broadcast got by now."""
    rows = tx.execute(
        select(deliveries.c.state, func.count())
        .where(deliveries.c.broadcast_id == broadcast_id)
        .group_by(deliveries.c.state)
    )
    counts = {row[0]: row[1] for row in rows}
    return Reach(
        phones=sum(counts.values()),
        due=counts.get(DeliveryState.DUE, 0),
        ringing=counts.get(DeliveryState.RINGING, 0),
        heard=counts.get(DeliveryState.HEARD, 0),
        doors=counts.get(DeliveryState.DOOR, 0),
        stopped=counts.get(DeliveryState.STOPPED, 0),
    )


def reach_by_unit(tx: Connection, broadcast_ids: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Grid code -> phones to ring and phones that confirmed, over these broadcasts; those a stop spared are neither."""
    heard = func.sum(case((deliveries.c.state == DeliveryState.HEARD, 1), else_=0))
    rows = tx.execute(
        select(deliveries.c.unit_code, func.count(), heard)
        .where(deliveries.c.broadcast_id.in_(broadcast_ids), deliveries.c.state != DeliveryState.STOPPED)
        .group_by(deliveries.c.unit_code)
    )
    return {row[0]: (row[1], int(row[2])) for row in rows}


def door_list(tx: Connection, broadcast_id: str) -> list[tuple[str, str, str, Cause | None]]:
    """The doors to knock on, in walking order: grid, door, name, why the phone did not reach them.

    Every household of the area none of whose phones confirmed, once one of them is given up; and, with None for the
    cause, every household that has no phone at all.
    """
    area = tx.execute(select(broadcasts.c.unit_code).where(broadcasts.c.id == broadcast_id)).scalar_one()
    sent = (deliveries.c.number == phones.c.number) & (deliveries.c.broadcast_id == broadcast_id)
    given_up, confirmed = (_any(deliveries.c.state == state) for state in (DeliveryState.DOOR, DeliveryState.HEARD))
    rows = tx.execute(
        select(households.c.unit_code, households.c.door, households.c.name, func.max(deliveries.c.cause))
        .outerjoin(phones, phones.c.household_id == households.c.id)
        .outerjoin(deliveries, sent)
        .where(subtree(households.c.unit_code, area))
        .group_by(households.c.id, households.c.unit_code, households.c.door, households.c.name)
        .having((confirmed == 0) & ((given_up > 0) | (func.count(phones.c.id) == 0)))
        .order_by(households.c.unit_code, households.c.door)
    )
    return [(row[0], row[1], row[2], Cause(row[3]) if row[3] else None) for row in rows]


def _any(condition: Any) -> Any:
    return func.sum(case((condition, 1), else_=0))


def next_due(tx: Connection, broadcast_id: str) -> datetime | None:
    """When the next phone of a broadcast is due, None when none is."""
    found = select(func.min(deliveries.c.next_try_at)).where(
        deliveries.c.broadcast_id == broadcast_id, deliveries.c.state == DeliveryState.DUE
    )
    due: datetime | None = tx.execute(found).scalar_one()
    return due


def _delivery(row: Any) -> Delivery:
    kept = row._mapping
    return Delivery(
        **{**kept, "state": DeliveryState(kept["state"]), "cause": Cause(kept["cause"]) if kept["cause"] else None}
    )
