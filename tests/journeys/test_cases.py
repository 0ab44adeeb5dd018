"""Category A: only the health side says who is a case, and everything that follows from it follows at once."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from gateway.domain.errors import BadInput, NotAllowed, NotFound
from gateway.domain.observations import Outcome
from gateway.domain.screening import Case
from gateway.journeys.observing import follow_ups
from gateway.journeys.reporting import cases, reports, vehicles
from gateway.journeys.reporting.cases import Whom
from gateway.journeys.reporting.clears import Said
from gateway.journeys.reporting.reports import Source
from gateway.store import arrivals, observations, roster
from gateway.store.arrivals import Arrival
from gateway.store.incident_tables import alert_reports
from gateway.store.outgoing_tables import alerts, texts_out
from gateway.store.screening_tables import clear_history, sought_vehicles
from gateway.switchboard import Switchboard
from tests.journeys.home import FROM_WUHAN, at, tick
from tests.journeys.talk import rows
from tests.support import cast

FIRST = date(2020, 2, 8)
DOCUMENT, LATER = "大疾控〔2020〕12号", "大疾控〔2020〕15号"
BY_TRAIN = {**FROM_WUHAN, "vehicle": "train", "train_letter": "G", "train_number": "G1234", "days_ago": "2020-02-06"}
YANG, ZHAO = Whom(number=cast.YANG), Whom(number="+8619900010002")


def comes(board: Switchboard, number: str = cast.YANG, key: str = "call:1:1", age: int = 35, **said: str) -> str:
    """Somebody came by G1234 two days ago, and a call or text told of them; their arrival's id."""
    with board.work() as work:
        home = roster.household_of(work.tx, number)
        assert home is not None
        source = Source(key, number, home.unit_code, home.id, "zh")
        answers = {**BY_TRAIN, "age": str(age), **said}
        return reports.file_person(board, work, source, Said(answers, number, home.unit_code, home.id)).arrival_id


def decide(
    board: Switchboard, case: Case, whom: Whom = YANG, by: str = cast.DOCTOR, document: str = DOCUMENT
) -> cases.Decided:
    with board.work() as work:
        return cases.decide(board, work, cases.find(work, whom), case, by, document)


def load(board: Switchboard, arrival_id: str) -> Arrival:
    with board.ledger.read() as tx:
        arrival = arrivals.load(tx, arrival_id)
    assert arrival is not None
    return arrival


def outcome(board: Switchboard, arrival_id: str) -> Outcome | None:
    with board.ledger.read() as tx:
        observation = observations.load(tx, arrival_id)
    assert observation is not None
    return observation.outcome


@pytest.mark.parametrize("case", [Case.CONFIRMED, Case.SUSPECTED])
def test_a_doctor_makes_a_case_and_the_record_says_who_and_by_which_document(board: Switchboard, case: Case) -> None:
    arrival_id = comes(board)
    assert load(board, arrival_id).category == "D"
    done = decide(board, case)
    assert (done.arrival.category, load(board, arrival_id).category) == ("A", "A")
    with board.ledger.read() as tx:
        item = arrivals.items(tx, arrival_id)[11]
        doctor = tx.exec_driver_sql("SELECT id FROM staff WHERE role = 'doctor'").scalar_one()
    assert item.answers == {"case": case, "case_document": DOCUMENT}
    assert (item.said_by, item.channel, item.clear) == (f"staff:{doctor}", "health", True)
    assert load(board, arrival_id).clear == 10, "it is none of the ten"


def test_a_case_is_no_more_observed_at_home_nor_rung_about_it(board: Switchboard) -> None:
    arrival_id = comes(board)
    decide(board, Case.CONFIRMED)
    assert outcome(board, arrival_id) is Outcome.TO_DOCTOR
    at(board, FIRST + timedelta(days=1), 10)
    assert tick(board) == []
    assert not follow_ups.is_due(board)


def test_the_alert_is_raised_once_and_doing_it_twice_changes_nothing(board: Switchboard) -> None:
    comes(board)
    decide(board, Case.SUSPECTED)
    (alert,) = rows(board, alerts)
    assert (alert.kind, alert.number) == ("case", cast.YANG)
    before = [rows(board, table) for table in (alerts, texts_out, clear_history, sought_vehicles)]
    decide(board, Case.SUSPECTED)
    assert [rows(board, table) for table in (alerts, texts_out, clear_history, sought_vehicles)] == before
    decide(board, Case.CONFIRMED, document=LATER)
    assert len(rows(board, alerts)) == 1
    (kept,) = rows(board, clear_history)
    assert (kept.item, kept.answers["case"]) == (11, "suspected")


def test_whoever_shared_the_train_becomes_a_contact_and_the_case_does_not(board: Switchboard) -> None:
    case = comes(board)
    other = comes(board, "+8619900010002", "call:2:1", age=61, sex="female", origin="yunnan", hubei="")
    done = decide(board, Case.CONFIRMED)
    ((ride, shared),) = done.shared
    assert ride.vehicle == "G1234"
    assert {one.arrival_id: one.category for one in shared} == {case: "A", other: "C"}
    (sought,) = rows(board, sought_vehicles)
    assert (sought.source, sought.note, sought.day) == ("case", DOCUMENT, date(2020, 2, 6))
    assert [alert.kind for alert in rows(board, alerts)] == ["case"], "whoever shared its train is the same incident"
    assert [report.kind for report in rows(board, alert_reports)] == ["case", "shared_vehicle"]


def test_what_the_family_says_later_does_not_undo_it(board: Switchboard) -> None:
    arrival_id = comes(board)
    decide(board, Case.CONFIRMED)
    comes(board, key="call:9:1", fever="no", symptoms="no", measures="masked")
    assert load(board, arrival_id).category == "A"
    assert outcome(board, arrival_id) is Outcome.TO_DOCTOR
    assert [alert.kind for alert in rows(board, alerts)] == ["case"], "its own train is no news about it"


def test_a_report_that_completes_the_record_says_nothing_of_the_case(board: Switchboard) -> None:
    arrival_id = comes(board, measures="")
    decide(board, Case.CONFIRMED)
    with board.work() as work:
        known = reports.clears.clear_answers(work, arrival_id)
    assert "case" not in known


def test_who_is_excluded_goes_on_at_home_and_the_train_is_sought_no_more(board: Switchboard) -> None:
    arrival_id = comes(board)
    decide(board, Case.SUSPECTED)
    decide(board, Case.EXCLUDED, document=LATER)
    assert load(board, arrival_id).category == "D"
    assert outcome(board, arrival_id) is None
    assert rows(board, sought_vehicles) == []
    at(board, FIRST + timedelta(days=1), 9, 45)
    assert tick(board) == [cast.YANG]


def test_a_train_another_case_was_on_or_a_notice_seeks_stays_on_the_list(board: Switchboard) -> None:
    comes(board)
    comes(board, "+8619900010002", "call:2:1", age=61, sex="female")
    for whom in (YANG, ZHAO):
        decide(board, Case.CONFIRMED, whom)
    decide(board, Case.EXCLUDED, document=LATER)
    assert len(rows(board, sought_vehicles)) == 1
    decide(board, Case.EXCLUDED, ZHAO, document=LATER)
    assert rows(board, sought_vehicles) == []
    with board.work() as work:
        vehicles.seek(board, work, "G1234", date(2020, 2, 6), "notice", "county notice 12", "command line")
    decide(board, Case.CONFIRMED)
    decide(board, Case.EXCLUDED, document=LATER)
    assert [row.note for row in rows(board, sought_vehicles)] == ["county notice 12"]


@pytest.mark.parametrize("by", [cast.CADRE, cast.SUPERVISOR, cast.YANG, cast.STRANGER])
def test_nobody_but_a_doctor_says_so(board: Switchboard, by: str) -> None:
    arrival_id = comes(board)
    with pytest.raises(NotAllowed, match="doctor"):
        decide(board, Case.CONFIRMED, by=by)
    assert load(board, arrival_id).category == "D"


def test_a_doctor_of_another_village_does_not_either(board: Switchboard) -> None:
    comes(board)
    with board.work() as work:
        work.tx.exec_driver_sql("UPDATE staff SET unit_code = '532901105202' WHERE role = 'doctor'")
    with pytest.raises(NotAllowed, match="鹤阳村"):
        decide(board, Case.CONFIRMED)


@pytest.mark.parametrize("document", ["", "  "])
def test_without_a_document_nobody_is_a_case(board: Switchboard, document: str) -> None:
    comes(board)
    with pytest.raises(BadInput, match="document"):
        decide(board, Case.CONFIRMED, document=document)


def test_nobody_is_excluded_who_never_was_a_case(board: Switchboard) -> None:
    comes(board)
    with pytest.raises(BadInput, match="neither confirmed nor suspected"):
        decide(board, Case.EXCLUDED)


def test_of_several_at_one_door_age_and_sex_tell_which(board: Switchboard) -> None:
    father, mother = comes(board), comes(board, key="call:1:2", age=62, sex="female")
    with board.ledger.read() as tx:
        home = roster.household_of(tx, cast.YANG)
    assert home is not None
    with board.work() as work:
        with pytest.raises(BadInput, match=r"2 people.*male, 35.*female, 62"):
            cases.find(work, YANG)
        assert cases.find(work, replace(YANG, sex="female")).id == mother
        assert cases.find(work, Whom(household_id=home.id, age=35)).id == father
        with pytest.raises(NotFound):
            cases.find(work, replace(YANG, age=7))
        with pytest.raises(NotFound):
            cases.find(work, Whom(number=cast.STRANGER))
