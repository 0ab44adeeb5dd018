"""Waiting for what another process does, with an end to it."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

Seen = TypeVar("Seen")


def until(look: Callable[[], Seen], seconds: float = 20.0) -> Seen:
    """What was seen at last, once it is something. Fails when that takes too long."""
    deadline = time.monotonic() + seconds
    while not (seen := look()):
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(0.02)
    return seen


def content(file: Path) -> Callable[[], str]:
    return lambda: file.read_text() if file.exists() else ""


def gone(pid: int) -> Callable[[], bool]:
    """Whether a process has ended; one that waits for its parent's notice has."""

    def look() -> bool:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        stat = Path(f"/proc/{pid}/stat")
        return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z"

    return look
