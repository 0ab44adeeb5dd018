"""What is behind a figure of a day: the rows of the ledger it counts, or the person who said it and when."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, and_, func, literal, or_, select

from gateway.domain.daily.columns import BY_NAME
from gateway.store.daily.behind_matters import MATTERS, alerts_in_time
from gateway.store.daily.behind_people import PEOPLE
from gateway.store.daily.scope import Scope
from gateway.store.daily_tables import day_acts, keyed_figures
from gateway.store.incident_tables import alert_reports
from gateway.store.outgoing_tables import alerts
from gateway.store.sql import subtree
from gateway.store.tables import households, phones, units

BEHIND = {**PEOPLE, **MATTERS}
IN_TIME = "alerts_taken_10min"
ROWS = frozenset({*BEHIND, IN_TIME})  # figures of which the ledger has a row each
URGENT = 17
OF_ALERTS = (8, 9, 10, URGENT)  # columns about what alerts are raised for: fever, contacts, cases, urgent things


@dataclass(frozen=True)
class Behind:
    """One row behind a figure.

    kind, ref  which row of the ledger it is: report 12, arrival a3, event 5
    code       of the unit it was filed at
    unit       what that unit is called
    door       None: they stand on no roster, or it is about no household
    name       of the household, the member of the staff or the unit; None as above
    number     the phone that told of them, else the household's first; None: none is known, or nobody may know
    note       what a reader calls it by: T12, R5, an alert's code, a document; None for all else
    category   letter of the policy table, None where nobody has one
    alert      code of the urgent thing open about them, None for none, and for figures that are about no such thing
    times      how much of the figure it makes up
    """

    kind: str
    ref: str
    code: str
    unit: str
    door: str | None
    name: str | None
    number: str | None
    note: str | None
    category: str | None
    alert: str | None
    times: int


def behind(tx: Connection, scope: Scope, figure: str, most: int | None = None) -> list[Behind]:
    """The rows a figure counts, by place; of several reports of one person the first.

    figure  one of ROWS; raises KeyError for any other
    most    so many at most, None: all
    """
    found = (alerts_in_time(tx, scope) if figure == IN_TIME else BEHIND[figure](scope)).subquery()
    first_phone = select(func.min(phones.c.number)).where(phones.c.household_id == found.c.household_id)
    kept = (
        *(found.c.kind, found.c.ref, found.c.unit_code.label("code")),
        func.coalesce(units.c.name, found.c.unit_code).label("unit"),
        households.c.door,
        func.coalesce(found.c.name, households.c.name).label("name"),
        func.coalesce(found.c.number, first_phone.scalar_subquery()).label("number"),
        *(found.c.note, found.c.category, found.c.times, _open_alert(found, figure).label("alert")),
    )
    told = (
        select(*kept)
        .join_from(found, units, units.c.code == found.c.unit_code, isouter=True)
        .join(households, households.c.id == found.c.household_id, isouter=True)
        .order_by(found.c.unit_code, *(one.nulls_last() for one in (households.c.door, found.c.number, found.c.note)))
        .order_by(found.c.ref)
        .limit(most)
    )
    return [Behind(**row._mapping) for row in tx.execute(told)]


def _open_alert(found: Any, figure: str) -> Any:
    """The code of the urgent thing that is open about a row, or is that row."""
    column = BY_NAME[figure].column if figure in BY_NAME else None
    if column not in OF_ALERTS:
        return literal(None, alerts.c.code.type)
    open_one = select(func.min(alerts.c.code)).where(alerts.c.closed_at.is_(None))
    if column == URGENT:
        return open_one.where(alerts.c.id == found.c.ref).scalar_subquery()
    of = alert_reports.c
    unknown_home = and_(found.c.household_id.is_(None), of.number == found.c.number)
    about = or_(of.household_id == found.c.household_id, unknown_home)
    return open_one.join_from(alerts, alert_reports, of.alert_id == alerts.c.id).where(about).scalar_subquery()


# What people said


@dataclass(frozen=True)
class Said:
    """A figure as somebody keyed it for their unit, last. `by`: staff:<id>, or command line."""

    unit_code: str
    value: int
    by: str
    channel: str
    at: datetime


def said_of(tx: Connection, within: str, day: date, figure: str) -> list[Said]:
    """Who keyed a figure in a subtree, and when; of a unit the last word only, by unit."""
    kept = (keyed_figures.c.unit_code, keyed_figures.c.value, day_acts.c.by, day_acts.c.channel, day_acts.c.at)
    found = select(*kept).join_from(keyed_figures, day_acts, day_acts.c.id == keyed_figures.c.act_id)
    here = (subtree(keyed_figures.c.unit_code, within), keyed_figures.c.day == day, keyed_figures.c.name == figure)
    rows = tx.execute(found.where(*here).order_by(keyed_figures.c.id))
    last = {row.unit_code: Said(*row) for row in rows}
    return [last[code] for code in sorted(last)]
