"""What is behind any figure of a unit's day: rows of the ledger, villages, or who keyed it and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from gateway.domain.daily.abbreviations import HOUSEHOLDS_SILENT, ITEMS, OPENINGS
from gateway.domain.daily.columns import BY_NAME, BY_WORD, Origin
from gateway.domain.daily.content import DayReport
from gateway.domain.errors import BadInput
from gateway.domain.places import LENGTH_OF, Level
from gateway.journeys.daily.compiling import window
from gateway.journeys.exports import days
from gateway.store import staff
from gateway.store.daily import behind
from gateway.store.daily.behind import ROWS, Behind, Said
from gateway.store.daily.scope import Scope
from gateway.switchboard import Switchboard

VILLAGE = LENGTH_OF[Level.VILLAGE]
OF_VILLAGES = 18  # the column that says which villages have reported


@dataclass(frozen=True)
class Unfolded:
    """A figure and what is behind it.

    value     as it was sealed, or as it stands now where nothing is; None: nobody knows
    rows      what the ledger counts now; facts that came after the seal are among them
    villages  code and name of those it counts, for figures about whether villages have reported
    said      who keyed it, and when
    """

    figure: str
    value: int | None
    rows: Sequence[Behind] = ()
    villages: Sequence[tuple[str, str]] = ()
    said: Sequence[Said] = ()


def figures_meant(written: str) -> tuple[str, ...]:
    """The figures a word stands for: a name, an abbreviation of the digest, a word of 日报, a digit of the card.

    Raises BadInput naming what there is.
    """
    low = written.strip().casefold()
    if low.isascii() and low.isdigit() and int(low) in OPENINGS:
        return OPENINGS[int(low)].figures
    if low in BY_NAME or low == HOUSEHOLDS_SILENT:
        return (low,)
    by_words = {word.casefold(): item.name for item in ITEMS for word in (item.zh, item.en) if item.name in BY_NAME}
    if low in by_words:
        return (by_words[low],)
    named = {word.casefold(): one.name for one in BY_NAME.values() for word in (one.zh, one.en)}
    if low in named:
        return (named[low],)
    if low in BY_WORD:
        return (BY_WORD[low].name,)
    raise BadInput(f"{written!r} is no figure; write a digit of the card, or one of: {' '.join(BY_NAME)}. 没有这一项。")


def unfold(board: Switchboard, code: str, day: date, figure: str, most: int | None = None) -> Unfolded:
    """A figure of a unit's day, opened. `most`: so many rows at most.

    Raises NotFound for no such unit, BadInput for a day to come.
    """
    value = value_of(days.one(board, code, day).total.report, figure)
    villages = _villages(board, code, day, figure)
    with board.ledger.read() as tx:
        return Unfolded(
            figure, value, rows_of(board, tx, code, day, figure, most), villages, said_of(tx, code, day, figure)
        )


def value_of(report: DayReport, figure: str) -> int | None:
    """A figure of a report, as it is opened and disputed."""
    if figure == HOUSEHOLDS_SILENT:
        return (report.value("households_due") or 0) - (report.value("households_heard") or 0)
    return report.value(figure)


def rows_of(
    board: Switchboard, tx: Connection, code: str, day: date, figure: str, most: int | None = None
) -> list[Behind]:
    """The rows of the ledger a figure of a unit counts; none for one that is keyed, or counts reports of villages."""
    if figure not in ROWS:
        return []
    of = window(board, tx, day)
    return behind.behind(tx, Scope(code, of.day, of.since, of.until, max(VILLAGE, len(code))), figure, most)


def said_of(tx: Connection, code: str, day: date, figure: str) -> list[Said]:
    """Who keyed a figure in a unit, and when; nobody where the house alone counts."""
    keyed = figure in BY_NAME and BY_NAME[figure].origin is not Origin.COUNTED
    return behind.said_of(tx, code, day, figure) if keyed else []


def name_of(tx: Connection, by: str) -> str:
    """Who said something: one of the staff by name, else as the ledger keeps it."""
    kind, _, number = by.partition(":")
    return staff.load(tx, int(number)).name if kind == "staff" else by


def _villages(board: Switchboard, code: str, day: date, figure: str) -> list[tuple[str, str]]:
    """By the reports of the villages themselves: as they were sealed, or as they stand now."""
    if figure not in BY_NAME or BY_NAME[figure].column != OF_VILLAGES:
        return []
    is_above = len(code) < VILLAGE
    found = days.below(board, code, day, Level.VILLAGE).parts if is_above else [days.one(board, code, day).total]
    return [(one.unit_code, one.name) for one in found if one.report.value(figure)]
