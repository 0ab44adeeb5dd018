"""Wording: keys to sentences, with {placeholders} filled at the last moment."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gateway.catalogue import sources
from gateway.domain.errors import BrokenPrompts

PLACEHOLDER = re.compile(r"\{(\w+)\}")
ASIDE = ("longest", "most_segments")  # tables of sms.toml that are no wording


@dataclass(frozen=True)
class Texts:
    """The sentences of one file, by dotted key.

    longest        placeholder -> the longest value it plausibly takes, for counting segments
    most_segments  key -> segments it may take, 1 where nothing is said
    """

    path: Path
    sentences: Mapping[str, str]
    longest: Mapping[str, str]
    most_segments: Mapping[str, int]


def read_texts(path: Path) -> Texts:
    """The sentences in a file of nested tables. Raises BrokenPrompts naming file and key."""
    source = sources.read(path)
    sentences = _flat(path, {name: part for name, part in source.table.items() if name not in ASIDE}, "")
    longest, most = (source.table.get(name, {}) for name in ASIDE)
    if not isinstance(longest, dict) or not all(isinstance(value, str) for value in longest.values()):
        raise source.broken("[longest] must give one string a placeholder")
    most = _flat_counts(path, most, "")
    if stray := sorted(most.keys() - sentences.keys()):
        raise source.broken(f"[most_segments] names {stray[0]!r}, which has no wording")
    return Texts(path, sentences, longest, most)


def _flat(path: Path, table: Mapping[str, Any], before: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in table.items():
        if isinstance(value, dict):
            found.update(_flat(path, value, f"{before}{name}."))
        elif isinstance(value, str) and value.strip():
            found[before + name] = value
        else:
            raise BrokenPrompts(f"{path}: {before + name!r} must be words, not {value!r}")
    return found


def _flat_counts(path: Path, table: Any, before: str) -> dict[str, int]:
    if not isinstance(table, dict):
        raise BrokenPrompts(f"{path}: [most_segments] must be a table")
    found: dict[str, int] = {}
    for name, value in table.items():
        if isinstance(value, dict):
            found.update(_flat_counts(path, value, f"{before}{name}."))
        elif type(value) is int and value > 0:
            found[before + name] = value
        else:
            raise BrokenPrompts(f"{path}: most_segments of {before + name!r} cannot be {value!r}")
    return found


def placeholders(sentence: str) -> frozenset[str]:
    """The names in curly brackets."""
    return frozenset(PLACEHOLDER.findall(sentence))


def fill(key: str, sentence: str, values: Mapping[str, Any]) -> str:
    """A sentence with its placeholders filled. Raises BrokenPrompts when a value is missing."""
    if missing := sorted(placeholders(sentence) - values.keys()):
        raise BrokenPrompts(f"wording {key!r} speaks of {{{missing[0]}}}, which nobody has told it")
    return PLACEHOLDER.sub(lambda match: str(values[match[1]]), sentence)
