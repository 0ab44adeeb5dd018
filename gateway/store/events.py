"""Events that bring people together, all that was said of them, and the tips they are known from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, and_, func, insert, or_, select, update

from gateway.domain.movement.events import A_FEAST, OF_A_FAMILY, Kind, State
from gateway.domain.places import Level, at_level, level_of
from gateway.store.movement_tables import event_turns, events, tips
from gateway.store.screening_tables import tasks
from gateway.store.sql import add_once, changed, covering, hold_names, subtree


class Asked(StrEnum):
    """What the house did about an event, beside the states in its history."""

    ASKED = "asked"
    REMINDED = "reminded"


@dataclass(frozen=True)
class Event:
    """One event; None as in the table. `id` 0: not in the ledger yet."""

    kind: Kind
    unit_code: str
    household_id: int | None
    day: date
    state: State
    created_at: datetime
    told_at: datetime
    expected: int | None = None
    registered_by: str | None = None
    number: str | None = None
    people: int | None = None
    staff_id: int | None = None
    asked_at: datetime | None = None
    reminded_at: datetime | None = None
    settled_at: datetime | None = None
    id: int = 0

    @property
    def code(self) -> str:
        """What a text calls it."""
        return f"T{self.id}"


@dataclass(frozen=True)
class Turn:
    """One thing said or done about an event; None as in the table. `what` a State or Asked."""

    event_id: int
    what: str
    by: str
    at: datetime
    people: int | None = None
    source: str | None = None


@dataclass(frozen=True)
class Tip:
    """One telling of an event; None as in the table. By whom is kept nowhere."""

    id: int
    event_id: int
    words: str | None
    task_id: int | None
    at: datetime


def add(tx: Connection, event: Event) -> int:
    """Keeps a new event and returns its number."""
    facts = {name: value for name, value in vars(event).items() if name != "id"}
    return int(tx.execute(insert(events).values(**facts).returning(events.c.id)).scalar_one())


def load(tx: Connection, event_id: int) -> Event | None:
    """An event by its number."""
    row = tx.execute(select(events).where(events.c.id == event_id)).one_or_none()
    return None if row is None else _event(row)


def within(tx: Connection, unit_code: str, *, settled: bool = False) -> list[Event]:
    """The events of a subtree by day, those that are settled only when asked for."""
    found = select(events).where(subtree(events.c.unit_code, unit_code)).order_by(events.c.day, events.c.id)
    found = found if settled else found.where(events.c.settled_at.is_(None))
    return [_event(row) for row in tx.execute(found)]


def open_like(tx: Connection, kind: Kind, unit_code: str, day: date, household_id: int | None) -> Event | None:
    """The same event as told of before: of this kind or a feast, of this day, here, and nothing has come of it.

    A unit above or below is here too, within one village: what nobody could place in one is like nothing that was. Two
    known doors hold two events. Whoever asks has the village and day to themselves until the transaction ends.
    """
    hold_names(tx, [f"event:{at_level(unit_code, Level.VILLAGE)}:{day}"])
    kinds = (kind, *A_FEAST.get(kind, ()))
    same = (events.c.kind.in_(kinds), events.c.day == day, events.c.settled_at.is_(None), _here(unit_code))
    found = select(events).where(*same)
    if household_id is not None:
        found = found.where(or_(events.c.household_id == household_id, events.c.household_id.is_(None)))
    row = tx.execute(found.order_by(func.length(events.c.unit_code).desc(), events.c.id).limit(1)).one_or_none()
    return None if row is None else _event(row)


def _here(unit_code: str) -> Any:
    """The condition that an event may be in this very place."""
    village = at_level(unit_code, Level.VILLAGE)
    if level_of(village) is not Level.VILLAGE:
        return events.c.unit_code == unit_code
    near = or_(covering(events.c.unit_code, unit_code), subtree(events.c.unit_code, unit_code))
    return and_(subtree(events.c.unit_code, village), near)


def planned_by(tx: Connection, kind: Kind, household_id: int | None, number: str) -> Event | None:
    """The wedding or funeral a family has registered and nothing has come of yet, the last one; None when none.

    household_id  None: the family is at no door that is known, and is told by its phone
    """
    family = events.c.number == number if household_id is None else events.c.household_id == household_id
    mine = (events.c.kind == kind, family, events.c.settled_at.is_(None), events.c.registered_by.is_not(None))
    found = select(events).where(*mine).order_by(events.c.id.desc()).limit(1)
    row = tx.execute(found).one_or_none()
    return None if row is None else _event(row)


def change(tx: Connection, event_id: int, **values: Any) -> None:
    """Changes what is known of an event; what was said before stands in its turns."""
    tx.execute(update(events).where(events.c.id == event_id).values(**values))


def mark_once(tx: Connection, event_id: int, column: str, at: datetime) -> bool:
    """Notes an instant (asked_at, reminded_at), once; False when it was noted, or the event is settled."""
    mine = update(events).where(events.c.id == event_id, events.c[column].is_(None), events.c.settled_at.is_(None))
    return changed(tx, mine.values({column: at, "told_at": at})) == 1


def to_ask(tx: Connection, until: date) -> list[Event]:
    """Weddings and funerals planned for this day or before, of which nobody was asked how they went."""
    open_ones = (events.c.settled_at.is_(None), events.c.asked_at.is_(None), events.c.day <= until)
    found = select(events).where(*open_ones, events.c.kind.in_(OF_A_FAMILY), events.c.registered_by.is_not(None))
    return [_event(row) for row in tx.execute(found.order_by(events.c.id))]


def to_remind(tx: Connection, until: date) -> list[Event]:
    """Events of this day or before that nobody has answered for, and nobody was reminded of."""
    open_ones = (events.c.settled_at.is_(None), events.c.reminded_at.is_(None), events.c.day <= until)
    return [_event(row) for row in tx.execute(select(events).where(*open_ones).order_by(events.c.id))]


def note(tx: Connection, turn: Turn) -> bool:
    """Keeps what was said of an event; False when this call or text was noted before."""
    if turn.source is None:
        tx.execute(insert(event_turns).values(**vars(turn)))
        return True
    return add_once(tx, event_turns, vars(turn), "source")


def turns(tx: Connection, event_id: int) -> Sequence[Turn]:
    """What was said of an event, in order."""
    found = select(event_turns).where(event_turns.c.event_id == event_id).order_by(event_turns.c.id)
    return [Turn(row.event_id, row.what, row.by, row.at, row.people, row.source) for row in tx.execute(found)]


def of_source(tx: Connection, source: str) -> int | None:
    """The event a call or text has told of or registered; None when it has of none."""
    told = select(tips.c.event_id).where(tips.c.source == source)
    said = select(event_turns.c.event_id).where(event_turns.c.source == source)
    return tx.execute(told.union_all(said).limit(1)).scalar_one_or_none()


# Tips


def add_tip(tx: Connection, source: str, event_id: int, words: str | None, at: datetime) -> bool:
    """Keeps a tip; False when this call or text was kept before."""
    return add_once(tx, tips, {"source": source, "event_id": event_id, "words": words, "at": at}, "source")


def tip_spoken(tx: Connection, source: str, task_id: int) -> None:
    """The words of a tip were spoken; a task is to key them in."""
    tx.execute(update(tips).where(tips.c.source == source).values(task_id=task_id))


def tip_keyed(tx: Connection, task_id: int, words: str) -> Event | None:
    """What was spoken has been keyed in, if it was of a tip: the event, None when there is none or it is over."""
    keyed = update(tips).where(tips.c.task_id == task_id).values(words=words).returning(tips.c.event_id)
    event_id = tx.execute(keyed).scalar_one_or_none()
    event = None if event_id is None else load(tx, event_id)
    return event if event is not None and event.settled_at is None else None


def tips_spoken(tx: Connection) -> list[tuple[int, str, int, str]]:
    """Tips on open events whose words nobody has heard or keyed in: task, unit, number of the event, and "tip"."""
    waiting = (tips.c.words.is_(None), tasks.c.done_at.is_(None), events.c.settled_at.is_(None))
    found = select(tips.c.task_id, events.c.unit_code, events.c.id).join(tasks, tasks.c.id == tips.c.task_id)
    rows = tx.execute(found.join(events, events.c.id == tips.c.event_id).where(*waiting).order_by(tips.c.id))
    return [(*row, "tip") for row in rows]


def tips_of(tx: Connection, event_ids: Sequence[int]) -> list[Tip]:
    """The tips about these events, in order."""
    named = (tips.c.id, tips.c.event_id, tips.c.words, tips.c.task_id, tips.c.at)
    found = select(*named).where(tips.c.event_id.in_(event_ids)).order_by(tips.c.id)
    return [Tip(**row._mapping) for row in tx.execute(found)]


def _event(row: Any) -> Event:
    kept = {name: row._mapping[name] for name in Event.__dataclass_fields__}
    return Event(**{**kept, "kind": Kind(row.kind), "state": State(row.state)})
