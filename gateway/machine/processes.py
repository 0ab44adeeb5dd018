"""All processes of one machine: Redis, the exchange on the desk, web, workers, clock. One falls, all are put away."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType, TracebackType
from typing import TypeVar

import redis

from gateway.machine import desk, redis_server
from gateway.machine.claims import MachineFailed, claimed, reserved
from gateway.machine.desk import Desk
from gateway.machine.leash import Warden, sent
from gateway.settings import Settings, from_environment
from gateway.store import migrate

HOST = "127.0.0.1"
START_S = 30.0
GRACE_S = 10.0  # between asking a process to end and making it
LOOK_S = 0.05
TAIL_LINES = 15
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LISTENING = re.compile(r"^exchange listening on (\S+)$", re.MULTILINE)

Seen = TypeVar("Seen")

# What runs, by name; {port} is the web's. Workers get less time for their last job than the machine gives them to end.
COMMANDS: Mapping[str, Sequence[str]] = {
    "exchange": ("-m", "gateway.exchange"),
    "web": (
        *(
            "-m",
            "granian",
            "--interface",
            "wsgi",
            "--host",
            HOST,
            "--port",
            "{port}",
            "--no-ws",
            "--log-level",
            "warning",
        ),
        *("--workers", "2", "--blocking-threads", "1", "--factory", "gateway.app:from_environment"),
    ),
    "workers": ("-m", "workers", "--patience", "5"),
    "clock": ("-m", "workers", "clock"),
}


@dataclass(frozen=True)
class Addresses:
    """Where the parts answer. `exchange` is None when calls go to a real carrier."""

    web: str
    redis: str
    exchange: str | None = None


@dataclass(frozen=True)
class Ending:
    """Why the machine is to be stopped: a signal's name, or the process that died, its exit code and its last words."""

    cause: str
    code: int | None = None
    said: str = ""

    def __str__(self) -> str:
        if self.code is None:
            return f"stopped by {self.cause}"
        how = (
            f"was killed by {signal.Signals(-self.code).name}" if self.code < 0 else f"ended with exit code {self.code}"
        )
        return f"{self.cause} {how}; it said last:\n{self.said or '(nothing)'}"


@dataclass(frozen=True)
class Running:
    """A process of the machine, leader of its own group."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    def tail(self) -> str:
        lines = self.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return "\n".join(lines[-TAIL_LINES:])

    def ending(self) -> Ending | None:
        code = self.process.poll()
        return None if code is None else Ending(self.name, code, self.tail())

    def stop(self) -> None:
        """Asks it to end; after the grace, or once its leader is gone, makes whatever is left of the group."""
        sent(self.process.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(GRACE_S)
        sent(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Machine:
    """The processes of one machine; as a context manager it starts them and puts them away.

    env       settings, laid over this process's environment. Without REDIS_URL a Redis of our own runs; with neither
              TWILIO_BASE_URL nor TWILIO_ACCOUNT_SID an exchange on the desk does; DATABASE_URL and PUBLIC_BASE_URL
              default to a file in data_dir and to the web on this machine
    data_dir  ledger, queue, logs and the desk's account; one machine at a time may use it
    port      of the web, 0 for a free one
    exchange_options  words for the exchange's command line, such as --speed 30

    No process outlives this one, not even when this one is killed.
    """

    def __init__(
        self,
        env: Mapping[str, str],
        data_dir: Path,
        *,
        port: int = 0,
        exchange_options: Sequence[str] = (),
        commands: Mapping[str, Sequence[str]] = COMMANDS,
    ) -> None:
        self._env = {name: value for name, value in {**os.environ, **env}.items() if value}
        self._dir = data_dir.resolve()
        self._port = port
        self._commands = {**commands, "exchange": (*commands["exchange"], *exchange_options)}
        self._running: list[Running] = []
        self._held, self._ears = contextlib.ExitStack(), contextlib.ExitStack()
        self._told: list[str] = []
        self.desk: Desk | None = None
        self.addresses = Addresses("", "")

    def __enter__(self) -> "Machine":
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.stop()

    def start(self) -> None:
        """Returns when the web answers and, on a desk, the exchange and the line between them.

        Raises BadSettings, RedisMissing, RedisFailed, or MachineFailed also when told to stop meanwhile; nothing is
        left running then.
        """
        try:
            self._hold_together()
            self._have_redis()
            self._have_carrier()
            self._have_ledger(self._have_port())
            self._have_gateway()
        except BaseException:
            self.stop()
            raise

    def wait(self) -> Ending:
        """Returns when a process has died, or on SIGINT, SIGTERM or SIGHUP when started from the main thread."""
        while not self._told:
            if ending := self.ending():
                return ending
            time.sleep(LOOK_S)
        return Ending(self._told[0])

    def ending(self) -> Ending | None:
        """The first process that has died, None while all are well."""
        return next(filter(None, (running.ending() for running in self._running)), None)

    def pids(self) -> dict[str, int]:
        """Name of a process -> its number, in the order of their start."""
        return {running.name: running.process.pid for running in self._running}

    def stop(self) -> None:
        """Puts away what runs, last started first: workers still have their Redis. A second call does nothing.

        From here on a signal is no longer heard: one more Ctrl-C, and the rest is put away without us.
        """
        self._ears.close()
        while self._running:
            self._running[-1].stop()
            self._warden.let_go(self._running.pop().process.pid)
        self._held.close()

    def _hold_together(self) -> None:
        (self._dir / "logs").mkdir(parents=True, exist_ok=True)
        self._told = self._ears.enter_context(heard())
        lock = self._held.enter_context(claimed(self._dir))
        self._warden = Warden(lock)
        self._held.callback(self._warden.dismiss)

    def _have_redis(self) -> None:
        if "REDIS_URL" not in self._env:
            own = redis_server.start(self._dir / "redis", environ=self._env)
            self._keep(Running("redis", own.process, self._dir / "redis" / "redis.log"))
            self._env["REDIS_URL"] = own.url
        self.addresses = replace(self.addresses, redis=self._env["REDIS_URL"])
        self._until("REDIS_URL", lambda: pings(self.addresses.redis))

    def _have_carrier(self) -> None:
        if "TWILIO_BASE_URL" in self._env or "TWILIO_ACCOUNT_SID" in self._env:
            return
        self.desk = desk.kept_in(self._dir / "desk.json", self._env.get("TWILIO_FROM_NUMBER", desk.NUMBER))
        self._env |= self.desk.settings("")
        log = self._run("exchange").log
        found = self._until("exchange", lambda: LISTENING.search(log.read_text(encoding="utf-8")))
        self._env |= self.desk.settings(found[1])
        self.addresses = replace(self.addresses, exchange=found[1])
        self._until("exchange", lambda: desk.answers(f"{found[1]}/exchange/health"))

    def _have_port(self) -> str:
        """The web's address, on a port that is ours until the end."""
        self._port = self._held.enter_context(reserved(HOST, self._port)).getsockname()[1]
        self.addresses = replace(self.addresses, web=f"http://{HOST}:{self._port}")
        return self.addresses.web

    def _have_ledger(self, web: str) -> None:
        defaults = {
            "DATABASE_URL": f"sqlite:///{self._dir}/dalaba.db",
            "PUBLIC_BASE_URL": web,
            "DATA_DIR": str(self._dir),
        }
        self._env = {**defaults, **self._env, "PYTHONUNBUFFERED": "1"}
        given = {name: self._env[name.upper()] for name in Settings.model_fields if name.upper() in self._env}
        migrate.upgrade(from_environment(**given).database_url)

    def _have_gateway(self) -> None:
        for name in ("web", "workers", "clock"):
            self._run(name)
        self._until("web", lambda: desk.answers(f"{self.addresses.web}/health"))
        if self.desk and self.addresses.exchange:
            self.desk.connect_line(self.addresses.exchange, self._env["PUBLIC_BASE_URL"])

    def _run(self, name: str) -> Running:
        words = [word.replace("{port}", str(self._port)) for word in self._commands[name]]
        log = self._dir / "logs" / f"{name}.log"
        if log.exists():
            log.replace(log.with_suffix(".log.1"))
        with open(log, "wb") as page:
            process = subprocess.Popen(
                [sys.executable, *words],
                env=self._env,
                stdin=subprocess.DEVNULL,
                stdout=page,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # a Ctrl-C in the terminal is ours alone; we tell them, in order
            )
        return self._keep(Running(name, process, log))

    def _keep(self, running: Running) -> Running:
        self._warden.hold(running.process.pid)
        self._running.append(running)
        return running

    def _until(self, name: str, look: Callable[[], Seen | None]) -> Seen:
        """What was seen at last. Raises MachineFailed when a process dies meanwhile, or after START_S."""
        deadline = time.monotonic() + START_S
        while not (seen := look()):
            if ending := Ending(self._told[0]) if self._told else self.ending():
                raise MachineFailed(f"the machine did not start: {ending}")
            if time.monotonic() > deadline:
                raise MachineFailed(f"the machine did not start: {name} does not answer after {START_S:.0f} s")
            time.sleep(LOOK_S)
        return seen


def pings(url: str) -> bool:
    with contextlib.closing(redis.Redis.from_url(url, socket_connect_timeout=1, socket_timeout=1)) as client:
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False


@contextlib.contextmanager
def heard() -> Iterator[list[str]]:
    """The names of the signals that ask us to end, as they come; nothing is heard outside the main thread."""
    names: list[str] = []

    def hear(number: int, frame: FrameType | None) -> None:
        names.append(signal.Signals(number).name)

    before = {number: signal.signal(number, hear) for number in SIGNALS} if in_main_thread() else {}
    try:
        yield names
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def in_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()
