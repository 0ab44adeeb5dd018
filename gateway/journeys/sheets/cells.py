"""One cell of a roster at a time, in any usual spelling, Chinese or English. What cannot be used is Odd."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from gateway.domain import phones
from gateway.domain.conversation import MOST_OPTIONS
from gateway.domain.places import LENGTH_OF, Level, level_of, without_filling

Meaning = TypeVar("Meaning")

KINDS: Mapping[str, str] = {
    **{kind: kind for kind in ("unit", "household", "staff")},
    **dict.fromkeys(("单位", "区划"), "unit"),
    **dict.fromkeys(("住户", "农户", "户"), "household"),
    **dict.fromkeys(("人员", "工作人员"), "staff"),
}
Levels = tuple[Level, ...]
LEVELS: Mapping[str, Levels] = {  # 组 and 市 name two rungs: the length of the code tells which
    **{level.value: (level,) for level in Level},
    **dict.fromkeys(("省", "自治区", "直辖市"), (Level.PROVINCE,)),
    **dict.fromkeys(("州", "地区", "自治州", "地级市"), (Level.PREFECTURE,)),
    **dict.fromkeys(("市",), (Level.PREFECTURE, Level.COUNTY)),
    **dict.fromkeys(("县", "区", "县级市", "自治县"), (Level.COUNTY,)),
    **dict.fromkeys(("乡", "镇", "乡镇", "街道"), (Level.TOWNSHIP,)),
    **dict.fromkeys(("村", "社区", "行政村"), (Level.VILLAGE,)),
    **dict.fromkeys(("网格",), (Level.GRID,)),
    **dict.fromkeys(("组", "小组", "村民小组", "group"), (Level.GRID, Level.BUILDING)),
    **dict.fromkeys(("楼", "栋", "幢", "楼栋"), (Level.BUILDING,)),
}
DUTY: Mapping[str, str] = {  # nothing written: on duty
    **dict.fromkeys(("", "yes", "是"), "yes"),
    **dict.fromkeys(("no", "否"), "no"),
    **dict.fromkeys(("backup", "替补", "备班"), "backup"),
}
LANGUAGES = {"中文": "zh", "汉语": "zh", "英语": "en", "英文": "en"}  # beside each language's code and own name

PIN = re.compile(r"[0-9]{4,8}")
ROUNDED = re.compile(r"[0-9.]+E\+[0-9]+", re.IGNORECASE)
RETYPE = "the spreadsheet has rounded it: format the column as text and type it again"
MOMENT = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[ T]*(\d{1,2}):(\d{2})(?::00)?")
BETWEEN_PHONES = re.compile(r"[;,/|、]+")
BETWEEN_MEMBERS = re.compile(r"[\s;,/|、，；]+")


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


def unit_code(written: str, levels: Levels = ()) -> str:
    """The significant part of a unit's code: zeros that fill it up to the right are left away.

    levels  what the sheet says it is; none: the code tells. Without them a last group of zeros is filling, since no
            unit is numbered 0: 530000000000, 530000 and 53 are one province, 532901105200 stays a village.
    """
    code = written.replace(" ", "")
    if ROUNDED.fullmatch(code):
        raise Odd(f"{written!r}: {RETYPE}")
    if not (code.isascii() and code.isdigit()):
        raise Odd(f"{written!r} is no code; write digits only, such as 532901105201")
    short = _cut(code, levels) if levels else without_filling(code)
    if level_of(short) is None:
        raise Odd(f"{written!r} has {len(code)} digits; a code has 2, 4, 6, 9, 12, 14 for a grid, or 16 for a building")
    return short


def _cut(code: str, levels: Levels) -> str:
    significant = level_of(without_filling(code))
    level = significant if significant in levels else levels[0]
    length = LENGTH_OF[level]
    if len(code) < length or code[length:].strip("0"):
        meant = f"a {significant}" if significant else "no code"
        raise Odd(f"{code!r} is {meant}, not a {level}, which has {length} digits")
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
    if len(labels) > MOST_OPTIONS:
        raise Odd(f"names {len(labels)} people; a phone has keys for {MOST_OPTIONS}")
    twice = [label for label in labels if labels.count(label) > 1]
    if twice:
        raise Odd(f"{twice[0]!r} stands there twice; whoever is called must know who is meant")
    return labels or None


def moment(written: str, zone: ZoneInfo) -> datetime:
    """A day and time as a spreadsheet writes it, 2020-02-08 20:00 or 2020/2/8 20:00; 24:00 is the midnight after."""
    found = MOMENT.fullmatch(something(written))
    try:
        year, month, day, hour, minute = (int(part) for part in found.groups()) if found else (0, 0, 0, 0, 0)
        midnight = datetime(year, month, day, tzinfo=zone)
        if (hour, minute) != (24, 0):
            return midnight.replace(hour=hour, minute=minute)
    except ValueError:
        raise Odd(f"{written!r} is no day and time; write it as 2020-02-08 20:00") from None
    return midnight + timedelta(days=1)


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
