"""The migrations make the schema that the queries are written against, on both databases, and run twice."""

from contextlib import closing, suppress
from datetime import UTC, datetime

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import insert

from gateway.store import arrivals, migrate, screening_tables
from gateway.store.ledger import Ledger
from gateway.store.migrate import upgrade
from gateway.store.schema import metadata


def test_upgrading_twice_changes_nothing_and_leaves_no_difference_to_the_tables(blank_url: str) -> None:
    upgrade(blank_url)
    upgrade(blank_url)
    with closing(Ledger(blank_url)) as ledger, ledger.read() as tx:
        assert compare_metadata(MigrationContext.configure(tx), metadata) == []


def test_a_failed_transaction_leaves_nothing(ledger: Ledger) -> None:
    def fail() -> None:
        with ledger.write() as tx:
            tx.exec_driver_sql("INSERT INTO callers (number) VALUES ('+8619900000001')")
            raise RuntimeError("the plug is pulled")

    with suppress(RuntimeError):
        fail()
    with ledger.read() as tx:
        assert tx.exec_driver_sql("SELECT count(*) FROM callers").scalar_one() == 0


def test_since_when_somebody_is_a_contact_and_when_an_origin_was_learnt_is_found_in_what_was_said(
    blank_url: str,
) -> None:
    first, later = (datetime(2020, 2, day, 4, tzinfo=UTC) for day in (8, 9))
    config = migrate._config(blank_url)
    before = ScriptDirectory.from_config(config).get_revision("0017")
    assert before is not None
    command.upgrade(config, str(before.down_revision))
    people = [("told at once", "C", first, "no"), ("told later", "C", later, "yes"), ("none", "G", later, "no")]
    whose = {"unit_code": "5329", "number": "+8619900000001", "contact": "+8619900000001"}
    by = {"said_by": "resident", "channel": "call", "flow": "ten_clears", "version": "1", "clear": True}
    with closing(Ledger(blank_url)) as ledger, ledger.write() as tx:
        for name, category, at, said in people:
            known = {"category": category, "origin": "hubei", "clear": 9, "first_at": first, "changed_at": at}
            tx.execute(insert(screening_tables.arrivals).values(id=name, **whose, **known))
            for item, answers in ((3, {"origin": "hubei"}), (6, {"close_contact": said})):
                told = {"arrival_id": name, "item": item, "answers": answers, "at": at}
                tx.execute(insert(screening_tables.clears).values(**told, **by))
    upgrade(blank_url)
    with closing(Ledger(blank_url)) as ledger, ledger.read() as tx:
        kept = [arrivals.load(tx, name) for name, *_ in people]
    assert [one and (one.contact_since, one.origin_since) for one in kept] == [
        (first, None),
        (later, later),
        (None, later),
    ]
