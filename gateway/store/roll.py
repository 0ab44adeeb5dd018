"""The roll as a whole: what a roster file is compared with before anything is written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, or_, select

from gateway.domain.places import Level
from gateway.store.screening_tables import members
from gateway.store.sql import subtree, upsert
from gateway.store.tables import households, phones, staff, units


@dataclass(frozen=True)
class UnitRow:
    """A unit as written. `language` None: as the gateway's default."""

    code: str
    level: Level
    name: str
    language: str | None = None


@dataclass(frozen=True)
class HouseholdRow:
    """A door with its phones.

    language  None: as its village
    members   the household's roll in the order of its keys; None: not written, so it stays as it was
    """

    unit_code: str
    door: str
    name: str
    numbers: frozenset[str]
    language: str | None = None
    members: tuple[str, ...] | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What tells one household from another."""
        return self.unit_code, self.door


@dataclass(frozen=True)
class StaffRow:
    """An office held by somebody. `language` None: as the gateway's default; `pin_hash` None: none given.

    on_duty  the named person responsible; `backup` whoever stands in for them
    """

    number: str
    name: str
    role: str
    unit_code: str
    language: str | None
    on_duty: bool
    pin_hash: str | None = None
    backup: bool = False

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells one office from another."""
        return self.number, self.role, self.unit_code


def units_now(tx: Connection) -> Mapping[str, UnitRow]:
    """Every unit, by code."""
    return {row.code: UnitRow(row.code, Level(row.level), row.name, row.language) for row in tx.execute(select(units))}


def households_now(tx: Connection) -> Mapping[tuple[str, str], HouseholdRow]:
    """Every household with its phones and its roll, by unit code and door."""
    numbers: dict[int, set[str]] = {}
    for household_id, number in tx.execute(select(phones.c.household_id, phones.c.number)):
        numbers.setdefault(household_id, set()).add(number)
    labels: dict[int, list[str]] = {}
    for household_id, label in tx.execute(select(members.c.household_id, members.c.label).order_by(members.c.position)):
        labels.setdefault(household_id, []).append(label)
    return {
        (row.unit_code, row.door): HouseholdRow(
            row.unit_code,
            row.door,
            row.name,
            frozenset(numbers.get(row.id, ())),
            row.language,
            tuple(labels.get(row.id, ())),
        )
        for row in tx.execute(select(households))
    }


def staff_now(tx: Connection) -> Mapping[tuple[str, str, str], StaffRow]:
    """Every office, by number, role and unit code."""
    columns = [staff.c[name] for name in StaffRow.__dataclass_fields__]
    rows = [StaffRow(**row._mapping) for row in tx.execute(select(*columns))]
    return {row.key: row for row in rows}


def offices_at(tx: Connection, codes: Iterable[str]) -> list[StaffRow]:
    """The people responsible in these units and those who stand in for them, as the roster names them."""
    columns = [staff.c[name] for name in StaffRow.__dataclass_fields__]
    named = select(*columns).where(staff.c.unit_code.in_(list(codes)), or_(staff.c.on_duty, staff.c.backup))
    return [StaffRow(**row._mapping) for row in tx.execute(named.order_by(staff.c.id))]


def office_ids(tx: Connection) -> Mapping[tuple[str, str, str], int]:
    """The id of every office, by number, role and unit code."""
    rows = tx.execute(select(staff.c.number, staff.c.role, staff.c.unit_code, staff.c.id))
    return {(row.number, row.role, row.unit_code): row.id for row in rows}


def take_off(tx: Connection, links: Iterable[tuple[str, str, str]]) -> None:
    """These phones no longer ring at these doors: unit code, door, number."""
    for unit_code, door, number in links:
        ids = select(households.c.id).where(households.c.unit_code == unit_code, households.c.door == door)
        tx.execute(delete(phones).where(phones.c.number == number, phones.c.household_id.in_(ids)))


def put_on(tx: Connection, household_id: int, number: str) -> None:
    """This phone rings at this door from now on."""
    tx.execute(upsert(tx, phones).values(number=number, household_id=household_id).on_conflict_do_nothing())


def put_members(tx: Connection, rolls: Mapping[tuple[str, str], Sequence[str]]) -> None:
    """Who lives at these doors (unit code, door), each with the key of their place, instead of whoever did before."""
    for (unit_code, door), labels in rolls.items():
        found = select(households.c.id).where(households.c.unit_code == unit_code, households.c.door == door)
        home = tx.execute(found).scalar_one()
        tx.execute(delete(members).where(members.c.household_id == home))
        rows = [{"household_id": home, "position": key, "label": label} for key, label in enumerate(labels, start=1)]
        if rows:
            tx.execute(insert(members), rows)


def doors_by_grid(tx: Connection, within: str = "") -> Mapping[str, int]:
    """Households by the code they are written under."""
    found = select(households.c.unit_code, func.count()).where(subtree(households.c.unit_code, within))
    return {row[0]: row[1] for row in tx.execute(found.group_by(households.c.unit_code))}


def numbers_by_grid(tx: Connection, within: str = "") -> Mapping[str, frozenset[str]]:
    """Different phones by the code their households are written under."""
    found = select(households.c.unit_code, phones.c.number).join(phones)
    numbers: dict[str, set[str]] = {}
    for unit_code, number in tx.execute(found.where(subtree(households.c.unit_code, within))):
        numbers.setdefault(unit_code, set()).add(number)
    return {unit_code: frozenset(there) for unit_code, there in numbers.items()}
