"""What the queries share: subtrees as ranges, and one spelling of "insert or change" for both databases."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Text, and_, func, literal, or_, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import array


def subtree(column: Any, unit_code: str) -> Any:
    """The condition that a code lies in a unit: a range, so that an index serves it. "" is everywhere."""
    return and_(column >= unit_code, column < unit_code + "~") if unit_code else literal(True)


MOST_RANGES = 100  # an index serves them one by one; SQLite takes no condition of a thousand parts


def subtrees(column: Any, unit_codes: Sequence[str]) -> Any:
    """The condition that a code lies in one of these units. Many of them are looked up by the length of their codes."""
    if len(unit_codes) <= MOST_RANGES or "" in unit_codes:
        return or_(*(subtree(column, code) for code in unit_codes))
    by_length: dict[int, list[str]] = {}
    for code in unit_codes:
        by_length.setdefault(len(code), []).append(code)
    return or_(*(func.substr(column, 1, length).in_(codes) for length, codes in by_length.items()))


def covering(column: Any, unit_code: Any) -> Any:
    """The condition that a code is a unit's own or stands above it."""
    return func.substr(unit_code, 1, func.length(column)) == column


def seconds_between(tx: Connection, earlier: Any, later: Any) -> Any:
    """Seconds from one instant of a row to another; SQLite knows instants to the thousandth."""
    if tx.dialect.name == "postgresql":
        return func.extract("epoch", later - earlier)
    return (func.julianday(later) - func.julianday(earlier)) * 86400.0


def roomy(tx: Connection) -> None:
    """Until the transaction ends PostgreSQL may sort and group in memory what a pass over a province's rows finds."""
    if tx.dialect.name == "postgresql":
        tx.execute(text("SELECT set_config('work_mem', '128MB', true), set_config('jit', 'off', true)"))


def hold_names(tx: Connection, names: Iterable[str]) -> None:
    """Makes transactions that name the same thing take turns until they end; SQLite's writers do so anyway."""
    if tx.dialect.name == "postgresql":
        wanted = array(sorted(set(names)), type_=Text)
        held = select(func.pg_advisory_xact_lock(func.hashtext(func.unnest(wanted).column_valued("name"))))
        tx.execute(held)


def upsert(tx: Connection, table: Any) -> Any:
    """INSERT with ON CONFLICT, which both databases spell alike but SQLAlchemy keeps by dialect."""
    return _insert(tx.dialect.name, table)


def changed(tx: Connection, statement: Any, values: Mapping[str, Any] | None = None) -> int:
    """Executes an INSERT or UPDATE and says how many rows it wrote, which SQLAlchemy keeps only when asked to."""
    return int(tx.execute(statement, values, execution_options={"preserve_rowcount": True}).rowcount)


def add_once(tx: Connection, table: Any, values: Mapping[str, Any], key: str) -> bool:
    """Adds a row; False when there is one with the same key."""
    return changed(tx, _once(tx.dialect.name, table, key), values) == 1


def put(
    tx: Connection, table: Any, rows: Sequence[Mapping[str, Any]], keys: Sequence[str], changed: Sequence[str]
) -> None:
    """Adds rows, or changes these columns of the rows with the same keys."""
    if rows:
        tx.execute(_put(tx.dialect.name, table, tuple(keys), tuple(changed)), [dict(row) for row in rows])


# Kept, since building a statement costs more than running it.


@cache
def _once(dialect: str, table: Any, key: str) -> Any:
    return _insert(dialect, table).inline().on_conflict_do_nothing(index_elements=[key])


@cache
def _put(dialect: str, table: Any, keys: tuple[str, ...], changed: tuple[str, ...]) -> Any:
    insert = _insert(dialect, table).inline()
    return insert.on_conflict_do_update(index_elements=keys, set_={name: insert.excluded[name] for name in changed})


def _insert(dialect: str, table: Any) -> Any:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
