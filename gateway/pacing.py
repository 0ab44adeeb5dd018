"""The shared allowance of calls, in Redis: so many a second, so many at once, over all workers.

A token bucket of one token (GCRA): each attempt books the next free moment and waits for it. A routine attempt books
only a little ahead; an urgent one books whatever is next, so it stands behind those few and before all the others.
"""

import random
import time
from dataclasses import dataclass
from itertools import chain, repeat
from pathlib import Path

import redis
import structlog
from redis.backoff import NoBackoff
from redis.retry import Retry

from gateway.domain.errors import GatewayError
from gateway.ports import Clock

SCRIPT = (Path(__file__).parent / "pacing.lua").read_text(encoding="utf-8")

SHARE = 0.99  # of the allowance: a thread that wakes late then never makes a second too full
AHEAD_S = 0.2  # how far ahead a routine attempt books: what an urgent one may have to wait, beside its own moment
URGENT_AHEAD_S = 3600.0
LATE_S = 0.02  # a moment missed by more than this, or by a whole gap, is given up: a frozen worker must not burst
FULL_S = 0.25  # at most, between two looks while every line is held
URGENT_FULL_S = 0.05
RESERVE = 2  # lines more for urgent attempts
LEASE_S = 300.0  # a line nobody gave back is free again after this, in seconds of the gateway's clock
PATIENCE_S = 30.0  # with a Redis that is away, before the attempt is put back
PAUSES_S = (0.1, 0.2, 0.5, 1.0, 2.0)
ANSWER_S = 2.0
MOMENT, LINES = "pace:moment", "pace:lines"

log = structlog.get_logger(__name__)


class NoPace(GatewayError):
    """Redis did not answer, so nobody knows how many calls are under way: this one was not placed. Try later."""

    retryable = True


@dataclass(frozen=True)
class Answer:
    """What the script said: whether a moment was booked, and seconds until then, or until asking again makes sense."""

    booked: bool
    wait_s: float


class RedisPacer:
    """The Pacer port on Redis.

    per_second  calls placed a second of `clock`, over all workers
    at_once     calls under way at the same time, over all workers; urgent ones may have RESERVE more
    """

    def __init__(self, redis_url: str, per_second: float, at_once: int, clock: Clock, lease_s: float = LEASE_S) -> None:
        self._redis = redis.Redis.from_url(
            redis_url,
            socket_connect_timeout=ANSWER_S,
            socket_timeout=ANSWER_S,
            retry=Retry(NoBackoff(), 1, supported_errors=(redis.ConnectionError,)),  # Redis may have been restarted
        )
        self._script = self._redis.register_script(SCRIPT)
        self._per_second = per_second
        self._at_once = at_once
        self._clock = clock
        self._lease_s = lease_s

    def wait_for_line(self, attempt_id: str, *, urgent: bool = False) -> None:
        """Returns when this attempt may be placed; it then holds a line until released.

        urgent  take the next moment, before every routine attempt that has none yet

        Raises NoPace when Redis stays away for half a minute.
        """
        while True:
            asked_at = time.monotonic()
            answer = self._ask(attempt_id, urgent)
            time.sleep(max(0.0, asked_at + answer.wait_s - time.monotonic()))
            late_s = time.monotonic() - asked_at - answer.wait_s
            if answer.booked and late_s < max(LATE_S, self._gap_s()):
                return

    def release(self, attempt_id: str) -> None:
        """Gives the line back; releasing twice is harmless. Never raises: a lease frees what stays held."""
        try:
            self._redis.zrem(LINES, attempt_id)
        except redis.RedisError as e:
            log.warning("line.not_released", attempt=attempt_id, error=str(e))

    def close(self) -> None:
        self._redis.close()

    def _gap_s(self) -> float:
        """Wall seconds between two calls."""
        return 1 / (self._per_second * SHARE * self._clock.speed)

    def _ask(self, attempt_id: str, urgent: bool) -> Answer:
        """Asks until Redis answers. Raises NoPace: unpaced is worse than late."""
        until = time.monotonic() + PATIENCE_S
        for pause_s in chain(PAUSES_S, repeat(PAUSES_S[-1])):
            try:
                return self._answer(attempt_id, urgent)
            except redis.RedisError as e:
                if time.monotonic() + pause_s > until:
                    raise NoPace(f"Redis does not say how many calls are under way: {e}") from e
            time.sleep(pause_s)
        raise AssertionError("the pauses never end")

    def _answer(self, attempt_id: str, urgent: bool) -> Answer:
        lines = self._at_once + (RESERVE if urgent else 0)
        ahead_s = URGENT_AHEAD_S if urgent else AHEAD_S
        seconds = (self._gap_s(), self._lease_s / self._clock.speed, ahead_s)
        gap, lease, ahead = (round(value * 1_000_000) for value in seconds)
        booked, wait = self._script(keys=[MOMENT, LINES], args=[attempt_id, gap, lines, lease, ahead])
        if booked:
            return Answer(True, wait / 1_000_000)
        if wait < 0:
            return Answer(False, URGENT_FULL_S if urgent else spread(FULL_S))
        return Answer(False, wait / 1_000_000 + spread(AHEAD_S / 2))


def spread(seconds: float) -> float:
    """Half to the whole of it: threads that were turned away together do not come back together."""
    return seconds * random.uniform(0.5, 1.0)  # noqa: S311 - nothing secret about it
