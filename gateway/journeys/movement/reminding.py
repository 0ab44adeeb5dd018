"""Rumours nobody has answered: whoever answers for the place is reminded of each, once.

It also tells those who were not on duty when it came, or had more texts than they could read.
"""

from datetime import timedelta

from gateway.domain.movement.events import LEFT_ALONE
from gateway.journeys.movement import telling
from gateway.store import rumours
from gateway.store.rumours import REMINDED, Rumour, Turn
from gateway.store.staff import Person
from gateway.switchboard import Switchboard, Work

WORTH_A_WORD = timedelta(days=7)  # what nobody has asked about for so long is told no more


def due(work: Work) -> list[tuple[Rumour, Person]]:
    """What is to be reminded of now, and whom. Where nobody is on duty it waits until somebody is."""
    here: dict[str, Person | None] = {}
    waiting = rumours.to_remind(work.tx, work.now - WORTH_A_WORD, work.now - LEFT_ALONE)
    for unit in {one.unit_code for one in waiting}:
        person = telling.responsible(work, telling.FOR_RUMOURS, unit)
        here[unit] = person if person is not None and telling.has_time_for(work, person) else None
    return [(one, person) for one in waiting if (person := here[one.unit_code]) is not None]


def remind(board: Switchboard, work: Work) -> None:
    """Reminds whoever is due, of as many as they can read."""
    for rumour, person in due(work):
        if telling.write(board, work, person, f"rumour:{rumour.id}:reminded", _words(board, work, rumour, person)):
            rumours.note(work.tx, Turn(rumour.id, REMINDED, "house", work.now))


def _words(board: Switchboard, work: Work, rumour: Rumour, person: Person) -> str:
    key = "rumour.reminded" if rumour.words else "rumour.reminded_spoken"
    return telling.rumour_words(board, work, rumour, person, key)
