"""Running numbers that no two transactions share: short codes said aloud."""

from sqlalchemy import Connection

from gateway.store.sql import upsert
from gateway.store.tables import counters


def next_number(tx: Connection, name: str) -> int:
    """The next number under a name, from 1 on. Others who ask for the same name wait until this transaction ends.

    A transaction that is rolled back gives its number back, so that none is missing.
    """
    first = upsert(tx, counters).values(name=name, value=1)
    counted = first.on_conflict_do_update(index_elements=["name"], set_={"value": counters.c.value + 1})
    return int(tx.execute(counted.returning(counters.c.value)).scalar_one())
