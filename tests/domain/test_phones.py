"""Telephone numbers: one form inside, any sensible form from outside, never a whole one in a log."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain import phones


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("13900001234", "+8613900001234"),
        ("+8613900001234", "+8613900001234"),
        ("0086 139 0000 1234", "+8613900001234"),
        ("139-0000-1234", "+8613900001234"),
        ("１３９００００１２３４", "+8613900001234"),
        ("0872 5123456", "+868725123456"),
        ("027-85123456", "+862785123456"),
        ("+44 20 7946 0958", "+442079460958"),
        ("5123456", None),
        ("120", None),
        ("1390000123", None),
        ("", None),
        ("anonymous", None),
        ("+", None),
    ],
)
def test_a_number_has_one_form_or_none(written: str, kept: str | None) -> None:
    assert phones.normalise(written) == kept


@pytest.mark.parametrize("number", ["+8613900001234", "+868725123456"])
def test_a_number_in_its_form_stays_as_it_is(number: str) -> None:
    assert phones.normalise(number) == number


@pytest.mark.parametrize(
    ("came", "kept"), [("13900001234", "+8613900001234"), (" anonymous ", "anonymous"), ("120", "120"), ("", "")]
)
def test_a_caller_whose_number_cannot_be_read_is_not_turned_away(came: str, kept: str) -> None:
    assert phones.kept(came) == kept


@given(st.text(max_size=40))
def test_whatever_comes_as_a_number_never_raises(came: str) -> None:
    assert isinstance(phones.kept(came), str)
    assert phones.normalise(came) is None or phones.kept(came).startswith("+")


@pytest.mark.parametrize(
    ("number", "masked"),
    [("+8613900001234", "+86139****1234"), ("+868725123456", "+86872****3456"), ("120", "****"), ("", "****")],
)
def test_a_log_shows_the_ends_of_a_number_only(number: str, masked: str) -> None:
    assert phones.mask(number) == masked
