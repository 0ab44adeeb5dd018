"""Who is there: units, households, phones, and what is remembered of a caller."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, literal, select

from gateway.domain.forms.characters import IN_DIGITS
from gateway.domain.places import LENGTH_OF, LENGTHS, Level
from gateway.store.screening_tables import members
from gateway.store.sql import put, subtree, upsert
from gateway.store.tables import callers, households, phones, units


@dataclass(frozen=True)
class Unit:
    """A rung of the ladder."""

    code: str
    level: Level
    name: str


@dataclass(frozen=True)
class Household:
    """A door. `language` None: as the gateway's default."""

    id: int
    unit_code: str
    door: str
    name: str
    language: str | None


@dataclass(frozen=True)
class Caller:
    """What is remembered of a phone."""

    number: str
    language: str | None = None
    opted_out_at: datetime | None = None
    line: str | None = None


# Asked for on every call and text, so built once: building a statement costs more than running it.
_UNIT = select(units).where(units.c.code == bindparam("with_code"))
_HOUSEHOLD = select(households).where(households.c.id == bindparam("with_id"))
_HOUSEHOLD_OF = (
    select(households)
    .join(phones)
    .where(phones.c.number == bindparam("with_number"))
    .order_by(households.c.id)
    .limit(1)
)
_CALLER = select(callers).where(callers.c.number == bindparam("with_number"))


def unit(tx: Connection, code: str) -> Unit | None:
    """A unit by its code."""
    row = tx.execute(_UNIT, {"with_code": code}).one_or_none()
    return None if row is None else Unit(row.code, Level(row.level), row.name)


def all_units(tx: Connection, within: str = "") -> list[Unit]:
    """The units of a subtree, by code."""
    rows = tx.execute(select(units).where(subtree(units.c.code, within)).order_by(units.c.code))
    return [Unit(row.code, Level(row.level), row.name) for row in rows]


def villages_named_in(tx: Connection, text: str, within: str = "") -> list[Unit]:
    """The villages of a subtree whose names may stand in a text, by code.

    text  in lower case, numerals in digits: 松林一村 may stand in 松林1村
    """
    name: Any = func.lower(units.c.name)
    for numeral, digit in IN_DIGITS.items():
        name = func.replace(name, chr(numeral), chr(digit))
    here = (subtree(units.c.code, within), units.c.level == Level.VILLAGE)
    rows = tx.execute(select(units).where(*here, literal(text).contains(name)).order_by(units.c.code))
    return [Unit(row.code, Level(row.level), row.name) for row in rows]


def common_unit(tx: Connection) -> str:
    """The lowest unit that holds every village: where callers who stand on no roster are counted. "" when none is."""
    low, high = tx.execute(
        select(func.min(units.c.code), func.max(units.c.code)).where(units.c.level == Level.VILLAGE)
    ).one()
    shared = [
        length for length in LENGTHS if low and low[:length] == high[:length] and length <= LENGTH_OF[Level.VILLAGE]
    ]
    return low[: max(shared)] if shared else ""


def at_door(tx: Connection, near: str, door: str) -> Household | None:
    """The household of a door number in the village of a unit; a number keyed without its zeros is found too."""
    village = near[: LENGTH_OF[Level.VILLAGE]]
    found = select(households).where(subtree(households.c.unit_code, village)).order_by(households.c.unit_code)
    doors = {row.door.lstrip("0"): row for row in reversed(tx.execute(found).all())}
    row = doors.get(door.lstrip("0"))
    return None if row is None else _household(row)


def number_of(tx: Connection, household_id: int) -> str | None:
    """The first phone of a household, None when it has none."""
    found = select(phones.c.number).where(phones.c.household_id == household_id).order_by(phones.c.id).limit(1)
    return tx.execute(found).scalar_one_or_none()


def numbers_of(tx: Connection, household_id: int) -> list[str]:
    """Every phone of a household."""
    found = select(phones.c.number).where(phones.c.household_id == household_id).order_by(phones.c.id)
    return list(tx.execute(found).scalars())


def members_of(tx: Connection, household_id: int) -> list[str]:
    """The household's roll, in the order of their keys."""
    found = select(members.c.label).where(members.c.household_id == household_id).order_by(members.c.position)
    return list(tx.execute(found).scalars())


def household_of(tx: Connection, number: str) -> Household | None:
    """The household that answers on this phone; of several, the first on the roll."""
    row = tx.execute(_HOUSEHOLD_OF, {"with_number": number}).one_or_none()
    return None if row is None else _household(row)


def households_of(tx: Connection, number: str) -> list[Household]:
    """Every household that answers on this phone, the first on the roll first."""
    found = select(households).join(phones).where(phones.c.number == number).order_by(households.c.id)
    return [Household(row.id, row.unit_code, row.door, row.name, row.language) for row in tx.execute(found)]


def household(tx: Connection, household_id: int) -> Household:
    """A household by its id."""
    return _household(tx.execute(_HOUSEHOLD, {"with_id": household_id}).one())


def _household(row: Any) -> Household:
    return Household(row.id, row.unit_code, row.door, row.name, row.language)


def count_households(tx: Connection) -> dict[str, int]:
    """Households by the code of their grid."""
    rows = tx.execute(select(households.c.unit_code, func.count()).group_by(households.c.unit_code))
    return {row[0]: row[1] for row in rows}


def caller(tx: Connection, number: str) -> Caller:
    """What is remembered of a phone; an unknown one is new."""
    row = tx.execute(_CALLER, {"with_number": number}).one_or_none()
    return Caller(number) if row is None else Caller(row.number, row.language, row.opted_out_at, row.line)


def remember(tx: Connection, number: str, **facts: Any) -> None:
    """Keeps a fact about a phone (language, opted_out_at, line)."""
    insert = upsert(tx, callers).values(number=number, **facts)
    tx.execute(insert.on_conflict_do_update(index_elements=["number"], set_=facts))


def put_units(tx: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Adds or renames units."""
    put(tx, units, rows, keys=("code",), changed=("name", "level", "language"))


def put_households(tx: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Adds households or renames them, and their phones: rows of unit_code, door, name, language, numbers."""
    plain = [{name: value for name, value in row.items() if name != "numbers"} for row in rows]
    put(tx, households, plain, keys=("unit_code", "door"), changed=("name", "language"))
    ids = {(row.unit_code, row.door): row.id for row in tx.execute(select(households))}
    links = [
        {"number": number, "household_id": ids[row["unit_code"], row["door"]]}
        for row in rows
        for number in row["numbers"]
    ]
    if links:
        tx.execute(upsert(tx, phones).on_conflict_do_nothing(), links)


def doors(tx: Connection, numbers: Iterable[str]) -> dict[str, str]:
    """Door numbers by phone, for lists of doors to knock on."""
    wanted = list(numbers)
    rows = tx.execute(
        select(phones.c.number, func.min(households.c.door))
        .join(households)
        .where(phones.c.number.in_(wanted))
        .group_by(phones.c.number)
    )
    return {row[0]: row[1] for row in rows}
