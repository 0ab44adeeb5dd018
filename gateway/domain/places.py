"""Places: units of the ladder by their statistical code, origins by their telephone area code.

A unit's code is the significant part of the 12-digit statistical code, extended below the village by two digits a
grid and two more a building or group, so a subtree is a prefix: 53 Yunnan, 5329 Dali, 532901 Dali city, 532901105 a
township, 532901105201 a village, 53290110520101 its first grid, 5329011052010101 the first building or group of that.
Below stand the household, a door of its unit, and the person, a member of it.
"""

from datetime import date
from enum import StrEnum

from borax.calendars.lunardate import LunarDate

from gateway.domain.area_codes import AREA_CODES


class Level(StrEnum):
    """Rungs of the ladder, top first."""

    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"
    GRID = "grid"
    BUILDING = "building"  # or a group


LENGTHS = dict(zip((2, 4, 6, 9, 12, 14, 16), Level, strict=True))
LENGTH_OF = {level: length for length, level in LENGTHS.items()}
GROUPS = ((12, 9), (9, 6), (6, 4), (4, 2))  # length of a code, and of what is left without its last group


def level_of(code: str) -> Level | None:
    """The rung a unit code stands on, None for a string that is no unit code."""
    return LENGTHS.get(len(code)) if code.isascii() and code.isdigit() else None


def rung(code: str) -> Level:
    """The level of a unit code. Raises KeyError for a string that is none."""
    return LENGTHS[len(code)]


def without_filling(code: str) -> str:
    """A code without the zeros that fill it up to the right: 530000000000, 530000 and 53 are one province.

    No unit is numbered 0, so a last group of zeros is filling; 532901105200 stays a village.
    """
    for length, above in GROUPS:
        if len(code) == length and not code[above:].strip("0"):
            code = code[:above]
    return code


def parent_of(code: str) -> str | None:
    """The code of the unit above, None for a province."""
    shorter = [length for length in LENGTHS if length < len(code)]
    return code[: max(shorter)] if shorter else None


def upwards(code: str) -> list[str]:
    """A unit's code and those of all units above it, nearest first."""
    return [code[:length] for length in reversed(LENGTHS) if length <= len(code)]


def at_level(code: str, level: Level) -> str:
    """The code of the unit of this level around a unit; the unit itself when it stands above that level."""
    return code[: LENGTH_OF[level]]


def covers(unit: str, other: str) -> bool:
    """Whether a unit is the other or stands above it."""
    return other.startswith(unit)


# Telephone area codes

WUHAN = "027"
HUBEI = frozenset({WUHAN, "0722", "0724", "0728", *(f"07{n}" for n in range(10, 20))})
YUNNAN = frozenset({"0691", "0692", "0883", "0886", "0887", "0888", "0870", *(f"087{n}" for n in range(1, 10))})

RETIRED = {  # codes elders still remember -> the code that answers today
    "0378": "0371",
    "0410": "024",
    "0413": "024",
    "0414": "024",
    "0732": "0731",
    "0733": "0731",
    "0852": "0851",
    "0853": "0851",
    "0634": "0531",
}


def area_code(digits: str) -> str | None:
    """The area code meant by these digits (a missing leading 0 and retired codes accepted), or None."""
    code = digits if digits.startswith("0") else f"0{digits}"
    code = RETIRED.get(code, code)
    return code if code in AREA_CODES else None


def area_name(code: str, language: str) -> str:
    """What the place behind an area code is called, "" for no such code; in Chinese where a language has no name."""
    names = AREA_CODES.get(code, {})
    return names.get(language) or names.get("zh", "")


def day_words(day: date, language: str) -> str:
    """A day as it is said aloud, solar and lunar: elders think in lunar dates. 2月5号，正月十二; or 5 February."""
    if language != "zh":
        return f"{day.day} {day:%B}"
    lunar = LunarDate.from_solar(day)
    return f"{day.month}月{day.day}号，{lunar.cn_month}月{lunar.cn_day}"
