"""Less movement and rumours in figures, for the daily report."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from gateway.domain.movement.events import COUNTED, GUESTS
from gateway.store.movement_tables import events, rumours
from gateway.store.sql import subtree

RUMOURS = {
    "rumours_received": rumours.c.created_at,
    "rumours_verified": rumours.c.verified_at,
    "rumours_answered": rumours.c.answered_at,
}


def counts(tx: Connection, unit_code: str, since: datetime, until: datetime) -> Iterable[tuple[str, str, int]]:
    """Unit, figure and value of all that was settled in since < at <= until in a subtree; what is zero is left out.

    since, until  aware instants

    Weddings, funerals, gatherings, markets and visits are counted when what came of them was told for good; rumours
    when they came in, were found true or false, and were answered; one told by ten people is one.
    """
    yield from _events(tx, unit_code, since, until)
    for name, at in RUMOURS.items():
        here = (subtree(rumours.c.unit_code, unit_code), rumours.c.same_as.is_(None), at > since, at <= until)
        found = select(rumours.c.unit_code, func.count()).where(*here).group_by(rumours.c.unit_code)
        yield from ((code, name, value) for code, value in tx.execute(found))


def _events(tx: Connection, unit_code: str, since: datetime, until: datetime) -> Iterable[tuple[str, str, int]]:
    settled: Any = events.c.settled_at
    kept = (events.c.unit_code, events.c.kind, events.c.state)
    found = select(*kept, func.count(), func.coalesce(func.sum(events.c.people), 0))
    found = found.where(subtree(events.c.unit_code, unit_code), settled > since, settled <= until).group_by(*kept)
    totals: dict[tuple[str, str], int] = {}
    for code, kind, state, count, people in tx.execute(found):
        for name, (counted, outcomes) in COUNTED.items():
            if kind == counted and state in outcomes:
                totals[code, name] = totals.get((code, name), 0) + count
        if (kind, state) == GUESTS[1:] and people:
            totals[code, GUESTS[0]] = totals.get((code, GUESTS[0]), 0) + int(people)
    return ((code, name, value) for (code, name), value in totals.items())
