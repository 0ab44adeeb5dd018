"""python -m tests.crash [SEED...] [--households N] [--times N]: pulls every plug, and says what does not hold then."""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from tests.crash.plugs import schedule
from tests.crash.pulling import pull_all

TOWN, TIMES, SEED = 5_000, 2, 7


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m tests.crash", description="Whatever plug is pulled")
    options.add_argument("seeds", nargs="*", type=int, metavar="SEED", help=f"one run each, default {SEED}")
    options.add_argument("--households", type=int, default=TOWN, metavar="N", help=f"of the town, default {TOWN}")
    options.add_argument("--times", type=int, default=TIMES, metavar="N", help=f"each plug is pulled, default {TIMES}")
    chosen = options.parse_args()
    return sum(run(seed, chosen.households, chosen.times) for seed in chosen.seeds or [SEED])


def run(seed: int, households: int, times: int) -> int:
    """How many promises do not hold; the logs stay when any does not."""
    folder = Path(tempfile.mkdtemp(prefix="dalaba-crash-"))
    done = pull_all(folder, households, seed, schedule(seed, times), lambda words: print(words, flush=True))
    print(done, flush=True)
    if done.odd:
        print(f"logs: {folder}")
    else:
        shutil.rmtree(folder)
    return len(done.odd)


if __name__ == "__main__":
    sys.exit(min(1, main()))
