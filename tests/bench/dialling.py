"""Row 6: a village rung without a pace, over the bare client of the same library in as many threads."""

import contextlib
import resource
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import redis
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from gateway import pacing, settings, wiring
from gateway.journeys.telephone import dialling
from gateway.machine import redis_server
from tests.bench import town
from tests.bench.figures import Broken, Figure, Scale, ratio, taking_turns
from tests.bench.load import SPAWN
from tests.bench.machines import free_port, running, until_open
from tests.support.board import BASE, LINE

FASTEST = 1000  # calls a second: the most the settings allow
LINES = 5000
LEAST_RATE, MOST_CPU = 0.8, 1.5


@dataclass(frozen=True)
class Rung:
    """A run of calls: how many a second, and milliseconds of CPU each."""

    a_second: float
    cpu_ms: float


def measure(scale: Scale, folder: Path) -> list[Figure]:
    """Row 6, on both databases."""
    calls = scale.of(300, 2_000, 10_000)
    with contextlib.ExitStack() as stack:
        queue = redis_server.start(folder / "redis")
        stack.callback(queue.stop)
        stub = stack.enter_context(answering(folder))
        stack.enter_context(hanging_up(queue.url))
        server = stack.enter_context(town.durable(folder))
        ledgers = {
            "SQLite": stack.enter_context(town.sqlite(folder)),
            "PostgreSQL": stack.enter_context(town.postgresql(server)),
        }
        given = {"TWILIO_BASE_URL": f"http://127.0.0.1:{stub}", "CALLS_PER_SECOND": str(FASTEST)}
        given["CALLS_AT_ONCE"] = str(LINES)
        envs = {name: town.environment(url, queue.url, folder, **given) for name, url in ledgers.items()}
        for url in ledgers.values():
            with town.board_on(url) as board:
                town.settle(board, calls)
        results = taking_turns(
            scale.rounds,
            lambda: _alone(bare, stub, calls),
            *(lambda env=env: _alone(ours, env, calls) for env in envs.values()),
        )
    return [_figure(name, found, results[0], calls) for name, found in zip(envs, results[1:], strict=True)]


@contextlib.contextmanager
def answering(folder: Path) -> Iterator[int]:
    """The port of a carrier that takes every call."""
    port = free_port()
    with running(f"-m tests.bench.carrier {port}", {}, folder):
        until_open(port, folder)
        yield port


@contextlib.contextmanager
def hanging_up(redis_url: str) -> Iterator[None]:
    """Gives the lines back all the time, as the news of ended calls does."""
    over = threading.Event()

    def hang_up() -> None:
        with contextlib.closing(redis.Redis.from_url(redis_url)) as client:
            while not over.wait(0.2):
                client.delete(pacing.HELD + town.ACCOUNT)

    thread = threading.Thread(target=hang_up)
    thread.start()
    yield
    over.set()
    thread.join()


def _alone(side: object, *given: object) -> Rung:
    """Runs one side in a new process: nothing is warm, nothing else costs CPU there."""
    with ProcessPoolExecutor(1, mp_context=SPAWN) as process:
        return process.submit(side, *given).result()  # type: ignore[arg-type]


def ours(env: Mapping[str, str], calls: int) -> Rung:
    """The worker's own journey, with everything plugged in."""
    board = wiring.connect(settings.from_environment(**{name.lower(): value for name, value in env.items()}))
    town.speak(board, town.COUNTY)
    with measured(calls) as rung:
        dialling.dial(board)
    board.ledger.close()
    return rung[0]


def bare(stub: int, calls: int) -> Rung:
    """The same calls by the carrier's library alone, a client a thread."""
    here = threading.local()

    def client() -> Client:
        if not hasattr(here, "client"):
            here.client = Client(town.ACCOUNT, town.TOKEN, http_client=TwilioHttpClient(timeout=10))
            here.client.api.base_url = f"http://127.0.0.1:{stub}"
        return here.client

    def place(number: int) -> str:
        call = client().calls.create(
            to=town.number(number),
            from_=LINE,
            url=f"{BASE}/twilio/voice/attempts/{number:032d}",
            method="POST",
            fallback_url=f"{BASE}/twilio/fallback",
            fallback_method="POST",
            status_callback=f"{BASE}/twilio/status/{number:032d}",
            status_callback_event=["initiated", "ringing", "answered", "completed"],
            status_callback_method="POST",
            timeout=30,
        )
        return str(call.sid)

    with measured(calls) as rung, ThreadPoolExecutor(dialling.MOST_THREADS) as pool:
        placed = list(pool.map(place, range(calls)))
    if len(set(placed)) != calls:
        raise Broken("the bare client did not place every call")
    return rung[0]


@contextlib.contextmanager
def measured(calls: int) -> Iterator[list[Rung]]:
    """The pace and cost of what happens inside, in the list afterwards."""
    found: list[Rung] = []
    began, used = time.perf_counter(), _cpu_s()
    yield found
    found.append(Rung(calls / (time.perf_counter() - began), 1000 * (_cpu_s() - used) / calls))


def _cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _figure(name: str, found: list[Rung], low: list[Rung], calls: int) -> Figure:
    rate = ratio([rung.a_second for rung in found], [rung.a_second for rung in low])
    cpu = ratio([rung.cpu_ms for rung in found], [rung.cpu_ms for rung in low])
    return Figure(
        row="6",
        what=f"{calls:,} calls placed, {name}",
        ours=f"{median(r.a_second for r in found):.0f}/s, {median(r.cpu_ms for r in found):.2f} ms CPU",
        floor=f"bare client: {median(r.a_second for r in low):.0f}/s, {median(r.cpu_ms for r in low):.2f} ms CPU",
        ratio=rate,
        target=f">= {LEAST_RATE} x; CPU <= {MOST_CPU} x, is {cpu:.2f} x",
        reached=rate >= LEAST_RATE and cpu <= MOST_CPU,
    )
