"""The languages the house speaks: what they are called, who reads them aloud, and how fast."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from gateway.catalogue import sources
from gateway.catalogue.sources import Source
from gateway.domain.errors import BrokenPrompts

BASE = "zh"  # the language every wording must exist in; others fall back to it

_COUNTED = {  # what a second of speech is measured in
    "characters": re.compile(r"[\u3400-\u9fff]|[A-Za-z0-9]"),
    "words": re.compile(r"[\w']+"),
}


@dataclass(frozen=True)
class Language:
    """One language, from languages.toml.

    name              as its speakers write it
    carrier_language  the carrier's tag for reading text aloud, with a voice that speaks it
    espeak_voice      the offline voice, and `espeak_rate` the rate asked of it to reach the pace
    pace              characters or words a second, as `counted`
    """

    code: str
    name: str
    carrier_language: str
    carrier_voice: str
    espeak_voice: str
    espeak_rate: int
    pace: float
    counted: str

    def spoken_units(self, text: str) -> int:
        """How many characters, or words, are read aloud in a text."""
        return len(_COUNTED[self.counted].findall(text))

    def seconds(self, text: str) -> float:
        """About how long a text takes to say, pauses included."""
        return self.spoken_units(text) / self.pace


def read_languages(path: Path) -> Mapping[str, Language]:
    """The languages, by code. Raises BrokenPrompts naming language and reason."""
    source = sources.read(path)
    languages = {code: _language(source, code, table) for code, table in source.table.items()}
    if BASE not in languages:
        raise source.broken(f"{BASE!r} must be among the languages: the others fall back to it")
    return languages


def _language(source: Source, code: str, table: Any) -> Language:
    named = {field.name: field.type for field in fields(Language) if field.name != "code"}
    if not isinstance(table, dict) or table.keys() != named.keys():
        raise source.broken(f"[{code}] must have exactly: {', '.join(named)}")
    for name, kind in named.items():
        if not _fits(table[name], kind):
            raise source.broken(f"[{code}] {name} cannot be {table[name]!r}")
    if table["counted"] not in _COUNTED:
        raise source.broken(f"[{code}] counted is one of: {', '.join(_COUNTED)}")
    return Language(code=code, **table)


def _fits(value: object, kind: object) -> bool:
    if kind is str:
        return isinstance(value, str) and value != ""
    return isinstance(value, int | float) and not isinstance(value, bool) and value > 0


def named(languages: Mapping[str, Language], code: str) -> Language:
    """A language by code. Raises BrokenPrompts when it is none of ours."""
    if code not in languages:
        raise BrokenPrompts(f"no language is called {code!r}; there are: {', '.join(languages)}")
    return languages[code]
