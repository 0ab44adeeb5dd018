"""Ring once and hang up: one call back within the minute, from the number that was rung, free for the resident."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from gateway.domain.calls import CallState, Progress
from gateway.domain.errors import BadSettings, CarrierRefused, CarrierThrottled
from gateway.journeys import due
from gateway.journeys.telephone import call_backs, calls, dialling, lost
from gateway.ports import Job
from gateway.settings import from_environment
from gateway.store import sessions
from gateway.store.outgoing_tables import attempts
from gateway.store.sessions import Line
from gateway.store.tables import sessions as session_rows
from gateway.switchboard import Switchboard
from tests.journeys.talk import ends, knows_language, pick_up, ring, rows, said
from tests.support import cast
from tests.support.board import LINE, carrier_of, clock_of, new_board, pacer_of, queue_of

FREE = "+8687162170002"  # the line that rejects and calls back


@pytest.fixture
def board(board: Switchboard) -> Iterator[Switchboard]:
    url = board.settings.database_url
    with closing(new_board(url, call_back_lines=f"{FREE}, ").ledger):
        yield new_board(url, call_back_lines=f"{FREE}, ")


def rings_once(board: Switchboard, number: str = cast.YANG, sid: str = "CA-once", line: str = FREE) -> Line | None:
    with board.work() as work:
        return call_backs.rejected(board, work, sid, number, line)


def call_back(board: Switchboard, number: str = cast.YANG) -> None:
    """She rings once, is rung back, and hangs up again."""
    rings_once(board, number, sid=f"CA-{number}-{board.clock.now()}")
    call_backs.place(board)
    ends(board, carrier_of(board).calls[-1], CallState.COMPLETED, 5)
    clock_of(board).forward(seconds=61)


def test_a_ring_is_rejected_kept_and_called_back_at_once_from_the_same_number(board: Switchboard) -> None:
    rung = rings_once(board)
    assert rung is not None
    assert rung.turn.rejects
    (kept,) = rows(board, session_rows)
    assert (kept.number, kept.line, kept.ended, kept.unit_code) == (cast.YANG, FREE, "rejected", cast.GRID_1)
    assert queue_of(board).asked(Job.CALL_BACK) == [()]
    call_backs.place(board)
    (call,) = carrier_of(board).calls
    assert (call.to, call.line) == (cast.YANG, FREE)
    assert pacer_of(board).waited == [(call.attempt_id, True)], "it does not wait behind a broadcast"
    assert (clock_of(board).now() - rung.started_at).total_seconds() < 60


def test_the_same_webhook_twice_is_rejected_twice_and_called_back_once(board: Switchboard) -> None:
    first, second = rings_once(board), rings_once(board)
    assert first is not None
    assert second is not None
    assert first.id == second.id
    assert len(rows(board, attempts)) == 1


def test_the_call_back_opens_the_front_desk_as_if_they_had_rung_us(board: Switchboard) -> None:
    knows_language(board, cast.YANG)
    rings_once(board)
    call_backs.place(board)
    reply = pick_up(board, carrier_of(board).call_to(cast.YANG))
    assert "鹤阳村防疫电话" in said(board, reply)
    assert reply.turn.wants is not None


@pytest.mark.parametrize(("seconds", "called"), [(1, 1), (59, 1), (60, 2), (61, 2)])
def test_two_rings_within_sixty_seconds_are_one_wish_wherever_the_minute_begins(
    board: Switchboard, seconds: int, called: int
) -> None:
    clock_of(board).forward(seconds=31)  # a clock's minute lies between the two rings
    rings_once(board, sid="CA-1")
    call_backs.place(board)
    ends(board, carrier_of(board).calls[0], CallState.BUSY)
    clock_of(board).forward(seconds=seconds)
    again = rings_once(board, sid="CA-2")
    assert again is not None, "rejected either way"
    call_backs.place(board)
    assert len(carrier_of(board).calls) == called


def test_a_ring_while_the_call_back_still_rings_brings_no_second_one(board: Switchboard) -> None:
    rings_once(board, sid="CA-1")
    call_backs.place(board)
    clock_of(board).forward(minutes=2)
    rings_once(board, sid="CA-2")
    call_backs.place(board)
    assert len(carrier_of(board).calls) == 1


def test_after_five_calls_in_an_hour_the_line_answers_instead(board: Switchboard) -> None:
    for _ in range(5):
        call_back(board)
    assert rings_once(board, sid="CA-6") is None
    assert len(carrier_of(board).calls) == 5
    clock_of(board).forward(hours=1)
    assert rings_once(board, sid="CA-7") is not None


def test_after_twenty_calls_in_a_day_too(board: Switchboard) -> None:
    for _ in range(20):
        call_back(board)
        clock_of(board).forward(minutes=20)
    assert rings_once(board, sid="CA-21") is None
    clock_of(board).forward(days=1)
    assert rings_once(board, sid="CA-22") is not None


def test_other_calls_to_the_phone_count_and_other_phones_do_not(board: Switchboard) -> None:
    for _ in range(5):
        call_back(board, cast.SHARED)
    assert rings_once(board, cast.SHARED, sid="CA-a") is None
    assert rings_once(board, cast.YANG, sid="CA-b") is not None


@pytest.mark.parametrize("number", ["anonymous", "", "+266696687", "123"])
def test_whoever_cannot_be_rung_back_is_answered(board: Switchboard, number: str) -> None:
    assert rings_once(board, number) is None
    assert rows(board, attempts) == []


def test_the_other_lines_answer(board: Switchboard) -> None:
    assert rings_once(board, line=LINE) is None


def test_a_call_back_whose_hint_was_lost_is_found_by_the_tick(board: Switchboard) -> None:
    assert list(due.call_backs_to_place(board)) == []
    rings_once(board)
    assert list(due.call_backs_to_place(board)) == [()]
    call_backs.place(board)
    assert list(due.call_backs_to_place(board)) == []


def test_two_workers_place_a_call_back_once(board: Switchboard, monkeypatch: pytest.MonkeyPatch) -> None:
    rings_once(board)
    both = dialling.ring
    monkeypatch.setattr(dialling, "ring", lambda board, orders: [both(board, orders), both(board, orders)])
    call_backs.place(board)
    assert len(carrier_of(board).calls) == 1
    assert [row.state for row in rows(board, attempts)] == [CallState.QUEUED]


def test_a_carrier_without_room_is_asked_again_and_a_stale_wish_is_let_go(board: Switchboard) -> None:
    carrier_of(board).errors[cast.YANG] = CarrierThrottled("too many", 1.0)
    rings_once(board)
    call_backs.place(board)
    assert list(due.call_backs_to_place(board)) == [()]
    clock_of(board).forward(minutes=1)
    del carrier_of(board).errors[cast.YANG]
    call_backs.place(board)
    assert [(call.to, call.line) for call in carrier_of(board).calls] == [(cast.YANG, FREE)]
    assert list(due.call_backs_to_place(board)) == []


def test_a_wish_half_an_hour_old_is_let_go(board: Switchboard) -> None:
    rings_once(board)
    clock_of(board).forward(minutes=31)
    lost.find_lost(board)
    call_backs.place(board)
    assert carrier_of(board).calls == []
    assert list(due.call_backs_to_place(board)) == []


def test_a_number_the_carrier_refuses_is_not_asked_for_again(board: Switchboard) -> None:
    carrier_of(board).errors[cast.YANG] = CarrierRefused("no such number", 21211, "wrong_number")
    rings_once(board)
    call_backs.place(board)
    assert list(due.call_backs_to_place(board)) == []


def hangs_up_after(
    board: Switchboard, seconds: int | None, number: str = cast.YANG, keys: tuple[str, ...] = ()
) -> bool:
    """A call to a line that answers, ended by the caller; whether she is called back."""
    ring(board, number, list(keys), sid="CA-in")
    clock_of(board).forward(seconds=seconds or 2)
    seen = Progress("CA-in", CallState.COMPLETED, board.clock.now(), duration_s=seconds)
    with board.work() as work:
        line = sessions.by_sid(work.tx, "CA-in")
        assert line is not None
        done = call_backs.flashed(board, work, line, seen)
    calls.caller_gone(board, seen)
    return done


@pytest.mark.parametrize(("seconds", "back"), [(0, True), (3, True), (4, False), (None, True)])
def test_on_a_line_that_answers_a_caller_who_is_gone_at_once_is_called_back(
    board: Switchboard, seconds: int | None, back: bool
) -> None:
    assert hangs_up_after(board, seconds) is back
    call_backs.place(board)
    assert [call.to for call in carrier_of(board).calls] == [cast.YANG] * back


def test_whoever_has_pressed_something_has_not_rung_once(board: Switchboard) -> None:
    knows_language(board, cast.YANG)
    assert not hangs_up_after(board, 3, keys=("3",))


def test_a_withheld_number_that_is_gone_at_once_cannot_be_called_back(board: Switchboard) -> None:
    assert not hangs_up_after(board, 2, "anonymous")


def test_hanging_up_on_the_call_back_brings_no_further_one(board: Switchboard) -> None:
    rings_once(board)
    call_backs.place(board)
    call = carrier_of(board).call_to(cast.YANG)
    pick_up(board, call)
    ends(board, call, CallState.COMPLETED, 1)
    clock_of(board).forward(minutes=2)
    with board.work() as work:
        line = sessions.by_sid(work.tx, call.sid)
        assert line is not None
        assert not call_backs.flashed(
            board, work, line, Progress(call.sid, CallState.COMPLETED, work.now, duration_s=1)
        )


def test_which_numbers_call_back_is_a_setting_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = {"database_url": "sqlite:///x.db", "redis_url": "redis://h", "public_base_url": "https://village.example"}
    account = {"twilio_account_sid": "AC1", "twilio_auth_token": "t", "twilio_from_number": LINE}
    monkeypatch.delenv("CALL_BACK_LINES", raising=False)
    assert from_environment(**usual, **account).call_back_lines == frozenset()
    monkeypatch.setenv("CALL_BACK_LINES", f"{FREE}, 0871 6217 0003")
    assert from_environment(**usual, **account).call_back_lines == {FREE, "+8687162170003"}
    monkeypatch.setenv("CALL_BACK_LINES", f"{FREE},12")
    with pytest.raises(BadSettings, match="CALL_BACK_LINES: expected a telephone number"):
        from_environment(**usual, **account)
