"""Case lines: entered, changed and withdrawn by the health side, each time on a document; news is told at once."""

from dataclasses import dataclass, replace
from datetime import date

from gateway.domain.errors import BadInput, NotFound
from gateway.domain.incidents import Same
from gateway.domain.screening import Concern
from gateway.domain.situations.cases import NEXT, State
from gateway.domain.situations.classes import is_upgrade
from gateway.journeys import alerts, naming
from gateway.journeys.situations import health, standing
from gateway.store import arrivals, cases, roster
from gateway.store.cases import WITHDRAWN, Line, Turn
from gateway.store.staff import Person
from gateway.switchboard import Switchboard, Work

ALARMING = {State.SUSPECTED: Concern.CASE, State.CONFIRMED: Concern.CASE, State.DIED: Concern.DIED}


@dataclass(frozen=True)
class Entry:
    """A case to be entered.

    unit_code  its village, or a unit below
    door       None: lives at no door of the roster
    place      a work site, a stair of a building; None: none known
    day        of the confirmation, or since when it is suspected
    """

    unit_code: str
    state: State
    day: date
    document: str
    source_known: bool
    door: str | None = None
    place: str | None = None
    arrival_id: str | None = None


@dataclass(frozen=True)
class Concerned:
    """What an alert is about: a case, at home where a home is known."""

    number: str
    unit_code: str
    household_id: int | None


def enter(board: Switchboard, work: Work, entry: Entry, officer: Person) -> Line:
    """Enters a case. Raises BadInput and NotFound, naming what cannot be."""
    if entry.state not in (State.SUSPECTED, State.CONFIRMED):
        raise BadInput(f"a case is entered as suspected or confirmed; {entry.state} follows later")
    _check(board, work, entry.day, entry.document)
    home = roster.at_door(work.tx, entry.unit_code, entry.door) if entry.door else None
    if entry.door and home is None:
        raise NotFound(f"there is no door {entry.door!r} in {entry.unit_code}")
    if entry.arrival_id and arrivals.load(work.tx, entry.arrival_id) is None:
        raise NotFound(f"nobody who came home is kept as {entry.arrival_id!r}")
    line = Line(
        unit_code=home.unit_code if home else entry.unit_code,
        household_id=home.id if home else None,
        place=" ".join(entry.place.casefold().split()) if entry.place else None,
        arrival_id=entry.arrival_id,
        source_known=entry.source_known,
        confirmed_on=entry.day if entry.state is State.CONFIRMED else None,
        state=entry.state,
        entered_at=work.now,
    )
    kept = replace(line, id=cases.add(work.tx, line))
    _note(work, kept, kept.state, entry.day, entry.document, officer)
    _news(board, work, kept)
    return kept


def change(
    board: Switchboard, work: Work, case_id: int, state: State, day: date, document: str, officer: Person
) -> Line:
    """A case is in another state from a day on. Raises BadInput when it cannot follow, NotFound for no such case."""
    line = find(work, case_id)
    _check(board, work, day, document)
    if state not in NEXT[line.state]:
        known = " ".join(sorted(NEXT[line.state])) or "nothing"
        raise BadInput(f"case {case_id} is {line.state}; what may follow: {known}")
    confirmed_on = day if state is State.CONFIRMED and line.confirmed_on is None else line.confirmed_on
    if confirmed_on and day < confirmed_on:
        raise BadInput(f"case {case_id} was confirmed on {confirmed_on}, after {day}")
    if not cases.change(work.tx, line, state, confirmed_on):
        raise BadInput(f"case {case_id} was changed by somebody else meanwhile; look again")
    kept = replace(line, state=state, confirmed_on=confirmed_on)
    _note(work, kept, state, day, document, officer)
    _news(board, work, kept)
    return kept


def withdraw(board: Switchboard, work: Work, case_id: int, document: str, why: str, officer: Person) -> Line:
    """A case was entered by mistake: it counts no more, and stays to be seen. Raises BadInput and NotFound."""
    line = find(work, case_id)
    _check(board, work, board.local_day(work.now), document)
    if not why.strip():
        raise BadInput("say why it is withdrawn")
    if not cases.withdraw(work.tx, case_id, work.now):
        raise BadInput(f"case {case_id} was withdrawn before")
    _note(work, line, WITHDRAWN, board.local_day(work.now), document, officer, why.strip())
    return replace(line, withdrawn_at=work.now)


def find(work: Work, case_id: int) -> Line:
    """A case by its number. Raises NotFound."""
    line = cases.load(work.tx, case_id)
    if line is None:
        raise NotFound(f"there is no case {case_id}; `dalaba case list` shows them")
    return line


def _check(board: Switchboard, work: Work, day: date, document: str) -> None:
    if not document.strip():
        raise BadInput("say the number of the document it stands in")
    if day > board.local_day(work.now):
        raise BadInput(f"{day} has not come yet")


def _note(
    work: Work, line: Line, state: str, day: date, document: str, officer: Person, note: str | None = None
) -> None:
    turn = Turn(line.id, state, day, document.strip(), f"staff:{officer.id}", work.now, note)
    cases.note_turn(work.tx, turn)


def _news(board: Switchboard, work: Work, line: Line) -> None:
    """An alarming state alerts the village at once; a graver class than the one in force is proposed to the county."""
    concern = ALARMING.get(line.state)
    if concern is not None:
        number = roster.number_of(work.tx, line.household_id) if line.household_id else None
        whose = Concerned(number or "", line.unit_code, line.household_id)
        about = f"case:{line.arrival_id or line.id}" if concern is Concern.CASE else f"died:{line.id}"
        alerts.raise_about(board, work, about, whose, concern, {Same.CASE: [line.arrival_id or f"line:{line.id}"]})
    propose_upgrade(board, work, line.village)


def propose_upgrade(board: Switchboard, work: Work, village: str) -> None:
    """Tells the health authority on duty when the case lines propose a graver class, once a class."""
    unit = roster.unit(work.tx, village)
    if unit is None:
        return
    now = standing.standing_of(work.tx, unit, board.local_day(work.now))
    proposed = now.proposal.situation
    if is_upgrade(now.effective, proposed):
        about = f"proposed:{village}:{now.in_force.id if now.in_force else 0}:{proposed}"
        values = {"unit": naming.unit_name(work.tx, village), "proposed": proposed.value, "now": now.effective.value}
        health.tell(board, work, village, about, "situation.proposed", **values)
