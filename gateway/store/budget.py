"""What we place to one callee: calls that count against the budget, calls about one thing, what still waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, select

from gateway.domain.calls import CallState
from gateway.domain.limits import LONGEST
from gateway.domain.observations import Tried
from gateway.domain.speaking.levels import Level
from gateway.domain.speaking.retries import Cause
from gateway.domain.speaking.states import UNDER_WAY, DeliveryState
from gateway.store.attempts import Purpose
from gateway.store.outgoing_tables import attempts
from gateway.store.speaking_tables import broadcasts, deliveries
from gateway.store.sql import hold_names

# A call that was certainly not placed has disturbed nobody.
_COUNTS = attempts.c.state != CallState.NEVER_PLACED
_PARTS = 500  # numbers a statement


@dataclass(frozen=True)
class Placed:
    """A call to a phone, whatever it was for; None as in the table."""

    reserved_at: datetime
    purpose: Purpose
    about: str | None
    state: CallState
    ended_at: datetime | None
    duration_s: int | None
    code: int | None


@dataclass(frozen=True)
class Waiting:
    """A message that has yet to reach a phone."""

    broadcast_id: str
    level: Level
    state: DeliveryState
    tries: int
    cause: Cause | None
    next_try_at: datetime


def asked(tx: Connection, number: str, now: datetime) -> list[datetime]:
    """Instants of the calls to a phone that count against its budget."""
    return asked_of(tx, [number], now)[number]


def asked_of(tx: Connection, numbers: Sequence[str], now: datetime, *, hold: bool = False) -> dict[str, list[datetime]]:
    """The same for many phones at once. A call counts when it has ended; until then it may ring this very moment.

    hold  whoever else counts for one of these phones waits until this transaction ends
    """
    if hold:
        hold_names(tx, numbers)
    found: dict[str, list[datetime]] = {number: [] for number in numbers}
    recent = attempts.c.reserved_at > now - LONGEST
    for first in range(0, len(numbers), _PARTS):
        few = attempts.c.number.in_(list(numbers[first : first + _PARTS]))
        counted: Select[Any] = select(attempts.c.number, attempts.c.ended_at).where(few, recent, _COUNTS)
        for row in tx.execute(counted):
            found[row.number].append(row.ended_at or now)
    return found


def tried(tx: Connection, abouts: Sequence[str]) -> dict[str, Tried]:
    """What became of the calls about these things, by what they were about."""
    found = {}
    for first in range(0, len(abouts), _PARTS):
        few = attempts.c.about.in_(list(abouts[first : first + _PARTS]))
        for row in tx.execute(select(attempts.c.about, attempts.c.state, attempts.c.ended_at).where(few)):
            found[row.about] = Tried(CallState(row.state), row.ended_at)
    return found


def placed(tx: Connection, number: str, since: datetime) -> list[Placed]:
    """Every call to a phone since an instant, newest first."""
    found = select(attempts).where(attempts.c.number == number, attempts.c.reserved_at >= since)
    return [_placed(row) for row in tx.execute(found.order_by(attempts.c.reserved_at.desc()))]


def waiting(tx: Connection, number: str) -> list[Waiting]:
    """Messages under way that have yet to reach a phone, next one first."""
    going = broadcasts.c.state.in_(UNDER_WAY)
    due = deliveries.c.state.in_((DeliveryState.DUE, DeliveryState.RINGING))
    found = select(deliveries, broadcasts.c.level).join(broadcasts, broadcasts.c.id == deliveries.c.broadcast_id)
    rows = tx.execute(found.where(going, due, deliveries.c.number == number).order_by(deliveries.c.next_try_at))
    return [_waiting(row) for row in rows]


def _placed(row: Any) -> Placed:
    state, purpose = CallState(row.state), Purpose(row.purpose)
    return Placed(row.reserved_at, purpose, row.about, state, row.ended_at, row.duration_s, row.code)


def _waiting(row: Any) -> Waiting:
    cause = Cause(row.cause) if row.cause else None
    return Waiting(row.broadcast_id, Level(row.level), DeliveryState(row.state), row.tries, cause, row.next_try_at)
