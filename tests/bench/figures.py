"""What a bench hands back, how two sides take turns, and the table."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median
from typing import TypeVar

from rich.console import Console
from rich.table import Table

Side = TypeVar("Side")
SIGNS = {True: "[green]reached[/]", False: "[red]not reached[/]", None: "[dim]no target[/]"}


class Broken(Exception):
    """A bench that does not measure what it says; the text tells why."""


@dataclass(frozen=True)
class Scale:
    """How much is measured. `full` is the size the targets speak of, `quick` a look whether all benches still run."""

    rounds: int = 3
    quick: bool = False
    full: bool = False

    def of(self, quick: int, usual: int, full: int | None = None) -> int:
        """How many, on this scale."""
        return quick if self.quick else full or usual if self.full else usual


@dataclass(frozen=True)
class Figure:
    """A row of the table.

    ours, floor  absolute figures of both sides, worded; floor "" where the promise is absolute
    ratio        ours over floor, None where the promise is absolute
    reached      None: nothing was promised
    """

    row: str
    what: str
    ours: str
    target: str
    reached: bool | None
    floor: str = ""
    ratio: float | None = None


def taking_turns(rounds: int, *sides: Callable[[], Side]) -> list[list[Side]]:
    """Runs every side once a round, in turn. Returns one list of results a side."""
    results: list[list[Side]] = [[] for _ in sides]
    for number in range(rounds):
        order = range(len(sides)) if number % 2 == 0 else reversed(range(len(sides)))
        for index in order:
            results[index].append(sides[index]())
    return results


def ratio(ours: Iterable[float], floor: Iterable[float]) -> float:
    """The median of the rounds' ratios."""
    return median(one / other for one, other in zip(ours, floor, strict=True))


def show(figures: Iterable[Figure], console: Console) -> None:
    """The table."""
    table = Table(title="Dalaba: how fast the promises are kept", title_justify="left")
    for name in ("row", "what", "measured", "measured against", "ratio", "target", ""):
        table.add_column(name, justify="right" if name == "ratio" else "left", overflow="fold")
    for figure in figures:
        times = "" if figure.ratio is None else f"{figure.ratio:.2f} x"
        table.add_row(figure.row, figure.what, figure.ours, figure.floor, times, figure.target, SIGNS[figure.reached])
    console.print(table)
