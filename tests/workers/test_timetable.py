"""The tick."""

from types import SimpleNamespace
from typing import Any

import pytest
from structlog.testing import capture_logs

from gateway.ports import Job
from workers import timetable


def broken(board: Any) -> list[tuple[str, ...]]:
    raise OSError("the ledger is busy")


def test_a_tick_asks_for_everything_that_is_due_and_one_broken_check_hides_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hints: list[tuple[Any, ...]] = []
    board = SimpleNamespace(queue=SimpleNamespace(hint=lambda *words: hints.append(words)))
    due = ((lambda b: [("7", "s1"), ("8", "s1")], Job.DIAL), (broken, Job.SEAL_DAY), (lambda b: [()], Job.RING_ALERTS))
    monkeypatch.setattr(timetable, "DUE", due)
    with capture_logs() as said:
        timetable.tick.__wrapped__(board)
    assert hints == [(Job.DIAL, "7", "s1"), (Job.DIAL, "8", "s1"), (Job.RING_ALERTS,)]
    assert [(line["event"], line["wanted"]) for line in said] == [("due_check.failed", Job.SEAL_DAY)]
