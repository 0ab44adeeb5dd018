"""Alembic's entry: the migrations run inside one writing transaction of the ledger."""

from alembic import context

from gateway.store.daily import marks
from gateway.store.ledger import Ledger
from gateway.store.schema import metadata

LOCK = 0x0DA1ABA  # two releases at once wait for each other


def run() -> None:
    ledger = Ledger(context.config.attributes["url"])
    try:
        with ledger.write() as tx:
            if tx.dialect.name == "postgresql":
                tx.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
            context.configure(connection=tx, target_metadata=metadata, transactional_ddl=False)
            if set(context.get_context().get_current_heads()) != set(context.script.get_heads()):
                marks.remove(tx)
            context.run_migrations()
            if context.get_context().get_current_revision() == context.get_head_revision():
                marks.install(tx)
    finally:
        ledger.close()


run()
