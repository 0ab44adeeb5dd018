"""Observations and their checks: begun and re-dated, reported, called about, missed, ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, union, update

from gateway.domain.observations import Channel, Due, Outcome, Period
from gateway.domain.policy import Basis, Place
from gateway.store.history_tables import observation_history
from gateway.store.screening_tables import arrivals, checks, observations
from gateway.store.sql import changed, put, subtree, upsert
from gateway.store.tasks import wrong_numbers


@dataclass(frozen=True)
class Observation:
    """One person's days at home; None as in the table. `stands_at` is the store's to keep."""

    arrival_id: str
    unit_code: str
    household_id: int | None
    number: str
    basis: Basis
    starts_on: date
    ends_on: date
    released_at: datetime | None = None
    outcome: Outcome | None = None
    place: Place = Place.HOME
    begun_at: datetime | None = None
    stands_at: datetime | None = None

    @property
    def period(self) -> Period:
        """Its days."""
        return Period(self.basis, self.starts_on, self.ends_on)


@dataclass(frozen=True)
class Check:
    """One temperature due; None as in the table. `number` is the phone that reports."""

    id: int
    arrival_id: str
    number: str
    day: date
    half: str
    due_at: datetime
    ring_at: datetime
    closes_at: datetime
    reported_at: datetime | None
    temperature: float | None
    ill: bool | None
    channel: Channel | None
    called_at: datetime | None
    missed_at: datetime | None

    @property
    def due(self) -> Due:
        """Its times."""
        return Due(self.day, self.half, self.due_at, self.ring_at, self.closes_at)


OPEN = observations.c.released_at.is_(None)
_DIALABLE = observations.c.number.startswith("+")
WAITING = checks.c.reported_at.is_(None) & checks.c.missed_at.is_(None)
_CHECKS = select(checks, observations.c.number).join(observations)


# What a past day is told of as it stood then.
FACTS = ("unit_code", "household_id", "number", "place", "starts_on", "begun_at", "released_at", "outcome")


def put_one(tx: Connection, observation: Observation, at: datetime) -> None:
    """Keeps an observation, begun, re-dated or taken up again at an instant; how it stood goes into the history."""
    before = tx.execute(_ONE, {"with_arrival": observation.arrival_id}).one_or_none()
    stands_at = None if before is None else before.stands_at
    if before is not None and any(before._mapping[name] != getattr(observation, name) for name in FACTS):
        _remember(tx, before, at)
        stands_at = at
    values = {**vars(observation), "stands_at": stands_at}
    kept = upsert(tx, observations).values(**values)
    tx.execute(kept.on_conflict_do_update(index_elements=["arrival_id"], set_=values))


_ONE = (
    select(observations, arrivals.c.first_at)
    .join(arrivals)
    .where(observations.c.arrival_id == bindparam("with_arrival"))
    .with_for_update(of=observations)
)


def _remember(tx: Connection, before: Any, at: datetime) -> None:
    """What stood for no time at all was never seen by anybody."""
    since = before.stands_at or before.begun_at or before.first_at
    if since < at:
        facts = {name: before._mapping[name] for name in (*FACTS, "arrival_id")}
        tx.execute(insert(observation_history).values(since=since, replaced_at=at, **facts))


def load(tx: Connection, arrival_id: str) -> Observation | None:
    """The observation of an arrival, open or ended; on PostgreSQL held until the transaction ends."""
    found = select(observations).where(observations.c.arrival_id == arrival_id).with_for_update()
    row = tx.execute(found).one_or_none()
    return None if row is None else _observation(row)


# Unions of indexed look-ups, built once since they are asked on every call and text.
_NUMBERS = (
    select(observations.c.arrival_id).where(observations.c.number == bindparam("with_number")),
    select(arrivals.c.id).where(arrivals.c.number == bindparam("with_number")),
)
_DOOR = select(arrivals.c.id).where(arrivals.c.household_id == bindparam("with_household"))


def _last_first(*ways: Any) -> dict[bool, Any]:
    """Whether those that ended are wanted too -> the observations found in these ways."""
    whose = observations.c.arrival_id.in_(union(*ways))
    order = observations.c.ends_on.desc(), arrivals.c.first_at, arrivals.c.id
    found = {False: whose & OPEN, True: whose}
    return {ended: select(observations).join(arrivals).where(it).order_by(*order) for ended, it in found.items()}


_BY_PHONE, _BY_PHONE_OR_DOOR = _last_first(*_NUMBERS), _last_first(*_NUMBERS, _DOOR)


def of_phone(tx: Connection, number: str, household_id: int | None, *, ended: bool = False) -> list[Observation]:
    """Who is under observation behind this phone or in this household, who ends last first.

    ended  those whose observation has ended as well
    """
    whose = _BY_PHONE if household_id is None else _BY_PHONE_OR_DOOR
    found = tx.execute(whose[ended], {"with_number": number, "with_household": household_id})
    return [_observation(row) for row in found]


def end(tx: Connection, arrival_id: str, outcome: Outcome, at: datetime) -> bool:
    """Ends an observation once; False when it had ended."""
    ended = update(observations).where(observations.c.arrival_id == arrival_id, OPEN)
    return changed(tx, ended.values(released_at=at, outcome=outcome)) == 1


def over_by(tx: Connection, day: date, most: int) -> list[Observation]:
    """Open observations whose last day is this one or before it and none of whose checks waits; first over first."""
    waiting = select(checks.c.id).where(checks.c.arrival_id == observations.c.arrival_id, WAITING)
    found = select(observations).where(OPEN, observations.c.ends_on <= day, ~waiting.exists())
    ordered = found.order_by(observations.c.ends_on, observations.c.arrival_id).limit(most)
    return [_observation(row) for row in tx.execute(ordered)]


def open_within(tx: Connection, unit_code: str) -> list[Observation]:
    """Open observations of a subtree; on PostgreSQL held until the transaction ends."""
    found = select(observations).where(OPEN, subtree(observations.c.unit_code, unit_code))
    return [_observation(row) for row in tx.execute(found.order_by(observations.c.arrival_id).with_for_update())]


# Checks


def add_checks(tx: Connection, arrival_id: str, due: Sequence[Due]) -> None:
    """Adds checks; those that are there stay as they are, but for their times."""
    rows = [{"arrival_id": arrival_id, **vars(check)} for check in due]
    put(tx, checks, rows, keys=("arrival_id", "day", "half"), changed=("due_at", "ring_at", "closes_at"))


def drop_waiting(tx: Connection, arrival_id: str, span: Period | None, now: datetime) -> None:
    """Takes away the checks nobody has answered for: those to come, and those outside the days that hold now.

    span  None: no day holds any more
    """
    mine = delete(checks).where(checks.c.arrival_id == arrival_id, WAITING)
    if span is not None:
        outside = ~checks.c.day.between(span.starts_on, span.ends_on)
        mine = mine.where(outside | (checks.c.due_at > now))
    tx.execute(mine)


def checks_of(tx: Connection, arrival_ids: Sequence[str], day: date) -> list[Check]:
    """The checks of some arrivals on a day, in order."""
    found = _CHECKS.where(checks.c.arrival_id.in_(list(arrival_ids)), checks.c.day == day)
    return [_check(row) for row in tx.execute(found.order_by(checks.c.due_at, checks.c.id))]


def next_check(tx: Connection, arrival_id: str) -> Check | None:
    """The first check nobody has answered for, None when none is left."""
    found = _CHECKS.where(checks.c.arrival_id == arrival_id, WAITING).order_by(checks.c.due_at).limit(1)
    row = tx.execute(found).one_or_none()
    return None if row is None else _check(row)


def waiting_checks(tx: Connection, arrival_id: str, now: datetime, most: int = 3) -> list[Check]:
    """The next checks of an arrival that are still to be answered in time, in order."""
    found = _CHECKS.where(checks.c.arrival_id == arrival_id, WAITING, checks.c.closes_at > now)
    return [_check(row) for row in tx.execute(found.order_by(checks.c.due_at).limit(most))]


def latest(tx: Connection, arrival_id: str, until: datetime, most: int) -> list[Check]:
    """The checks of an arrival that were due by an instant, newest first."""
    found = _CHECKS.where(checks.c.arrival_id == arrival_id, checks.c.due_at <= until)
    return [_check(row) for row in tx.execute(found.order_by(checks.c.due_at.desc()).limit(most))]


def last_ill(tx: Connection, arrival_id: str) -> bool | None:
    """What the last check reported said, None when none was."""
    found = select(checks.c.ill).where(checks.c.arrival_id == arrival_id, checks.c.reported_at.is_not(None))
    said: bool | None = tx.execute(found.order_by(checks.c.due_at.desc()).limit(1)).scalar_one_or_none()
    return said


def report(tx: Connection, check_id: int, at: datetime, channel: Channel, ill: bool, temperature: float | None) -> None:
    """Somebody answered for a check, in time or late."""
    told = {"reported_at": at, "channel": channel, "ill": ill, "temperature": temperature}
    tx.execute(update(checks).where(checks.c.id == check_id).values(**told))


def to_ring(tx: Connection, now: datetime, most: int, *, hold: bool = False) -> list[Check]:
    """Checks still waiting though their phone may be called about them, some of them; with `hold`, one worker's alone.

    A wrong number is not rung: its checks are missed, and somebody goes there. Those never called come first, then
    those called longest ago: whoever was called enough stands at the end.
    """
    waiting = _CHECKS.where(OPEN, WAITING, checks.c.ring_at <= now, checks.c.closes_at > now, _DIALABLE)
    found = waiting.where(observations.c.number.not_in(wrong_numbers()))
    order = checks.c.called_at.nulls_first(), checks.c.closes_at, observations.c.number, checks.c.id
    few = found.order_by(*order).limit(most)
    held = few.with_for_update(skip_locked=True, of=checks) if hold else few
    return [_check(row) for row in tx.execute(held)]


def called(tx: Connection, check_ids: Sequence[int], at: datetime) -> None:
    """Their phone is rung about these checks."""
    tx.execute(update(checks).where(checks.c.id.in_(list(check_ids))).values(called_at=at))


def any_closed(tx: Connection, now: datetime) -> bool:
    """Whether a check waits though its time is over."""
    found = select(checks.c.id).join(observations).where(OPEN, _closed(now)).limit(1)
    return tx.execute(found).one_or_none() is not None


def _closed(now: datetime) -> Any:
    """The time for a check is over; `ring_at`, which lies before, is what the index knows."""
    return WAITING & (checks.c.ring_at <= now) & (checks.c.closes_at <= now)


def miss(tx: Connection, now: datetime, most: int) -> list[Check]:
    """Marks checks whose time is over as missed, oldest first, and returns them: each to one worker only."""
    found = _CHECKS.where(OPEN, _closed(now)).order_by(checks.c.due_at, checks.c.id)
    missed = [_check(row) for row in tx.execute(found.limit(most).with_for_update(skip_locked=True, of=checks))]
    ids = [check.id for check in missed]
    tx.execute(update(checks).where(checks.c.id.in_(ids)).values(missed_at=now))
    return missed


def _observation(row: Any) -> Observation:
    kept = row._mapping
    outcome = Outcome(kept["outcome"]) if kept["outcome"] else None
    place = Place(kept["place"])
    return Observation(**{**kept, "basis": Basis(kept["basis"]), "outcome": outcome, "place": place})


def _check(row: Any) -> Check:
    kept = row._mapping
    return Check(**{**kept, "channel": Channel(kept["channel"]) if kept["channel"] else None})
