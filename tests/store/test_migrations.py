"""The migrations make the schema that the queries are written against, on both databases, and run twice."""

from contextlib import closing, suppress

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

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
