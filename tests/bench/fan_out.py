"""Row 5: a delivery for every household, over the same rows copied into an identical table."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from sqlalchemy import MetaData, text

from gateway.store import deliveries
from gateway.store.recipients import EVERYBODY, Wanted
from gateway.store.tables import metadata
from gateway.switchboard import Switchboard, Work
from tests.bench import town
from tests.bench.figures import Broken, Figure, Scale, ratio, taking_turns
from tests.bench.machines import resident_mb

MOST = 2.0
COLUMNS = "number, kind, household_id, unit_code, language, state, tries, explained, next_try_at"
COPY = text(f"INSERT INTO bare_deliveries (broadcast_id, {COLUMNS}) SELECT :broadcast_id, {COLUMNS} FROM staged")

Insert = Callable[[Work, str], int]  # the broadcast's id -> rows written


def measure(scale: Scale, folder: Path) -> list[Figure]:
    """Row 5, on both databases."""
    phones = scale.of(10_000, 200_000, 1_000_000)
    with town.sqlite(folder) as url:
        figures = [_figure("SQLite", url, phones, scale)]
    with town.durable(folder) as server, town.postgresql(server) as url:
        return [*figures, _figure("PostgreSQL", url, phones, scale)]


def _figure(name: str, url: str, phones: int, scale: Scale) -> Figure:
    with town.board_on(url) as board:
        town.settle(board, phones)
        _identical_table(board)
        _timed(board, _freeze, phones)
        _stage(board)
        began_mb = resident_mb(os.getpid())
        sides = (lambda: _timed(board, _freeze, phones), lambda: _timed(board, _copy, phones))
        ours, bare = taking_turns(scale.rounds, *sides)
        grown_mb = resident_mb(os.getpid()) - began_mb
    times = ratio(ours, bare)
    return Figure(
        row="5",
        what=f"deliveries for {phones:,} phones, {name}",
        ours=f"{median(ours):.2f} s, {phones / median(ours):,.0f} rows/s, memory {grown_mb:+.0f} MB",
        floor=f"bare INSERT .. SELECT: {median(bare):.2f} s",
        ratio=times,
        target=f"<= {MOST:.0f} x, memory flat",
        reached=times <= MOST and grown_mb < 10,
    )


def _identical_table(board: Switchboard) -> None:
    """Beside `deliveries`, one of another name with the same columns, keys and indexes."""
    twins = MetaData(naming_convention=metadata.naming_convention)
    for table in metadata.sorted_tables:
        table.to_metadata(twins)
    twin = metadata.tables["deliveries"].to_metadata(twins, name="bare_deliveries")
    for named in (*twin.indexes, *twin.constraints):
        named.name = f"bare_{named.name}"
    with board.work() as work:
        twin.create(work.tx)


def _stage(board: Switchboard) -> None:
    """The rows themselves, without any key, to be copied."""
    with board.work() as work:
        work.tx.exec_driver_sql(f"CREATE TABLE staged AS SELECT {COLUMNS} FROM deliveries")
    town.tidy(board)


def _freeze(work: Work, broadcast_id: str) -> int:
    return deliveries.freeze(work.tx, broadcast_id, Wanted((town.COUNTY,), EVERYBODY, "zh", optional=False), work.now)


def _copy(work: Work, broadcast_id: str) -> int:
    return work.tx.execute(COPY, {"broadcast_id": broadcast_id}).rowcount


def _timed(board: Switchboard, insert: Insert, phones: int) -> float:
    """Seconds until a new broadcast has its rows, committed."""
    drafted_id = town.draft(board, town.COUNTY)
    began = time.perf_counter()
    with board.work() as work:
        written = insert(work, drafted_id)
    seconds = time.perf_counter() - began
    if written != phones:
        raise Broken(f"{written} rows were written for {phones} phones")
    return seconds
