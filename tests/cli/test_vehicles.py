"""`dalaba vehicle` and `dalaba tasks` at a keyboard."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from gateway.domain.conversation import Session
from gateway.journeys.connecting import promises
from gateway.journeys.reporting import clears, tasks, vehicles
from gateway.journeys.reporting.clears import Said
from gateway.store import roster
from gateway.store.sessions import Line
from gateway.switchboard import Switchboard
from tests.cli.conftest import Dalaba
from tests.support import cast
from tests.support.board import SHORT_WAV, clock_of, new_board

BY_TRAIN = {"days_ago": "2020-02-06", "origin": "province", "vehicle": "train", "train_number": "G1234", "age": "35"}


@pytest.fixture
def board(village_dalaba: Dalaba, sqlite_url: str) -> Iterator[Switchboard]:
    """The ledger the command works on, with somebody in it who came by G1234."""
    board = new_board(sqlite_url)
    with closing(board.ledger):
        with board.work() as work:
            home = roster.household_of(work.tx, cast.YANG)
            assert home is not None
            arrival = clears.keep(board, work, Said(BY_TRAIN, cast.YANG, home.unit_code, home.id))
            vehicles.index(board, work, arrival.id, BY_TRAIN)
            state = Session("ten_clears", "name_spoken", "zh")
            line = Line("l1", "CA-1", cast.YANG, home.unit_code, home.id, None, state, work.now)
            tasks.spoken(work, line, "name", "https://carrier.example/rec", arrival.id)
        tasks.keep_spoken(board)
        yield board


def test_seeking_a_vehicle_prints_who_shared_it_and_what_to_say(dalaba: Dalaba, board: Switchboard) -> None:
    done = dalaba("vehicle", "seek", "g 1234次", "2020-02-05", "--notice", "county notice 12")
    assert done.exit_code == 0
    assert "G1234 2020-02-05: 1 person" in done.output
    assert "│ 001" in done.output
    assert "│ C " in done.output
    assert cast.YANG not in done.output, "a screen shows masked phones"
    assert "G 1 2 3 4上有人查出病" in done.output
    listed = dalaba("vehicle", "list").output
    assert "county notice 12" in listed
    assert "command line" in listed


def test_looking_enters_nothing(dalaba: Dalaba, board: Switchboard) -> None:
    assert "1 person" in dalaba("vehicle", "who", "G1234", "2020-02-05").output
    assert "0 people" in dalaba("vehicle", "who", "G1235", "2020-02-05").output
    assert "No vehicle is on the list" in dalaba("vehicle", "list").output


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("G1234", "2020-02-05"), "either --case, or --notice"),
        (("G1234", "2020-02-05", "--case", "--notice", "x"), "either --case, or --notice"),
        (("客车", "2020-02-05", "--case"), "names no vehicle"),
        (("G1234", "2999-02-05", "--case"), "has not come yet"),
        (("G1234", "2020-02-05", "--case", "--language", "fr"), "no language is called 'fr'"),
    ],
)
def test_what_cannot_be_sought_is_said_in_one_line(
    dalaba: Dalaba, board: Switchboard, words: tuple[str, ...], complaint: str
) -> None:
    done = dalaba("vehicle", "seek", *words)
    assert done.exit_code == 1
    assert complaint in done.stderr
    assert "No vehicle is on the list" in dalaba("vehicle", "list").output


def test_the_list_of_tasks_is_shown_heard_and_ticked_off(dalaba: Dalaba, board: Switchboard, tmp_path: Path) -> None:
    for words in ((), (cast.VILLAGE,), (cast.GRID_1,), ("list",)):
        assert "│ 001" in dalaba("tasks", *words).output
    assert "Nothing to do" in dalaba("tasks", cast.GRID_2).output
    file = tmp_path / "spoken.wav"
    assert dalaba("tasks", "sound", "1", str(file)).exit_code == 0
    assert file.read_bytes() == SHORT_WAV
    assert "wants the answer" in dalaba("tasks", "done", "1").stderr
    assert "Task 1 is done" in dalaba("tasks", "done", "1", "杨三妹").output
    assert "was done before" in dalaba("tasks", "done", "1", "杨三妹").output
    assert "Nothing to do" in dalaba("tasks").output


def test_a_promised_call_is_shown_with_its_time_and_as_broken_when_that_has_passed(
    dalaba: Dalaba, board: Switchboard
) -> None:
    with board.work() as work:
        line = Line("l2", "CA-2", cast.YANG, cast.GRID_1, None, None, Session("person", "connect", "zh"), work.now)
        assert promises.promise(work, line)
    listed = dalaba("tasks").output
    assert "call back 回电话" in listed
    assert "until 最晚 02-08 09:30" in listed
    assert "broken" not in listed
    clock_of(board).forward(minutes=31)
    promises.due_calls(board)
    assert "broken 过时没打" in dalaba("tasks").output
    assert "Task 2 is done" in dalaba("tasks", "done", "2").output
    assert "call back" not in dalaba("tasks").output


def test_what_is_not_there_is_said_in_one_line(dalaba: Dalaba, board: Switchboard, tmp_path: Path) -> None:
    assert "no unit '99'" in dalaba("tasks", "99").stderr
    assert "no task 77" in dalaba("tasks", "done", "77").stderr
    assert "no recording of task 77" in dalaba("tasks", "sound", "77", str(tmp_path / "x.wav")).stderr
