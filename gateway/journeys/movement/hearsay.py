"""What residents spoke, to be heard by phone: rumours nobody has tagged, and what was added to tips.

A tip is anonymous, and in a village a voice is a name: it is played above the village only, and reaches it keyed in.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from gateway.domain.places import LENGTH_OF, Level, covers
from gateway.journeys.movement.events import by_office
from gateway.store import events, rumours, tasks
from gateway.store.staff import Person
from gateway.switchboard import Work

RUMOUR, TIP = "rumour", "tip"


@dataclass(frozen=True)
class Spoken:
    """A recording to be heard.

    what    RUMOUR, or TIP
    number  of the rumour, or of the event the tip is about
    sound   as a flow plays it: our own copy, or the carrier's address while there is none
    """

    what: str
    number: int
    task_id: int
    sound: str


def following(work: Work, units: Sequence[str], besides: Collection[str]) -> Spoken | None:
    """The oldest recording to be heard in these units; None when all are heard.

    besides  tasks heard in this call already, by number
    """
    waiting = [*rumours.spoken(work.tx), *events.tips_spoken(work.tx)]
    for task_id, unit_code, number, what in sorted(waiting):
        if str(task_id) in besides or not any(_may_hear(what, unit, unit_code) for unit in units):
            continue
        task = tasks.load(work.tx, task_id)
        if task is not None and task.done_at is None and task.address:
            return Spoken(what, number, task_id, f"audio:{task.digest}" if task.digest else task.address)
    return None


def _may_hear(what: str, office: str, unit_code: str) -> bool:
    """Whether somebody of one unit may hear what was spoken in another."""
    return covers(office, unit_code) and (what != TIP or len(office) < LENGTH_OF[Level.VILLAGE])


def heard(work: Work, task_id: int, by: Person) -> None:
    """It was listened to: nobody need key it in."""
    tasks.finish(work.tx, task_id, None, by_office(by), work.now)
