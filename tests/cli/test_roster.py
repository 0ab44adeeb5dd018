"""`dalaba roster`: from a sample to a village in the ledger."""

from pathlib import Path

from gateway.cli.roster import SAMPLE
from gateway.journeys import roster
from gateway.switchboard import Switchboard
from tests.cli.conftest import Dalaba
from tests.journeys.conftest import empty_board as empty_board  # a fixture
from tests.support import cast


def test_the_sample_is_the_village_everybody_knows(empty_board: Switchboard) -> None:
    done = roster.bring(empty_board, SAMPLE.read_bytes())
    assert len(done.households.added) == 12
    again = cast.settle(empty_board)
    assert not any(part.to_write for part in (again.units, again.households, again.staff))


def test_the_template_can_be_imported_as_it_is_printed(dalaba: Dalaba, tmp_path: Path) -> None:
    file = tmp_path / "village.csv"
    file.write_bytes(dalaba("roster", "template").stdout_bytes)
    assert file.read_bytes().startswith(b"\xef\xbb\xbf# ")  # or Excel takes it for GBK
    done = dalaba("roster", "import", str(file))
    assert (done.exit_code, done.stderr) == (0, "")
    assert "households 住户 │ 12" in done.output


def test_a_second_import_adds_nothing(village_dalaba: Dalaba) -> None:
    assert "households 住户 │ 0          │ 0            │ 12" in village_dalaba("roster", "import", str(SAMPLE)).output


def test_a_dry_run_says_what_would_be_added(dalaba: Dalaba) -> None:
    done = dalaba("roster", "import", str(SAMPLE), "--dry-run")
    assert "would be added" in done.output
    assert "Nothing was written." in done.output
    assert "the roster is empty" in dalaba("roster", "list").stderr


def test_bad_rows_are_listed_and_nothing_is_imported(dalaba: Dalaba, tmp_path: Path) -> None:
    file = tmp_path / "bad.csv"
    file.write_text("kind,code,name,phones,role,pin\nunit,53,云南省\nunit,7x,a\nstaff,53,张敏,123,cadre,97531097531\n")
    done = dalaba("roster", "import", str(file))
    assert done.exit_code == 1
    assert done.stderr == "Error: 2 rows cannot be used; nothing was imported\n"
    assert "│ 3      │ code: '7x' is no code" in done.stdout
    assert "│ 4      │ phones: '123' is no telephone number" in done.stdout
    assert "97531097531" not in done.output
    assert dalaba("roster", "list").exit_code == 1


def test_a_household_without_a_phone_is_pointed_out(village_dalaba: Dalaba, tmp_path: Path) -> None:
    file = tmp_path / "more.csv"
    file.write_text("kind,code,name,door\nhousehold,53290110520101,和阿婆,013\n")
    assert "1 household has no phone" in village_dalaba("roster", "import", str(file)).output


def test_the_list_counts_each_phone_of_a_unit_once(village_dalaba: Dalaba) -> None:
    rows = [line.split() for line in village_dalaba("roster", "list", cast.VILLAGE).output.splitlines() if "│" in line]
    assert [(row[1], row[-4], row[-2]) for row in rows] == [
        (cast.VILLAGE, "12", "12"),
        (cast.GRID_1, "4", "3"),  # one phone at two doors
        (cast.GRID_2, "4", "5"),  # two phones at one door
        (cast.GRID_3, "4", "4"),
    ]


def test_a_ledger_without_tables_says_what_to_run(dalaba: Dalaba, tmp_path: Path) -> None:
    done = dalaba("roster", "list", DATABASE_URL=f"sqlite:///{tmp_path}/blank.db")
    assert done.exit_code == 1
    assert "`dalaba db upgrade`" in done.stderr
