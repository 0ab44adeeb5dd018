"""A county as large as wanted, in an empty ledger: ten grids a village, fifty households a grid, a phone each."""

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, text
from sqlalchemy.types import Date

from gateway.clocks import WallClock
from gateway.domain.places import level_of
from gateway.domain.speaking.levels import Level
from gateway.journeys.speaking import approval, drafts, running
from gateway.journeys.speaking.drafts import Message, Plan
from gateway.store import migrate, roster
from gateway.store.tables import Instant
from gateway.switchboard import Switchboard
from tests.bench.machines import Process
from tests.support import postgres
from tests.support.board import BASE, LINE, new_board
from tests.support.hours import where_it_is_ten
from tests.support.postgres import Postgres

COUNTY = "532901"
GRIDS, DOORS = 10, 50
HOUSEHOLDS = GRIDS * DOORS  # of a village
TOKEN = "a token for tests only"
ACCOUNT = "AC" + "1" * 32


AWAKE = {"timezone": ZoneInfo(where_it_is_ten())}

NUMBERS = "WITH RECURSIVE numbers(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM numbers WHERE i < :last) "
VILLAGE = f"(53290100000000 + (100 + i / {200 * HOUSEHOLDS}) * 100000 + (200 + i / {HOUSEHOLDS} % 200) * 100)"
GRID = f"CAST({VILLAGE} + i / {DOORS} % {GRIDS} + 1 AS TEXT)"
NUMBER = "'+86199' || CAST(10000000 + i AS TEXT)"
SETTLE = (
    "INSERT INTO households (id, unit_code, door, name, language) "
    f"SELECT i + 1, {GRID}, CAST(i % {DOORS} AS TEXT), 'household', 'zh' FROM numbers",
    f"INSERT INTO phones (id, number, household_id) SELECT i + 1, {NUMBER}, i + 1 FROM numbers",
)
# Of ten households six say that nobody came, two are well, one has a returnee, one is ill.
REPORT = (
    "INSERT INTO reports (source, kind, day, at, unit_code, household_id, number, person, arrived_on, from_hubei,"
    " fever, category, clear) SELECT 'text:' || CAST(i AS TEXT),"
    " CASE WHEN i % 10 < 6 THEN 'zero' WHEN i % 10 < 8 THEN 'well' WHEN i % 10 = 8 THEN 'returnee' ELSE 'ill' END,"
    f" :day, :at, {GRID}, i + 1, {NUMBER}, CASE WHEN i % 10 = 8 THEN 'person ' || CAST(i AS TEXT) END,"
    " CASE WHEN i % 10 = 8 THEN :day END, i % 40 = 8, i % 10 = 9,"
    " CASE WHEN i % 10 = 8 THEN 'D' END, CASE WHEN i % 10 = 8 THEN 10 END FROM numbers"
)


def draft(board: Switchboard, area: str) -> str:
    """The id of a broadcast to an area, not sent yet."""
    with board.work() as work:
        plan = Plan((area,), Level.YELLOW)
        return drafts.draft(board, work, plan, [Message("zh", words="今晚七点停水，请接好水。")], None).id


def send(board: Switchboard, area: str) -> str:
    """The id of a broadcast to an area, which the night shift will find."""
    broadcast_id = draft(board, area)
    with board.work() as work:
        approval.submit(board, work, broadcast_id, None)
    return broadcast_id


def speak(board: Switchboard, area: str) -> str:
    """The id of a broadcast to an area, its recipients frozen."""
    broadcast_id = send(board, area)
    running.fan_out(board, broadcast_id)
    return broadcast_id


def number(household: int) -> str:
    """The phone of a household, counted from 0."""
    return f"+86199{10_000_000 + household}"


def village(household: int = 0) -> str:
    """The village a household lives in."""
    index = household // HOUSEHOLDS
    return f"{COUNTY}{100 + index // 200}{200 + index % 200}"


def settle(board: Switchboard, households: int) -> None:
    """Fills an empty ledger."""
    villages = [village(first) for first in range(0, households, HOUSEHOLDS)]
    grids = [f"{code}{grid:02d}" for code in villages for grid in range(1, GRIDS + 1)]
    above = {code[:length] for code in villages for length in (2, 4, 6, 9)}
    codes = sorted({*above, *villages, *grids})
    units = [{"code": code, "level": level_of(code), "name": f"村{code[-5:]}", "language": None} for code in codes]
    with board.work() as work:
        roster.put_units(work.tx, units)
        for statement in SETTLE:
            work.tx.execute(text(NUMBERS + statement), {"last": households - 1})
    tidy(board)


def report(board: Switchboard, households: int, day: date, at: datetime) -> None:
    """One report of every household."""
    filed = text(NUMBERS + REPORT).bindparams(bindparam("day", type_=Date()), bindparam("at", type_=Instant()))
    with board.work() as work:
        work.tx.execute(filed, {"last": households - 1, "day": day, "at": at})
    tidy(board)


def tidy(board: Switchboard) -> None:
    """Statistics for the planner, and a short log, as an ordinary evening finds them."""
    engine = board.ledger.engine.execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as tx:
        tx.exec_driver_sql("ANALYZE")
        if tx.dialect.name == "sqlite":
            tx.rollback()
            tx.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


@contextlib.contextmanager
def board_on(url: str, **changed: object) -> Iterator[Switchboard]:
    """A switchboard on a ledger and the wall's clock, with a carrier on paper and a queue nobody works on."""
    board = replace(new_board(url, **AWAKE, twilio_auth_token=TOKEN, **changed), clock=WallClock())
    yield board
    board.ledger.close()


def environment(url: str, redis_url: str, folder: Path, **changed: str) -> dict[str, str]:
    """The settings of a gateway on a ledger."""
    return {
        "DATABASE_URL": url,
        "REDIS_URL": redis_url,
        "PUBLIC_BASE_URL": BASE,
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_FROM_NUMBER": LINE,
        "DATA_DIR": str(folder),
        "TIMEZONE": where_it_is_ten(),
        **changed,
    }


@contextlib.contextmanager
def sqlite(folder: Path, name: str = "ledger") -> Iterator[str]:
    """The URL of an empty ledger in a file."""
    url = f"sqlite:///{folder}/{name}.db"
    migrate.upgrade(url)
    yield url
    for left in folder.glob(f"{name}.db*"):
        left.unlink()


@contextlib.contextmanager
def postgresql(server: Postgres, name: str = "ledger") -> Iterator[str]:
    """The URL of an empty ledger on a server."""
    url = server.create(name)
    migrate.upgrade(url)
    try:
        yield url
    finally:
        server.drop(name)


@contextlib.contextmanager
def durable(folder: Path) -> Iterator[Postgres]:
    """The tests' PostgreSQL, started again as in production: nothing may be forgotten in a power cut."""
    server = postgres.shared(folder)
    options = f"-c listen_addresses= -c unix_socket_directories={server.data_dir} -c max_connections=200"
    log = f"{server.data_dir}/log"
    words = ["restart", "-w", "-m", "fast", "-D", server.data_dir, "-l", log, "-o", options]
    try:
        postgres.command(Path(server.bin_dir), "pg_ctl", *words)
        yield server
    finally:
        server.close()
        postgres.stop_shared(folder)


def used_s(server: Postgres) -> float:
    """Seconds of CPU its processes have used so far."""
    postmaster = int(Path(server.data_dir, "postmaster.pid").read_text().split()[0])
    return Process(postmaster).cpu_s()


def counted(board: Switchboard, question: str) -> int:
    """What a SELECT of one number says."""
    with board.ledger.read() as tx:
        return int(tx.exec_driver_sql(question).scalar_one())
