"""What the queries share: subtrees as ranges, and one spelling of "insert or change" for both databases."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, and_, literal
from sqlalchemy.dialects import postgresql, sqlite


def subtree(column: Any, unit_code: str) -> Any:
    """The condition that a code lies in a unit: a range, so that an index serves it. "" is everywhere."""
    return and_(column >= unit_code, column < unit_code + "~") if unit_code else literal(True)


def upsert(tx: Connection, table: Any) -> Any:
    """INSERT with ON CONFLICT, which both databases spell alike but SQLAlchemy keeps by dialect."""
    return postgresql.insert(table) if tx.dialect.name == "postgresql" else sqlite.insert(table)


def changed(tx: Connection, statement: Any) -> int:
    """Executes an INSERT or UPDATE and says how many rows it wrote, which SQLAlchemy keeps only when asked to."""
    return int(tx.execute(statement, execution_options={"preserve_rowcount": True}).rowcount)


def put(
    tx: Connection, table: Any, rows: Sequence[Mapping[str, Any]], keys: Sequence[str], changed: Sequence[str]
) -> None:
    """Adds rows, or changes these columns of the rows with the same keys."""
    if not rows:
        return
    insert = upsert(tx, table)
    tx.execute(
        insert.on_conflict_do_update(index_elements=list(keys), set_={name: insert.excluded[name] for name in changed}),
        [dict(row) for row in rows],
    )
