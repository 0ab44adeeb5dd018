"""What the viewer sees: lines that stay, and on a terminal a small picture of the village below them that moves."""

from collections import deque
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType

from rich.box import HEAVY, ROUNDED
from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from gateway.store.deliveries import Reach

LIVELY = 5  # lines of the moving picture
PIPE_WIDTH = 110  # columns where there is no terminal to ask
BAR = 40  # cells of the bar
PHONE_WIDTH = 26  # columns of a feature phone's screen: thirteen characters
STEP = 0.1  # of a broadcast's reach, between two lines where nothing moves


@dataclass(frozen=True)
class Air:
    """The moment as the picture shows it."""

    clock: datetime
    speed: float
    calls: int


class Screen(AbstractContextManager["Screen"]):
    """A terminal, or a pipe: there every line is plain and nothing moves."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(highlight=False)
        if not self._console.is_terminal:
            self._console.width = max(self._console.width, PIPE_WIDTH)
        self._lively: deque[Text] = deque(maxlen=LIVELY)
        self._air: Air | None = None
        self._reach: Reach | None = None
        self._told = -1.0
        self._live = Live(get_renderable=self._picture, console=self._console, auto_refresh=False, transient=True)

    def __enter__(self) -> "Screen":
        if self._console.is_terminal:
            self._live.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._air = None
        self._live.stop()

    def scene(self, at: str, title: str) -> None:
        """A new part of the day begins."""
        self._lively.clear()
        self._console.print()
        self._console.rule(Text(f"{at}  {title}", style="bold cyan"), align="left", characters="─")

    def say(self, words: str, style: str = "") -> None:
        """A line that stays."""
        self._console.print(Text(words, style=style), soft_wrap=True)

    def flicker(self, words: str) -> None:
        """A line of the moving picture; in a pipe nobody sees it."""
        self._lively.append(Text(words, style="dim", no_wrap=True, overflow="ellipsis"))

    def moment(self, air: Air, reach: Reach | None) -> None:
        """The village now; `reach` None while no broadcast is under way."""
        self._air, self._reach = air, reach
        if self._console.is_terminal:
            self._live.refresh()
        elif reach is not None and reach.phones:
            self._tell(air.clock, reach)

    def announce(self, title: str, lines: Iterable[str], style: str) -> None:
        """Something nobody may miss."""
        self._console.print(Panel(Text("\n".join(lines)), title=title, border_style=style, box=HEAVY, expand=False))

    def table(self, title: str, columns: Sequence[str], rows: Iterable[Sequence[str | Text]]) -> None:
        shown = Table(*columns, title=title, title_justify="left", title_style="bold", box=ROUNDED)
        for row in rows:
            shown.add_row(*row)
        self._console.print(shown)

    def phone(self, whose: str, body: str) -> None:
        """A text as a feature phone shows it."""
        inside = Text(body, overflow="fold")
        frame = Panel(inside, title=whose, width=PHONE_WIDTH + 4, box=ROUNDED, border_style="green", padding=(1, 1))
        self._console.print(frame)

    def reached(self, at: datetime, reach: Reach) -> None:
        """The bar as it stands, for good."""
        self._console.print(Text(f"{at:%H:%M}  ").append_text(bar(reach)), soft_wrap=True)

    def _tell(self, at: datetime, reach: Reach) -> None:
        share = (reach.heard + reach.doors) / reach.phones
        if share < self._told:
            self._told = -1.0
        if share >= self._told + STEP or (share == 1.0 and self._told < 1.0):
            self._told = share
            self.reached(at, reach)

    def _picture(self) -> RenderableType:
        if self._air is None:
            return Text()
        air = self._air
        head = Text(f"{air.clock:%H:%M:%S}", style="bold")
        head.append(f"   ×{air.speed:.0f}   通话 calls in the air: {air.calls}", style="")
        lines = [*self._lively, *[Text()] * (LIVELY - len(self._lively))]
        parts: list[RenderableType] = [head, *lines]
        if self._reach is not None:
            parts.append(bar(self._reach))
        return Panel(Group(*parts), title="鹤鸣村 Heming village", border_style="blue", box=ROUNDED)


PARTS = (  # what the bar is made of: figure, cell, style, words
    ("heard", "█", "green", "听到 heard"),
    ("ringing", "▒", "yellow", "在打 ringing"),
    ("due", "░", "white", "等着 waiting"),
    ("doors", "▚", "red", "敲门 doors"),
    ("stopped", "·", "magenta", "停了 stopped"),
)


def bar(reach: Reach) -> Text:
    """How far a broadcast got: a bar and its figures."""
    line, words = Text(), Text()
    for name, cell, style, said in PARTS:
        count = getattr(reach, name)
        line.append(cell * round(BAR * count / max(1, reach.phones)), style=style)
        if count:
            words.append(f"  {said} {count}", style=style)
    percent = 100 * reach.heard // max(1, reach.phones)
    return line.append(f" {percent}%").append_text(words)
