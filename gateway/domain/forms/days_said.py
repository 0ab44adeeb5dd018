"""A day of arrival as it is said: 3天, 昨天, 0205, 2月5日, 初十二, 正月十二, 周三, 5 Feb, 3 days ago."""

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from borax.calendars.lunardate import LunarDate

from gateway.domain.forms.characters import NUMBER, NUMERALS, SEP, number, words
from gateway.domain.readers import MOST_DAYS_AGO, MOST_DAYS_BACK
from gateway.domain.screening import LONG_AGO

MOST_IN_NUMERALS = 10  # 到十五 may be a lunar day as well as a count: it is asked
LAST = 99  # a lunar month's last day, 29 or 30: 除夕

SPOKEN = {
    **dict.fromkeys(
        ("今天", "今日", "今早", "今晚", "今晨", "刚才", "刚到家", "刚到", "刚刚", "today", "tonight", "just now"), 0
    ),
    **dict.fromkeys(("昨天", "昨日", "昨晚", "昨", "yesterday"), 1),
    **dict.fromkeys(("前天", "前日", "前晚"), 2),
    **dict.fromkeys(("大前天", "大前日"), 3),
    **dict.fromkeys(
        ("一周", "1周", "一个星期", "一星期", "一个礼拜", "一礼拜", "1星期", "a week", "one week", "1 week"), 7
    ),
    **dict.fromkeys(("两周", "2周", "两个星期", "两星期", "两个礼拜", "2星期", "two weeks", "2 weeks"), 14),
}
MONTHS = {name: n for n, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)}
WEEKDAYS = {**{day: n for n, day in enumerate("一二三四五六日")}, "天": 6}

_CN = rf"(?:[0-9]{{1,2}}|[{NUMERALS}]{{1,3}})"
_MONTH = r"(?:january|jan|february|feb|march|mar|april|apr|may|june|jun|july|jul|august|aug|september|sept|sep|" + (
    r"october|oct|november|nov|december|dec)(?![a-z])\.?"
)
SPOKEN_DAY = re.compile(
    rf"({words('|'.join(SPOKEN))})(?:{SEP}*(?:早上|晚上|上午|下午|中午|凌晨|夜里|以?前|ago(?![a-z])))?"
)
COUNT = re.compile(
    rf"(?:已经?|有|了|才|满)?({NUMBER}){SEP}*个?(?:天|日(?=前)|days?(?![a-z])|d(?![a-z])){SEP}*(?:以?前|多?了|"
    rf"ago(?![a-z]))?"
)
WHOLE = re.compile(r"(20[12][0-9])(?:[-./年]([0-9]{1,2})[-./月]([0-9]{1,2})[日号]?|([0-9]{2})([0-9]{2}))(?![0-9])")
SOLAR = re.compile(rf"({_CN})月(?:份)?({_CN})[日号]?(?![0-9])")
DOTTED = re.compile(r"([0-3]?[0-9])[-./]([0-3]?[0-9])(?![0-9天])")
ROW = re.compile(r"([0-9o]{3,4})(?![0-9])")
DAY_ONLY = re.compile(rf"({_CN})[日号](?![0-9前])")
ENGLISH = re.compile(
    rf"(?<![a-z])(?:([0-9]{{1,2}})(?:st|nd|rd|th)?{SEP}*(?:of )?({_MONTH})|({_MONTH}){SEP}*([0-9]{{1,2}})(?:st|nd|"
    rf"rd|th)?)"
    r"(?![0-9])"
)
LUNAR = re.compile(
    rf"(农历|阴历|旧历|古历)?{SEP}*(?:(大?年|正月|腊月|冬月|[{NUMERALS}]{{1,2}}月|[0-9]{{1,2}}月))?"
    rf"(初[{NUMERALS}]{{1,2}}|初[0-9]{{1,2}}|廿[{NUMERALS}]|[{NUMERALS}]{{1,3}}|[0-9]{{1,2}})[日号]?(?![天0-9])"
)
HOUR = re.compile(rf"{SEP}*(?:早上|上午|中午|下午|傍晚|晚上|晚|夜里|凌晨)?(?:{SEP}*{_CN}点(?:半|{_CN}分?)?)?(?:左右)?")
EVE = re.compile(r"除夕夜?|大年三十|年三十|年卅|大年夜")
WEEKDAY = re.compile(rf"(上个?)?(?:周|星期|礼拜)([{''.join(WEEKDAYS)}])")
LONG = re.compile(words("很久|好久|很久以前|几个月|去年|long ago|months ago"))
BARE = re.compile(rf"({NUMBER})(?![0-9{NUMERALS}月日号点度岁组户时个]|人(?![0-9])|\.[0-9])")

LUNAR_MONTHS = {"正月": 1, "冬月": 11, "腊月": 12, "年": 1, "大年": 1}

Dated = tuple[int, dict[str, str]]


def day_at(text: str, at: int, today: date, *, bare: bool) -> Dated | None:
    """The answers that a day at this point stands for, and where it ends; None when there is none.

    bare  whether a number alone (3, 0205) is a day, as it is after a tag
    """
    for reader in (*IN_WORDS, *IN_FIGURES) if bare else IN_WORDS:
        if found := reader(text, at, today):
            end = found[0]
            hour = HOUR.match(text, end)
            return (hour.end() if hour else end), found[1]
    return None


def dated(day: date, today: date) -> dict[str, str] | None:
    """A day of arrival in the words of the keypad script; None when it is no day a caller could key."""
    days = (today - day).days
    if not 0 <= days <= MOST_DAYS_BACK:
        return None
    return (
        {"days_ago": day.isoformat()}
        if days <= MOST_DAYS_AGO
        else {"days_ago": LONG_AGO, "arrival_day": day.isoformat()}
    )


def _first(end: int, days: Iterable[date | None], today: date) -> Dated | None:
    """The latest of these days that a caller could mean."""
    fitting = [day for day in days if day and dated(day, today)]
    answers = dated(max(fitting), today) if fitting else None
    return (end, answers) if answers else None


def _ago(days: int, today: date) -> date | None:
    return today - timedelta(days=days) if days < today.toordinal() else None


def _date(year: int, month: int | None, day: int | None) -> date | None:
    try:
        return date(year, month or 0, day or 0)
    except ValueError:
        return None


def _in_either_year(end: int, month: int | None, day: int | None, today: date) -> Dated | None:
    return _first(end, (_date(year, month, day) for year in (today.year, today.year - 1)), today)


def _long_ago(text: str, at: int, _: date) -> Dated | None:
    found = LONG.match(text, at)
    return (found.end(), {"days_ago": LONG_AGO}) if found else None


def _spoken(text: str, at: int, today: date) -> Dated | None:
    found = SPOKEN_DAY.match(text, at)
    return _first(found.end(), [_ago(SPOKEN[found[1]], today)], today) if found else None


def _counted(text: str, at: int, today: date) -> Dated | None:
    found = COUNT.match(text, at)
    days = number(found[1]) if found else None
    if found is None or days is None:
        return None
    if days > MOST_DAYS_BACK:
        return found.end(), {"days_ago": LONG_AGO}
    return _first(found.end(), [_ago(days, today)], today)


def _whole(text: str, at: int, today: date) -> Dated | None:
    found = WHOLE.match(text, at)
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups() if part)
    return _first(found.end(), [_date(year, month, day)], today)


def _solar(text: str, at: int, today: date) -> Dated | None:
    found = SOLAR.match(text, at)
    return _in_either_year(found.end(), number(found[1]), number(found[2]), today) if found else None


def _dotted(text: str, at: int, today: date) -> Dated | None:
    """2.5 is the fifth of February; where that cannot be, the second of May."""
    found = DOTTED.match(text, at)
    if found is None:
        return None
    one, other = int(found[1]), int(found[2])
    return _in_either_year(found.end(), one, other, today) or _in_either_year(found.end(), other, one, today)


def _row(text: str, at: int, today: date) -> Dated | None:
    """0205, and 205 where the first 0 was lost."""
    found = ROW.match(text, at)
    if found is None:
        return None
    row = found[1].replace("o", "0")
    cuts = [2] if len(row) == 4 else [1, 2]
    days = (_date(year, int(row[:cut]), int(row[cut:])) for cut in cuts for year in (today.year, today.year - 1))
    return _first(found.end(), days, today)


def _day_only(text: str, at: int, today: date) -> Dated | None:
    """5号: the last fifth of a month."""
    found = DAY_ONLY.match(text, at)
    if found is None:
        return None
    last_month = today.replace(day=1).toordinal() - 1
    months = [today, date.fromordinal(last_month)] if last_month else [today]
    return _first(found.end(), (_date(month.year, month.month, number(found[1])) for month in months), today)


def _english(text: str, at: int, today: date) -> Dated | None:
    found = ENGLISH.match(text, at)
    if found is None:
        return None
    day, month = (found[1], found[2]) if found[1] else (found[4], found[3])
    return _in_either_year(found.end(), MONTHS[month[:3]], int(day), today)


def _weekday(text: str, at: int, today: date) -> Dated | None:
    """周三 is the last Wednesday there was, 上周三 the one of the week before this."""
    found = WEEKDAY.match(text, at)
    if found is None:
        return None
    back = today.weekday() - WEEKDAYS[found[2]]
    return _first(found.end(), [_ago(back + 7 if found[1] else back % 7, today)], today)


def _bare(text: str, at: int, today: date) -> Dated | None:
    found = BARE.match(text, at)
    days = number(found[1]) if found else None
    if found is None or days is None or (days > MOST_IN_NUMERALS and not found[1].isascii()):
        return None
    return _first(found.end(), [_ago(days, today)], today)


def _lunar(text: str, at: int, today: date) -> Dated | None:
    """Lunar when it says so: by 农历, by a month only that calendar has, or by 初 and 廿."""
    if eve := EVE.match(text, at):
        return _first(eve.end(), _lunar_days(12, LAST, today), today)
    found = LUNAR.match(text, at)
    if found is None or not (found[1] or found[2] in LUNAR_MONTHS or found[3][0] in "初廿"):
        return None
    month = LUNAR_MONTHS.get(found[2] or "") or number((found[2] or "").removesuffix("月"))
    day = number(found[3].removeprefix("初"))
    if found[2] and month is None:
        return None
    return _first(found.end(), _lunar_days(month, day or 0, today), today)


def _lunar_days(month: int | None, day: int, today: date) -> Iterable[date | None]:
    """The solar days of a lunar one around today; of every month when none is named."""
    months = [month] if month else range(1, 13)
    for year in (today.year, today.year - 1):
        for one in months:
            for leap in (0, 1):
                yield _from_lunar(year, one, day, leap)


def _from_lunar(year: int, month: int, day: int, leap: int) -> date | None:
    for last in (30, 29) if day == LAST else (day,):
        try:
            solar = LunarDate(year, month, last, leap).to_solar_date()
        except ValueError:
            continue
        return date(solar.year, solar.month, solar.day)
    return None


Reader = Callable[[str, int, date], Dated | None]
IN_WORDS: tuple[Reader, ...] = (*(_long_ago, _spoken, _whole, _english, _lunar, _solar, _counted, _weekday, _day_only),)
IN_FIGURES: tuple[Reader, ...] = (_dotted, _row, _bare)
