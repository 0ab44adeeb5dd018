"""The days of a market as a cadre writes them: 农历逢三逢八, 公历5 15 25, 每周日, 鼠街, 属鼠 属马, 每5天 2020-02-03."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from gateway.domain.errors import BadInput
from gateway.domain.forms.characters import NUMERALS, folded, normalised, number
from gateway.domain.movement.markets import Cycle, Rule

EXAMPLES = "农历逢三逢八, 农历初一十五, 公历逢5逢10, 每周日, 鼠街, 属鼠 属马, 每5天 2020-02-03"
_IN_ENGLISH = "rat ox tiger rabbit dragon snake horse goat monkey rooster dog pig"
ANIMALS: Mapping[str, int] = {
    **{word: at for at, word in enumerate("鼠牛虎兔龙蛇马羊猴鸡狗猪", 1)},
    **{word: at for at, word in enumerate("子丑寅卯辰巳午未申酉戌亥", 1)},
    **{word: at for at, word in enumerate(_IN_ENGLISH.split(), 1)},
    "cow": 2,
    "hare": 4,
    "sheep": 8,
    "chicken": 10,
}
WEEKDAYS: Mapping[str, int] = {
    **{word: at for at, word in enumerate("一二三四五六日", 1)},
    **{word: at for at, word in enumerate("1234567", 1)},
    **{word: at for at, word in enumerate("mon tue wed thu fri sat sun".split(), 1)},
    "天": 7,
}
LONGEST_CYCLE = 60  # days: the sexagenary count begins again

_AND = r"[\s,、，和及/]*"
EVERY = re.compile(rf"每([0-9]+|[{NUMERALS}]+)[天日]|every (\d+)(?:st|nd|rd|th)? days?")
APART = re.compile(r"每?隔|apart")
DAY = re.compile(r"(20\d\d)[-./年](\d{1,2})[-./月](\d{1,2})日?")
WEEK = re.compile(rf"(?:周|星期|礼拜)((?:[一二三四五六日天1-7]{_AND})+)")
WEEK_ENGLISH = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)(?:days?|sdays?|nesdays?|rsdays?|urdays?)?\b")
ANIMAL = re.compile("|".join(sorted(ANIMALS, key=len, reverse=True)))
AROUND_ANIMALS = re.compile(r"[属逢日天街场集的和及、,，/\s]|market|days?|of|the|and|on")
LUNAR, SOLAR = re.compile(r"[农農][历曆歷]|[阴陰][历曆歷]|旧历|lunar"), re.compile(r"公[历曆歷]|阳[历曆歷]|solar")
ENDS = re.compile(rf"(?:逢|尾数?|ending(?: in)?)\s*((?:10|十|[0-9一二三四五六七八九]{_AND})+)")
END = re.compile(r"10|十|[0-9一二三四五六七八九]")
_ONES = "[一二三四五六七八九]"
MONTH_DAY = re.compile(rf"初(?:10|十|[1-9]|{_ONES})|廿{_ONES}?|[二三]?十{_ONES}?|{_ONES}|\d{{1,2}}")
AROUND_DAYS = re.compile(r"每?个?月|[日号赶集街的和及、,，/\s]|of|the|month|and|on|days?|market")


@lru_cache(maxsize=1024)  # a province has thousands of markets and few ways to write their days
def rule_in(written: str) -> Rule:
    """The days of a market out of one cell. Raises BadInput for what is not understood, or may mean two things."""
    text = folded(normalised(written)).strip()
    for reader in (_every, _week, _month, _animals):
        if (rule := reader(text)) is not None:
            return rule
    raise BadInput(f"{written!r} names no market days; write for instance {EXAMPLES}. 看不懂是哪几天。")


def _every(text: str) -> Rule | None:
    if APART.search(text):
        raise BadInput(f"{text!r} may mean two things; write 每5天 2020-02-03 for the 3rd, 8th, 13th. 请写“每几天”。")
    found, day = EVERY.search(text), DAY.search(text)
    if found is None:
        return None
    length = number(found[1] or found[2]) or 0
    if not 2 <= length <= LONGEST_CYCLE:
        raise BadInput(f"{found[0]!r}: a market comes round every 2 to {LONGEST_CYCLE} days. 天数不对。")
    try:
        start = date(*(int(part) for part in day.groups())) if day else None
    except ValueError:
        start = None
    if start is None:
        raise BadInput(f"{text!r} names no day to count from; add one: 每{length}天 2020-02-03. 请写从哪天数起。")
    return Rule(Cycle.EVERY, frozenset({length}), start)


def _week(text: str) -> Rule | None:
    said = "".join(part for part in WEEK.findall(text)) or ""
    days = [WEEKDAYS[one] for one in said if one in WEEKDAYS] or [WEEKDAYS[one] for one in WEEK_ENGLISH.findall(text)]
    return Rule(Cycle.WEEK, frozenset(days)) if days else None


def _month(text: str) -> Rule | None:
    lunar, solar = LUNAR.search(text), SOLAR.search(text)
    rest = SOLAR.sub("", LUNAR.sub("", text))
    ends = {(number(one) or 0) % 10 for said in ENDS.findall(rest) for one in END.findall(said)}
    rest = ENDS.sub("", rest)
    named = [number(one.removeprefix("初")) or 0 for one in MONTH_DAY.findall(rest)]
    if not (ends or named) or AROUND_DAYS.sub("", MONTH_DAY.sub("", rest)):
        return None
    if bool(lunar) == bool(solar) and not any(word in rest for word in "初廿"):
        raise BadInput(f"{text!r} may be days of either calendar; write 农历 or 公历 before it. 请写明农历还是公历。")
    cycle = Cycle.SOLAR if solar else Cycle.LUNAR
    if odd := [day for day in named if not 1 <= day <= MOST[cycle]]:
        raise BadInput(f"there is no day {odd[0]} in such a month; write days from 1 to {MOST[cycle]}. 没有这一天。")
    return Rule(cycle, frozenset([*named, *(day for day in range(1, MOST[cycle] + 1) if day % 10 in ends)]))


MOST: Mapping[Cycle, int] = {Cycle.LUNAR: 30, Cycle.SOLAR: 31}


def _animals(text: str) -> Rule | None:
    days = [ANIMALS[one] for one in ANIMAL.findall(text)]
    return Rule(Cycle.ANIMALS, frozenset(days)) if days and not AROUND_ANIMALS.sub("", ANIMAL.sub("", text)) else None
