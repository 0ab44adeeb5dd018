"""What happened on the exchange, in order, and the counts a demonstration shows."""

from collections import Counter, deque
from itertools import islice
from typing import Any

from gateway.exchange.clock import Clock

KEPT = 200_000  # events; a day of a township. Older ones are forgotten, their numbers are not reused

Event = dict[str, Any]


class Log:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._events: deque[Event] = deque(maxlen=KEPT)
        self.last = 0
        self.kinds: Counter[str] = Counter()
        self.ended: Counter[str] = Counter()
        self.live = 0
        self.most_live = 0
        self.live_texts = 0
        self._creates: Counter[int] = Counter()

    def write(self, kind: str, **facts: Any) -> None:
        """One event; its kinds and the facts that go with each are listed at `control.log`."""
        self.last += 1
        self.kinds[kind] += 1
        at = self._clock.now().isoformat(timespec="milliseconds")
        self._events.append({"n": self.last, "at": at, "kind": kind, **facts})

    def after(self, n: int, limit: int) -> list[Event]:
        """At most `limit` events numbered above n, oldest first."""
        forgotten = self.last - len(self._events)
        start = max(0, n - forgotten)
        return list(islice(self._events, start, start + limit))

    def call_created(self) -> None:
        self._creates[int(self._clock.elapsed_s())] += 1

    def call_live(self, change: int) -> None:
        self.live += change
        self.most_live = max(self.most_live, self.live)

    def text_live(self, change: int) -> None:
        self.live_texts += change

    def summary(self) -> dict[str, Any]:
        return {
            "events": dict(self.kinds),
            "calls": dict(self.ended),
            "live_calls": self.live,
            "live_texts": self.live_texts,
            "highest_concurrent_calls": self.most_live,
            "most_creates_in_a_second": max(self._creates.values(), default=0),
        }
