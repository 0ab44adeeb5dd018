"""The limits of a callee over everything the house does: so many calls a minute, an hour and a day, and no more.

Of these, routine calls leave some to whoever is alerted of urgent things, and wait while an alert rings its way there.
An alert keeps the limits too, since a carrier refuses whatever is above them, and comes a minute after the last call at
the latest; its text has gone out by then.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from gateway.domain import limits
from gateway.store import alerts, attempts, budget, staff
from gateway.store.attempts import Order, Purpose
from gateway.switchboard import Work

FIRST = frozenset({Purpose.ALERT, Purpose.TALK})  # these wait for nothing but the limits


def reserve(work: Work, orders: Sequence[Order]) -> list[Order]:
    """Writes down the calls that keep every limit of their phone, in order. The others are for the next look."""
    calls = budget.asked_of(work.tx, [order.number for order in orders], work.now, hold=True)
    alerted = alerted_among(work, [order.number for order in orders if order.purpose not in FIRST])
    admitted = []
    for order in orders:
        mine = calls[order.number]
        if order.purpose not in FIRST and order.number in alerted:
            continue
        if limits.allowed_at(mine, work.now) <= work.now:
            mine.append(work.now)
            admitted.append(order)
    attempts.reserve(work.tx, admitted, work.now)
    return admitted


def alerted_among(work: Work, numbers: Sequence[str]) -> set[str]:
    """To which of these phones an alert is ringing its way."""
    return alerts.ringing_for(work.tx, numbers, work.now - limits.ALERT_RINGS) if numbers else set()


def routine_at(work: Work, calls: Mapping[str, Sequence[datetime]]) -> dict[str, datetime]:
    """When a routine call may ring each of these phones at the earliest. `calls`: those that count, by phone."""
    numbers = list(calls)
    alerted, people = alerted_among(work, numbers), staff.answering(work.tx, numbers)
    return {
        number: limits.routine_at(mine, work.now, staff=number in people, alerted=number in alerted)
        for number, mine in calls.items()
    }


def may_ring(work: Work, number: str) -> bool:
    """Whether one more call to this phone would keep them now."""
    calls = budget.asked_of(work.tx, [number], work.now)
    return limits.allowed_at(calls[number], work.now) <= work.now
