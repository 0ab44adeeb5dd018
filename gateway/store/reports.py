"""What was reported, one row a source; and the figures of a day read from them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Integer, case, cast, delete, func, select

from gateway.domain.screening import OBSERVED, observed_until
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


@dataclass(frozen=True)
class Day:
    """One unit's own rows of a day: those filed at exactly this code."""

    unit_code: str
    reported: int
    zeros: int
    returnees: int
    hubei: int
    fever: int


def of_day(tx: Connection, day: date) -> list[Day]:
    """The day's figures by the code they were filed at, one pass over the day's rows.

    A household counts once however often it rang; a returnee counts once though two calls told of them.
    """
    who = func.coalesce(cast(reports.c.household_id, reports.c.number.type), reports.c.number)
    person = func.coalesce(reports.c.person, who)
    new = reports.c.kind == Kind.RETURNEE
    rows = tx.execute(
        select(
            reports.c.unit_code,
            _different(reports.c.household_id, reports.c.household_id.is_not(None)),
            _different(who, reports.c.kind == Kind.ZERO),
            _different(person, new),
            _different(person, new & reports.c.from_hubei),
            _different(person, reports.c.fever),
        )
        .where(reports.c.day == day)
        .group_by(reports.c.unit_code)
    )
    return [Day(*row) for row in rows]


def observed(tx: Connection, day: date) -> dict[str, int]:
    """People within their observation on a day, by the code they were filed at."""
    first = day - (observed_until(day) - day)
    rows = tx.execute(
        select(reports.c.unit_code, func.count(reports.c.person.distinct()))
        .where(reports.c.arrived_on >= first, reports.c.day <= day, reports.c.category.in_(sorted(OBSERVED)))
        .group_by(reports.c.unit_code)
    )
    return {row[0]: row[1] for row in rows}


def _different(column: Any, where: Any) -> Any:
    return cast(func.count(case((where, column)).distinct()), Integer)
