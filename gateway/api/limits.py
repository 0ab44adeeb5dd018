"""How often a token may ask, over all web processes: one that asks without end keeps no caller waiting."""

import math
import time

import structlog
from limits import RateLimitItemPerMinute
from limits.errors import StorageError
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import FixedWindowRateLimiter

PER_MINUTE = 30  # requests of one token, counted from its first
ANSWER_S = 0.5  # what a program waits for Redis
ALONE_S = 5.0  # a Redis that is away is not asked again for so long

log = structlog.get_logger("api")


class Allowance:
    """So many requests of each token in a minute, over all processes on one Redis.

    Without Redis each process counts for itself, so that a token is still held: never more than so many a process.
    """

    def __init__(self, redis_url: str, per_minute: int = PER_MINUTE) -> None:
        self._item = RateLimitItemPerMinute(per_minute, namespace="token")
        shared = RedisStorage(
            redis_url,
            key_prefix="api",
            wrap_exceptions=True,
            socket_connect_timeout=ANSWER_S,
            socket_timeout=ANSWER_S,
        )
        self._shared, self._own = FixedWindowRateLimiter(shared), FixedWindowRateLimiter(MemoryStorage())
        self._ask_again_at = 0.0  # by the process's own clock

    def wait_s(self, token_id: int) -> int:
        """0 when it may ask now, which is then counted; else seconds until it may again. Never raises for Redis."""
        if time.monotonic() >= self._ask_again_at:
            try:
                return self._counted(self._shared, token_id)
            except StorageError as e:
                self._ask_again_at = time.monotonic() + ALONE_S
                log.warning("api.limits_alone", error=repr(e.storage_error))
        return self._counted(self._own, token_id)

    def _counted(self, limiter: FixedWindowRateLimiter, token_id: int) -> int:
        if limiter.hit(self._item, str(token_id)):
            return 0
        over_at, _ = limiter.get_window_stats(self._item, str(token_id))
        return max(1, math.ceil(over_at - time.time()))
