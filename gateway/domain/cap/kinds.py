"""How a value stands in the text of an element: read, written, and what is allowed there.

A value is allowed where it reads back as it was written; so the reader and the rules can never disagree.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from gateway.domain.cap.alert import Reference

FARTHEST_ZONE = timedelta(hours=14)  # no clock is further from UTC in an XML document

# What XML 1.0 cannot hold, and the other control characters: a terminal would obey them.
_CONTROL = re.compile(r"[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TIME = re.compile(r"[0-9]{4}(-[0-9]{2}){2}T[0-9]{2}(:[0-9]{2}){2}[+-][0-9]{2}:[0-9]{2}")
_WORD = r"\"[^\"]+\"|[^\s\"]+"
_ONE_WORD = r"[^\s,<&]+"
_PAIR = re.compile(r"(-?[0-9]{1,3}(?:\.[0-9]+)?),(-?[0-9]{1,3}(?:\.[0-9]+)?)")
_MIME = r"[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+(?:\s*;.+)?"
_URI = r"(?:[^\s<>\"{}|\\^`%\[\]#]|%[0-9A-Fa-f]{2})+(?:#(?:[^\s<>\"{}|\\^`%\[\]#]|%[0-9A-Fa-f]{2})*)?"


class Odd(Exception):
    """A text that cannot be read as what it should be."""


@dataclass(frozen=True)
class Kind:
    """One kind of value.

    read     text, neither empty nor beginning or ending with blanks -> value; raises Odd, or ValueError
    write    value -> text
    allowed  what may stand there, as the rest of a sentence
    """

    read: Callable[[str], Any]
    write: Callable[[Any], str]
    allowed: str

    def fits(self, value: Any) -> bool:
        """Whether a value can be written so that it is read back unchanged."""
        written = self.write(value)
        try:
            return written != "" and bool(self.read(tidy(written)) == value)
        except (Odd, ValueError):
            return False


def tidy(text: str) -> str:
    """A text without control characters, with line feeds for line ends, and no blanks around it."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def one_of(codes: type[StrEnum]) -> Kind:
    """A code list: nothing but its own words, in its own spelling."""
    return Kind(codes, str, f"must be one of {', '.join(codes)}")


def matching(pattern: str, allowed: str) -> Kind:
    """A text of one shape."""

    def read(text: str) -> str:
        if re.fullmatch(pattern, text) is None:
            raise Odd(text)
        return text

    return Kind(read, str, allowed)


def _time(text: str) -> datetime:
    if _TIME.fullmatch(text) is None:
        raise Odd(text)
    at = datetime.fromisoformat(text)
    if abs(at.utcoffset() or timedelta()) > FARTHEST_ZONE:
        raise Odd(text)
    return at


def _written_time(at: datetime) -> str:
    """CAP writes UTC as -00:00, and nothing finer than a second."""
    return at.isoformat(timespec="seconds").replace("+00:00", "-00:00")


def _words(text: str) -> tuple[str, ...]:
    if re.fullmatch(rf"(?:{_WORD})(?:\s+(?:{_WORD}))*", text) is None:
        raise Odd(text)
    return tuple(word.strip('"') for word in re.findall(_WORD, text))


def _written_words(words: tuple[str, ...]) -> str:
    return " ".join(f'"{word}"' if re.search(r"\s", word) else word for word in words)


def _references(text: str) -> tuple[Reference, ...]:
    return tuple(_reference(triple) for triple in text.split())


def _reference(triple: str) -> Reference:
    match triple.split(","):
        case [sender, identifier, sent] if re.fullmatch(_ONE_WORD, sender) and re.fullmatch(_ONE_WORD, identifier):
            return Reference(sender, identifier, _time(sent))
    raise Odd(triple)


def _written_references(references: tuple[Reference, ...]) -> str:
    return " ".join(f"{one.sender},{one.identifier},{_written_time(one.sent)}" for one in references)


def _pair(text: str) -> tuple[float, float]:
    found = _PAIR.fullmatch(text)
    if found is None or abs(float(found[1])) > 90 or abs(float(found[2])) > 180:
        raise Odd(text)
    return float(found[1]), float(found[2])


def _polygon(text: str) -> str:
    corners = [_pair(pair) for pair in text.split()]
    if len(corners) < 4 or corners[0] != corners[-1]:
        raise Odd(text)
    return " ".join(text.split())


def _circle(text: str) -> str:
    match text.split():
        case [centre, radius] if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", radius):
            _pair(centre)
            return f"{centre} {radius}"
    raise Odd(text)


def _size(text: str) -> int:
    if re.fullmatch(r"[0-9]{1,18}", text) is None:
        raise Odd(text)
    return int(text)


def _height(text: str) -> Decimal:
    if re.fullmatch(r"[+-]?[0-9]{1,9}(?:\.[0-9]{1,9})?", text) is None:
        raise Odd(text)
    return Decimal(text)


TEXT = Kind(str, str, "must be text without control characters, and without blanks before or after it")
ONE_WORD = matching(_ONE_WORD, "must be one word, without blanks, commas, < and &")
TIME = Kind(_time, _written_time, "must be a time such as 2020-02-05T15:00:00+08:00: whole seconds, the offset never Z")
LANGUAGE = matching(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*", "must be a language tag such as zh-CN")
WORDS = Kind(_words, _written_words, 'must be words with blanks between them, in "quotes" where one holds a blank')
REFERENCES = Kind(
    _references,
    _written_references,
    "must be sender,identifier,sent for each earlier alert, with a blank between two, and each time as in <sent>",
)
MIME = matching(_MIME, "must be a media type such as audio/wav")
SIZE = Kind(_size, str, "must be a number of bytes")
URI = matching(_URI, "must be an address without blanks, such as https://village.example/audio/1.wav")
ABSOLUTE_URI = matching(rf"[A-Za-z][A-Za-z0-9+.-]*:{_URI}", "must be a whole address, such as https://village.example/")
DIGEST = matching(r"[0-9A-Fa-f]{40}", "must be a SHA-1 digest: 40 hexadecimal digits")
POLYGON = Kind(
    _polygon, str, "must be four or more latitude,longitude pairs with blanks between them, the last as the first"
)
CIRCLE = Kind(_circle, str, "must be latitude,longitude and a radius in kilometres with a blank between them")
HEIGHT = Kind(_height, lambda feet: f"{feet:f}", "must be a height in feet")
