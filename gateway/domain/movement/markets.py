"""Markets (集市, 街子) on fixed days: which days those are, and when whoever answers for the place is told of one.

A market is held every so many days, on days of the month in either calendar, on days of the week, or on days of the
twelve animals: in Yunnan 鼠街 is a market on days of the rat, and one of rat and horse comes round every six days.
Sources: Yunnan's plan of 7 February 2020 (no markets while it lasts); the sexagenary count of days.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

from borax.calendars.lunardate import LunarDate

TOLD_FROM = time(19, 0)  # on the evening before: the stall-keepers have not loaded yet
TOLD_UNTIL = time(12, 0)  # on the day itself, when nobody could be told before: a market is over by then


class Cycle(StrEnum):
    """By what a market's days are counted."""

    EVERY = "every"
    LUNAR = "lunar"
    SOLAR = "solar"
    WEEK = "week"
    ANIMALS = "animals"


@dataclass(frozen=True)
class Rule:
    """The days of a market.

    days   EVERY: how many days it takes to come round; LUNAR and SOLAR: days of the month; WEEK: 1 Monday to 7 Sunday;
           ANIMALS: 1 rat to 12 pig
    start  a day on which it is held, for EVERY; else None
    """

    cycle: Cycle
    days: frozenset[int]
    start: date | None = None


def is_held(rule: Rule, day: date) -> bool:
    """Whether a market is held on a day."""
    if rule.cycle is Cycle.EVERY:
        return rule.start is not None and any((day - rule.start).days % one == 0 for one in rule.days)
    return _counted(rule.cycle, day) in rule.days


def market_days(rule: Rule, since: date, until: date) -> list[date]:
    """The days of a market from one day to another, both among them."""
    days = (since + timedelta(days=ahead) for ahead in range((until - since).days + 1))
    return [day for day in days if is_held(rule, day)]


def _counted(cycle: Cycle, day: date) -> int:
    if cycle is Cycle.WEEK:
        return day.isoweekday()
    if cycle is Cycle.SOLAR:
        return day.day
    return _lunar_day(day) if cycle is Cycle.LUNAR else animal(day)


@lru_cache(maxsize=64)
def _lunar_day(day: date) -> int:
    return int(LunarDate.from_solar(day).day)


A_RAT = 10  # day 10 of the calendar would have been a day of the rat


def animal(day: date) -> int:
    """The animal of a day, 1 rat to 12 pig."""
    return (day.toordinal() - A_RAT) % 12 + 1


def day_to_tell_of(now: datetime) -> date | None:
    """The day of which markets are told now; None when it is no hour for that. `now`: local."""
    if now.time() >= TOLD_FROM:
        return now.date() + timedelta(days=1)
    return now.date() if now.time() < TOLD_UNTIL else None


# Orders


@dataclass(frozen=True)
class Order:
    """That markets of a unit and all below are stopped.

    words  what it is called: its number, or who gave it
    until  the last day, None: until it is lifted
    """

    unit_code: str
    words: str
    since: date
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


def order_on(orders: Iterable[Order], unit_code: str, day: date) -> Order | None:
    """The order under which a unit's market stops on a day: of several that of the nearest unit, and its newest."""
    here = [one for one in orders if unit_code.startswith(one.unit_code) and one.holds(day)]
    return max(here, key=lambda one: (len(one.unit_code), one.since), default=None)
