"""How each telephone company does, in Redis: all workers know it, and lose nothing with it."""

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import redis
import structlog
from redis.backoff import NoBackoff
from redis.client import Pipeline
from redis.retry import Retry

from gateway.domain.companies import WELL, Channel, Condition, News, after

ANSWER_S = 1.0
KEPT_S = 3600  # of which nothing was heard since then is as good as new; longer than any pause
NOTED_EVERY_S = 1.0  # that calls go through is no news more often

log = structlog.get_logger(__name__)


def key_of(channel: Channel, account: str) -> str:
    """Where a company's condition lies; pacing.lua reads it too."""
    return f"condition:{channel}:{account}"


class Conditions:
    """What is known of the companies. Without Redis all of them are well, and nothing here ever raises."""

    def __init__(self, redis_url: str) -> None:
        self._redis = redis.Redis.from_url(
            redis_url,
            socket_connect_timeout=ANSWER_S,
            socket_timeout=ANSWER_S,
            retry=Retry(NoBackoff(), 1, supported_errors=(redis.ConnectionError,)),  # Redis may have been restarted
        )
        self._noted_at: dict[str, float] = {}

    def note(self, account: str, channel: Channel, news: News, wait_s: float = 0.0) -> None:
        """Keeps what came of asking a company.

        wait_s  seconds it wants to be left alone, 0 when it named none
        """
        key = key_of(channel, account)
        if news is News.THROUGH and not self._is_time(key):
            return
        try:
            moves: list[Move] = []
            self._redis.transaction(lambda pipe: moves.append(_move(pipe, key, news, wait_s)), key)
        except redis.RedisError as e:
            log.warning("condition.not_noted", account=account, channel=channel.value, error=str(e))
        else:
            _tell(account, channel, news, moves[-1])

    def alone_s(self, channel: Channel, accounts: Sequence[str]) -> list[float]:
        """Seconds each of these is still to be left alone; 0: it may be asked."""
        try:
            with self._redis.pipeline(transaction=False) as pipe:
                for account in accounts:
                    pipe.hget(key_of(channel, account), "alone_until")
                pipe.time()
                *until, now = pipe.execute()
        except redis.RedisError as e:
            log.warning("condition.not_known", channel=channel.value, error=str(e))
            return [0.0] * len(accounts)
        return [max(0.0, float(each or 0) - _seconds(now)) for each in until]

    def close(self) -> None:
        self._redis.close()

    def _is_time(self, key: str) -> bool:
        now = time.monotonic()
        if now - self._noted_at.get(key, -NOTED_EVERY_S) < NOTED_EVERY_S:
            return False
        self._noted_at[key] = now
        return True


@dataclass(frozen=True)
class Move:
    """A condition before and after some news, which came at `now`."""

    before: Condition
    after: Condition
    now: float


def _move(pipe: Pipeline, key: str, news: News, wait_s: float) -> Move:
    """Redis has it done again when another worker's move came in between."""
    now, known = _seconds(pipe.time()), _read(pipe.hgetall(key))
    moved = Move(known, after(known, news, now, wait_s, random.random()), now)  # noqa: S311 - nothing secret about it
    pipe.multi()
    if moved.after != known:
        kept: dict[Any, Any] = {**vars(moved.after)}
        pipe.hset(key, mapping=kept)
        pipe.expire(key, KEPT_S)
    return moved


def _read(kept: Any) -> Condition:
    told = {name.decode(): float(value) for name, value in kept.items()}
    if not told:
        return WELL
    troubles, faults = int(told["troubles"]), int(told["faults"])
    return Condition(told["pace"], told["moved_at"], troubles, faults, told["alone_until"])


def _seconds(redis_time: Any) -> float:
    return float(redis_time[0] + redis_time[1] / 1_000_000)


def _tell(account: str, channel: Channel, news: News, moved: Move) -> None:
    whom, before, found = {"account": account, "channel": channel.value}, moved.before, moved.after
    if found.troubles > before.troubles:
        alone_s = round(found.alone_until - moved.now, 1)
        log.warning("carrier.spared", **whom, news=news.value, alone_s=alone_s, pace=round(found.pace, 2))
    elif found.pace == 1 and before.pace < 1:
        log.info("carrier.at_full_pace", **whom)
    elif before.troubles and not found.troubles:
        log.info("carrier.back", **whom, pace=round(found.pace, 2))
