"""What the house asks of the world, for a single handset: a clock that stands, a line that is free, no voice."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from gateway.ports import Trunk


@dataclass(frozen=True)
class Standing:
    """A clock that stands at one instant."""

    instant: datetime
    speed: float = 1.0

    def now(self) -> datetime:
        """That instant."""
        return self.instant

    def sleep(self, seconds: float) -> None:
        """No time passes."""


class OneAtATime:
    """The Pacer port of a single handset."""

    def wait_for_line(
        self, attempt_id: str, *, urgent: bool = False, line: str | None = None, besides: Collection[str] = ()
    ) -> Trunk:
        """The line is free."""
        return Trunk("none", line or "")

    def release(self, attempt_id: str) -> None:
        """And stays so."""

    def wait_to_text(self, account: str, parts: int, *, urgent: bool = False) -> None:
        """Nor does anybody else text."""


class Mute:
    """The Voice port of a terminal."""

    def speak(self, words: str, language: str, *, slow: bool = False) -> bytes | None:
        """Nothing to be heard here."""
        return None
