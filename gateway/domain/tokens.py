"""Tokens for reading the daily report over HTTP: how one is written, when it opens, and what.

Source: RFC 6750, bearer tokens in the Authorization header.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from gateway.domain.places import covers

PREFIX = "dlb"
WRITTEN = re.compile(rf"{PREFIX}_([1-9][0-9]{{0,17}})_([A-Za-z0-9_-]{{43}})")
HEADER = re.compile(r"Bearer +(\S+)", re.IGNORECASE)
SECRET_BYTES = 32
NOBODYS = hashlib.sha256(b"nobody's").hexdigest()  # compared with when there is no such token: it takes as long


class Standing(StrEnum):
    """Whether a token opens anything."""

    GOOD = "good"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True)
class Token:
    """A token as it is kept.

    unit_code    the unit whose days it opens, with all below
    hash         SHA-256 of the secret
    revoked_at   None: not revoked
    last_used_on local day; None: never
    """

    id: int
    unit_code: str
    name: str
    hash: str = field(repr=False)
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    last_used_on: date | None = None

    def standing(self, now: datetime) -> Standing:
        """Whether it opens anything at an aware instant."""
        if self.revoked_at is not None:
            return Standing.REVOKED
        return Standing.GOOD if now < self.expires_at else Standing.EXPIRED

    def opens(self, unit_code: str) -> bool:
        """Whether a unit is its own or lies below it; nothing above it nor beside it."""
        return bool(self.unit_code) and covers(self.unit_code, unit_code)


def written(token_id: int, secret: str) -> str:
    """The token as it is handed over, once."""
    return f"{PREFIX}_{token_id}_{secret}"


def read_header(header: str) -> tuple[int, str] | None:
    """The number and secret in an Authorization header, None for anything else. Never raises."""
    bearer = HEADER.fullmatch(header.strip())
    found = WRITTEN.fullmatch(bearer[1]) if bearer else None
    return (int(found[1]), found[2]) if found else None


def hash_of(secret: str) -> str:
    """What is kept of a secret. It is long and random, so that a quick hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def fits(token: Token | None, secret: str) -> bool:
    """Whether a secret is the token's, in the same time whether it is or not, or there is none."""
    same = hmac.compare_digest(token.hash if token else NOBODYS, hash_of(secret))
    return same and token is not None
