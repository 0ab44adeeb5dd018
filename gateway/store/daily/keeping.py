"""What is kept between two countings of a day: each unit's facts and report, and what has changed since.

Whoever reads asks for the revision and the changes first and for what is kept afterwards: where others may commit in
between, nothing is then older than it is taken for. Whoever writes does so only in the revision they have read.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Date, Text, and_, bindparam, delete, insert, or_, select, text, update

from gateway.domain.daily.window import Window
from gateway.store.keeping_tables import day_marks, kept_days, kept_units
from gateway.store.sql import changed, covering, put, subtree, upsert

MOST_AT_ONCE = 500  # rows named in one statement


@dataclass(frozen=True)
class Change:
    """Something of a unit has changed; `of`: in which table."""

    id: int
    unit_code: str
    of: str


@dataclass(frozen=True)
class Kept:
    """A unit's day as it was counted last, without its facts."""

    name: str
    above: str | None
    report: Mapping[str, Any]


@dataclass(frozen=True)
class KeptDay:
    """How far a day is kept. `revision` 0: its changes are marked, but nothing is kept yet."""

    revision: int
    marked_at: datetime
    marked_by: int | None


def load(tx: Connection, window: Window, made_by: str) -> KeptDay | None:
    """How far a day is kept; None when it is not, or for another window, or was counted by other statements."""
    row = tx.execute(select(kept_days).where(kept_days.c.day == window.day)).one_or_none()
    if row is None or (row.since, row.until, row.made_by) != (window.since, window.until, made_by):
        return None
    return KeptDay(row.revision, row.marked_at, row.marked_by)


def begin(tx: Connection, window: Window, made_by: str, at: datetime) -> None:
    """Changes of a day are marked from now on; what was kept of it before is not used any longer."""
    drop(tx, window.day)
    begun = {"day": window.day, "since": window.since, "until": window.until, "marked_at": at}
    by = None if _commit_beside_each_other(tx) else 0
    row = begun | {"marked_by": by, "made_by": made_by, "revision": 0}
    tx.execute(upsert(tx, kept_days).values(row).on_conflict_do_nothing(index_elements=["day"]))


def note_first_to_mark(tx: Connection, day: date) -> None:
    """After the beginning is committed: whichever transaction comes next marks what it changes."""
    following = text("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
    first = tx.execute(following).scalar_one()
    tx.execute(update(kept_days).where(kept_days.c.day == day, kept_days.c.marked_by.is_(None)).values(marked_by=first))


def all_mark(tx: Connection, kept: KeptDay) -> bool:
    """Whether every transaction from before is over: only then nothing comes without a mark."""
    if kept.marked_by is None or not _commit_beside_each_other(tx):
        return kept.marked_by is not None
    return tx.execute(FROM_BEFORE, {"first": kept.marked_by}).first() is None


def _commit_beside_each_other(tx: Connection) -> bool:
    return tx.dialect.name == "postgresql"  # SQLite's writers take turns


def drop(tx: Connection, day: date) -> None:
    """A day is not kept any longer."""
    for table in (kept_days, kept_units, day_marks):
        tx.execute(delete(table).where(table.c.day == day))


def days(tx: Connection) -> list[date]:
    """The days of which changes are marked, by date."""
    return list(tx.execute(select(kept_days.c.day).order_by(kept_days.c.day)).scalars())


def is_marked(tx: Connection, day: date) -> bool:
    """Whether anything has changed since a day was brought up to date."""
    return tx.execute(select(day_marks.c.id).where(day_marks.c.day == day).limit(1)).first() is not None


def changes(tx: Connection, day: date, within: str, from_above: Iterable[str]) -> list[Change]:
    """What has changed in a subtree. `from_above`: tables of which a change above it concerns it, too."""
    asked = {"day": day, "within": within, "beyond": f"{within}~", "reaching": list(from_above)}
    return [Change(row.id, row.unit_code, row.of) for row in tx.execute(CHANGES, asked)]


def codes(tx: Connection, day: date, within: str) -> set[str]:
    """The units of a subtree that are kept."""
    found = select(kept_units.c.unit_code).where(kept_units.c.day == day, subtree(kept_units.c.unit_code, within))
    return set(tx.execute(found).scalars())


def of_subtree(tx: Connection, day: date, within: str) -> dict[str, Kept]:
    """What is kept of the units of a subtree."""
    return _kept(tx.execute(KEPT.where(subtree(kept_units.c.unit_code, within)), {"day": day}))


def with_those_below(tx: Connection, day: date, units: Sequence[str]) -> dict[str, Kept]:
    """What is kept of these units and of those right below them."""
    found: dict[str, Kept] = {}
    for few in _by_few(units):
        found |= _kept(tx.execute(KEPT_NEAR, {"day": day, "units": few}))
    return found


def facts(tx: Connection, day: date, units: Sequence[str]) -> dict[str, Mapping[str, Mapping[str, Any]]]:
    """What is kept of these units themselves."""
    found: dict[str, Mapping[str, Mapping[str, Any]]] = {}
    for few in _by_few(units):
        found |= {row.unit_code: row.facts for row in tx.execute(FACTS, {"day": day, "units": few})}
    return found


def keep(
    tx: Connection, day: date, seen: KeptDay, rows: Sequence[Mapping[str, Any]], done: Sequence[int], *, all_units: bool
) -> bool:
    """Keeps these units' days and takes away the marks that are done with.

    seen       the revision they were counted in
    rows       unit_code, above, name, facts, report
    all_units  whatever else was kept of the day is not of it any more

    False, and nothing is changed, when somebody else has brought the day up to date since.
    """
    same = (kept_days.c.revision == seen.revision) & (kept_days.c.marked_at == seen.marked_at)
    mine = update(kept_days).where(kept_days.c.day == day, same)
    if changed(tx, mine.values(revision=seen.revision + 1)) == 0:
        return False
    if all_units:
        tx.execute(delete(kept_units).where(kept_units.c.day == day))
        if rows:
            tx.execute(insert(kept_units), [{"day": day, **row} for row in rows])
    else:
        names = ["above", "name", "facts", "report"]
        put(tx, kept_units, [{"day": day, **row} for row in rows], ["day", "unit_code"], names)
    for few in _by_few(done):
        tx.execute(delete(day_marks).where(day_marks.c.id.in_(few)))
    return True


def _kept(rows: Iterable[Any]) -> dict[str, Kept]:
    return {row.unit_code: Kept(row.name, row.above, row.report) for row in rows}


def _by_few(them: Sequence[Any]) -> Iterable[list[Any]]:
    return (list(them[at : at + MOST_AT_ONCE]) for at in range(0, len(them), MOST_AT_ONCE))


FROM_BEFORE = text(  # writers of this database alone: the server's other databases may work as long as they like
    "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND backend_xid IS NOT NULL"
    " AND age(backend_xid) > age(CAST(CAST(:first % 4294967296 AS text) AS xid)) LIMIT 1"
)

# Kept, since building a statement costs more than running it.
_DAY: Any = bindparam("day", type_=Date())
_UNITS: Any = bindparam("units", expanding=True)
CHANGES = select(day_marks).where(
    day_marks.c.day == _DAY,
    or_(
        and_(day_marks.c.unit_code >= bindparam("within"), day_marks.c.unit_code < bindparam("beyond")),
        and_(
            covering(day_marks.c.unit_code, bindparam("within", type_=Text())),
            day_marks.c.of.in_(bindparam("reaching", expanding=True)),
        ),
    ),
)
KEPT = select(kept_units.c.unit_code, kept_units.c.name, kept_units.c.above, kept_units.c.report).where(
    kept_units.c.day == _DAY
)
KEPT_NEAR = KEPT.where(or_(kept_units.c.unit_code.in_(_UNITS), kept_units.c.above.in_(_UNITS)))
FACTS = select(kept_units.c.unit_code, kept_units.c.facts).where(
    kept_units.c.day == _DAY, kept_units.c.unit_code.in_(_UNITS)
)
