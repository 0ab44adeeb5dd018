"""A text is handed over once; silence at the carrier is looked up, never sent again blindly."""

from datetime import datetime, timedelta

import pytest

from gateway.domain.errors import CarrierRefused, CarrierSilent, CarrierThrottled
from gateway.journeys.texting import outbox
from gateway.ports import Job, TextSeen, Urgency
from gateway.store import texts
from gateway.store.outgoing_tables import texts_out
from gateway.switchboard import Switchboard
from tests.journeys.talk import rows
from tests.support import cast
from tests.support.board import ACCOUNT, carrier_of, clock_of, pacer_of, queue_of


def put(board: Switchboard) -> None:
    with board.work() as work:
        texts.put(work.tx, "a", cast.YANG, "通知", work.now)


def state(board: Switchboard) -> str:
    return str(rows(board, texts_out)[0].state)


def test_a_refused_text_is_failed_with_the_carriers_code(board: Switchboard) -> None:
    put(board)
    carrier_of(board).errors[cast.YANG] = CarrierRefused("no such number", 21614, "landline")
    outbox.send(board)
    assert (state(board), rows(board, texts_out)[0].code) == ("failed", 21614)


def test_a_throttled_text_waits_as_long_as_the_carrier_asks(board: Switchboard) -> None:
    put(board)
    carrier_of(board).errors[cast.YANG] = CarrierThrottled("slow down", 30)
    outbox.send(board)
    carrier_of(board).errors.clear()
    assert outbox.send(board) == 0
    clock_of(board).forward(seconds=30)
    assert outbox.send(board) == 1
    assert state(board) == "sent"


def test_a_text_lost_in_silence_but_taken_by_the_carrier_is_not_sent_twice(board: Switchboard) -> None:
    put(board)
    carrier_of(board).errors[cast.YANG] = CarrierSilent("no answer")
    carrier_of(board).heard_all_the_same.add(cast.YANG)
    outbox.send(board)
    assert state(board) == "unknown"
    clock_of(board).forward(minutes=2)
    outbox.find_lost(board)
    assert state(board) == "sent"
    assert len(carrier_of(board).texts) == 1


def test_a_text_is_found_at_a_carrier_whose_clock_counts_whole_seconds(board: Switchboard) -> None:
    put(board)
    carrier_of(board).errors[cast.YANG] = CarrierSilent("the worker dies before it hears the answer")
    carrier_of(board).heard_all_the_same.add(cast.YANG)
    outbox.send(board)
    (text,) = carrier_of(board).texts
    text.created_at -= timedelta(seconds=0.9)
    clock_of(board).forward(minutes=2)
    outbox.find_lost(board)
    assert (state(board), rows(board, texts_out)[0].sid) == ("sent", text.sid)


def test_a_text_the_carrier_never_heard_of_is_sent_again(board: Switchboard) -> None:
    put(board)
    carrier_of(board).errors[cast.YANG] = CarrierSilent("no answer")
    outbox.send(board)
    carrier_of(board).errors.clear()
    outbox.find_lost(board)
    assert state(board) == "unknown", "too early to tell"
    clock_of(board).forward(minutes=2)
    outbox.find_lost(board)
    outbox.send(board)
    assert state(board) == "sent"
    assert len(carrier_of(board).texts) == 1


def test_a_text_waits_for_its_moment_part_by_part_at_the_account_that_takes_it(board: Switchboard) -> None:
    with board.work() as work:
        texts.put(work.tx, "short", cast.YANG, "通知", work.now)
        texts.put(work.tx, "long", cast.YANG, "通" * 71, work.now)
        texts.put(work.tx, "urgent", cast.YANG, "急", work.now, Urgency.URGENT)
    outbox.send(board, Urgency.URGENT)
    outbox.send(board)
    assert pacer_of(board).texted == [(ACCOUNT, 1, True), (ACCOUNT, 1, False), (ACCOUNT, 2, False)]


def test_a_text_that_stood_still_too_long_is_sent_by_whoever_took_it_again(board: Switchboard) -> None:
    put(board)

    def meanwhile() -> None:
        pacer_of(board).while_waiting = lambda: None
        clock_of(board).forward(minutes=2)
        outbox.find_lost(board)
        assert outbox.send(board) == 1

    pacer_of(board).while_waiting = meanwhile
    outbox.send(board)
    assert (state(board), len(carrier_of(board).texts)) == ("sent", 1)


def test_a_long_mailing_makes_room_for_other_work_and_goes_on(
    board: Switchboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "RUN_S", -1)
    with board.work() as work:
        for n in range(12):
            texts.put(work.tx, f"text {n}", cast.YANG, "通知", work.now)
    assert outbox.send(board) == 5, "what goes within five seconds at one a second"
    assert queue_of(board).asked(Job.SEND_TEXTS) == [()]


def test_a_text_that_waited_too_long_behind_another_is_sent_by_one_worker_only(
    board: Switchboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(board)
    with board.work() as work:
        texts.put(work.tx, "b", cast.ENGLISH, "通知", work.now)
    carrier = carrier_of(board)
    send_text = carrier.send_text

    def dawdling(text_id: int, to: str, body: str, account: str | None = None, line: str | None = None) -> str:
        monkeypatch.undo()
        sid = send_text(text_id, to, body, account, line)
        clock_of(board).forward(minutes=2)
        outbox.find_lost(board)
        outbox.send(board)
        return sid

    monkeypatch.setattr(carrier, "send_text", dawdling)
    outbox.send(board)
    assert sorted(text.to for text in carrier.texts) == sorted([cast.YANG, cast.ENGLISH])
    assert {row.state for row in rows(board, texts_out)} == {"sent"}


def test_a_text_handed_over_while_it_was_looked_for_is_not_sent_again(
    board: Switchboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(board)
    with board.work() as work:
        (text,) = texts.take(work.tx, work.now, 1)
    clock_of(board).forward(minutes=2)

    def not_yet(to: str, since: datetime, account: str | None = None) -> list[TextSeen]:
        outbox._hand_over(board, text)  # the worker that took it gets to it at last
        return []

    monkeypatch.setattr(carrier_of(board), "find_texts", not_yet)
    carrier_of(board).errors[cast.YANG] = CarrierSilent("no answer yet")
    outbox.find_lost(board)
    assert state(board) == "unknown"
    assert outbox.send(board) == 0
