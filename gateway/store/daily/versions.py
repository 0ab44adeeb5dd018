"""Versions of a unit's day: sealed with a hash, added to, never changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select

from gateway.domain.daily.content import DayReport, Nature, seal_of
from gateway.store.daily_tables import day_reports
from gateway.store.sql import hold_names, subtree


@dataclass(frozen=True)
class Version:
    """A unit's day as it was sealed."""

    report: DayReport
    version: int
    nature: Nature
    seal: str
    words: str
    sealed_at: datetime
    content: Mapping[str, Any]

    @property
    def is_whole(self) -> bool:
        """Whether its content is what was sealed."""
        return seal_of(self.content) == self.seal


def latest_seals(tx: Connection, day: date, within: str = "") -> dict[str, tuple[int, str]]:
    """The newest version of each unit of a subtree: its number and seal."""
    found = select(day_reports.c.unit_code, day_reports.c.version, day_reports.c.seal)
    return {row.unit_code: (row.version, row.seal) for row in tx.execute(_newest(found, day, within))}


def newest(tx: Connection, day: date, within: str = "", length: int = 0) -> dict[str, Version]:
    """The newest version of each unit of a subtree, by unit. `length`: of codes of so many digits, 0: of all."""
    found = _newest(select(day_reports), day, within)
    found = found.where(func.length(day_reports.c.unit_code) == length) if length else found
    return {row.unit_code: _version(row) for row in tx.execute(found.order_by(day_reports.c.unit_code))}


def newest_reports(tx: Connection, day: date, within: str = "", length: int = 0) -> dict[str, DayReport]:
    """What those versions hold."""
    return {code: version.report for code, version in newest(tx, day, within, length).items()}


def _newest(found: Any, day: date, within: str) -> Any:
    newest = (
        select(day_reports.c.unit_code, func.max(day_reports.c.version).label("version"))
        .where(day_reports.c.day == day, subtree(day_reports.c.unit_code, within))
        .group_by(day_reports.c.unit_code)
        .subquery()
    )
    same = (day_reports.c.unit_code == newest.c.unit_code) & (day_reports.c.version == newest.c.version)
    return found.join(newest, same).where(day_reports.c.day == day)


def hold_day(tx: Connection, day: date) -> None:
    """Whoever else seals this day waits until this transaction ends."""
    hold_names(tx, [f"seal:{day}"])


def add(tx: Connection, versions: Sequence[Version]) -> None:
    """Keeps new versions."""
    if versions:
        tx.execute(insert(day_reports), [_row(version) for version in versions])


def load(tx: Connection, unit_code: str, day: date, version: int | None = None) -> Version | None:
    """A version of a unit's day, None: the newest. None when there is no such."""
    found = select(day_reports).where(day_reports.c.unit_code == unit_code, day_reports.c.day == day)
    found = found if version is None else found.where(day_reports.c.version == version)
    row = tx.execute(found.order_by(day_reports.c.version.desc()).limit(1)).one_or_none()
    return None if row is None else _version(row)


def all_of(tx: Connection, unit_code: str, day: date) -> list[Version]:
    """Every version of a unit's day, the first one first."""
    found = select(day_reports).where(day_reports.c.unit_code == unit_code, day_reports.c.day == day)
    return [_version(row) for row in tx.execute(found.order_by(day_reports.c.version))]


def each(tx: Connection, day: date, within: str) -> Iterator[Version]:
    """Every version of a day in a subtree, a few in memory at a time."""
    found = select(day_reports).where(day_reports.c.day == day, subtree(day_reports.c.unit_code, within))
    rows = tx.execution_options(yield_per=500).execute(found.order_by(day_reports.c.unit_code, day_reports.c.version))
    return (_version(row) for row in rows)


def revised(tx: Connection, day: date, within: str = "") -> dict[str, tuple[DayReport, DayReport]]:
    """Units with more than one version of a day: the first and the newest."""
    found = select(day_reports).where(day_reports.c.day == day, subtree(day_reports.c.unit_code, within))
    several = select(day_reports.c.unit_code).where(day_reports.c.day == day, day_reports.c.version > 1).distinct()
    by_unit: dict[str, list[DayReport]] = {}
    for row in tx.execute(found.where(day_reports.c.unit_code.in_(several)).order_by(day_reports.c.version)):
        by_unit.setdefault(row.unit_code, []).append(DayReport.from_json(row.unit_code, day, row.content))
    return {code: (reports[0], reports[-1]) for code, reports in by_unit.items()}


def _row(version: Version) -> dict[str, Any]:
    return {
        "unit_code": version.report.unit_code,
        "day": version.report.day,
        "version": version.version,
        "nature": version.nature,
        "content": version.content,
        "seal": version.seal,
        "words": version.words,
        "sealed_at": version.sealed_at,
    }


def _version(row: Any) -> Version:
    report = DayReport.from_json(row.unit_code, row.day, row.content)
    return Version(report, row.version, Nature(row.nature), row.seal, row.words, row.sealed_at, row.content)
