"""The time: the wall's, or a rehearsal's that starts at another instant and runs at another speed."""

import math
import os
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from gateway.domain.errors import BadSettings
from gateway.ports import Clock

LOOK_S = 0.05  # a change of the clock file is seen this soon


class WallClock:
    """Production's clock."""

    speed = 1.0

    def now(self) -> datetime:
        """The present, aware UTC."""
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        time.sleep(max(0.0, seconds))


@dataclass(frozen=True)
class Reading:
    """What a rehearsal clock showed at one moment of the wall, and how many of its seconds pass in one of the wall's.

    epoch_s  time.time() of that moment
    instant  aware
    """

    epoch_s: float
    instant: datetime
    speed: float

    def at(self, epoch_s: float) -> datetime:
        """What it shows at another moment of the wall. Raises OverflowError beyond the year 9999."""
        return self.instant + timedelta(seconds=(epoch_s - self.epoch_s) * self.speed)


class RehearsalClock:
    """A clock that several processes read from one line: "<wall epoch seconds> <ISO instant> <speed>".

    source  that line, or a file holding it. A file is read again when it changes, and one that cannot be read for a
            moment leaves the clock as it was.

    It never goes backwards within a process: set back, it stands still until it is right again.
    Raises BadSettings when there is no such line.
    """

    def __init__(self, source: str) -> None:
        self._file = None if is_line(source) else Path(source)
        self._lock = threading.Lock()
        self._mark = mark_of(self._file) if self._file else None  # before the first reading: a change after it counts
        self._reading = read(self._file) if self._file else parse(source)
        self._looked_at = time.monotonic()
        self._latest = datetime.min.replace(tzinfo=UTC)

    def now(self) -> datetime:
        """The present, aware UTC."""
        with self._lock:
            self._latest = max(self._latest, self._look().at(time.time()))
            return self._latest

    def sleep(self, seconds: float) -> None:
        """Waits so many seconds of this clock, at whatever speed it runs meanwhile."""
        left = seconds
        while left > 0:
            began, speed = time.monotonic(), self.speed
            time.sleep(min(left / speed, LOOK_S))
            left -= (time.monotonic() - began) * speed

    @property
    def speed(self) -> float:
        """Seconds of this clock in a second of the wall."""
        with self._lock:
            return self._look().speed

    def _look(self) -> Reading:
        """The present reading; the file is asked at most once in LOOK_S."""
        if self._file is not None and time.monotonic() - self._looked_at >= LOOK_S:
            self._looked_at = time.monotonic()
            self._read_again(self._file)
        return self._reading

    def _read_again(self, file: Path) -> None:
        mark = mark_of(file)
        if mark not in (None, self._mark):
            with suppress(BadSettings):  # half written by hand: it is looked at again
                self._reading, self._mark = read(file), mark


def from_setting(text: str) -> Clock:
    """The wall's clock for an empty text, a rehearsal's for its line or its file. Raises BadSettings."""
    return RehearsalClock(text) if text else WallClock()


def write(path: Path, instant: datetime, speed: float) -> None:
    """Sets the clock of everybody who reads that file: it shows `instant` (aware) now and runs at `speed`.

    The file is replaced at once, never half written.
    """
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.write_text(line_of(time.time(), instant, speed), encoding="utf-8")
    fresh.replace(path)


def line_of(epoch_s: float, instant: datetime, speed: float) -> str:
    """The line a rehearsal clock reads."""
    return f"{epoch_s!r} {instant.isoformat()} {speed!r}"


def is_line(source: str) -> bool:
    """Whether a setting is the line itself; a path may hold blanks, but does not begin with seconds."""
    first = source.split()[:1]
    return len(source.split()) == 3 and first[0].replace(".", "", 1).isdigit()


def read(file: Path) -> Reading:
    try:
        return parse(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as e:
        raise BadSettings(f"REHEARSAL_CLOCK: {file} cannot be read: {e}") from e


def parse(line: str) -> Reading:
    try:
        epoch_s, instant, speed = line.split()
        reading = Reading(float(epoch_s), datetime.fromisoformat(instant), float(speed))
    except ValueError as e:
        raise BadSettings(f'REHEARSAL_CLOCK: expected "<epoch seconds> <ISO instant> <speed>", not {line!r}') from e
    if reading.instant.tzinfo is None:
        raise BadSettings(f"REHEARSAL_CLOCK: {instant} needs its offset, as in 2022-11-30T16:00:00+08:00")
    if not (math.isfinite(reading.epoch_s) and math.isfinite(reading.speed) and reading.speed > 0):
        raise BadSettings(f"REHEARSAL_CLOCK: {line!r} has a speed or an epoch that no clock can run at")
    return replace(reading, instant=reading.instant.astimezone(UTC))


def mark_of(file: Path) -> tuple[int, int] | None:
    """Changes whenever the file is replaced or written to; None when there is none."""
    try:
        seen = file.stat()
    except OSError:
        return None
    return seen.st_ino, seen.st_mtime_ns
