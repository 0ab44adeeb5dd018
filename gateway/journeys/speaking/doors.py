"""The door list: households no phone call reached, told to whoever walks there, grid by grid."""

from itertools import groupby

from gateway.domain.roles import Role
from gateway.journeys.speaking import drafts, telling
from gateway.store import doors, duty
from gateway.store.broadcasts import Broadcast
from gateway.store.staff import Person
from gateway.switchboard import Switchboard, Work

FIRST_ROLE, BACKUP_ROLE = Role.GRID_WORKER, Role.CADRE  # who walks
MOST_DOORS = 15  # door numbers that fit two segments; the whole list is in the ledger


def list_and_tell(board: Switchboard, work: Work, broadcast: Broadcast) -> None:
    """Puts every unreached household on the list and texts each grid's doors, in walking order, to who walks there."""
    doors.list_all(work.tx, broadcast.id, drafts.wanted(board, work, broadcast), work.now)
    by_person: dict[int, tuple[Person, list[str]]] = {}
    for grid, left in groupby(doors.of_broadcast(work.tx, broadcast.id), key=lambda door: door.unit_code):
        person = _who_walks(work, grid) or telling.responsible_for(work, broadcast)
        if person is None:
            continue
        doors.tell(work.tx, broadcast.id, grid, person.id)
        by_person.setdefault(person.id, (person, []))[1].extend(door.door for door in left)
    for person, numbers in by_person.values():
        shown = " ".join(numbers[:MOST_DOORS]) + (" ..." if len(numbers) > MOST_DOORS else "")
        telling.tell(board, work, broadcast, person, "doors", "doors", count=len(numbers), households=shown)


def _who_walks(work: Work, grid: str) -> Person | None:
    first = duty.on_duty(work.tx, FIRST_ROLE, grid, work.now)
    return first or duty.on_duty(work.tx, BACKUP_ROLE, grid, work.now)
