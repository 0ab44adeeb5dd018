"""What a table under prompts/ must look like: its attributes by name, each with the types it may have."""

from collections.abc import Collection, Mapping
from typing import Any

Shape = Mapping[str, tuple[type[Any], ...]]


def misshapen(table: Mapping[str, Any], shape: Shape, optional: Collection[str] = ()) -> list[str]:
    """What is unknown, missing or of the wrong type, one reason each."""
    unknown = [f"unknown attribute {name!r}" for name in table if name not in shape]
    missing = [f"{name!r} is missing" for name in shape if name not in table and name not in optional]
    odd = [f"{name!r} cannot be {value!r}" for name, value in table.items() if type(value) not in shape.get(name, ())]
    return unknown + missing + odd
