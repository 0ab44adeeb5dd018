"""The printed form 疫情防控日报表 as a workbook: a row a unit, and a total that agrees with the rows."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from io import BytesIO
from itertools import groupby
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from gateway.domain.daily.columns import COLUMNS
from gateway.domain.exports.filed import CELLS, Cell, Filed, remainder
from gateway.domain.exports.table import nature_words, word
from gateway.journeys.exports.days import Handed
from gateway.journeys.sheets.written import safe

TITLE = "疫情防控日报表"
BEFORE = (("单位代码", 18), ("单位", 14), ("报送情况", 8))  # columns before the figures, and their widths
ABOVE = 6  # rows above the units: title, three of identification, two of headings
LAST = len(BEFORE) + len(CELLS)
A4 = 9
PAGES_WIDE = 3  # the eighteen columns in a hand that can be read
THIN = Side(style="thin")
FRAMED = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT = Alignment(horizontal="left", vertical="center")
BOLD = Font(bold=True)

Progress = Callable[[int, int], None]


def written(handed: Handed, *, filled_by: str, line: str, progress: Progress) -> bytes:
    """The workbook.

    filled_by  whose name stands under 填报人; "" leaves room for it
    line       the number people ring, under 值守电话
    progress   called with (rows written, rows)
    """
    book = Workbook(write_only=True)
    book.properties.creator = "Dalaba"
    sheet = book.create_sheet("日报")
    _set_up(sheet)
    for row in _head(sheet, handed.total, filled_by, line):
        sheet.append(row)
    rows = handed.parts if handed.level else [handed.total]
    for done, filed in enumerate(rows, start=1):
        sheet.append(_unit(sheet, filed))
        progress(done, len(rows))
    for row in _foot(sheet, handed.total, rows):
        sheet.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _set_up(sheet: Any) -> None:
    """A4 across, headings on every page. Columns are set before any row is written: the file is written in one go."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = PAGES_WIDE, 0
    sheet.print_title_rows, sheet.print_title_cols = f"{ABOVE - 1}:{ABOVE}", f"A:{get_column_letter(len(BEFORE))}"
    sheet.freeze_panes = f"{get_column_letter(len(BEFORE) + 1)}{ABOVE + 1}"
    for number, (_, width) in enumerate(BEFORE, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for number in range(len(BEFORE) + 1, LAST + 1):
        sheet.column_dimensions[get_column_letter(number)].width = 7
    sheet.row_dimensions[1].height, sheet.row_dimensions[ABOVE].height = 30, 60


def _head(sheet: Any, total: Filed, filled_by: str, line: str) -> Iterator[list[Any]]:
    seal, since, until = total.seal, total.window.since, total.window.until
    merge(sheet, 1, 1, LAST)
    yield [_cell(sheet, TITLE, font=Font(bold=True, size=16), alignment=MIDDLE)]
    span = f"{since:%Y-%m-%d %H:%M} 至 {until:%Y-%m-%d %H:%M}"
    version = str(seal.version) if seal else "未封存，数字还会变"
    yield _named(sheet, 2, (("单位", f"{total.name} {total.unit_code}"), ("统计时段", span), ("填报人", filled_by)))
    yield _named(sheet, 3, (("审核人", ""), ("值守电话", line), ("报告性质", nature_words(total)), ("版本号", version)))
    yield _named(sheet, 4, (("封存码", _seal_words(total)),))
    yield from _headings(sheet)


def _seal_words(total: Filed) -> str:
    if total.seal is None:
        return ""
    return total.seal.code if total.seal.whole else f"{total.seal.code}（与内容不符）"


WIDE = 9  # sheet columns that one part of the identification takes


def _named(sheet: Any, row: int, parts: Sequence[tuple[str, str]]) -> list[Any]:
    """Names and what they are, side by side; each beginning with a cell of its own."""
    cells: list[Any] = [None] * LAST
    for at, (name, value) in enumerate(parts):
        first = at * WIDE
        cells[first] = _cell(sheet, name, font=BOLD, alignment=LEFT)
        cells[first + 1] = _cell(sheet, value, alignment=LEFT)
        merge(sheet, row, first + 2, first + WIDE)
    return cells


def _headings(sheet: Any) -> Iterator[list[Any]]:
    """The eighteen columns over their figures."""
    upper: list[Any] = [_heading(sheet, name) for name, _ in BEFORE]
    lower: list[Any] = [_heading(sheet, "") for _ in BEFORE]
    for number in range(1, len(BEFORE) + 1):
        sheet.merged_cells.add(f"{get_column_letter(number)}{ABOVE - 1}:{get_column_letter(number)}{ABOVE}")
    for column, cells in groupby(CELLS, key=lambda cell: cell.figure.column):
        own = list(cells)
        first = len(upper) + 1
        merge(sheet, ABOVE - 1, first, first + len(own) - 1)
        upper.append(_heading(sheet, f"{column} {COLUMNS[column - 1].zh}"))
        upper += [_heading(sheet, "") for _ in own[1:]]
        lower += [_heading(sheet, cell.words("zh")) for cell in own]
    yield upper
    yield lower


def _unit(sheet: Any, filed: Filed) -> list[Any]:
    told = (filed.unit_code, filed.name, word(filed.report.standing, "zh"))
    return _line(sheet, told, [cell.of(filed) for cell in CELLS])


def _line(sheet: Any, told: Iterable[str], values: Iterable[int | None], font: Font | None = None) -> list[Any]:
    said = [_cell(sheet, words, font=font, alignment=LEFT, border=FRAMED) for words in told]
    return said + [_cell(sheet, value, font=font, alignment=MIDDLE, border=FRAMED) for value in values]


def _foot(sheet: Any, total: Filed, rows: Sequence[Filed]) -> Iterator[list[Any]]:
    """What was filed at the unit itself, the total, and who is missing."""
    beyond = remainder(total, rows)
    if beyond:
        yield _line(sheet, ("", "本级", "含下级未封存"), [beyond.get(cell.code) for cell in CELLS])
    yield _line(sheet, ("", "合计", f"{len(rows)}个单位"), [_total(cell, total) for cell in CELLS], BOLD)
    yield []
    for name, units in _missing(total):
        yield [_cell(sheet, f"{name}：{'、'.join(units) or '无'}")]
    for name, (before, now) in sorted(total.report.late.items()):
        yield [_cell(sheet, f"补报（前一日）：{_word(name)} {before} → {now}")]


def _total(cell: Cell, total: Filed) -> int | None:
    return cell.of(total)


def _missing(total: Filed) -> Iterator[tuple[str, list[str]]]:
    report = total.report
    for name, units in (("缺报", report.silent), ("未签", report.unsigned), ("休整", report.resting)):
        yield name, list(units.values())


def _word(name: str) -> str:
    return next(cell.figure.zh for cell in CELLS if cell.figure.name == name)


def merge(sheet: Any, row: int, first: int, last: int) -> None:
    """Cells of a row become one."""
    if last > first:
        sheet.merged_cells.add(f"{get_column_letter(first)}{row}:{get_column_letter(last)}{row}")


def _heading(sheet: Any, words: str) -> Any:
    return _cell(sheet, words or None, font=BOLD, alignment=MIDDLE, border=FRAMED)


def _cell(sheet: Any, value: str | int | None, **looks: Any) -> Any:
    """A cell that is never a formula, without the control characters no workbook may hold."""
    plain = safe(ILLEGAL_CHARACTERS_RE.sub("", value)) if isinstance(value, str) else value
    cell = WriteOnlyCell(sheet, value=plain)
    for name, look in looks.items():
        if look is not None:
            setattr(cell, name, look)
    return cell
