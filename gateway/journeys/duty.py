"""Duty: the plan of shifts out of a spreadsheet, and the hand-over by text, by key or at a keyboard."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection

from gateway.domain import duty as rules
from gateway.domain import roles
from gateway.domain.duty import Standing
from gateway.journeys import naming
from gateway.journeys.roster import Sorted, sort_rows
from gateway.journeys.sheets import shifts as sheet
from gateway.journeys.sheets import table
from gateway.store import duty, roll, roster, staff, texts
from gateway.store.duty import Shift
from gateway.store.staff import Person
from gateway.switchboard import Switchboard, Work


def bring(board: Switchboard, content: bytes, *, dry_run: bool = False) -> Sorted[Shift]:
    """Imports a plan of shifts, whole or not at all. A hand-over that was made stays: it began later.

    Raises BadInput for a file that is no such table, and BadRoster naming every row that cannot be used.
    """
    with board.ledger.read() as tx:
        offices, units, known = roll.office_ids(tx), roll.units_now(tx).keys(), duty.planned(tx)
    wanted = sheet.read_plan(table.read(content, sheet.PLAN), offices, units, board.settings.timezone)
    found = sort_rows(wanted, known, lambda shift: shift.key)
    if not dry_run:
        with board.work() as work:
            duty.put_planned(work.tx, found.to_write)
    return found


class Way(StrEnum):
    """What came of a hand-over; the wording under "duty." by this name."""

    TAKEN = "taken"
    TAKEN_FROM = "taken_from"
    ALREADY = "already"


@dataclass(frozen=True)
class Taken:
    """A shift as it stands after somebody asked for it.

    until     None: until somebody takes over
    relieved  who had it before, None when nobody had, or it was theirs
    """

    how: Way
    person: Person
    until: datetime | None
    relieved: Person | None = None


def take_over(board: Switchboard, work: Work, person: Person) -> Taken:
    """Somebody has the shift of their unit and role from now on, until it would have ended; who had it is told."""
    whose = (person.role, person.unit_code)
    before = duty.holding(work.tx, *whose, work.now)
    until = before.until_at if before else None
    if before is None or before.standing is not Standing.SHIFT:
        until = duty.next_start(work.tx, *whose, work.now)
    if before is not None and before.staff_id == person.id:
        return Taken(Way.ALREADY, person, until)
    number = duty.add_taken(work.tx, Shift(person.unit_code, person.role, person.id, work.now, until))
    if before is None:
        return Taken(Way.TAKEN, person, until)
    relieved = staff.load(work.tx, before.staff_id)
    _tell_relieved(board, work, relieved, person, number)
    return Taken(Way.TAKEN_FROM, person, until, relieved)


def _tell_relieved(board: Switchboard, work: Work, relieved: Person, by: Person, number: int) -> None:
    language = relieved.language or board.settings.default_language
    body = board.catalogue.sms(
        "duty.relieved",
        language,
        name=by.name,
        post=post_words(board, work.tx, by, language),
        at=rules.moment_words(board.settings.local(work.now), language),
    )
    texts.put(work.tx, f"relieved:{number}", relieved.number, body, work.now)
    work.hint_texts()


def words_of(board: Switchboard, tx: Connection, taken: Taken, language: str) -> Mapping[str, str]:
    """What a hand-over is told with: which post, until when, whom it relieves."""
    until = board.catalogue.sms("duty.until_relieved", language)
    if taken.until is not None:
        until = rules.moment_words(board.settings.local(taken.until), language)
    return {
        "post": post_words(board, tx, taken.person, language),
        "until": until,
        "name": taken.relieved.name if taken.relieved else "-",
    }


def post_words(board: Switchboard, tx: Connection, person: Person, language: str) -> str:
    """What a post is called: 鹤阳村村医."""
    return _unit_words(tx, person.unit_code) + board.catalogue.sms(f"role.{person.role}", language)


def _unit_words(tx: Connection, code: str) -> str:
    """A unit by name, below the village with the village's name before it."""
    village, unit = naming.unit_name(tx, code), roster.unit(tx, code)
    return village + (unit.name if unit and unit.name != village else "")


def posts_meant(
    board: Switchboard, tx: Connection, offices: Sequence[Person], written: str, language: str
) -> list[Person]:
    """Which of somebody's posts a word means: a role, a unit, or both; "" is all of them."""
    role = roles.meant_by(written)
    return [one for one in offices if one.role == role or written in post_words(board, tx, one, language)]
