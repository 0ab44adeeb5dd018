"""Who may stop a broadcast, or put another in its place."""

from gateway.domain.cap.codes import Status
from gateway.domain.errors import BadInput, NotAllowed
from gateway.domain.places import covers
from gateway.domain.speaking.levels import Level
from gateway.domain.speaking.states import UNDER_WAY
from gateway.store import broadcasts, staff
from gateway.store.broadcasts import Broadcast
from gateway.store.staff import Person
from gateway.switchboard import Work


def may_stop(work: Work, broadcast: Broadcast, number: str) -> Person | None:
    """The office under which whoever answers on this phone may stop a broadcast, None when they may not."""
    areas = broadcasts.areas(work.tx, broadcast.id)
    for person in staff.by_number(work.tx, number):
        if person.id == broadcast.author_id or all(covers(person.unit_code, area) for area in areas):
            return person
    return None


def stoppable(work: Work, number: str) -> list[Broadcast]:
    """The broadcasts under way that whoever answers on this phone may stop, newest first."""
    going = broadcasts.in_state(work.tx, *UNDER_WAY)
    return [one for one in reversed(going) if may_stop(work, one, number)]


def check_replaces(
    work: Work, earlier: Broadcast, level: Level, status: Status, areas: tuple[str, ...], by: Person | None
) -> None:
    """Whether a broadcast may stand in the place of an earlier one, which stops when it begins.

    by  None: the command line

    Raises NotAllowed when it is not theirs to stop; BadInput when a drill would end what is meant, or when something
    less grave, or said to fewer, would end what still rings.
    """
    if by is not None and may_stop(work, earlier, by.number) is None:
        raise NotAllowed(f"{earlier.number} is not {by.name}'s to replace")
    if status is not earlier.status:
        raise BadInput(f"{earlier.number} is {earlier.status}: what is {status} cannot replace it")
    if earlier.state not in UNDER_WAY:
        return
    if list(Level).index(level) > list(Level).index(earlier.level):
        raise BadInput(
            f"{earlier.number} is {earlier.level} and still rings: stop it first, or send this at that level"
        )
    missed = [old for old in broadcasts.areas(work.tx, earlier.id) if not any(covers(area, old) for area in areas)]
    if missed:
        raise BadInput(f"{earlier.number} still rings in {', '.join(missed)} too: name these areas, or stop it first")
