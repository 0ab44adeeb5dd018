"""A figure, counted by two sides that must agree."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    """One figure, as one side counts it and as the other does."""

    what: str
    expected: str
    found: str
    holds: bool


def compare(what: str, expected: object, found: object) -> Check:
    return Check(what, str(expected), str(found), expected == found)


def matched(what: str, expected: Iterable[str], found: Iterable[str]) -> Check:
    """Two sets that must be one: as many, and the same."""
    wanted, there = set(expected), set(found)
    odd = len(wanted ^ there)
    return Check(what, str(len(wanted)), str(len(there)) + (f" ({odd} ≠)" if odd else ""), not odd)
