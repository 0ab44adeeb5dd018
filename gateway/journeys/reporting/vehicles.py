"""Shared vehicles: who came by what, who shared it with a case, and what they and their cadre are told.

The match works both ways: a vehicle put on the list finds who came by it, and an arrival finds its vehicle on the list.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gateway.domain import phones, places, screening
from gateway.domain import vehicles as rules
from gateway.domain.errors import BadInput
from gateway.domain.incidents import Same, Shares
from gateway.domain.roles import Role
from gateway.domain.screening import Concern
from gateway.domain.vehicles import Ride
from gateway.journeys import alerts
from gateway.journeys.reporting import clears
from gateway.ports import Job, Urgency
from gateway.store import arrivals, duty, roster, texts
from gateway.store import vehicles as store
from gateway.store.sessions import Line
from gateway.store.vehicles import Rider, Sought
from gateway.switchboard import Switchboard, Work

SAID_BY = "vehicle list"
CHANNEL = "vehicle_list"
MOST_DOORS = 12  # named in one text; the rest are counted


@dataclass(frozen=True)
class Shared:
    """Somebody who shared a vehicle, fit for a screen. `door` "-": not on the roster; `phone` masked."""

    arrival_id: str
    unit_code: str
    door: str
    phone: str
    arrived_on: date
    category: str


def hold(work: Work, answers: Mapping[str, str]) -> None:
    """Before anything is filed of whoever came by these vehicles: a search for one waits until it is filed."""
    store.hold(work.tx, [ride.vehicle for ride in rules.rides_of(answers)])


def index(board: Switchboard, work: Work, arrival_id: str, answers: Mapping[str, str]) -> None:
    """Keeps what an arrival came by; when that is sought already, the arrival becomes a close contact at once.

    Called after each filing: the rows before are replaced.
    """
    store.replace(work.tx, arrival_id, rules.rides_of(answers), work.now)
    for sought in _sought(work, answers):
        riders = _riders(work, sought.vehicle, sought.day)
        _mark(board, work, sought, arrival_id, [rider for rider in riders if rider.arrival_id == arrival_id])


def seek(
    board: Switchboard, work: Work, vehicle: str, day: date, source: str, note: str, entered_by: str
) -> list[Shared]:
    """Puts a vehicle on the list and finds everybody who shared it: category C, and their cadre told. Twice is once.

    vehicle  as anybody spells it; BadInput when it names none
    day      the local day the notice gives
    source   case, notice
    """
    sought = Sought(canonical(vehicle), day, source, note, entered_by, work.now)
    store.seek(work.tx, sought)
    _mark(board, work, sought, "list", _riders(work, sought.vehicle, day))
    return who(work, vehicle, day)


def no_longer_sought(work: Work, ride: Ride, documents: Sequence[str]) -> None:
    """Takes a vehicle off the list that only one case put there, who is none; whoever shared it stays a contact.

    documents  by which the health side spoke of that case
    """
    others = [arrivals.answers_of(work.tx, rider.arrival_id) for rider in _riders(work, ride.vehicle, ride.day)]
    if not any(screening.is_case(answers) for answers in others):
        store.take_off(work.tx, ride.vehicle, ride.day, documents)


def who(work: Work, vehicle: str, day: date) -> list[Shared]:
    """Everybody known to have shared a vehicle, in walking order; nothing is changed. Raises BadInput as `seek`."""
    return [_shared(rider) for rider in _riders(work, canonical(vehicle), day)]


def canonical(vehicle: str) -> str:
    """A vehicle in our spelling. Raises BadInput when it names none."""
    kept = rules.normalise(vehicle)
    if kept is None:
        raise BadInput(f"{vehicle!r} names no vehicle: expected such as G1234, MU5801, 云L12345 or '昆明西 14:30'")
    return kept


def words_for(board: Switchboard, vehicle: str, day: date, language: str) -> str:
    """What may be said on the phone to those who shared it."""
    spelt = rules.spelt(canonical(vehicle))
    return board.catalogue.sms("vehicle.call", language, vehicle=spelt, day=places.day_words(day, language))


def alarm_caller(board: Switchboard, work: Work, line: Line) -> str | None:
    """In the middle of a call: the vehicle just keyed when it is on the list, None when it is not.

    The call raises one alert, as any does: one visit answers for all of it. The cadre is told which vehicle it is.
    """
    found = _sought(work, line.state.answers)
    for sought in found:
        alerts.raise_alert(board, work, line, Concern.SHARED_VEHICLE, _shares(sought))
        household = roster.household(work.tx, line.household_id) if line.household_id else None
        door = household.door if household else line.number
        _tell_cadres(board, work, sought, f"call:{line.id}", [(line.unit_code, door)])
    return found[0].vehicle if found else None


def _shares(sought: Sought) -> Shares:
    return {Same.VEHICLE: [rules.trip(sought.vehicle, sought.day)]}


def _sought(work: Work, answers: Mapping[str, str]) -> list[Sought]:
    rides = rules.rides_of(answers)
    if not rides:
        return []
    return store.sought_among(work.tx, [ride.vehicle for ride in rides], rules.days_sought(rides[0].day))


def _riders(work: Work, vehicle: str, day: date) -> list[Rider]:
    return store.riders(work.tx, vehicle, rules.days_arrived(day))


def _mark(board: Switchboard, work: Work, sought: Sought, key: str, riders: Sequence[Rider]) -> None:
    """Makes close contacts of those who are neither one yet nor a case, and tells of them.

    Of whoever said so in a call of theirs that call has told.

    key  what brought it up, so that each cadre is told once
    """
    news = [rider for rider in riders if not _is_known(work, rider)]
    for rider in news:
        clears.amend(board, work, rider.arrival_id, {"shared_vehicle": "yes"}, said_by=SAID_BY, channel=CHANNEL)
        about = _about(sought) + rider.arrival_id
        alerts.raise_about(board, work, about, rider, Concern.SHARED_VEHICLE, _shares(sought))
    _tell_cadres(board, work, sought, key, [(rider.unit_code, rider.door or rider.contact) for rider in news])


def _is_known(work: Work, rider: Rider) -> bool:
    answers = arrivals.answers_of(work.tx, rider.arrival_id)
    return answers.get("shared_vehicle") == "yes" or screening.is_case(answers)


def _about(sought: Sought) -> str:
    return f"vehicle:{sought.vehicle}:{sought.day}:"


def _tell_cadres(board: Switchboard, work: Work, sought: Sought, key: str, doors: Sequence[tuple[str, str]]) -> None:
    """One text a cadre with the doors in their care.

    key    what brought it up, so that it is told once
    doors  unit and door, or the phone where there is no door
    """
    cadres = {unit_code: duty.on_duty(work.tx, Role.CADRE, unit_code, work.now) for unit_code, _ in doors}
    for cadre in {person.id: person for person in cadres.values() if person}.values():
        mine = [door for unit_code, door in doors if cadres[unit_code] == cadre]
        body = board.catalogue.sms(
            "vehicle.to_cadre",
            cadre.language or board.settings.default_language,
            vehicle=sought.vehicle,
            day=sought.day.isoformat(),
            count=len(mine),
            homes=_shortened(mine),
        )
        texts.put(work.tx, f"{_about(sought)}{key}:{cadre.id}", cadre.number, body, work.now, Urgency.URGENT)
        work.hint(Job.SEND_URGENT_TEXTS)


def _shortened(doors: Sequence[str]) -> str:
    named = list(dict.fromkeys(doors))
    return " ".join(named[:MOST_DOORS]) + (" ..." if len(named) > MOST_DOORS else "")


def _shared(rider: Rider) -> Shared:
    phone = phones.mask(rider.contact)
    return Shared(rider.arrival_id, rider.unit_code, rider.door or "-", phone, rider.arrived_on, rider.category)
