"""The four formats a day is handed out in, as one table."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gateway.domain.exports import dhis2, document, table
from gateway.domain.exports.filed import Filed
from gateway.journeys.exports.days import Handed
from gateway.journeys.sheets.written import as_csv
from gateway.switchboard import Switchboard


def _nobody(_done: int, _all: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True)
class Wish:
    """How it is to be written.

    language   of the form, and of the second row of headings in CSV
    filled_by  whose name stands on the form; "" for whatever leaves the house
    progress   called with (rows written, rows)
    """

    language: str = "zh"
    filled_by: str = ""
    progress: Callable[[int, int], None] = _nobody


@dataclass(frozen=True)
class Format:
    """A format: its media type, the end of a file's name, and how it is written."""

    name: str
    media_type: str
    suffix: str
    write: Callable[[Switchboard, Handed, Wish], bytes]


def _json(_board: Switchboard, handed: Handed, _wish: Wish) -> bytes:
    if handed.level is None:
        return dumped(document.of_day(handed.total))
    return dumped(document.of_many(handed.total, handed.parts, handed.level))


def _csv(_board: Switchboard, handed: Handed, wish: Wish) -> bytes:
    rows = _rows(handed)
    cells = []
    for done, filed in enumerate(rows, start=1):
        cells.append(table.row(filed))
        wish.progress(done, len(rows))
    return as_csv(table.codes(), [table.words(wish.language), *cells])


def _xlsx(board: Switchboard, handed: Handed, wish: Wish) -> bytes:
    from gateway.journeys.exports import workbook  # late: a web process that is asked for no workbook never loads it

    line = board.settings.twilio_from_number
    return workbook.written(handed, language=wish.language, filled_by=wish.filled_by, line=line, progress=wish.progress)


def _dhis2(board: Switchboard, handed: Handed, _wish: Wish) -> bytes:
    mapping = board.catalogue.dhis2
    if handed.level is None:
        return dumped(dhis2.value_set(mapping, handed.total))
    return dumped(dhis2.value_sets(mapping, handed.parts))


def _rows(handed: Handed) -> Sequence[Filed]:
    return handed.parts if handed.level else [handed.total]


def dumped(document: Any) -> bytes:
    """JSON as a person can read it."""
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


FORMATS: Mapping[str, Format] = {
    one.name: one
    for one in (
        Format("json", "application/json", "json", _json),
        Format("csv", "text/csv", "csv", _csv),
        Format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", _xlsx),
        Format("dhis2", "application/vnd.dalaba.dhis2+json", "dhis2.json", _dhis2),
    )
}
