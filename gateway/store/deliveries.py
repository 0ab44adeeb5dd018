"""One delivery a phone and broadcast: frozen at the start, leased for dialling, counted for reach.

A delivery that is DUE although it was heard waits for a second explanation.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, case, func, insert, literal, select, update

from gateway.domain.speaking.retries import Cause
from gateway.domain.speaking.states import DeliveryState, Evidence, Recipient, leading_to
from gateway.store.recipients import Wanted, recipients
from gateway.store.speaking_tables import deliveries
from gateway.store.sql import changed


@dataclass(frozen=True)
class Delivery:
    """One phone in one broadcast; None as in the table."""

    id: int
    broadcast_id: str
    number: str
    kind: Recipient
    household_id: int | None
    unit_code: str
    language: str
    state: DeliveryState
    tries: int
    cause: Cause | None
    next_try_at: datetime
    heard_at: datetime | None
    evidence: Evidence | None
    listened_s: float | None
    understood: bool | None
    explained: int
    texted_at: datetime | None


@dataclass(frozen=True)
class Reach:
    """How far a broadcast got, in phones.

    explaining  heard, and rung once more because the question at the end was answered wrongly
    asked       answered the question; understood: rightly
    """

    phones: int = 0
    due: int = 0
    ringing: int = 0
    heard: int = 0
    doors: int = 0
    stopped: int = 0
    explaining: int = 0
    asked: int = 0
    understood: int = 0
    texted: int = 0

    @property
    def open(self) -> int:
        """Phones that still ring, or will."""
        return self.due + self.ringing + self.explaining


def freeze(tx: Connection, broadcast_id: str, wanted: Wanted, first_try_at: datetime) -> int:
    """Creates one delivery for every phone that is meant, in one statement. Run again it adds nobody.

    first_try_at  when the first ring is due
    """
    meant = recipients(wanted).subquery()
    rung = select(
        literal(broadcast_id),
        meant.c.number,
        meant.c.kind,
        meant.c.household_id,
        meant.c.unit_code,
        meant.c.language,
        literal(DeliveryState.DUE.value),
        literal(0),
        literal(0),
        literal(first_try_at, deliveries.c.next_try_at.type),
    ).where(~_frozen(broadcast_id))
    columns = ["broadcast_id", "number", "kind", "household_id", "unit_code", "language"]
    return changed(tx, insert(deliveries).from_select([*columns, "state", "tries", "explained", "next_try_at"], rung))


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
_ONE = deliveries.c.id == bindparam("with_id")
_LOAD = select(deliveries).where(_ONE)
_HEAR = (
    update(deliveries)
    .where(_ONE, deliveries.c.state.in_(leading_to(DeliveryState.HEARD)))
    .values(
        state=DeliveryState.HEARD,
        heard_at=func.coalesce(deliveries.c.heard_at, bindparam("at", type_=deliveries.c.heard_at.type)),
        evidence=func.coalesce(deliveries.c.evidence, bindparam("how")),
    )
)
_PUT_BACK = (
    update(deliveries)
    .where(_ONE, deliveries.c.state == DeliveryState.RINGING)
    .values(tries=deliveries.c.tries + bindparam("more"))
)
_LISTEN = (
    update(deliveries)
    .where(_ONE, func.coalesce(deliveries.c.listened_s, 0) < bindparam("listened"))
    .values(listened_s=bindparam("listened"))
)
_AS_HEARD = case((deliveries.c.heard_at.is_not(None), DeliveryState.HEARD.value), else_=bindparam("otherwise"))
_GIVE_UP = _PUT_BACK.values(cause=bindparam("cause"), state=_AS_HEARD)


def load(tx: Connection, delivery_id: int) -> Delivery | None:
    """A delivery by its id."""
    row = tx.execute(_LOAD, {"with_id": delivery_id}).one_or_none()
    return None if row is None else _delivery(row)


def of_number(tx: Connection, broadcast_id: str, number: str) -> Delivery | None:
    """The delivery of a broadcast to a phone."""
    found = select(deliveries).where(deliveries.c.broadcast_id == broadcast_id, deliveries.c.number == number)
    row = tx.execute(found).one_or_none()
    return None if row is None else _delivery(row)


def hear(tx: Connection, delivery_id: int, at: datetime, evidence: Evidence) -> bool:
    """It was heard, whatever else was known of it before. False when that is no news."""
    return changed(tx, _HEAR, {"with_id": delivery_id, "at": at, "how": evidence}) == 1


def listen(tx: Connection, delivery_id: int, seconds: float) -> None:
    """So many seconds of the message were played in a call; the most of all calls is kept."""
    tx.execute(_LISTEN, {"with_id": delivery_id, "listened": seconds})


def put_back(tx: Connection, delivery_id: int, rang: bool, cause: Cause, next_try_at: datetime | None) -> None:
    """A try ended without a confirmation: due again, or given up when there is no next try.

    rang  whether it counts as a try
    """
    put = {"with_id": delivery_id, "more": int(rang), "cause": cause}
    if next_try_at is None:
        tx.execute(_GIVE_UP, {**put, "otherwise": DeliveryState.DOOR})
    else:
        tx.execute(_PUT_BACK, {**put, "state": DeliveryState.DUE, "next_try_at": next_try_at})


def give_back(tx: Connection, ids: Iterable[int], next_try_at: datetime) -> None:
    """These were taken but not rung; they are due again, and it was no try."""
    back = update(deliveries).where(deliveries.c.id.in_(list(ids)), deliveries.c.state == DeliveryState.RINGING)
    tx.execute(back.values(state=DeliveryState.DUE, next_try_at=next_try_at))


def take_back(tx: Connection, delivery_id: int) -> None:
    """A call for it that was given up rings after all: it is not due meanwhile."""
    due = update(deliveries).where(deliveries.c.id == delivery_id, deliveries.c.state == DeliveryState.DUE)
    tx.execute(due.values(state=DeliveryState.RINGING))


def reopen(tx: Connection, ids: Iterable[int], next_try_at: datetime) -> None:
    """These were given up for what may be mended; they are due again."""
    given_up = update(deliveries).where(deliveries.c.id.in_(list(ids)), deliveries.c.state == DeliveryState.DOOR)
    tx.execute(given_up.values(state=DeliveryState.DUE, next_try_at=next_try_at))


def understand(tx: Connection, delivery_id: int, understood: bool) -> None:
    """How the question at the end was answered; the last answer counts."""
    tx.execute(update(deliveries).where(deliveries.c.id == delivery_id).values(understood=understood))


def explain_again(tx: Connection, delivery_id: int, at: datetime, most: int) -> bool:
    """Due once more, though it was heard. False when it was explained so often already."""
    again = update(deliveries).where(
        deliveries.c.id == delivery_id, deliveries.c.state == DeliveryState.HEARD, deliveries.c.explained < most
    )
    facts = {"state": DeliveryState.DUE, "next_try_at": at}
    return changed(tx, again.values(**facts, explained=deliveries.c.explained + 1)) == 1


def texted(tx: Connection, delivery_id: int, at: datetime) -> None:
    """A text was sent beside or instead of a call."""
    tx.execute(update(deliveries).where(deliveries.c.id == delivery_id).values(texted_at=at))


def languages(tx: Connection, broadcast_id: str) -> list[str]:
    """The languages the phones of a broadcast are spoken to in."""
    found = select(deliveries.c.language).distinct().where(deliveries.c.broadcast_id == broadcast_id)
    return sorted(tx.execute(found).scalars())


def all_texted(tx: Connection, broadcast_id: str, at: datetime) -> None:
    """Every home of a broadcast gets a text."""
    homes = deliveries.c.kind == Recipient.HOUSEHOLD
    told = update(deliveries).where(deliveries.c.broadcast_id == broadcast_id, homes)
    tx.execute(told.values(texted_at=at))


def close(tx: Connection, broadcast_id: str, to: DeliveryState) -> int:
    """No further tries in this broadcast: everything still open is closed. Returns how many."""
    open_ = update(deliveries).where(
        deliveries.c.broadcast_id == broadcast_id, deliveries.c.state.in_((DeliveryState.DUE, DeliveryState.RINGING))
    )
    return changed(tx, open_.values(state=_AS_HEARD), {"otherwise": to})


_HEARD = deliveries.c.heard_at.is_not(None)
_GROUPS = (deliveries.c.state, _HEARD, deliveries.c.understood, deliveries.c.texted_at.is_not(None))


def reach(tx: Connection, broadcast_id: str) -> Reach:
    """How far a broadcast got by now."""
    counted = select(*_GROUPS, func.count()).where(deliveries.c.broadcast_id == broadcast_id).group_by(*_GROUPS)
    found = dict.fromkeys(Reach.__dataclass_fields__, 0)
    for state, heard, understood, texted_, count in tx.execute(counted):
        open_ = state in (DeliveryState.DUE, DeliveryState.RINGING)
        stands = _STANDS[DeliveryState(state)]
        found["phones"] += count
        found["heard"] += count if heard else 0
        found["explaining" if heard and open_ else stands] += count if open_ or not heard else 0
        found["asked"] += count if understood is not None else 0
        found["understood"] += count if understood else 0
        found["texted"] += count if texted_ else 0
    return Reach(**found)


_STANDS = {
    DeliveryState.DUE: "due",
    DeliveryState.RINGING: "ringing",
    DeliveryState.HEARD: "heard",
    DeliveryState.DOOR: "doors",
    DeliveryState.STOPPED: "stopped",
}


def next_due(tx: Connection, broadcast_id: str) -> datetime | None:
    """When the next phone of a broadcast is due, None when none is."""
    found = select(func.min(deliveries.c.next_try_at)).where(
        deliveries.c.broadcast_id == broadcast_id, deliveries.c.state == DeliveryState.DUE
    )
    due: datetime | None = tx.execute(found).scalar_one()
    return due


def any_ringing(tx: Connection, broadcast_id: str) -> bool:
    """Whether a phone of a broadcast was taken for ringing, and its call has not ended."""
    found = select(deliveries.c.id).where(
        deliveries.c.broadcast_id == broadcast_id, deliveries.c.state == DeliveryState.RINGING
    )
    return tx.execute(found.limit(1)).one_or_none() is not None


def latest_unheard(tx: Connection, number: str, since: datetime) -> Delivery | None:
    """The newest delivery to a phone since an instant that nobody has confirmed."""
    found = select(deliveries).where(deliveries.c.number == number, ~_HEARD, deliveries.c.texted_at > since)
    row = tx.execute(found.order_by(deliveries.c.texted_at.desc()).limit(1)).one_or_none()
    return None if row is None else _delivery(row)


def _delivery(row: Any) -> Delivery:
    kept = row._mapping
    typed = {
        "kind": Recipient(row.kind),
        "state": DeliveryState(row.state),
        "cause": Cause(row.cause) if row.cause else None,
        "evidence": Evidence(row.evidence) if row.evidence else None,
    }
    return Delivery(**{**kept, **typed})
