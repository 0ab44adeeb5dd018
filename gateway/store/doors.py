"""The doors of a broadcast: households nobody reached, in walking order, each closed by whoever was there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, case, exists, false, func, insert, literal, or_, select, update

from gateway.domain.situations.rounds import HomeState
from gateway.domain.speaking.door_words import walking_order
from gateway.domain.speaking.levels import Level
from gateway.domain.speaking.retries import Cause
from gateway.domain.speaking.states import DeliveryState, Outcome
from gateway.store.broadcasts import What
from gateway.store.recipients import Wanted, homes_meant
from gateway.store.round_tables import round_homes
from gateway.store.speaking_tables import broadcast_acts, broadcasts, deliveries, doors
from gateway.store.sql import changed, subtree
from gateway.store.tables import households, phones, reports
from gateway.store.tasks import wrong_numbers


@dataclass(frozen=True)
class Unreached:
    """A household no phone call reached; `cause` None: it has no phone at all."""

    household_id: int
    unit_code: str
    door: str
    name: str
    cause: Cause | None


@dataclass(frozen=True)
class Door:
    """A door on somebody's list; None as in the table."""

    id: int
    broadcast_id: str | None
    round_id: int | None
    household_id: int
    unit_code: str
    door: str
    cause: Cause | None
    listed_at: datetime
    told_id: int | None
    named_at: datetime | None
    closed_at: datetime | None
    outcome: Outcome | None
    closed_by: str | None


def unreached(tx: Connection, broadcast_id: str, wanted: Wanted) -> list[Unreached]:
    """The households none of whose phones confirmed, once one of them is given up, and those with no phone that rings.

    In walking order: by grid, then by door.
    """
    rows = tx.execute(_unreached(broadcast_id, wanted).order_by(households.c.unit_code, households.c.door))
    return [
        Unreached(row.id, row.unit_code, row.door, row.name, Cause(row.cause) if row.cause else None) for row in rows
    ]


def _unreached(broadcast_id: str, wanted: Wanted) -> Any:
    sent = (deliveries.c.number == phones.c.number) & (deliveries.c.broadcast_id == broadcast_id)
    wrong = phones.c.number.in_(wrong_numbers())
    rings = func.sum(case((phones.c.id.is_not(None) & ~wrong, 1), else_=0))
    cause = func.coalesce(func.max(deliveries.c.cause), func.max(case((wrong, Cause.WRONG_NUMBER.value))))
    given_up, confirmed = _any(deliveries.c.state == DeliveryState.DOOR), _any(deliveries.c.heard_at.is_not(None))
    columns = (households.c.id, households.c.unit_code, households.c.door, households.c.name)
    return (
        select(*columns, cause.label("cause"))
        .outerjoin(phones, phones.c.household_id == households.c.id)
        .outerjoin(deliveries, sent)
        .where(homes_meant(wanted))
        .group_by(*columns)
        .having((confirmed == 0) & ((given_up > 0) | (rings == 0)))
    )


def _any(condition: Any) -> Any:
    return func.sum(case((condition, 1), else_=0))


def list_all(tx: Connection, broadcast_id: str, wanted: Wanted, now: datetime) -> int:
    """Puts every unreached household on the door list, in one statement. Returns how many."""
    left = _unreached(broadcast_id, wanted).subquery()
    listed = select(
        literal(broadcast_id),
        left.c.id,
        left.c.unit_code,
        left.c.door,
        left.c.cause,
        literal(now, doors.c.listed_at.type),
    )
    columns = ["broadcast_id", "household_id", "unit_code", "door", "cause", "listed_at"]
    return changed(tx, insert(doors).from_select(columns, listed))


def list_round(tx: Connection, round_id: int, now: datetime) -> int:
    """Puts every household a round did not reach on the door list, in one statement. Returns how many."""
    listed = (
        select(
            literal(round_id),
            households.c.id,
            households.c.unit_code,
            households.c.door,
            round_homes.c.cause,
            literal(now, doors.c.listed_at.type),
        )
        .join(round_homes, round_homes.c.household_id == households.c.id)
        .where(round_homes.c.round_id == round_id, round_homes.c.state == HomeState.UNREACHED)
    )
    columns = ["round_id", "household_id", "unit_code", "door", "cause", "listed_at"]
    return changed(tx, insert(doors).from_select(columns, listed))


def of_round(tx: Connection, round_id: int) -> list[Door]:
    """Every door of a round, in walking order."""
    return in_walking_order(_door(row) for row in tx.execute(select(doors).where(doors.c.round_id == round_id)))


def of_broadcast(tx: Connection, broadcast_id: str) -> list[Door]:
    """Every door of a broadcast, in walking order."""
    found = select(doors).where(doors.c.broadcast_id == broadcast_id)
    return in_walking_order(_door(row) for row in tx.execute(found))


def still_open(
    tx: Connection,
    finished_since: Mapping[Level, datetime],
    listed_before: datetime,
    asked_since: datetime | None = None,
) -> list[Door]:
    """Open doors on somebody's list, person by person and in walking order, of broadcasts nobody has taken back.

    finished_since  by level, the instant since which the broadcast was over
    listed_before   the doors that were listed before this instant
    asked_since     those of rounds too that were listed since this instant; None: of none
    """
    levels = [
        (broadcasts.c.level == level.value) & (broadcasts.c.ended_at > since) for level, since in finished_since.items()
    ]
    taken_back = exists().where(
        broadcast_acts.c.broadcast_id == doors.c.broadcast_id, broadcast_acts.c.what == What.RECALLED
    )
    if asked_since is not None:
        levels.append(doors.c.round_id.is_not(None) & (doors.c.listed_at > asked_since))
    told = select(doors).outerjoin(broadcasts, broadcasts.c.id == doors.c.broadcast_id)
    found = told.where(or_(false(), *levels), ~taken_back)
    open_ = (doors.c.told_id.is_not(None), doors.c.closed_at.is_(None), doors.c.listed_at < listed_before)
    listed = in_walking_order(_door(row) for row in tx.execute(found.where(*open_)))
    return sorted(listed, key=lambda door: door.told_id or 0)


def in_walking_order(found: Iterable[Door]) -> list[Door]:
    """By grid, then from one house to the next: 2 comes before 10, and 12-1 after 12."""
    return sorted(found, key=lambda door: (door.unit_code, walking_order(door.door), door.listed_at, door.id))


def on_list_of(tx: Connection, staff_ids: Sequence[int], units: Iterable[str], closed_since: datetime) -> list[Door]:
    """The doors somebody is to walk to, in walking order: those told to them, and those of the units in their care.

    staff_ids     their offices
    closed_since  of the doors closed already, those closed since this instant
    """
    theirs = or_(doors.c.told_id.in_(staff_ids), *(subtree(doors.c.unit_code, unit) for unit in units))
    fresh = doors.c.closed_at.is_(None) | (doors.c.closed_at >= closed_since)
    found = select(doors).where(theirs if staff_ids else false(), fresh)
    return in_walking_order(_door(row) for row in tx.execute(found))


def tell(tx: Connection, ids: Iterable[int], staff_id: int) -> None:
    """These doors are on this person's list."""
    tx.execute(update(doors).where(doors.c.id.in_(list(ids))).values(told_id=staff_id))


def name(tx: Connection, ids: Iterable[int], now: datetime) -> None:
    """These doors were named in a text to who walks there."""
    tx.execute(update(doors).where(doors.c.id.in_(list(ids))).values(named_at=now))


def settle(
    tx: Connection, household_id: int, outcome: Outcome, by: str, now: datetime, corrected_at: datetime | None = None
) -> int:
    """Somebody was at a household's door: every door of it that is open is closed, or left open when nobody was in.

    corrected_at  the doors closed at this instant, by the visit that is corrected, are settled anew

    Returns how many.
    """
    open_ = or_(doors.c.closed_at.is_(None), doors.c.closed_at == corrected_at if corrected_at else false())
    knocked = update(doors).where(doors.c.household_id == household_id, open_)
    closed_at = None if outcome is Outcome.ABSENT else now
    return changed(tx, knocked.values(closed_at=closed_at, outcome=outcome, closed_by=by))


def reach(tx: Connection, broadcast_id: str, number: str, now: datetime) -> int:
    """A phone has heard a broadcast after all: nobody need walk to the homes behind it. Returns how many."""
    behind = select(phones.c.household_id).where(phones.c.number == number)
    heard = update(doors).where(
        doors.c.broadcast_id == broadcast_id, doors.c.closed_at.is_(None), doors.c.household_id.in_(behind)
    )
    return changed(tx, heard.values(closed_at=now, outcome=Outcome.REACHED, closed_by="phone"))


def close_told(tx: Connection, now: datetime, within: str = "") -> int:
    """Whoever has told since no call of a round reached them need not be visited for it. Returns how many."""
    told = exists().where(reports.c.household_id == doors.c.household_id, reports.c.at > doors.c.listed_at)
    mine = subtree(doors.c.unit_code, within), doors.c.round_id.is_not(None), doors.c.closed_at.is_(None)
    listed = update(doors).where(*mine, told)
    return changed(tx, listed.values(closed_at=now, outcome=Outcome.REACHED, closed_by="phone"))


def _door(row: Any) -> Door:
    typed = {
        "cause": Cause(row.cause) if row.cause else None,
        "outcome": Outcome(row.outcome) if row.outcome else None,
    }
    return Door(**{**row._mapping, **typed})
