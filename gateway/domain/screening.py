"""The ten clears: which items are clear, and what kind of person stands before us.

Source: the ten items of the Yunnan notice (R19-R28) and the policy table of early 2020, categories A to J.
"""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from enum import StrEnum

from gateway.domain import places

FEVER = 37.3  # degrees Celsius, from here on it is a fever
OBSERVATION_DAYS = 14
ITEMS = range(1, 11)
FINDING = 11  # beside the ten: what the health side has found, which no resident's answer touches
UNKNOWN = "unknown"
LONG_AGO = "long_ago"  # further back than can be counted in days: the date itself is asked


class Category(StrEnum):
    """Whom we speak of, worst first. A (confirmed or suspected) is set by the health role only."""

    CASE = "A"
    ILL_WITH_HISTORY = "B"
    CLOSE_CONTACT = "C"
    HUBEI = "D"
    ABROAD = "E"
    HIGH_RISK_PLACE = "F"
    OTHER_PROVINCE = "G"
    INSIDE_YUNNAN = "H"
    ILL_WITHOUT_HISTORY = "I"
    WORKER = "J"


class Case(StrEnum):
    """What the health side has found of a person."""

    CONFIRMED = "confirmed"
    SUSPECTED = "suspected"
    EXCLUDED = "excluded"


class Concern(StrEnum):
    """What cannot wait for the evening."""

    CASE = "case"
    HELP = "help"
    FEVER_WITH_HISTORY = "fever_history"
    SHARED_VEHICLE = "shared_vehicle"
    CLOSE_CONTACT = "close_contact"
    OBSERVED_ILL = "observed_ill"
    MISSED_CHECKS = "missed_checks"
    HOUSEHOLD_ILL = "household_ill"  # two of one home within fourteen days
    DIED = "died"
    SITUATION = "situation"  # a graver class is confirmed


# Graver first: what is known to be more contagious, or more urgent. Of equal ones the first that was told stays.
GRAVITY: Mapping[Concern, int] = {
    Concern.CASE: 5,  # category A
    Concern.DIED: 6,
    Concern.SITUATION: 6,
    Concern.FEVER_WITH_HISTORY: 4,  # category B
    Concern.HOUSEHOLD_ILL: 4,  # it spreads in a home
    Concern.HELP: 3,  # whatever it is, somebody is on the phone for it
    Concern.OBSERVED_ILL: 3,
    Concern.SHARED_VEHICLE: 2,  # category C, as is a close contact
    Concern.CLOSE_CONTACT: 2,
    Concern.MISSED_CHECKS: 1,  # nobody knows yet
}


# Every group of questions needs one answer that is known; a question not asked counts as open.
NEEDED: Mapping[int, tuple[str, ...]] = {
    1: ("returned_count",),
    2: ("days_ago",),
    3: ("origin",),
    4: ("vehicle",),
    5: ("stopped",),
    6: ("shared_vehicle", "close_contact"),
    7: ("fever", "symptoms"),
    8: ("measures",),
    9: ("age", "sex"),
    10: ("this_phone",),
    FINDING: ("case",),
}

# Where the first answer is not the whole of it: answer -> the question that completes it.
COMPLETED_BY: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "days_ago": {"long_ago": ("arrival_day",)},
    "origin": {
        "hubei": ("hubei",),
        "yunnan": ("yunnan_place",),
        "province": ("place",),
        "abroad": ("country",),
    },
    "hubei": {"elsewhere": ("hubei_place",)},
    "vehicle": {"plane": ("airline", "flight_number"), "train": ("train_letter", "train_number")},
    "airline": {"kunming": ("airline_kunming",)},
    "train_letter": {"T_or_Z": ("train_t_or_z",)},
    "stopped": {"yes": ("stop_places",)},
    "fever": {"yes": ("temperature",)},
    "this_phone": {"no": ("other_phone",)},
}
SPOKEN = "spoken"  # said into a recording: unclear until somebody has keyed it in
NO_ANSWERS = frozenset({UNKNOWN, SPOKEN, "other", "coach"})  # "other" and "coach" need words no keypad has


def is_clear(item: int, answers: Mapping[str, str]) -> bool:
    """Whether one of the ten items is known to the end: asked, answered, and not "I don't know"."""
    return all(_known(question, answers) for question in NEEDED[item])


def _known(question: str, answers: Mapping[str, str]) -> bool:
    answer = answers.get(question, UNKNOWN)
    if question == "vehicle" and "vehicle_said" in answers:
        return True
    if any(part in NO_ANSWERS for part in answer.split(",")):
        return False
    further = COMPLETED_BY.get(question, {}).get(answer, ())
    return all(_known(more, answers) for more in further)


def unclear(answers: Mapping[str, str]) -> list[int]:
    """The numbers of the items that are not clear yet, in order."""
    return [item for item in ITEMS if not is_clear(item, answers)]


def from_hubei(answers: Mapping[str, str]) -> bool:
    """Whether the person came from Hubei, or stopped there on the way."""
    stops = answers.get("stop_places", "").split(",")
    return answers.get("origin") == "hubei" or any(stop in places.HUBEI for stop in stops)


def arrived_on(answers: Mapping[str, str]) -> date | None:
    """The local day of arrival, None when it was not said."""
    day = answers.get("arrival_day") or answers.get("days_ago", UNKNOWN)
    return None if day in (UNKNOWN, LONG_AGO) else date.fromisoformat(day)


def temperature(answers: Mapping[str, str]) -> float | None:
    """Degrees Celsius, None when not measured."""
    return float(answers["temperature"]) if "temperature" in answers else None


def has_fever(answers: Mapping[str, str]) -> bool:
    """A measured temperature decides; without one, what the person says."""
    measured = temperature(answers)
    return measured >= FEVER if measured is not None else answers.get("fever") == "yes"


def is_ill(answers: Mapping[str, str]) -> bool:
    """Fever, cough, short breath or weakness."""
    return has_fever(answers) or answers.get("symptoms") == "yes"


def is_case(answers: Mapping[str, str]) -> bool:
    """Confirmed or suspected, as the health side says."""
    return answers.get("case") in (Case.CONFIRMED, Case.SUSPECTED)


def is_contact(answers: Mapping[str, str]) -> bool:
    """Shared a vehicle with a case, or was with one."""
    return "yes" in (answers.get("shared_vehicle"), answers.get("close_contact"))


def has_history(answers: Mapping[str, str]) -> bool:
    """Came from where the epidemic is, or met it on the way. "I don't know" is no history."""
    return is_contact(answers) or from_hubei(answers)


def concern(answers: Mapping[str, str]) -> Concern | None:
    """What in these answers cannot wait, None when all can."""
    if is_ill(answers) and has_history(answers):
        return Concern.FEVER_WITH_HISTORY
    if answers.get("shared_vehicle") == "yes":
        return Concern.SHARED_VEHICLE
    if answers.get("close_contact") == "yes":
        return Concern.CLOSE_CONTACT
    return None


def is_graver(new: Concern, known: Concern) -> bool:
    """Whether somebody told of the one must be told of the other too."""
    return GRAVITY[new] > GRAVITY[known]


def fall_ill_together(before: Collection[str | None], now: str | None) -> bool:
    """Whether somebody of a home is the second, or a further one, who is ill.

    before  who of it has been ill lately, None: somebody, of whom nobody said who
    now     who is, None as above: that may be whoever is known already

    Whoever is known by two names, as a returnee and by their key on the home's roll, counts twice: rather one visit
    too many.
    """
    others = set(before) - {None, now}
    return now is not None and now not in before and bool(others)


def observed_until(arrived: date) -> date:
    """The last day of home observation, the day of arrival being day one's eve."""
    return arrived + timedelta(days=OBSERVATION_DAYS)
