"""Whatever is reported where, in whatever order: the levels agree, people count once, same facts have one seal."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from gateway.domain.daily.columns import FIGURES, Adding, Origin
from gateway.domain.daily.content import DayReport, seal_of
from gateway.journeys.daily.compiling import compile_day
from gateway.store.screening_tables import arrivals
from gateway.store.tables import reports
from gateway.switchboard import Switchboard
from tests.journeys.daily.township import DAY, EMPTY, HOMES, LAST, TOWNSHIP, A, B, C, put, report, settle
from tests.support.board import new_board
from tests.support.ledgers import SQLiteLedgers

SUMMED = [one.name for one in FIGURES if one.adding is Adding.SUM and one.origin is not Origin.KEYED]
PEOPLE = 6  # who come home, told of by any number of homes
OFFICER = {"staff_due": 1}  # of the township itself

Fact = tuple[int, tuple[int | None, str], int, str, bool]
told = st.tuples(
    st.integers(0, 10**6),
    st.sampled_from([*HOMES, (None, A)]),
    st.integers(-90_000, 600),  # seconds around the window
    st.sampled_from(["zero", "well", "ill", "returnee"]),
    st.booleans(),
)
days = st.lists(told, max_size=25, unique_by=lambda fact: fact[0])


@pytest.fixture(scope="module")
def board(sqlite_ledgers: SQLiteLedgers) -> Iterator[Switchboard]:
    with sqlite_ledgers.migrated() as url:
        board = new_board(url)
        with closing(board.ledger):
            with board.work() as work:
                settle(work.tx)
            yield board


class Undone(Exception):
    """Ends a transaction without keeping it."""


@contextmanager
def undone(board: Switchboard) -> Iterator[Connection]:
    """A transaction of which nothing stays."""
    with suppress(Undone), board.ledger.write() as tx:
        yield tx
        raise Undone


def file(tx: Connection, facts: Sequence[Fact]) -> None:
    told_by = {(fact[1][0], fact[0] % PEOPLE): fact[0] for fact in sorted(facts)}  # a home tells of a person once
    for n, (home, unit), seconds, kind, fever in facts:
        at = LAST + timedelta(seconds=seconds)
        put(tx, reports, report(n, at, unit, home, kind, fever=fever and kind == "ill"))
        if kind == "returnee" and told_by[home, n % PEOPLE] == n:
            contact = f"+8619900340{n % PEOPLE:03}"
            who = {
                "id": f"r{n}",
                "household_id": home,
                "unit_code": unit,
                "number": contact,
                "contact": contact,
                "arrived_on": DAY,
            }
            facts_of = {"age": 30, "sex": "male", "category": "G", "origin": "province", "clear": 10}
            put(tx, arrivals, who | facts_of | {"first_at": at, "changed_at": at})


def compiled(board: Switchboard, facts: Sequence[Fact], within: str = "") -> dict[str, DayReport]:
    with undone(board) as tx:
        file(tx, facts)
        return dict(compile_day(board, tx, DAY, within).reports)


@settings(max_examples=25)
@given(facts=days)
def test_the_sums_of_the_levels_agree_and_nobody_counts_twice(board: Switchboard, facts: list[Fact]) -> None:
    whole = compiled(board, facts)
    for name in SUMMED:
        parts = sum(whole[unit].value(name) or 0 for unit in (A, B, C, EMPTY))
        assert whole[TOWNSHIP].value(name) == parts + OFFICER.get(name, 0), name
    assert (whole[TOWNSHIP].value("returnees_total") or 0) <= PEOPLE
    assert (whole[TOWNSHIP].value("households_heard") or 0) <= len(HOMES)


@settings(max_examples=12)
@given(facts=days, seed=st.integers(0, 99))
def test_the_same_facts_in_any_order_are_sealed_with_the_same_hash(
    board: Switchboard, facts: list[Fact], seed: int
) -> None:
    another = Random(seed).sample(facts, len(facts))
    seals = [seal_of(compiled(board, order)[TOWNSHIP].to_json()) for order in (facts, another)]
    assert seals[0] == seals[1]


@settings(max_examples=8)
@given(facts=days)
def test_a_village_compiled_alone_is_what_it_is_in_the_whole(board: Switchboard, facts: list[Fact]) -> None:
    whole = compiled(board, facts)
    assert {unit: compiled(board, facts, unit)[unit] for unit in (A, B, C)} == {unit: whole[unit] for unit in (A, B, C)}
