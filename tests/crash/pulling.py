"""A whole run: a message to a town, every plug pulled on its way, and what does not hold at the end."""

import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from gateway.demo.checks.evidence import Evidence
from tests.crash import town
from tests.crash.invariants import broken
from tests.crash.plugs import Pull

MOST_NAMED = 20  # phones a promise, when it is broken for more


@dataclass(frozen=True)
class Run:
    """What became of it.

    odd  promise that does not hold -> the phones it does not hold for
    """

    seed: int
    households: int
    heard: int
    calls: int
    seconds: float
    odd: Mapping[str, Sequence[str]]

    def __str__(self) -> str:
        told = f"seed {self.seed}: {self.heard} of {self.households} households heard it in {self.calls} calls"
        broken_ones = [
            f"  BROKEN: {promise} {len(phones)} times\n" + "\n".join(f"    {phone}" for phone in phones[:MOST_NAMED])
            for promise, phones in self.odd.items()
        ]
        return "\n".join([f"{told}, {self.seconds:.0f} s", *broken_ones])


def pull_all(
    folder: Path, households: int, seed: int, pulls: Iterable[Pull], tell: Callable[[str], None] = lambda _: None
) -> Run:
    """Pulls these plugs while the message goes out, and waits until the last line is silent."""
    began = time.monotonic()
    with town.rehearsed(folder, households, seed) as place:
        tell(f"seed {seed}: a town of {households} households, {time.monotonic() - began:.0f} s")
        reached = 0.0
        for pull in pulls:
            if pull.share > reached:
                place.until_confirmed(pull.share)
                reached = pull.share
            place.until(f"a {pull.plug} to end", partial(pull.now, place))
            tell(f"{time.monotonic() - began:4.0f} s  {place.share:6.1%}  {pull.plug}")
        place.until("the last line to be silent", place.is_over)
        night, messages = place.night()
    keep(folder, night.day)
    odd = broken(night, messages)
    heard = max(message.reach.heard for message in messages)
    return Run(seed, households, heard, len(night.day.placed), time.monotonic() - began, odd)


def keep(folder: Path, day: Evidence) -> None:
    """Writes down what was left behind, a line an event and a line a row, for whoever asks why."""
    for name, rows in {"exchange": day.events, **day.rows}.items():
        lines = (json.dumps(row, ensure_ascii=False, default=str) for row in rows)
        (folder / f"{name}.jsonl").write_text("\n".join(lines), encoding="utf-8")
