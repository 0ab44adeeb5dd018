"""Calls back to whoever rang once and hung up: attempts of their own kind, and how often a phone is rung at all."""

from datetime import datetime

from sqlalchemy import Connection, func, or_, select

from gateway.domain.calls import ENDED, CallState
from gateway.store.attempts import Purpose
from gateway.store.outgoing_tables import attempts

_CALL_BACKS = attempts.c.purpose == Purpose.CALL_BACK
_PLACED = attempts.c.state != CallState.NEVER_PLACED


def under_way(tx: Connection, number: str, since: datetime) -> bool:
    """Whether a call back to this phone was asked for since an instant, or still rings or talks."""
    recent = or_(attempts.c.reserved_at > since, attempts.c.state.not_in(sorted(ENDED)))
    found = select(attempts.c.id).where(attempts.c.number == number, _CALL_BACKS, _PLACED, recent)
    return tx.execute(found.limit(1)).first() is not None


def count_asked(tx: Connection, number: str, since: datetime) -> int:
    """Calls to a phone, for whatever purpose, that the carrier was or will be asked for since an instant."""
    found = select(func.count()).where(attempts.c.number == number, attempts.c.reserved_at > since, _PLACED)
    return tx.execute(found).scalar_one()


def turned_down(tx: Connection, since: datetime) -> list[tuple[str, str | None]]:
    """Phones, with the line they rang, whose newest call back since an instant the carrier had no room for."""
    found = select(attempts.c.number, attempts.c.line, attempts.c.state)
    rows = tx.execute(found.where(_CALL_BACKS, attempts.c.reserved_at > since).order_by(attempts.c.reserved_at))
    newest = {row.number: row for row in rows}
    return [(row.number, row.line) for row in newest.values() if row.state == CallState.NEVER_PLACED]
