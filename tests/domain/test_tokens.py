"""Tokens: how one is written and read, when it opens, and what."""

from datetime import UTC, datetime, timedelta

import pytest

from gateway.domain import tokens
from gateway.domain.tokens import Standing, Token

NOW = datetime(2020, 2, 8, 4, tzinfo=UTC)
SECRET = "s" * 43


def token(unit_code: str = "532901", revoked_at: datetime | None = None) -> Token:
    return Token(7, unit_code, "市疾控", tokens.hash_of(SECRET), NOW, NOW + timedelta(days=1), revoked_at)


@pytest.mark.parametrize(
    ("header", "read"),
    [
        (f"Bearer dlb_7_{SECRET}", (7, SECRET)),
        (f"bearer   dlb_7_{SECRET} ", (7, SECRET)),
        (f"dlb_7_{SECRET}", None),
        (f"Bearer dlb_07_{SECRET}", None),
        (f"Bearer dlb_7_{SECRET}=", None),
        (f"Bearer dlb_{'9' * 30}_{SECRET}", None),
        (f"Bearer dlb_7_{SECRET} dlb_8_{SECRET}", None),
        ("Bearer", None),
        ("", None),
    ],
)
def test_a_header_is_read_or_it_is_not(header: str, read: tuple[int, str] | None) -> None:
    assert tokens.read_header(header) == read


def test_what_is_written_is_what_is_read() -> None:
    assert tokens.read_header(f"Bearer {tokens.written(7, SECRET)}") == (7, SECRET)


def test_a_secret_fits_its_own_token_only() -> None:
    assert tokens.fits(token(), SECRET)
    assert not tokens.fits(token(), "t" * 43)
    assert not tokens.fits(None, SECRET)
    assert SECRET not in repr(token())
    assert token().hash not in repr(token())


def test_it_ends_to_the_second_and_when_it_is_taken_back() -> None:
    end = token().expires_at
    assert token().standing(end - timedelta(seconds=1)) is Standing.GOOD
    assert token().standing(end) is Standing.EXPIRED
    assert token(revoked_at=NOW).standing(NOW) is Standing.REVOKED


@pytest.mark.parametrize(
    ("unit", "asked", "opens"),
    [
        ("532901", "532901", True),
        ("532901", "532901105201", True),
        ("532901", "5329", False),
        ("532901", "532902", False),
        ("", "53", False),
    ],
)
def test_it_opens_its_unit_and_all_below(unit: str, asked: str, opens: bool) -> None:
    assert token(unit).opens(asked) is opens
