"""What a table under prompts/ must look like: its attributes by name, each with the types it may have."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import combinations
from pathlib import Path
from typing import Any

from gateway.domain.dated import Dated
from gateway.domain.errors import BrokenPrompts

Shape = Mapping[str, tuple[type[Any], ...]]


def misshapen(table: Mapping[str, Any], shape: Shape, optional: Collection[str] = ()) -> list[str]:
    """What is unknown, missing or of the wrong type, one reason each."""
    unknown = [f"unknown attribute {name!r}" for name in table if name not in shape]
    missing = [f"{name!r} is missing" for name in shape if name not in table and name not in optional]
    odd = [f"{name!r} cannot be {value!r}" for name, value in table.items() if type(value) not in shape.get(name, ())]
    return unknown + missing + odd


def none_of(name: str, written: Sequence[Any], known: type[StrEnum]) -> Iterator[str]:
    """Which words stand for nothing we know, one reason each."""
    for one in written:
        if one not in list(known):
            yield f"{name} {one!r} is none of: {' '.join(known)}"


def no_two_begin_together(folder: Path, tables: Sequence[Dated]) -> None:
    """Raises BrokenPrompts for two tables of one county that begin on the same day: they contradict each other."""
    for one, other in combinations(tables, 2):
        if (one.county, one.since) == (other.county, other.since):
            raise BrokenPrompts(f"{folder}: {one.name} and {other.name} both begin on {one.since} in {one.county}")
