"""A platform in small: it runs what the Procfile names, a Redis and a PostgreSQL, and starts again what has died."""

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from gateway.machine import desk, redis_server
from gateway.machine.claims import reserved
from gateway.machine.leash import Warden, sent
from gateway.machine.processes import HOST, LISTENING, Running
from gateway.queueing import QueueName
from tests.bench.machines import Process
from tests.support import postgres
from tests.workers.patience import content, until

HOUSE = Path(__file__).parents[2]
GATEWAY = ("web", "worker", "clock")  # as the Procfile calls them
PROGRAMS = {"python": [sys.executable], "granian": [sys.executable, "-m", "granian"]}
START_S = 60.0


class Platform:
    """Everything a gateway needs on one machine. As a context manager it puts all of it away, however that ends.

    given  settings beside those it makes up itself
    """

    def __init__(self, folder: Path, given: Mapping[str, str], exchange_options: str) -> None:
        self._folder = folder
        self._held = contextlib.ExitStack()
        self._running: dict[str, Running] = {}
        self._orphaned: list[int] = []  # groups whose leader was killed alone
        self._warden = Warden()
        self._held.callback(self._warden.dismiss)
        self._words = {**procfile(), "exchange": shlex.split(f"python -m gateway.exchange {exchange_options}")}
        self.desk = desk.kept_in(folder / "desk.json")
        self.database = postgres.start(postgres.OUTLIVES_A_KILL)
        self._held.callback(self.database.throw_away)
        self._redis_port = redis_server.free_port()
        self._web_port = self._held.enter_context(reserved(HOST, 0)).getsockname()[1]
        self.web = f"http://{HOST}:{self._web_port}"
        self.env = {
            "DATABASE_URL": self.database.create("dalaba"),
            "REDIS_URL": f"redis://{HOST}:{self._redis_port}/0",
            "PUBLIC_BASE_URL": self.web,
            "DATA_DIR": str(folder),
            **given,
        }

    def __enter__(self) -> "Platform":
        return self

    def __exit__(self, *_: object) -> None:
        while self._running:
            _, running = self._running.popitem()
            running.stop()
            self._warden.let_go(running.process.pid)
        self._held.close()  # and the warden ends whoever is left of the orphaned

    def run_exchange(self) -> str:
        """Starts the exchange, which nobody kills, and returns its address."""
        self.env |= self.desk.settings("")
        self.run("exchange")
        said = until(lambda: LISTENING.search(content(self._log("exchange"))()), START_S)
        self.env |= self.desk.settings(said[1])
        return said[1]

    def run_gateway(self) -> None:
        """Starts Redis and all that the Procfile names; returns when the web answers."""
        self.run("redis")
        for name in GATEWAY:
            self.run(name)
        until(lambda: desk.answers(f"{self.web}/health"), START_S)

    def run(self, name: str) -> None:
        """Starts one of its processes."""
        process = self._redis() if name == "redis" else self._process(name)
        self._warden.hold(process.pid)
        self._running[name] = Running(name, process, self._log(name))

    def tend(self) -> None:
        """Starts again whatever has died, at once."""
        for name, running in list(self._running.items()):
            if running.process.poll() is not None:
                if running.process.pid not in self._orphaned:
                    self._warden.let_go(running.process.pid)
                self.run(name)

    def kill(self, name: str) -> bool:
        """Ends a process with -9, and whatever it started that does not end with it."""
        running = self._running[name]
        sent(running.process.pid, signal.SIGKILL)
        running.process.wait()
        return True

    def kill_alone(self, name: str) -> bool:
        """Ends a process with -9; what it started must see to itself."""
        running = self._running[name]
        running.process.kill()
        running.process.wait()
        self._orphaned.append(running.process.pid)
        return True

    def kill_below(self, found: Process | None) -> bool:
        """Ends a process that one of its own has started with -9. False when there is none just now."""
        if found is None:
            return False
        with contextlib.suppress(ProcessLookupError):
            os.kill(found.pid, signal.SIGKILL)
        return True

    @contextlib.contextmanager
    def frozen(self, found: Process) -> Iterator[None]:
        """Meanwhile a process does nothing, and does not know it."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(found.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.kill(found.pid, signal.SIGCONT)

    def worker(self, queue: QueueName) -> Process | None:
        """The worker of a queue, None when there is none just now."""
        return next((found for found in self._below("worker") if name_of(found.pid) == queue), None)

    def job(self, queue: QueueName) -> Process | None:
        """The job a worker is doing, a process of its own; None when it does none."""
        worker = self.worker(queue)
        return next((Process(pid) for pid in worker.below()), None) if worker else None

    def web_worker(self) -> Process | None:
        """One of the processes that answer the carrier; the first one only minds them."""
        return next(self._below("web"), None)

    def _below(self, name: str) -> Iterator[Process]:
        return map(Process, Process(self._running[name].process.pid).below())

    def _redis(self) -> "subprocess.Popen[bytes]":
        return redis_server.start(self._folder / "redis", self._redis_port).process

    def empty_redis(self) -> None:
        """Takes away all that a Redis that has ended kept on disk."""
        shutil.rmtree(self._folder / "redis")

    def _process(self, name: str) -> "subprocess.Popen[bytes]":
        words = [word.replace("${PORT:-8000}", str(self._web_port)) for word in self._words[name]]
        with open(self._log(name), "ab") as log:
            return subprocess.Popen(
                [*PROGRAMS[words[0]], *words[1:]],
                cwd=HOUSE,
                env={**os.environ, **self.env},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _log(self, name: str) -> Path:
        return self._folder / f"{name}.log"


def procfile() -> dict[str, list[str]]:
    """The commands of the Procfile, listening to this machine only."""
    lines = (HOUSE / "Procfile").read_text(encoding="utf-8").splitlines()
    commands = dict(line.split(": ", 1) for line in lines)
    return {name: shlex.split(commands[name].replace("0.0.0.0", HOST)) for name in GATEWAY}


def name_of(pid: int) -> str:
    """What a process is called; "" when it has just ended."""
    try:
        return Path(f"/proc/{pid}/comm").read_text().rstrip()
    except (FileNotFoundError, ProcessLookupError):
        return ""
