"""Every knob, typed, read from the environment; what is odd or missing is refused by name at start-up."""

from collections.abc import Mapping
from datetime import datetime, time
from functools import cached_property
from math import inf
from pathlib import Path
from typing import Annotated, Any, TypeAlias
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from gateway.domain import phones
from gateway.domain.cap.kinds import ONE_WORD
from gateway.domain.companies import Account
from gateway.domain.daily.window import CutOffs, cut_offs
from gateway.domain.errors import BadSettings
from gateway.domain.limits import Hours
from gateway.domain.places import Level

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


def _optional_number(value: str) -> str:
    return _number(value) if value else ""


def _numbers(value: str) -> tuple[str, ...]:
    return tuple(_number(part) for part in value.split(",") if part.strip())


def _weights(value: str) -> tuple[float, float]:
    try:
        first, second = (float(part) for part in value.split(","))
    except ValueError:
        raise ValueError("expected two numbers with a comma between, such as 70,30") from None
    if not (0 <= first < inf and 0 <= second < inf and first + second > 0):
        raise ValueError("neither weight may be below 0, and one must be above it")
    return first, second


def _sender(value: str) -> str:
    if value and not ONE_WORD.fits(value):
        raise ValueError("expected one word such as dalaba@village.example, without blanks, commas, < and &")
    return value


def _closings(value: object) -> object:
    return cut_offs(value) if isinstance(value, str) else value


def _database(value: str) -> str:
    """Platforms hand out postgres://; SQLAlchemy wants the dialect and driver by name."""
    for scheme in ("postgres://", "postgresql://"):
        if value.startswith(scheme):
            return "postgresql+psycopg://" + value.removeprefix(scheme)
    if not value.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise ValueError("expected postgresql://... or sqlite:///path")
    return value


Numbers: TypeAlias = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_numbers), Field(validate_default=False)]
Lines: TypeAlias = Annotated[frozenset[str], NoDecode, BeforeValidator(_numbers), Field(validate_default=False)]
Weights: TypeAlias = Annotated[tuple[float, float], NoDecode, BeforeValidator(_weights), Field(validate_default=False)]
Closings: TypeAlias = Annotated[
    Mapping[Level, time], NoDecode, BeforeValidator(_closings), Field(validate_default=True)
]
PerSecond: TypeAlias = Annotated[float, Field(gt=0, le=1000)]
AtOnce: TypeAlias = Annotated[int, Field(ge=1, le=5000)]


class Settings(BaseSettings):
    """The gateway's settings. Field names in capitals are the environment's variables.

    cut_off                when the day of the villages is sealed, an hour more for each level above; or each by name,
                           `village 16:00, township 17:00, county 18:00, prefecture 19:00, province 20:00`
    cut_off, waking hours  local times of day in `timezone`
    more_numbers           numbers of ours besides the usual one, separated by commas; calls go out from all of them
    calls_per_second       calls placed a second over all workers; Twilio allows 1 by default
    texts_per_second       parts of texts a second over all workers; Twilio sends 1 from a long code
    calls_at_once          calls under way at the same time over all workers
    ..._a_number           the same for each number of ours; None: no limit of its own
    second_...             a second telephone company; its pace is the first one's unless it is given
    carrier_weights        how much of the calls and texts goes to the first company, and how much to the second
    ring_s                 seconds a phone rings before it counts as no answer
    digest_unread_min      minutes until a digest nobody has answered or rung in for is read out by a call
    tick_s                 seconds between two looks into the ledger for what is due
    call_back_lines        numbers of ours that reject a call and ring back, separated by commas; the others answer
    well_lines             numbers of ours on which one ring means "all well"; rejected too, free of charge
    cap_sender             who sends our alerts, in CAP's terms; empty: the host of public_base_url
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
    more_numbers: Numbers = ()

    second_account_sid: str = ""
    second_auth_token: str = Field(default="", repr=False)
    second_from_number: Annotated[str, AfterValidator(_optional_number)] = ""
    second_base_url: Annotated[str, AfterValidator(_optional_address)] = ""
    second_more_numbers: Numbers = ()
    second_calls_per_second: PerSecond | None = None
    second_calls_at_once: AtOnce | None = None
    second_texts_per_second: PerSecond | None = None
    carrier_weights: Weights = (50.0, 50.0)  # even: a second company that does not work is noticed today

    data_dir: Path = Path("var")
    timezone: ZoneInfo = ZoneInfo("Asia/Shanghai")
    default_language: str = "zh"
    cut_off: Closings = "16:00"  # type: ignore[assignment]  # read like what the environment says
    waking_from: time = time(7, 0)
    waking_until: time = time(21, 0)
    calls_per_second: PerSecond = 1.0
    calls_at_once: AtOnce = 20
    calls_per_second_a_number: PerSecond | None = None
    calls_at_once_a_number: AtOnce | None = None
    texts_per_second: PerSecond = 1.0
    ring_s: int = Field(default=30, ge=5, le=600)
    digest_unread_min: int = Field(default=60, ge=1, le=1200)
    tick_s: int = Field(default=60, ge=1, le=600)
    call_back_lines: Lines = frozenset()
    well_lines: Lines = frozenset()
    cap_sender: Annotated[str, AfterValidator(_sender)] = ""
    rehearsal_clock: str = ""

    @model_validator(mode="after")
    def _agree(self) -> "Settings":
        _whole_second(self)
        addresses = {account.base_url for account in self.accounts}
        if self.rehearsal_clock and "" in addresses:
            name = "SECOND_BASE_URL" if self.twilio_base_url else "TWILIO_BASE_URL"
            raise ValueError(f"REHEARSAL_CLOCK may not be set while {name} is empty: real calls want real time")
        if not self.redis_url.startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("REDIS_URL must start with redis://, rediss:// or unix://")
        if self.waking_from >= self.waking_until:
            raise ValueError("WAKING_FROM must be earlier than WAKING_UNTIL")
        return self

    @cached_property
    def accounts(self) -> tuple[Account, ...]:
        """The telephone companies that ring and text for us, the first one first."""
        a_number = self.calls_per_second_a_number, self.calls_at_once_a_number
        first = Account(
            self.twilio_account_sid,
            self.twilio_auth_token,
            self.twilio_base_url,
            (self.twilio_from_number, *self.more_numbers),
            self.carrier_weights[0],
            self.calls_per_second,
            self.calls_at_once,
            *a_number,
            self.texts_per_second,
        )
        if not self.second_account_sid:
            return (first,)
        second = Account(
            self.second_account_sid,
            self.second_auth_token,
            self.second_base_url,
            (self.second_from_number, *self.second_more_numbers),
            self.carrier_weights[1],
            self.second_calls_per_second or self.calls_per_second,
            self.second_calls_at_once or self.calls_at_once,
            *a_number,
            self.second_texts_per_second or self.texts_per_second,
        )
        return first, second

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        """All numbers of ours, the one residents know first."""
        return tuple(number for account in self.accounts for number in account.numbers)

    @cached_property
    def cut_offs(self) -> CutOffs:
        """When each level's daily report closes."""
        return CutOffs(self.cut_off, self.timezone)

    @property
    def waking(self) -> tuple[time, time]:
        """Local hours in which a routine call may ring."""
        return self.waking_from, self.waking_until

    @property
    def hours(self) -> Hours:
        """When a routine call may ring: waking hours, and their zone."""
        return Hours(self.timezone, self.waking)

    @property
    def alert_sender(self) -> str:
        """Whom the alerts we write name as their sender."""
        return self.cap_sender or urlsplit(self.public_base_url).hostname or ""

    def local(self, at: datetime) -> datetime:
        """An aware instant as the village's wall clock shows it."""
        return at.astimezone(self.timezone)


SECOND = ("second_account_sid", "second_auth_token", "second_from_number")


def _whole_second(settings: Settings) -> None:
    """Raises ValueError for a second company of which only a part is given, or that is the first one over again."""
    about_it = {name for name in settings.model_fields_set if name.startswith(("second_", "carrier_"))}
    given = [name.upper() for name in sorted(about_it) if getattr(settings, name)]
    missing = [name.upper() for name in SECOND if not getattr(settings, name)]
    if given and missing:
        raise ValueError(f"{' and '.join(missing)} must be set too: there is a second carrier, since {given[0]} is set")
    if twice := sorted({number for number in settings.numbers if settings.numbers.count(number) > 1}):
        raise ValueError(f"{twice[0]} is given twice: a number of ours belongs to one carrier")
    if settings.second_account_sid == settings.twilio_account_sid:
        raise ValueError("SECOND_ACCOUNT_SID is TWILIO_ACCOUNT_SID: the ledger tells the carriers apart by it")


def from_environment(**given: Any) -> Settings:
    """The settings. Raises BadSettings naming every odd or missing variable."""
    try:
        return Settings(**given)
    except ValidationError as e:
        raise BadSettings("; ".join(_complaint(dict(error)) for error in e.errors())) from e


# Whose values may hold a password.
SECRET = frozenset({"TWILIO_AUTH_TOKEN", "SECOND_AUTH_TOKEN", "DATABASE_URL", "REDIS_URL"})


def _complaint(error: dict[str, Any]) -> str:
    name = ".".join(str(part) for part in error["loc"]).upper()
    if error["type"] == "missing":
        return f"{name} is not set (see the README, 'Going to production')"
    reason = str(error["msg"]).removeprefix("Value error, ")
    shown = "" if name in SECRET or not name else f" (it is {error['input']!r})"
    return f"{name}: {reason}{shown}" if name else reason
