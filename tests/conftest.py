"""Real servers for the tests: an embedded Redis, a PostgreSQL, and an empty ledger on SQLite or PostgreSQL.

redis_url          an empty Redis, this test's alone
postgres_url       an empty PostgreSQL database that stays for the process's whole run
sqlite_url         an empty, migrated ledger on SQLite: what journeys are tested on
ledger_url         the same on SQLite and then on PostgreSQL: what the store is tested on
blank_url          SQLite and PostgreSQL without a table: what migrations are tested on

Nothing is skipped: without a server a test fails and says what to install. Close your engines: a connection left open
is a warning, and a warning is an error.
"""

import contextlib
import importlib
import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
import redis

from gateway.machine import redis_server
from tests.support import postgres
from tests.support.ledgers import PostgresLedgers, SQLiteLedgers

hypothesis.settings.register_profile("house", deadline=None)  # two busy cores are slow now and then
hypothesis.settings.register_profile("ci", parent=hypothesis.settings.get_profile("house"), derandomize=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "house")

LEDGERS = ["sqlite", "postgresql"]


# Files that take longest, most of it waiting for processes of their own: begun last, one of them would be alone at the
# end while the other cores stand idle.
LONGEST = (
    "demo/test_day.py",
    "crash/test_pulled_plugs.py",
)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One process more than there are cores: those that play the longest tests wait most of the time."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, the others in their order: with --no-loadscope-reorder they are begun like that."""
    first = {Path(__file__).parent / name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: first.get(item.path, len(first)))


def pytest_configure(config: pytest.Config) -> None:
    for name in ("REDIS_URL", "DATABASE_URL"):
        os.environ.pop(name, None)  # a test never touches a server that belongs to somebody


def pytest_sessionfinish(session: pytest.Session) -> None:
    """The first process in is the last one out: it ends the servers that its workers share."""
    if not hasattr(session.config, "workerinput"):
        factory: pytest.TempPathFactory = session.config._tmp_path_factory  # type: ignore[attr-defined]
        postgres.stop_shared(factory.getbasetemp())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How long calls take, as the transcripts found it, whichever process played them."""
    passed = terminalreporter.getreports("passed")
    lengths = sorted({str(told) for report in passed for name, told in report.user_properties if name == "length"})
    if lengths:
        terminalreporter.section("how long calls take", sep="-")
        for length in lengths:
            terminalreporter.write_line(length)


@pytest.fixture(scope="session")
def worker(request: pytest.FixtureRequest) -> str:
    """The name of this process among those that run the tests: gw0, gw1, or alone."""
    return str(getattr(request.config, "workerinput", {}).get("workerid", "alone"))


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, worker: str) -> Path:
    """One folder for all processes of this run."""
    base = tmp_path_factory.getbasetemp()
    return base if worker == "alone" else base.parent


@pytest.fixture(scope="session")
def redis_running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[redis_server.RunningRedis]:
    running = redis_server.start(tmp_path_factory.mktemp("redis"))
    yield running
    running.stop()


@pytest.fixture
def redis_url(redis_running: redis_server.RunningRedis) -> str:
    with contextlib.closing(redis.Redis.from_url(redis_running.url)) as client:
        client.flushall()
    return redis_running.url


@pytest.fixture(scope="session")
def postgres_server(shared_folder: Path) -> Iterator[postgres.Postgres]:
    server = postgres.shared(shared_folder)
    yield server
    server.close()


@pytest.fixture(scope="session")
def postgres_url(postgres_server: postgres.Postgres, worker: str) -> str:
    return postgres_server.create(f"scratch_{worker}")


@pytest.fixture(scope="session")
def sqlite_ledgers(tmp_path_factory: pytest.TempPathFactory) -> SQLiteLedgers:
    return SQLiteLedgers(tmp_path_factory.mktemp("ledgers"), upgrade)


@pytest.fixture(scope="session")
def postgres_ledgers(postgres_server: postgres.Postgres, worker: str) -> PostgresLedgers:
    return PostgresLedgers(postgres_server, worker, upgrade)


@pytest.fixture
def sqlite_url(sqlite_ledgers: SQLiteLedgers) -> Iterator[str]:
    with sqlite_ledgers.migrated() as url:
        yield url


@pytest.fixture(params=LEDGERS)
def ledger_url(request: pytest.FixtureRequest) -> Iterator[str]:
    with of_kind(request).migrated() as url:
        yield url


@pytest.fixture(params=LEDGERS)
def blank_url(request: pytest.FixtureRequest) -> Iterator[str]:
    with of_kind(request).blank() as url:
        yield url


def of_kind(request: pytest.FixtureRequest) -> SQLiteLedgers | PostgresLedgers:
    """Only the server a test asks for is started."""
    found: SQLiteLedgers | PostgresLedgers = request.getfixturevalue(
        {"sqlite": "sqlite_ledgers", "postgresql": "postgres_ledgers"}[request.param]
    )
    return found


def upgrade(url: str) -> None:
    importlib.import_module("gateway.store.migrate").upgrade(url)  # late: tests without a ledger need no store
