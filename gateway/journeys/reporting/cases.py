"""Category A: what the health side has found of a person. A doctor says so, with the number of a document.

A case is no more observed at home but the hospital's; whoever came by the same vehicle becomes a close contact.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from gateway.domain import places
from gateway.domain import vehicles as rules
from gateway.domain.errors import BadInput, NotAllowed, NotFound
from gateway.domain.incidents import Same
from gateway.domain.screening import FINDING, Case, Concern
from gateway.domain.vehicles import Ride, trip
from gateway.journeys import alerts, naming
from gateway.journeys.reporting import clears, vehicles
from gateway.journeys.reporting.vehicles import Shared
from gateway.store import arrivals, staff
from gateway.store.arrivals import Arrival
from gateway.store.staff import Person
from gateway.switchboard import Switchboard, Work

ROLE = "doctor"
CHANNEL = "health"


@dataclass(frozen=True)
class Whom:
    """Whom is meant: by a phone, or by the household behind a door; age and sex None: whatever they are."""

    number: str | None = None
    household_id: int | None = None
    age: int | None = None
    sex: str | None = None


@dataclass(frozen=True)
class Decided:
    """The person as they stand now, and everybody known to have come by the same vehicles."""

    arrival: Arrival
    shared: Sequence[tuple[Ride, Sequence[Shared]]]


def find(work: Work, whom: Whom) -> Arrival:
    """The one arrival that is meant. Raises NotFound for none, BadInput naming them when several are."""
    fitting = [arrival for arrival in _behind(work, whom) if _fits(arrival, whom)]
    if not fitting:
        raise NotFound("nobody like that has come home lately; register them first, by call or text")
    if len(fitting) > 1:
        people = "; ".join(who(arrival) for arrival in fitting)
        raise BadInput(f"{len(fitting)} people are meant: {people}. Say which one by age and sex")
    return fitting[0]


def who(arrival: Arrival) -> str:
    """A person as a list shows them: sex, age and day of arrival, as far as they are known."""
    came = f"came home {arrival.arrived_on}" if arrival.arrived_on else "day of arrival not known"
    return f"{arrival.sex or 'sex not known'}, {'age not known' if arrival.age is None else arrival.age}, {came}"


def _behind(work: Work, whom: Whom) -> list[Arrival]:
    since = work.now - clears.ONE_ARRIVAL
    if whom.number is not None:
        return arrivals.reached_on(work.tx, whom.number, since)
    return arrivals.of_household(work.tx, "", whom.household_id, since)


def _fits(arrival: Arrival, whom: Whom) -> bool:
    return whom.age in (None, arrival.age) and whom.sex in (None, arrival.sex)


def decide(board: Switchboard, work: Work, arrival: Arrival, case: Case, by: str, document: str) -> Decided:
    """The health side says whether somebody is a case. Said twice, nothing changes.

    by        the phone of the doctor who says so
    document  the number of the document it stands in

    Raises NotAllowed for anybody but a doctor of that place, BadInput without a document, and for whoever is to be
    excluded but never was a case.
    """
    doctor, document = _doctor(work, by, arrival.unit_code), document.strip()
    if not document:
        raise BadInput("say the number of the document by which it was found")
    earlier = _documents(work, arrival.id)
    if case is Case.EXCLUDED and not earlier:
        raise BadInput(f"{who(arrival)}: was neither confirmed nor suspected before, so there is nothing to exclude")
    said_by = f"staff:{doctor.id}"
    answers = {"case": case.value, "case_document": document}
    changed = clears.amend(board, work, arrival.id, answers, said_by, CHANNEL)
    rides = rules.rides_of(arrivals.answers_of(work.tx, arrival.id))
    if case is Case.EXCLUDED:
        for ride in rides:
            vehicles.no_longer_sought(work, ride, earlier)
        return Decided(changed, [])
    shares = {Same.CASE: [arrival.id], Same.VEHICLE: [trip(ride.vehicle, ride.day) for ride in rides]}
    alerts.raise_about(board, work, f"case:{arrival.id}", changed, Concern.CASE, shares)
    return Decided(changed, [(ride, _seek(board, work, ride, document, said_by)) for ride in rides])


def _seek(board: Switchboard, work: Work, ride: Ride, document: str, said_by: str) -> Sequence[Shared]:
    return vehicles.seek(board, work, ride.vehicle, ride.day, "case", document, said_by)


def _doctor(work: Work, number: str, unit_code: str) -> Person:
    for person in staff.by_number(work.tx, number, ROLE):
        if places.covers(person.unit_code, unit_code):
            return person
    where = naming.unit_name(work.tx, unit_code) or unit_code
    raise NotAllowed(f"no doctor for {where} is on the roster under this phone; only a doctor may say who is a case")


def _documents(work: Work, arrival_id: str) -> list[str]:
    """By which documents this person was said to be a case, or not to be one, so far."""
    said = [item for item, _ in arrivals.history(work.tx, arrival_id) if item.item == FINDING]
    now = arrivals.items(work.tx, arrival_id).get(FINDING)
    return [item.answers["case_document"] for item in (*said, now) if item is not None]
