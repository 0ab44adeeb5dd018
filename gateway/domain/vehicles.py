"""Shared vehicles: one spelling for each train, flight, plate and coach, and the days on which two journeys may be one.

Source: public notices of February 2020, which sought the passengers of "train X, or flight Y, of day Z".
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from unicodedata import normalize

from gateway.domain import screening

NIGHT = timedelta(days=1)  # a night train leaves the day before it arrives
UNLETTERED_TRAINS = range(1001, 8999)
SHORTEST_PLACE = 2  # letters of where a coach leaves from
NOON = 12

_BETWEEN = re.compile(r"[\s·•・\-–—._]")
_SEVERAL = re.compile(r"[,;、/+\n]|转乘?|换乘?|然后|再坐|再乘")
_AROUND = re.compile(
    r"高铁|动车|火车|列车|车次:?|航班号?:?|飞机|长途|客车|大巴|班车|小车|汽车|车牌号?:?|牌照:?|坐的?|乘坐?|次|开往|发车|的|号$"
)
_TRAIN = re.compile(r"([GDCZTKLYS]?)0*([1-9]\d{0,3})")
_FLIGHT = re.compile(r"([A-Z]{2}|[A-Z]\d|\d[A-Z])0*([1-9]\d{1,3})")
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z](?:[A-Z0-9]{4}[A-Z0-9挂学警港澳]|[A-Z0-9]{6})"
)
_HOUR = re.compile(r"(?<!\d)([01]?\d|2[0-3])(?:[:点时]([0-5]\d)?(半)?分?|(?<=\d\d)([0-5]\d))(?!\d)")
_LATER = re.compile(r"下午|晚上|傍晚|夜里")
_EARLIER = re.compile(r"凌晨|早上|早晨|上午|中午")
_STATION = re.compile(r"(?:长途)?(?:客运|汽车|火车)?(?:总|中心)?站$")


@dataclass(frozen=True)
class Ride:
    """A vehicle, as we spell it, and the local day of arrival."""

    vehicle: str
    day: date


def normalise(said: str) -> str | None:
    """One vehicle in our spelling: G1234, MU5801, 云L12345, 昆明西 14:30. None when it names none.

    A coach has no number: where and when it left name it.
    """
    plain = normalize("NFKC", said).upper().strip()
    bare = _AROUND.sub("", _BETWEEN.sub("", plain))
    return _train(bare) or _flight(bare) or _plate(bare) or _coach(plain)


def all_in(said: str) -> tuple[str, ...]:
    """Every vehicle somebody names in one breath: "G1234 转 云L12345"."""
    named = (normalise(part) for part in _SEVERAL.split(normalize("NFKC", said)))
    return tuple(dict.fromkeys(vehicle for vehicle in named if vehicle))


def _train(bare: str) -> str | None:
    found = _TRAIN.fullmatch(bare)
    if found is None or not (found[1] or int(found[2]) in UNLETTERED_TRAINS):
        return None
    return found[1] + found[2]


def _flight(bare: str) -> str | None:
    found = _FLIGHT.fullmatch(bare)
    return found[1] + found[2] if found else None


def _plate(bare: str) -> str | None:
    return bare if _PLATE.fullmatch(bare) else None


def _coach(plain: str) -> str | None:
    found = _HOUR.search(plain)
    if found is None:
        return None
    place = _place(plain[: found.start()] + plain[found.end() :])
    return f"{place} {_time(found, plain)}" if len(place) >= SHORTEST_PLACE else None


def _place(around: str) -> str:
    """Where it left from: the town, without "to where", "station" and the time of day."""
    left_from = re.split("开往|到|至|往|->|→", around)[0]
    named = _AROUND.sub("", _LATER.sub("", _EARLIER.sub("", _BETWEEN.sub("", left_from))))
    return _STATION.sub("", "".join(letter for letter in named if letter.isalpha()))


def _time(found: re.Match[str], plain: str) -> str:
    hour, minute = int(found[1]), "30" if found[3] else found[2] or found[4] or "00"
    later = hour < NOON and _LATER.search(plain) is not None
    return f"{hour + NOON if later else hour:02d}:{minute}"


BY_KIND: Mapping[str, tuple[str, ...]] = {"train": ("train_number",), "plane": ("flight_number",)}
KEYED = ("train_number", "flight_number")


def rides_of(answers: Mapping[str, str]) -> tuple[Ride, ...]:
    """What somebody came by, with the day; nothing while either is not known.

    A number keyed before the kind of vehicle was corrected does not count.
    """
    day = screening.arrived_on(answers)
    kind = answers.get("vehicle")
    questions = (*(BY_KIND.get(kind, ()) if kind else KEYED), "vehicle_said")
    named = dict.fromkeys(vehicle for question in questions for vehicle in all_in(answers.get(question, "")))
    return tuple(Ride(vehicle, day) for vehicle in named) if day else ()


def trips_of(answers: Mapping[str, str]) -> tuple[str, ...]:
    """What names the vehicles somebody came by, each with its day."""
    return tuple(trip(ride.vehicle, ride.day) for ride in rides_of(answers))


def trip(vehicle: str, day: date) -> str:
    """One vehicle on one day."""
    return f"{vehicle} {day}"


def days_sought(arrived: date) -> tuple[date, date]:
    """The days a notice may give for a vehicle somebody arrived by: a night train left the day before."""
    return arrived, arrived - NIGHT


def days_arrived(sought: date) -> tuple[date, date]:
    """The days on which passengers of a vehicle of that day may have come home."""
    return sought, sought + NIGHT


def spelt(vehicle: str) -> str:
    """A vehicle as it is said aloud: G 1 2 3 4; a coach by its words."""
    return vehicle if " " in vehicle else " ".join(vehicle)
