"""How digits become answers: one reader a kind of number, each a function of the keys alone.

Sources: the keypad script's validation column; area codes and numbers from the phone library's own tables.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from gateway.domain import phones, places
from gateway.domain.movement.coming import MOST_AHEAD, nearest, this_or_next_year
from gateway.domain.screening import LONG_AGO


class Misread(Exception):
    """These keys are no answer to this question; it is put again."""


@dataclass(frozen=True)
class Reading:
    """An answer as kept, and the words that read it back in the caller's language."""

    value: str
    words: str


@dataclass(frozen=True)
class Asked:
    """What a reader may look at beside the keys: language, the caller's local day, the answers so far."""

    language: str
    today: date
    answers: Mapping[str, str]


MOST_DAYS_AGO = 30  # earlier arrivals are past any observation of 14 days
MOST_DAYS_BACK = 45  # of a date keyed in full
FEWEST_TENTHS, MOST_TENTHS = 340, 430  # a living body, in tenths of a degree Celsius
TRAIN_NUMBERS = range(1, 9999)
UNLETTERED_TRAINS = range(1001, 8999)
FLIGHT_DIGITS = (3, 4)


def read(reader: str, digits: str, language: str, today: date, answers: Mapping[str, str]) -> Reading:
    """The answer in these digits. Raises Misread when there is none, KeyError for an unknown reader."""
    if not (digits.isascii() and digits.isdigit()):
        raise Misread("digits expected")
    return READERS[reader](digits, Asked(language, today, answers))


def _count(digits: str, _: Asked) -> Reading:
    return Reading(str(int(digits)), str(int(digits)))


def _days_ago(digits: str, asked: Asked) -> Reading:
    days = int(digits)
    if days > MOST_DAYS_AGO:
        return Reading(LONG_AGO, str(days))
    arrived = asked.today - timedelta(days=days)
    return Reading(arrived.isoformat(), places.day_words(arrived, asked.language))


def _arrival_day(digits: str, asked: Asked) -> Reading:
    """Month and day in four digits; the year is the most recent in which that day is past."""
    for year in (asked.today.year, asked.today.year - 1) if len(digits) == 4 else ():
        try:
            day = date(year, int(digits[:2]), int(digits[2:]))
        except ValueError:
            continue
        if 0 <= (asked.today - day).days <= MOST_DAYS_BACK:
            return Reading(day.isoformat(), places.day_words(day, asked.language))
    raise Misread(f"no such day within the last {MOST_DAYS_BACK}")


def _days_ahead(digits: str, asked: Asked) -> Reading:
    if int(digits) > MOST_AHEAD:
        raise Misread(f"no further ahead than {MOST_AHEAD} days")
    return _day(asked.today + timedelta(days=int(digits)), asked)


def _coming_day(digits: str, asked: Asked) -> Reading:
    """Month and day in four digits; the year is the one in which that day comes next."""
    day = None
    if len(digits) == 4:
        day = nearest(this_or_next_year(int(digits[:2]), int(digits[2:]), asked.today), asked.today)
    if day is None:
        raise Misread(f"no such day within the next {MOST_AHEAD}")
    return _day(day, asked)


def _day(day: date, asked: Asked) -> Reading:
    return Reading(day.isoformat(), places.day_words(day, asked.language))


def _area_code(digits: str, asked: Asked) -> Reading:
    return _place(places.area_code(digits), asked)


def _hubei_area_code(digits: str, asked: Asked) -> Reading:
    code = places.area_code(digits)
    return _place(code if code in places.HUBEI else None, asked)


def _yunnan_area_code(digits: str, asked: Asked) -> Reading:
    code = places.area_code(digits)
    return _place(code if code in places.YUNNAN else None, asked)


def _place(code: str | None, asked: Asked) -> Reading:
    if code is None:
        raise Misread("no such area code there")
    return Reading(code, places.area_name(code, asked.language))


def _train_number(digits: str, asked: Asked) -> Reading:
    letter = asked.answers.get("train_letter", "")
    letter = {"none": "", "T_or_Z": asked.answers.get("train_t_or_z", "")}.get(letter, letter)
    allowed = TRAIN_NUMBERS if letter else UNLETTERED_TRAINS
    if int(digits) not in allowed:
        raise Misread(f"train numbers here run from {allowed.start} to {allowed.stop - 1}")
    return _spelt(f"{letter}{int(digits)}")


def _flight_number(digits: str, asked: Asked) -> Reading:
    if len(digits) not in FLIGHT_DIGITS:
        raise Misread("a flight number has three or four digits")
    airline = asked.answers.get("airline", "")
    return _spelt(f"{asked.answers.get('airline_kunming', '') if airline == 'kunming' else airline}{digits}")


def _spelt(number: str) -> Reading:
    return Reading(number, " ".join(number))


def _temperature(digits: str, _: Asked) -> Reading:
    tenths = int(digits) * 10 if len(digits) == 2 else int(digits)
    if not FEWEST_TENTHS <= tenths <= MOST_TENTHS:
        raise Misread("a temperature lies between 34.0 and 43.0")
    return Reading(f"{tenths / 10:.1f}", f"{tenths / 10:.1f}")


def _age(digits: str, _: Asked) -> Reading:
    if len(digits) != 2:
        raise Misread("two digits expected: five is 05")
    return Reading(str(int(digits)), str(int(digits)))


def _phone(digits: str, _: Asked) -> Reading:
    number = phones.normalise(digits)
    if number is None:
        raise Misread("no such telephone number")
    return Reading(number, " ".join(number[-4:]))


def _as_keyed(digits: str, _: Asked) -> Reading:
    return Reading(digits, "")


READERS: Mapping[str, Callable[[str, Asked], Reading]] = {
    "count": _count,
    "days_ago": _days_ago,
    "arrival_day": _arrival_day,
    "days_ahead": _days_ahead,
    "coming_day": _coming_day,
    "area_code": _area_code,
    "hubei_area_code": _hubei_area_code,
    "yunnan_area_code": _yunnan_area_code,
    "train_number": _train_number,
    "flight_number": _flight_number,
    "temperature": _temperature,
    "age": _age,
    "phone": _phone,
    "pin": _as_keyed,
    "door": _as_keyed,
}
