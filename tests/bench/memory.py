"""Row 11: what the web process and a worker hold, over an empty Flask app and an empty RQ worker."""

import contextlib
import time
from pathlib import Path

from gateway.machine import redis_server
from tests.bench import letters, town
from tests.bench.figures import Figure, Scale
from tests.bench.load import Crowd
from tests.bench.machines import Process, Server, resident_mb, running, served
from tests.bench.webhooks import CONNECTIONS, FLOOR, REAL

MOST_MB = 40.0
MOST_GROWTH_MB = 5.0
SETTLED_S = 4.0
EMPTY_WORKER = "-m rq.cli worker empty --url {url}"


def measure(scale: Scale, folder: Path) -> list[Figure]:
    """Row 11: web and worker."""
    with contextlib.ExitStack() as stack:
        queue = redis_server.start(folder / "redis")
        stack.callback(queue.stop)
        url = stack.enter_context(town.sqlite(folder))
        env = town.environment(url, queue.url, folder)
        board = stack.enter_context(town.board_on(url))
        town.settle(board, town.HOUSEHOLDS)
        web = stack.enter_context(served(REAL, env, folder))
        empty = stack.enter_context(served(FLOOR, {}, folder))
        worker = stack.enter_context(running("-m workers default", env, folder))
        other = stack.enter_context(running(EMPTY_WORKER.format(url=queue.url), {}, folder))
        figures = _web(web, empty, stack.enter_context(Crowd()), scale)
        time.sleep(SETTLED_S)
        return [*figures, _worker(worker, other)]


def _web(web: Server, empty: Server, crowd: Crowd, scale: Scale) -> list[Figure]:
    requests = scale.of(500, 4000)
    first = letters.dealt(letters.texts(0, requests), CONNECTIONS)
    crowd.call(empty.port, first)
    crowd.call(web.port, first)
    began, floor = web.resident_mb(), empty.resident_mb()
    crowd.call(web.port, letters.dealt(letters.texts(requests, requests), CONNECTIONS))
    ended = web.resident_mb()
    return [
        _figure("web process", began, floor, "empty Flask app"),
        Figure(
            row="11",
            what=f"web process, {requests:,} requests later",
            ours=f"{ended - began:+.1f} MB",
            target=f"<= +{MOST_GROWTH_MB:.0f} MB",
            reached=ended - began <= MOST_GROWTH_MB,
        ),
    ]


def _worker(worker: Process, other: Process) -> Figure:
    return _figure("worker, idle", resident_mb(worker.pid), resident_mb(other.pid), "empty RQ worker")


def _figure(what: str, ours: float, floor: float, beside: str) -> Figure:
    return Figure(
        row="11",
        what=what,
        ours=f"{ours:.0f} MB, {ours - floor:+.0f} MB",
        floor=f"{beside}: {floor:.0f} MB",
        ratio=ours / floor,
        target=f"<= +{MOST_MB:.0f} MB",
        reached=ours - floor <= MOST_MB,
    )
