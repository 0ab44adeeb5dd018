"""The only place that knows what is plugged in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import NoReturn

import structlog

from gateway import voices
from gateway.carriers.companies import Companies
from gateway.catalogue import Catalogue, load
from gateway.clocks import from_setting
from gateway.conditions import Conditions
from gateway.domain.calls import Progress
from gateway.domain.errors import CarrierRefused
from gateway.pacing import RedisPacer
from gateway.ports import CallSeen, Carrier, TextSeen, Trunk
from gateway.queueing import RqQueue
from gateway.settings import PROMPTS, Settings
from gateway.store.ledger import Ledger
from gateway.switchboard import Switchboard

log = structlog.get_logger(__name__)


def connect(settings: Settings) -> Switchboard:
    """Everything, for a process that places calls and sends texts."""
    from gateway.carriers.twilio.client import TwilioCarrier  # late: the client costs a web process 27 MB

    conditions = Conditions(settings.redis_url)
    carrier = Companies(settings.accounts, lambda account: TwilioCarrier(account, settings.public_base_url), conditions)
    return _plugged(settings, carrier)


def connect_web(settings: Settings) -> Switchboard:
    """Everything but the carrier's client: a web process answers, and leaves asking to the night shift."""
    return _plugged(settings, AnswersOnly())


def _plugged(settings: Settings, carrier: Carrier) -> Switchboard:
    clock = from_setting(settings.rehearsal_clock)
    catalogue = read_prompts(settings.data_dir / "voices")
    return Switchboard(
        settings=settings,
        ledger=Ledger(settings.database_url),
        catalogue=catalogue,
        carrier=carrier,
        queue=RqQueue(settings.redis_url),
        pacer=RedisPacer(settings.redis_url, settings.accounts, clock),
        clock=clock,
        voice=OfflineVoice(catalogue),
    )


def read_prompts(clips: Path) -> Catalogue:
    """The catalogue; read anew only when a file of it has changed since it was read, here or before the fork."""
    files = [file for folder in (PROMPTS, clips) if folder.is_dir() for file in folder.rglob("*")]
    return _read(PROMPTS, clips, max(map(_changed_ns, files), default=0), len(files))


def _changed_ns(file: Path) -> int:
    try:
        return file.stat().st_mtime_ns
    except FileNotFoundError:  # the offline voice has just put it in its place
        return 0


@lru_cache(maxsize=1)
def _read(prompts: Path, clips: Path, _newest_ns: int, _count: int) -> Catalogue:
    return load(prompts, clips)


@dataclass(frozen=True)
class OfflineVoice:
    """The Voice port on the optional offline voices."""

    catalogue: Catalogue

    def speak(self, words: str, language: str, *, slow: bool = False) -> bytes | None:
        """A WAV file of these words, None when no voice speaks this language here."""
        if not words or not voices.available() or language not in self.catalogue.languages:
            return None
        try:
            return voices.speak(words, self.catalogue.languages[language], slow=slow)
        except voices.NoVoice as e:  # the carrier reads the words aloud instead
            log.warning("voice_failed", error=repr(e))
            return None


class AnswersOnly:
    """The Carrier port where nobody may ask the carrier for anything."""

    def _refuse(self) -> NoReturn:
        raise CarrierRefused("this process only answers; calls and texts are the night shift's", None, "configuration")

    def place_call(self, attempt_id: str, to: str, ring_s: int, trunk: Trunk | None = None) -> str:
        self._refuse()

    def end_call(self, sid: str, account: str | None = None) -> None:
        self._refuse()

    def fetch_call(self, sid: str, account: str | None = None) -> Progress | None:
        self._refuse()

    def find_calls(self, to: str, since: datetime, account: str | None = None) -> Sequence[CallSeen]:
        self._refuse()

    def turns(self, text_id: int, *, urgent: bool = False, line: str | None = None) -> Sequence[str]:
        self._refuse()

    def send_text(self, text_id: int, to: str, body: str, account: str | None = None, line: str | None = None) -> str:
        self._refuse()

    def find_texts(self, to: str, since: datetime, account: str | None = None) -> Sequence[TextSeen]:
        self._refuse()

    def fetch_recording(self, address: str) -> bytes | None:
        self._refuse()
