"""`dalaba token`: made and shown once, listed, taken back."""

import re

import pytest

from tests.cli.conftest import Dalaba
from tests.support import cast


def test_a_token_is_shown_once_listed_without_its_secret_and_taken_back(village_dalaba: Dalaba) -> None:
    made = village_dalaba("token", "add", "--unit", cast.COUNTY, "--for", "市疾控", "--days", "30")
    assert re.fullmatch(r"dlb_1_[A-Za-z0-9_-]{43}\n", made.stdout)
    assert "shown this once" in made.stderr
    secret = made.stdout.strip()[-43:]
    listed = village_dalaba("token", "list").output
    assert re.search(rf"│ 1 +│ 市疾控 +│ {cast.COUNTY} .*│ - .*good 有效", listed)
    assert secret not in listed
    assert "is revoked" in village_dalaba("token", "revoke", "1").output
    assert "was revoked before" in village_dalaba("token", "revoke", "1").output
    assert "revoked 已收回" in village_dalaba("token", "list").output


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("add", "--unit", "99", "--for", "x"), "there is no unit '99'"),
        (("add", "--unit", cast.COUNTY, "--for", " "), "say whom it is for"),
        (("add", "--unit", cast.COUNTY, "--for", "x", "--days", "0"), "0 days: a token opens for 1 to 366"),
        (("revoke", "9"), "there is no token 9"),
    ],
)
def test_what_cannot_be_done_says_why(village_dalaba: Dalaba, words: tuple[str, ...], reason: str) -> None:
    refused = village_dalaba("token", *words)
    assert refused.exit_code == 1
    assert reason in refused.stderr


def test_without_any_it_says_how_to_make_one(village_dalaba: Dalaba) -> None:
    assert "There is no token" in village_dalaba("token", "list").output
