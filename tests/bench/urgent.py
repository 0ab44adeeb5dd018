"""Row 8: how soon the doctor's phone, and the first of a red message, ring while a whole county's phones wait."""

import contextlib
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median

from gateway.domain.screening import Concern
from gateway.domain.speaking.levels import Level
from gateway.journeys import alerts
from gateway.journeys.reporting.reports import Source
from gateway.journeys.speaking import approval, drafts
from gateway.journeys.speaking.drafts import Message, Plan
from gateway.machine import redis_server
from gateway.queueing import RqQueue
from gateway.store import alerts as alert_rows
from gateway.store import roster
from gateway.store.sql import put
from gateway.store.tables import staff
from gateway.switchboard import Switchboard
from tests.bench import carrier, town
from tests.bench.dialling import answering
from tests.bench.figures import Broken, Figure, Scale
from tests.bench.machines import running

ELSEWHERE = "532929"  # another county
PACE = "30"
MOST_S, MOST_TIMES = 1.0, 2.0
PATIENCE_S = 60.0
QUEUES = ("red", "urgent", "broadcast", "default")  # a routine message is fanned out by the last


def measure(scale: Scale, folder: Path) -> list[Figure]:
    """Row 8, on SQLite, with the workers a machine runs."""
    phones, times = scale.of(5_000, 100_000), scale.of(2, 5)
    with contextlib.ExitStack() as stack:
        queue = redis_server.start(folder / "redis")
        stack.callback(queue.stop)
        stub = stack.enter_context(answering(folder))
        url = stack.enter_context(town.sqlite(folder))
        board = replace(stack.enter_context(town.board_on(url)), queue=RqQueue(queue.url))
        doctors = _settle(board, phones, 2 * times)
        given = {"TWILIO_BASE_URL": f"http://127.0.0.1:{stub}", "CALLS_PER_SECOND": PACE, "CALLS_AT_ONCE": "5000"}
        given["TEXTS_PER_SECOND"] = "1000"
        env = town.environment(url, queue.url, folder, **given)
        for name in QUEUES:
            stack.enter_context(running(f"-m workers {name}", env, folder))
        homes = iter(range(2 * times))
        _first_ring(board, stub, doctors.pop())  # warm
        _first_red_ring(board, stub, next(homes))
        empty = [_first_ring(board, stub, doctors.pop()) for _ in range(times)]
        red_empty = [_first_red_ring(board, stub, next(homes)) for _ in range(times)]
        _speak(board, stub)
        busy = [_first_ring(board, stub, doctors.pop()) for _ in range(times - 1)]
        red_busy = [_first_red_ring(board, stub, next(homes)) for _ in range(times - 1)]
    return [
        _figure(f"urgent call while {phones:,} routine ones wait", empty, busy),
        _figure(f"red message while {phones:,} routine calls wait", red_empty, red_busy),
    ]


def _figure(what: str, empty: list[float], busy: list[float]) -> Figure:
    took, over = median(busy), median(busy) / median(empty)
    return Figure(
        row="8",
        what=what,
        ours=f"first ring after {took:.2f} s, slowest of {len(busy)} {max(busy):.2f} s",
        floor=f"empty queue: {median(empty):.2f} s",
        ratio=over,
        target=f"< {MOST_S:.0f} s, <= {MOST_TIMES:.0f} x",
        reached=max(busy) < MOST_S and over <= MOST_TIMES,
    )


def _settle(board: Switchboard, phones: int, doctors: int) -> list[tuple[str, str]]:
    """A county with a doctor in each of its first villages. Returns their villages and phones."""
    town.settle(board, phones)
    found = [(town.village(index * town.HOUSEHOLDS), f"+86188{10_000_000 + index}") for index in range(doctors)]
    with board.work() as work:
        for unit_code, number in found:
            doctor = {"number": number, "name": "李医生", "role": "doctor", "unit_code": unit_code, "on_duty": True}
            work.tx.execute(staff.insert().values(**doctor))
    return found


def _first_ring(board: Switchboard, stub: int, doctor: tuple[str, str]) -> float:
    """Seconds from the moment somebody asks for help until the carrier is asked to ring their doctor."""
    unit_code, number = doctor
    caller = Source(f"bench:{number}", f"+86155{number[-8:]}", unit_code, None, "zh")  # each time another incident
    began = time.time()
    with board.work() as work:
        alerts.raise_about(board, work, caller.key, caller, Concern.HELP)
    rang_at = _until(lambda: carrier.asked(stub, number)["at"], "the doctor's phone did not ring")
    with board.work() as work:
        for alert in alert_rows.open_ones(work.tx):
            alerts.take(board, work, alert.id, 1, "call")
    return rang_at - began


def _first_red_ring(board: Switchboard, stub: int, nth: int) -> float:
    """Seconds from the moment a red message is sent until the carrier is asked to ring the one home that is to hear it.

    The home stands in a county of its own, so that it waits for nothing else.
    """
    unit, phone = f"{ELSEWHERE}1052{nth:02}01", f"+86177{10_000_000 + nth}"
    with board.work() as work:
        roster.put_units(work.tx, [{"code": unit, "level": "grid", "name": "elsewhere", "language": None}])
        home = {"unit_code": unit, "door": "1", "name": "home", "language": "zh", "numbers": [phone]}
        roster.put_households(work.tx, [home])
        signer = {"number": "+8617700000000", "name": "镇上", "role": "supervisor", "unit_code": "53", "on_duty": True}
        put(work.tx, staff, [signer], keys=("number", "role", "unit_code"), changed=("on_duty",))
    began = time.time()
    with board.work() as work:
        message = Message("zh", words="今晚七点停水，请接好水。")
        drafted = drafts.draft(board, work, Plan((unit,), Level.RED), [message], None)
        approval.submit(board, work, drafted.id, None)
    rang_at = _until(lambda: carrier.asked(stub, phone)["at"], "nobody was rung for the red message")
    return rang_at - began


def _speak(board: Switchboard, stub: int) -> None:
    """Sends a message to the whole county; returns when its phones are being rung."""
    town.send(board, town.COUNTY)
    already = carrier.asked(stub)["calls"] or 0
    _until(lambda: (carrier.asked(stub)["calls"] or 0) > already + float(PACE), "nobody is rung")


def _until(seen: Callable[[], float | None], otherwise: str) -> float:
    """What was waited for. Raises Broken when it does not come."""
    patience = time.monotonic() + PATIENCE_S
    while time.monotonic() < patience:
        if found := seen():
            return float(found)
        time.sleep(0.05)
    raise Broken(otherwise)
