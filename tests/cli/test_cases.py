"""`dalaba case` at a keyboard."""

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta

import pytest

from gateway.journeys.reporting import reports
from gateway.journeys.reporting.clears import Said
from gateway.journeys.reporting.reports import Source
from gateway.store import roster
from gateway.switchboard import Switchboard
from tests.cli.conftest import Dalaba
from tests.support import cast
from tests.support.board import SHANGHAI, new_board

NOW = datetime.now(SHANGHAI)  # the command lives in the present
CAME = NOW.date() - timedelta(days=2)
BY_TRAIN = {"days_ago": CAME.isoformat(), "origin": "province", "vehicle": "train", "train_number": "G1234"}
BY = ("--by", "19900000102", "--document", "大疾控〔2020〕12号")


@pytest.fixture
def board(village_dalaba: Dalaba, sqlite_url: str) -> Iterator[Switchboard]:
    """The ledger the command works on: a man of 35 and a woman of 62 came home to door 001 by G1234."""
    board = new_board(sqlite_url, NOW)
    with closing(board.ledger):
        with board.work() as work:
            home = roster.household_of(work.tx, cast.YANG)
            assert home is not None
            for nth, (age, sex) in enumerate((("35", "male"), ("62", "female")), start=1):
                source = Source(f"call:1:{nth}", cast.YANG, home.unit_code, home.id, "zh")
                said = Said({**BY_TRAIN, "age": age, "sex": sex}, cast.YANG, home.unit_code, home.id)
                reports.file_person(board, work, source, said)
        yield board


def test_a_case_by_phone_age_and_sex_prints_what_followed(dalaba: Dalaba, board: Switchboard) -> None:
    done = dalaba("case", "confirmed", "19900010001", "--sex", "female", *BY)
    assert done.exit_code == 0, done.output
    for words in ("category 类别 A", "female, 62", "the doctor is told", f"G1234 {CAME}: 2 people", "│ C "):
        assert words in done.output
    assert cast.YANG not in done.output, "a screen shows masked phones"
    assert "category 类别 A" in dalaba("why", "19900010001").output
    assert "大疾控〔2020〕12号" in dalaba("vehicle", "list").output


def test_a_door_is_enough_where_there_is_one_village(dalaba: Dalaba, board: Switchboard) -> None:
    done = dalaba("case", "suspected", "1", "--age", "35", *BY)
    assert "category 类别 A" in done.output
    done = dalaba("case", "excluded", "001", "--unit", cast.VILLAGE, "--age", "35", *BY)
    assert done.exit_code == 0, done.output
    assert "category 类别 G" in done.output
    assert "No vehicle is on the list" in dalaba("vehicle", "list").output


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("confirmed", "19900010001", *BY), "2 people"),
        (("confirmed", "099", *BY), "no door '099'"),
        (("confirmed", "001", "--unit", "99", *BY), "no unit '99'"),
        (("confirmed", "19900010005", *BY), "nobody"),
        (("confirmed", "001", "--age", "35", "--by", "19900000101", "--document", "x"), "no doctor"),
        (("confirmed", "001", "--age", "35", "--by", "abc", "--document", "x"), "no telephone number"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    dalaba: Dalaba, board: Switchboard, words: tuple[str, ...], complaint: str
) -> None:
    done = dalaba("case", *words)
    assert done.exit_code == 1
    assert complaint in done.stderr
