"""The database behind the house: one engine, reading and writing transactions. Its own failures are LedgerAway."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DisconnectionError, OperationalError

from gateway.domain.errors import LedgerAway

BUSY_MS = 10_000  # how long a SQLite writer waits for another before giving up
POOL = 15  # connections to PostgreSQL at most; opened when needed, and kept: a new one costs more than a call
REST_S = 5.0  # a connection to PostgreSQL that was used since then is not asked whether it lives
TURN_S = 3.0  # how long for a thread beside it, before SQLite is asked all the same


class Ledger:
    """Transactions on one database. `write` holds SQLite's writer lock from the start, so readers never upgrade."""

    def __init__(self, url: str, pool: int = POOL) -> None:
        self.engine = _engine(url, pool)
        self._is_sqlite = self.engine.dialect.name == "sqlite"
        self._turn = _Turn() if self._is_sqlite else nullcontext()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that commits at the end and rolls back on any error."""
        with _by_our_name(), self._turn, self.engine.begin() as tx:
            self._say(tx, "BEGIN IMMEDIATE")
            yield tx

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only looks."""
        with _by_our_name(), self.engine.connect() as tx:
            self._say(tx, "BEGIN")
            yield tx

    def _say(self, tx: Connection, begin: str) -> None:
        """Begins a transaction of SQLite; straight to the driver, since it is no query. PostgreSQL's begins itself."""
        if self._is_sqlite:
            driver: Any = tx.connection.driver_connection
            driver.execute(begin)

    def close(self) -> None:
        """Gives the connections back."""
        self.engine.dispose()


@contextmanager
def _by_our_name() -> Iterator[None]:
    """What befalls the database becomes LedgerAway; a mistake in a statement stays what it is."""
    try:
        yield
    except (OperationalError, sqlite3.OperationalError) as e:
        befell = e.orig if isinstance(e, OperationalError) else e
        if getattr(befell, "sqlite_errorname", "") == "SQLITE_ERROR":
            raise
        said = (str(befell).strip() or type(befell).__name__).splitlines()[0]
        raise LedgerAway(f"the ledger does not answer: {said}. Does it run, and is DATABASE_URL right?") from e


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
        engine = create_engine(url, pool_size=pool, max_overflow=0, pool_use_lifo=True, hide_parameters=True)
        event.listen(engine, "checkin", _note_use)
        event.listen(engine, "checkout", partial(_ask_after_rest, engine))
        return engine
    file = make_url(url).database
    if file and file != ":memory:":
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    waits = {"check_same_thread": False, "timeout": BUSY_MS / 1000}
    engine = create_engine(url, connect_args=waits, hide_parameters=True)
    event.listen(engine, "connect", _prepare)
    return engine


def _note_use(_connection: Any, record: Any) -> None:
    record.info["used_at"] = time.monotonic()


def _ask_after_rest(engine: Engine, connection: Any, record: Any, _proxy: Any) -> None:
    """Whether a connection still lives, after a rest only: to ask each time costs a key press a round trip more."""
    if time.monotonic() - record.info.get("used_at", time.monotonic()) < REST_S:  # a new one has just been opened
        return
    try:
        engine.dialect.do_ping(connection)
    except Exception as e:  # whatever it says: SQLAlchemy opens a new one
        raise DisconnectionError from e


def _prepare(connection: Any, _record: Any) -> None:
    """Write-ahead log; the driver's own transactions off, so that BEGIN is ours."""
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", f"busy_timeout={BUSY_MS}", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
