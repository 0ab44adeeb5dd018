"""A day something is planned for, as it is said: 今天, 后天, 3天后, 2/20, 2月20日, 20号, 正月廿七, 0220, 20 Feb."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from borax.calendars.lunardate import LunarDate

from gateway.domain.forms.characters import NUMERALS, number
from gateway.domain.movement.coming import MOST_AHEAD, date_in, nearest, this_or_next_year

IN_DAYS = {
    **dict.fromkeys(("大后天",), 3),
    **dict.fromkeys(("后天", "后日"), 2),
    **dict.fromkeys(("明天", "明日", "明早", "明晚", "tomorrow"), 1),
    **dict.fromkeys(("今天", "今日", "今早", "今晚", "现在", "正在", "today", "tonight", "now"), 0),
    **dict.fromkeys(("昨天", "昨日", "昨晚", "yesterday"), -1),
}
MONTHS = {name: n for n, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)}
LUNAR_MONTHS = {"正月": 1, "冬月": 11, "腊月": 12}

_CN = rf"(?:[0-9]{{1,2}}|[{NUMERALS}]{{1,3}})"
SPOKEN = re.compile("|".join(sorted(IN_DAYS, key=len, reverse=True)))
COUNTED = re.compile(rf"({_CN})\s*天[以之]?后|in (\d{{1,2}}) days?")
WHOLE = re.compile(r"(20\d\d)[-./年](\d{1,2})[-./月](\d{1,2})[日号]?")
SOLAR = re.compile(rf"({_CN})月(?:份)?({_CN})[日号]?")
DOTTED = re.compile(r"(?<!\d)([0-3]?\d)[-./]([0-3]?\d)(?!\d)")
ROW = re.compile(r"(?<![\da-z])([01]\d)([0-3]\d)(?![\d户人桌])")
DAY_ONLY = re.compile(rf"({_CN})[日号]")
_MONTH = rf"({'|'.join(MONTHS)})[a-z]*\.?"
ENGLISH = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)?\s*(?:of )?{_MONTH}|(?<![a-z]){_MONTH}\s*(\d{{1,2}})(?!\d)")
LUNAR = re.compile(
    rf"(?:农历|阴历)?(正月|冬月|腊月|[{NUMERALS}\d]{{1,2}}月)?"
    rf"(初[{NUMERALS}\d]{{1,2}}|廿[{NUMERALS}]?|[{NUMERALS}]{{1,3}})[日号]?"
)

Found = tuple[date, tuple[int, int]]  # the day, and where it stands in the text


def day_in(text: str, today: date) -> Found | None:
    """The day named first in a text, None when none is; of a day without a year the one that comes next.

    text  in lower case
    """
    for reader in READERS:
        for found, days in reader(text, today):
            if day := nearest(days, today):
                return day, found.span()
    return None


Days = Iterator[tuple[re.Match[str], Iterable[date | None]]]


def _spoken(text: str, today: date) -> Days:
    for found in SPOKEN.finditer(text):
        yield found, [today + timedelta(days=IN_DAYS[found[0]])]


def _counted(text: str, today: date) -> Days:
    for found in COUNTED.finditer(text):
        days = number(found[1] or found[2])
        yield found, [today + timedelta(days=days)] if days is not None and days <= MOST_AHEAD else []


def _whole(text: str, today: date) -> Days:
    for found in WHOLE.finditer(text):
        yield found, [date_in(int(found[1]), int(found[2]), int(found[3]))]


def _lunar(text: str, today: date) -> Days:
    """Lunar when it says so: by a month only that calendar has, or by 初 and 廿."""
    for found in LUNAR.finditer(text):
        if found[1] in LUNAR_MONTHS or found[2][0] in "初廿":
            month = LUNAR_MONTHS.get(found[1] or "") or number((found[1] or "").removesuffix("月"))
            day = number(found[2].removeprefix("初"))
            yield found, _lunar_days(month, day or 0, today)


def _lunar_days(month: int | None, day: int, today: date) -> Iterator[date | None]:
    for year in (today.year - 1, today.year):
        for one in [month] if month else range(1, 13):
            try:
                solar = LunarDate(year, one, day).to_solar_date()
            except ValueError:
                continue
            yield date(solar.year, solar.month, solar.day)


def _solar(text: str, today: date) -> Days:
    for found in SOLAR.finditer(text):
        yield found, this_or_next_year(number(found[1]), number(found[2]), today)


def _english(text: str, today: date) -> Days:
    for found in ENGLISH.finditer(text):
        day, month = (found[1], found[2]) if found[1] else (found[4], found[3])
        yield found, this_or_next_year(MONTHS.get(month), int(day), today)


def _dotted(text: str, today: date) -> Days:
    """2/20 is the twentieth of February; where that cannot be, as 20/2 is, the other way round."""
    for found in DOTTED.finditer(text):
        yield found, this_or_next_year(int(found[1]), int(found[2]), today)
        yield found, this_or_next_year(int(found[2]), int(found[1]), today)


def _row(text: str, today: date) -> Days:
    for found in ROW.finditer(text):
        yield found, this_or_next_year(int(found[1]), int(found[2]), today)


def _day_only(text: str, today: date) -> Days:
    for found in DAY_ONLY.finditer(text):
        next_month = today.replace(day=1) + timedelta(days=31)
        day = number(found[1])
        yield found, [date_in(month.year, month.month, day) for month in (today, next_month)]


READERS: tuple[Callable[[str, date], Days], ...] = (
    *(_whole, _lunar, _solar, _english, _counted, _spoken, _dotted, _row, _day_only),
)
