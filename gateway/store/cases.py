"""Case lines and what was said of them: by whom, on which document."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from gateway.domain.places import LENGTH_OF, Level
from gateway.domain.situations.cases import CaseLine, State
from gateway.store.situation_tables import case_lines, case_turns
from gateway.store.sql import changed, subtree

WITHDRAWN = "withdrawn"  # beside the states, in what was said of a case


@dataclass(frozen=True)
class Line:
    """One case as the ledger keeps it; None as in the table. `id` 0: not in the ledger yet."""

    unit_code: str
    household_id: int | None
    place: str | None
    arrival_id: str | None
    source_known: bool
    confirmed_on: date | None
    state: State
    entered_at: datetime
    withdrawn_at: datetime | None = None
    id: int = 0

    @property
    def village(self) -> str:
        """The village it counts in."""
        return self.unit_code[: LENGTH_OF[Level.VILLAGE]]

    @property
    def counted(self) -> CaseLine:
        """As the class of a village is found from it."""
        home = {f"household:{self.household_id}"} if self.household_id else set()
        place = {f"place:{self.place}"} if self.place else set()
        return CaseLine(self.id, self.confirmed_on, self.state, self.source_known, frozenset(home | place))


@dataclass(frozen=True)
class Turn:
    """What was said of a case; `state` a State, or WITHDRAWN. None as in the table."""

    case_id: int
    state: str
    day: date
    document: str
    by: str
    at: datetime
    note: str | None = None


def add(tx: Connection, line: Line) -> int:
    """Keeps a new case and returns its number."""
    facts = {name: value for name, value in vars(line).items() if name != "id"}
    return int(tx.execute(insert(case_lines).values(**facts).returning(case_lines.c.id)).scalar_one())


def load(tx: Connection, case_id: int) -> Line | None:
    """A case by its number."""
    row = tx.execute(select(case_lines).where(case_lines.c.id == case_id)).one_or_none()
    return None if row is None else _line(row)


def within(tx: Connection, unit_code: str, *, withdrawn: bool = False) -> list[Line]:
    """The cases of a subtree by number; those entered by mistake only when asked for."""
    found = select(case_lines).where(subtree(case_lines.c.unit_code, unit_code)).order_by(case_lines.c.id)
    found = found if withdrawn else found.where(case_lines.c.withdrawn_at.is_(None))
    return [_line(row) for row in tx.execute(found)]


def change(tx: Connection, line: Line, state: State, confirmed_on: date | None) -> bool:
    """A case is in another state; False when somebody else changed it meanwhile."""
    same = update(case_lines).where(
        case_lines.c.id == line.id, case_lines.c.state == line.state, case_lines.c.withdrawn_at.is_(None)
    )
    return changed(tx, same.values(state=state, confirmed_on=confirmed_on)) == 1


def withdraw(tx: Connection, case_id: int, at: datetime) -> bool:
    """It was entered by mistake and counts no more; False when that is known."""
    counting = update(case_lines).where(case_lines.c.id == case_id, case_lines.c.withdrawn_at.is_(None))
    return changed(tx, counting.values(withdrawn_at=at)) == 1


def note_turn(tx: Connection, turn: Turn) -> None:
    """Keeps what was said of a case; nothing is ever taken out."""
    tx.execute(insert(case_turns).values(**vars(turn)))


def turns(tx: Connection, case_id: int) -> Sequence[Turn]:
    """What was said of a case, in order."""
    found = select(case_turns).where(case_turns.c.case_id == case_id).order_by(case_turns.c.id)
    return [Turn(row.case_id, row.state, row.day, row.document, row.by, row.at, row.note) for row in tx.execute(found)]


def _line(row: Any) -> Line:
    kept = {name: row._mapping[name] for name in Line.__dataclass_fields__}
    return Line(**{**kept, "state": State(row.state)})
