"""What a person has to do: key in what was spoken, visit, lend a thermometer, call back. One task about one thing."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, exists, or_, select, update

from gateway.store.screening_tables import tasks
from gateway.store.speaking_tables import loudspeakers
from gateway.store.sql import changed, subtree, upsert
from gateway.store.tables import phones


class Kind(StrEnum):
    """What is to be done."""

    TRANSCRIBE = "transcribe"
    VISIT = "visit"
    THERMOMETER = "thermometer"
    WRONG_NUMBER = "wrong_number"  # nobody has it: it is not rung until it is put right
    RING = "ring"
    PROMISED_CALL = "promised_call"  # a household asked for a person and was promised a call
    NUMBER = "number"
    EVENT = "event"  # a gathering, a wedding, a funeral to see to
    RUMOUR = "rumour"  # what is said in the village: to be found out and answered
    LOUDSPEAKER = "loudspeaker"  # a horn that did not answer: somebody looks at it
    DISPUTE = "dispute"  # somebody above says that a figure of their report is another


@dataclass(frozen=True)
class Task:
    """One thing to do; None as in the table. `id` 0: not in the ledger yet."""

    about: str
    kind: Kind
    unit_code: str
    household_id: int | None
    number: str
    created_at: datetime
    arrival_id: str | None = None
    question: str | None = None
    address: str | None = None
    digest: str | None = None
    done_at: datetime | None = None
    done_by: str | None = None
    answer: str | None = None
    due_at: datetime | None = None
    broken_at: datetime | None = None
    id: int = 0


def add(tx: Connection, task: Task) -> int | None:
    """Keeps a new task and returns its number; None when there is one about this already."""
    facts = {name: value for name, value in vars(task).items() if name != "id"}
    added = upsert(tx, tasks).values(**facts).on_conflict_do_nothing(index_elements=["about"])
    return tx.execute(added.returning(tasks.c.id)).scalar_one_or_none()


def load(tx: Connection, task_id: int) -> Task | None:
    """A task by its number."""
    row = tx.execute(select(tasks).where(tasks.c.id == task_id)).one_or_none()
    return None if row is None else _task(row)


def open_ones(tx: Connection, unit_code: str = "") -> list[Task]:
    """What is still to be done in a subtree, by place, oldest first."""
    found = select(tasks).where(subtree(tasks.c.unit_code, unit_code), tasks.c.done_at.is_(None))
    return [_task(row) for row in tx.execute(found.order_by(tasks.c.unit_code, tasks.c.id))]


def finish(tx: Connection, task_id: int, answer: str | None, by: str, at: datetime) -> bool:
    """Done, once; False when it was done before."""
    done = update(tasks).where(tasks.c.id == task_id, tasks.c.done_at.is_(None))
    return changed(tx, done.values(answer=answer, done_by=by, done_at=at)) == 1


def finish_about(tx: Connection, about: str, answer: str | None, by: str, at: datetime) -> bool:
    """The task about one thing is done, once; False when it was done before, or there is none."""
    done = update(tasks).where(tasks.c.about == about, tasks.c.done_at.is_(None))
    return changed(tx, done.values(answer=answer, done_by=by, done_at=at)) == 1


def open_again(tx: Connection, about: str) -> None:
    """The task about one thing is to be done after all."""
    done = update(tasks).where(tasks.c.about == about, tasks.c.done_at.is_not(None))
    tx.execute(done.values(answer=None, done_by=None, done_at=None))


def not_fetched(tx: Connection, since: datetime) -> list[Task]:
    """Open tasks since an instant whose recording the house has no copy of."""
    missing = tasks.c.address.is_not(None) & tasks.c.digest.is_(None) & tasks.c.done_at.is_(None)
    found = select(tasks).where(missing, tasks.c.created_at > since)
    return [_task(row) for row in tx.execute(found.order_by(tasks.c.id))]


def set_digest(tx: Connection, task_id: int, digest: str) -> None:
    """Where our own copy of the recording is kept."""
    tx.execute(update(tasks).where(tasks.c.id == task_id).values(digest=digest))


# Wrong numbers

_WRONG = (tasks.c.kind == Kind.WRONG_NUMBER, tasks.c.done_at.is_(None))


def wrong_numbers() -> Any:
    """The numbers that reach nobody until somebody has found out the right ones, as a subquery: they are not rung."""
    return select(tasks.c.number).where(*_WRONG)


def is_wrong(tx: Connection, number: str, household_id: int | None = None) -> bool:
    """Whether it is known that nobody has this number; with a household: of theirs."""
    found = select(tasks.c.id).where(*_WRONG, tasks.c.number == number)
    whose = found if household_id is None else found.where(tasks.c.household_id == household_id)
    return tx.execute(whose.limit(1)).one_or_none() is not None


def is_broken(tx: Connection, number: str) -> bool:
    """Whether somebody is to look at the loudspeaker of this number already."""
    found = select(tasks.c.id).where(tasks.c.kind == Kind.LOUDSPEAKER, tasks.c.number == number)
    return tx.execute(found.where(tasks.c.done_at.is_(None)).limit(1)).one_or_none() is not None


def settle_numbers(tx: Connection, by: str, at: datetime) -> int:
    """Numbers to be put right that stand at their household's door, or hang there, no more are settled: how many."""
    still_there = exists().where(phones.c.household_id == tasks.c.household_id, phones.c.number == tasks.c.number)
    still_hangs = exists().where(loudspeakers.c.number == tasks.c.number)
    homes = tasks.c.kind.in_((Kind.NUMBER, Kind.WRONG_NUMBER)) & tasks.c.household_id.is_not(None) & ~still_there
    horns = tasks.c.kind.in_((Kind.LOUDSPEAKER, Kind.WRONG_NUMBER)) & tasks.c.household_id.is_(None) & ~still_hangs
    gone = update(tasks).where(tasks.c.done_at.is_(None), or_(homes, horns))
    return changed(tx, gone.values(done_by=by, done_at=at))


# Calls back that were promised


def promise(tx: Connection, task: Task) -> bool:
    """Keeps a promise; False when this phone was promised a call that is still owed, or was told of this before."""
    facts = {name: value for name, value in vars(task).items() if name != "id"}
    return changed(tx, upsert(tx, tasks).values(**facts).on_conflict_do_nothing()) == 1


def promised_to(tx: Connection, number: str) -> Task | None:
    """The call that is owed to a phone."""
    row = tx.execute(select(tasks).where(tasks.c.number == number, *_OWED)).one_or_none()
    return None if row is None else _task(row)


def promised(tx: Connection) -> list[Task]:
    """Every call that is owed, the first to be due first."""
    return [_task(row) for row in tx.execute(select(tasks).where(*_OWED).order_by(tasks.c.due_at, tasks.c.id))]


def promise_again(tx: Connection, task_id: int, due_at: datetime) -> None:
    """It is promised once more, for later: that it was broken stays on record."""
    tx.execute(update(tasks).where(tasks.c.id == task_id).values(due_at=due_at))


def break_overdue(tx: Connection, now: datetime) -> list[Task]:
    """Marks what was not kept in time, once, and returns it."""
    overdue = update(tasks).where(*_OWED, tasks.c.due_at <= now, tasks.c.broken_at.is_(None))
    return [_task(row) for row in tx.execute(overdue.values(broken_at=now).returning(tasks))]


_OWED = (tasks.c.due_at.is_not(None), tasks.c.done_at.is_(None))


def _task(row: Any) -> Task:
    kept = {name: row._mapping[name] for name in Task.__dataclass_fields__}
    return Task(**{**kept, "kind": Kind(row.kind)})
