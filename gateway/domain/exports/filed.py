"""A unit's day as it is handed out: the report, its window, and how it was sealed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from gateway.domain.daily.columns import BY_NAME, FIGURES, Adding, Figure, Origin
from gateway.domain.daily.content import DayReport, Nature, Standing
from gateway.domain.daily.window import Window

SAYS_NOTHING = (Standing.SILENT, Standing.RESTING)  # of such a unit a nothing is not known to be one,
HOUSE_KNOWS = frozenset({1, 7, 10, 11, 13, 17, 18})  # but in these columns, of which the village need say nothing


@dataclass(frozen=True)
class Seal:
    """How a version was sealed. `whole`: its content is what was sealed."""

    version: int
    code: str
    at: datetime
    whole: bool


@dataclass(frozen=True)
class Filed:
    """A unit's day. `seal` None: as it stands now, figures still change."""

    name: str
    report: DayReport
    window: Window
    seal: Seal | None = None

    @property
    def unit_code(self) -> str:
        """The unit's code."""
        return self.report.unit_code

    @property
    def nature(self) -> Nature:
        """A zero report or a daily one."""
        return self.report.nature

    @property
    def corrected(self) -> bool:
        """Whether it replaces a version sealed before 更正."""
        return self.seal is not None and self.seal.version > 1

    def counted(self, name: str) -> int | None:
        """What the house counted. None: it counts nothing of the kind, or a silent unit's nothing, which is no zero."""
        if BY_NAME[name].origin is Origin.KEYED:
            return None
        value = self.report.tally.counted.get(name, 0)
        unknown = self._is_silent and BY_NAME[name].column not in HOUSE_KNOWS
        return None if unknown and not value else value

    @property
    def _is_silent(self) -> bool:
        """Whether nothing is known of it, or of a village in it: silence below is no zero above."""
        return self.report.standing in SAYS_NOTHING or bool(self.report.tally.counted.get("villages_silent"))

    def said(self, name: str) -> int | None:
        """What people said, None when nobody did."""
        return self.report.tally.said.get(name)

    def known(self, name: str) -> int | None:
        """What people said, where nobody did what was counted; None as in `counted`."""
        said = self.said(name)
        return self.counted(name) if said is None else said


@dataclass(frozen=True)
class Cell:
    """One cell of the form: a figure as it was counted, or as people know it."""

    figure: Figure
    said: bool

    @property
    def code(self) -> str:
        """What it is called in a file."""
        return f"{self.figure.name}_said" if self.said and self.figure.origin is Origin.BOTH else self.figure.name

    def words(self, language: str) -> str:
        """What it is called on paper."""
        word = self.figure.zh if language == "zh" else self.figure.en
        if not self.said or self.figure.origin is Origin.KEYED:
            return word
        return f"{word}（人报）" if language == "zh" else f"{word}, as people say"

    def of(self, filed: Filed) -> int | None:
        """Its value in a unit's day."""
        return filed.known(self.figure.name) if self.said else filed.counted(self.figure.name)


def _cells(figure: Figure) -> tuple[Cell, ...]:
    shapes = {Origin.COUNTED: (False,), Origin.KEYED: (True,), Origin.BOTH: (False, True)}
    return tuple(Cell(figure, said) for said in shapes[figure.origin])


CELLS: tuple[Cell, ...] = tuple(cell for figure in FIGURES for cell in _cells(figure))


def remainder(total: Filed, parts: Sequence[Filed]) -> Mapping[str, int]:
    """By cell, what a unit's sums have beyond the units below it: filed at itself, or not sealed below yet.

    Only where it is not nothing; of figures that are no sums there is none.
    """
    found = {}
    for cell in CELLS:
        beyond = (cell.of(total) or 0) - sum(cell.of(part) or 0 for part in parts)
        if beyond and cell.figure.adding is Adding.SUM:
            found[cell.code] = beyond
    return found
