"""A day of an invented township, computed by hand: what every figure of every column must be, on both databases."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from gateway.domain.daily.columns import FIGURES
from gateway.domain.daily.content import Standing
from gateway.journeys.daily.compiling import Compiled, compile_day, window
from gateway.journeys.daily.opening import value_of
from gateway.store.daily.behind import ROWS, behind
from gateway.store.daily.scope import Scope
from tests.journeys.daily import township
from tests.journeys.daily.township import DAY, EMPTY, TOWNSHIP, A, B, C
from tests.support.board import new_board

# figure                甲  乙  丙  the township, with 丁, where nobody lives
BY_HAND = """
households_due          3   2   1   6
households_heard        2   2   0   4
people_due              6   3   0   9
people_heard            6   3   0   9
returnees_new           2   3   1   6
returnees_total         5   5   2   12
from_hubei              1   0   1   2
from_abroad             1   0   0   1
from_listed             0   1   0   1
from_province           0   1   0   1
from_yunnan             0   1   0   1
clears_asked            5   5   1   11
clears_whole            4   4   0   8
clears_open             1   1   1   3
home_new                1   1   1   3
home_under              2   2   1   5
home_days_1_3           1   1   1   3
home_days_4_7           1   0   0   1
home_days_8_14          0   1   0   1
home_released           0   0   1   1
home_lost               1   0   0   1
central_new             1   0   0   1
central_under           1   0   0   1
central_released        0   1   0   1
checks_due              2   1   0   3
checks_reported         1   1   0   2
checks_missed           1   0   0   1
fever                   2   0   0   2
other_symptoms          0   1   0   1
to_hospital             1   0   0   1
close_contacts          1   0   1   2
fellow_travellers       1   0   0   1
cases_suspected         1   0   0   1
cases_confirmed         1   1   0   2
cases_discharged        0   1   0   1
cases_died              1   0   0   1
class_1                 0   0   1   2
class_2                 1   0   0   1
class_3                 0   1   0   1
class_changed           1   0   0   1
weddings_postponed      1   0   0   1
funerals_simplified     1   0   0   1
funeral_guests          20  0   0   20
gatherings_stopped      0   1   0   1
markets_stopped         0   1   0   1
visits_dissuaded        0   0   1   1
broadcasts              2   1   1   2
broadcast_languages     2   2   2   2
homes_to_hear           2   1   0   3
homes_heard             1   1   0   2
homes_unheard           1   0   0   1
rumours_received        0   1   1   2
rumours_verified        0   1   0   1
rumours_answered        0   1   0   1
staff_due               1   1   0   3
staff_present           4   -   -   7
staff_unwell            1   0   0   1
mask_days               9   -   -   2
thermometer_days        30  -   -   30
disinfectant_days       5   -   -   5
alerts                  1   1   0   2
alerts_taken_10min      1   0   0   1
alerts_breached         0   1   0   1
clocks_missed           0   1   0   1
villages_due            1   1   1   3
villages_reported       1   0   0   1
villages_unsigned       0   1   0   1
villages_silent         0   0   1   1
"""
TABLE = {name: values for name, *values in map(str.split, BY_HAND.strip().splitlines())}


@pytest.fixture
def compiled(ledger_url: str) -> Iterator[Compiled]:
    board = new_board(ledger_url)
    with closing(board.ledger):
        with board.work() as work:
            township.a_day(work.tx)
        with board.ledger.read() as tx:
            yield compile_day(board, tx, DAY)


def test_the_table_has_every_figure_and_every_column_of_the_township_is_something() -> None:
    assert list(TABLE) == [figure.name for figure in FIGURES]
    assert all(values[3] != "0" for values in TABLE.values())


def test_every_figure_is_what_was_computed_by_hand(compiled: Compiled) -> None:
    found = {
        name: [
            "-" if (value := compiled.reports[unit].value(name)) is None else str(value) for unit in (A, B, C, TOWNSHIP)
        ]
        for name in TABLE
    }
    assert found == TABLE


def test_who_signed_who_did_not_and_of_which_nothing_came(compiled: Compiled) -> None:
    reports = compiled.reports
    stands = [Standing.REPORTED, Standing.UNSIGNED, Standing.SILENT, Standing.REPORTED]
    assert [reports[unit].standing for unit in (A, B, C, TOWNSHIP)] == stands
    assert (reports[TOWNSHIP].due, reports[TOWNSHIP].reported) == (3, 1)
    assert (reports[EMPTY].standing, reports[TOWNSHIP].empty) == (Standing.EMPTY, {EMPTY: "丁村"})
    assert (reports[TOWNSHIP].unsigned, reports[TOWNSHIP].silent) == ({B: "乙村"}, {C: "丙村"})
    assert reports[A].silent == {f"{A}02": "甲二组"}


def test_what_people_say_stands_beside_what_was_counted_at_every_level(compiled: Compiled) -> None:
    assert compiled.reports[A].differences == {"gatherings_stopped": (0, 3)}
    assert compiled.reports[TOWNSHIP].differences == {"gatherings_stopped": (1, 4)}


def test_the_townships_own_staff_is_added_and_its_word_for_the_whole_stands_beside_its_villages(
    compiled: Compiled,
) -> None:
    report = compiled.reports[TOWNSHIP]
    assert (report.value("staff_present"), report.tally.said["gatherings_stopped"]) == (4 + 3, 4)
    assert report.stated == report.apart == {"gatherings_stopped": (4, 9), "mask_days": (9, 2)}
    assert report.value("mask_days") == 2, "what runs out first"


def test_a_part_of_the_ladder_compiled_alone_is_the_same(ledger_url: str) -> None:
    board = new_board(ledger_url)
    with closing(board.ledger):
        with board.work() as work:
            township.a_day(work.tx)
        with board.ledger.read() as tx:
            whole = compile_day(board, tx, DAY)
            for unit in (A, B, C):
                assert compile_day(board, tx, DAY, unit).reports[unit] == whole.reports[unit]


def test_every_figure_opens_to_as_many_as_it_counts(ledger_url: str) -> None:
    board = new_board(ledger_url)
    with closing(board.ledger):
        with board.work() as work:
            township.a_day(work.tx)
        with board.ledger.read() as tx:
            whole, of = compile_day(board, tx, DAY), window(board, tx, DAY)
            for unit in (A, B, C, TOWNSHIP):
                scope = Scope(unit, DAY, of.since, of.until, max(len(A), len(unit)))
                opened = {name: sum(row.times for row in behind(tx, scope, name)) for name in ROWS}
                assert opened == {name: value_of(whole.reports[unit], name) for name in opened}, unit
