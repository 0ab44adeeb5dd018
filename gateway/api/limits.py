"""How often a token may ask, in this process: one that asks without end keeps no caller waiting."""

import threading
from datetime import datetime

PER_MINUTE = 30  # requests of one token


class Allowance:
    """So many requests of each token in any minute of the clock."""

    def __init__(self, per_minute: int = PER_MINUTE) -> None:
        self._per_minute = per_minute
        self._lock = threading.Lock()
        self._minute = 0
        self._asked: dict[int, int] = {}

    def wait_s(self, token_id: int, now: datetime) -> int:
        """0 when it may ask now, which is then counted; else seconds until it may again."""
        second = int(now.timestamp())
        with self._lock:
            if second // 60 != self._minute:
                self._minute, self._asked = second // 60, {}
            asked = self._asked.get(token_id, 0)
            if asked >= self._per_minute:
                return 60 - second % 60
            self._asked[token_id] = asked + 1
        return 0
