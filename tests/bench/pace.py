"""Row 7: how nearly two worker processes place what they are allowed, and no more."""

import contextlib
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from gateway.clocks import WallClock
from gateway.domain.companies import Account
from gateway.machine import redis_server
from gateway.pacing import RedisPacer
from tests.bench.figures import Figure, Scale
from tests.bench.load import SPAWN

WORKERS, THREADS = 2, 16
START_S = 6.0  # by then both processes are there, on a machine busy with other things as well
LEAST, MOST = 0.98, 1.0


def measure(scale: Scale, folder: Path) -> list[Figure]:
    """Row 7: a line for each pace."""
    queue = redis_server.start(folder / "redis")
    paces = (30,) if scale.quick else (10, 30, 100)
    seconds = scale.of(3, 10, 60)
    try:
        return [_figure(queue.url, pace, seconds) for pace in paces]
    finally:
        queue.stop()


def _figure(redis_url: str, pace: int, seconds: int) -> Figure:
    begins = time.time() + START_S
    with ProcessPoolExecutor(WORKERS, mp_context=SPAWN) as workers:
        runs = [workers.submit(placed, redis_url, pace, begins, seconds) for _ in range(WORKERS)]
        moments = sorted(moment for run in runs for moment in run.result())
    share, worst = len(moments) / (pace * seconds), _fullest_second(moments)
    return Figure(
        row="7",
        what=f"pace of {pace} calls a second, {WORKERS} workers, {seconds} s",
        ours=f"{100 * share:.1f} % of the allowance, fullest second {worst}",
        target=f"{LEAST:.0%} to {MOST:.0%}, no second above {pace + 1}",
        reached=LEAST <= share <= MOST + 1 / (pace * seconds) and worst <= pace + 1,
    )


def placed(redis_url: str, pace: int, begins: float, seconds: int) -> list[float]:
    """The moments at which one worker's threads were let through."""
    moments: list[float] = []
    account = Account("AC1", "", "", ("+8687162170001",), 1, pace, 5000)
    with contextlib.closing(RedisPacer(redis_url, [account], WallClock())) as pacer:
        threads = [threading.Thread(target=_place, args=(pacer, moments, begins, seconds)) for _ in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return [moment for moment in moments if begins <= moment < begins + seconds]


def _place(pacer: RedisPacer, moments: list[float], begins: float, seconds: int) -> None:
    time.sleep(max(0.0, begins - time.time() - 0.5))
    while time.time() < begins + seconds:
        attempt = f"{threading.get_ident()}-{time.time()}"
        pacer.wait_for_line(attempt)
        moments.append(time.time())
        pacer.release(attempt)


def _fullest_second(moments: Sequence[float]) -> int:
    return max((sum(at <= other < at + 1 for other in moments[index:]) for index, at in enumerate(moments)), default=0)
