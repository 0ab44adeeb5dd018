"""Exchange time: it may run faster than the clock on the wall, and its speed may change under way."""

import asyncio
import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from time import monotonic


@dataclass(order=True)
class Alarm:
    """Something to do at an instant of exchange time, unless cancelled first."""

    at_s: float
    turn: int
    ring: Callable[[], None] = field(compare=False)
    cancelled: bool = field(default=False, compare=False)

    def cancel(self) -> None:
        self.cancelled = True


class Clock:
    """All waits of the exchange, in seconds of exchange time, on one timer of the event loop.

    Setting `now` moves the date that is shown, never a wait that is under way; setting `speed` changes both.
    """

    def __init__(self, speed: float = 1.0, now: datetime | None = None) -> None:
        self.speed = speed
        self._wall_mark = monotonic()
        self._elapsed_mark = 0.0
        self._born = now or datetime.now(UTC)
        self._alarms: list[Alarm] = []
        self._turns = count()
        self._timer: asyncio.TimerHandle | None = None

    def elapsed_s(self) -> float:
        """Seconds of exchange time since the exchange was started."""
        return self._elapsed_mark + (monotonic() - self._wall_mark) * self.speed

    def now(self) -> datetime:
        return self._born + timedelta(seconds=self.elapsed_s())

    def set(self, now: datetime | None = None, speed: float | None = None) -> None:
        elapsed = self.elapsed_s()
        self._elapsed_mark, self._wall_mark = elapsed, monotonic()
        self.speed = speed or self.speed
        if now is not None:
            self._born = now.astimezone(UTC) - timedelta(seconds=elapsed)
        self._wind()

    def call_later(self, seconds: float, ring: Callable[[], None]) -> Alarm:
        alarm = Alarm(self.elapsed_s() + max(0.0, seconds), next(self._turns), ring)
        heapq.heappush(self._alarms, alarm)
        if self._alarms[0] is alarm:
            self._wind()
        return alarm

    async def sleep(self, seconds: float) -> None:
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        alarm = self.call_later(seconds, lambda: wake(done))
        try:
            await done
        finally:
            alarm.cancel()

    def _wind(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        while self._alarms and self._alarms[0].cancelled:
            heapq.heappop(self._alarms)
        if self._alarms:
            wait = max(0.0, self._alarms[0].at_s - self.elapsed_s()) / self.speed
            self._timer = asyncio.get_running_loop().call_later(wait, self._ring)

    def _ring(self) -> None:
        now = self.elapsed_s() + 1e-6
        while self._alarms and (self._alarms[0].at_s <= now or self._alarms[0].cancelled):
            alarm = heapq.heappop(self._alarms)
            if not alarm.cancelled:
                alarm.ring()
        self._wind()


def wake(sleeper: "asyncio.Future[None]") -> None:
    if not sleeper.done():
        sleeper.set_result(None)
