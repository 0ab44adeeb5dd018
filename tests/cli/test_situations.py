"""`dalaba case add` and `dalaba situation` at a keyboard."""

from contextlib import closing
from io import StringIO
from pathlib import Path

import pytest
from click.testing import Result
from rich.console import Console

from gateway.cli.situations import showing
from gateway.journeys import roster
from tests.cli.conftest import Dalaba
from tests.journeys.home import at
from tests.journeys.situations.asking import everybody_answers, tick
from tests.journeys.situations.conftest import VILLAGE, confirms, enters
from tests.support import cast
from tests.support.board import MORNING, new_board

STAFF = f"""kind,code,name,phones,role,pin,duty
staff,{cast.COUNTY},周卫健,19900000125,health,2468,
staff,{cast.COUNTY},吴卫健,19900000126,health,8642,no
"""
BY = ("--by", "19900000125", "--document", "大卫〔2020〕3号")


@pytest.fixture
def guarded(village_dalaba: Dalaba, tmp_path: Path) -> Dalaba:
    (tmp_path / "more.csv").write_text(STAFF, encoding="utf-8")
    assert village_dalaba("roster", "import", str(tmp_path / "more.csv")).exit_code == 0

    def run(*words: str, typed: str = "") -> Result:
        return village_dalaba(*words, typed=("2468\n" if BY[1] in words else "") + typed)

    return run


def adds(dalaba: Dalaba, *words: str) -> str:
    done = dalaba("case", "add", cast.VILLAGE, *BY, *words)
    assert done.exit_code == 0, done.stderr
    return done.output


def test_cases_are_added_listed_changed_and_withdrawn(guarded: Dalaba) -> None:
    assert "Case 1: confirmed 确诊" in adds(guarded, "--door", "3", "--source", "known")
    assert "Case 2: suspected 疑似" in adds(guarded, "--suspected", "--source", "unknown", "--place", "工地")
    assert "recovered 出院" in guarded("case", "change", "1", "recovered", *BY).output
    assert "withdrawn" in guarded("case", "withdraw", "2", *BY, "--why", "录错了").output
    listed = guarded("case", "list", cast.VILLAGE).output
    assert "│ 003 " in listed
    assert "recovered" in listed
    assert "周卫健" in listed
    assert "工地" not in listed
    assert "工地" in guarded("case", "list", "--all").output
    assert "No case is entered" in guarded("case", "list", cast.GRID_2).output


def test_the_health_side_is_asked_for_their_pin_where_they_have_one(guarded: Dalaba) -> None:
    words = ("case", "add", cast.VILLAGE, "--by", "19900000126", "--document", "x", "--source", "known")
    assert "not the PIN of 吴卫健" in guarded(*words, typed="1111\n").stderr
    assert "Case 1" in guarded(*words, typed="8642\n").output


def test_a_class_is_proposed_confirmed_shown_and_its_measures_ticked(guarded: Dalaba) -> None:
    assert "No class was ever confirmed here" in guarded("situation", "show", cast.VILLAGE).output
    adds(guarded, "--door", "3", "--source", "known")
    adds(guarded, "--door", "3", "--source", "unknown")
    proposed = guarded("situation", "propose", cast.VILLAGE).output
    for words in ("class 2b 暴发疫情", "GRAVER", "(cases 病例 1, 2)", "0 -> 11 calls", "draft 草稿 red: 本村出现病例"):
        assert words in proposed
    declined = guarded("situation", "confirm", cast.VILLAGE, "2b", *BY, typed="n\n")
    assert (declined.exit_code, "in force." in declined.output) == (1, False)
    confirmed = guarded("situation", "confirm", cast.VILLAGE, "2b", *BY, typed="y\n").output
    assert "Class 2b is in force" in confirmed
    assert "dalaba broadcast submit 1" in confirmed
    assert "disinfect is done" in guarded("situation", "tick", cast.VILLAGE, "8", "--by", "19900000102").output
    assert "open again" in guarded("situation", "tick", cast.VILLAGE, "disinfect", "--undo").output
    assert "由张敏负责" in guarded("situation", "assign", cast.VILLAGE, "disinfect", "19900000101").output
    shown = guarded("situation", "show", cast.VILLAGE).output
    assert "大卫〔2020〕3号" in shown
    assert "as it is 与现在一致" in shown
    assert shown.count("open 未办") == 8
    assert "risk 风险 low" in shown
    assert "│ 2b         │ 2b" in guarded("situation", "show", "5329").output
    assert "in force 现行" in guarded("situation", "history", cast.VILLAGE).output


def test_a_draft_that_lies_ready_is_sent_off_once(guarded: Dalaba) -> None:
    guarded("situation", "confirm", cast.VILLAGE, "1", *BY, "--yes")
    assert guarded("broadcast", "submit", "2", typed="n\n").exit_code == 1
    assert "On its way: 2" in guarded("broadcast", "submit", "2", "--yes").output
    assert "2 is no draft: it is" in guarded("broadcast", "submit", "2", "--yes").stderr


def test_many_outbreaks_are_said_by_a_person(guarded: Dalaba) -> None:
    assert "class 3 传播疫情" in guarded("situation", "propose", cast.VILLAGE, "--many-outbreaks").output


def test_the_risk_of_a_county_is_confirmed_beside_it(guarded: Dalaba) -> None:
    adds(guarded, "--door", "3", "--source", "known")
    assert "risk 风险 medium 中  since" in guarded("situation", "confirm", cast.COUNTY, "medium", *BY).output
    assert "│ risk    │ medium 中" in guarded("situation", "history", cast.COUNTY).output


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("case", "add", "99", *BY, "--source", "known"), "there is no unit '99'"),
        (("case", "add", cast.VILLAGE, "--by", "19900000102", "--document", "x", "--source", "known"), "role health"),
        (("case", "change", "7", "died", *BY), "there is no case 7"),
        (("case", "list", "99"), "there is no unit '99'"),
        (("situation", "show", "99"), "there is no unit '99'"),
        (("situation", "propose", cast.TOWNSHIP), "银桥镇 is a township; a class is held by a village"),
        (("situation", "confirm", cast.VILLAGE, "high", *BY), "a risk is a county's, a class a village's"),
        (("situation", "confirm", cast.COUNTY, "2a", *BY), "大理市 is a county; a class is held by a village"),
        (("situation", "tick", cast.VILLAGE, "clean"), "no class is confirmed"),
        (("situation", "history", cast.VILLAGE), "nothing was ever confirmed"),
        (("broadcast", "submit", "9"), "broadcasts begin with '9'"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(guarded: Dalaba, words: tuple[str, ...], complaint: str) -> None:
    done = guarded(*words)
    assert done.exit_code == 1
    assert complaint in done.stderr


def test_how_far_todays_round_is_stands_with_the_class(sqlite_url: str) -> None:
    board = new_board(sqlite_url)
    with closing(board.ledger):
        cast.settle(board)
        roster.bring(board, STAFF.encode())
        enters(board)
        confirms(board, "2a")
        at(board, MORNING.date(), 10)
        tick(board)
        everybody_answers(board, cast.YANG)
        at(board, MORNING.date(), 10, 5)
        paper = Console(width=160, file=StringIO())
        with board.work() as work:
            showing._village(board, work, paper, VILLAGE)
        shown = paper.file.getvalue()  # type: ignore[attr-defined]
    assert "每户报平安, 1 a day" in shown
    assert "round 第1遍 2020-02-08 10:00: 12 homes 户, 1 to be asked 待问, 11 have told 已报; under way 正在问" in shown
