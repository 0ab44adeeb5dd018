"""Everything the ledger holds from one call, for whoever wants to read it in one piece."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from gateway.store.incident_tables import alert_reports
from gateway.store.outgoing_tables import alerts, texts_out
from gateway.store.tables import answers, reports


@dataclass(frozen=True)
class Given:
    """One answer as it was given. `clear` None: belongs to none of the ten."""

    flow: str
    node: str
    clear: int | None
    raw: str
    value: str


@dataclass(frozen=True)
class Filed:
    """A report of the call; None as in the table."""

    kind: str
    day: date
    unit_code: str
    category: str | None
    arrived_on: date | None
    from_hubei: bool
    fever: bool
    temperature: float | None
    clear: int | None
    unclear: Sequence[int] | None


@dataclass(frozen=True)
class Sent:
    """A text in the outbox."""

    number: str
    body: str
    segments: int


def given(tx: Connection, session_id: str) -> list[Given]:
    """The answers of a call, in order."""
    columns = [answers.c[name] for name in Given.__dataclass_fields__]
    return [
        Given(*row)
        for row in tx.execute(select(*columns).where(answers.c.session_id == session_id).order_by(answers.c.step))
    ]


def filed(tx: Connection, session_id: str) -> list[Filed]:
    """The reports a call led to."""
    columns = [reports.c[name] for name in Filed.__dataclass_fields__]
    return [
        Filed(*row) for row in tx.execute(select(*columns).where(reports.c.source.startswith(f"call:{session_id}")))
    ]


def raised(tx: Connection, session_id: str) -> list[tuple[str, str]]:
    """Code and kind of the alerts a call raised."""
    found = select(alerts.c.code, alert_reports.c.kind).join(alert_reports)
    found = found.where(alert_reports.c.source.startswith(f"call:{session_id}")).order_by(alert_reports.c.id)
    return [(row[0], row[1]) for row in tx.execute(found)]


def last_text(tx: Connection) -> int:
    """The id of the newest text in the outbox, 0 when it is empty."""
    newest: int = tx.execute(select(func.coalesce(func.max(texts_out.c.id), 0))).scalar_one()
    return newest


def texts_after(tx: Connection, text_id: int) -> list[Sent]:
    """Texts put in the outbox after one of them."""
    columns = [texts_out.c[name] for name in Sent.__dataclass_fields__]
    return [Sent(*row) for row in tx.execute(select(*columns).where(texts_out.c.id > text_id).order_by(texts_out.c.id))]
