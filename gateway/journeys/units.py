"""The ladder of a place: every rung above it and right below, with who answers there and who is on duty now."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from gateway.domain.divisions import Divisions
from gateway.domain.errors import NotFound
from gateway.domain.places import Level, level_of, parent_of, upwards
from gateway.store import duty, roll, roster, staff
from gateway.switchboard import Switchboard


@dataclass(frozen=True)
class Post:
    """A role in a unit.

    responsible, backup  the people named for it
    on_duty              who is reached now, None when nobody is, here
    until                when a shift ends, None: no shift, or until somebody takes over
    """

    role: str
    responsible: Sequence[str]
    backup: Sequence[str]
    on_duty: str | None
    until: datetime | None


@dataclass(frozen=True)
class Rung:
    """One unit. `imported` False: it ships with the house, and no roster has named it or anything in it."""

    code: str
    level: Level
    name: str
    imported: bool
    households: int
    posts: Sequence[Post]


def ladder_of(board: Switchboard, code: str) -> list[Rung]:
    """The rungs from the province down to a unit, and those right below it. Raises NotFound for no such unit."""
    now = board.clock.now()
    with board.ledger.read() as tx:
        known = {unit.code: unit.name for unit in roster.all_units(tx)}
        names = {**_shipped(board.catalogue.divisions, code, board.local_day(now)), **_imported(known, code)}
        if code and code not in names:
            raise NotFound(f"there is no unit {code!r}; `dalaba roster units` shows the topmost ones")
        codes = sorted(names, key=lambda one: (len(one), one))
        homes, posts = _homes(tx, codes), _posts(tx, codes, now)
        return [
            Rung(one, level_of(one) or Level.VILLAGE, names[one], one in known, homes[one], posts.get(one, ()))
            for one in codes
        ]


def _shipped(divisions: Divisions, code: str, day: date) -> Mapping[str, str]:
    return {one.code: one.name for one in (*divisions.above(code), *divisions.below(code, day))}


def _imported(known: Mapping[str, str], code: str) -> Mapping[str, str]:
    """Of the units in the ledger those above a unit, itself, and those right below."""
    above = upwards(code)
    return {one: name for one, name in known.items() if one in above or (parent_of(one) or "") == code}


def _homes(tx: Connection, codes: Sequence[str]) -> Counter[str]:
    """Households of these units with all below them."""
    wanted, found = set(codes), Counter[str]()
    for unit_code, count in roster.count_households(tx).items():
        for above in upwards(unit_code):
            if above in wanted:
                found[above] += count
    return found


def _posts(tx: Connection, codes: Sequence[str], now: datetime) -> Mapping[str, list[Post]]:
    named: dict[tuple[str, str], tuple[list[str], list[str]]] = {}
    for office in roll.offices_at(tx, codes):
        named.setdefault((office.unit_code, office.role), ([], []))[office.backup].append(office.name)
    reached = duty.at_units(tx, codes, now)
    found: dict[str, list[Post]] = {}
    for code, role in sorted(named.keys() | reached.keys()):
        one = reached.get((code, role))
        responsible, backup = named.get((code, role), ([], []))
        on_duty = staff.load(tx, one.staff_id).name if one else None
        found.setdefault(code, []).append(Post(role, responsible, backup, on_duty, one.until_at if one else None))
    return found
