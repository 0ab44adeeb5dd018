"""Everything the exchange knows, in one place: lines, phones, calls, texts, recordings, time and chance."""

import asyncio
from collections import Counter
from collections.abc import Coroutine, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from gateway.exchange import audio
from gateway.exchange.account import Account
from gateway.exchange.clock import Clock
from gateway.exchange.log import Log
from gateway.exchange.personas import chance
from gateway.exchange.phones import BadRequest, Line, Phone, phone_from
from gateway.exchange.webhooks import Webhooks

if TYPE_CHECKING:  # names of types only: each side holds the other
    from gateway.exchange.calls import Call
    from gateway.exchange.lives import Life
    from gateway.exchange.texts import Text

SOUNDS_KEPT = 2000  # lengths of sound files remembered, by address


@dataclass(frozen=True)
class Chaos:
    """How badly the network behaves: probabilities, and seconds of exchange time for `delay_s`.

    lose         a callback never arrives
    mute         no callback about a call or text does, from its first to its last
    fail_create  nothing is made, and the answer says so
    hang_create  a call is made, and the answer is `hang_s` late: wall time, the patience of whoever waits for it
    cut_create   a call or text is made, the line is cut before the answer, and no callback about it arrives
    """

    duplicate: float = 0.0
    reorder: float = 0.0
    delay: float = 0.0
    delay_s: float = 20.0
    lose: float = 0.0
    mute: float = 0.0
    fail_create: float = 0.0
    hang_create: float = 0.0
    hang_s: float = 15.0
    cut_create: float = 0.0


@dataclass(frozen=True)
class Recording:
    sid: str
    call_sid: str
    seconds: int
    source: str
    at: datetime


class Exchange:
    def __init__(
        self,
        account: Account,
        *,
        seed: int = 7,
        speed: float = 1.0,
        calls_per_second: float | None = None,
        requests_per_second: float | None = None,
    ) -> None:
        self.account = account
        self.seed = seed
        self.calls_per_second = calls_per_second
        self.requests_per_second = requests_per_second
        self.clock = Clock(speed)
        self.log = Log(self.clock)
        self.webhooks = Webhooks(account, self.log)
        self.chaos = Chaos()
        self.public_url = ""
        self.lines: dict[str, Line] = {}
        self.phones: dict[str, Phone] = {}
        self.calls: dict[str, Call] = {}
        self.lives: dict[str, Life] = {}
        self.texts: dict[str, Text] = {}
        self.recordings: dict[str, Recording] = {}
        self.opted_out: set[tuple[str, str]] = set()
        self.next_slot_s = 0.0
        self._nth: Counter[tuple[object, ...]] = Counter()
        self._sounds: dict[str, asyncio.Task[float]] = {}
        self._tasks: set[asyncio.Task[Any]] = set()

    def spawn(self, work: Coroutine[Any, Any, Any]) -> "asyncio.Task[Any]":
        """Start something that goes on by itself until the exchange is closed."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def close(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await self.webhooks.close()

    def happens(self, probability: float, *about: object) -> bool:
        """Whether something unlikely happens this time; the nth time for a subject is the same in every run."""
        if probability <= 0:
            return False
        self._nth[about] += 1
        return chance(self.seed, *about, self._nth[about]).random() < probability

    def add_phones(self, described: Iterable[Mapping[str, Any]]) -> int:
        """Add or replace phones; all of them, or none when one is wrong."""
        phones = [phone_from(one) for one in described]
        self.phones.update((phone.number, phone) for phone in phones)
        return len(phones)

    def set_chaos(self, given: Mapping[str, Any]) -> None:
        unknown = set(given) - {field.name for field in fields(Chaos)}
        if unknown:
            raise BadRequest(f"chaos has no {', '.join(sorted(unknown))}")
        odd = [name for name, value in given.items() if isinstance(value, bool) or not isinstance(value, int | float)]
        if odd:
            raise BadRequest(f"{', '.join(odd)} must be a number")
        self.chaos = replace(self.chaos, **{name: float(value) for name, value in given.items()})

    async def sound_s(self, url: str) -> float:
        """Seconds of a sound file on the web, fetched once; 0 and an error in the log when there is none."""
        if url not in self._sounds:
            if len(self._sounds) >= SOUNDS_KEPT:
                self._sounds.pop(next(iter(self._sounds)))
            self._sounds[url] = self.spawn(self._measure(url))
        return await asyncio.shield(self._sounds[url])

    async def _measure(self, url: str) -> float:
        reply = await self.webhooks.fetch(url)
        kind = reply.content_type.split(";")[0]
        if not reply.failure and kind.startswith(("audio/", "application/octet-stream")):
            return audio.played_s(reply.body)
        code, why = (11200, f"HTTP {reply.status}") if reply.failure else (13420, f"Play: Invalid Content-Type {kind}")
        self.log.write("error", code=code, message=why, url=url)
        self._sounds.pop(url, None)
        return 0.0
