"""Broadcasts: what is said, to which area, and how far it got."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from gateway.domain.broadcasts import TRANSITIONS, State
from gateway.store.outgoing_tables import broadcasts
from gateway.store.sql import changed


@dataclass(frozen=True)
class Broadcast:
    """One message to one area; None as in the table."""

    id: str
    unit_code: str
    author_id: int | None
    state: State
    words: str | None
    language: str
    address: str | None
    digest: str | None
    seconds: float
    created_at: datetime
    started_at: datetime | None = None
    expires_at: datetime | None = None
    ended_at: datetime | None = None
    halted_for: str | None = None


def add(tx: Connection, broadcast: Broadcast) -> None:
    """Keeps a draft."""
    tx.execute(insert(broadcasts).values(**vars(broadcast)))


_LOAD = select(broadcasts).where(broadcasts.c.id == bindparam("with_id"))  # once: asked for with every call


def load(tx: Connection, broadcast_id: str) -> Broadcast | None:
    """A broadcast by its id."""
    row = tx.execute(_LOAD, {"with_id": broadcast_id}).one_or_none()
    return None if row is None else _broadcast(row)


def in_state(tx: Connection, *states: State) -> list[Broadcast]:
    """Broadcasts standing in one of these states, oldest first."""
    found = select(broadcasts).where(broadcasts.c.state.in_(states)).order_by(broadcasts.c.created_at)
    return [_broadcast(row) for row in tx.execute(found)]


def beginning_with(tx: Connection, short: str) -> list[Broadcast]:
    """Broadcasts whose id begins so, newest first; "" for all."""
    found = select(broadcasts).where(broadcasts.c.id.startswith(short, autoescape=True))
    return [_broadcast(row) for row in tx.execute(found.order_by(broadcasts.c.created_at.desc()))]


def move(tx: Connection, broadcast_id: str, to: State, only: Collection[State] = tuple(State), **facts: Any) -> bool:
    """Moves a broadcast where the table of transitions allows it; False when somebody else was first.

    only  from these states
    """
    before = [state for state, allowed in TRANSITIONS.items() if to in allowed and state in only]
    moved = update(broadcasts).where(broadcasts.c.id == broadcast_id, broadcasts.c.state.in_(before))
    return changed(tx, moved.values(state=to, **facts)) == 1


def set_audio(tx: Connection, broadcast_id: str, digest: str, seconds: float) -> None:
    """Our own copy of the message is here."""
    kept = update(broadcasts).where(broadcasts.c.id == broadcast_id)
    tx.execute(kept.values(digest=digest, seconds=seconds))


def latest_in_force(tx: Connection, unit_code: str, now: datetime) -> Broadcast | None:
    """The newest message spoken to this unit or one above it that has not expired."""
    spoken = select(broadcasts).where(
        broadcasts.c.state.in_((State.SENDING, State.HALTED, State.FINISHED)),
        broadcasts.c.expires_at > now,
        func.substr(unit_code, 1, func.length(broadcasts.c.unit_code)) == broadcasts.c.unit_code,
    )
    row = tx.execute(spoken.order_by(broadcasts.c.started_at.desc()).limit(1)).one_or_none()
    return None if row is None else _broadcast(row)


def started_between(tx: Connection, since: datetime, until: datetime) -> list[Broadcast]:
    """Broadcasts that began in [since, until)."""
    found = select(broadcasts).where(broadcasts.c.started_at >= since, broadcasts.c.started_at < until)
    return [_broadcast(row) for row in tx.execute(found.order_by(broadcasts.c.started_at))]


def _broadcast(row: Any) -> Broadcast:
    return Broadcast(**{**row._mapping, "state": State(row.state)})
