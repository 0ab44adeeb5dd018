"""Days are handed out as they were sealed, or as they stand now; what was changed after the seal is named."""

import csv
import json
import re
from io import BytesIO, StringIO
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import text, update

from gateway.domain.daily.columns import Adding
from gateway.domain.errors import BadInput, NotFound
from gateway.domain.exports.filed import CELLS
from gateway.domain.places import Level
from gateway.journeys.daily import sealing
from gateway.journeys.exports import days
from gateway.journeys.exports.days import Handed
from gateway.journeys.exports.formats import FORMATS, Wish
from gateway.journeys.texting import texts
from gateway.store.daily_tables import day_reports
from gateway.switchboard import Switchboard
from tests.support import cast
from tests.support.board import LINE, MORNING, clock_of
from tests.support.days import BESIDE, DAY, SILENT, sealed, told


@pytest.fixture
def told_board(board: Switchboard) -> Switchboard:
    told(board)
    return board


def test_before_the_cut_off_a_day_is_handed_out_as_it_stands(told_board: Switchboard) -> None:
    handed = days.one(told_board, cast.VILLAGE, DAY)
    assert (handed.total.seal, handed.total.counted("fever"), handed.total.said("staff_present")) == (None, 1, 6)


def test_a_sealed_day_is_handed_out_as_it_was_sealed_by_version(told_board: Switchboard) -> None:
    sealed(told_board, Level.VILLAGE)
    texts.receive(told_board, "SM-late", cast.CADRE, LINE, "日报 岗7")
    sealed(told_board, Level.TOWNSHIP)
    first, second = (days.one(told_board, cast.VILLAGE, DAY, version).total for version in (1, 2))
    assert (first.said("staff_present"), second.said("staff_present")) == (6, 7)
    assert (first.corrected, second.corrected) == (False, True)
    assert days.one(told_board, cast.VILLAGE, DAY).total == second
    assert days.all_versions(told_board, cast.VILLAGE, DAY) == [first, second]
    with pytest.raises(NotFound, match="has no version 3; there are 1 to 2"):
        days.one(told_board, cast.VILLAGE, DAY, 3)


@pytest.mark.parametrize(
    ("code", "level", "reason"),
    [
        ("99", None, "there is no unit '99'"),
        (cast.VILLAGE, None, "is a village; nothing below it reports"),
        (cast.TOWNSHIP, Level.COUNTY, "is a township; below it are: village"),
    ],
)
def test_what_cannot_be_handed_out_says_why(told_board: Switchboard, code: str, level: Level, reason: str) -> None:
    with pytest.raises((NotFound, BadInput), match=reason):
        days.below(told_board, code, DAY, level)


def test_a_day_to_come_is_refused(told_board: Switchboard) -> None:
    with pytest.raises(BadInput, match="2020-02-09 has not come yet; today is 2020-02-08"):
        days.one(told_board, cast.VILLAGE, DAY.replace(day=9))


def test_below_a_unit_are_those_of_the_nearest_level_or_of_the_one_asked_for(told_board: Switchboard) -> None:
    assert [part.unit_code for part in days.below(told_board, cast.COUNTY, DAY).parts] == [cast.TOWNSHIP, BESIDE]
    below = days.below(told_board, cast.COUNTY, DAY, Level.VILLAGE)
    assert [(part.unit_code, part.report.standing) for part in below.parts] == [
        (cast.VILLAGE, "reported"),
        (SILENT, "silent"),
    ]


def test_what_was_changed_after_the_seal_is_named(told_board: Switchboard) -> None:
    sealed(told_board)
    assert all(one.whole for one in days.check_seals(told_board, cast.PROVINCE, DAY))
    with told_board.ledger.write() as tx:
        content = tx.execute(text(f"SELECT content FROM day_reports WHERE unit_code = '{cast.VILLAGE}'")).scalar_one()
        forged = json.loads(content)
        forged["counted"]["fever"] = 0
        tx.execute(update(day_reports).where(day_reports.c.unit_code == cast.VILLAGE).values(content=forged))
    broken = [one for one in days.check_seals(told_board, cast.PROVINCE, DAY) if not one.whole]
    assert [(one.unit_code, one.name, one.version) for one in broken] == [(cast.VILLAGE, "鹤阳村", 1)]
    assert list(days.check_seals(told_board, SILENT, DAY))
    assert days.one(told_board, cast.VILLAGE, DAY).total.seal.whole is False  # type: ignore[union-attr]


# Written


def written(board: Switchboard, name: str, handed: Handed) -> bytes:
    return FORMATS[name].write(board, handed, Wish())


def test_the_csv_has_two_rows_of_headings_and_opens_in_a_spreadsheet(told_board: Switchboard) -> None:
    content = written(told_board, "csv", days.below(told_board, cast.TOWNSHIP, DAY))
    assert content.startswith(b"\xef\xbb\xbf")
    lines = content.decode("utf-8-sig").split("\r\n")
    assert lines[-1] == ""
    codes, words, *rows = csv.reader(StringIO(content.decode("utf-8-sig"), newline=""))
    assert words[codes.index("fever")] == "8 发热"
    found = [dict(zip(codes, row, strict=True)) for row in rows]
    assert [(row["unit_code"], row["fever"], row["gatherings_stopped_said"]) for row in found] == [
        (cast.VILLAGE, "1", "2"),
        (SILENT, "", ""),
    ]
    assert found[1]["unit"] == "'=新溪村", "a name that looks like a formula is none"


def test_no_cell_of_the_csv_begins_like_a_formula(told_board: Switchboard) -> None:
    sealed(told_board)
    content = written(told_board, "csv", days.below(told_board, cast.TOWNSHIP, DAY)).decode("utf-8-sig")
    cells = [cell for row in csv.reader(StringIO(content, newline="")) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@pytest.fixture
def sheet(told_board: Switchboard) -> Any:
    sealed(told_board)
    handed = days.below(told_board, cast.TOWNSHIP, DAY)
    return load_workbook(BytesIO(written(told_board, "xlsx", handed))).active


FIRST_ROW, BEFORE = 7, 3


def rows_of(sheet: Any) -> dict[str, list[Any]]:
    """By what stands under the name: 鹤阳村, 本级, 合计."""
    rows = sheet.iter_rows(min_row=FIRST_ROW, values_only=True)
    return {row[1]: list(row[BEFORE:]) for row in rows if row[1]}


def test_the_sums_of_the_workbook_agree_with_its_total(sheet: Any) -> None:
    rows = rows_of(sheet)
    total = rows.pop("合计")
    assert {"鹤阳村", "'=新溪村"} <= rows.keys() <= {"鹤阳村", "'=新溪村", "本级"}
    checked = 0
    for at, cell in enumerate(CELLS):
        if cell.figure.adding is Adding.SUM:
            assert sum(row[at] or 0 for row in rows.values()) == (total[at] or 0), cell.code
            checked += bool(total[at])
    assert checked >= 10


def test_the_workbook_is_the_official_form(sheet: Any) -> None:
    assert sheet["A1"].value == "疫情防控日报表"
    words = {cell.value for row in sheet.iter_rows(min_row=2, max_row=4) for cell in row if cell.value}
    assert {"单位", "统计时段", "填报人", "审核人", "值守电话", "报告性质", "版本号", "封存码"} <= words
    assert {"银桥镇 532901105", "2020-02-07 16:00 至 2020-02-08 16:00", LINE.replace("+", "'+"), "日报", "1"} <= words
    over = [cell.value for cell in sheet[5] if cell.value]
    assert (over[BEFORE], over[-1], len(over) - BEFORE) == ("1 排查", "18 下级报送", 18)
    merged = {str(one) for one in sheet.merged_cells.ranges}
    assert {"D5:G5", "A5:A6"} <= merged
    assert [sheet["D6"].value, sheet["G6"].value] == ["应排查户", "已排查人"]


def test_the_workbook_in_english_is_the_same_form_with_the_same_figures(told_board: Switchboard, sheet: Any) -> None:
    handed = days.below(told_board, cast.TOWNSHIP, DAY)
    wish = Wish("en", filled_by="张敏")
    english = load_workbook(BytesIO(FORMATS["xlsx"].write(told_board, handed, wish))).active
    assert english.title == "daily report"
    assert english["A1"].value == "Daily report on the epidemic"
    cells = {str(cell.value) for row in english.iter_rows() for cell in row if cell.value is not None}
    assert {"period", "2020-02-07 16:00 to 2020-02-08 16:00", "daily report", "seal", "units: 2"} <= cells
    assert {"8 fever and symptoms", "with a fever", "gatherings stopped, as people say", "silent: =新溪村"} <= cells
    names = {"张敏", "鹤阳村", "'=新溪村", "银桥镇 532901105", "silent: =新溪村"}
    assert not [cell for cell in cells - names if re.search("[\u3000-\u9fff\uff00-\uffef]", cell)]
    ours, theirs = rows_of(sheet), rows_of(english)
    assert list(ours.values()) == list(theirs.values())


def test_the_workbook_is_set_up_to_be_printed(sheet: Any) -> None:
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.print_title_cols) == ("D7", "$5:$6", "$A:$C")


def test_the_workbook_holds_no_formula_and_names_who_is_missing(sheet: Any) -> None:
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert "缺报：'=新溪村" not in {cell.value for cell in cells}
    assert "缺报：=新溪村" in {cell.value for cell in cells}


def test_whoever_filled_the_form_in_stands_on_paper_only_when_asked_for(told_board: Switchboard) -> None:
    handed = days.one(told_board, cast.VILLAGE, DAY)
    name = days.signer(told_board, handed.total.report)
    assert name == "张敏"
    for wish, there in ((Wish(filled_by=name), True), (Wish(), False)):
        sheet = load_workbook(BytesIO(FORMATS["xlsx"].write(told_board, handed, wish))).active
        assert any(cell.value == name for row in sheet.iter_rows() for cell in row) is there
    assert days.signer(told_board, days.one(told_board, SILENT, DAY).total.report) == ""


def test_nobody_s_name_or_number_leaves_in_any_format(told_board: Switchboard) -> None:
    sealed(told_board)
    handed = days.below(told_board, cast.TOWNSHIP, DAY)
    for name in ("json", "csv", "dhis2"):
        content = written(told_board, name, handed).decode()
        assert not [who for who in ("张敏", "staff:", "+86199", "杨秀英") if who in content], name


def test_handing_out_changes_nothing(told_board: Switchboard) -> None:
    clock_of(told_board).set(MORNING.replace(hour=20))
    before = contents(told_board)
    for name in FORMATS:
        written(told_board, name, days.below(told_board, cast.TOWNSHIP, DAY))
    list(days.check_seals(told_board, cast.PROVINCE, DAY))
    assert contents(told_board) == before
    assert sealing.latest(told_board, cast.VILLAGE, DAY) is None


def contents(board: Switchboard) -> list[Any]:
    with board.ledger.read() as tx:
        names = tx.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").scalars().all()
        return [tx.exec_driver_sql(f"SELECT * FROM {name}").all() for name in names]


def test_more_units_than_can_be_handed_out_at_once_are_refused_with_what_to_ask_for(told_board: Switchboard) -> None:
    with pytest.raises(
        BadInput, match="2 units of the level village lie below 532901; ask for one unit lower at a time"
    ):
        days.below(told_board, cast.COUNTY, DAY, Level.VILLAGE, most=1)
