"""Physical loudspeakers with a telephone line: they are rung like a household, and play what they hear."""

from dataclasses import dataclass

from sqlalchemy import Connection, delete, select

from gateway.store.speaking_tables import loudspeakers
from gateway.store.sql import changed, put, subtree


@dataclass(frozen=True)
class Loudspeaker:
    """A horn on a pole, and the number that answers there."""

    unit_code: str
    name: str
    number: str


def put_one(tx: Connection, one: Loudspeaker) -> None:
    """Keeps a loudspeaker, instead of what was kept under its number."""
    put(tx, loudspeakers, [vars(one)], keys=("number",), changed=("unit_code", "name"))


def remove(tx: Connection, number: str) -> bool:
    """It rings no more; False when there was none under this number."""
    return changed(tx, delete(loudspeakers).where(loudspeakers.c.number == number)) == 1


def of_number(tx: Connection, number: str) -> Loudspeaker | None:
    """The one that answers there."""
    row = tx.execute(select(loudspeakers).where(loudspeakers.c.number == number)).one_or_none()
    return None if row is None else Loudspeaker(row.unit_code, row.name, row.number)


def within(tx: Connection, unit_code: str) -> list[Loudspeaker]:
    """Those of a unit and below, by unit and name."""
    found = select(loudspeakers).where(subtree(loudspeakers.c.unit_code, unit_code))
    ordered = found.order_by(loudspeakers.c.unit_code, loudspeakers.c.name)
    return [Loudspeaker(row.unit_code, row.name, row.number) for row in tx.execute(ordered)]
