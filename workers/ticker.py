"""The clock process: asks for a tick, again and again. Two of them on two machines ask no more often than one."""

import contextlib
import logging
import time

import redis
import structlog
from redis.client import Pipeline
from rq.cron import CronJob, CronScheduler
from rq.exceptions import SchedulerNotFound, StopRequested
from rq.utils import now

from gateway.clocks import from_setting
from gateway.ports import Clock, Job
from gateway.queueing import HANDLING, RqQueue
from gateway.settings import Settings

BEAT = "clock:beat"  # in Redis for most of an interval; who sets it, asks
MOST = 0.9  # of an interval: two clocks out of step stay silent, one that is a little early does not
PAUSE_S = 2.0  # between two attempts at a Redis that is away

log = structlog.get_logger(__name__)


class Ticker(CronScheduler):
    """RQ's cron, except that it gives a hint instead of enqueueing.

    RQ 3.0's own would pickle its jobs, which our workers refuse to read, and two of them would enqueue twice.
    """

    def __init__(self, connection: redis.Redis, box: RqQueue, tick_s: int, clock: Clock) -> None:
        super().__init__(connection, logging_level=logging.WARNING)
        self._box = box
        self._tick_s = tick_s
        self._clock = clock
        self.register(self.beat, HANDLING[Job.TICK].queue, interval=self.interval_s(), name=Job.TICK)

    def interval_s(self) -> int:
        """Wall seconds between two ticks: a rehearsal ticks by its own clock, but at most once a second."""
        return max(1, round(self._tick_s / self._clock.speed))

    def enqueue_jobs(self) -> list[CronJob]:
        due = [job for job in self.get_jobs() if job.should_run()]
        for job in due:
            job.interval = self.interval_s()
            job.set_enqueue_time(now())
            self.beat()
        return due

    def beat(self) -> None:
        """Asks for a tick, unless another clock did just now."""
        if self.connection.set(BEAT, self.name, nx=True, px=int(self.interval_s() * MOST * 1000)):
            self._box.hint(Job.TICK)

    def register_death(self, pipeline: Pipeline | None = None) -> None:
        with contextlib.suppress(redis.RedisError, SchedulerNotFound):  # nobody left to tell
            super().register_death()


def run(settings: Settings) -> None:
    """Ticks until SIGTERM or Ctrl-C. Without Redis it keeps trying."""
    clock = from_setting(settings.rehearsal_clock)
    with (
        contextlib.closing(redis.Redis.from_url(settings.redis_url)) as connection,
        contextlib.closing(RqQueue(settings.redis_url)) as box,
        contextlib.suppress(StopRequested),
    ):
        while not ticked(Ticker(connection, box, settings.tick_s, clock)):
            time.sleep(PAUSE_S)


def ticked(ticker: Ticker) -> bool:
    """Whether it ran until it was told to stop; False when Redis went away."""
    try:
        ticker.start()  # type: ignore[no-untyped-call]
    except redis.RedisError as e:
        log.warning("clock.without_redis", error=str(e))
        return False
    return True
