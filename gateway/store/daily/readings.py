"""Digests texted: to whom, whether they were read, what was opened in them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, func, or_, select, update

from gateway.store.digest_tables import digest_openings, digest_readings
from gateway.store.outgoing_tables import texts_out
from gateway.store.sql import add_once, changed
from gateway.store.texts import AGAIN, State


class How(StrEnum):
    """How it came out that a digest was read."""

    TEXT = "text"  # they answered it
    CALL = "call"  # they rang in to hear it
    READ_OUT = "read_out"  # they pressed 1 when it was read out to them


@dataclass(frozen=True)
class Reading:
    """One digest to one reader; None as in the table. `id` 0: not in the ledger yet."""

    about: str
    unit_code: str
    day: date
    version: int
    staff_id: int
    number: str
    told_at: datetime
    called_at: datetime | None = None
    read_at: datetime | None = None
    how: str | None = None
    id: int = 0


@dataclass(frozen=True)
class Opening:
    """What somebody asked to be opened, and how much of it they were told."""

    source: str
    reading_id: int
    digit: int
    unit_code: str
    shown: int
    entries: int
    at: datetime

    @property
    def rest(self) -> int:
        """Entries not told yet."""
        return self.entries - self.shown


def add(tx: Connection, reading: Reading) -> bool:
    """Notes that a digest goes to somebody; False when that was noted before."""
    return add_once(
        tx, digest_readings, {name: value for name, value in vars(reading).items() if name != "id"}, "about"
    )


def newest(tx: Connection, number: str, now: datetime, day: date | None = None) -> Reading | None:
    """The digest a phone got last, of a day or of any; of several at once that of the highest unit."""
    found = select(digest_readings).where(digest_readings.c.number == number, digest_readings.c.told_at <= now)
    found = found if day is None else found.where(digest_readings.c.day == day)
    last = found.order_by(
        digest_readings.c.told_at.desc(), func.length(digest_readings.c.unit_code), digest_readings.c.id
    )
    row = tx.execute(last.limit(1)).one_or_none()
    return None if row is None else _reading(row)


def load(tx: Connection, reading_id: int) -> Reading:
    """A reading by its number."""
    return _reading(tx.execute(select(digest_readings).where(digest_readings.c.id == reading_id)).one())


def mark(tx: Connection, reading_id: int, how: How, at: datetime) -> bool:
    """It was read; False when that was known."""
    unread = update(digest_readings).where(digest_readings.c.id == reading_id, digest_readings.c.read_at.is_(None))
    return changed(tx, unread.values(read_at=at, how=how)) == 1


def mark_text(tx: Connection, text_id: int, at: datetime) -> bool:
    """The digest of this text was heard as it was read out; False for any other text, or when that was known."""
    about = tx.execute(select(texts_out.c.about).where(texts_out.c.id == text_id)).scalar_one_or_none()
    meant = digest_readings.c.about == (about or "").removesuffix(AGAIN)
    unread = update(digest_readings).where(meant, digest_readings.c.read_at.is_(None))
    return changed(tx, unread.values(read_at=at, how=How.READ_OUT)) == 1


def unread(tx: Connection, before: datetime, since: datetime, most: int) -> list[tuple[Reading, int]]:
    """Digests nobody has read or is called about, told before an instant, or that did not arrive, each with its text.

    since  those told earlier are not worth a call any more
    """
    again = texts_out.alias("again")  # a text that failed may have been sent a second time
    waiting = (digest_readings.c.read_at.is_(None), digest_readings.c.called_at.is_(None))
    lost = func.coalesce(again.c.state, texts_out.c.state) == State.FAILED
    found = (
        select(digest_readings, func.coalesce(again.c.id, texts_out.c.id).label("text_id"))
        .join_from(digest_readings, texts_out, texts_out.c.about == digest_readings.c.about)
        .join(again, again.c.about == digest_readings.c.about + AGAIN, isouter=True)
        .where(*waiting, or_(digest_readings.c.told_at <= before, lost), digest_readings.c.told_at > since)
    )
    return [(_reading(row), row.text_id) for row in tx.execute(found.order_by(digest_readings.c.id).limit(most))]


def call(tx: Connection, reading_id: int, at: datetime) -> bool:
    """A call is to read it out; False when it is already, or it was read meanwhile."""
    waiting = (digest_readings.c.read_at.is_(None), digest_readings.c.called_at.is_(None))
    return (
        changed(tx, update(digest_readings).where(digest_readings.c.id == reading_id, *waiting).values(called_at=at))
        == 1
    )


def open_(tx: Connection, opening: Opening) -> bool:
    """Keeps what was opened; False when the same text opened it before."""
    return add_once(tx, digest_openings, vars(opening), "source")


def last_opened(tx: Connection, number: str) -> tuple[Opening, Reading] | None:
    """What a phone has opened last, and in which digest."""
    found = (
        select(digest_openings)
        .join(digest_readings)
        .where(digest_readings.c.number == number)
        .order_by(digest_openings.c.id.desc())
        .limit(1)
    )
    row = tx.execute(found).one_or_none()
    if row is None:
        return None
    opening = Opening(**{name: row._mapping[name] for name in Opening.__dataclass_fields__})
    return opening, load(tx, opening.reading_id)


def _reading(row: Any) -> Reading:
    return Reading(**{name: row._mapping[name] for name in Reading.__dataclass_fields__})
