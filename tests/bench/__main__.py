"""python -m tests.bench [NAME...] [--quick | --full]: measures, and prints one table."""

import argparse
import sys
import tempfile
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path

from rich.console import Console

from tests.bench import day, dialling, fan_out, memory, pace, urgent, webhooks
from tests.bench.figures import Figure, Scale, show

BENCHES: Mapping[str, Callable[[Scale, Path], list[Figure]]] = {
    "webhooks": webhooks.measure,
    "fan-out": fan_out.measure,
    "dialling": dialling.measure,
    "pace": pace.measure,
    "urgent": urgent.measure,
    "day": day.measure,
    "memory": memory.measure,
}


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m tests.bench", description="How fast the promises are kept")
    options.add_argument("names", nargs="*", metavar="NAME", help=f"which benches: {', '.join(BENCHES)}; default: all")
    size = options.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="one small round each: whether every bench still runs")
    size.add_argument("--full", action="store_true", help="the sizes the targets speak of: about half an hour")
    chosen = options.parse_args()
    if unknown := sorted(set(chosen.names) - set(BENCHES)):
        options.error(f"there is no bench {unknown[0]!r}; there are: {', '.join(BENCHES)}")
    scale = Scale(rounds=1 if chosen.quick else 3, quick=chosen.quick, full=chosen.full)
    return run(chosen.names or list(BENCHES), scale)


def run(names: list[str], scale: Scale) -> int:
    """Measures, shows what was measured, and returns 1 when a bench broke."""
    figures: list[Figure] = []
    broken = 0
    progress = Console(stderr=True)
    for name in names:
        progress.print(f"measuring {name} ...", style="dim")
        try:
            with tempfile.TemporaryDirectory(prefix="dalaba-bench-") as folder:
                figures += BENCHES[name](scale, Path(folder))
        except Exception:  # whatever it is, the other benches are still worth a look
            traceback.print_exc()
            broken += 1
    console = Console()
    show(figures, console if console.is_terminal else Console(width=180))
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
