"""The printed form 疫情防控日报表 as a workbook in Chinese or English: a row a unit, a total that agrees."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from itertools import groupby
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from gateway.domain.daily.columns import BY_NAME, COLUMNS
from gateway.domain.daily.content import Standing
from gateway.domain.exports.filed import CELLS, Filed, remainder
from gateway.domain.exports.table import nature_words, word
from gateway.journeys.exports.days import Handed
from gateway.journeys.sheets.written import safe

WORDS: Mapping[str, tuple[str, str]] = {  # Chinese, English
    "title": ("疫情防控日报表", "Daily report on the epidemic"),
    "sheet": ("日报", "daily report"),
    "code": ("单位代码", "code"),
    "unit": ("单位", "unit"),
    "standing": ("报送情况", "standing"),
    "period": ("统计时段", "period"),
    "span": ("{since} 至 {until}", "{since} to {until}"),
    "filled_by": ("填报人", "filled in by"),
    "checked_by": ("审核人", "checked by"),
    "line": ("值守电话", "duty phone"),
    "nature": ("报告性质", "kind of report"),
    "version": ("版本号", "version"),
    "not_sealed": ("未封存，数字还会变", "not sealed, figures may still change"),
    "seal": ("封存码", "seal"),
    "broken_seal": ("{code}（与内容不符）", "{code} (does not agree with the content)"),
    "own": ("本级", "at the unit itself"),
    "own_note": ("含下级未封存", "and what is not sealed below"),
    "total": ("合计", "total"),
    "units": ("{count}个单位", "units: {count}"),
    "missing": ("{what}：{units}", "{what}: {units}"),
    "between": ("、", ", "),
    "nobody": ("无", "none"),
    "late": ("补报（前一日）：{figure} {before} → {now}", "late, for the day before: {figure} {before} → {now}"),
}
BEFORE = (("code", 18), ("unit", 14), ("standing", 10))  # columns before the figures, and their widths
ABOVE = 6  # rows above the units: title, three of identification, two of headings
LAST = len(BEFORE) + len(CELLS)
A4 = 9
PAGES_WIDE = 3  # the eighteen columns in a hand that can be read
THIN = Side(style="thin")
FRAMED = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT = Alignment(horizontal="left", vertical="center")
BOLD = Font(bold=True)
LOOKS: Mapping[str, Mapping[str, Any]] = {
    "title": {"font": Font(bold=True, size=16), "alignment": MIDDLE},
    "name": {"font": BOLD, "alignment": LEFT},
    "value": {"alignment": LEFT},
    "heading": {"font": BOLD, "alignment": MIDDLE, "border": FRAMED},
    "told": {"alignment": LEFT, "border": FRAMED},
    "figure": {"alignment": MIDDLE, "border": FRAMED},
    "total_told": {"font": BOLD, "alignment": LEFT, "border": FRAMED},
    "total_figure": {"font": BOLD, "alignment": MIDDLE, "border": FRAMED},
}

Progress = Callable[[int, int], None]


class Pen:
    """Writes cells into one sheet, in one language. A look is worked out once: a province has a million cells."""

    def __init__(self, sheet: Any, language: str) -> None:
        self.sheet = sheet
        self.language = language
        self._styles = {name: _style(sheet, look) for name, look in LOOKS.items()}

    def cell(self, value: str | int | None, look: str = "value") -> Any:
        """A cell that is never a formula, without the control characters no workbook may hold."""
        plain = safe(ILLEGAL_CHARACTERS_RE.sub("", value)) if isinstance(value, str) else value
        cell = WriteOnlyCell(self.sheet, value=plain)
        cell._style = self._styles[look]
        return cell

    def word(self, name: str, **values: object) -> str:
        """What stands on the form."""
        return _word_in(self.language, name).format(**values)

    def merge(self, row: int, first: int, last: int) -> None:
        """Cells of a row become one."""
        if last > first:
            self.sheet.merged_cells.add(f"{get_column_letter(first)}{row}:{get_column_letter(last)}{row}")


def _word_in(language: str, name: str) -> str:
    return WORDS[name][0 if language == "zh" else 1]


def _style(sheet: Any, look: Mapping[str, Any]) -> Any:
    cell = WriteOnlyCell(sheet)
    for name, value in look.items():
        setattr(cell, name, value)
    return cell._style


def written(handed: Handed, *, language: str, filled_by: str, line: str, progress: Progress) -> bytes:
    """The workbook.

    language   zh or en; the names of units are as the roster has them
    filled_by  whose name stands under 填报人; "" leaves room for it
    line       the number people ring, under 值守电话
    progress   called with (rows written, rows)
    """
    book = Workbook(write_only=True)
    book.properties.creator = "Dalaba"
    sheet = book.create_sheet(_word_in(language, "sheet"))
    _set_up(sheet)
    pen = Pen(sheet, language)
    for row in _head(pen, handed.total, filled_by, line):
        sheet.append(row)
    rows = handed.parts if handed.level else [handed.total]
    for done, filed in enumerate(rows, start=1):
        sheet.append(_unit(pen, filed))
        progress(done, len(rows))
    for row in _foot(pen, handed.total, rows):
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


def _head(pen: Pen, total: Filed, filled_by: str, line: str) -> Iterator[list[Any]]:
    seal, since, until = total.seal, total.window.since, total.window.until
    pen.merge(1, 1, LAST)
    yield [pen.cell(pen.word("title"), "title")]
    span = pen.word("span", since=f"{since:%Y-%m-%d %H:%M}", until=f"{until:%Y-%m-%d %H:%M}")
    version = str(seal.version) if seal else pen.word("not_sealed")
    nature = nature_words(total, pen.language)
    yield _named(pen, 2, (("unit", f"{total.name} {total.unit_code}"), ("period", span), ("filled_by", filled_by)))
    yield _named(pen, 3, (("checked_by", ""), ("line", line), ("nature", nature), ("version", version)))
    yield _named(pen, 4, (("seal", _seal_words(pen, total)),))
    yield from _headings(pen)


def _seal_words(pen: Pen, total: Filed) -> str:
    if total.seal is None:
        return ""
    return total.seal.code if total.seal.whole else pen.word("broken_seal", code=total.seal.code)


WIDE = 9  # sheet columns that one part of the identification takes


def _named(pen: Pen, row: int, parts: Sequence[tuple[str, str]]) -> list[Any]:
    """Names and what they are, side by side; each beginning with a cell of its own."""
    cells: list[Any] = [None] * LAST
    for at, (name, value) in enumerate(parts):
        first = at * WIDE
        cells[first] = pen.cell(pen.word(name), "name")
        cells[first + 1] = pen.cell(value)
        pen.merge(row, first + 2, first + WIDE)
    return cells


def _headings(pen: Pen) -> Iterator[list[Any]]:
    """The eighteen columns over their figures."""
    upper: list[Any] = [pen.cell(pen.word(name), "heading") for name, _ in BEFORE]
    lower: list[Any] = [pen.cell("", "heading") for _ in BEFORE]
    for number in range(1, len(BEFORE) + 1):
        pen.sheet.merged_cells.add(f"{get_column_letter(number)}{ABOVE - 1}:{get_column_letter(number)}{ABOVE}")
    for column, cells in groupby(CELLS, key=lambda cell: cell.figure.column):
        own = list(cells)
        first = len(upper) + 1
        pen.merge(ABOVE - 1, first, first + len(own) - 1)
        named = COLUMNS[column - 1]
        upper.append(pen.cell(f"{column} {named.zh if pen.language == 'zh' else named.en}", "heading"))
        upper += [pen.cell("", "heading") for _ in own[1:]]
        lower += [pen.cell(cell.words(pen.language), "heading") for cell in own]
    yield upper
    yield lower


def _unit(pen: Pen, filed: Filed) -> list[Any]:
    told = (filed.unit_code, filed.name, word(filed.report.standing, pen.language))
    return _line(pen, told, [cell.of(filed) for cell in CELLS])


def _line(pen: Pen, told: Iterable[str], values: Iterable[int | None], kind: str = "") -> list[Any]:
    return [pen.cell(words, f"{kind}told") for words in told] + [pen.cell(value, f"{kind}figure") for value in values]


def _foot(pen: Pen, total: Filed, rows: Sequence[Filed]) -> Iterator[list[Any]]:
    """What was filed at the unit itself, the total, and who is missing."""
    beyond = remainder(total, rows)
    if beyond:
        own = ("", pen.word("own"), pen.word("own_note"))
        yield _line(pen, own, [beyond.get(cell.code) for cell in CELLS])
    whole = ("", pen.word("total"), pen.word("units", count=len(rows)))
    yield _line(pen, whole, [cell.of(total) for cell in CELLS], "total_")
    yield []
    for standing, units in _missing(total):
        named = pen.word("between").join(units) or pen.word("nobody")
        yield [pen.cell(pen.word("missing", what=word(standing, pen.language), units=named))]
    for name, (before, now) in sorted(total.report.late.items()):
        yield [pen.cell(pen.word("late", figure=_figure(pen, name), before=before, now=now))]


def _missing(total: Filed) -> Iterator[tuple[Standing, list[str]]]:
    report = total.report
    named = (Standing.SILENT, report.silent), (Standing.UNSIGNED, report.unsigned), (Standing.RESTING, report.resting)
    for standing, units in named:
        yield standing, list(units.values())


def _figure(pen: Pen, name: str) -> str:
    figure = BY_NAME[name]
    return figure.zh if pen.language == "zh" else figure.en
