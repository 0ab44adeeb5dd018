"""A spreadsheet saved as CSV into rows: whatever its encoding, separator, and the language of its header."""

import codecs
import csv
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO

from gateway.domain.errors import BadInput


@dataclass(frozen=True)
class Sheet:
    """What a table may hold.

    columns     column -> the other names a header may give it. Capitals, blanks and full-width letters do not matter
    joined      columns a sheet may keep in several, and what stands between their parts
    as_written  columns whose full-width digits and letters are left alone
    sample      the command that prints one to begin with
    """

    columns: Mapping[str, tuple[str, ...]]
    needed: tuple[str, ...]
    sample: str
    joined: Mapping[str, str] = field(default_factory=dict)
    as_written: tuple[str, ...] = ()

    @property
    def names(self) -> Mapping[str, str]:
        """Every name a header may give a column -> the column."""
        return {other: column for column, others in self.columns.items() for other in (column, *others)}

    def known(self) -> str:
        """What to tell somebody whose header is odd."""
        named = " ".join(f"{column}({others[0]})" for column, others in self.columns.items())
        return f"columns are {named}; remarks of your own go into note(备注)"


ROSTER = Sheet(
    columns={
        "kind": ("类别", "类型"),
        "code": ("代码", "编码", "单位代码", "区划代码"),
        "name": ("名称", "姓名", "户主", "户主姓名", "姓名/名称", "名称/姓名"),
        "level": ("级别", "层级"),
        "door": ("门牌", "门牌号", "户号"),
        "phones": ("phone", "电话", "手机", "手机号", "电话号码", "联系电话"),
        "members": ("成员", "家庭成员", "家里人"),
        "language": ("语言",),
        "role": ("职务", "职责"),
        "pin": ("密码",),
        "duty": ("值班", "on_duty"),
        "note": ("notes", "remarks", "备注", "说明"),
    },
    needed=("kind", "code", "name"),
    sample="dalaba roster template",
    joined={"name": " ", "phones": ";", "members": " "},
    as_written=("name", "members", "note"),
)

COMMENT = "#"
SEPARATORS = ",\t;，"
MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16", codecs.BOM_UTF8: "utf-8-sig"}
ENCODINGS = ("utf-8", "gb18030")
WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx and .xls


@dataclass(frozen=True)
class Row:
    """One row: its number as the spreadsheet shows it, its cells by column, and how many cells stand beyond them."""

    number: int
    cells: Mapping[str, str]
    beyond: int = 0


def read(content: bytes, sheet: Sheet = ROSTER) -> list[Row]:
    """The rows below the header; blank ones and those beginning with # are left out. Raises BadInput."""
    lines = _numbered(_decoded(content))
    header = next(lines, None)
    if header is None:
        raise BadInput(f"the file is empty; `{sheet.sample}` prints one to begin with")
    columns = _columns(header[1], sheet)
    return [_row(number, cells, columns, sheet) for number, cells in lines]


def _decoded(content: bytes) -> str:
    if content.startswith(WORKBOOK):
        raise BadInput("this is a workbook; in the spreadsheet choose 'Save as' and 'CSV UTF-8' (另存为 CSV UTF-8)")
    marked = [encoding for mark, encoding in MARKS.items() if content.startswith(mark)]
    for encoding in marked or ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput("the file is neither UTF-8 nor GB18030 text; in the spreadsheet save it as 'CSV UTF-8'")


def _numbered(text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with something in them, with their numbers: a cell of several lines is still one row."""
    try:
        for number, cells in enumerate(csv.reader(StringIO(text, newline=""), delimiter=_separator(text)), start=1):
            if any(cell.strip() for cell in cells) and not cells[0].lstrip().startswith(COMMENT):
                yield number, cells
    except csv.Error as e:
        raise BadInput(f"the file cannot be read as CSV ({e}); save it again as 'CSV UTF-8'") from e


def _separator(text: str) -> str:
    lines = (line.lstrip('" ') for line in text.splitlines())
    written = (line for line in lines if line.strip(SEPARATORS + " ") and not line.startswith(COMMENT))
    header = next(written, "")
    return max(SEPARATORS, key=header.count)


def _columns(header: Sequence[str], sheet: Sheet) -> list[str | None]:
    """What each column is, None for one without a name."""
    names = sheet.names
    named = [plain(cell).casefold().replace(" ", "") for cell in header]
    if unknown := [cell for cell, name in zip(header, named, strict=True) if name and name not in names]:
        raise BadInput(f"row 1 names a column {unknown[0].strip()!r}; {sheet.known()}")
    columns = [names.get(name) for name in named]
    if missing := [column for column in sheet.needed if column not in columns]:
        raise BadInput(f"the header has no column {missing[0]!r}; {sheet.known()}")
    if twice := [column for column in columns if column and column not in sheet.joined and columns.count(column) > 1]:
        raise BadInput(f"the header has the column {twice[0]!r} twice; keep one")
    return columns


def _row(number: int, cells: Sequence[str], columns: Sequence[str | None], sheet: Sheet) -> Row:
    found: dict[str, list[str]] = {column: [] for column in sheet.columns}
    for cell, column in zip(cells, columns, strict=False):
        if column and cell.strip():
            found[column].append(cell.strip() if column in sheet.as_written else plain(cell))
    beyond = [cell for cell in cells[len(columns) :] if cell.strip()]
    joined = {column: sheet.joined.get(column, " ").join(said) for column, said in found.items()}
    return Row(number, joined, len(beyond))


def plain(cell: str) -> str:
    """A cell without blanks around it, full-width digits and letters as plain ones, nor a spreadsheet's apostrophe."""
    return unicodedata.normalize("NFKC", cell).strip().removeprefix("'").strip()
