"""The database behind the house: one engine, reading and writing transactions."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url

BUSY_MS = 10_000  # how long a SQLite writer waits for another before giving up
TURN_S = 3.0  # how long for a thread beside it, before SQLite is asked all the same


class Ledger:
    """Transactions on one database. `write` holds SQLite's writer lock from the start, so readers never upgrade."""

    def __init__(self, url: str, pool: int = 5) -> None:
        self.engine = _engine(url, pool)
        self._writer = self.engine.execution_options(writes=True)
        self._turn = _Turn() if self.engine.dialect.name == "sqlite" else nullcontext()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that commits at the end and rolls back on any error."""
        with self._turn, self._writer.begin() as tx:
            yield tx

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only looks."""
        with self.engine.connect() as tx:
            yield tx

    def close(self) -> None:
        """Gives the connections back."""
        self.engine.dispose()


class _Turn:
    """One SQLite writer of this process at a time.

    SQLite sends a writer that finds another at work to sleep, longer each time; threads that wait here are woken.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._mine = threading.local()

    def __enter__(self) -> None:
        self._mine.held = self._lock.acquire(timeout=TURN_S)

    def __exit__(self, *_: object) -> None:
        if self._mine.held:
            self._lock.release()


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
    driver: Any = tx.connection.driver_connection  # asked directly: SQLAlchemy would make a query of it
    driver.execute("BEGIN IMMEDIATE" if writes else "BEGIN")
