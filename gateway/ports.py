"""What the house asks of the world outside: a carrier, a queue, a clock. Addresses of the jobs it may ask for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from gateway.domain.calls import CallState, Progress


class Job(StrEnum):
    """Work for the night shift, by address. A job carries ids, never contents; run twice it changes nothing."""

    RING_ALERTS = "workers.alerts.ring"
    SEND_URGENT_TEXTS = "workers.texts.send_urgent"
    FAN_OUT = "workers.broadcasts.fan_out"
    DIAL = "workers.broadcasts.dial"
    DIAL_RED = "workers.broadcasts.dial_red"
    ASK_APPROVERS = "workers.broadcasts.ask_approvers"
    CALL_SPEAKERS = "workers.broadcasts.call_speakers"
    HANG_UP = "workers.broadcasts.hang_up"
    SEND_TEXTS = "workers.texts.send"
    READ_TEXTS = "workers.texts.read"
    SEAL_DAY = "workers.digests.seal"
    CALL_BACK = "workers.calls.call_back"
    KEEP_PROMISES = "workers.calls.keep_promises"
    FOLLOW_UP = "workers.follow_ups.ring"
    KEEP_SPOKEN = "workers.calls.keep_spoken"
    FIND_LOST = "workers.calls.find_lost"
    TICK = "workers.timetable.tick"


class Urgency(StrEnum):
    """Which texts go first."""

    URGENT = "urgent"
    ROUTINE = "routine"


@dataclass(frozen=True)
class CallSeen:
    """A call as the carrier lists it. `created_at` is an aware UTC instant, None while the carrier queues it."""

    sid: str
    to: str
    state: CallState
    created_at: datetime | None
    duration_s: int | None


@dataclass(frozen=True)
class TextSeen:
    """A text as the carrier lists it."""

    sid: str
    to: str
    body: str
    created_at: datetime | None


class Carrier(Protocol):
    """A telephone company.

    Every method raises CarrierRefused (nothing was sent, and why), CarrierThrottled (nothing was sent, try later)
    or CarrierSilent (no answer: it may have been sent).
    """

    def place_call(self, attempt_id: str, to: str, ring_s: int, line: str | None = None) -> str:
        """Rings a phone; answered, it is asked for by this attempt's id. Returns the carrier's id.

        line  the number of ours they see, None: the usual one
        """

    def end_call(self, sid: str) -> None:
        """Ends a call, rung or answered. A call already over is no error."""

    def fetch_call(self, sid: str) -> Progress | None:
        """Where a call stands now, None when the carrier knows no such call."""

    def find_calls(self, to: str, since: datetime) -> Sequence[CallSeen]:
        """Calls of ours to this phone created since an instant, newest first."""

    def send_text(self, text_id: int, to: str, body: str) -> str:
        """Hands a text to the carrier; its news is asked for by this id. Returns the carrier's id."""

    def find_texts(self, to: str, since: datetime) -> Sequence[TextSeen]:
        """Texts of ours to this phone created since an instant, newest first."""

    def fetch_recording(self, address: str) -> bytes | None:
        """The WAV file of a recording, None while the carrier has not finished it."""


class Queue(Protocol):
    """The night shift's letter box. A hint may be lost or doubled: the ledger says what is due."""

    def hint(self, job: Job, *ids: str) -> None:
        """Asks for a job soon. Never raises; one waiting hint for the same job and ids is enough."""


class Voice(Protocol):
    """An offline voice, where there is one."""

    def speak(self, words: str, language: str, *, slow: bool = False) -> bytes | None:
        """A WAV file of these words, None when no voice speaks this language here.

        slow  for whoever did not follow the first time
        """


class Pacer(Protocol):
    """The shared allowance of calls: so many a second, so many at once, over all workers."""

    def wait_for_line(self, attempt_id: str, *, urgent: bool = False) -> None:
        """Returns when this attempt may be placed; it then holds a line until released.

        urgent  before every routine attempt that still waits
        """

    def release(self, attempt_id: str) -> None:
        """Gives the line back; releasing twice is harmless."""


class Clock(Protocol):
    """The time. Production uses the wall's, a rehearsal a faster one, tests a stopped one."""

    def now(self) -> datetime:
        """The present, aware UTC."""

    def sleep(self, seconds: float) -> None:
        """Waits so many seconds of this clock."""

    @property
    def speed(self) -> float:
        """Seconds of this clock in a second of the wall; 1.0 in production."""
