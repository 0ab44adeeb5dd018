"""The letter box: what is asked for is asked for once, in the right queue, and never at the asker's cost."""

import contextlib
import json
import socket
import time
import zlib
from collections.abc import Iterator

import pytest
import redis
from rq import Queue as Letters
from rq import SimpleWorker
from structlog.testing import capture_logs

from gateway.ports import Job
from gateway.queueing import FAILED_KEPT_S, HANDLING, SERIALIZER, QueueName, RqQueue


@pytest.fixture
def client(redis_url: str) -> Iterator[redis.Redis]:
    with contextlib.closing(redis.Redis.from_url(redis_url)) as client:
        yield client


@pytest.fixture
def box(redis_url: str) -> Iterator[RqQueue]:
    with contextlib.closing(RqQueue(redis_url)) as box:
        yield box


def waiting(client: redis.Redis, queue: str) -> list[tuple[str, list[str]]]:
    jobs = Letters(queue, connection=client, serializer=SERIALIZER).jobs
    return [(job.func_name, list(job.args)) for job in jobs]


def test_every_job_has_its_handling() -> None:
    assert set(HANDLING) == set(Job)


@pytest.mark.parametrize("job", Job)
def test_a_hint_waits_in_the_queue_of_its_job(client: redis.Redis, box: RqQueue, job: Job) -> None:
    box.hint(job, "7", "s3")
    found = {queue: waiting(client, queue) for queue in QueueName}
    assert found == {queue: [(job.value, ["7", "s3"])] if queue == HANDLING[job].queue else [] for queue in QueueName}


def test_nothing_that_takes_long_stands_before_an_alert() -> None:
    assert all(how.timeout_s <= 300 for how in HANDLING.values() if how.queue == QueueName.URGENT)


def test_a_job_is_kept_a_week_when_it_fails_and_not_at_all_when_it_succeeds(client: redis.Redis, box: RqQueue) -> None:
    box.hint(Job.DIAL, "7")
    [job] = Letters(QueueName.BROADCAST, connection=client, serializer=SERIALIZER).jobs
    assert (job.timeout, job.result_ttl, job.failure_ttl) == (1800, 0, FAILED_KEPT_S)
    assert job.retries_left == 2


def test_a_job_is_written_so_that_reading_it_runs_nothing(client: redis.Redis, box: RqQueue) -> None:
    box.hint(Job.DIAL, "7")
    [key] = client.keys("rq:job:*")
    assert json.loads(zlib.decompress(client.hget(key, "data"))) == ["workers.broadcasts.dial", None, ["7"], {}]


def test_one_waiting_hint_is_enough(client: redis.Redis, box: RqQueue) -> None:
    for ids in (["7"], ["7"], ["8"], ["7"], ["8"]):
        box.hint(Job.DIAL, *ids)
    assert waiting(client, QueueName.BROADCAST) == [(Job.DIAL, ["7"]), (Job.DIAL, ["8"])]


def test_facts_that_come_after_the_job_started_bring_a_new_one(client: redis.Redis, box: RqQueue) -> None:
    box.hint(Job.DIAL, "7")
    box.opened(Job.DIAL, "7")
    box.hint(Job.DIAL, "7")
    assert len(waiting(client, QueueName.BROADCAST)) == 2


def test_a_hint_nobody_opens_may_be_given_again_soon(client: redis.Redis, box: RqQueue) -> None:
    box.hint(Job.DIAL, "7")
    [key] = client.keys("hint:*")
    assert 0 < client.pttl(key) <= 5_000


@contextlib.contextmanager
def deaf_port() -> Iterator[int]:
    """A port that takes connections and never says a word, like a Redis that hangs."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_without_redis_a_hint_is_lost_quickly_and_said_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        closed_port = server.getsockname()[1]
    assert_lost(closed_port, within_s=0.5)


def test_a_redis_that_hangs_costs_the_asker_a_second() -> None:
    with deaf_port() as port:
        assert_lost(port, within_s=1.5)


def assert_lost(port: int, within_s: float) -> None:
    with contextlib.closing(RqQueue(f"redis://127.0.0.1:{port}/0")) as box, capture_logs() as said:
        began = time.monotonic()
        box.hint(Job.RING_ALERTS, "12")
        assert time.monotonic() - began < within_s
        box.opened(Job.RING_ALERTS, "12")
    assert [line["event"] for line in said] == ["hint.lost", "hint.not_opened"]
    assert (said[0]["job"], said[0]["ids"]) == (Job.RING_ALERTS, ("12",))


def test_a_hint_survives_a_restart_of_the_connection(client: redis.Redis, box: RqQueue) -> None:
    box.hint(Job.DIAL, "7")
    client.client_kill_filter(_type="normal", skipme=True)
    box.hint(Job.DIAL, "8")
    assert len(waiting(client, QueueName.BROADCAST)) == 2


def test_a_real_worker_runs_what_was_asked_for_by_address(
    client: redis.Redis, box: RqQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[tuple[str, ...]] = []
    monkeypatch.setattr("tests.test_queueing.tiny", lambda *ids: done.append(ids), raising=False)
    letters = Letters(QueueName.DEFAULT, connection=client, serializer=SERIALIZER)
    letters.enqueue_call("tests.test_queueing.tiny", args=("1", "2"), result_ttl=0)
    SimpleWorker([letters], connection=client, serializer=SERIALIZER).work(burst=True)
    assert done == [("1", "2")]
