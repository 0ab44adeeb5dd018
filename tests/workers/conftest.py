"""Real worker processes on a real Redis."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis
from rq import Queue as Letters

from gateway.queueing import SERIALIZER

HOUSE = Path(__file__).parents[2]
Start = Callable[..., subprocess.Popen[str]]
Enqueue = Callable[..., None]


@pytest.fixture
def environment(redis_url: str, tmp_path: Path) -> dict[str, str]:
    """Settings of a gateway whose carrier nobody reaches."""
    return {
        **os.environ,
        "REDIS_URL": redis_url,
        "DATABASE_URL": f"sqlite:///{tmp_path}/dalaba.db",
        "PUBLIC_BASE_URL": "http://127.0.0.1:1",
        "TWILIO_BASE_URL": "http://127.0.0.1:1",
        "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
        "TWILIO_AUTH_TOKEN": "made-up",
        "TWILIO_FROM_NUMBER": "+8619900000001",
        "TICK_S": "1",
    }


@pytest.fixture
def start(environment: dict[str, str]) -> Iterator[Start]:
    """Starts `python -m workers` with these words, in a process group that is gone after the test."""
    started: list[subprocess.Popen[str]] = []

    def start(*words: str, **settings: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "workers", *words],
            cwd=HOUSE,
            env={**environment, **settings},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


@pytest.fixture
def client(redis_url: str) -> Iterator[redis.Redis]:
    with contextlib.closing(redis.Redis.from_url(redis_url)) as client:
        yield client


@pytest.fixture
def enqueue(client: redis.Redis) -> Enqueue:
    """Puts a tiny job into a queue."""

    def enqueue(queue: str, name: str, *words: object, serializer: str = SERIALIZER) -> None:
        letters = Letters(queue, connection=client, serializer=serializer)
        letters.enqueue_call(f"tests.workers.tiny.{name}", args=[str(word) for word in words], result_ttl=0)

    return enqueue
