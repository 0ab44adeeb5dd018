"""Shared vehicles: whoever rode with a case is found, whichever of the two was reported first."""

from datetime import date

import pytest

from gateway.domain import vehicles as rules
from gateway.domain.conversation import Session
from gateway.domain.errors import BadInput
from gateway.domain.texts import segments
from gateway.journeys.acts.vehicles import check_vehicle
from gateway.journeys.reporting import clears, vehicles
from gateway.journeys.reporting.clears import Said
from gateway.store import arrivals, roster
from gateway.store import vehicles as store
from gateway.store.incident_tables import alert_reports
from gateway.store.outgoing_tables import alerts, texts_out
from gateway.store.screening_tables import clear_history, sought_vehicles
from gateway.store.screening_tables import vehicles as vehicle_rows
from gateway.store.sessions import Line
from gateway.switchboard import Switchboard
from tests.journeys.talk import FROM_WUHAN, knows_language, ring, rows, said
from tests.support import cast

FEB_5, FEB_6, FEB_7 = date(2020, 2, 5), date(2020, 2, 6), date(2020, 2, 7)
BY_TRAIN = {
    "days_ago": "2020-02-06",
    "origin": "province",
    "place": "020",
    "vehicle": "train",
    "train_number": "G1234",
    "shared_vehicle": "unknown",
    "close_contact": "no",
    "age": "35",
    "sex": "male",
}


def comes(board: Switchboard, number: str = cast.YANG, **said: str) -> str:
    """Somebody comes home, and is filed as a call would; their arrival's id."""
    answers = {**BY_TRAIN, **said}
    with board.work() as work:
        home = roster.household_of(work.tx, number)
        unit_code = home.unit_code if home else cast.VILLAGE
        arrival = clears.keep(board, work, Said(answers, number, unit_code, home.id if home else None))
        vehicles.index(board, work, arrival.id, answers)
        return arrival.id


def seek(board: Switchboard, vehicle: str = "ｇ 1234次", day: date = FEB_6) -> list[vehicles.Shared]:
    with board.work() as work:
        return vehicles.seek(board, work, vehicle, day, "notice", "county notice 12", "command line")


def on_line(board: Switchboard, number: str = cast.YANG, sid: str = "CA-1", **said: str) -> Line:
    """Somebody in the middle of a call who has keyed what they came by."""
    answers = {**BY_TRAIN, **said}
    answers.pop("shared_vehicle", None)
    with board.ledger.read() as tx:
        home = roster.household_of(tx, number)
    state = Session("ten_clears", "stopped", "zh", answers=answers)
    unit_code, household_id = (home.unit_code, home.id) if home else (cast.VILLAGE, None)
    return Line(sid, sid, number, unit_code, household_id, None, state, board.clock.now())


def category(board: Switchboard, arrival_id: str) -> str:
    with board.ledger.read() as tx:
        arrival = arrivals.load(tx, arrival_id)
    assert arrival is not None
    return arrival.category


def test_entering_a_vehicle_lists_everyone_who_shared_it_makes_them_c_and_alerts(board: Switchboard) -> None:
    first, other = comes(board), comes(board, cast.SHARED, train_number="K9612")
    second = comes(board, cast.PHONES[1], age="61", sex="female")
    assert (category(board, first), category(board, other)) == ("G", "G")
    found = seek(board)
    assert [(one.arrival_id, one.door, one.category) for one in found] == [(first, "001", "C"), (second, "002", "C")]
    assert found[0].phone == "+86199****0001"
    assert category(board, other) == "G"
    reported = rows(board, alert_reports)
    assert {one.source for one in reported} == {f"vehicle:G1234:2020-02-06:{one}" for one in (first, second)}
    assert {one.kind for one in reported} == {"shared_vehicle"}
    assert {one.number for one in reported} == {cast.YANG, cast.PHONES[1]}
    assert len(rows(board, alerts)) == 1, "one train is one incident"
    (told,) = [text for text in rows(board, texts_out) if text.number == cast.CADRE]
    assert "001 002" in told.body
    assert told.segments <= 2


def test_doing_it_twice_changes_nothing(board: Switchboard) -> None:
    comes(board)
    first = seek(board)
    before = [rows(board, table) for table in (alerts, texts_out, clear_history, sought_vehicles)]
    assert seek(board) == first
    assert [rows(board, table) for table in (alerts, texts_out, clear_history, sought_vehicles)] == before


def test_the_item_says_who_said_so_and_keeps_what_the_resident_said(board: Switchboard) -> None:
    arrival_id = comes(board, shared_vehicle="no")
    seek(board)
    with board.ledger.read() as tx:
        item = arrivals.items(tx, arrival_id)[6]
        (before, _), *_ = arrivals.history(tx, arrival_id)
    assert (item.said_by, item.channel, item.answers["shared_vehicle"]) == ("vehicle list", "vehicle_list", "yes")
    assert (before.said_by, before.answers["shared_vehicle"]) == ("resident", "no")


@pytest.mark.parametrize(("left", "found"), [(FEB_5, True), (FEB_6, True), (FEB_7, False), (date(2020, 2, 4), False)])
def test_a_night_train_is_found_under_the_day_it_left(board: Switchboard, left: date, found: bool) -> None:
    comes(board)  # at home on the 6th
    with board.work() as work:
        assert bool(vehicles.who(work, "G1234", left)) is found
    seek(board, day=left)
    with board.work() as work:
        assert bool(store.sought_among(work.tx, ["G1234"], rules.days_sought(FEB_6))) is found


def test_looking_changes_nothing(board: Switchboard) -> None:
    arrival_id = comes(board)
    with board.work() as work:
        assert [one.arrival_id for one in vehicles.who(work, "G1234", FEB_6)] == [arrival_id]
    assert rows(board, alerts) == rows(board, sought_vehicles) == []
    assert category(board, arrival_id) == "G"


def test_whoever_keys_a_vehicle_on_the_list_is_alarmed_during_the_call(board: Switchboard) -> None:
    seek(board, day=FEB_5)
    line = on_line(board)
    with board.work() as work:
        did = check_vehicle(board, work, line)
        again = check_vehicle(board, work, line)
    assert did.outcome == again.outcome == "sought"
    assert did.answers is not None
    assert did.answers["shared_vehicle"] == "yes", "the question need not be put any more"
    (alert,) = rows(board, alerts)
    assert (alert.kind, alert.number) == ("shared_vehicle", cast.YANG)
    assert [text.number for text in rows(board, texts_out)].count(cast.CADRE) == 1


def test_the_alarm_of_a_call_is_not_repeated_when_it_is_filed_or_sought_again(board: Switchboard) -> None:
    seek(board)
    with board.work() as work:
        check_vehicle(board, work, on_line(board))
    arrival_id = comes(board, shared_vehicle="yes")
    seek(board)
    assert category(board, arrival_id) == "C"
    assert len(rows(board, alerts)) == 1


def test_she_keys_the_train_and_the_alarm_is_raised_while_she_is_on_the_line(board: Switchboard) -> None:
    knows_language(board, cast.YANG)
    seek(board, day=FEB_5)
    to_the_train = FROM_WUHAN[: FROM_WUHAN.index("1234") + 1]
    reply = ring(board, cast.YANG, to_the_train)
    assert "这趟车上有查出病的人" in said(board, reply)
    assert reply.turn.wants is not None, "she is still on the line"
    assert [alert.kind for alert in rows(board, alerts)] == ["shared_vehicle"]


def test_a_whole_call_files_a_contact_and_tells_once(board: Switchboard) -> None:
    knows_language(board, cast.YANG)
    ring(board, cast.YANG, FROM_WUHAN)
    assert rows(board, alerts) == []
    (found,) = seek(board)
    assert (found.door, found.category) == ("001", "C")
    assert len(rows(board, alerts)) == 1


def test_another_vehicle_is_free(board: Switchboard) -> None:
    seek(board)
    with board.work() as work:
        assert check_vehicle(board, work, on_line(board, train_number="G1235")).outcome == "free"
        assert check_vehicle(board, work, on_line(board, train_number="unknown")).outcome == "free"
    assert rows(board, alerts) == []


def test_what_is_told_by_text_or_by_a_cadre_is_matched_when_it_is_filed(board: Switchboard) -> None:
    seek(board, "昆明西站14：30", FEB_6)
    arrival_id = comes(board, vehicle="coach", vehicle_said="下午2点半昆明西开往大理")
    assert category(board, arrival_id) == "C"
    assert len(rows(board, alerts)) == 1


def test_a_resident_who_says_no_later_stays_a_contact(board: Switchboard) -> None:
    seek(board)
    arrival_id = comes(board)
    assert comes(board, shared_vehicle="no") == arrival_id
    assert category(board, arrival_id) == "C"
    assert len(rows(board, alerts)) == 1


def test_a_corrected_vehicle_replaces_the_one_before(board: Switchboard) -> None:
    comes(board)
    comes(board, train_number="K9612")
    assert [row.vehicle for row in rows(board, vehicle_rows)] == ["K9612"]


def test_what_names_no_vehicle_is_refused_by_name(board: Switchboard) -> None:
    with pytest.raises(BadInput, match="'客车' names no vehicle"):
        seek(board, "客车")
    assert rows(board, sought_vehicles) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_words_for_a_call_say_vehicle_and_day(board: Switchboard, language: str) -> None:
    words = vehicles.words_for(board, "g1234", FEB_5, language)
    assert "G 1 2 3 4" in words
    assert "5" in words
    assert segments(words) <= 2
