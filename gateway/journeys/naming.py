"""What units are called, and in which language anybody is spoken to."""

from typing import Protocol

from sqlalchemy import Connection

from gateway.domain.places import LENGTH_OF, Level
from gateway.store import roster
from gateway.store.roster import Household
from gateway.switchboard import Switchboard


class Whereabouts(Protocol):
    """Whoever something is about: a line, an arrival, the source of a report."""

    @property
    def number(self) -> str: ...
    @property
    def unit_code(self) -> str: ...
    @property
    def household_id(self) -> int | None: ...


def language_of(board: Switchboard, tx: Connection, number: str, household: Household | None) -> str:
    """The language a phone is spoken to: its own choice, its household's, the gateway's."""
    chosen = roster.caller(tx, number).language
    return chosen or (household.language if household else None) or board.settings.default_language


def unit_name(tx: Connection, code: str) -> str:
    """What the village (or higher unit) around a code is called; "" when nothing is known."""
    unit = roster.unit(tx, code[: LENGTH_OF[Level.VILLAGE]])
    return unit.name if unit else ""
