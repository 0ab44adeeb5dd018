"""Lists of households somebody keeps: the shopkeepers, the bedridden, the homes along the river."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select

from gateway.store.speaking_tables import household_list_members, household_lists
from gateway.store.sql import put, subtree
from gateway.store.tables import households


@dataclass(frozen=True)
class HouseholdList:
    """A list within a unit."""

    id: int
    unit_code: str
    name: str


def put_list(tx: Connection, unit_code: str, name: str, doors: Iterable[str]) -> tuple[int, list[str]]:
    """Keeps a list under a name, instead of what it held before. Returns its id and the doors nobody lives at."""
    put(tx, household_lists, [{"unit_code": unit_code, "name": name}], keys=("unit_code", "name"), changed=("name",))
    kept = select(household_lists.c.id).where(household_lists.c.unit_code == unit_code, household_lists.c.name == name)
    list_id = tx.execute(kept).scalar_one()
    wanted = sorted(set(doors))
    here = select(households.c.id, households.c.door).where(
        subtree(households.c.unit_code, unit_code), households.c.door.in_(wanted)
    )
    homes = list(tx.execute(here))
    tx.execute(delete(household_list_members).where(household_list_members.c.list_id == list_id))
    if homes:
        rows = [{"list_id": list_id, "household_id": home.id} for home in homes]
        tx.execute(insert(household_list_members), rows)
    lived_at = {home.door for home in homes}
    return list_id, [door for door in wanted if door not in lived_at]


def load(tx: Connection, list_id: int) -> HouseholdList:
    """A list by its id."""
    row = tx.execute(select(household_lists).where(household_lists.c.id == list_id)).one()
    return HouseholdList(row.id, row.unit_code, row.name)


def within(tx: Connection, unit_code: str) -> list[HouseholdList]:
    """The lists kept in a unit and below, by name."""
    found = select(household_lists).where(subtree(household_lists.c.unit_code, unit_code))
    return [
        HouseholdList(row.id, row.unit_code, row.name) for row in tx.execute(found.order_by(household_lists.c.name))
    ]


def by_name(tx: Connection, name: str) -> list[HouseholdList]:
    """The lists called so, anywhere."""
    found = select(household_lists).where(household_lists.c.name == name)
    return [HouseholdList(row.id, row.unit_code, row.name) for row in tx.execute(found)]


def count_homes(tx: Connection, list_id: int) -> int:
    """How many households are on a list."""
    found = select(func.count()).where(household_list_members.c.list_id == list_id)
    return int(tx.execute(found).scalar_one())
