"""Urgent things: raised once, told to named people, taken by one, handed on, closed with a note."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from gateway.store.incident_tables import alert_clocks
from gateway.store.outgoing_tables import alert_people, alert_turns, alerts
from gateway.store.sql import changed, seconds_between, subtree, upsert
from gateway.store.tables import staff

PROMPT = timedelta(minutes=10)  # taken by then it was taken in time, as the daily report counts it


class What(StrEnum):
    """A turn in the life of an alert."""

    TAKEN = "taken"
    HANDED_ON = "handed_on"
    BREACHED = "breached"
    CLOSED = "closed"
    KNOWN = "known"  # a level that has to know by law says so
    RUNG_ANEW = "rung_anew"  # unanswered too long, then reported once more


@dataclass(frozen=True)
class Alert:
    """One urgent thing; None as in the table."""

    id: str
    about: str
    code: str
    kind: str
    unit_code: str
    household_id: int | None
    number: str
    raised_at: datetime
    taken_at: datetime | None = None
    taken_by: int | None = None
    taken_through: str | None = None
    handed: int = 0
    handed_at: datetime | None = None
    breached_at: datetime | None = None
    closed_at: datetime | None = None
    closed_by: str | None = None
    closing: str | None = None

    @property
    def since(self) -> datetime:
        """From when whoever is to answer is waited for: raised, or handed on."""
        return self.handed_at or self.raised_at


@dataclass(frozen=True)
class Told:
    """Somebody told of an alert.

    round      how often it had been handed on by then
    rung       whether they are called, too
    report_id  which report that joined concerned them, None: the first
    """

    staff_id: int
    told_at: datetime
    round: int
    rung: bool
    report_id: int | None = None


@dataclass(frozen=True)
class Turn:
    """What became of an alert. `by` None: the house itself; `to_id` None: handed on to nobody."""

    alert_id: str
    what: What
    at: datetime
    by: str | None = None
    to_id: int | None = None
    note: str | None = None


def add(tx: Connection, alert: Alert) -> bool:
    """Raises an alert; False when there is one about this already."""
    raised = upsert(tx, alerts).values(**vars(alert))
    return changed(tx, raised.on_conflict_do_nothing(index_elements=["about"])) == 1


def about(tx: Connection, thing: str) -> Alert | None:
    """The alert about this, None when there is none."""
    row = tx.execute(select(alerts).where(alerts.c.about == thing)).one_or_none()
    return None if row is None else Alert(**row._mapping)


def raise_kind(tx: Connection, alert_id: str, known: str, kind: str) -> bool:
    """What it is about has turned out graver; False when somebody else has raised it meanwhile."""
    raised = update(alerts).where(alerts.c.id == alert_id, alerts.c.kind == known)
    return changed(tx, raised.values(kind=kind)) == 1


def load(tx: Connection, alert_id: str) -> Alert | None:
    """An alert by its id."""
    row = tx.execute(select(alerts).where(alerts.c.id == alert_id)).one_or_none()
    return None if row is None else Alert(**row._mapping)


def open_ones(tx: Connection) -> list[Alert]:
    """Alerts nobody answers for, oldest first."""
    waiting = select(alerts).where(alerts.c.taken_at.is_(None), alerts.c.closed_at.is_(None))
    return [Alert(**row._mapping) for row in tx.execute(waiting.order_by(alerts.c.raised_at))]


def not_closed(tx: Connection, within: str = "") -> list[Alert]:
    """Alerts of a subtree that are not over, taken or not, oldest first."""
    found = select(alerts).where(alerts.c.closed_at.is_(None), subtree(alerts.c.unit_code, within))
    return [Alert(**row._mapping) for row in tx.execute(found.order_by(alerts.c.raised_at))]


def by_code(tx: Connection, code: str) -> Alert | None:
    """The newest alert of this short code: a year has it once."""
    found = select(alerts).where(alerts.c.code == code).order_by(alerts.c.raised_at.desc()).limit(1)
    row = tx.execute(found).one_or_none()
    return None if row is None else Alert(**row._mapping)


def take(tx: Connection, alert_id: str, staff_id: int, through: str, at: datetime) -> bool:
    """Somebody takes it; False when somebody else was first, or it is over."""
    free = update(alerts).where(alerts.c.id == alert_id, alerts.c.taken_at.is_(None), alerts.c.closed_at.is_(None))
    return changed(tx, free.values(taken_at=at, taken_by=staff_id, taken_through=through)) == 1


def hand_on(tx: Connection, alert_id: str, at: datetime) -> Alert | None:
    """Nobody answers for it any more, and it waits for somebody else. Returns it as it is now, None when it is over."""
    moved = update(alerts).where(alerts.c.id == alert_id, alerts.c.closed_at.is_(None))
    waiting = {"taken_at": None, "taken_by": None, "taken_through": None, "handed_at": at}
    row = tx.execute(moved.values(**waiting, handed=alerts.c.handed + 1).returning(alerts)).one_or_none()
    return None if row is None else Alert(**row._mapping)


def close(tx: Connection, alert_id: str, by: str, note: str, at: datetime) -> bool:
    """It is over, and how; False when it was before."""
    ended = update(alerts).where(alerts.c.id == alert_id, alerts.c.closed_at.is_(None))
    return changed(tx, ended.values(closed_at=at, closed_by=by, closing=note)) == 1


def breach(tx: Connection, alert_id: str, at: datetime) -> bool:
    """Marks it as unanswered for too long; False when it was marked before."""
    late = update(alerts).where(alerts.c.id == alert_id, alerts.c.breached_at.is_(None))
    return changed(tx, late.values(breached_at=at)) == 1


def tell(
    tx: Connection, alert: Alert, staff_id: int, at: datetime, *, rung: bool = True, report_id: int | None = None
) -> bool:
    """Notes that this person is told; False when they were told since it was raised, or last handed on.

    report_id  which report that joined concerns them, None: the first
    """
    facts = {"told_at": at, "round": alert.handed, "rung": rung, "report_id": report_id}
    told = upsert(tx, alert_people).values(alert_id=alert.id, staff_id=staff_id, **facts)
    again = {name: told.excluded[name] for name in facts}
    kept = told.on_conflict_do_update(
        index_elements=["alert_id", "staff_id"], set_=again, where=alert_people.c.round < alert.handed
    )
    return changed(tx, kept) == 1


def told(tx: Connection, alert_id: str) -> list[Told]:
    """Who was told, first told first."""
    found = select(alert_people).where(alert_people.c.alert_id == alert_id)
    rows = tx.execute(found.order_by(alert_people.c.told_at, alert_people.c.staff_id))
    return [Told(row.staff_id, row.told_at, row.round, row.rung, row.report_id) for row in rows]


def waited_for(tx: Connection, alert: Alert) -> list[Told]:
    """Those told since it was raised, or last handed on: any of them may answer."""
    return [one for one in told(tx, alert.id) if one.round == alert.handed]


def told_to(tx: Connection, staff_ids: list[int], code: str | None) -> Alert | None:
    """The newest alert these people were told of, those nobody answers for first; with a code, that one."""
    found = select(alerts).join(alert_people).where(alert_people.c.staff_id.in_(staff_ids))
    found = found if code is None else found.where(alerts.c.code == code)
    answered = alerts.c.taken_at.is_not(None) | alerts.c.closed_at.is_not(None)
    newest: Any = found.order_by(answered, alerts.c.raised_at.desc()).limit(1)
    row = tx.execute(newest).one_or_none()
    return None if row is None else Alert(**row._mapping)


def ringing_for(tx: Connection, numbers: Sequence[str], since: datetime) -> set[str]:
    """Which of these phones are being rung about something nobody answers for, told of since an instant."""
    waiting = alerts.c.taken_at.is_(None), alerts.c.closed_at.is_(None), alert_people.c.round == alerts.c.handed
    found = select(staff.c.number).join(alert_people, alert_people.c.staff_id == staff.c.id).join(alerts)
    mine = staff.c.number.in_(list(numbers)), alert_people.c.rung, alert_people.c.told_at > since
    return set(tx.execute(found.where(*waiting, *mine)).scalars())


def note_turn(tx: Connection, turn: Turn) -> None:
    """Keeps what became of an alert; nothing is ever taken out."""
    tx.execute(insert(alert_turns).values(**vars(turn)))


def turns(tx: Connection, alert_id: str) -> list[Turn]:
    """What became of an alert, in order."""
    found = select(alert_turns).where(alert_turns.c.alert_id == alert_id).order_by(alert_turns.c.id)
    return [Turn(row.alert_id, What(row.what), row.at, row.by, row.to_id, row.note) for row in tx.execute(found)]


# What the daily report counts


def counts(tx: Connection, unit_code: str, since: datetime, until: datetime) -> Iterable[tuple[str, str, int]]:
    """Figures of the alerts of a subtree after one instant and up to another, by unit; zeros are left out.

    alerts               raised
    alerts_taken_10min   of these, somebody answered for within ten minutes of the raising
    alerts_breached      marked then as unanswered too long, whenever they were raised
    clocks_missed        deadlines of the law about them missed then by a level of this house
    """
    here = subtree(alerts.c.unit_code, unit_code)
    raised = _between(alerts.c.raised_at, since, until)
    missed = select(func.count()).select_from(alert_clocks.join(alerts))
    figures = {
        "alerts": select(func.count()).where(raised),
        "alerts_taken_10min": select(func.count()).where(raised, taken_in_time(tx)),
        "alerts_breached": select(func.count()).where(_between(alerts.c.breached_at, since, until)),
        "clocks_missed": missed.where(_between(alert_clocks.c.missed_at, since, until)),
    }
    for name, counted in figures.items():
        by_unit = counted.add_columns(alerts.c.unit_code).where(here).group_by(alerts.c.unit_code)
        for value, unit in tx.execute(by_unit.order_by(alerts.c.unit_code)):
            yield unit, name, value


def taken_in_time(tx: Connection) -> Any:
    """The condition that somebody answered for an alert within ten minutes of its raising."""
    within = seconds_between(tx, alerts.c.raised_at, alert_turns.c.at) <= PROMPT.total_seconds() + 0.001
    return (
        select(alert_turns.c.id)
        .where(alert_turns.c.alert_id == alerts.c.id, alert_turns.c.what == What.TAKEN, within)
        .exists()
    )


def _between(at: Any, since: datetime, until: datetime) -> Any:
    return (at > since) & (at <= until)
