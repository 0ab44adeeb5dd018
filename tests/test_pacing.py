"""The shared allowance: never more calls than allowed, nearly as many as allowed, and an alert before a broadcast."""

import contextlib
import itertools
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
import redis
from structlog.testing import capture_logs

from gateway import pacing
from gateway.clocks import RehearsalClock, WallClock, line_of
from gateway.domain.companies import Account
from gateway.pacing import AHEAD_S, HELD, RESERVE, NoPace, RedisPacer
from gateway.ports import Clock, Trunk

MakePacer = Callable[..., RedisPacer]
ONE, OTHER = "AC1", "AC2"
LINES = ("+8687162170001", "+8687162170002", "+8687162170003")


def account(per_second: float = 1000, at_once: int = 1000, sid: str = ONE, **given: Any) -> Account:
    usual = {"token": "t", "base_url": "", "numbers": LINES[:1], "weight": 1}
    return Account(sid=sid, calls_per_second=per_second, calls_at_once=at_once, **usual | given)


@pytest.fixture
def pacer(redis_url: str) -> Iterator[MakePacer]:
    """A maker of pacers that share one Redis, as two workers do."""
    with contextlib.ExitStack() as stack:

        def make(
            per_second: float = 1000,
            at_once: int = 1000,
            clock: Clock | None = None,
            lease_s: float = 300,
            accounts: Sequence[Account] = (),
        ) -> RedisPacer:
            made = RedisPacer(redis_url, accounts or [account(per_second, at_once)], clock or WallClock(), lease_s)
            return stack.enter_context(contextlib.closing(made))

        yield make


class Crowd:
    """Threads that place calls as fast as they are let, and note when."""

    def __init__(self, pacers: list[RedisPacer], threads: int) -> None:
        self.placed: list[float] = []
        self.trunks: list[Trunk] = []
        self._stop, self._lock = threading.Event(), threading.Lock()
        self._threads = [threading.Thread(target=self._run, args=(p, i)) for p in pacers for i in range(threads)]

    def _run(self, pacer: RedisPacer, number: int) -> None:
        for turn in itertools.count():
            attempt = f"{id(pacer)}-{number}-{turn}"
            trunk = pacer.wait_for_line(attempt)
            if self._stop.is_set():
                return
            with self._lock:
                self.placed.append(time.monotonic())
                self.trunks.append(trunk)
            pacer.release(attempt)

    def __enter__(self) -> "Crowd":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()


def worst_second(placed: list[float]) -> int:
    return max(sum(at <= other < at + 1 for other in placed) for at in placed)


def placed_in(seconds: float, crowd: Crowd) -> list[float]:
    with crowd:
        time.sleep(seconds)
        return sorted(crowd.placed)


def test_two_workers_together_place_the_allowance_and_no_more(pacer: MakePacer) -> None:
    placed = placed_in(3.0, Crowd([pacer(per_second=50), pacer(per_second=50)], threads=8))
    assert worst_second(placed) <= 51
    assert 0.94 * 150 <= len(placed) <= 151


def test_a_rehearsal_paces_by_its_own_clock(pacer: MakePacer) -> None:
    clock = RehearsalClock(line_of(time.time(), datetime(2022, 11, 30, tzinfo=UTC), 20.0))
    placed = placed_in(1.0, Crowd([pacer(per_second=2, clock=clock)], threads=3))
    assert 34 <= len(placed) <= 41


def test_the_first_call_of_all_waits_for_nobody(pacer: MakePacer) -> None:
    assert seconds_to_wait(pacer(per_second=0.1), "first") < 0.5


def test_after_a_quiet_hour_calls_do_not_come_in_a_bunch(pacer: MakePacer) -> None:
    quiet = pacer(per_second=10)
    quiet.wait_for_line("before")
    time.sleep(0.3)
    assert seconds_to_wait(quiet, "first") < 0.05
    assert seconds_to_wait(quiet, "second") > 0.05


def seconds_to_wait(pacer: RedisPacer, attempt: str, urgent: bool = False) -> float:
    began = time.monotonic()
    pacer.wait_for_line(attempt, urgent=urgent)
    return time.monotonic() - began


@contextlib.contextmanager
def waiting(pacer: RedisPacer, attempt: str, **wish: Any) -> Iterator[threading.Thread]:
    """Somebody who waits for a line; at the end the line must have come."""
    thread = threading.Thread(target=pacer.wait_for_line, args=(attempt,), kwargs=wish, daemon=True)
    thread.start()
    thread.join(0.15)
    yield thread
    thread.join(5)
    assert not thread.is_alive()


def test_who_finds_every_line_held_waits_until_one_is_given_back(pacer: MakePacer) -> None:
    one, other = pacer(at_once=2), pacer(at_once=2)
    one.wait_for_line("a")
    other.wait_for_line("b")
    with waiting(one, "c") as c:
        assert c.is_alive()
        one.release("a")


def test_giving_a_line_back_twice_frees_nobody_elses(pacer: MakePacer) -> None:
    full = pacer(at_once=1)
    full.wait_for_line("a")
    full.release("a")
    full.wait_for_line("b")
    full.release("a")
    with waiting(full, "c") as c:
        assert c.is_alive()
        full.release("b")


def test_an_attempt_that_asks_again_holds_one_line_only(pacer: MakePacer, redis_url: str) -> None:
    twice = pacer(at_once=1)
    twice.wait_for_line("a")
    twice.wait_for_line("a")
    with contextlib.closing(redis.Redis.from_url(redis_url)) as client:
        assert client.zcard(HELD + ONE) == 1


def test_a_line_nobody_gives_back_is_free_again_when_its_lease_ends(pacer: MakePacer) -> None:
    clock = RehearsalClock(line_of(time.time(), datetime(2022, 11, 30, tzinfo=UTC), 100.0))
    forgetful = pacer(at_once=1, clock=clock, lease_s=50)
    forgetful.wait_for_line("a")
    assert 0.3 < seconds_to_wait(forgetful, "b") < 2


def test_an_alert_does_not_wait_behind_a_broadcast(pacer: MakePacer) -> None:
    broadcast, alerts = pacer(per_second=10), pacer(per_second=10)
    with Crowd([broadcast], threads=16) as crowd:
        time.sleep(0.5)
        waits = [seconds_to_wait(alerts, f"alert-{n}", urgent=True) for n in range(3)]
        assert len(crowd.placed) < 20
    assert max(waits) < AHEAD_S + 2 * 0.1 + 0.1


def test_alerts_have_a_reserve_of_lines(pacer: MakePacer) -> None:
    full = pacer(at_once=2)
    for attempt in ("a", "b"):
        full.wait_for_line(attempt)
    for n in range(RESERVE):
        assert seconds_to_wait(full, f"alert-{n}", urgent=True) < 0.5
    with waiting(full, "one alert too many", urgent=True) as alert:
        assert alert.is_alive()
        full.release("a")


def test_a_worker_that_was_frozen_does_not_make_up_for_lost_time(
    pacer: MakePacer, monkeypatch: pytest.MonkeyPatch
) -> None:
    frozen = pacer(per_second=20)
    frozen.wait_for_line("before")
    naps: list[float] = []

    def sleep(seconds: float) -> None:
        naps.append(seconds)
        time.sleep(seconds + (0.2 if len(naps) == 1 else 0))

    monkeypatch.setattr(pacing, "time", SimpleNamespace(monotonic=time.monotonic, sleep=sleep))
    frozen.wait_for_line("late")
    assert len(naps) == 2


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def test_without_redis_no_call_is_placed_and_the_attempt_is_put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "PATIENCE_S", 0.5)
    nowhere = f"redis://127.0.0.1:{closed_port()}/0"
    with contextlib.closing(RedisPacer(nowhere, [account()], WallClock())) as blind:
        with pytest.raises(NoPace) as refusal:
            blind.wait_for_line("a")
        with capture_logs() as said:
            blind.release("a")
    assert refusal.value.retryable
    assert [line["event"] for line in said] == ["line.not_released"]


def test_a_redis_that_was_emptied_or_restarted_changes_nothing(pacer: MakePacer, redis_url: str) -> None:
    steady = pacer()
    steady.wait_for_line("a")
    with contextlib.closing(redis.Redis.from_url(redis_url)) as client:
        client.flushall()
        client.script_flush()
        client.client_kill_filter(_type="normal", skipme=True)
    steady.wait_for_line("b")
    steady.release("a")


def texted(paced: RedisPacer, parts: int, urgent: bool = False) -> float:
    begun = time.monotonic()
    paced.wait_to_text(ONE, parts, urgent=urgent)
    return time.monotonic() - begun


def test_texts_have_a_pace_of_their_own_shared_by_all_workers(pacer: MakePacer) -> None:
    account_ = account(texts_per_second=20)
    one, other = pacer(accounts=[account_]), pacer(accounts=[account_])
    begun = time.monotonic()
    for n in range(6):
        (one, other)[n % 2].wait_to_text(ONE, 2)
    assert 0.5 <= time.monotonic() - begun < 1.5, "five gaps of two parts"
    one.wait_for_line("a call")
    assert texted(one, 1) < 0.2, "a call takes nothing from the texts"


def test_an_urgent_text_stands_before_the_routine_ones(pacer: MakePacer) -> None:
    slow = pacer(accounts=[account(texts_per_second=2)])
    done: list[str] = []
    slow.wait_to_text(ONE, 1)
    routine = threading.Thread(target=lambda: (slow.wait_to_text(ONE, 1), done.append("routine")))
    routine.start()
    slow.wait_to_text(ONE, 1, urgent=True)
    done.append("urgent")
    routine.join(5)
    assert done == ["urgent", "routine"]


def test_without_redis_texts_go_unpaced() -> None:
    nowhere = f"redis://127.0.0.1:{closed_port()}/0"
    with contextlib.closing(RedisPacer(nowhere, [account()], WallClock())) as blind, capture_logs() as said:
        blind.wait_to_text(ONE, 1)
    assert [line["event"] for line in said] == ["text.not_paced"]
