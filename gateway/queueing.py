"""The letter box of the night shift, on RQ: where a job waits, how long it may take, how often it is tried again.

A hint may be lost or doubled; the ledger says what is due, and the tick asks it.
"""

from dataclasses import dataclass
from enum import StrEnum

import redis
import structlog
from redis.backoff import NoBackoff
from redis.retry import Retry as Reconnect
from rq import Queue as Letters
from rq import Retry

from gateway.ports import Job

CONNECT_S = 0.5  # a caller on the line waits for this
ANSWER_S = 1.0
HINT_MS = 5_000  # a hint nobody opens in this time may be given again
FAILED_KEPT_S = 7 * 24 * 3600  # long enough to be read after a holiday weekend; RQ's own choice is a year
SERIALIZER = "json"  # RQ's own choice, pickle, would make whoever can write to Redis master of the workers

log = structlog.get_logger(__name__)


class QueueName(StrEnum):
    """The four queues, each with a worker process of its own: on two queues a worker can lose a job when killed."""

    URGENT = "urgent"
    RED = "red"
    BROADCAST = "broadcast"
    DEFAULT = "default"


@dataclass(frozen=True)
class Handling:
    """How a job is treated: its queue, seconds until it is stopped, and how often it is tried again after a failure."""

    queue: QueueName
    timeout_s: int
    retries: int


HANDLING = {
    Job.RING_ALERTS: Handling(QueueName.URGENT, 300, 2),
    Job.SEND_URGENT_TEXTS: Handling(QueueName.URGENT, 300, 2),
    Job.READ_OUT_URGENT: Handling(QueueName.URGENT, 300, 2),
    Job.HANG_UP: Handling(QueueName.URGENT, 300, 2),
    Job.CALL_BACK: Handling(QueueName.URGENT, 300, 2),
    Job.KEEP_PROMISES: Handling(QueueName.URGENT, 300, 2),
    Job.TICK: Handling(QueueName.URGENT, 60, 0),  # it escalates alerts: it may not wait behind a sealing or a mailing
    Job.ASK_APPROVERS: Handling(QueueName.URGENT, 300, 2),
    Job.CALL_SPEAKERS: Handling(QueueName.URGENT, 300, 2),
    Job.DIAL_RED: Handling(QueueName.RED, 1800, 2),
    Job.FAN_OUT_RED: Handling(QueueName.URGENT, 300, 2),  # its dialling has a queue of its own, which may be at work
    Job.FAN_OUT: Handling(QueueName.DEFAULT, 600, 2),
    Job.DIAL: Handling(QueueName.BROADCAST, 1800, 2),
    Job.FOLLOW_UP: Handling(QueueName.BROADCAST, 600, 2),
    Job.ASK_HOUSEHOLDS: Handling(QueueName.BROADCAST, 600, 2),
    Job.READ_OUT: Handling(QueueName.BROADCAST, 600, 2),
    Job.SEND_TEXTS: Handling(QueueName.DEFAULT, 1800, 1),
    Job.READ_TEXTS: Handling(QueueName.DEFAULT, 300, 1),
    Job.REMIND_OF_DAY: Handling(QueueName.DEFAULT, 600, 2),
    Job.SEAL_DAY: Handling(QueueName.DEFAULT, 1800, 1),
    Job.REFRESH_DAY: Handling(QueueName.DEFAULT, 600, 1),
    Job.TELL_OF_MISSING: Handling(QueueName.DEFAULT, 600, 2),
    Job.CALL_UNREAD: Handling(QueueName.DEFAULT, 300, 2),
    Job.FOLLOW_EVENTS: Handling(QueueName.DEFAULT, 300, 1),
    Job.KEEP_SPOKEN: Handling(QueueName.DEFAULT, 600, 1),
    Job.REMIND_OF_DOORS: Handling(QueueName.DEFAULT, 300, 1),
    Job.FIND_LOST: Handling(QueueName.DEFAULT, 600, 1),
}


class RqQueue:
    """The Queue port on RQ and Redis."""

    def __init__(self, redis_url: str) -> None:
        self._redis = redis.Redis.from_url(
            redis_url,
            socket_connect_timeout=CONNECT_S,
            socket_timeout=ANSWER_S,
            retry=Reconnect(NoBackoff(), 1, supported_errors=(redis.ConnectionError,)),  # Redis may have been restarted
        )

    def hint(self, job: Job, *ids: str) -> None:
        """Asks for a job soon, unless the same hint waits already. Never raises: a lost hint is found by the tick."""
        try:
            if self._redis.set(hint_key(job, *ids), 1, nx=True, px=HINT_MS):
                self._post(job, ids)
        except Exception as e:  # whatever it is: what the caller came to do is committed, and must not look undone
            log.warning("hint.lost", job=job.value, ids=ids, error=repr(e))

    def opened(self, job: Job, *ids: str) -> None:
        """The job starts now: facts committed from here on need a hint of their own. Never raises."""
        try:
            self._redis.delete(hint_key(job, *ids))
        except redis.RedisError as e:
            log.warning("hint.not_opened", job=job.value, ids=ids, error=repr(e))

    def close(self) -> None:
        self._redis.close()

    def _post(self, job: Job, ids: tuple[str, ...]) -> None:
        handling = HANDLING[job]
        Letters(handling.queue, connection=self._redis, serializer=SERIALIZER).enqueue_call(
            job.value,
            args=ids,
            timeout=handling.timeout_s,
            result_ttl=0,
            failure_ttl=FAILED_KEPT_S,
            retry=Retry(max=handling.retries) if handling.retries else None,
        )


def hint_key(job: Job, *ids: str) -> str:
    return f"hint:{job}:{','.join(ids)}"
