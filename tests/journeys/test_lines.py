"""Whoever wrote to, or rang, one of our numbers is texted from that number, so that her thread stays one."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from gateway.journeys.telephone import calls
from gateway.journeys.texting import outbox, texts
from gateway.store import roster
from gateway.store import texts as store
from gateway.switchboard import Switchboard
from tests.journeys.talk import rows
from tests.support import cast
from tests.support.board import LINE, carrier_of, new_board
from tests.support.ledgers import SQLiteLedgers

B, RINGS_BACK, STRANGE = "+8687162170002", "+8687162170003", "+8687169999999"


@pytest.fixture
def two(sqlite_ledgers: SQLiteLedgers) -> Iterator[Switchboard]:
    """The village with three numbers, the last of which rings back."""
    with sqlite_ledgers.migrated() as url:
        made = new_board(url, more_numbers=f"{B},{RINGS_BACK}", call_back_lines=RINGS_BACK)
        with closing(made.ledger):
            cast.settle(made)
            yield made


def writes(board: Switchboard, sid: str, number: str, line: str, body: str = "好") -> None:
    for _ in range(2):
        texts.receive(board, sid, number, line, body)


def shown(board: Switchboard, number: str) -> list[str | None]:
    """From which number of ours the texts to a phone went out; None: from the usual one."""
    outbox.send(board)
    return [text.line for text in carrier_of(board).texts if text.to == number]


def test_a_text_is_answered_from_the_number_it_was_written_to(two: Switchboard) -> None:
    writes(two, "SM-1", cast.YANG, B)
    writes(two, "SM-2", cast.ENGLISH, LINE)
    assert shown(two, cast.YANG) == [B]
    assert shown(two, cast.ENGLISH) == [LINE]


def test_what_is_told_later_stays_in_the_same_thread(two: Switchboard) -> None:
    writes(two, "SM-1", cast.YANG, B)
    with two.work() as work:
        store.put(work.tx, "later", cast.YANG, "明天停水", work.now)
        store.put(work.tx, "nobody known", cast.SHARED, "明天停水", work.now)
    assert shown(two, cast.YANG) == [B, B]
    assert shown(two, cast.SHARED) == [None], "who never wrote is texted from the number residents know"
    writes(two, "SM-2", cast.YANG, LINE)
    assert shown(two, cast.YANG)[-1] == LINE, "the thread she uses now"


def test_one_ring_on_a_line_that_rings_back_is_remembered_too(two: Switchboard) -> None:
    for _ in range(2):
        calls.answer(two, "CA-ring", cast.YANG, RINGS_BACK)
    with two.work() as work:
        store.put(work.tx, "receipt", cast.YANG, "登记好了", work.now)
    assert shown(two, cast.YANG) == [RINGS_BACK]


def test_a_call_to_the_other_number_is_remembered(two: Switchboard) -> None:
    calls.answer(two, "CA-1", cast.YANG, B)
    with two.work() as work:
        store.put(work.tx, "receipt", cast.YANG, "登记好了", work.now)
    assert shown(two, cast.YANG) == [B]


def test_a_number_that_is_not_ours_or_no_longer_is_forgotten(two: Switchboard) -> None:
    writes(two, "SM-1", cast.YANG, STRANGE)
    with two.work() as work:
        roster.remember(work.tx, cast.SHARED, line=STRANGE)
        store.put(work.tx, "later", cast.SHARED, "明天停水", work.now)
    assert shown(two, cast.YANG) == [None]
    assert shown(two, cast.SHARED) == [None]


def test_with_one_number_nothing_is_remembered(board: Switchboard) -> None:
    writes(board, "SM-1", cast.YANG, LINE)
    assert shown(board, cast.YANG) == [None]
    with board.ledger.read() as tx:
        assert roster.caller(tx, cast.YANG).line is None
    assert len(rows(board, roster.callers)) == 0
