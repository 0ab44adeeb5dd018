"""Rows 9 and 10: a village's day while reports come in; all of a county and a province, and what has changed."""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median

from sqlalchemy import bindparam, text
from sqlalchemy.types import Date

from gateway.journeys.daily import refreshing, sealing
from gateway.journeys.daily.compiling import compile_anew
from gateway.journeys.texting import texts
from gateway.switchboard import Switchboard
from tests.bench import province, town
from tests.bench.figures import Broken, Figure, Scale, ratio, taking_turns
from tests.support.board import LINE

MOST = 4.0
VILLAGE_MS = 5.0
MOST_OF_A_COUNT = {100: 0.2, 10: 0.75}  # when one village in so many has changed
LOOKS, BETWEEN_S = 200, 0.01
GROUP_BY = text(
    "SELECT unit_code, count(household_id), sum(CASE WHEN kind = 'zero' THEN 1 ELSE 0 END),"
    " sum(CASE WHEN kind = 'returnee' THEN 1 ELSE 0 END), sum(CASE WHEN from_hubei THEN 1 ELSE 0 END),"
    " sum(CASE WHEN fever THEN 1 ELSE 0 END) FROM reports WHERE day = :day GROUP BY unit_code"
).bindparams(bindparam("day", type_=Date()))

Ledger = Callable[[], contextlib.AbstractContextManager[str]]


@dataclass(frozen=True)
class Compiled:
    """Seconds for all units of a county, and for the bare statement over the same reports."""

    reports: int
    ours: list[float]
    bare: list[float]


def measure(scale: Scale, folder: Path) -> list[Figure]:
    """Rows 9 and 10, on both databases."""
    with town.durable(folder) as server:
        ledgers: dict[str, Ledger] = {
            "SQLite": lambda: town.sqlite(folder),
            "PostgreSQL": lambda: town.postgresql(server),
        }
        villages = [_village(name, ledger) for name, ledger in ledgers.items()]
        counties = [figure for name, ledger in ledgers.items() for figure in _counties(name, ledger, scale)]
        whole = _province(ledgers["PostgreSQL"], scale)
    return [*villages, *counties, *whole]


def _village(name: str, ledger: Ledger) -> Figure:
    """Row 9: a ledger of one village, looked at while its households text."""
    with ledger() as url, town.board_on(url) as board:
        town.settle(board, town.HOUSEHOLDS)
        day = board.local_day(board.clock.now())
        keep(board, day)
        with texting(board) as stream:
            took = sorted(_looked(board, day) for _ in range(LOOKS))
    p50, p99 = 1000 * took[LOOKS // 2], 1000 * took[LOOKS * 99 // 100]
    return Figure(
        row="9",
        what=f"a village's day while reports come in, {name}",
        ours=f"{p50:.1f} ms, p99 {p99:.1f} ms, {len(stream)} texts meanwhile",
        target=f"< {VILLAGE_MS:.0f} ms",
        reached=p50 < VILLAGE_MS,
    )


@contextlib.contextmanager
def texting(board: Switchboard) -> Iterator[list[str]]:
    """Households of the village say how they are, some fifty a second, in a thread. In the list: what was taken."""
    over, taken = threading.Event(), list[str]()

    def say() -> None:
        while not over.wait(0.02):
            sid = f"SM{len(taken):032d}"
            texts.receive(board, sid, town.number(len(taken) % town.HOUSEHOLDS), LINE, "好")
            taken.append(sid)

    thread = threading.Thread(target=say)
    thread.start()
    yield taken
    over.set()
    thread.join()


def _counties(name: str, ledger: Ledger, scale: Scale) -> list[Figure]:
    """Row 10: time against rows."""
    sizes = [5_000] if scale.quick else [20_000, 100_000]
    return [_figure(name, _compiled(ledger, size, scale)) for size in sizes + [1_000_000] * scale.full]


def _compiled(ledger: Ledger, reports: int, scale: Scale) -> Compiled:
    with ledger() as url, town.board_on(url) as board:
        town.settle(board, reports)
        now = board.clock.now()
        day = board.local_day(now)
        town.report(board, reports, day, now)
        sides = (lambda: _all_units(board, day, reports), lambda: _bare(board, day, reports))
        taking_turns(1, *sides)  # warm
        return Compiled(reports, *taking_turns(scale.rounds, *sides))


def keep(board: Switchboard, day: date) -> None:
    """Has a day marked, then kept."""
    for _ in range(3):
        refreshing.refresh(board, day)


def _province(ledger: Ledger, scale: Scale) -> list[Figure]:
    """Row 10: every column of 14,080 villages and all that stands above them."""
    households = scale.of(14_080, 200_000, 1_000_000)
    with ledger() as url, town.board_on(url) as board:
        province.settle(board, households)
        day = board.local_day(board.clock.now())
        province.report(board, households, day, province.noon(day, board))
        sides = (lambda: _all_units(board, day, households, province.PROVINCE), lambda: _bare(board, day, households))
        taking_turns(1, *sides)  # warm
        ours, bare = taking_turns(scale.rounds, *sides)
        keep(board, day)
        updates = [_update(board, day, share, scale, ours) for share in (100, 10)]
    return [_figure("PostgreSQL, a province of 14,080 villages", Compiled(households, ours, bare)), *updates]


def _update(board: Switchboard, day: date, share: int, scale: Scale, whole: list[float]) -> Figure:
    """A report more of one village in so many, and the province brought up to date."""
    took = []
    for turn in range(scale.rounds):
        units = province.report_once_more(board, day, share, turn)
        began = time.perf_counter()
        refreshing.refresh(board, day)
        took.append(time.perf_counter() - began)
    least = MOST_OF_A_COUNT[share]
    times = ratio(took, whole)
    return Figure(
        row="10",
        what=f"the province brought up to date when {units:,} villages have changed, PostgreSQL",
        ours=f"{median(took):.2f} s",
        floor=f"counted anew: {median(whole):.2f} s",
        ratio=times,
        target=f"<= {least:.2f} x",
        reached=times <= least,
    )


def _all_units(board: Switchboard, day: date, reports: int, top: str = town.COUNTY) -> float:
    with board.ledger.read() as tx:
        began = time.perf_counter()
        compiled = compile_anew(board, tx, day)
        seconds = time.perf_counter() - began
    if (heard := compiled.reports[top].value("households_heard")) != reports:
        raise Broken(f"{heard} households counted, {reports} have reported")
    return seconds


def _bare(board: Switchboard, day: date, reports: int) -> float:
    with board.ledger.read() as tx:
        began = time.perf_counter()
        rows = tx.execute(GROUP_BY, {"day": day}).all()
        seconds = time.perf_counter() - began
    if sum(row[1] for row in rows) != reports:
        raise Broken("the bare statement does not see every report")
    return seconds


def _looked(board: Switchboard, day: date) -> float:
    time.sleep(BETWEEN_S)  # whoever looks also reads
    began = time.perf_counter()
    sealing.preview(board, town.village(), day)
    return time.perf_counter() - began


def _figure(name: str, found: Compiled) -> Figure:
    times, took = ratio(found.ours, found.bare), median(found.ours)
    return Figure(
        row="10",
        what=f"a day of {found.reports:,} reports, every unit, {name}",
        ours=f"{took:.2f} s, {1_000_000 * took / found.reports:.1f} us a report",
        floor=f"bare GROUP BY: {median(found.bare):.2f} s",
        ratio=times,
        target=f"<= {MOST:.0f} x",
        reached=times <= MOST,
    )
