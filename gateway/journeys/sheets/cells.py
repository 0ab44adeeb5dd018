"""One cell of a roster at a time, in any usual spelling, Chinese or English. What cannot be used is Odd."""

import re
from collections.abc import Mapping
from typing import TypeVar

from gateway.domain import phones
from gateway.domain.places import LENGTH_OF, Level, level_of, without_filling

Meaning = TypeVar("Meaning")

KINDS: Mapping[str, str] = {
    **{kind: kind for kind in ("unit", "household", "staff")},
    **dict.fromkeys(("单位", "区划"), "unit"),
    **dict.fromkeys(("住户", "农户", "户"), "household"),
    **dict.fromkeys(("人员", "工作人员"), "staff"),
}
LEVELS: Mapping[str, Level] = {
    **{level.value: level for level in Level},
    **dict.fromkeys(("省", "自治区", "直辖市"), Level.PROVINCE),
    **dict.fromkeys(("州", "市", "地区", "自治州", "地级市"), Level.PREFECTURE),
    **dict.fromkeys(("县", "区", "县级市", "自治县"), Level.COUNTY),
    **dict.fromkeys(("乡", "镇", "乡镇", "街道"), Level.TOWNSHIP),
    **dict.fromkeys(("村", "社区", "行政村"), Level.VILLAGE),
    **dict.fromkeys(("组", "小组", "村民小组", "网格"), Level.GRID),
}
ROLES: Mapping[str, str] = {
    **{role: role for role in ("cadre", "doctor", "supervisor", "grid_worker")},
    **dict.fromkeys(("干部", "村干部"), "cadre"),
    **dict.fromkeys(("医生", "村医"), "doctor"),
    **dict.fromkeys(("督导", "督导员"), "supervisor"),
    **dict.fromkeys(("网格员",), "grid_worker"),
}
DUTY: Mapping[str, bool] = {"": True, "yes": True, "是": True, "no": False, "否": False}  # nothing written: on duty
LANGUAGES = {"中文": "zh", "汉语": "zh", "英语": "en", "英文": "en"}  # beside each language's code and own name

PIN = re.compile(r"[0-9]{4,8}")
ROUNDED = re.compile(r"[0-9.]+E\+[0-9]+", re.IGNORECASE)
RETYPE = "the spreadsheet has rounded it: format the column as text and type it again"
BETWEEN_PHONES = re.compile(r"[;,/|、]+")
BETWEEN_MEMBERS = re.compile(r"[\s;,/|、，；]+")
MOST_MEMBERS = 9  # one key each


class Odd(Exception):
    """A cell that cannot be used; the reason shows it and names the remedy."""


def one_of(written: str, meanings: Mapping[str, Meaning]) -> Meaning:
    """What a word stands for."""
    found = meanings.get(written.casefold())
    if found is None:
        raise Odd(f"{written!r} is none of: {' '.join(word for word in meanings if word)}")
    return found


def something(written: str) -> str:
    """What may not be empty."""
    if not written:
        raise Odd("is empty")
    return written


def unit_code(written: str, level: Level | None = None) -> str:
    """The significant part of a unit's code: zeros that fill it up to the right are left away.

    level  what the sheet says it is; None: the code tells, and a last group of zeros is filling
    """
    code = written.replace(" ", "")
    if ROUNDED.fullmatch(code):
        raise Odd(f"{written!r}: {RETYPE}")
    if not (code.isascii() and code.isdigit()):
        raise Odd(f"{written!r} is no code; write digits only, such as 532901105201")
    short = without_filling(code) if level is None else _cut(code, level)
    if level_of(short) is None:
        raise Odd(f"{written!r} has {len(code)} digits; a code has 2, 4, 6, 9, 12, or 14 for a grid")
    return short


def _cut(code: str, level: Level) -> str:
    length = LENGTH_OF[level]
    if len(code) < length or code[length:].strip("0"):
        meant = level_of(without_filling(code))
        raise Odd(f"{code!r} is {f'a {meant}' if meant else 'no code'}, not a {level}, which has {length} digits")
    return code[:length]


def numbers(written: str) -> frozenset[str]:
    """The phones in a cell, in E.164; a number may itself be written with blanks and dashes."""
    return frozenset(number for part in BETWEEN_PHONES.split(written) if part.strip() for number in _numbers(part))


def _numbers(part: str) -> list[str]:
    """One number, or several with blanks between them."""
    if (whole := phones.normalise(part)) is not None:
        return [whole]
    if ROUNDED.fullmatch(part.strip()):
        raise Odd(f"{part.strip()!r}: {RETYPE}")
    found, held = [], ""
    for word in part.split():
        held = f"{held} {word}".strip()
        if (number := phones.normalise(held)) is not None:
            found.append(number)
            held = ""
    if held or not found:
        raise Odd(f"{part.strip()!r} is no telephone number; a mobile has 11 digits, a landline its area code first")
    return found


def one_number(written: str) -> str:
    """The one phone of a member of staff."""
    found = sorted(numbers(something(written)))
    if len(found) != 1:
        raise Odd(f"{written!r} holds {len(found)} phones; write one row for each")
    return found[0]


def members(written: str) -> tuple[str, ...] | None:
    """Who lives there, in the order of their keys; None when nothing is written."""
    labels = tuple(filter(None, BETWEEN_MEMBERS.split(written)))
    if len(labels) > MOST_MEMBERS:
        raise Odd(f"names {len(labels)} people; a phone has keys for {MOST_MEMBERS}")
    twice = [label for label in labels if labels.count(label) > 1]
    if twice:
        raise Odd(f"{twice[0]!r} stands there twice; whoever is called must know who is meant")
    return labels or None


def language(written: str, known: Mapping[str, str]) -> str | None:
    """The code of a language by code or name, None when nothing is written.

    known  code -> what its speakers call it
    """
    if not written:
        return None
    names = {name.casefold(): code for code, name in known.items()}
    codes = {code: code for code in known} | names | {word: code for word, code in LANGUAGES.items() if code in known}
    return one_of(written, codes)


def pin(written: str) -> str | None:
    """A PIN, None when nothing is written. It is shown nowhere, not even when it is odd."""
    if not written:
        return None
    if not PIN.fullmatch(written):
        raise Odd("must be 4 to 8 digits (it is not shown here); a spreadsheet drops a leading 0 unless it is text")
    return written
