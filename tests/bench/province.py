"""A province in an empty ledger: 16 prefectures, 128 counties, 1,280 townships, 14,080 villages, 168,960 grids.

Of ten households six say that nobody came, two are well, to one somebody came home and is observed, in one somebody is
ill.
"""

from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, text
from sqlalchemy.types import Date

from gateway.store.tables import Instant
from gateway.switchboard import Switchboard
from tests.bench.town import NUMBERS, tidy

PROVINCE = "53"
VILLAGES, GRIDS = 14_080, 12
HERE = f"(i % {VILLAGES})"  # the village of a household, counted from 0
VILLAGE = (
    f"(530000000000 + ({HERE} / 880 + 1) * 100000000 + ({HERE} % 880 / 110 + 1) * 1000000"
    f" + ({HERE} % 110 / 11 + 100) * 1000 + {HERE} % 11 + 200)"
)
GRID = f"CAST({VILLAGE} * 100 + i / {VILLAGES} % {GRIDS} + 11 AS TEXT)"
NUMBER = "'+86199' || CAST(10000000 + i AS TEXT)"
LEVELS = {2: "province", 4: "prefecture", 6: "county", 9: "township", 12: "village"}

UNITS = [
    "INSERT INTO units (code, level, name) SELECT DISTINCT "
    f"substr(CAST({VILLAGE} AS TEXT), 1, {length}), '{level}', '{level}' FROM numbers"
    for length, level in LEVELS.items()
]
GRIDS_OF_ALL = f"INSERT INTO units (code, level, name) SELECT {GRID}, 'grid', 'grid' FROM numbers"
HOUSEHOLDS = (
    f"INSERT INTO households (id, unit_code, door, name) SELECT i + 1, {GRID}, CAST(i AS TEXT), '户' FROM numbers"
)
REPORTS = (
    "INSERT INTO reports"
    " (source, kind, day, at, unit_code, household_id, number, person, arrived_on, from_hubei, fever)"
    " SELECT 'text:' || CAST(i AS TEXT),"
    " CASE WHEN i % 10 < 6 THEN 'zero' WHEN i % 10 < 8 THEN 'well' WHEN i % 10 = 8 THEN 'returnee' ELSE 'ill' END,"
    f" :day, :at, {GRID}, i + 1, {NUMBER}, CASE WHEN i % 10 = 8 THEN 'r' || CAST(i AS TEXT) END,"
    " CASE WHEN i % 10 = 8 THEN :day END, i % 40 = 8, i % 20 = 9 FROM numbers"
)
ARRIVALS = (
    "INSERT INTO arrivals (id, unit_code, household_id, number, contact, arrived_on, age, sex, category, origin, clear,"
    f" first_at, changed_at) SELECT 'r' || CAST(i AS TEXT), {GRID}, i + 1, {NUMBER}, {NUMBER}, :day, 30, 'male', 'D',"
    " CASE WHEN i % 40 = 8 THEN 'hubei' ELSE 'province' END, 10, :at, :at FROM numbers WHERE i % 10 = 8"
)
OBSERVATIONS = (
    "INSERT INTO observations (arrival_id, unit_code, household_id, number, basis, starts_on, ends_on, place)"
    f" SELECT 'r' || CAST(i AS TEXT), {GRID}, i + 1, {NUMBER}, 'arrival', :day, :day, 'home' FROM numbers"
    " WHERE i % 10 = 8"
)
CHECKS = (
    "INSERT INTO checks (arrival_id, day, half, due_at, ring_at, closes_at, reported_at)"
    " SELECT 'r' || CAST(i AS TEXT), :day, 'am', :at, :at, :at, CASE WHEN i % 20 = 8 THEN :at END"
    " FROM numbers WHERE i % 10 = 8"
)

TYPES = {"day": Date(), "at": Instant()}


def settle(board: Switchboard, households: int) -> None:
    """Fills an empty ledger with the units and so many households, spread over all of them."""
    with board.work() as work:
        for statement in UNITS:
            work.tx.execute(text(NUMBERS + statement), {"last": VILLAGES - 1})
        work.tx.execute(text(NUMBERS + GRIDS_OF_ALL), {"last": VILLAGES * GRIDS - 1})
        work.tx.execute(text(NUMBERS + HOUSEHOLDS), {"last": households - 1})
    tidy(board)


def report(board: Switchboard, households: int, day: date, at: datetime) -> None:
    """One report of every household, with who came home and what follows."""
    given = {"last": households - 1, "day": day, "at": at}
    with board.work() as work:
        for statement in (REPORTS, ARRIVALS, OBSERVATIONS, CHECKS):
            kinds = [bindparam(name, type_=kind) for name, kind in TYPES.items() if f":{name}" in statement]
            work.tx.execute(text(NUMBERS + statement).bindparams(*kinds), given)
    tidy(board)


def noon(day: date, board: Switchboard) -> datetime:
    """An instant of the day's window."""
    return board.settings.cut_offs.window(day).until - timedelta(hours=4)


MORE = (
    "INSERT INTO reports (source, kind, day, at, unit_code, household_id, number, from_hubei, fever)"
    f" SELECT 'again:' || CAST(:share AS TEXT) || ':' || CAST(i AS TEXT), 'well', :day, :at, {GRID}, i + 1, {NUMBER},"
    f" i % 2 = 2, i % 2 = 2 FROM numbers WHERE i % :share = :turn"
)


def report_once_more(board: Switchboard, day: date, share: int, turn: int) -> int:
    """One report more of one village in so many, each turn of others. Returns of how many."""
    kinds = [bindparam(name, type_=kind) for name, kind in TYPES.items()]
    with board.work() as work:
        given = {"last": VILLAGES - 1, "day": day, "at": noon(day, board), "share": share, "turn": turn}
        return work.tx.execute(text(NUMBERS + MORE).bindparams(*kinds), given).rowcount
