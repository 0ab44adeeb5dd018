"""How every job begins and ends: its hint is taken out of the box, the board is connected, the end is logged."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec

import structlog
from structlog.contextvars import bound_contextvars

from gateway.domain.errors import CarrierThrottled, GatewayError
from gateway.ports import Job
from gateway.queueing import RqQueue
from gateway.settings import from_environment
from gateway.switchboard import Switchboard
from gateway.wiring import connect

PAUSE_S = 1.0  # before a retry; the whole queue waits, which is what an overloaded carrier needs
LONGEST_PAUSE_S = 5.0

Ids = ParamSpec("Ids")
log = structlog.get_logger(__name__)


def job(work: Callable[Concatenate[Switchboard, Ids], None]) -> Callable[Ids, None]:
    """Makes `work(board, *ids)` a job, which RQ calls with the ids alone.

    A GatewayError worth a retry is raised again, after a pause, and RQ retries as `queueing.HANDLING` says; one that
    is not is logged and done with. Anything else is a bug: it is raised too, and RQ keeps the job to be looked at.
    Without a queue the body is called as `work.__wrapped__(board, *ids)`.
    """
    address = Job(f"{work.__module__}.{work.__name__}")

    @wraps(work)
    def shift(*ids: Ids.args, **named: Ids.kwargs) -> None:
        with bound_contextvars(job=address.value, ids=ids), reported():
            board = board_of(os.getpid())
            letter_box_of(os.getpid()).opened(address, *map(str, ids))  # before the ledger is read: what comes later
            work(board, *ids, **named)  # needs a hint of its own

    return shift


@lru_cache(maxsize=1)
def board_of(pid: int) -> Switchboard:
    """This process's own board: no connection is shared with the worker it was forked from."""
    return connect(from_environment())


@lru_cache(maxsize=1)
def letter_box_of(pid: int) -> RqQueue:
    return RqQueue(board_of(pid).settings.redis_url)


@contextmanager
def reported() -> Iterator[None]:
    """Start, end and errors in the log; the one place where errors become RQ's business."""
    began = time.monotonic()
    log.info("job.started")
    try:
        yield
        log.info("job.ended", seconds=round(time.monotonic() - began, 3))
    except GatewayError as e:
        log.warning("job.failed", error=repr(e), retryable=e.retryable)
        if e.retryable:
            time.sleep(pause_s(e))
            raise


def pause_s(error: GatewayError) -> float:
    """Seconds to wait before the same job is tried again."""
    return min(error.wait_s, LONGEST_PAUSE_S) if isinstance(error, CarrierThrottled) else PAUSE_S
