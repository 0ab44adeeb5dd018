"""A text is handed over once; silence at the carrier is looked up, never sent again blindly."""

from datetime import timedelta

from gateway.domain.errors import CarrierRefused, CarrierSilent, CarrierThrottled
from gateway.journeys.texting import outbox
from gateway.store import texts
from gateway.store.outgoing_tables import texts_out
from gateway.switchboard import Switchboard
from tests.journeys.talk import rows
from tests.support import cast
from tests.support.board import carrier_of, clock_of


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
