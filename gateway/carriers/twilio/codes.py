"""The carrier's error numbers, as causes the house can act on. The table is data: codes.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from gateway.domain.refusals import Refusal


@dataclass(frozen=True)
class Meaning:
    """`permanent`: the same call or text to the same number would fail again."""

    cause: Refusal
    permanent: bool


NO_IDEA = Meaning(Refusal.UNKNOWN, permanent=False)


def meaning(code: int | None) -> Meaning:
    """What an error number means; a number nobody has described may go away by itself."""
    return TABLE.get(code, NO_IDEA) if code is not None else NO_IDEA


def read_table(text: str) -> Mapping[int, Meaning]:
    """The table in a TOML text. Raises ValueError for a cause we do not know or a number listed twice."""
    table: dict[int, Meaning] = {}
    for name, entry in tomllib.loads(text).items():
        for code in entry["codes"]:
            _add(table, code, Meaning(Refusal(name), entry["permanent"]))
    return table


def _add(table: dict[int, Meaning], code: Any, found: Meaning) -> None:
    if code in table:
        raise ValueError(f"codes.toml lists {code} under {table[code].cause} and {found.cause}")
    table[code] = found


TABLE = read_table(files(__package__).joinpath("codes.toml").read_text(encoding="utf-8"))
