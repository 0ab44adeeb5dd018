"""The worker of one queue: what is slow to import is imported first, then each job runs in a fork of its own."""

import logging
import os
import signal
from importlib import import_module

import redis
import structlog
from rq import Queue as Letters
from rq import Worker
from rq.job import Job as Letter

from gateway.domain.errors import GatewayError
from gateway.machine.leash import die_with_parent
from gateway.ports import Job
from gateway.queueing import SERIALIZER, QueueName
from gateway.settings import Settings
from gateway.wiring import read_prompts

# The job of a worker that was killed is found again after about 76 s; with RQ's own 420 it takes seven minutes.
WORKER_TTL_S = 30
MAINTENANCE_S = 15

# By name, since some of it stands above or beside this floor: a fork that must import it first is 0.2 s late and more.
PRELOADED = (
    *sorted({job.value.rpartition(".")[0] for job in Job}),
    "gateway.carriers.twilio.client",
    "twilio.rest.api.v2010.account.call",
    "twilio.rest.api.v2010.account.message",
    "phonenumbers.data.region_CN",  # these two are read in when they are first asked for
    "psycopg",
)

log = structlog.get_logger(__name__)


class TiedWorker(Worker):
    """RQ's worker, whose fork ends with it: a job that another worker takes over is not done by two."""

    def main_work_horse(self, job: Letter, queue: Letters) -> None:
        die_with_parent(signal.SIGKILL)
        if os.getppid() != self.pid:
            os._exit(1)  # it died before we could ask
        super().main_work_horse(job, queue)


def run(queue: QueueName, settings: Settings) -> int:
    """Works until told to stop. Returns an exit code: 1 when Redis is not there to begin with."""
    preload(settings)
    try:
        worker = TiedWorker(
            [queue.value],
            connection=redis.Redis.from_url(settings.redis_url),
            serializer=SERIALIZER,
            worker_ttl=WORKER_TTL_S,
            maintenance_interval=MAINTENANCE_S,
        )
        log.info("worker.listens", queue=queue.value)
        worker.work(logging_level=logging.getLevelName(logging.WARNING))
    except redis.RedisError as e:
        log.error("worker.without_redis", queue=queue.value, error=str(e))
        return 1
    return 0


def preload(settings: Settings) -> None:
    """Reads in what every fork would have to read for itself."""
    for name in PRELOADED:
        try:
            import_module(name)
        except ImportError as e:  # each job that needs it will fail by name; the others can be done
            log.error("worker.not_importable", module=name, error=str(e))
    try:
        read_prompts(settings.data_dir / "voices")
    except GatewayError as e:
        log.error("worker.broken_prompts", error=str(e))
