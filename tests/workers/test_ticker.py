"""The clock process."""

import contextlib
import signal
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import redis
import time_machine
from rq import Queue as Letters

from gateway.clocks import RehearsalClock, WallClock, line_of
from gateway.ports import Clock, Job
from gateway.queueing import HANDLING, SERIALIZER, RqQueue
from tests.workers.conftest import Start
from tests.workers.patience import until
from workers.ticker import BEAT, Ticker


@pytest.fixture
def box(redis_url: str) -> Iterator[RqQueue]:
    with contextlib.closing(RqQueue(redis_url)) as box:
        yield box


def ticks_asked_for(client: redis.Redis) -> int:
    """Takes them out of the queue, as a worker would."""
    letters = Letters(HANDLING[Job.TICK].queue, connection=client, serializer=SERIALIZER)
    jobs = letters.jobs
    assert all((job.func_name, job.args) == (Job.TICK, []) for job in jobs)
    letters.empty()
    return len(jobs)


def rehearsal(speed: float) -> Clock:
    return RehearsalClock(line_of(time.time(), datetime(2022, 11, 30, tzinfo=UTC), speed))


@pytest.mark.parametrize(
    ("clock", "wall_s"),
    [(WallClock(), 60), (rehearsal(30.0), 2), (rehearsal(1000.0), 1), (rehearsal(0.5), 120)],
)
def test_a_rehearsal_ticks_by_its_own_clock(client: redis.Redis, box: RqQueue, clock: Clock, wall_s: int) -> None:
    assert Ticker(client, box, 60, clock).interval_s() == wall_s


def test_a_tick_is_asked_for_at_the_start_and_then_each_interval(client: redis.Redis, box: RqQueue) -> None:
    asked = []
    with time_machine.travel(datetime(2022, 11, 30, tzinfo=UTC), tick=False) as wall:
        ticker = Ticker(client, box, 60, WallClock())
        for _ in range(7):
            ticker.enqueue_jobs()
            asked.append(ticks_asked_for(client))
            box.opened(Job.TICK)
            client.delete(BEAT)  # its life is Redis's time, which does not travel
            wall.shift(20)
    assert asked == [1, 0, 0, 1, 0, 0, 1]


def test_two_clocks_ask_no_more_often_than_one(client: redis.Redis, box: RqQueue) -> None:
    tickers = [Ticker(client, box, 60, WallClock()) for _ in range(2)]
    asked = 0
    for ticker in tickers:
        ticker.enqueue_jobs()
        asked += ticks_asked_for(client)
        box.opened(Job.TICK)
    assert asked == 1
    assert 50_000 < client.pttl(BEAT) <= 54_000


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_clock_asks_until_it_is_told_to_stop(start: Start, client: redis.Redis, number: int) -> None:
    clock = start("clock")
    until(lambda: ticks_asked_for(client))
    client.flushall()  # whoever empties Redis does not stop the clock
    until(lambda: ticks_asked_for(client))
    clock.send_signal(number)
    assert clock.wait(5) == 0


def test_a_clock_whose_redis_goes_away_waits_for_it(start: Start, client: redis.Redis, box: RqQueue) -> None:
    clock = start("clock")
    until(lambda: ticks_asked_for(client))
    client.client_kill_filter(_type="normal", skipme=True)
    box.opened(Job.TICK)
    until(lambda: ticks_asked_for(client))
    assert clock.poll() is None
