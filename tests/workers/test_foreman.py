"""One worker for each queue, come what may."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import redis
from structlog.testing import capture_logs

from gateway.queueing import QueueName
from tests.workers.conftest import Enqueue, Start
from tests.workers.patience import content, gone, until
from workers.foreman import LONGEST_PAUSE_S, SETTLED_S, Post


def listening(client: redis.Redis) -> dict[str, int]:
    """Queue -> pid of its worker."""
    found = [client.hmget(key, "queues", "pid", "state") for key in client.keys("rq:worker:*")]
    return {queue.decode(): int(pid) for queue, pid, state in found if queue and state == b"idle"}


def test_every_queue_is_listened_to_and_nobody_is_left_at_the_end(
    start: Start, client: redis.Redis, enqueue: Enqueue, tmp_path: Path
) -> None:
    foreman = start()
    until(lambda: set(listening(client)) == set(QueueName), 40)
    workers = listening(client)
    if sys.platform == "linux":
        names = {queue: Path(f"/proc/{pid}/comm").read_text().rstrip() for queue, pid in workers.items()}
        assert names == {queue.value: queue.value for queue in QueueName}
    for queue in QueueName:
        enqueue(queue, "note", tmp_path / queue)
        until(content(tmp_path / queue))
    foreman.terminate()
    assert foreman.wait(10) == 0
    assert all(gone(pid)() for pid in workers.values())


def test_a_worker_that_was_killed_is_replaced_and_a_foreman_that_was_killed_leaves_nobody(
    start: Start, client: redis.Redis
) -> None:
    foreman = start()
    until(lambda: set(listening(client)) == set(QueueName), 40)
    first = listening(client)[QueueName.URGENT]
    os.kill(first, signal.SIGKILL)
    until(gone(first))
    for key in client.keys("rq:worker:*"):  # what the dead one left there
        if client.hget(key, "pid") == str(first).encode():
            client.delete(key)
    until(lambda: QueueName.URGENT in listening(client), 40)
    if sys.platform == "linux":
        workers = listening(client)
        foreman.kill()
        for pid in workers.values():
            until(gone(pid))


@pytest.mark.parametrize(
    ("lived_s", "died_young_before", "pause_s"),
    [(1, 0, 0.5), (1, 1, 1.0), (1, 2, 2.0), (1, 20, LONGEST_PAUSE_S), (SETTLED_S + 1, 20, 0.5)],
)
def test_who_keeps_dying_young_is_started_less_and_less_often(
    lived_s: float, died_young_before: int, pause_s: float
) -> None:
    post = Post("red", lambda: 3, died_young=died_young_before)
    post.fill(now=0.0)
    assert post.process is not None
    post.process.join()
    with capture_logs() as said:
        post.look(now=lived_s)
    post.fill(now=lived_s + pause_s - 0.01)
    assert post.process is None
    assert [(line["worker"], line["code"], line["again_in_s"]) for line in said] == [("red", 3, pause_s)]
    post.fill(now=lived_s + pause_s)
    assert post.process is not None
    post.process.join()


STUBBORN = """
import signal, sys, time
from workers.foreman import Foreman, Post

def stubborn():
    signals = []
    signal.signal(signal.SIGTERM, lambda *_: signals.append(1))
    open(sys.argv[1], "w").write("up")
    while len(signals) < 2:
        time.sleep(0.01)
    return 0

Foreman([Post("red", stubborn)], patience_s=0.3).lead()
"""


def test_patience_with_the_jobs_under_way_has_an_end(tmp_path: Path) -> None:
    words = [sys.executable, "-c", STUBBORN, str(tmp_path / "up")]
    foreman = subprocess.Popen(words, cwd=Path(__file__).parents[2])
    until(content(tmp_path / "up"))
    told_at = time.monotonic()
    foreman.terminate()
    assert foreman.wait(10) == 0
    assert time.monotonic() - told_at >= 0.3
