"""prompts/exports/: every figure has a data element, and what is odd is refused by file and line."""

from pathlib import Path

import pytest

from gateway.catalogue import load
from gateway.catalogue.exports import find_problems, read_dhis2
from gateway.domain.errors import BrokenPrompts
from gateway.settings import PROMPTS
from tests.support.prompts import change, copy_into

FILE = PROMPTS / "exports" / "dhis2.toml"


def test_every_figure_of_the_daily_report_has_a_data_element() -> None:
    mapping = read_dhis2(FILE)
    assert mapping.nameless == []
    assert mapping.schemes == {"dataSetIdScheme": "UID", "dataElementIdScheme": "UID", "orgUnitIdScheme": "CODE"}


def test_a_figure_without_one_does_not_keep_the_house_shut_and_is_told(tmp_path: Path) -> None:
    prompts = copy_into(tmp_path)
    change(prompts / "exports" / "dhis2.toml", "\nfever = ", "\n# fever = ")
    found = load(prompts)
    assert find_problems(found.dhis2) == [f"{prompts}/exports/dhis2.toml: 'fever' has no data element"]
    assert find_problems(found.dhis2)[0] in found.problems()


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (
            'data_element_scheme = "UID"',
            'data_element_scheme = "NAME"',
            "'NAME' is none of: UID CODE",
        ),
        ("data_set = ", "dataset = ", "unknown attribute 'dataset'"),
        ("data_set_scheme = ", "# ", "'data_set_scheme' is missing"),
        ("\nfever = ", "\nfevers = ", "'fevers' is no figure of the daily report"),
        ('\nfever = "D', '\nfever = "9', "is no uid: a letter, then ten letters or digits"),
        ('\nfever = "', '\nfever = 1 # "', "fever cannot be 1; write its UID"),
    ],
)
def test_what_is_odd_is_refused_by_file_and_reason(tmp_path: Path, old: str, new: str, reason: str) -> None:
    file = tmp_path / "dhis2.toml"
    file.write_text(FILE.read_text(encoding="utf-8"), encoding="utf-8")
    change(file, old, new)
    with pytest.raises(BrokenPrompts, match=r"dhis2\.toml") as refused:
        read_dhis2(file)
    assert reason in str(refused.value)


def test_two_figures_may_not_share_a_data_element(tmp_path: Path) -> None:
    file = tmp_path / "dhis2.toml"
    file.write_text(FILE.read_text(encoding="utf-8"), encoding="utf-8")
    fever = read_dhis2(FILE).elements["fever"]
    change(file, read_dhis2(FILE).elements["alerts"], fever)
    with pytest.raises(BrokenPrompts, match=f"fever and alerts have the same data element '{fever}'"):
        read_dhis2(file)


def test_codes_are_taken_as_they_are(tmp_path: Path) -> None:
    file = tmp_path / "dhis2.toml"
    text = FILE.read_text(encoding="utf-8").replace('data_element_scheme = "UID"', 'data_element_scheme = "CODE"')
    fever = read_dhis2(FILE).elements["fever"]
    file.write_text(text.replace(fever, "NCP_FEVER"), encoding="utf-8")
    assert read_dhis2(file).elements["fever"] == "NCP_FEVER"
