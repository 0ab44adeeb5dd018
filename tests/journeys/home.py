"""Households under observation, and how a day passes over them."""

from datetime import date, datetime

from gateway.domain.observations import Channel
from gateway.journeys import due
from gateway.journeys.observing import observations
from gateway.journeys.reporting import clears
from gateway.journeys.reporting.clears import Said
from gateway.store import arrivals, roster
from gateway.store.arrivals import Arrival
from gateway.store.outgoing_tables import attempts
from gateway.switchboard import Switchboard
from tests.journeys.talk import rows
from tests.support.board import SHANGHAI, clock_of
from workers import follow_ups as worker

WHOLE = {
    "returned_count": "1",
    "vehicle": "car",
    "stopped": "no",
    "shared_vehicle": "no",
    "close_contact": "no",
    "fever": "no",
    "symptoms": "no",
    "measures": "stayed_home",
    "sex": "male",
    "this_phone": "yes",
}
FROM_GUANGZHOU = {**WHOLE, "origin": "province", "place": "020"}
FROM_WUHAN = {**WHOLE, "origin": "hubei", "hubei": "wuhan"}


def at(board: Switchboard, day: date, hour: int, minute: int = 0) -> datetime:
    """Sets the village's clock."""
    now = datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI)
    clock_of(board).set(now)
    return now


def came_home(board: Switchboard, number: str, arrived: date, age: int = 35, **answers: str) -> Arrival:
    """Files a returnee as the ten clears do, and begins the observation; twice, as everything is."""
    told = {**FROM_GUANGZHOU, "days_ago": arrived.isoformat(), "age": str(age), **answers}
    with board.work() as work:
        home = roster.household_of(work.tx, number)
        whose = (number, home.unit_code, home.id) if home else (number, roster.common_unit(work.tx), None)
        arrival = clears.keep(board, work, Said(told, *whose))
        observations.begin_for(board, work, arrival, arrivals.answers_of(work.tx, arrival.id))
        observations.begin_for(board, work, arrival, arrivals.answers_of(work.tx, arrival.id))
    return arrival


def reports(
    board: Switchboard,
    number: str,
    temperature: float | None = None,
    ill: bool = False,
    channel: Channel = Channel.SMS,
    arrival_id: str | None = None,
) -> observations.ObservationNews | None:
    """A household reports; told twice."""
    with board.work() as work:
        home = roster.household_of(work.tx, number)
        said = (number, home.id if home else None, temperature, ill, channel)
        first = observations.report(board, work, *said, arrival_id=arrival_id)
        observations.report(board, work, *said, arrival_id=arrival_id)
    return first


def tick(board: Switchboard) -> list[str]:
    """One look of the minute's tick and the job it asks for, both twice. Returns the phones rung."""
    before = {row.id for row in rows(board, attempts)}
    for _ in range(2):
        if list(due.follow_ups_to_ring(board)):
            worker.ring.__wrapped__(board)
    assert list(due.follow_ups_to_ring(board)) == [], "the second look finds nothing left to do"
    return [row.number for row in rows(board, attempts) if row.id not in before]
