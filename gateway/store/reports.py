"""What was reported, one row a source."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Connection, delete, func, select

from gateway.store import sql
from gateway.store.tables import reports


class Kind(StrEnum):
    """What kind of report it is. ZERO: an explicit "nobody came"."""

    RETURNEE = "returnee"
    ZERO = "zero"
    WELL = "well"
    ILL = "ill"


@dataclass(frozen=True)
class Report:
    """One report; None as in the table."""

    source: str
    kind: Kind
    day: date
    at: datetime
    unit_code: str
    household_id: int | None
    number: str
    person: str | None = None
    arrived_on: date | None = None
    from_hubei: bool = False
    fever: bool = False
    category: str | None = None
    clear: int | None = None
    unclear: Sequence[int] | None = None
    temperature: float | None = None


def put(tx: Connection, report: Report) -> None:
    """Files a report, or replaces what the same source said before: the same call can complete itself."""
    values = asdict(report)
    sql.put(tx, reports, [values], keys=("source",), changed=tuple(values))


def take_back(tx: Connection, source: str) -> None:
    """What a source said is withdrawn."""
    tx.execute(delete(reports).where(reports.c.source == source))


def person_of(tx: Connection, source: str) -> str | None:
    """Whom a source told of, None when it filed nothing of a person."""
    return tx.execute(select(reports.c.person).where(reports.c.source == source)).scalar_one_or_none()


def lately_from_hubei(tx: Connection, number: str, household_id: int | None, since: date) -> bool:
    """Whether this household reported somebody from Hubei, or a contact, in its observation: history for a fever."""
    whose = reports.c.household_id == household_id if household_id else reports.c.number == number
    found = select(func.count()).where(
        whose,
        reports.c.kind == Kind.RETURNEE,
        reports.c.arrived_on >= since,
        reports.c.from_hubei | reports.c.category.in_(("B", "C", "D")),
    )
    return tx.execute(found).scalar_one() > 0


def ill_people(tx: Connection, of: Report, since: date) -> set[str | None]:
    """Who of a report's home was ill from a day on, by any other report. None among them: nobody said who."""
    whose = reports.c.household_id == of.household_id if of.household_id else reports.c.number == of.number
    found = select(reports.c.person).distinct().where(whose, reports.c.fever, reports.c.day >= since)
    return set(tx.execute(found.where(reports.c.source != of.source)).scalars())
