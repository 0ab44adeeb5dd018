"""What the house asks of the world outside: a carrier, a queue, a clock. Addresses of the jobs it may ask for."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from gateway.domain.calls import CallState, Progress


def audio_address(base: str, digest: str) -> str:
    """Where a sound of ours is heard, under the digest of its content: it never changes. `base`: PUBLIC_BASE_URL."""
    return f"{base}/audio/{digest}.wav"


class Job(StrEnum):
    """Work for the night shift, by address. A job carries ids, never contents; run twice it changes nothing."""

    RING_ALERTS = "workers.alerts.ring"
    SEND_URGENT_TEXTS = "workers.texts.send_urgent"
    READ_OUT_URGENT = "workers.texts.read_out_urgent"
    FAN_OUT = "workers.broadcasts.fan_out"
    FAN_OUT_RED = "workers.broadcasts.fan_out_red"
    DIAL = "workers.broadcasts.dial"
    DIAL_RED = "workers.broadcasts.dial_red"
    ASK_APPROVERS = "workers.broadcasts.ask_approvers"
    CALL_SPEAKERS = "workers.broadcasts.call_speakers"
    HANG_UP = "workers.broadcasts.hang_up"
    SEND_TEXTS = "workers.texts.send"
    READ_TEXTS = "workers.texts.read"
    READ_OUT = "workers.texts.read_out"
    REMIND_OF_DAY = "workers.days.remind"
    SEAL_DAY = "workers.days.seal"
    TELL_OF_MISSING = "workers.days.tell_above"
    CALL_UNREAD = "workers.days.call_unread"
    REFRESH_DAY = "workers.days.refresh"
    CALL_BACK = "workers.calls.call_back"
    KEEP_PROMISES = "workers.calls.keep_promises"
    FOLLOW_UP = "workers.follow_ups.ring"
    ASK_HOUSEHOLDS = "workers.follow_ups.ask_households"
    FOLLOW_EVENTS = "workers.follow_ups.events"
    KEEP_SPOKEN = "workers.calls.keep_spoken"
    REMIND_OF_DOORS = "workers.broadcasts.remind_of_doors"
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


@dataclass(frozen=True)
class Trunk:
    """A way out: our account with a telephone company, by its sid, and the number of ours that is shown."""

    account: str
    number: str


class Company(Protocol):
    """One telephone company.

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


class Carrier(Protocol):
    """All the telephone companies we have an account with. What is asked for, and what is raised, is as with one.

    account  whom to ask, by the sid of our account, as the ledger has it; None: the first. Nobody knows what was asked
             of an account that is ours no more.
    """

    def place_call(self, attempt_id: str, to: str, ring_s: int, trunk: Trunk | None = None) -> str:
        """Rings a phone through a company; None: through the first, from its usual number. Returns the call's id."""

    def end_call(self, sid: str, account: str | None = None) -> None:
        """Ends a call, rung or answered. A call already over is no error."""

    def fetch_call(self, sid: str, account: str | None = None) -> Progress | None:
        """Where a call stands now, None when the company knows no such call."""

    def find_calls(self, to: str, since: datetime, account: str | None = None) -> Sequence[CallSeen]:
        """Calls of ours to this phone created since an instant, newest first."""

    def turns(self, text_id: int, *, urgent: bool = False) -> Sequence[str]:
        """The accounts to be asked for a text, in order, at least one.

        urgent  those that should be left alone too, last

        Raises CarrierThrottled when all are to be left alone.
        """

    def send_text(self, text_id: int, to: str, body: str, account: str | None = None) -> str:
        """Hands a text to a company; its news is asked for by this id. Returns the text's id there."""

    def find_texts(self, to: str, since: datetime, account: str | None = None) -> Sequence[TextSeen]:
        """Texts of ours to this phone created since an instant, newest first."""

    def fetch_recording(self, address: str) -> bytes | None:
        """The WAV file of a recording, from the company it lies with; None while it is not finished."""


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

    def wait_for_line(
        self, attempt_id: str, *, urgent: bool = False, line: str | None = None, besides: Collection[str] = ()
    ) -> Trunk:
        """Returns when this attempt may be placed, and through whom; it then holds a line there until released.

        urgent   before every routine attempt that still waits, and, in need, through a company that is left alone,
                 though not often
        line     the number of ours they are to see, None: whichever is free
        besides  accounts that were asked for this attempt already; one must be left
        """

    def release(self, attempt_id: str) -> None:
        """Gives the line back; releasing twice is harmless."""

    def wait_to_text(self, account: str, parts: int, *, urgent: bool = False) -> None:
        """Returns when a text of so many parts may be handed to this account. Urgent: before all others that wait."""


class Clock(Protocol):
    """The time. Production uses the wall's, a rehearsal a faster one, tests a stopped one."""

    def now(self) -> datetime:
        """The present, aware UTC."""

    def sleep(self, seconds: float) -> None:
        """Waits so many seconds of this clock."""

    @property
    def speed(self) -> float:
        """Seconds of this clock in a second of the wall; 1.0 in production."""
