"""Every knob, typed, read from the environment; what is odd or missing is refused by name at start-up."""

from datetime import datetime, time
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from gateway.domain import phones
from gateway.domain.budget import Hours
from gateway.domain.errors import BadSettings

PROMPTS = Path(__file__).resolve().parent.parent / "prompts"


def _address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("expected an address such as https://village.example, without query or fragment")
    return value.rstrip("/")


def _optional_address(value: str) -> str:
    return _address(value) if value else ""


def _number(value: str) -> str:
    number = phones.normalise(value)
    if number is None:
        raise ValueError("expected a telephone number with country code, such as +8619900000001")
    return number


def _numbers(value: str) -> frozenset[str]:
    return frozenset(_number(part) for part in value.split(",") if part.strip())


def _database(value: str) -> str:
    """Platforms hand out postgres://; SQLAlchemy wants the dialect and driver by name."""
    for scheme in ("postgres://", "postgresql://"):
        if value.startswith(scheme):
            return "postgresql+psycopg://" + value.removeprefix(scheme)
    if not value.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise ValueError("expected postgresql://... or sqlite:///path")
    return value


class Settings(BaseSettings):
    """The gateway's settings. Field names in capitals are the environment's variables.

    cut_off, waking hours  local times of day in `timezone`
    calls_per_second       calls placed a second over all workers; Twilio allows 1 by default
    calls_at_once          calls under way at the same time over all workers
    ring_s                 seconds a phone rings before it counts as no answer
    tick_s                 seconds between two looks into the ledger for what is due
    call_back_lines        numbers of ours that reject a call and ring back, separated by commas; the others answer
    well_lines             numbers of ours on which one ring means "all well"; rejected too, free of charge
    rehearsal_clock        "<wall epoch> <ISO instant> <speed>" or a file holding that line; never in production
    """

    model_config = SettingsConfigDict(extra="ignore", frozen=True, env_ignore_empty=True)

    database_url: Annotated[str, AfterValidator(_database)]
    redis_url: str
    public_base_url: Annotated[str, AfterValidator(_address)]
    twilio_account_sid: str = Field(min_length=1)
    twilio_auth_token: str = Field(min_length=1, repr=False)
    twilio_from_number: Annotated[str, AfterValidator(_number)]
    twilio_base_url: Annotated[str, AfterValidator(_optional_address)] = ""

    data_dir: Path = Path("var")
    timezone: ZoneInfo = ZoneInfo("Asia/Shanghai")
    default_language: str = "zh"
    cut_off: time = time(16, 0)
    waking_from: time = time(7, 0)
    waking_until: time = time(21, 0)
    calls_per_second: float = Field(default=1.0, gt=0, le=1000)
    calls_at_once: int = Field(default=20, ge=1, le=5000)
    ring_s: int = Field(default=30, ge=5, le=600)
    tick_s: int = Field(default=60, ge=1, le=600)
    call_back_lines: Annotated[frozenset[str], NoDecode, BeforeValidator(_numbers), Field(validate_default=False)] = (
        frozenset()
    )
    well_lines: Annotated[frozenset[str], NoDecode, BeforeValidator(_numbers), Field(validate_default=False)] = (
        frozenset()
    )
    rehearsal_clock: str = ""

    @model_validator(mode="after")
    def _agree(self) -> "Settings":
        if self.rehearsal_clock and not self.twilio_base_url:
            raise ValueError("REHEARSAL_CLOCK may not be set while TWILIO_BASE_URL is empty: real calls want real time")
        if not self.redis_url.startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("REDIS_URL must start with redis://, rediss:// or unix://")
        if self.waking_from >= self.waking_until:
            raise ValueError("WAKING_FROM must be earlier than WAKING_UNTIL")
        return self

    @property
    def waking(self) -> tuple[time, time]:
        """Local hours in which a routine call may ring."""
        return self.waking_from, self.waking_until

    @property
    def hours(self) -> Hours:
        """When a routine call may ring: waking hours, and their zone."""
        return Hours(self.timezone, self.waking)

    def local(self, at: datetime) -> datetime:
        """An aware instant as the village's wall clock shows it."""
        return at.astimezone(self.timezone)


def from_environment(**given: Any) -> Settings:
    """The settings. Raises BadSettings naming every odd or missing variable."""
    try:
        return Settings(**given)
    except ValidationError as e:
        raise BadSettings("; ".join(_complaint(dict(error)) for error in e.errors())) from e


SECRET = frozenset({"TWILIO_AUTH_TOKEN", "DATABASE_URL", "REDIS_URL"})  # values that may hold a password


def _complaint(error: dict[str, Any]) -> str:
    name = ".".join(str(part) for part in error["loc"]).upper()
    if error["type"] == "missing":
        return f"{name} is not set (see the README, 'Going to production')"
    reason = str(error["msg"]).removeprefix("Value error, ")
    shown = "" if name in SECRET or not name else f" (it is {error['input']!r})"
    return f"{name}: {reason}{shown}" if name else reason
