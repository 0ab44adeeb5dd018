"""A digest read back: from its words the figures again, as a machine above or a person with the card reads them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from gateway.domain.daily.abbreviations import OPENINGS, by_word
from gateway.domain.digests import MARKS, Marks

TOKEN = re.compile(r"([^\d\s,，、()/+:]+)(\d+)(?:/(\d+))?(?:\(([+-]\d+)\))?")
LATE = re.compile(r"([^\d\s,，、]+)(\d+)>(\d+)")


@dataclass(frozen=True)
class Decoded:
    """What a digest says. A figure that is not there is nothing, when the text is whole.

    changes  figure -> so many more than the day before
    silent   names of units below from which nothing came; silent_count also counts those that are not named
    late     figure of the day before -> as it was sealed first, and as it stands now
    whole    False: something had no room
    """

    unit: str
    month: int
    day: int
    zero: bool
    whole: bool
    values: Mapping[str, int] = field(default_factory=dict)
    changes: Mapping[str, int] = field(default_factory=dict)
    silent: tuple[str, ...] = ()
    silent_count: int = 0
    late: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    disputed: tuple[str, ...] = ()


def decode(text: str, language: str) -> Decoded | None:
    """A digest as it was meant; None when it is none. Raises nothing: abbreviations nobody knows are passed over."""
    marks = MARKS[language]
    head = re.fullmatch(rf"(.*?)\s?(\d+)/(\d+)({re.escape(marks.daily)}|{re.escape(marks.zero)})(.*)", text, re.DOTALL)
    if head is None:
        return None
    whole = not text.endswith(marks.cut)
    body = head[5].removesuffix(marks.cut).removesuffix(marks.end.rstrip())
    sentences = body.split(marks.end)
    said = {mark: _after(sentences, mark) for mark in (marks.worst, marks.late, marks.disputed)}
    first, *plain = [*(one for one in sentences if not one.startswith(tuple(said))), ""]
    figures, _, named = first.partition(marks.silent)
    silent, silent_count = _named(named, marks)
    values, changes = _figures(" ".join([figures, *plain]), language)
    words, called = by_word(language), {one.word(language): one.name for one in OPENINGS.values()}
    return Decoded(
        *(head[1], int(head[2]), int(head[3]), head[4] == marks.zero, whole),
        values,
        changes,
        silent,
        silent_count,
        {words[name].name: (int(a), int(b)) for name, a, b in LATE.findall(said[marks.late]) if name in words},
        tuple(called[name] for name in said[marks.disputed].split(marks.names) if name in called),
    )


def _after(sentences: list[str], mark: str) -> str:
    return next((one.removeprefix(mark) for one in sentences if one.startswith(mark)), "")


def _figures(written: str, language: str) -> tuple[dict[str, int], dict[str, int]]:
    values: dict[str, int] = {}
    changes: dict[str, int] = {}
    words = by_word(language)
    for word, value, of, change in TOKEN.findall(written):
        if word not in words:
            continue
        figures = words[word].figures
        values |= dict(zip(figures, (int(part) for part in (value, of) if part), strict=False))
        if change:
            changes[figures[0]] = int(change)
    return values, changes


def _named(written: str, marks: Marks) -> tuple[tuple[str, ...], int]:
    """Names, and how many there are together with those that are only counted."""
    before, after = marks.rest.split("{count}")
    counted = re.fullmatch(rf"(.*?)\s*{re.escape(before.strip())}\s*(\d+){re.escape(after)}", written)
    names = tuple(filter(None, (counted[1] if counted else written).split(marks.names)))
    return names, int(counted[2]) if counted else len(names)
