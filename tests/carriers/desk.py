"""A gateway with nothing behind it: settings, a small catalogue, a ledger that counts visitors; and a carrier's pen."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from flask.testing import FlaskClient
from twilio.request_validator import RequestValidator
from werkzeug.test import TestResponse

from gateway.catalogue import Language
from gateway.domain.companies import Account
from gateway.domain.flow import Phrase
from gateway.settings import Settings

BASE = "https://village.example"
TOKEN = "a token for tests only"
NOW = datetime(2026, 2, 3, 8, 0, tzinfo=UTC)
FORM = "application/x-www-form-urlencoded"


def settings(**given: Any) -> Settings:
    usual = {
        "database_url": "sqlite:///nowhere.db",
        "redis_url": "redis://127.0.0.1:1/0",
        "public_base_url": BASE,
        "twilio_account_sid": "AC" + "1" * 32,
        "twilio_auth_token": TOKEN,
        "twilio_from_number": "+8687162170001",
    }
    return Settings(**usual | given)


def account(**given: Any) -> Account:
    """The first account of such settings."""
    return settings(**given).accounts[0]


@dataclass(frozen=True)
class SmallCatalogue:
    """Worded by hand; `clips` are file names by wording key."""

    wording: Mapping[str, str] = field(default_factory=dict)
    clips: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Path] = field(default_factory=dict)

    def words(self, phrase: Phrase, language: str) -> str:
        return phrase.text or self.wording.get(phrase.key or "", f"({language}) {phrase.key}")

    def voice(self, phrase: Phrase, language: str) -> Language:
        tags = {"zh": ("cmn-CN", "Polly.Zhiyu"), "en": ("en-GB", "Polly.Amy")}
        tag, voice = tags[phrase.language or language]
        return Language(phrase.language or language, "", tag, voice, "cmn", 150, 4.0, "characters")

    def clip(self, phrase: Phrase, language: str) -> str | None:
        return self.clips.get(phrase.key or "")

    def clip_file(self, name: str) -> Path | None:
        return self.files.get(name)


class CountingLedger:
    """Opens for nobody, and counts who tried."""

    def __init__(self) -> None:
        self.opened = 0

    @contextmanager
    def read(self) -> Iterator[Any]:
        self.opened += 1
        raise ConnectionError("the ledger is down")
        yield

    write = read


def board(**changed: Any) -> Any:
    clock = SimpleNamespace(now=lambda: NOW)
    usual = {"settings": settings(), "catalogue": SmallCatalogue(), "ledger": CountingLedger(), "clock": clock}
    return SimpleNamespace(**usual | changed)


def sign(address: str, form: Mapping[str, str] | None = None, token: str = TOKEN) -> str:
    signed: str = RequestValidator(token).compute_signature(address, dict(form or {}))
    return signed


class CarrierPen:
    """Posts forms as the carrier does: signed over the public address."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def post(self, path: str, form: Mapping[str, str] | None = None, signature: str | None = None) -> TestResponse:
        headers = {"X-Twilio-Signature": sign(BASE + path, form) if signature is None else signature}
        return self.client.post(path, data=urlencode(form or {}), content_type=FORM, headers=headers)
