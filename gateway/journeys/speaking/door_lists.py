"""The door list: households no phone call reached, told to whoever walks there, in walking order, part by part."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from itertools import groupby

from gateway.domain.roles import Role
from gateway.domain.speaking.states import Outcome
from gateway.domain.texts import segments
from gateway.journeys.reporting.reports import FIELD_STAFF
from gateway.journeys.speaking import drafts, telling
from gateway.ports import Urgency
from gateway.store import doors, duty, roster, staff, texts
from gateway.store.broadcasts import Broadcast
from gateway.store.doors import Door
from gateway.store.staff import Person
from gateway.switchboard import Switchboard, Work

FIRST_ROLE, BACKUP_ROLE = Role.GRID_WORKER, Role.CADRE  # who walks
MOST_SEGMENTS = 2  # of one part of a list; the rest is had by asking for it
MOST_DOORS = 150  # numbers that could fit at all, were they as short as can be
STANDS_FOR = timedelta(days=7)  # a closed door stays on the list that long, to be corrected


def list_and_tell(board: Switchboard, work: Work, broadcast: Broadcast) -> None:
    """Puts every unreached household on the list and texts its doors to each of those who walk there."""
    doors.list_all(work.tx, broadcast.id, drafts.wanted(board, work, broadcast), work.now)
    left, otherwise = doors.of_broadcast(work.tx, broadcast.id), telling.responsible_for(work, broadcast)
    for person, theirs in _shared_out(work, left, otherwise):
        language = person.language or board.settings.default_language
        values, shown = first_part(board, work, "doors.list", theirs, language, number=broadcast.number)
        doors.name(work.tx, [door.id for door in shown], work.now)
        telling.tell(board, work, broadcast, person, "doors.list", "doors", **values)


def list_round(board: Switchboard, work: Work, round_id: int, village: str) -> int:
    """The same of the households no call of a round reached: one text to each who walks. Returns how many doors."""
    listed = doors.list_round(work.tx, round_id, work.now)
    otherwise = duty.on_duty(work.tx, Role.SUPERVISOR, village, work.now)
    for person, theirs in _shared_out(work, doors.of_round(work.tx, round_id), otherwise):
        language = person.language or board.settings.default_language
        values, shown = first_part(board, work, "doors.round", theirs, language)
        doors.name(work.tx, [door.id for door in shown], work.now)
        body = board.catalogue.sms("doors.round", language, **values)
        texts.put(work.tx, f"round:{round_id}:{person.id}", person.number, body, work.now, Urgency.URGENT)
        work.hint_texts()
    return listed


def _shared_out(work: Work, left: Sequence[Door], otherwise: Person | None) -> list[tuple[Person, list[Door]]]:
    """Whoever walks, each with their doors, which are on their list from now on.

    otherwise  who is told of a grid nobody walks, None: nobody
    """
    by_person: dict[int, tuple[Person, list[Door]]] = {}
    for grid, there in groupby(left, key=lambda door: door.unit_code):
        person = _who_walks(work, grid) or otherwise
        if person is not None:
            by_person.setdefault(person.id, (person, []))[1].extend(there)
    for person, theirs in by_person.values():
        doors.tell(work.tx, [door.id for door in theirs], person.id)
    return list(by_person.values())


def _who_walks(work: Work, grid: str) -> Person | None:
    first = duty.on_duty(work.tx, FIRST_ROLE, grid, work.now)
    return first or duty.on_duty(work.tx, BACKUP_ROLE, grid, work.now)


def first_part(
    board: Switchboard, work: Work, key: str, left: Sequence[Door], language: str, **values: object
) -> tuple[dict[str, object], list[Door]]:
    """As many doors as fit a text, in walking order, as its values; and those doors.

    left  one door a household
    """
    names = {code: unit_name(work, code) for code in {door.unit_code for door in left[:MOST_DOORS]}}
    for shown in range(min(len(left), MOST_DOORS), 0, -1):
        rest = len(left) - shown
        filled = {
            "count": len(left),
            "households": _in_words(board, names, left[:shown], language),
            "again": board.catalogue.sms("doors.again", language, rest=rest) if rest else "",
        }
        if shown == 1 or segments(board.catalogue.sms(key, language, **values, **filled)) <= MOST_SEGMENTS:
            return filled, list(left[:shown])
    return {"count": 0, "households": "", "again": ""}, []


def _in_words(board: Switchboard, names: Mapping[str, str], left: Sequence[Door], language: str) -> str:
    """Doors one after the other, unit by unit where there are several; those where nobody was in say so."""
    told = {
        code: " ".join(_label(board, door, language) for door in there)
        for code, there in groupby(left, key=lambda door: door.unit_code)
    }
    if len(told) == 1:
        return "".join(told.values())
    return "; ".join(f"{names[code]} {said}" for code, said in told.items())


def _label(board: Switchboard, door: Door, language: str) -> str:
    absent = door.outcome is Outcome.ABSENT
    return board.catalogue.sms("doors.absent", language, door=door.door) if absent else door.door


def unit_name(work: Work, code: str) -> str:
    """What a grid or building is called, its code when it has no name."""
    unit = roster.unit(work.tx, code)
    return unit.name if unit else code


def offices_of(work: Work, number: str) -> list[Person]:
    """The offices of whoever answers on this phone under which they may tell of doors."""
    return [person for person in staff.by_number(work.tx, number) if person.role in FIELD_STAFF]


def listed(work: Work, offices: Sequence[Person]) -> list[list[Door]]:
    """Their list, household by household in walking order: the doors of each, by whatever broadcasts it missed."""
    ids, units = [person.id for person in offices], {person.unit_code for person in offices}
    found = doors.on_list_of(work.tx, ids, units, work.now - STANDS_FOR)
    homes: dict[int, list[Door]] = {}
    for door in found:
        homes.setdefault(door.household_id, []).append(door)
    return list(homes.values())


def open_ones(homes: Sequence[Sequence[Door]], wanted: Callable[[Door], bool] = lambda door: True) -> list[Door]:
    """One door a household where somebody has still to go."""
    left = ([door for door in home if door.closed_at is None and wanted(door)] for home in homes)
    return [home[0] for home in left if home]


def told_to(offices: Sequence[Person], homes: Sequence[Sequence[Door]]) -> list[Door]:
    """Of a list, one door a household where somebody has still to go and these offices were told so."""
    ids = {person.id for person in offices}
    return open_ones(homes, lambda door: door.told_id in ids)


def next_part(board: Switchboard, work: Work, number: str, language: str) -> tuple[str, dict[str, object]] | None:
    """余: the next part of their list, from the start again when all of it was told. None for whoever has no list."""
    offices = offices_of(work, number)
    if not offices:
        return None
    homes = listed(work, offices)
    theirs = told_to(offices, homes) or open_ones(homes)
    left = [door for door in theirs if door.named_at is None] or theirs
    if not left:
        return "doors.none_left", {}
    values, shown = first_part(board, work, "doors.next", left, language)
    named = {door.household_id for door in shown}
    doors.name(work.tx, [door.id for home in homes for door in home if door.household_id in named], work.now)
    return "doors.next", values
