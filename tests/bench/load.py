"""A crowd of callers on keep-alive connections, in a process of its own: as fast as the server answers, no faster."""

import multiprocessing
import selectors
import socket
import time
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field

from tests.bench.figures import Broken

MOST_S = 120.0  # a crowd that is not through by then gives up
SPAWN = multiprocessing.get_context("spawn")


@dataclass(frozen=True)
class Asked:
    """One request as bytes, and what must be in the answer."""

    sent: bytes
    expected: bytes


Script = Sequence[Asked]  # what one connection asks, one after the other


@dataclass(frozen=True)
class Heard:
    """How a crowd fared."""

    requests: int
    seconds: float
    p50_ms: float
    p99_ms: float


@dataclass
class Caller:
    """One connection, with what it is still to ask."""

    connection: socket.socket
    script: deque[Asked]
    answer: bytes = b""
    asked_at: float = 0.0
    took_s: list[float] = field(default_factory=list)

    def ask(self) -> None:
        self.answer = b""
        self.asked_at = time.perf_counter()
        self.connection.sendall(self.script[0].sent)

    def hear(self) -> bool:
        """Takes what has come; True when the answer is whole. Raises Broken for a wrong one."""
        piece = self.connection.recv(65536)
        self.answer += piece
        if piece and not is_whole(self.answer):
            return False
        self.took_s.append(time.perf_counter() - self.asked_at)
        asked = self.script.popleft()
        if asked.expected not in self.answer:
            raise Broken(f"expected {asked.expected!r} after {asked.sent[:120]!r}, heard {self.answer[:400]!r}")
        return True


def is_whole(answer: bytes) -> bool:
    head, found, body = answer.partition(b"\r\n\r\n")
    if not found:
        return False
    _, named, length = head.lower().partition(b"content-length:")
    return len(body) >= int(length.split(b"\r\n")[0]) if named else True


def crowd(port: int, scripts: Sequence[Script], most_s: float = MOST_S) -> Heard:
    """Plays every script on a connection of its own. Raises Broken when an answer is wrong or all takes too long."""
    callers = [Caller(socket.create_connection(("127.0.0.1", port)), deque(script)) for script in scripts if script]
    with selectors.DefaultSelector() as selector:
        for caller in callers:
            caller.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            selector.register(caller.connection, selectors.EVENT_READ, caller)
        began = time.perf_counter()
        for caller in callers:
            caller.ask()
        talk(selector, len(callers), began + most_s)
        seconds = time.perf_counter() - began
    for caller in callers:
        caller.connection.close()
    took = sorted(took for caller in callers for took in caller.took_s)
    return Heard(len(took), seconds, 1000 * took[len(took) // 2], 1000 * took[len(took) * 99 // 100])


def talk(selector: selectors.BaseSelector, waiting: int, until: float) -> None:
    while waiting:
        if time.perf_counter() > until:
            raise Broken("the crowd was not answered in time")
        for key, _ in selector.select(1.0):
            caller: Caller = key.data
            if not caller.hear():
                continue
            if caller.script:
                caller.ask()
            else:
                selector.unregister(caller.connection)
                waiting -= 1


class Crowd:
    """The crowd's own process, ready before the clock runs."""

    def __init__(self) -> None:
        self._process = ProcessPoolExecutor(1, mp_context=SPAWN)

    def call(self, port: int, scripts: Sequence[Script]) -> Heard:
        """See `crowd`."""
        return self._process.submit(crowd, port, scripts).result()

    def __enter__(self) -> "Crowd":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.shutdown(cancel_futures=True)
