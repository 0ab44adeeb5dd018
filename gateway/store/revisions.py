"""Which schema a database stands at, and which one this release brings."""

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from gateway.store.migrate import MIGRATIONS


def present(tx: Connection) -> str | None:
    """The revision a database stands at, None when it was never migrated."""
    return MigrationContext.configure(tx).get_current_revision()


def newest() -> str:
    """The revision this release brings."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head() or ""
