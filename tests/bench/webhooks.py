"""Rows 1 to 4: what a webhook costs, over a server that says one string. CPU of the server's processes decides."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from gateway.machine import redis_server
from gateway.switchboard import Switchboard
from tests.bench import letters, town
from tests.bench.figures import Broken, Figure, Scale, ratio
from tests.bench.letters import Conversations
from tests.bench.load import Crowd
from tests.bench.machines import Server, served

CONNECTIONS = 16
FLOOR_TIMES = 6  # the floor is cheap: asked more often, or the kernel's clock of 10 ms were too coarse for it
MOST_P99_MS = 60.0
VILLAGES = 20
REAL = "gateway.app:from_environment"
FLOOR = "tests.bench.floor:app"


@dataclass(frozen=True)
class Side:
    """A gateway on one kind of ledger. `database_s`: CPU its database server has used, 0 where that is a library."""

    name: str
    board: Switchboard
    server: Server
    database_s: Callable[[], float]


@dataclass(frozen=True)
class Cost:
    """What a request cost in microseconds of CPU, and how long its caller waited."""

    cpu_us: float
    database_us: float
    a_second: float
    p99_ms: float


@dataclass(frozen=True)
class Promise:
    """A row: what is posted, what it may cost over the floor, by database, and how the ledger shows that it came.

    posts  board, number of the round, requests wanted -> conversations
    kept   SQL that counts the requests the ledger has taken
    """

    rows: dict[str, str]
    what: str
    most: dict[str, float]
    posts: Callable[[Switchboard, int, int], Conversations]
    kept: str


def _pressed(board: Switchboard, number: int, requests: int) -> Conversations:
    lines = max(CONNECTIONS, requests // len(letters.KEYS))
    return letters.key_presses(board, number * lines, lines)


def _told(board: Switchboard, number: int, requests: int) -> Conversations:
    return letters.news_of_calls(board, number, requests // len(letters.NEWS))


def _texted(board: Switchboard, number: int, requests: int) -> Conversations:
    return letters.texts(number * requests, requests)


PROMISES = (
    Promise(
        {"SQLite": "1", "PostgreSQL": "2"},
        "key press stored, answered",
        {"SQLite": 6.0, "PostgreSQL": 10.0},
        _pressed,
        "SELECT count(*) FROM answers",
    ),
    Promise(
        {"SQLite": "3", "PostgreSQL": "3"},
        "news of a call",
        {"SQLite": 5.0},
        _told,
        f"SELECT {len(letters.NEWS)} * count(*) FROM attempts WHERE state = 'completed'",
    ),
    Promise(
        {"SQLite": "4", "PostgreSQL": "4"},
        "text stored, read, answered",
        {"SQLite": 7.0},
        _texted,
        "SELECT count(*) FROM texts_in WHERE meaning IS NOT NULL",
    ),
)


def measure(scale: Scale, folder: Path) -> list[Figure]:
    """Rows 1 to 4, on both databases."""
    with gateways(folder) as (floor, sides, crowd):
        return [figure for promise in PROMISES for figure in _row(promise, scale, floor, sides, crowd)]


@contextlib.contextmanager
def gateways(folder: Path) -> Iterator[tuple[Server, list[Side], Crowd]]:
    """The floor, and the gateway on both databases, all of them answering."""
    with contextlib.ExitStack() as stack:
        queue = redis_server.start(folder / "redis")
        stack.callback(queue.stop)
        postgres = stack.enter_context(town.durable(folder))
        ledgers = {
            "SQLite": (stack.enter_context(town.sqlite(folder)), lambda: 0.0),
            "PostgreSQL": (stack.enter_context(town.postgresql(postgres)), lambda: town.used_s(postgres)),
        }
        sides = []
        for name, (url, used_s) in ledgers.items():
            board = stack.enter_context(town.board_on(url, calls_per_second=50.0))
            town.settle(board, VILLAGES * town.HOUSEHOLDS)
            server = stack.enter_context(served(REAL, town.environment(url, queue.url, folder), folder))
            sides.append(Side(name, board, server, used_s))
        floor = stack.enter_context(served(FLOOR, {}, folder))
        yield floor, sides, stack.enter_context(Crowd())


def _row(promise: Promise, scale: Scale, floor: Server, sides: list[Side], crowd: Crowd) -> list[Figure]:
    requests = scale.of(400, 2000)
    low: list[Cost] = []
    costs: dict[str, list[Cost]] = {side.name: [] for side in sides}
    for number in range(scale.rounds + 1):
        low.append(_floor(crowd, floor, requests))
        for side in sides:
            posts = promise.posts(side.board, number, requests)
            costs[side.name].append(_checked(promise, crowd, side, posts))
    return [_figure(promise, side.name, costs[side.name][1:], low[1:]) for side in sides]  # the first only warms


def _floor(crowd: Crowd, floor: Server, requests: int) -> Cost:
    some = letters.texts(0, requests)
    return _cost(crowd, floor, some * FLOOR_TIMES, lambda: 0.0)


def _checked(promise: Promise, crowd: Crowd, side: Side, posts: Conversations) -> Cost:
    """The cost of these posts. Raises Broken unless the ledger has every one of them afterwards."""
    before = town.counted(side.board, promise.kept)
    cost = _cost(crowd, side.server, posts, side.database_s)
    kept = town.counted(side.board, promise.kept) - before
    if kept != sum(map(len, posts)):
        raise Broken(f"{promise.what} on {side.name}: {sum(map(len, posts))} posted, {kept} in the ledger")
    return cost


def _cost(crowd: Crowd, server: Server, posts: Conversations, database_s: Callable[[], float]) -> Cost:
    scripts = letters.dealt(posts, CONNECTIONS)
    before, database_before = server.cpu_s(), database_s()
    heard = crowd.call(server.port, scripts)
    used, in_database = server.cpu_s() - before, database_s() - database_before
    micro = 1_000_000 / heard.requests
    return Cost(used * micro, in_database * micro, heard.requests / heard.seconds, heard.p99_ms)


def _figure(promise: Promise, name: str, costs: list[Cost], low: list[Cost]) -> Figure:
    times = ratio([cost.cpu_us for cost in costs], [cost.cpu_us for cost in low])
    most, p99 = promise.most.get(name), median(cost.p99_ms for cost in costs)
    in_database = median(cost.database_us for cost in costs)
    beside = f" + {in_database:.0f} in its server" if in_database else ""
    return Figure(
        row=promise.rows[name],
        what=f"{promise.what}, {name}",
        ours=f"{median(cost.cpu_us for cost in costs):.0f} us CPU{beside}, "
        f"{median(cost.a_second for cost in costs):.0f}/s, p99 {p99:.0f} ms",
        floor=f"static TwiML: {median(cost.cpu_us for cost in low):.0f} us CPU",
        ratio=times,
        target=f"<= {most:.0f} x, p99 < {MOST_P99_MS:.0f} ms" if most else "",
        reached=times <= most and p99 < MOST_P99_MS if most else None,
    )
