"""One worker for each queue, started again when it dies.

Each is a fork of the foreman, who has read in beforehand what they work with: it is there at once, and the four share
that memory.
"""

import gc
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from multiprocessing.context import ForkProcess
from types import FrameType

import structlog

from gateway.machine.leash import be_called, die_with_parent
from gateway.queueing import QueueName
from gateway.settings import Settings
from workers import worker

LOOK_S = 0.1  # between two looks at the workers
SETTLED_S = 10.0  # who lived longer did not die of starting
FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 30.0
RQ_DEAF_S = 1.5  # RQ takes a second signal within a second of the first for the same one

FORKED = get_context("fork")

log = structlog.get_logger(__name__)


@dataclass
class Post:
    """One worker's place: who holds it, since when, how often in a row they died young, and when the next may start.

    work  what the worker does, until it returns an exit code
    Instants are seconds of the monotonic clock. `process` is None while the place is empty.
    """

    name: str
    work: Callable[[], int]
    process: ForkProcess | None = None
    born_at: float = 0.0
    died_young: int = 0
    free_from: float = 0.0

    def fill(self, now: float) -> None:
        """Starts a worker when the place is empty and its pause is over."""
        if self.process is None and now >= self.free_from:
            # In our own process group, so that whoever ends that ends them all; on its own it ends with us.
            self.process = FORKED.Process(target=_work, args=(self, os.getpid()))
            self.process.start()
            self.born_at = now

    def look(self, now: float) -> None:
        """Notes a death and for how long the place stays empty."""
        if self.process is None or (code := self.process.exitcode) is None:
            return
        self.died_young = 0 if now - self.born_at > SETTLED_S else self.died_young + 1
        pause_s = min(FIRST_PAUSE_S * 2 ** max(0, self.died_young - 1), LONGEST_PAUSE_S)
        self.process, self.free_from = None, now + pause_s
        log.warning("worker.died", worker=self.name, code=code, again_in_s=pause_s)

    def tell(self, number: int) -> None:
        if not self.empty and self.process is not None and self.process.pid is not None:
            os.kill(self.process.pid, number)

    @property
    def empty(self) -> bool:
        return self.process is None or self.process.exitcode is not None


def _work(post: Post, foreman: int) -> None:
    """The life of a worker, in its own process."""
    die_with_parent(signal.SIGTERM)
    if os.getppid() != foreman:
        os._exit(1)  # it died before we could ask
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)  # and no longer the foreman's
    be_called(post.name)
    raise SystemExit(post.work())


class Foreman:
    """Keeps every post filled until told to stop, then lets the jobs under way be finished."""

    def __init__(self, posts: list[Post], patience_s: float) -> None:
        self._posts = posts
        self._patience_s = patience_s
        self._told = 0  # how often we were told to stop

    def lead(self) -> None:
        """Returns when no worker is left."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._hear)
        while not self._told:
            for post in self._posts:
                post.look(time.monotonic())
                post.fill(time.monotonic())
            time.sleep(LOOK_S)
        self._see_off()

    def _hear(self, number: int, frame: FrameType | None) -> None:
        self._told += 1

    def _see_off(self) -> None:
        """Warm first; cold when told twice or when patience has run out."""
        self._tell(signal.SIGTERM)
        told, until = self._told, time.monotonic() + self._patience_s
        while not all(post.empty for post in self._posts):
            if self._told > told or time.monotonic() > until:
                self._tell(signal.SIGTERM)
                told, until = self._told, time.monotonic() + RQ_DEAF_S
            time.sleep(LOOK_S)

    def _tell(self, number: int) -> None:
        for post in self._posts:
            post.tell(number)


def lead(settings: Settings, patience_s: float) -> None:
    """One worker for each queue, until SIGTERM or Ctrl-C; patience: seconds for the jobs under way at the end."""
    worker.preload(settings)
    gc.freeze()  # what is here by now stays: looking at it again would unshare it
    Foreman([Post(queue.value, partial(worker.run, queue, settings)) for queue in QueueName], patience_s).lead()
