"""The reports of an incident, and what makes a further one part of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, insert, or_, select, update

from gateway.store.alerts import Alert
from gateway.store.incident_tables import alert_clusters, alert_reports
from gateway.store.outgoing_tables import alerts
from gateway.store.sql import hold_names, upsert

RAISING = "alerts"


@dataclass(frozen=True)
class Report:
    """One report of something urgent. `household_id` None: not on the roster. `id` 0: not in the ledger yet."""

    source: str
    kind: str
    unit_code: str
    household_id: int | None
    number: str
    at: datetime
    id: int = 0

    @property
    def home(self) -> str:
        """What names the household, or the phone of whoever stands on no roster."""
        return str(self.household_id or self.number)


def hold(tx: Connection) -> None:
    """Whoever else reports something urgent waits until this transaction ends: two reports raise one incident."""
    hold_names(tx, [RAISING])


def add(tx: Connection, alert_id: str, report: Report, keys: Mapping[str, timedelta]) -> int:
    """Keeps a report with what may join later ones to it, and returns its number."""
    facts = {name: value for name, value in vars(report).items() if name != "id"}
    number = tx.execute(insert(alert_reports).values(alert_id=alert_id, **facts).returning(alert_reports.c.id))
    gather(tx, alert_id, keys, report.at)
    return int(number.scalar_one())


def gather(tx: Connection, alert_id: str, keys: Mapping[str, timedelta], at: datetime) -> None:
    """From now on an incident gathers what is reported under these keys."""
    kept = upsert(tx, alert_clusters).on_conflict_do_nothing(index_elements=["key", "alert_id"])
    if keys:
        tx.execute(kept, [{"key": key, "alert_id": alert_id, "at": at} for key in keys])


def of_source(tx: Connection, source: str) -> tuple[Alert, Report] | None:
    """The incident this source has told of already, with its report; None when it has told of none."""
    row = tx.execute(select(alert_reports).where(alert_reports.c.source == source)).one_or_none()
    if row is None:
        return None
    return _alert(tx.execute(select(alerts).where(alerts.c.id == row.alert_id)).one()), _report(row)


def open_under(tx: Connection, keys: Mapping[str, timedelta], now: datetime) -> Alert | None:
    """The oldest incident not closed that has begun to gather under one of these keys lately enough; held.

    keys  how long each of them gathers reports
    """
    if not keys:
        return None
    gathering = [and_(alert_clusters.c.key == key, alert_clusters.c.at > now - long) for key, long in keys.items()]
    mine = select(alert_clusters.c.alert_id).where(or_(*gathering))
    found = select(alerts).where(alerts.c.id.in_(mine), alerts.c.closed_at.is_(None))
    row = tx.execute(found.order_by(alerts.c.raised_at, alerts.c.id).limit(1).with_for_update()).one_or_none()
    return None if row is None else _alert(row)


def reports_of(tx: Connection, alert_id: str) -> list[Report]:
    """Everything that was reported of an incident, in order."""
    found = select(alert_reports).where(alert_reports.c.alert_id == alert_id).order_by(alert_reports.c.id)
    return [_report(row) for row in tx.execute(found)]


def set_kind(tx: Connection, report_id: int, kind: str) -> None:
    """A report has turned out graver."""
    tx.execute(update(alert_reports).where(alert_reports.c.id == report_id).values(kind=kind))


def _report(row: Any) -> Report:
    return Report(**{name: row._mapping[name] for name in Report.__dataclass_fields__})


def _alert(row: Any) -> Alert:
    return Alert(**row._mapping)
