"""The limits of a callee over everything the house does: so many calls a minute, an hour and a day, and no more."""

from collections.abc import Sequence

from gateway.domain import limits
from gateway.store import attempts, budget
from gateway.store.attempts import Order
from gateway.switchboard import Work


def reserve(work: Work, orders: Sequence[Order]) -> list[Order]:
    """Writes down the calls that keep every limit of their phone, in order. The others are for the next look."""
    calls = budget.asked_of(work.tx, [order.number for order in orders], work.now, hold=True)
    admitted = []
    for order in orders:
        mine = calls[order.number]
        if limits.allowed_at(mine, work.now) <= work.now:
            mine.append(work.now)
            admitted.append(order)
    attempts.reserve(work.tx, admitted, work.now)
    return admitted


def may_ring(work: Work, number: str) -> bool:
    """Whether one more call to this phone would keep them now."""
    calls = budget.asked_of(work.tx, [number], work.now)
    return limits.allowed_at(calls[number], work.now) <= work.now
