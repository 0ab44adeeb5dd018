"""Rows into a CSV file that a spreadsheet opens as it stands, and never as a formula."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

Cell = str | int | float | None
BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def as_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with the mark by which spreadsheets know it. Nothing is written for None."""
    file = StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([safe(cell) for cell in header])
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def safe(cell: Cell) -> Cell:
    """A cell a spreadsheet shows and does not work out: words that look like a formula get an apostrophe in front."""
    if isinstance(cell, str) and cell.lstrip(" \u3000").startswith(BEGINS_FORMULA):
        return f"'{cell}"
    return cell
