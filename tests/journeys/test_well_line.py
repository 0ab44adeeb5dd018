"""One ring on the line for it means "all well today": free, filed, and nobody is rung back."""

from contextlib import closing

from sqlalchemy import select

from gateway.journeys.telephone import calls
from gateway.ports import Job
from gateway.store.outgoing_tables import attempts
from gateway.store.screening_tables import checks
from gateway.store.tables import reports
from gateway.switchboard import Switchboard
from tests.journeys.home import came_home
from tests.journeys.talk import rows
from tests.support import cast
from tests.support.board import LINE, MORNING, clock_of, new_board, queue_of

WELL_LINE = "+8619900000009"


def board_with_line(url: str) -> Switchboard:
    board = new_board(url, well_lines=WELL_LINE)
    cast.settle(board)
    return board


def test_one_ring_on_the_line_for_it_means_all_well_and_nobody_is_rung_back(sqlite_url: str) -> None:
    board = board_with_line(sqlite_url)
    with closing(board.ledger):
        reply = calls.answer(board, "CA-ring", cast.YANG, WELL_LINE)
        assert calls.answer(board, "CA-ring", cast.YANG, WELL_LINE) == reply
        assert reply.turn.rejects
        (report,) = rows(board, reports)
        assert (report.kind, report.unit_code) == ("well", cast.GRID_1)
        clock_of(board).forward(minutes=2)
        assert queue_of(board).asked(Job.CALL_BACK) == []
        assert rows(board, attempts) == []


def test_a_ring_answers_the_check_of_whoever_is_observed_at_home(sqlite_url: str) -> None:
    board = board_with_line(sqlite_url)
    with closing(board.ledger):
        came_home(board, cast.YANG, MORNING.date())
        clock_of(board).forward(days=1)
        calls.answer(board, "CA-ring", cast.YANG, WELL_LINE)
        with board.ledger.read() as tx:
            answered = tx.execute(select(checks).where(checks.c.reported_at.is_not(None))).all()
        assert [row.channel for row in answered] == ["missed_call"]


def test_a_withheld_number_on_that_line_is_answered(sqlite_url: str) -> None:
    board = board_with_line(sqlite_url)
    with closing(board.ledger):
        assert not calls.answer(board, "CA-x", "anonymous", WELL_LINE).turn.rejects
        assert not calls.answer(board, "CA-y", cast.YANG, LINE).turn.rejects
