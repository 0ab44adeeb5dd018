"""`dalaba alert`, `dalaba duty` and `dalaba roster units` at a keyboard."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from gateway.cli.duty import SAMPLE
from gateway.domain.screening import Concern
from gateway.journeys import alerts
from gateway.journeys.reporting.reports import Source
from gateway.switchboard import Switchboard
from tests.cli.conftest import Dalaba
from tests.support import cast
from tests.support.board import new_board

STAFF = f"""kind,code,name,phones,role,duty
staff,{cast.VILLAGE},杨医生,19900000112,doctor,替补
staff,{cast.COUNTY},周卫健,19900000125,health,
"""


PAPER = ("--document", "大卫报7号")


@pytest.fixture
def board(village_dalaba: Dalaba, sqlite_url: str, tmp_path: Path) -> Iterator[Switchboard]:
    """The ledger the command works on; a feverish returnee was told of."""
    (tmp_path / "more.csv").write_text(STAFF, encoding="utf-8")
    assert village_dalaba("roster", "import", str(tmp_path / "more.csv")).exit_code == 0
    board = new_board(sqlite_url)
    with closing(board.ledger):
        with board.work() as work:
            source = Source("call:1:1", cast.YANG, cast.GRID_1, 1, "zh")
            alerts.raise_about(board, work, source.key, source, Concern.FEVER_WITH_HISTORY)
        yield board


def test_what_is_open_is_listed_shown_handed_on_and_closed(dalaba: Dalaba, board: Switchboard) -> None:
    assert "nobody yet" in dalaba("alert").output
    shown = dalaba("alert", "show", "a0208-01").output
    assert "李医生" in shown
    assert "县级卫健部门" in shown
    assert "02-08 11:00" in shown, "two hours after nine"
    assert shown.count("not said 没确认") == 3
    assert "outside of this house" in shown
    assert "001" in shown, "whose report it is"
    assert "Noted that the county knows" in dalaba("alert", "tell", "A0208-01", "--level", "county", *PAPER).output
    assert "大卫报7号" in dalaba("alert", "show", "A0208-01").output
    assert "A0208-01 waits for 杨医生" in dalaba("alert", "hand", "A0208-01", "杨医生").output
    assert "A0208-01 is closed." in dalaba("alert", "close", "A0208-01", "已送县医院").output
    assert "was closed before: 已送县医院" in dalaba("alert", "close", "A0208-01", "x").output
    assert "is closed: 已送县医院" in dalaba("alert", "hand", "A0208-01", "杨医生").stderr
    shown = dalaba("alert", "show", "A0208-01").output
    assert "handed on 转交 by command line -> 杨医生" in shown
    assert "closed 办结 by command line: 已送县医院" in shown
    assert "Nothing urgent is open" in dalaba("alert", "list", cast.VILLAGE).output


def test_the_ladder_of_a_unit_names_who_would_be_told(dalaba: Dalaba, board: Switchboard) -> None:
    told = dalaba("alert", "ladder", cast.GRID_1).output
    for line in ("李医生 (doctor", "张敏 (cadre", "王主任 (supervisor 532901105)", "周卫健 (health 532901)", "120"):
        assert line in told


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("alert", "list", "99"), "there is no unit '99'"),
        (("alert", "show", "A0101-01"), "there is no alert 'A0101-01'"),
        (("alert", "hand", "A0208-01", "某某"), "nobody around 53290110520101 is called '某某'"),
        (("alert", "close", "A0208-01", " "), "say how it ended"),
        (("alert", "tell", "A0208-01", "--level", "county", "--document", " "), "say the number of the document"),
        (("alert", "tell", "A0208-01", "--level", "village", *PAPER), "no clock of the law runs for village"),
        (("alert", "ladder", "99"), "there is no unit '99'"),
        (("duty", "list", "99"), "there is no unit '99'"),
        (("duty", "take", "12"), "'12' is no telephone number"),
        (("duty", "take", "19900000103"), "this phone holds: 银桥镇督导, 鹤阳村督导"),
        (("duty", "take", "19900099999"), "this phone holds: none"),
        (("roster", "units", "99"), "there is no unit '99'"),
        (("roster", "units", cast.VILLAGE, "--door", "999"), "there is no door '999'"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    dalaba: Dalaba, board: Switchboard, words: tuple[str, ...], complaint: str
) -> None:
    done = dalaba(*words)
    assert done.exit_code == 1
    assert complaint in done.stderr


def test_the_sample_of_shifts_can_be_imported_as_it_is_printed(village_dalaba: Dalaba, tmp_path: Path) -> None:
    file = tmp_path / "shifts.csv"
    file.write_bytes(village_dalaba("duty", "template").stdout_bytes)
    assert file.read_bytes().startswith(b"\xef\xbb\xbf# ")
    assert "4 would be added" in village_dalaba("duty", "import", str(file), "--dry-run").output
    assert "4 added, 0 changed" in village_dalaba("duty", "import", str(file)).output
    assert "0 added, 0 changed, 4 as before" in village_dalaba("duty", "import", str(SAMPLE)).output
    listed = village_dalaba("duty").output
    assert "│ 王主任       │ shift 当班" in listed
    assert "02-08 08:00 │ -" in listed


def test_bad_rows_of_a_plan_are_listed(village_dalaba: Dalaba, tmp_path: Path) -> None:
    file = tmp_path / "shifts.csv"
    file.write_text(f"code,role,phone,from,until\n{cast.VILLAGE},doctor,19900000101,2020-02-08 08:00,\n")
    done = village_dalaba("duty", "import", str(file))
    assert "│ 2      │ phone: no doctor" in done.stdout
    assert "1 row cannot be used" in done.stderr


def test_a_shift_is_handed_over_at_a_keyboard(dalaba: Dalaba, board: Switchboard) -> None:
    assert "您接了李医生的班：鹤阳村村医" in dalaba("duty", "take", "19900000112").output
    assert "杨医生 接班" in dalaba("duty", cast.VILLAGE).output


def test_the_ladder_of_a_place_goes_from_the_province_to_the_person(dalaba: Dalaba, board: Switchboard) -> None:
    rungs = [line.split("│") for line in dalaba("roster", "units", cast.GRID_1, "--door", "3").output.splitlines()]
    levels = [cells[2].strip() for cells in rungs if len(cells) > 4 and cells[2].strip()]
    assert levels == ["province", "prefecture", "county", "township", "village", "grid", "household", "person"]
    village = dalaba("roster", "units", cast.VILLAGE).output
    assert "杨医生 doctor" in village
    assert village.count("grid") == 3


def test_what_ships_with_the_house_is_shown_before_anything_is_imported(dalaba: Dalaba) -> None:
    assert "云南省" in dalaba("roster", "units").output
    dali = dalaba("roster", "units", "5329").output
    assert "洱源县" in dali
    assert dali.count("county") == 12
