"""The worker of one queue."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from gateway.queueing import QueueName
from tests.workers.conftest import HOUSE, Enqueue, Start
from tests.workers.patience import content, gone, until


def test_a_job_is_done_in_a_process_of_its_own(start: Start, enqueue: Enqueue, tmp_path: Path) -> None:
    for name in ("one", "two"):
        enqueue(QueueName.URGENT, "note", tmp_path / name)
    worker = start("urgent")
    pids = {until(content(tmp_path / name)) for name in ("one", "two")}
    assert len(pids | {str(worker.pid)}) == 3


def test_a_job_that_could_run_anything_when_read_is_not_read(start: Start, enqueue: Enqueue, tmp_path: Path) -> None:
    enqueue(QueueName.DEFAULT, "note", tmp_path / "pickled", serializer="pickle")
    enqueue(QueueName.DEFAULT, "note", tmp_path / "plain")
    start("default")
    until(content(tmp_path / "plain"))
    assert not (tmp_path / "pickled").exists()


def test_told_to_stop_a_worker_finishes_the_job_under_way(start: Start, enqueue: Enqueue, tmp_path: Path) -> None:
    enqueue(QueueName.BROADCAST, "linger", tmp_path / "long", 0.7)
    enqueue(QueueName.BROADCAST, "note", tmp_path / "next")
    worker = start("broadcast")
    until(content(tmp_path / "long"))
    worker.terminate()
    assert worker.wait(10) == 0
    assert content(tmp_path / "long")() == "done"
    assert not (tmp_path / "next").exists()


def test_told_to_stop_an_idle_worker_goes_at_once(start: Start, enqueue: Enqueue, tmp_path: Path) -> None:
    enqueue(QueueName.BROADCAST, "note", tmp_path / "one")
    worker = start("broadcast")
    until(content(tmp_path / "one"))
    worker.send_signal(signal.SIGINT)
    assert worker.wait(5) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="only the Linux kernel passes a death on")
def test_the_job_of_a_worker_that_was_killed_stops_too(start: Start, enqueue: Enqueue, tmp_path: Path) -> None:
    enqueue(QueueName.BROADCAST, "linger", tmp_path / "long", 60)
    worker = start("broadcast")
    fork = int(until(content(tmp_path / "long")))
    os.kill(worker.pid, signal.SIGKILL)
    until(gone(fork))


def test_without_redis_a_worker_says_so_and_ends(start: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    worker = start("urgent", REDIS_URL=f"redis://127.0.0.1:{port}/0")
    said, _ = worker.communicate(timeout=30)
    assert worker.returncode == 1
    assert "worker.without_redis" in said
    assert "Traceback" not in said


def test_odd_settings_are_refused_by_name(start: Start) -> None:
    worker = start("urgent", TICK_S="soon")
    said, _ = worker.communicate(timeout=20)
    assert worker.returncode == 1
    assert "TICK_S" in said


READ_IN_A_FORK = """
import os, sys
from gateway.settings import from_environment
from workers import shift, timetable, worker
worker.preload(from_environment())
known = set(sys.modules)
board = shift.board_of(os.getpid())
for check, _ in timetable.DUE:
    list(check(board))
print(*sorted(set(sys.modules) - known))
"""


def test_a_job_finds_all_it_needs_read_in_beforehand(environment: dict[str, str], ledger_url: str) -> None:
    settings = {**environment, "DATABASE_URL": ledger_url}
    words = [sys.executable, "-c", READ_IN_A_FORK]
    done = subprocess.run(words, cwd=HOUSE, env=settings, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
