"""When every household is asked, in prompts/situations/: [rounds], by how often a day."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import time
from itertools import pairwise
from typing import Any

from gateway.catalogue import levels
from gateway.catalogue.shapes import Shape, misshapen
from gateway.domain.situations.response import Round

ROUND: Shape = {"since": (time,), "ring": (time,), "until": (time,), "retries": (list,)}
GAPS = ("evening",)
MOST_RETRIES = 4


def faults(table: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with the table, one sentence each."""
    for often, entries in table.items():
        if not often.isdecimal() or not isinstance(entries, list) or len(entries) != int(often):
            yield f"{often} must be a list of as many rounds"
            continue
        for nth, entry in enumerate(entries, start=1):
            yield from (f"{often}, number {nth}: {fault}" for fault in _faults_of(entry))
        if all(isinstance(entry, dict) and not [*misshapen(entry, ROUND)] for entry in entries):
            yield from _overlaps(often, entries)


def _faults_of(entry: Any) -> Iterator[str]:
    if not isinstance(entry, dict):
        yield "must be a table"
        return
    odd = [*misshapen(entry, ROUND)]
    yield from odd
    if odd:
        return
    if not entry["since"] <= entry["ring"] < entry["until"]:
        yield "since, ring and until must be in order"
    retries = entry["retries"]
    if len(retries) > MOST_RETRIES or not all(levels.is_gap(gap, GAPS) for gap in retries):
        yield f"retries are at most {MOST_RETRIES}, each minutes above 0, or: {' '.join(GAPS)}"


def _overlaps(often: str, entries: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for before, after in pairwise(entries):
        if after["since"] < before["until"]:
            yield f"{often}: a round begins at {after['since']}, before {before['until']} when the one before ends"


def read(table: Mapping[str, Any]) -> Mapping[int, tuple[Round, ...]]:
    """The rounds of a day, by how many there are."""
    return {
        int(often): tuple(_round(n, int(often), one) for n, one in enumerate(entries, 1))
        for often, entries in table.items()
    }


def _round(nth: int, of: int, entry: Mapping[str, Any]) -> Round:
    return Round(nth, of, entry["since"], entry["ring"], entry["until"], tuple(entry["retries"]))
