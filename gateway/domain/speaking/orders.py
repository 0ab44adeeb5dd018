"""Orders about broadcasts by text: 播 to speak, 同意 Y37 to agree, 不同意 N37 why, 停 Y37 to stop, 数 Y37, 余.

The forms are ours: one word and a number, so that a cadre can write them on nine keys.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from gateway.domain.speaking.levels import Level


class Verb(StrEnum):
    """What is wanted."""

    SPEAK = "speak"
    AGREE = "agree"
    REFUSE = "refuse"
    STOP = "stop"
    COUNT = "count"
    MORE = "more"  # of a door list


@dataclass(frozen=True)
class Ordered:
    """An order as it was read.

    number  of the broadcast, None when none was given
    level   None when none was named
    rest    what followed: words to be said, or a reason; "" for none
    """

    order: Verb
    number: int | None = None
    level: Level | None = None
    rest: str = ""


NUMBER = r"[yn]?\s*(?P<number>\d{1,6})"
PATTERNS = (
    (Verb.REFUSE, re.compile(rf"(?:不同意|refuse|disagree)\s*{NUMBER}\s*(?P<rest>.*)", re.DOTALL)),
    (Verb.AGREE, re.compile(rf"(?:同意|agree|approve)\s*{NUMBER}\s*(?P<rest>)")),
    (Verb.AGREE, re.compile(r"y\s*(?P<number>\d{1,6})(?P<rest>)")),
    (Verb.REFUSE, re.compile(r"n\s*(?P<number>\d{1,6})\s*(?P<rest>.*)", re.DOTALL)),
    (Verb.STOP, re.compile(rf"(?:停止|停|stop)\s*{NUMBER}\s*(?P<rest>)")),
    (Verb.COUNT, re.compile(rf"(?:数一?数|数|进度|count)\s*{NUMBER}\s*(?P<rest>)")),
    (Verb.MORE, re.compile(r"(?:余|余下|名单|more|list)[.。!！]?(?P<rest>)")),
    (Verb.SPEAK, re.compile(r"(?:广播|播|speak\b)\s*(?P<rest>.*)", re.DOTALL)),
)
LEVELS: Mapping[str, Level] = {
    "红": Level.RED,
    "橙": Level.ORANGE,
    "黄": Level.YELLOW,
    "蓝": Level.BLUE,
    **{level.value: level for level in Level},
}


def read(text: str) -> Ordered | None:
    """The order in a text, None when it is none.

    text  normalised: NFKC, stripped; letters may be of any case
    """
    for order, pattern in PATTERNS:
        found = pattern.fullmatch(text) or pattern.fullmatch(text.lower())
        if found is None:
            continue
        groups = found.groupdict()
        number, rest = groups.get("number"), text[found.start("rest") :].strip(" :：,，")
        if order is Verb.SPEAK:
            level, rest = _level(rest)
            return Ordered(order, level=level, rest=rest)
        return Ordered(order, int(number) if number else None, rest=rest)
    return None


def _level(rest: str) -> tuple[Level | None, str]:
    for word, level in LEVELS.items():
        if rest.lower().startswith(word):
            return level, rest[len(word) :].strip(" :：,，")
    return None, rest


DIGITS = str.maketrans("一二三四五六七八九", "123456789")


def split_area(rest: str, names: Mapping[str, str]) -> tuple[str | None, str]:
    """The area named at the beginning of a message, and the message without it. None: none is named.

    names  what units are called -> their codes
    """
    plain = rest.translate(DIGITS)
    for name, code in sorted(names.items(), key=lambda item: -len(item[0])):
        wanted = name.translate(DIGITS)
        if plain.lower().startswith(wanted.lower()):
            return code, rest[len(name) :].strip(" :：,，")
    return None, rest
