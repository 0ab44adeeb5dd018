"""The ledger of ten clears: which question belongs to which item, and when two reports speak of one person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from gateway.domain import screening
from gateway.domain.screening import Category

STOPS_SPOKEN = tuple(f"stop_spoken_{n}" for n in range(1, 6))  # of the first stop on the way, the second, ...

QUESTIONS: Mapping[int, tuple[str, ...]] = {
    1: ("returned_count", "together"),
    2: ("days_ago", "arrival_day"),
    3: ("origin", "hubei", "hubei_place", "yunnan_group", "yunnan_place", "place", "country", "place_spoken"),
    4: (
        "vehicle",
        "train_letter",
        "train_t_or_z",
        "train_number",
        "airline",
        "airline_kunming",
        "flight_number",
        "vehicle_spoken",
        "vehicle_said",
    ),
    5: ("stopped", "stop_count", "stop_place", "stop_places", *STOPS_SPOKEN),
    6: ("shared_vehicle", "close_contact", "last_exposure"),
    7: ("fever", "temperature", "symptoms"),
    8: ("measures",),
    9: ("age", "sex", "name", "name_spoken", "worker"),
    10: ("this_phone", "other_phone"),
    screening.FINDING: ("case", "case_document"),
}
BY_VOICE = ("place_spoken", "vehicle_spoken", *STOPS_SPOKEN, "name_spoken")  # a person keys these in
JOURNEY = (2, 3, 4, 5, 6)  # what those who came together share
DAYS_APART = 2  # two reports of one arrival may differ by as much
YEARS_APART = 2


@dataclass(frozen=True)
class Known:
    """What tells one returnee of a household from another; None where nobody has said."""

    id: str
    arrived_on: date | None
    age: int | None
    sex: str | None


def by_item(answers: Mapping[str, str]) -> dict[int, dict[str, str]]:
    """Answers sorted by the item they belong to; items nothing was said about are left out."""
    sorted_out = {
        item: {question: answers[question] for question in questions if question in answers}
        for item, questions in QUESTIONS.items()
    }
    return {item: said for item, said in sorted_out.items() if said}


def known_of(arrival_id: str, answers: Mapping[str, str]) -> Known:
    """What these answers say of who it is."""
    age = answers.get("age", "")
    return Known(arrival_id, screening.arrived_on(answers), int(age) if age.isdigit() else None, answers.get("sex"))


def same_person(said: Known, others: Sequence[Known]) -> str | None:
    """Which of the known arrivals a report speaks of, None for a new one.

    Two reports are of one person when nothing they both say differs by more than people misremember. Of several, the
    one that agrees in most.
    """
    agreeing = [(agreement, other.id) for other in others if (agreement := _agreement(said, other)) is not None]
    return max(agreeing, key=lambda found: found[0])[1] if agreeing else None


def _agreement(said: Known, other: Known) -> int | None:
    """In how many things two reports agree, None when they contradict each other."""
    days = abs((said.arrived_on - other.arrived_on).days) if said.arrived_on and other.arrived_on else None
    years = abs(said.age - other.age) if said.age is not None and other.age is not None else None
    sexes = said.sex == other.sex if said.sex and other.sex else None
    if (days or 0) > DAYS_APART or (years or 0) > YEARS_APART or sexes is False:
        return None
    return sum(thing is not None for thing in (days, years, sexes))


def count_stop(answers: Mapping[str, str]) -> tuple[dict[str, str], bool]:
    """The answers with one more stop on the way told, and whether that was the last of those there were.

    Each one's recording is kept under a name of its own.
    """
    counted = dict(answers)
    place, spoken = counted.pop("stop_place", screening.UNKNOWN), counted.pop("stop_spoken", None)
    stops = [*filter(None, counted.get("stop_places", "").split(",")), place]
    if place == screening.UNKNOWN and spoken is not None:
        counted[STOPS_SPOKEN[len(stops) - 1]] = spoken
        stops[-1] = screening.SPOKEN
    counted["stop_places"] = ",".join(stops)
    return counted, len(stops) >= int(counted.get("stop_count", "1"))


def settled(new_clear: bool, old_clear: bool) -> bool:
    """Whether a new answer replaces an old one: what is clear is not lost to an "I don't know"."""
    return new_clear or not old_clear


GRAVER = (Category.CASE, Category.ILL_WITH_HISTORY)


def contact_since(known: datetime | None, category: Category, at: datetime) -> datetime | None:
    """Since when somebody is a close contact, None when they are none.

    known  since when they were by now, None as above
    at     aware instant of what makes them of this category

    A contact who falls ill, or is found to be a case, became a contact when they did; whoever was said to be one by
    mistake was none.
    """
    if category is Category.CLOSE_CONTACT:
        return known or at
    return known if category in GRAVER else None
