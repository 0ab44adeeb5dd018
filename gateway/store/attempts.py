"""One attempt a call we place: the row exists before the carrier is asked, and only climbs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from gateway.domain.calls import ENDED, Attempt, CallState
from gateway.domain.speaking.states import State
from gateway.store.outgoing_tables import attempts
from gateway.store.speaking_tables import broadcasts
from gateway.store.sql import changed, upsert
from gateway.store.tables import sessions


class Purpose(StrEnum):
    """Why we ring somebody."""

    MESSAGE = "message"
    APPROVAL = "approval"
    SPEAK = "speak"
    ALERT = "alert"
    CALL_BACK = "call_back"
    FOLLOW_UP = "follow_up"
    PROMISE = "promise"  # a cadre, about a household that was promised a call back
    TALK = "talk"  # either of the two, put through by the carrier in the middle of the other's call


@dataclass(frozen=True)
class Try:
    """An attempt with what it is for: a delivery of a broadcast, an alert to a person, a talk. None as in the table."""

    attempt: Attempt
    delivery_id: int | None
    broadcast_id: str | None
    alert_id: str | None
    staff_id: int | None
    purpose: Purpose
    about: str | None
    reserved_at: datetime
    moved_at: datetime
    task_id: int | None = None
    session_id: str | None = None


@dataclass(frozen=True)
class Order:
    """A call to be placed, for a delivery of a broadcast, an alert to a person, or a resident.

    about       None: may be repeated; else there is one call about one thing
    line        the number of ours they see; None: the gateway's usual one
    task_id     the call back it is to keep, None: no such promise
    session_id  the conversation it is put through from, None: a call of its own
    """

    attempt_id: str
    number: str
    purpose: Purpose = Purpose.MESSAGE
    about: str | None = None
    broadcast_id: str | None = None
    delivery_id: int | None = None
    alert_id: str | None = None
    staff_id: int | None = None
    line: str | None = None
    task_id: int | None = None
    session_id: str | None = None


# Asked for with every call and all news of it, so built once: building a statement costs more than running it.
_RESERVE = insert(attempts)
_LOAD = select(attempts).where(attempts.c.id == bindparam("with_id")).with_for_update()
_SAVE = update(attempts).where(attempts.c.id == bindparam("with_id"))
_CLAIM = _SAVE.where(attempts.c.state == CallState.RESERVED)
_SENDING = select(broadcasts.c.id).where(broadcasts.c.id == bindparam("with_broadcast"))
_CLAIM_IN = _CLAIM.where(_SENDING.where(broadcasts.c.state == State.SENDING).exists())


def reserve(tx: Connection, orders: Sequence[Order], now: datetime) -> None:
    """Writes attempts down before anybody is rung."""
    written = {"state": CallState.RESERVED, "reserved_at": now, "moved_at": now}
    rows = [{**vars(order), **written, "id": order.attempt_id} for order in orders]
    for row in rows:
        del row["attempt_id"]
    if rows:
        tx.execute(_RESERVE, rows)


def reserve_once(tx: Connection, order: Order, now: datetime) -> bool:
    """Writes one attempt down; False when there is one about this already."""
    written = {"state": CallState.RESERVED, "reserved_at": now, "moved_at": now}
    facts = {name: value for name, value in vars(order).items() if name != "attempt_id"}
    reserved = upsert(tx, attempts).values(**facts, **written, id=order.attempt_id)
    return changed(tx, reserved.on_conflict_do_nothing(index_elements=["about"])) == 1


def load(tx: Connection, attempt_id: str) -> Try | None:
    """An attempt to be moved on: on PostgreSQL its row is held until the transaction ends."""
    row = tx.execute(_LOAD, {"with_id": attempt_id}).one_or_none()
    return None if row is None else _try(row)


def claim(tx: Connection, attempt_id: str, broadcast_id: str | None, now: datetime) -> bool:
    """The last look before the carrier is asked: False when the attempt was given up or its broadcast stopped."""
    claimed = {"with_id": attempt_id, "state": CallState.ASKED, "moved_at": now}
    if broadcast_id is None:
        return changed(tx, _CLAIM, claimed) == 1
    return changed(tx, _CLAIM_IN, {**claimed, "with_broadcast": broadcast_id}) == 1


def save(tx: Connection, attempt: Attempt, now: datetime) -> None:
    """Keeps what became of it."""
    known = {name: getattr(attempt, name) for name in ("state", "sid", "ended_at", "duration_s", "code")}
    tx.execute(_SAVE, {**known, "with_id": attempt.id, "moved_at": now})


def stood_still(tx: Connection, before: datetime, most: int) -> list[Try]:
    """Attempts not over of which nothing was heard since an instant, oldest first."""
    found = select(attempts).where(attempts.c.state.not_in(sorted(ENDED)), attempts.c.moved_at < before)
    return [_try(row) for row in tx.execute(found.order_by(attempts.c.moved_at).limit(most))]


# Whoever was put through to a person listens to no broadcast any more.
_TALK = attempts.alias("talk")
_TALKS = (
    select(_TALK.c.id)
    .join(sessions, sessions.c.id == _TALK.c.session_id)
    .where(sessions.c.attempt_id == attempts.c.id, _TALK.c.state.not_in(sorted(ENDED)))
    .exists()
)


def live_of_broadcast(tx: Connection, broadcast_id: str) -> list[Try]:
    """Attempts of a broadcast that may still ring, or whose message may still be heard."""
    found = select(attempts).where(attempts.c.broadcast_id == broadcast_id, attempts.c.state.not_in(sorted(ENDED)))
    return [_try(row) for row in tx.execute(found.where(~_TALKS))]


def ringing_though_stopped(tx: Connection) -> list[str]:
    """Stopped broadcasts with calls that may still ring, or whose message may still be heard."""
    found = select(attempts.c.broadcast_id).distinct().join(broadcasts, broadcasts.c.id == attempts.c.broadcast_id)
    live = attempts.c.state.not_in(sorted(ENDED)) & attempts.c.sid.is_not(None)
    return list(tx.execute(found.where(broadcasts.c.state == State.STOPPED, live, ~_TALKS)).scalars())


def reserved(tx: Connection, purpose: Purpose, since: datetime) -> list[Order]:
    """Attempts of a kind written down since an instant that nobody has placed yet, oldest first."""
    found = select(attempts).where(
        attempts.c.purpose == purpose, attempts.c.state == CallState.RESERVED, attempts.c.reserved_at > since
    )
    return [
        Order(row.id, row.number, purpose, row.about, staff_id=row.staff_id, line=row.line)
        for row in tx.execute(found.order_by(attempts.c.reserved_at))
    ]


def of_alert(tx: Connection, alert_id: str) -> list[Try]:
    """All calls placed about an alert, oldest first."""
    found = select(attempts).where(attempts.c.alert_id == alert_id).order_by(attempts.c.reserved_at)
    return [_try(row) for row in tx.execute(found)]


def of_task(tx: Connection, task_id: int) -> list[Try]:
    """All calls placed to keep a promise, oldest first."""
    found = select(attempts).where(attempts.c.task_id == task_id).order_by(attempts.c.reserved_at)
    return [_try(row) for row in tx.execute(found)]


def is_live(tx: Connection, number: str) -> bool:
    """Whether a call of ours to this phone may still ring or talk."""
    found = select(attempts.c.id).where(attempts.c.number == number, attempts.c.state.not_in(sorted(ENDED)))
    return tx.execute(found.limit(1)).first() is not None


def known_sids(tx: Connection, sids: Sequence[str]) -> set[str]:
    """Which of the carrier's calls belong to an attempt already."""
    return set(tx.execute(select(attempts.c.sid).where(attempts.c.sid.in_(sids))).scalars())


def _try(row: Any) -> Try:
    attempt = Attempt(
        row.id, row.number, CallState(row.state), row.sid, row.ended_at, duration_s=row.duration_s, code=row.code
    )
    return Try(
        attempt,
        row.delivery_id,
        row.broadcast_id,
        row.alert_id,
        row.staff_id,
        Purpose(row.purpose),
        row.about,
        row.reserved_at,
        row.moved_at,
        row.task_id,
        row.session_id,
    )
