"""Members of the staff as the command line names them: by their phone, and with their PIN where it matters."""

import click

from gateway.domain import phones
from gateway.domain.errors import BadInput, NotAllowed, NotFound
from gateway.journeys.speaking import telling
from gateway.journeys.telephone import pins
from gateway.store import staff
from gateway.store.broadcasts import Broadcast
from gateway.store.staff import Person
from gateway.switchboard import Switchboard, Work


def who(work: Work, written: str) -> Person:
    """Whoever answers on this phone, under their first office. Raises BadInput for no number, NotFound for nobody."""
    number = phones.normalise(written)
    if number is None:
        raise BadInput(f"{written!r} is no telephone number; write it as +8619900000101 or 19900000101")
    found = staff.by_number(work.tx, number)
    if not found:
        raise NotFound(f"nobody on the staff answers on {number}; `dalaba roster list` shows who does")
    return found[0]


def check_pin(person: Person) -> None:
    """Asks for a PIN: at a keyboard anybody may give any number. Raises NotAllowed when it is wrong or missing."""
    if not person.pin_hash:
        raise NotAllowed(f"{person.name} has no PIN, so nobody here can know them; give them one in the roster")
    if not pins.matches(person.pin_hash, click.prompt("PIN 密码", hide_input=True)):
        raise NotAllowed(f"that is not the PIN of {person.name}")


def areas(board: Switchboard, work: Work, broadcast: Broadcast) -> str:
    """What the areas of a broadcast are called."""
    return telling.areas_in_words(board, work, broadcast, board.settings.default_language)
