"""The database behind the house: one engine, reading and writing transactions."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url

BUSY_MS = 10_000  # how long a SQLite writer waits for another before giving up


class Ledger:
    """Transactions on one database. `write` holds SQLite's writer lock from the start, so readers never upgrade."""

    def __init__(self, url: str, pool: int = 5) -> None:
        self.engine = _engine(url, pool)
        self._writer = self.engine.execution_options(writes=True)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that commits at the end and rolls back on any error."""
        with self._writer.begin() as tx:
            yield tx

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only looks."""
        with self.engine.connect() as tx:
            yield tx

    def close(self) -> None:
        """Gives the connections back."""
        self.engine.dispose()


def _engine(url: str, pool: int) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, pool_size=pool, max_overflow=10, pool_pre_ping=True)
    file = make_url(url).database
    if file and file != ":memory:":
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"check_same_thread": False, "timeout": BUSY_MS / 1000})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    """Write-ahead log; the driver's own transactions off, so that BEGIN is ours."""
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", f"busy_timeout={BUSY_MS}", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(tx: Connection) -> None:
    writes = tx.get_execution_options().get("writes")
    tx.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
