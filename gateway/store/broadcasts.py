"""Broadcasts: what is said in which language, to which areas, and who did what to it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, bindparam, insert, or_, select, update

from gateway.domain.cap.codes import MsgType, Status
from gateway.domain.speaking.levels import Level
from gateway.domain.speaking.states import TRANSITIONS, State
from gateway.store.speaking_tables import broadcast_acts, broadcast_areas, broadcast_infos, broadcasts, deliveries
from gateway.store.sql import changed, covering, put


@dataclass(frozen=True)
class Broadcast:
    """One message to one or several areas; None as in the table."""

    id: str
    number: int
    unit_code: str
    author_id: int | None
    state: State
    level: Level
    language: str
    created_at: datetime
    msg_type: MsgType = MsgType.ALERT
    status: Status = Status.ACTUAL
    references_id: str | None = None
    audience: Mapping[str, Any] | None = None
    right_key: str | None = None
    identifier: str | None = None
    cap: Mapping[str, Any] | None = None
    approve_by: datetime | None = None
    approved_at: datetime | None = None
    started_at: datetime | None = None
    expires_at: datetime | None = None
    ended_at: datetime | None = None
    why: str | None = None

    def is_expired(self, now: datetime) -> bool:
        """Whether nobody is rung for it any more."""
        return self.expires_at is not None and now >= self.expires_at


@dataclass(frozen=True)
class Info:
    """What a broadcast says in one language; None as in the table."""

    language: str
    words: str | None = None
    address: str | None = None
    digest: str | None = None
    slow_digest: str | None = None
    seconds: float = 0.0
    question: str | None = None
    question_address: str | None = None
    question_digest: str | None = None


class What(StrEnum):
    """An act on a broadcast."""

    DRAFTED = "drafted"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    REFUSED = "refused"
    DROPPED = "dropped"
    LAPSED = "lapsed"
    STOPPED = "stopped"
    HALTED = "halted"
    RESUMED = "resumed"
    FINISHED = "finished"
    RECALLED = "recalled"


class Through(StrEnum):
    """How somebody acted."""

    CALL = "call"
    TEXT = "text"
    COMMAND_LINE = "command_line"
    CLOCK = "clock"


@dataclass(frozen=True)
class Act:
    """Who did what; `staff_id` None: the command line, or nobody."""

    broadcast_id: str
    what: What
    staff_id: int | None
    through: Through
    note: str | None
    at: datetime


def add(tx: Connection, broadcast: Broadcast, areas: Iterable[str], infos: Iterable[Info]) -> None:
    """Keeps a draft with its areas and what it says."""
    tx.execute(insert(broadcasts).values(**vars(broadcast)))
    tx.execute(insert(broadcast_areas), [{"broadcast_id": broadcast.id, "unit_code": area} for area in areas])
    for info in infos:
        put_info(tx, broadcast.id, info)


INFO = [name for name in Info.__dataclass_fields__ if name != "language"]


def put_info(tx: Connection, broadcast_id: str, info: Info) -> None:
    """What it says in a language, instead of what it said before."""
    row = {"broadcast_id": broadcast_id, **vars(info)}
    put(tx, broadcast_infos, [row], keys=("broadcast_id", "language"), changed=INFO)


# Asked for with every call, so built once: building a statement costs more than running it.
_LOAD = select(broadcasts).where(broadcasts.c.id == bindparam("with_id"))
_INFOS = select(broadcast_infos).where(broadcast_infos.c.broadcast_id == bindparam("with_id"))


def load(tx: Connection, broadcast_id: str) -> Broadcast | None:
    """A broadcast by its id."""
    row = tx.execute(_LOAD, {"with_id": broadcast_id}).one_or_none()
    return None if row is None else _broadcast(row)


def infos(tx: Connection, broadcast_id: str) -> dict[str, Info]:
    """What a broadcast says, by language."""
    rows = tx.execute(_INFOS, {"with_id": broadcast_id})
    return {row.language: Info(**{name: row._mapping[name] for name in Info.__dataclass_fields__}) for row in rows}


def areas(tx: Connection, broadcast_id: str) -> list[str]:
    """The units a broadcast speaks to."""
    found = select(broadcast_areas.c.unit_code).where(broadcast_areas.c.broadcast_id == broadcast_id)
    return list(tx.execute(found.order_by(broadcast_areas.c.unit_code)).scalars())


def in_state(tx: Connection, *states: State) -> list[Broadcast]:
    """Broadcasts standing in one of these states, oldest first."""
    found = select(broadcasts).where(broadcasts.c.state.in_(states)).order_by(broadcasts.c.created_at)
    return [_broadcast(row) for row in tx.execute(found)]


def beginning_with(tx: Connection, short: str) -> list[Broadcast]:
    """Broadcasts whose id begins so, newest first; "" for all."""
    found = select(broadcasts).where(broadcasts.c.id.startswith(short, autoescape=True))
    return [_broadcast(row) for row in tx.execute(found.order_by(broadcasts.c.created_at.desc()))]


def by_number(tx: Connection, number: int) -> Broadcast | None:
    """The broadcast with a running number."""
    row = tx.execute(select(broadcasts).where(broadcasts.c.number == number)).one_or_none()
    return None if row is None else _broadcast(row)


def by_identifier(tx: Connection, identifier: str) -> Broadcast | None:
    """The broadcast drafted from an imported alert, by the alert's "sender,identifier"."""
    row = tx.execute(select(broadcasts).where(broadcasts.c.identifier == identifier)).one_or_none()
    return None if row is None else _broadcast(row)


def move(tx: Connection, broadcast_id: str, to: State, **facts: Any) -> bool:
    """Moves a broadcast where the table of transitions allows it; False when somebody else was first."""
    before = [state for state, allowed in TRANSITIONS.items() if to in allowed]
    moved = update(broadcasts).where(broadcasts.c.id == broadcast_id, broadcasts.c.state.in_(before))
    return changed(tx, moved.values(state=to, **facts)) == 1


def recall(tx: Connection, broadcast_id: str, now: datetime) -> bool:
    """A broadcast that has rung everybody is no notice any more; False when it is none."""
    told = update(broadcasts).where(
        broadcasts.c.id == broadcast_id, broadcasts.c.state == State.FINISHED, broadcasts.c.expires_at > now
    )
    return changed(tx, told.values(expires_at=now)) == 1


def approve(tx: Connection, broadcast_id: str, at: datetime) -> bool:
    """Somebody agreed; False when somebody had before."""
    agreed = update(broadcasts).where(broadcasts.c.id == broadcast_id, broadcasts.c.approved_at.is_(None))
    return changed(tx, agreed.values(approved_at=at)) == 1


def set_right_key(tx: Connection, broadcast_id: str, key: str | None) -> None:
    """Which key is the right answer to the question at the end; None: no question is asked."""
    tx.execute(update(broadcasts).where(broadcasts.c.id == broadcast_id).values(right_key=key))


def note(tx: Connection, act: Act) -> None:
    """Writes an act down."""
    tx.execute(insert(broadcast_acts).values(**vars(act)))


def was_halted(tx: Connection, broadcast_id: str, why: str) -> bool:
    """Whether it was halted for this reason before."""
    found = select(broadcast_acts.c.id).where(
        broadcast_acts.c.broadcast_id == broadcast_id,
        broadcast_acts.c.what == What.HALTED,
        broadcast_acts.c.note == why,
    )
    return tx.execute(found.limit(1)).one_or_none() is not None


def waiting_for_approval(tx: Connection) -> list[Broadcast]:
    """Broadcasts somebody still has to agree to, whether they wait for it or run already; most pressing first."""
    asked = broadcasts.c.approve_by.is_not(None) & broadcasts.c.approved_at.is_(None)
    open_ = broadcasts.c.state.in_((State.WAITING, State.QUEUED, State.SENDING, State.HALTED))
    found = select(broadcasts).where(asked, open_).order_by(broadcasts.c.approve_by)
    return [_broadcast(row) for row in tx.execute(found)]


def in_force(tx: Connection, unit_code: str, number: str, now: datetime) -> list[Broadcast]:
    """The messages spoken to everybody in this unit, or one above it, or to this phone, that have not expired.

    The newest first.
    """
    mine = select(deliveries.c.broadcast_id).where(deliveries.c.number == number)
    here = select(broadcast_areas.c.broadcast_id).where(covering(broadcast_areas.c.unit_code, unit_code))
    spoken = select(broadcasts).where(
        broadcasts.c.state.in_((State.SENDING, State.HALTED, State.FINISHED)),
        broadcasts.c.expires_at > now,
        or_(broadcasts.c.audience.is_(None) & broadcasts.c.id.in_(here), broadcasts.c.id.in_(mine)),
    )
    return [_broadcast(row) for row in tx.execute(spoken.order_by(broadcasts.c.started_at.desc()))]


def started_between(tx: Connection, since: datetime, until: datetime) -> list[Broadcast]:
    """Broadcasts that began in [since, until)."""
    found = select(broadcasts).where(broadcasts.c.started_at >= since, broadcasts.c.started_at < until)
    return [_broadcast(row) for row in tx.execute(found.order_by(broadcasts.c.started_at))]


def referring_to(tx: Connection, broadcast_id: str) -> list[Broadcast]:
    """The updates and cancellations of a broadcast, oldest first."""
    found = select(broadcasts).where(broadcasts.c.references_id == broadcast_id)
    return [_broadcast(row) for row in tx.execute(found.order_by(broadcasts.c.created_at))]


def _broadcast(row: Any) -> Broadcast:
    kept = row._mapping
    typed = {
        "state": State(row.state),
        "level": Level(row.level),
        "msg_type": MsgType(row.msg_type),
        "status": Status(row.status),
    }
    return Broadcast(**{**kept, **typed})
