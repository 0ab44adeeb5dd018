"""`dalaba register` and `dalaba reach`: what an inspector asks for."""

import csv
from contextlib import closing
from io import StringIO
from pathlib import Path

import pytest

from gateway.switchboard import Switchboard
from tests.cli.conftest import Dalaba
from tests.support import cast
from tests.support.board import new_board
from tests.support.speaking import finished

FEBRUARY = ("--from", "2020-02-01", "--to", "2020-02-29")


@pytest.fixture
def board(sqlite_url: str, village_dalaba: Dalaba) -> Switchboard:
    """A broadcast whose words look like a formula has reached one phone of two doors."""
    board = new_board(sqlite_url)
    with closing(board.ledger):
        finished(board, heard=(cast.SHARED,), words="=1+1")
    return board


def read(file: Path) -> list[list[str]]:
    content = file.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


def test_what_was_aired_as_a_table_and_as_a_sheet(dalaba: Dalaba, board: Switchboard, tmp_path: Path) -> None:
    assert "鹤阳村" in dalaba("register", "broadcasts", *FEBRUARY).output
    file = tmp_path / "aired.csv"
    assert "1 line." in dalaba("register", "broadcasts", *FEBRUARY, "--csv", str(file)).output
    header, line = read(file)
    assert len(header) == len(line)
    kept = dict(zip(header, line, strict=True))
    assert kept["who 播出人"] == "operator 值班员"
    assert kept["words or recording 内容"] == "zh: =1+1"
    assert (kept["phones 电话"], kept["heard 听到"], kept["doors 上门"]) == ("12", "1", "10")


def test_who_agreed_as_a_table_and_as_a_sheet(dalaba: Dalaba, board: Switchboard, tmp_path: Path) -> None:
    assert "王主任" in dalaba("register", "approvals", *FEBRUARY).output
    file = tmp_path / "agreed.csv"
    dalaba("register", "approvals", *FEBRUARY, "--csv", str(file))
    header, line = read(file)
    kept = dict(zip(header, line, strict=True))
    assert (kept["decision 意见"], kept["late because 补签原因"]) == ("agreed 同意", "signed after it had begun")


def test_an_empty_register_says_so_by_its_header(dalaba: Dalaba) -> None:
    done = dalaba("register", "broadcasts", *FEBRUARY)
    assert done.exit_code == 0
    assert "播出信息登记本" in done.output


@pytest.mark.parametrize(
    ("by", "said"),
    [("grid", "一组"), ("language", "English"), ("level", "red 红"), ("outcome", "no answer 没人接")],
)
def test_reach_by_each_way_of_looking_at_it(dalaba: Dalaba, board: Switchboard, by: str, said: str) -> None:
    assert said in dalaba("reach", "1", "--by", by).output
    assert said in dalaba("reach", *FEBRUARY, "--by", by).output


def test_households_stand_beside_phones(dalaba: Dalaba, board: Switchboard) -> None:
    shown = dalaba("broadcast", "show", "1").output
    assert "households 户: 12, heard 听到 2" in shown


def test_what_cannot_be_shown_says_why(dalaba: Dalaba) -> None:
    assert "lies after" in dalaba("reach", "--from", "2020-02-02", "--to", "2020-02-01").stderr
    assert "give a broadcast" in dalaba("reach", "1", "--from", "2020-02-02").stderr
    assert "Nothing was broadcast" in dalaba("reach", *FEBRUARY).output
