"""Sealed days: one row a unit, day and version; whoever inserts it, sends it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select

from gateway.domain.digests import Figures
from gateway.store.outgoing_tables import digests
from gateway.store.sql import changed, upsert


@dataclass(frozen=True)
class Digest:
    """A unit's day as it was sealed."""

    unit_code: str
    day: date
    version: int
    figures: Figures
    words: str
    sealed_at: datetime


def seal(tx: Connection, digest: Digest) -> bool:
    """Keeps a version once; False when it was sealed before."""
    sealed = upsert(tx, digests).values(**{**vars(digest), "figures": digest.figures.to_json()})
    kept = sealed.on_conflict_do_nothing(index_elements=["unit_code", "day", "version"])
    return changed(tx, kept) == 1


def load(tx: Connection, unit_code: str, day: date) -> Digest | None:
    """The newest version of a unit's day, None when it is not sealed."""
    found = select(digests).where(digests.c.unit_code == unit_code, digests.c.day == day)
    row = tx.execute(found.order_by(digests.c.version.desc()).limit(1)).one_or_none()
    if row is None:
        return None
    figures = Figures.from_json(row.figures)
    return Digest(row.unit_code, row.day, row.version, figures, row.words, row.sealed_at)


def is_sealed(tx: Connection, day: date) -> bool:
    """Whether any unit's day is sealed: a day is sealed whole."""
    return tx.execute(select(digests.c.id).where(digests.c.day == day).limit(1)).one_or_none() is not None
