"""PINs of those who may speak to the village: kept as Argon2 hashes only."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher()


def hash_of(pin: str) -> str:
    """What is kept of a PIN."""
    return _hasher.hash(pin)


def matches(kept: str | None, pin: str) -> bool:
    """Whether a PIN is the one that was kept. An empty one never is."""
    if not kept or not pin:
        return False
    try:
        return _hasher.verify(kept, pin)
    except (VerificationError, InvalidHashError):
        return False
