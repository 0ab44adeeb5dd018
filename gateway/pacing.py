"""The shared allowance of calls and texts, in Redis: so many a second, so many at once, for each account and number.

A token bucket of one token (GCRA): each attempt books the next free moment and waits for it. A routine attempt books
only a little ahead; an urgent one books whatever is next, so it stands behind those few and before all the others.
Which company and which number it is comes with the moment, in one step for all workers.
"""

import json
import random
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, repeat
from pathlib import Path
from typing import Any, TypeAlias

import redis
import structlog
from redis.backoff import NoBackoff
from redis.retry import Retry

from gateway.domain.companies import Account, by_turn, draw
from gateway.domain.errors import GatewayError
from gateway.ports import Clock, Trunk

TEXT = """
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local free = math.max(now, tonumber(redis.call('GET', KEYS[1]) or 0))
local gap, ahead = tonumber(ARGV[1]), tonumber(ARGV[2])
if free - now > ahead then return {0, math.ceil(free - now - ahead)} end
redis.call('SET', KEYS[1], string.format('%d', free + gap), 'PX', math.ceil((free + gap - now) / 1000) + 60000)
return {1, math.ceil(free - now)}
"""  # the next moment of an account, booked when it is not too far ahead
RELEASE = "for _, held in ipairs(KEYS) do redis.call('ZREM', held, ARGV[1]) end"
SCRIPT = (Path(__file__).parent / "pacing.lua").read_text(encoding="utf-8")

SHARE = 0.99  # of the allowance: a thread that wakes late then never makes a second too full
AHEAD_S = 0.2  # how far ahead a routine attempt books: what an urgent one may have to wait, beside its own moment
URGENT_AHEAD_S = 3600.0
LATE_S = 0.02  # a moment missed by more than this, or by a whole gap, is given up: a frozen worker must not burst
FULL_S = 0.25  # at most, between two looks while every line is held
URGENT_FULL_S = 0.05
RESERVE = 2  # lines more for urgent attempts
LEASE_S = 300.0  # a line nobody gave back is free again after this, in seconds of the gateway's clock
LOOK_S = 5.0  # at most, between two looks while every company is left alone
KNOCK_S = 1.0  # between two urgent calls that are tried with a company that should be left alone
PATIENCE_S = 30.0  # with a Redis that is away, before the attempt is put back
PAUSES_S = (0.1, 0.2, 0.5, 1.0, 2.0)
ANSWER_S = 2.0
TEXTS = "pace:texts:"  # and the name of an account: from when on it may be given a text
HELD = "pace:held:"  # and the name of an account or number: the attempts that hold a line of it
ANY_NUMBER = -1  # of calls at once
NO_LIMIT = (None, None)

log = structlog.get_logger(__name__)


class NoPace(GatewayError):
    """Redis did not answer, so nobody knows how many calls are under way: this one was not placed. Try later."""

    retryable = True


Turns: TypeAlias = tuple[tuple[Account, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Wish:
    """What an attempt asks for: the accounts, first choice first, each with the numbers that may be shown."""

    attempt_id: str
    urgent: bool
    turns: Turns


@dataclass(frozen=True)
class Answer:
    """What the script said: the line booked, if any, and seconds until its moment, or until asking again makes sense.

    gap_s  wall seconds between two calls there
    """

    trunk: Trunk | None
    wait_s: float
    gap_s: float = 0.0


class RedisPacer:
    """The Pacer port on Redis. Calls a second are of `clock`; urgent ones may have RESERVE more at once."""

    def __init__(self, redis_url: str, accounts: Sequence[Account], clock: Clock, lease_s: float = LEASE_S) -> None:
        self._redis = redis.Redis.from_url(
            redis_url,
            socket_connect_timeout=ANSWER_S,
            socket_timeout=ANSWER_S,
            retry=Retry(NoBackoff(), 1, supported_errors=(redis.ConnectionError,)),  # Redis may have been restarted
        )
        self._script = self._redis.register_script(SCRIPT)
        self._release = self._redis.register_script(RELEASE)
        self._text = self._redis.register_script(TEXT)
        self._accounts = {account.sid: account for account in accounts}
        self._held = [HELD + name for name in _counted(accounts)]
        self._clock = clock
        self._lease_s = lease_s

    def wait_for_line(
        self, attempt_id: str, *, urgent: bool = False, line: str | None = None, besides: Collection[str] = ()
    ) -> Trunk:
        """Returns when this attempt may be placed, and through whom; it then holds a line there until released.

        urgent   take the next moment, before every routine attempt that has none yet; where every company is to be
                 left alone, one is asked all the same, once a second
        line     the number of ours they are to see, None: the one that has rested longest
        besides  accounts that are not to be asked

        Raises NoPace when Redis stays away for half a minute.
        """
        wish = Wish(attempt_id, urgent, self._turns(attempt_id, line, besides))
        while True:
            asked_at = time.monotonic()
            answer = self._ask(wish)
            time.sleep(max(0.0, asked_at + answer.wait_s - time.monotonic()))
            late_s = time.monotonic() - asked_at - answer.wait_s
            if answer.trunk is not None and late_s < max(LATE_S, answer.gap_s):
                return answer.trunk

    def release(self, attempt_id: str) -> None:
        """Gives the line back; releasing twice is harmless. Never raises: a lease frees what stays held."""
        try:
            self._release(keys=self._held, args=[attempt_id])
        except redis.RedisError as e:
            log.warning("line.not_released", attempt=attempt_id, error=str(e))

    def wait_to_text(self, account: str, parts: int, *, urgent: bool = False) -> None:
        """Returns when a text of so many parts may be handed to this account.

        urgent  take the next moment, before every routine text that has none yet

        Without Redis texts go unpaced: the carrier keeps those it cannot send yet, and none may be lost.
        """
        gap = gap_s(self._accounts[account].texts_per_second, self._clock.speed) * parts
        ahead_s = URGENT_AHEAD_S if urgent else AHEAD_S
        try:
            while True:
                booked, wait = self._text(keys=[TEXTS + account], args=[_micros(gap), _micros(ahead_s)])
                time.sleep(wait / 1_000_000 + (0.0 if booked else spread(AHEAD_S / 2)))
                if booked:
                    return
        except redis.RedisError as e:
            log.warning("text.not_paced", account=account, error=str(e))

    def close(self) -> None:
        self._redis.close()

    def _turns(self, attempt_id: str, line: str | None, besides: Collection[str]) -> Turns:
        """A line that stands in no account's list is the first one's: it takes calls, so they may go out from it."""
        left = [account for sid, account in self._accounts.items() if sid not in besides]
        if line is None:
            return tuple((account, account.numbers) for account in by_turn(draw(attempt_id), left))
        return ((next((account for account in left if line in account.numbers), left[0]), (line,)),)

    def _ask(self, wish: Wish) -> Answer:
        """Asks until Redis answers. Raises NoPace: unpaced is worse than late."""
        until = time.monotonic() + PATIENCE_S
        for pause_s in chain(PAUSES_S, repeat(PAUSES_S[-1])):
            try:
                return self._answer(wish)
            except redis.RedisError as e:
                if time.monotonic() + pause_s > until:
                    raise NoPace(f"Redis does not say how many calls are under way: {e}") from e
            time.sleep(pause_s)
        raise AssertionError("the pauses never end")

    def _answer(self, wish: Wish) -> Answer:
        speed = self._clock.speed
        question = question_of(wish.turns, wish.urgent, self._lease_s, speed)
        luck = random.random()  # noqa: S311 - nothing secret about it
        booked, wait, *trunk = self._script(keys=[], args=[wish.attempt_id, luck, question])
        wait_s = wait / 1_000_000
        if booked:
            account, number = (name.decode() for name in trunk)
            return Answer(Trunk(account, number), wait_s, gap_s(self._accounts[account].calls_per_second, speed))
        if wait < 0:
            return Answer(None, URGENT_FULL_S if wish.urgent else spread(FULL_S))
        return Answer(None, min(wait_s, LOOK_S) + spread(AHEAD_S / 2))


@lru_cache(maxsize=256)  # the same few for all attempts
def question_of(turns: Turns, urgent: bool, lease_s: float, speed: float) -> str:
    """What the script is asked, but for the attempt and its luck. `speed`: seconds of the lease in one of the wall."""

    def allowed(name: str, per_second: float | None, at_once: int | None) -> dict[str, Any]:
        gap = 0 if per_second is None else _micros(gap_s(per_second, speed))
        most = ANY_NUMBER if at_once is None else at_once + (RESERVE if urgent else 0)
        return {"name": name, "gap": gap, "most": most}

    def lines(account: Account, numbers: Sequence[str]) -> list[dict[str, Any]]:
        own = account.number_per_second, account.number_at_once
        return [allowed(number, *(own if number in account.numbers else NO_LIMIT)) for number in numbers]

    question = {
        "accounts": [
            allowed(account.sid, account.calls_per_second, account.calls_at_once) | {"lines": lines(account, numbers)}
            for account, numbers in turns
        ],
        "urgent": urgent,
        "knock": round(KNOCK_S * 1000),
        "ahead": _micros(URGENT_AHEAD_S if urgent else AHEAD_S),
        "near": _micros(AHEAD_S),
        "lease": _micros(lease_s / speed),
    }
    return json.dumps(question)


def gap_s(per_second: float, speed: float) -> float:
    """Wall seconds between two calls, of which so many come a second of a clock that runs so fast."""
    return 1 / (per_second * SHARE * speed)


def _counted(accounts: Sequence[Account]) -> Iterator[str]:
    """The accounts and numbers of which it is counted who holds a line."""
    for account in accounts:
        yield account.sid
        if account.number_at_once is not None:
            yield from account.numbers


def _micros(seconds: float) -> int:
    return round(seconds * 1_000_000)


def spread(seconds: float) -> float:
    """Half to the whole of it: threads that were turned away together do not come back together."""
    return seconds * random.uniform(0.5, 1.0)  # noqa: S311 - nothing secret about it
