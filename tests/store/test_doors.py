"""Doors are on one list in walking order, closed by whoever was there or by a phone that was heard after all."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from gateway.domain.speaking.levels import Level
from gateway.domain.speaking.states import DeliveryState, Evidence, Outcome, State
from gateway.store import broadcasts, deliveries, door_visits, doors, roster
from gateway.store.broadcasts import Act, Through, What
from gateway.store.door_visits import Visit
from gateway.store.ledger import Ledger
from gateway.store.speaking_tables import door_visits as visits
from gateway.store.tables import staff
from tests.store.conftest import GRIDS, NOON, VILLAGE
from tests.store.test_deliveries import WANTED

LATER = NOON + timedelta(hours=1)
SHARED = "+8619900000001"  # at the doors 001 and 003


@pytest.fixture
def listed(sending: Ledger) -> Ledger:
    """All four households on the list of the grid worker of the first grid, who has office 1."""
    with sending.write() as tx:
        worker = {"number": "+8619900000100", "name": "w", "role": "grid_worker", "unit_code": GRIDS[0]}
        tx.execute(insert(staff).values(id=1, on_duty=True, pin_failures=0, **worker))
        deliveries.freeze(tx, "b1", WANTED, NOON)
        deliveries.close(tx, "b1", DeliveryState.DOOR)
        assert doors.list_all(tx, "b1", WANTED, NOON) == 4
        doors.tell(tx, [door.id for door in doors.of_broadcast(tx, "b1") if door.unit_code == GRIDS[0]], 1)
    return sending


def on_list(ledger: Ledger, ids: list[int], units: list[str]) -> list[str]:
    with ledger.read() as tx:
        return [door.door for door in doors.on_list_of(tx, ids, units, NOON)]


def test_the_list_holds_what_was_told_and_what_is_in_their_care(listed: Ledger) -> None:
    assert on_list(listed, [1], []) == ["001", "002"]
    assert on_list(listed, [1], [GRIDS[1]]) == ["001", "002", "003", "004"]
    assert on_list(listed, [2], [VILLAGE]) == ["001", "002", "003", "004"]
    assert on_list(listed, [2], []) == []
    assert on_list(listed, [], [VILLAGE]) == []


def test_a_visit_closes_every_door_of_a_household_and_nobody_in_leaves_it_open(listed: Ledger) -> None:
    with listed.write() as tx:
        first, second, *_ = doors.of_broadcast(tx, "b1")
        assert doors.settle(tx, first.household_id, Outcome.WELL, "staff:1", LATER) == 1
        assert doors.settle(tx, first.household_id, Outcome.WELL, "staff:1", LATER) == 0
        assert doors.settle(tx, second.household_id, Outcome.ABSENT, "staff:1", LATER) == 1
        first, second, *_ = doors.of_broadcast(tx, "b1")
    assert (first.outcome, first.closed_at, first.closed_by) == (Outcome.WELL, LATER, "staff:1")
    assert (second.outcome, second.closed_at) == (Outcome.ABSENT, None)


def test_a_correction_settles_anew_what_the_corrected_visit_closed(listed: Ledger) -> None:
    with listed.write() as tx:
        home = doors.of_broadcast(tx, "b1")[0].household_id
        doors.settle(tx, home, Outcome.WELL, "staff:1", LATER)
        assert doors.settle(tx, home, Outcome.ABSENT, "staff:1", LATER + timedelta(1), corrected_at=LATER) == 1
        assert doors.of_broadcast(tx, "b1")[0].closed_at is None


def test_a_phone_heard_after_all_closes_the_doors_of_every_home_behind_it(listed: Ledger) -> None:
    with listed.write() as tx:
        delivery = deliveries.of_number(tx, "b1", SHARED)
        assert delivery is not None
        assert deliveries.hear(tx, delivery.id, LATER, Evidence.CALLED_IN)
        assert doors.reach(tx, "b1", SHARED, LATER) == 2
        assert doors.reach(tx, "b1", SHARED, LATER) == 0
        reached = [door.door for door in doors.of_broadcast(tx, "b1") if door.outcome is Outcome.REACHED]
    assert reached == ["001", "003"]


def test_doors_closed_long_ago_are_on_nobodys_list(listed: Ledger) -> None:
    with listed.write() as tx:
        doors.settle(tx, doors.of_broadcast(tx, "b1")[0].household_id, Outcome.WELL, "staff:1", NOON - timedelta(1))
    assert on_list(listed, [1], []) == ["002"]


def test_doors_stand_in_walking_order(village: Ledger, sending: Ledger) -> None:
    with sending.write() as tx:
        more = [
            {"unit_code": GRIDS[0], "door": d, "name": d, "language": None, "numbers": []} for d in ("12-1", "2", "10")
        ]
        roster.put_households(tx, more)
        doors.list_all(tx, "b1", WANTED, NOON)
        found = [door.door for door in doors.of_broadcast(tx, "b1")]
    assert found == ["2", "10", "12-1"]


def test_every_visit_is_kept(listed: Ledger) -> None:
    with listed.write() as tx:
        home = doors.of_broadcast(tx, "b1")[0].household_id
        assert door_visits.latest(tx, home) is None
        for n, outcome in enumerate((Outcome.ILL, Outcome.WELL)):
            door_visits.add(tx, Visit(home, f"door:{n}", "door:0", outcome, None, bool(n), "staff:1", NOON))
        kept = tx.execute(select(visits.c.outcome).order_by(visits.c.id)).scalars().all()
        assert kept == [Outcome.ILL, Outcome.WELL]
        latest = door_visits.latest(tx, home)
        assert latest is not None
        assert latest.outcome is Outcome.WELL


def test_open_doors_of_young_broadcasts_are_found_person_by_person(listed: Ledger) -> None:
    young = dict.fromkeys(Level, NOON - timedelta(days=1))
    with listed.write() as tx:
        assert doors.still_open(tx, young, LATER) == [], "it is not over"
        assert broadcasts.move(tx, "b1", State.FINISHED, ended_at=NOON)
        mine = [door.door for door in doors.still_open(tx, young, LATER)]
        assert mine == [door.door for door in doors.of_broadcast(tx, "b1") if door.told_id == 1]
        assert doors.still_open(tx, young, NOON) == [], "listed this very morning"
        assert doors.still_open(tx, dict.fromkeys(Level, NOON), LATER) == [], "too old"
        doors.settle(tx, doors.still_open(tx, young, LATER)[0].household_id, Outcome.WELL, "staff:1", LATER)
        assert [door.door for door in doors.still_open(tx, young, LATER)] == mine[1:]
        broadcasts.note(tx, Act("b1", What.RECALLED, None, Through.CLOCK, None, LATER))
        assert doors.still_open(tx, young, LATER) == []
