"""One day of a made-up village, played on the real web, workers and clock, and checked at its end."""

import shutil
import signal
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from rich.text import Text

from gateway.demo import checks
from gateway.demo.director import FULL, QUICK, play_day, staged
from gateway.demo.screen import Screen
from gateway.demo.village import draw
from gateway.domain.errors import GatewayError
from gateway.machine.processes import SIGNALS
from gateway.machine.redis_server import RedisFailed, RedisMissing

INTERRUPTED = 130  # what a shell makes of Ctrl-C


def play(seed: int = 7, *, quick: bool = False, keep: bool = False) -> int:
    """Plays the day in the terminal; nothing of it is left when it is over, Ctrl-C included.

    seed   another seed is another village
    quick  a small village
    keep   its ledger and logs stay, as they do when something went wrong

    Returns the exit status: 1 when something it checked does not hold or the day could not be played to its end.
    """
    folder = Path(tempfile.mkdtemp(prefix="dalaba-demo-"))
    status = 1
    with Screen() as screen:
        try:
            status = _play(seed, quick, folder, screen)
        except (GatewayError, RedisFailed, RedisMissing) as e:
            screen.say(f"✗ {e}", "bold red")
        except KeyboardInterrupt:
            status = INTERRUPTED
        finally:
            _put_away(folder, keep or status == 1, screen)
    return status


def _put_away(folder: Path, keep: bool, screen: Screen) -> None:
    if keep:
        screen.say(f"账本和日志 ledger and logs: {folder}")
    else:
        shutil.rmtree(folder, ignore_errors=True)


def _play(seed: int, quick: bool, folder: Path, screen: Screen) -> int:
    began = time.monotonic()
    with staged(draw(seed, quick=quick), folder, screen) as stage, asked_to_end():
        play_day(stage, seed, QUICK if quick else FULL)
        made = checks.run(checks.collect(stage.board.ledger, stage.operator.events, stage.cast))
    show(screen, made, time.monotonic() - began)
    return 0 if all(check.holds for check in made) else 1


def show(screen: Screen, made: Sequence[checks.Check], took_s: float) -> None:
    """The figures at the end, and whether they hold."""
    screen.scene("夜 night", "对账：交换机的记录和账本  the exchange's log against the ledger")
    rows = [(check.what, check.expected, check.found, mark(check.holds)) for check in made]
    screen.table("", ("什么 what", "应有 expected", "实有 found", ""), rows)
    wrong = sum(1 for check in made if not check.holds)
    verdict = f"{wrong} 项不对 do not hold" if wrong else "都对上了 all of them hold"
    screen.say(
        f"{len(made)} 项 figures，{verdict}。一天 one day in {took_s:.0f} s", "bold red" if wrong else "bold green"
    )


def mark(holds: bool) -> Text:
    return Text("✓", style="green") if holds else Text("✗", style="bold red")


@contextmanager
def asked_to_end() -> Iterator[None]:
    """Ctrl-C, SIGTERM and a closed terminal all end the day: the machine itself would only note them."""

    def hear(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = {number: signal.signal(number, hear) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
