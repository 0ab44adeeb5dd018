"""Servers and other processes of a bench, and what they cost: CPU seconds and memory, as the kernel counts them."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.bench.figures import Broken

HOUSE = Path(__file__).parents[2]
START_S = 30.0
GRACE_S = 10.0
TICKS_A_S = os.sysconf("SC_CLK_TCK")
WEB = "-m granian --interface wsgi --host 127.0.0.1 --no-ws --log-level warning --workers 2"
THREADS = {"sqlite": 1, "postgresql": 4}  # of a worker, as shipped: SQLite has one writer anyway


@dataclass(frozen=True)
class Process:
    """A process and everything below it."""

    pid: int

    def below(self) -> list[int]:
        """The processes it started, and those they started; without itself."""
        parents = {pid: int(stat_of(pid)[1]) for pid in all_pids()}
        found = [self.pid]
        for pid in found:
            found += [child for child, parent in parents.items() if parent == pid]
        return found[1:]

    def cpu_s(self) -> float:
        """Seconds of CPU used so far by the processes below it."""
        return sum(cpu_s(pid) for pid in self.below())

    def resident_mb(self) -> float:
        """Memory of the largest process below it, or its own when it started none."""
        return max(resident_mb(pid) for pid in self.below() or [self.pid])


@dataclass(frozen=True)
class Server(Process):
    """A web server on this machine."""

    port: int


def all_pids() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdecimal()]


def stat_of(pid: int) -> list[str]:
    """The fields of /proc/<pid>/stat after the name; those of nobody when it has just ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return ["Z", "0", *["0"] * 48]


def cpu_s(pid: int) -> float:
    user, system = stat_of(pid)[11:13]
    return (int(user) + int(system)) / TICKS_A_S


def resident_mb(pid: int) -> float:
    with contextlib.suppress(FileNotFoundError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
    return 0.0


@contextlib.contextmanager
def running(words: str, env: Mapping[str, str], folder: Path) -> Iterator[Process]:
    """Python with these words, in a process group that is gone afterwards."""
    with open(folder / "log", "ab") as log:
        process = subprocess.Popen(
            [sys.executable, *words.split()],
            cwd=HOUSE,
            env={**os.environ, **env},
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield Process(process.pid)
    finally:
        stop(process)


def stop(process: "subprocess.Popen[bytes]") -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(GRACE_S)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextlib.contextmanager
def served(factory: str, env: Mapping[str, str], folder: Path) -> Iterator[Server]:
    """A WSGI application on the production server, with as many threads as are shipped for its ledger."""
    port = free_port()
    ledger = "postgresql" if env.get("DATABASE_URL", "").startswith("postgresql") else "sqlite"
    words = f"{WEB} --blocking-threads {THREADS[ledger]} --port {port} --factory {factory}"
    with running(words, env, folder) as process:
        until_open(port, folder)
        yield Server(process.pid, port)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until_open(port: int, folder: Path) -> None:
    patience = time.monotonic() + START_S
    while time.monotonic() < patience:
        with socket.socket() as caller:
            if caller.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise Broken(f"no server came up; it said last: {(folder / 'log').read_text()[-500:]}")
