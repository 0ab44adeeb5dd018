"""Rumours, who asked about them, and what was found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, case, exists, func, insert, or_, select, update

from gateway.domain.movement.rumours import FOUND, State, Tag, state_of
from gateway.store.movement_tables import rumour_askers, rumour_turns, rumours
from gateway.store.sql import add_once, changed, hold_names, subtree

REMINDED = "reminded"  # what the house did about a rumour, beside what staff find and do
_OPEN = (rumours.c.same_as.is_(None), or_(rumours.c.answered_at.is_(None), rumours.c.tag.not_in(FOUND)))


@dataclass(frozen=True)
class Rumour:
    """One rumour; None as in the table. `id` 0: not in the ledger yet."""

    unit_code: str
    words: str | None
    created_at: datetime
    task_id: int | None = None
    tag: Tag | None = None
    answer: str | None = None
    same_as: int | None = None
    broadcast_id: str | None = None
    verified_at: datetime | None = None
    answered_at: datetime | None = None
    id: int = 0

    @property
    def code(self) -> str:
        """What a text calls it."""
        return f"R{self.id}"

    @property
    def is_answered(self) -> bool:
        """Whether whoever asks now is told the answer at once."""
        return self.answered_at is not None and self.tag in FOUND

    @property
    def state(self) -> State:
        """Where it stands."""
        return state_of(self.tag, answered=self.is_answered, same=self.same_as is not None)


@dataclass(frozen=True)
class Asker:
    """Who told of a rumour: a phone, and the language it is answered in."""

    id: int
    rumour_id: int
    number: str
    language: str


@dataclass(frozen=True)
class Turn:
    """One thing found or done about a rumour; None as in the table."""

    rumour_id: int
    what: str
    by: str
    at: datetime
    note: str | None = None


def add(tx: Connection, rumour: Rumour) -> int:
    """Keeps a new rumour and returns its number."""
    facts = {name: value for name, value in vars(rumour).items() if name != "id"}
    return int(tx.execute(insert(rumours).values(**facts).returning(rumours.c.id)).scalar_one())


def load(tx: Connection, rumour_id: int) -> Rumour | None:
    """A rumour by its number."""
    row = tx.execute(select(rumours).where(rumours.c.id == rumour_id)).one_or_none()
    return None if row is None else _rumour(row)


def within(tx: Connection, unit_code: str, *, answered: bool = False) -> list[Rumour]:
    """The rumours of a subtree, oldest first; those that were answered only when asked for, never the doubled."""
    here = subtree(rumours.c.unit_code, unit_code)
    found = select(rumours).where(here, *((rumours.c.same_as.is_(None),) if answered else _OPEN))
    return [_rumour(row) for row in tx.execute(found.order_by(rumours.c.id))]


def told_since(tx: Connection, unit_code: str, words: str, since: datetime) -> Rumour | None:
    """The same words, told in this unit since an instant, or the rumour they were found to be the same as.

    Whoever asks has the unit to themselves until the transaction ends.
    """
    hold_names(tx, [f"rumour:{unit_code}"])
    same = (rumours.c.unit_code == unit_code, rumours.c.words == words, rumours.c.created_at >= since)
    row = tx.execute(select(rumours).where(*same).order_by(rumours.c.id.desc()).limit(1)).one_or_none()
    found = None if row is None else _rumour(row)
    while found is not None and found.same_as is not None:
        found = load(tx, found.same_as)
    return found


def to_remind(tx: Connection, since: datetime, until: datetime) -> list[Rumour]:
    """Rumours told since an instant that wait for an answer, of which nothing was said or done after another one.

    Only those nobody was reminded of.
    """
    words = exists().where(rumour_turns.c.rumour_id == rumours.c.id)
    said = words.where(or_(rumour_turns.c.what == REMINDED, rumour_turns.c.at > until))
    open_ones = (*_OPEN, rumours.c.created_at > since, rumours.c.created_at <= until, ~said)
    return [_rumour(row) for row in tx.execute(select(rumours).where(*open_ones).order_by(rumours.c.id))]


def spoken(tx: Connection) -> list[tuple[int, str, int, str]]:
    """Spoken rumours that nobody has tagged: task, unit, number, and "rumour"."""
    named = (rumours.c.task_id, rumours.c.unit_code, rumours.c.id)
    untagged = (rumours.c.task_id.is_not(None), rumours.c.tag.is_(None), rumours.c.same_as.is_(None))
    return [(*row, "rumour") for row in tx.execute(select(*named).where(*untagged).order_by(rumours.c.id))]


def keyed(tx: Connection, task_id: int, words: str) -> None:
    """What was spoken has been keyed in, if it was a rumour."""
    tx.execute(update(rumours).where(rumours.c.task_id == task_id).values(words=words))


def change(tx: Connection, rumour_id: int, **values: Any) -> None:
    """Changes what is known of a rumour; what was found before stands in its turns."""
    tx.execute(update(rumours).where(rumours.c.id == rumour_id).values(**values))


def tag(tx: Connection, rumour_id: int, found: Tag, at: datetime) -> None:
    """What was found of a rumour; when it was first found true or false stays.

    Something else than before takes the answer back, and the message drafted of it: both were about what was found.
    """
    kept = (rumours.c.answer, rumours.c.answered_at, rumours.c.broadcast_id)
    values: dict[str, Any] = {column.name: case((rumours.c.tag == found, column)) for column in kept}
    values["tag"] = found
    if found in FOUND:
        values["verified_at"] = func.coalesce(rumours.c.verified_at, at)
    tx.execute(update(rumours).where(rumours.c.id == rumour_id).values(values))


def answer(tx: Connection, rumour_id: int, words: str, at: datetime) -> None:
    """The official answer; when it was first given to what is found stays."""
    first = func.coalesce(rumours.c.answered_at, at)
    tx.execute(update(rumours).where(rumours.c.id == rumour_id).values(answer=words, answered_at=first))


def join(tx: Connection, rumour_id: int, other: int) -> bool:
    """A rumour is another one: whoever asked, asks of that. False when it was joined to one before."""
    own = update(rumours).where(rumours.c.id == rumour_id, rumours.c.same_as.is_(None))
    if changed(tx, own.values(same_as=other)) == 0:
        return False
    tx.execute(update(rumour_askers).where(rumour_askers.c.rumour_id == rumour_id).values(rumour_id=other))
    return True


def note(tx: Connection, turn: Turn) -> None:
    """Keeps what was found or done; nothing is ever taken out."""
    tx.execute(insert(rumour_turns).values(**vars(turn)))


def turns(tx: Connection, rumour_id: int) -> Sequence[Turn]:
    """What was found and done about a rumour, in order."""
    found = select(rumour_turns).where(rumour_turns.c.rumour_id == rumour_id).order_by(rumour_turns.c.id)
    return [Turn(row.rumour_id, row.what, row.by, row.at, row.note) for row in tx.execute(found)]


# Who asked


def add_asker(tx: Connection, source: str, rumour_id: int, number: str, language: str, at: datetime) -> bool:
    """Keeps who told of a rumour; False when this call or text was kept before."""
    values = {"source": source, "rumour_id": rumour_id, "number": number, "language": language, "at": at}
    return add_once(tx, rumour_askers, values, "source")


def was_asked(tx: Connection, source: str) -> int | None:
    """The rumour that a call or text told of, None when it has told of none."""
    found = select(rumour_askers.c.rumour_id).where(rumour_askers.c.source == source)
    return tx.execute(found).scalar_one_or_none()


def askers(tx: Connection, rumour_id: int) -> list[Asker]:
    """Who told of a rumour, each phone once, the first first."""
    found = select(rumour_askers).where(rumour_askers.c.rumour_id == rumour_id).order_by(rumour_askers.c.id)
    first: dict[str, Asker] = {}
    for row in tx.execute(found):
        first.setdefault(row.number, Asker(row.id, row.rumour_id, row.number, row.language))
    return list(first.values())


def count_askers(tx: Connection, rumour_ids: Sequence[int]) -> dict[int, int]:
    """Rumour -> phones that told of it."""
    numbers = func.count(rumour_askers.c.number.distinct())
    found = select(rumour_askers.c.rumour_id, numbers).where(rumour_askers.c.rumour_id.in_(rumour_ids))
    return {row[0]: row[1] for row in tx.execute(found.group_by(rumour_askers.c.rumour_id))}


def _rumour(row: Any) -> Rumour:
    kept = {name: row._mapping[name] for name in Rumour.__dataclass_fields__}
    return Rumour(**{**kept, "tag": Tag(row.tag) if row.tag else None})
