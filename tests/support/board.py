"""A switchboard for tests: a real ledger, a stopped clock, a queue that only listens, a carrier on paper."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from itertools import count
from typing import Any
from wave import open as open_wave
from zoneinfo import ZoneInfo

from pydantic_settings import PydanticBaseSettingsSource

from gateway.catalogue import Catalogue, load
from gateway.domain.calls import ENDED, CallState, Progress
from gateway.domain.errors import GatewayError
from gateway.ports import CallSeen, Job, TextSeen, Trunk
from gateway.settings import PROMPTS, Settings
from gateway.store.ledger import Ledger
from gateway.switchboard import Switchboard

SHANGHAI = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2020, 2, 8, 9, 0, tzinfo=SHANGHAI)
LINE = "+8687162170001"  # the village's number
ACCOUNT = "AC" + "1" * 32  # ours with the telephone company
BASE = "https://village.example"


class SettingsInCode(Settings):
    """Settings as given, whatever this machine's environment says."""

    @classmethod
    def settings_customise_sources(cls, *_: Any, **sources: Any) -> tuple[PydanticBaseSettingsSource, ...]:
        return (sources["init_settings"],)


def settings(**given: Any) -> Settings:
    """A village's settings; name what should be different."""
    usual: dict[str, Any] = {
        "database_url": "sqlite:///nowhere.db",
        "redis_url": "redis://127.0.0.1:1/0",
        "public_base_url": BASE,
        "twilio_account_sid": ACCOUNT,
        "twilio_auth_token": "a token for tests only",
        "twilio_from_number": LINE,
        "timezone": SHANGHAI,
    }
    return SettingsInCode(**usual | given)


class StoppedClock:
    """Time passes only when a test says so, or somebody sleeps."""

    speed = 1.0

    def __init__(self, instant: datetime = MORNING) -> None:
        self._now = instant.astimezone(UTC)

    def now(self) -> datetime:
        return self._now

    def sleep(self, seconds: float) -> None:
        self.forward(seconds=max(0.0, seconds))

    def set(self, instant: datetime) -> None:
        self._now = instant.astimezone(UTC)

    def forward(self, **passed: float) -> None:
        self._now += timedelta(**passed)


@dataclass
class ListeningQueue:
    """Remembers what was asked for; nobody comes to work."""

    hints: list[tuple[Job, tuple[str, ...]]] = field(default_factory=list)

    def hint(self, job: Job, *ids: str) -> None:
        self.hints.append((job, ids))

    def asked(self, job: Job) -> list[tuple[str, ...]]:
        """The ids of every hint of one kind."""
        return [ids for kind, ids in self.hints if kind is job]


@dataclass
class QuietPacer:
    """Lets everybody through at once, and knows who holds a line."""

    accounts: tuple[str, ...] = (ACCOUNT,)  # in the order in which they are given out
    number: str = LINE
    holding: set[str] = field(default_factory=set)
    waited: list[tuple[str, bool]] = field(default_factory=list)  # attempt, urgent; in order
    texted: list[tuple[str, int, bool]] = field(default_factory=list)  # account, parts, urgent; in order
    while_waiting: Callable[[], object] = lambda: None  # what goes on while a text waits for its moment

    def wait_for_line(
        self, attempt_id: str, *, urgent: bool = False, line: str | None = None, besides: Collection[str] = ()
    ) -> Trunk:
        self.waited.append((attempt_id, urgent))
        self.holding.add(attempt_id)
        return Trunk(next(account for account in self.accounts if account not in besides), line or self.number)

    def release(self, attempt_id: str) -> None:
        self.holding.discard(attempt_id)

    def wait_to_text(self, account: str, parts: int, *, urgent: bool = False) -> None:
        self.texted.append((account, parts, urgent))
        self.while_waiting()


class QuietVoice:
    """No voice speaks here: the carrier reads words aloud itself."""

    def speak(self, words: str, language: str, *, slow: bool = False) -> bytes | None:
        return None


@dataclass
class PlacedCall:
    """A call as this carrier knows it."""

    sid: str
    attempt_id: str
    to: str
    ring_s: int
    created_at: datetime
    state: CallState = CallState.QUEUED
    duration_s: int | None = None
    line: str = ""  # the number of ours it shows
    account: str = ACCOUNT


@dataclass
class SentText:
    """A text as this carrier knows it."""

    sid: str
    text_id: int
    to: str
    body: str
    created_at: datetime
    account: str = ACCOUNT
    line: str | None = None  # the number of ours that was asked for; None: the usual one


@dataclass
class PaperCarrier:
    """A carrier that writes down what it is asked for.

    errors  number -> what it raises when asked to ring or text that phone: CarrierRefused, CarrierThrottled or
            CarrierSilent. A silent carrier may have heard all the same: `heard_all_the_same` says which numbers.
    down    the same for an account, whoever is rung or texted
    """

    now: Callable[[], datetime]
    calls: list[PlacedCall] = field(default_factory=list)
    texts: list[SentText] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    accounts: tuple[str, ...] = (ACCOUNT,)  # in the order in which they are asked for texts
    errors: dict[str, GatewayError] = field(default_factory=dict)
    down: dict[str, GatewayError] = field(default_factory=dict)
    heard_all_the_same: set[str] = field(default_factory=set)
    recordings: dict[str, bytes | None] = field(default_factory=dict)
    numbers: Any = field(default_factory=lambda: count(1))

    def place_call(self, attempt_id: str, to: str, ring_s: int, trunk: Trunk | None = None) -> str:
        call = PlacedCall(f"CA{next(self.numbers):032d}", attempt_id, to, ring_s, self.now())
        if trunk is not None:
            call.account, call.line = trunk.account, trunk.number
        self._asked(call.account, to, lambda: self.calls.append(call))
        return call.sid

    def end_call(self, sid: str, account: str | None = None) -> None:
        self.ended.append(sid)

    def fetch_call(self, sid: str, account: str | None = None) -> Progress | None:
        for call in self.calls:
            if call.sid == sid and call.account == (account or ACCOUNT):
                return Progress(sid, call.state, self.now(), duration_s=call.duration_s)
        return None

    def find_calls(self, to: str, since: datetime, account: str | None = None) -> list[CallSeen]:
        mine = [call for call in self.calls if call.account == (account or ACCOUNT)]
        found = [call for call in mine if call.to == to and call.created_at >= since]
        return [CallSeen(call.sid, to, call.state, call.created_at, call.duration_s) for call in reversed(found)]

    def turns(self, text_id: int, *, urgent: bool = False, line: str | None = None) -> Sequence[str]:
        return self.accounts

    def send_text(self, text_id: int, to: str, body: str, account: str | None = None, line: str | None = None) -> str:
        text = SentText(f"SM{next(self.numbers):032d}", text_id, to, body, self.now(), account or ACCOUNT, line)
        self._asked(text.account, to, lambda: self.texts.append(text))
        return text.sid

    def find_texts(self, to: str, since: datetime, account: str | None = None) -> list[TextSeen]:
        mine = [text for text in self.texts if text.account == (account or ACCOUNT)]
        found = [text for text in mine if text.to == to and text.created_at >= since]
        return [TextSeen(text.sid, to, text.body, text.created_at) for text in reversed(found)]

    def fetch_recording(self, address: str) -> bytes | None:
        return self.recordings.get(address, SHORT_WAV)

    def call_to(self, number: str) -> PlacedCall:
        """The newest call to a phone."""
        return next(call for call in reversed(self.calls) if call.to == number)

    def end(self, call: PlacedCall, state: CallState, duration_s: int | None = None) -> Progress:
        """Ends a call and returns the news of it, as a callback would bring it."""
        assert state in ENDED
        call.state, call.duration_s = state, duration_s
        return Progress(call.sid, state, self.now(), duration_s=duration_s)

    def _asked(self, account: str, to: str, write_down: Callable[[], None]) -> None:
        error = self.down.get(account) or self.errors.get(to)
        if error is None or to in self.heard_all_the_same:
            write_down()
        if error is not None:
            raise error


def short_wav(seconds: float = 2.0) -> bytes:
    """A real WAV file of silence, as a telephone carries it."""
    file = BytesIO()
    with open_wave(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(2 * round(8000 * seconds)))
    return file.getvalue()


SHORT_WAV = short_wav()


@cache
def catalogue() -> Catalogue:
    """The real prompts, without any clips."""
    return load(PROMPTS)


def new_board(url: str, instant: datetime = MORNING, **changed: Any) -> Switchboard:
    """A switchboard on a migrated ledger. Close its ledger afterwards; `changed` goes into the settings."""
    clock, given = StoppedClock(instant), settings(database_url=url, **changed)
    return Switchboard(
        settings=given,
        ledger=Ledger(url),
        catalogue=catalogue(),
        carrier=PaperCarrier(clock.now),
        queue=ListeningQueue(),
        pacer=QuietPacer(tuple(account.sid for account in given.accounts), number=given.twilio_from_number),
        clock=clock,
        voice=QuietVoice(),
    )


def clock_of(board: Switchboard) -> StoppedClock:
    """The board's clock, to be set."""
    assert isinstance(board.clock, StoppedClock)
    return board.clock


def queue_of(board: Switchboard) -> ListeningQueue:
    """The board's queue, to be read."""
    assert isinstance(board.queue, ListeningQueue)
    return board.queue


def pacer_of(board: Switchboard) -> QuietPacer:
    """The board's pacer, to be asked who holds a line."""
    assert isinstance(board.pacer, QuietPacer)
    return board.pacer


def carrier_of(board: Switchboard) -> PaperCarrier:
    """The board's carrier, to be told what to do."""
    assert isinstance(board.carrier, PaperCarrier)
    return board.carrier
