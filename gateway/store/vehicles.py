"""Which vehicle each arrival came by, and which vehicles are sought because a case was on them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, delete, insert, select

from gateway.domain.vehicles import Ride
from gateway.store.screening_tables import arrivals, sought_vehicles, vehicles
from gateway.store.sql import changed, hold_names, upsert
from gateway.store.tables import households


@dataclass(frozen=True)
class Sought:
    """A vehicle a case was on, or whose passengers a notice seeks.

    day         the local day the notice gives
    source      case, notice
    entered_by  staff:<id>, or command line
    """

    vehicle: str
    day: date
    source: str
    note: str
    entered_by: str
    at: datetime


@dataclass(frozen=True)
class Rider:
    """An arrival that came by a vehicle. `door` None: not on the roster."""

    arrival_id: str
    unit_code: str
    household_id: int | None
    door: str | None
    number: str
    contact: str
    arrived_on: date
    category: str


def hold(tx: Connection, names: Iterable[str]) -> None:
    """Whoever else files somebody who came by one of these vehicles, or seeks it, waits until this transaction ends.

    Otherwise each of the two might look before the other has said anything, and a passenger would be found by neither.
    """
    hold_names(tx, [f"vehicle:{name}" for name in names])


def replace(tx: Connection, arrival_id: str, rides: Sequence[Ride], at: datetime) -> None:
    """What an arrival came by, instead of what was known before; `at`: since when what is new is known."""
    mine = select(vehicles.c.vehicle, vehicles.c.day).where(vehicles.c.arrival_id == arrival_id)
    known = {Ride(row.vehicle, row.day) for row in tx.execute(mine)}
    for ride in known - set(rides):
        one = (vehicles.c.arrival_id == arrival_id, vehicles.c.vehicle == ride.vehicle, vehicles.c.day == ride.day)
        tx.execute(delete(vehicles).where(*one))
    new = [ride for ride in dict.fromkeys(rides) if ride not in known]
    if new:
        hold(tx, [ride.vehicle for ride in new])
        tx.execute(insert(vehicles), [{"arrival_id": arrival_id, **vars(ride), "at": at} for ride in new])


def riders(tx: Connection, vehicle: str, days: Sequence[date]) -> list[Rider]:
    """Everybody who arrived by a vehicle on one of these days, in walking order."""
    told = arrivals.c
    columns = (told.id, told.unit_code, told.household_id, told.number, told.contact, told.category)
    found = select(*columns, households.c.door, vehicles.c.day).select_from(vehicles).join(arrivals)
    found = found.outerjoin(households, households.c.id == told.household_id)
    found = found.where(vehicles.c.vehicle == vehicle, vehicles.c.day.in_(days))
    return [
        Rider(row.id, row.unit_code, row.household_id, row.door, row.number, row.contact, row.day, row.category)
        for row in tx.execute(found.order_by(told.unit_code, households.c.door, told.first_at))
    ]


def seek(tx: Connection, sought: Sought) -> bool:
    """Puts a vehicle on the list; False when it stands there already."""
    hold(tx, [sought.vehicle])
    put = upsert(tx, sought_vehicles).values(**vars(sought))
    return changed(tx, put.on_conflict_do_nothing(index_elements=["vehicle", "day"])) == 1


def take_off(tx: Connection, vehicle: str, day: date, notes: Sequence[str]) -> bool:
    """Takes a vehicle off the list if a case is what put it there, under one of these notes; False when none did."""
    listed = sought_vehicles.c
    gone = delete(sought_vehicles).where(listed.vehicle == vehicle, listed.day == day)
    return changed(tx, gone.where(listed.source == "case", listed.note.in_(notes))) == 1


def sought_among(tx: Connection, wanted: Sequence[str], days: Sequence[date]) -> list[Sought]:
    """Which of these vehicles are on the list for one of these days."""
    listed = sought_vehicles.c
    return _sought(tx, select(sought_vehicles).where(listed.vehicle.in_(wanted), listed.day.in_(days)))


def all_sought(tx: Connection) -> list[Sought]:
    """The whole list, newest day first."""
    return _sought(tx, select(sought_vehicles))


def _sought(tx: Connection, found: object) -> list[Sought]:
    ordered = found.order_by(sought_vehicles.c.day.desc(), sought_vehicles.c.vehicle)  # type: ignore[attr-defined]
    return [Sought(**{name: row._mapping[name] for name in Sought.__dataclass_fields__}) for row in tx.execute(ordered)]
