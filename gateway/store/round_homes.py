"""The households of a round: taken for ringing, put off, rung again on the next of their phones, or not reached."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, exists, func, or_, select, update

from gateway.domain.situations.rounds import HomeState
from gateway.domain.speaking.retries import Cause
from gateway.store.round_tables import round_homes, rounds
from gateway.store.rounds import OPEN, Held, by_ids
from gateway.store.screening_tables import checks, observations
from gateway.store.tables import phones, reports
from gateway.store.tasks import wrong_numbers


@dataclass(frozen=True)
class Home:
    """A household in a round; None as in the table."""

    id: int
    round_id: int
    household_id: int
    unit_code: str
    number: str | None
    state: HomeState
    tries: int
    calls: int
    cause: Cause | None
    next_try_at: datetime


_AT = bindparam("at", type_=round_homes.c.next_try_at.type)
_EARLIER = round_homes.alias("earlier")
_IN_FRONT = exists().where(  # of the homes that share a phone one stands for all
    _EARLIER.c.round_id == round_homes.c.round_id,
    _EARLIER.c.number == round_homes.c.number,
    _EARLIER.c.id < round_homes.c.id,
    or_(
        _EARLIER.c.state == HomeState.RINGING,
        and_(
            _EARLIER.c.state == HomeState.DUE,
            _EARLIER.c.next_try_at <= _AT,
        ),
    ),
)


_DUE = and_(round_homes.c.state == HomeState.DUE, round_homes.c.next_try_at <= _AT, ~_IN_FRONT)


def any_due(tx: Connection, now: datetime) -> bool:
    """Whether a household is to be rung now."""
    return tx.execute(select(round_homes.c.id).where(_DUE).limit(1), {"at": now}).first() is not None


def take(tx: Connection, now: datetime, most: int) -> list[Home]:
    """Households due now, the one that waits longest first; on PostgreSQL each is one worker's until it commits."""
    found = select(round_homes).where(_DUE).order_by(round_homes.c.next_try_at, round_homes.c.id)
    held = found.limit(most).with_for_update(skip_locked=True)
    return [_home(row) for row in tx.execute(held, {"at": now})]


def hear(tx: Connection, ids: Sequence[int]) -> set[int]:
    """Of these homes those that have told since their round counts have told; returns which."""
    mine = round_homes.c.id.in_(list(ids)), round_homes.c.state.in_(OPEN)
    has_told = exists().where(
        reports.c.household_id == round_homes.c.household_id,
        rounds.c.id == round_homes.c.round_id,
        reports.c.day == rounds.c.day,
        reports.c.at >= rounds.c.since_at,
    )
    told = update(round_homes).where(*mine, has_told).values(state=HomeState.TOLD)
    return set(tx.execute(told.returning(round_homes.c.id)).scalars())


def checked_until(tx: Connection, household_ids: Collection[int], now: datetime) -> Mapping[int, datetime]:
    """Of these homes those a check call asks anyway, and until when: what is told to it counts for the round."""
    behind = phones.alias("behind")
    homes = (
        select(behind.c.number, func.min(behind.c.household_id).label("household_id"))
        .where(behind.c.number.in_(select(phones.c.number).where(phones.c.household_id.in_(list(household_ids)))))
        .group_by(behind.c.number)
        .subquery()
    )
    found = (
        select(homes.c.household_id, func.max(checks.c.closes_at))
        .join(observations, observations.c.number == homes.c.number)
        .join(checks, checks.c.arrival_id == observations.c.arrival_id)
        .where(observations.c.released_at.is_(None), checks.c.reported_at.is_(None), checks.c.missed_at.is_(None))
        .where(checks.c.due_at <= now, checks.c.closes_at > now)
        .group_by(homes.c.household_id)
    )
    return {row[0]: row[1] for row in tx.execute(found) if row[0] in household_ids}


def ring(tx: Connection, ids: Sequence[int]) -> None:
    """These are rung now."""
    rung = update(round_homes).where(round_homes.c.id.in_(list(ids)))
    tx.execute(rung.values(state=HomeState.RINGING, calls=round_homes.c.calls + 1))


def put_off(tx: Connection, home_id: int, until: datetime) -> None:
    """Not now, but at an instant."""
    due = update(round_homes).where(round_homes.c.id == home_id, round_homes.c.state == HomeState.DUE)
    tx.execute(due.values(next_try_at=until))


def give_up(tx: Connection, home_id: int) -> None:
    """No call reaches it in this round."""
    due = update(round_homes).where(round_homes.c.id == home_id, round_homes.c.state == HomeState.DUE)
    tx.execute(due.values(state=HomeState.UNREACHED))


def load(tx: Connection, home_id: int) -> Home | None:
    """A household in a round, by its number there."""
    row = tx.execute(select(round_homes).where(round_homes.c.id == home_id).with_for_update()).one_or_none()
    return None if row is None else _home(row)


def behind(tx: Connection, round_id: int, number: str) -> list[Home]:
    """The homes of a round that one call asks, and that have not told, the first on the roll first."""
    mine = round_homes.c.round_id == round_id, round_homes.c.number == number, round_homes.c.state.in_(OPEN)
    found = select(round_homes).where(*mine).order_by(round_homes.c.id).with_for_update()
    return [_home(row) for row in tx.execute(found)]


def settle(
    tx: Connection, home: Home, state: HomeState, tries: int, cause: Cause, number: str | None, at: datetime | None
) -> None:
    """A call that did not reach a home is over: which phone is rung next, and when; `at` None: none."""
    facts = {"state": state, "tries": tries, "cause": cause, "number": number, "next_try_at": at or home.next_try_at}
    tx.execute(update(round_homes).where(round_homes.c.id == home.id).values(**facts))


def next_phone(tx: Connection, household_id: int, after: str) -> str | None:
    """The phone of a home after this one, the first again after the last; None when none rings any more."""
    rings = phones.c.household_id == household_id, phones.c.number.not_in(wrong_numbers())
    known: list[str] = list(tx.execute(select(phones.c.number).where(*rings).order_by(phones.c.id)).scalars())
    if after not in known:
        return known[0] if known else None
    return known[(known.index(after) + 1) % len(known)]


def of_household(tx: Connection, household_id: int, day: date) -> list[tuple[Held, Home]]:
    """Where a household stands in the rounds of a day, in order."""
    found = select(round_homes).join(rounds).where(round_homes.c.household_id == household_id, rounds.c.day == day)
    homes = [_home(row) for row in tx.execute(found.order_by(rounds.c.ring_at))]
    held = by_ids(tx, [home.round_id for home in homes])
    return [(held[home.round_id], home) for home in homes]


def _home(row: Any) -> Home:
    typed = {"state": HomeState(row.state), "cause": Cause(row.cause) if row.cause else None}
    return Home(**{**row._mapping, **typed})
