"""A unit's new code reaches every table that holds one, on each database."""

from datetime import date

from sqlalchemy import func, select

from gateway.store import recoding, roster
from gateway.store.keeping_tables import HINT
from gateway.store.ledger import Ledger
from gateway.store.recode_tables import recodings
from gateway.store.schema import metadata
from gateway.store.tables import households, units
from tests.store.conftest import GRIDS, NOON, VILLAGE

NEW = "532901105203"


def test_every_column_that_holds_a_code_is_declared_as_one() -> None:
    declared = {(column.table.name, column.name) for column in recoding.columns()}
    named = {
        (table.name, column.name)
        for table in metadata.tables.values()
        for column in table.c
        if column.name == "unit_code" and not table.info.get(HINT)
    }
    assert named | {("units", "code")} <= declared


def test_the_whole_subtree_moves_in_every_table_and_nothing_beside_it(sending: Ledger) -> None:
    with sending.write() as tx:
        roster.put_units(tx, [{"code": f"{VILLAGE[:-1]}9", "level": "village", "name": "松涧村", "language": None}])
        roster.put_units(tx, [{"code": NEW, "level": "village", "name": "空", "language": None}])
        before = recoding.count(tx, VILLAGE)
        assert {"units", "households", "broadcasts"} <= set(before)
        assert not recoding.has_people(tx, NEW)
        assert recoding.move(tx, VILLAGE, NEW) == before
        assert recoding.count(tx, VILLAGE) == {}
        assert recoding.count(tx, NEW) == before
        assert recoding.has_people(tx, NEW)
        codes = set(tx.execute(select(units.c.code)).scalars())
        assert codes == {"532901105", f"{VILLAGE[:-1]}9", NEW, *(NEW + grid[len(VILLAGE) :] for grid in GRIDS)}
        assert tx.execute(select(func.count()).select_from(households)).scalar_one() == 4
        recoding.note(tx, VILLAGE, NEW, date(2020, 2, 8), NOON, "command line", 7)
        assert tx.execute(select(recodings.c.moved)).scalar_one() == 7
