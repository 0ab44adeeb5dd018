"""Vehicles, tasks and calls back in the ledger, on each database."""

from dataclasses import replace
from datetime import date, timedelta
from threading import Thread

from gateway.domain.calls import Attempt, CallState
from gateway.domain.vehicles import Ride
from gateway.store import arrivals, attempts, call_backs, roster, tasks, vehicles
from gateway.store.arrivals import Arrival
from gateway.store.attempts import Order, Purpose
from gateway.store.ledger import Ledger
from gateway.store.tasks import Kind, Task
from gateway.store.vehicles import Sought
from tests.store.conftest import GRIDS, NOON, VILLAGE

PHONE = "+8619900000001"
FEB_5, FEB_6 = date(2020, 2, 5), date(2020, 2, 6)
ARRIVAL = Arrival("a1", GRIDS[0], None, PHONE, PHONE, FEB_6, 35, "male", "G", 3, NOON, NOON)
TASK = Task("spoken:1", Kind.TRANSCRIBE, GRIDS[0], None, PHONE, NOON, None, "name", "https://carrier.example/rec")
SOUGHT = Sought("G1234", FEB_5, "case", "", "command line", NOON)


def test_what_an_arrival_came_by_is_replaced_and_found_by_vehicle_and_day(village: Ledger) -> None:
    with village.write() as tx:
        arrivals.put(tx, ARRIVAL)
        arrivals.put(tx, replace(ARRIVAL, id="a2", unit_code=GRIDS[1]))
        vehicles.replace(tx, "a1", [Ride("K9", FEB_6)], NOON)
        for arrival_id in ("a2", "a1", "a1"):
            vehicles.replace(tx, arrival_id, [Ride("G1234", FEB_6), Ride("云L12345", FEB_6)], NOON)
        found = vehicles.riders(tx, "G1234", [FEB_5, FEB_6])
        assert [(one.arrival_id, one.door, one.arrived_on) for one in found] == [
            ("a1", None, FEB_6),
            ("a2", None, FEB_6),
        ]
        assert vehicles.riders(tx, "K9", [FEB_6]) == vehicles.riders(tx, "G1234", [FEB_5]) == []


def test_a_vehicle_stands_on_the_list_once(village: Ledger) -> None:
    with village.write() as tx:
        assert vehicles.seek(tx, SOUGHT)
        assert not vehicles.seek(tx, replace(SOUGHT, source="notice"))
        assert vehicles.all_sought(tx) == vehicles.sought_among(tx, ["K9", "G1234"], [FEB_5, FEB_6]) == [SOUGHT]
        assert vehicles.sought_among(tx, ["G1234"], [FEB_6]) == []


def test_what_a_case_put_on_the_list_comes_off_it_by_its_document_and_a_notice_does_not(village: Ledger) -> None:
    with village.write() as tx:
        vehicles.seek(tx, replace(SOUGHT, note="No. 12"))
        vehicles.seek(tx, replace(SOUGHT, vehicle="K9", source="notice", note="No. 12"))
        assert not vehicles.take_off(tx, "G1234", FEB_5, ["No. 15"])
        assert not vehicles.take_off(tx, "G1234", FEB_6, ["No. 12"])
        assert not vehicles.take_off(tx, "K9", FEB_5, ["No. 12"])
        assert vehicles.take_off(tx, "G1234", FEB_5, ["No. 15", "No. 12"])
        assert [sought.vehicle for sought in vehicles.all_sought(tx)] == ["K9"]


def test_people_are_found_by_the_phone_that_told_of_them_reaches_them_or_rings_at_their_door(village: Ledger) -> None:
    with village.write() as tx:
        home = roster.household_of(tx, "+8619900000003")
        assert home is not None
        arrivals.put(tx, ARRIVAL)
        arrivals.put(tx, replace(ARRIVAL, id="a2", number="+8619900000004"))
        arrivals.put(tx, replace(ARRIVAL, id="a3", number="+8619900000009", contact="+8619900000008"))
        arrivals.put(tx, replace(ARRIVAL, id="a4", number="x", contact="x", household_id=home.id))
        arrivals.put(tx, replace(ARRIVAL, id="a5", changed_at=NOON - timedelta(days=31)))
        found = {n: [one.id for one in arrivals.reached_on(tx, f"+861990000000{n}", NOON)] for n in (1, 2, 3, 4, 8, 9)}
        assert found == {1: ["a1", "a2"], 2: ["a4"], 3: ["a4"], 4: ["a2"], 8: ["a3"], 9: ["a3"]}


def test_a_task_is_noted_once_and_done_once(village: Ledger) -> None:
    with village.write() as tx:
        number = tasks.add(tx, TASK)
        assert number is not None
        assert tasks.add(tx, TASK) is None
        assert tasks.open_ones(tx, VILLAGE) == tasks.not_fetched(tx, NOON - timedelta(days=1))
        tasks.set_digest(tx, number, "d1")
        assert tasks.not_fetched(tx, NOON - timedelta(days=1)) == []
        assert tasks.finish(tx, number, "杨三妹", "staff:1", NOON)
        assert not tasks.finish(tx, number, "别人", "staff:2", NOON)
        assert tasks.open_ones(tx) == []
        kept = tasks.load(tx, number)
        assert kept == replace(TASK, id=number, digest="d1", done_at=NOON, done_by="staff:1", answer="杨三妹")


def test_one_call_back_a_wish_whoever_asks_at_the_same_time(village: Ledger) -> None:
    order = Order("t1", PHONE, Purpose.CALL_BACK, "call_back:1", line="+8687162170002")
    hour, minute = NOON - timedelta(hours=1), NOON - timedelta(minutes=1)
    with village.write() as tx:
        assert not call_backs.under_way(tx, PHONE, minute)
        assert attempts.reserve_once(tx, order, NOON)
        assert not attempts.reserve_once(tx, replace(order, attempt_id="t2"), NOON)
        assert call_backs.under_way(tx, PHONE, minute)
        assert attempts.reserved(tx, Purpose.CALL_BACK, hour) == [order]
        assert call_backs.count_asked(tx, PHONE, hour) == 1
        attempts.save(tx, Attempt("t1", PHONE, CallState.NEVER_PLACED, ended_at=NOON), NOON)
        assert not call_backs.under_way(tx, PHONE, minute)
        assert call_backs.turned_down(tx, hour) == [(PHONE, "+8687162170002")]
        assert call_backs.count_asked(tx, PHONE, hour) == 0
        assert call_backs.turned_down(tx, NOON) == attempts.reserved(tx, Purpose.CALL_BACK, hour) == []


def test_one_call_back_at_a_time_is_promised_to_a_phone(village: Ledger) -> None:
    due, later = NOON + timedelta(minutes=30), NOON + timedelta(hours=1)
    owed = Task("promise:1", Kind.PROMISED_CALL, GRIDS[0], None, PHONE, NOON, due_at=due)
    with village.write() as tx:
        assert tasks.promise(tx, owed)
        assert not tasks.promise(tx, owed)
        assert not tasks.promise(tx, replace(owed, about="promise:2"))
        assert tasks.promise(tx, replace(owed, about="promise:3", number="+8619900000002", due_at=later))
        first, second = tasks.promised(tx)
        assert (first, second.due_at) == (replace(owed, id=first.id), later)
        assert tasks.promised_to(tx, PHONE) == first
        assert tasks.break_overdue(tx, NOON) == []
        assert [one.id for one in tasks.break_overdue(tx, due)] == [first.id]
        assert tasks.break_overdue(tx, due) == []
        tasks.promise_again(tx, first.id, later)
        assert tasks.promised_to(tx, PHONE) == replace(first, due_at=later, broken_at=due)
        assert tasks.finish(tx, first.id, "talked", "staff:1", later)
        assert tasks.promised_to(tx, PHONE) is None
        assert tasks.promise(tx, replace(owed, about="promise:4")), "what was kept may be asked for again"


def test_calls_to_keep_a_promise_are_found_by_it_and_a_phone_on_the_line_by_its_number(village: Ledger) -> None:
    order = Order("t1", PHONE, Purpose.PROMISE, "promise:1:1", staff_id=7, task_id=3)
    with village.write() as tx:
        assert not attempts.is_live(tx, PHONE)
        assert attempts.reserve_once(tx, order, NOON)
        attempts.reserve(tx, [Order("t2", PHONE, Purpose.TALK, session_id="s1", task_id=4)], NOON)
        assert [(one.attempt.id, one.staff_id, one.session_id) for one in attempts.of_task(tx, 3)] == [("t1", 7, None)]
        assert [one.session_id for one in attempts.of_task(tx, 4)] == ["s1"]
        assert attempts.is_live(tx, PHONE)
        for attempt_id in ("t1", "t2"):
            attempts.save(tx, Attempt(attempt_id, PHONE, CallState.NO_ANSWER, ended_at=NOON), NOON)
        assert not attempts.is_live(tx, PHONE)


def test_a_vehicle_sought_while_a_passenger_is_being_filed_waits_and_finds_them(village: Ledger) -> None:
    with village.write() as tx:
        arrivals.put(tx, ARRIVAL)
    found: list[str] = []

    def seek() -> None:
        with village.write() as tx:
            vehicles.seek(tx, SOUGHT)
            found.extend(one.arrival_id for one in vehicles.riders(tx, "G1234", [FEB_6]))

    search = Thread(target=seek)
    with village.write() as filing:
        vehicles.replace(filing, "a1", [Ride("G1234", FEB_6)], NOON)
        search.start()
        search.join(timeout=0.3)
        assert search.is_alive(), "it waits for the filing"
    search.join()
    assert found == ["a1"]
