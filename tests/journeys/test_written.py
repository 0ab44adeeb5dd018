"""What is written for a spreadsheet is shown by it, never worked out, and read back as it was."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.journeys.sheets.written import BEGINS_FORMULA, as_csv, safe


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ('=HYPERLINK("http://x","y")', '\'=HYPERLINK("http://x","y")'),
        ("+8619900010001", "'+8619900010001"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1+1", "'  =1+1"),
        ("\t=1", "'\t=1"),
        ("＝1＋1", "'＝1＋1"),
        ("\u3000=1", "'\u3000=1"),
        ("今天=好", "今天=好"),
        ("", ""),
        (-1, -1),
        (2.5, 2.5),
        (None, None),
    ],
)
def test_words_that_look_like_a_formula_are_words(cell: str | int | None, written: str | int | None) -> None:
    assert safe(cell) == written


def test_a_spreadsheet_knows_that_it_is_utf_8() -> None:
    assert as_csv(["编号"], [[1], ["一，二"]]) == "\ufeff编号\r\n1\r\n一，二\r\n".encode()


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"])), min_size=2, max_size=5))
def test_no_cell_begins_a_formula_and_none_is_lost(cells: list[str]) -> None:
    [_, read] = csv.reader(StringIO(as_csv(["x", "y"], [cells]).decode("utf-8-sig"), newline=""))
    assert [cell.removeprefix("'") for cell in read] == [cell.removeprefix("'") for cell in cells]
    assert not any(cell.startswith(BEGINS_FORMULA) for cell in read)
