"""The cadre's list: noted once, done once, and what is keyed in comes into the ten clears."""

from dataclasses import replace
from datetime import date

import pytest

from gateway.domain.conversation import Session
from gateway.domain.errors import BadInput, CarrierRefused, CarrierSilent, NotFound
from gateway.journeys import due
from gateway.journeys.reporting import clears, tasks, vehicles
from gateway.journeys.reporting.clears import Said
from gateway.ports import Job
from gateway.store import arrivals, roster
from gateway.store import tasks as store
from gateway.store.outgoing_tables import alerts
from gateway.store.screening_tables import clear_history
from gateway.store.screening_tables import tasks as task_rows
from gateway.store.sessions import Line
from gateway.store.tasks import Kind
from gateway.switchboard import Switchboard
from tests.journeys.talk import rows
from tests.support import cast
from tests.support.board import SHORT_WAV, carrier_of, clock_of, queue_of

RECORDING = "https://carrier.example/rec/1"


@pytest.fixture
def arrival(board: Switchboard) -> str:
    """Somebody came by a coach, two days ago, and spoke its name and time."""
    answers = {"days_ago": "2020-02-06", "origin": "yunnan", "vehicle": "coach", "age": "35", "sex": "male"}
    with board.work() as work:
        home = roster.household_of(work.tx, cast.YANG)
        assert home is not None
        return clears.keep(board, work, Said(answers, cast.YANG, home.unit_code, home.id)).id


@pytest.fixture
def line(board: Switchboard) -> Line:
    with board.ledger.read() as tx:
        home = roster.household_of(tx, cast.YANG)
    assert home is not None
    state = Session("ten_clears", "vehicle_spoken", "zh")
    return Line("l1", "CA-1", cast.YANG, home.unit_code, home.id, None, state, board.clock.now())


def speaks(board: Switchboard, line: Line, arrival: str | None, question: str = "vehicle_spoken") -> bool:
    with board.work() as work:
        return tasks.spoken(work, line, question, RECORDING, arrival)


def done(board: Switchboard, answer: str | None, task_id: int = 1, by: str = "staff:1") -> bool:
    with board.work() as work:
        return tasks.finish(board, work, task_id, answer, by)


def to_do(board: Switchboard, unit_code: str = "") -> list[store.Task]:
    with board.ledger.read() as tx:
        return store.open_ones(tx, unit_code)


def test_what_was_spoken_is_a_task_once_and_its_recording_is_brought_home(
    board: Switchboard, line: Line, arrival: str
) -> None:
    assert speaks(board, line, arrival)
    assert not speaks(board, line, arrival)
    assert queue_of(board).asked(Job.KEEP_SPOKEN) == [()]
    assert list(due.spoken_to_keep(board)) == [()]
    tasks.keep_spoken(board)
    tasks.keep_spoken(board)
    assert list(due.spoken_to_keep(board)) == []
    (task,) = to_do(board)
    assert (task.kind, task.question, task.address) == (Kind.TRANSCRIBE, "vehicle_spoken", RECORDING)
    with board.work() as work:
        assert tasks.sound_of(work, task.id) == SHORT_WAV


def test_a_second_person_of_the_same_call_is_a_task_of_their_own(board: Switchboard, line: Line) -> None:
    assert speaks(board, line, None)
    assert speaks(board, replace(line, state=replace(line.state, person=2)), None)
    assert len(to_do(board)) == 2


def test_keying_it_in_makes_the_ledger_know_it_and_closes_the_task(
    board: Switchboard, line: Line, arrival: str
) -> None:
    speaks(board, line, arrival)
    assert done(board, " 昆明西 14:30 ")
    assert not done(board, "别的")
    with board.ledger.read() as tx:
        item = arrivals.items(tx, arrival)[4]
    assert (item.answers["vehicle_said"], item.answers["vehicle"]) == ("昆明西 14:30", "coach")
    assert (item.said_by, item.channel) == ("staff:1", "cadre")
    (task,) = rows(board, task_rows)
    assert (task.answer, task.done_by, task.done_at) == ("昆明西 14:30", "staff:1", board.clock.now())
    assert to_do(board) == []
    assert len(rows(board, clear_history)) == 1


def test_a_coach_keyed_in_that_is_sought_raises_the_alarm(board: Switchboard, line: Line, arrival: str) -> None:
    with board.work() as work:
        vehicles.seek(board, work, "昆明西站14：30", date(2020, 2, 6), "case", "", "command line")
    speaks(board, line, arrival)
    done(board, "14点半昆明西到大理")
    assert [alert.kind for alert in rows(board, alerts)] == ["shared_vehicle"]
    with board.ledger.read() as tx:
        found = arrivals.load(tx, arrival)
    assert found is not None
    assert found.category == "C"


@pytest.mark.parametrize("answer", [None, "", "  "])
def test_a_spoken_answer_is_not_done_without_the_answer(
    board: Switchboard, line: Line, arrival: str, answer: str | None
) -> None:
    speaks(board, line, arrival)
    with pytest.raises(BadInput, match="vehicle_spoken"):
        done(board, answer)
    assert len(to_do(board)) == 1


def test_what_was_spoken_about_nobody_in_the_ledger_is_kept_with_the_task(board: Switchboard, line: Line) -> None:
    speaks(board, line, None)
    assert done(board, "昆明西 14:30")


def test_visits_and_thermometers_need_no_answer(board: Switchboard, line: Line, arrival: str) -> None:
    with board.work() as work:
        assert tasks.visit(work, "check:1", line, arrival)
        assert not tasks.visit(work, "check:1", line, arrival)
        assert tasks.thermometer(work, arrival, line, arrival)
    assert [task.kind for task in to_do(board)] == [Kind.VISIT, Kind.THERMOMETER]
    assert done(board, None)


def test_tasks_are_shown_by_unit(board: Switchboard, line: Line) -> None:
    speaks(board, line, None)
    assert len(to_do(board, cast.VILLAGE)) == len(to_do(board, cast.GRID_1)) == 1
    assert to_do(board, cast.GRID_2) == []


def test_an_unknown_task_is_named(board: Switchboard) -> None:
    with pytest.raises(NotFound, match="no task 77"):
        done(board, "x", 77)


@pytest.mark.parametrize("fault", [CarrierRefused("gone", None, "unknown"), CarrierSilent("no answer"), None])
def test_a_recording_that_cannot_be_had_yet_is_asked_for_again_for_two_days(
    board: Switchboard, line: Line, fault: Exception | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fetch(address: str) -> bytes | None:
        if fault is not None:
            raise fault
        return None

    monkeypatch.setattr(carrier_of(board), "fetch_recording", fetch)
    speaks(board, line, None)
    tasks.keep_spoken(board)
    assert list(due.spoken_to_keep(board)) == [()]
    clock_of(board).forward(days=2)
    assert list(due.spoken_to_keep(board)) == []
    assert len(to_do(board)) == 1, "somebody may still call and ask"
