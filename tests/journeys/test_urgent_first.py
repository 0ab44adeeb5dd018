"""Nothing urgent waits behind routine traffic: not in the outbox, not in the queues, not on a phone."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from gateway.domain.calls import CallState
from gateway.domain.screening import Concern
from gateway.domain.speaking.levels import Level
from gateway.journeys import alerts as journey
from gateway.journeys import callees, due
from gateway.journeys.reporting.reports import Source
from gateway.journeys.telephone import dialling
from gateway.journeys.texting import outbox, texts
from gateway.ports import Job, Urgency
from gateway.queueing import HANDLING, QueueName
from gateway.store import attempts, roster
from gateway.store import texts as store
from gateway.store.attempts import Order, Purpose
from gateway.store.outgoing_tables import attempts as attempt_rows
from gateway.store.speaking_tables import deliveries
from gateway.switchboard import Switchboard
from tests.journeys.talk import ends, rows
from tests.support import cast
from tests.support.board import carrier_of, clock_of, pacer_of
from tests.support.speaking import sent
from workers.timetable import DUE


@pytest.fixture
def listening(board: Switchboard) -> Iterator[Switchboard]:
    """The doctor lives in the village, too: the loudspeaker rings her phone as any other."""
    home = {"unit_code": cast.GRID_1, "door": "013", "name": "李医生家", "language": None, "numbers": [cast.DOCTOR]}
    with closing(board.ledger):
        with board.ledger.write() as tx:
            roster.put_households(tx, [home])
        yield board


def something(board: Switchboard) -> None:
    with board.work() as work:
        source = Source("call:1:1", cast.YANG, cast.GRID_1, 1, "zh")
        journey.raise_about(board, work, source.key, source, Concern.HELP)


def ring_alerts(board: Switchboard) -> list[str]:
    before = len(carrier_of(board).calls)
    dialling.ring(board, journey.due_calls(board))
    return [call.to for call in carrier_of(board).calls[before:]]


def rung(board: Switchboard, number: str) -> int:
    return [call.to for call in carrier_of(board).calls].count(number)


def test_an_urgent_text_overtakes_every_routine_one_in_the_outbox(board: Switchboard) -> None:
    with board.work() as work:
        for n in range(30):
            store.put(work.tx, f"routine:{n}", cast.YANG, f"通知{n}", work.now)
    something(board)
    outbox.send(board)
    assert carrier_of(board).texts[0].to == cast.DOCTOR


def test_a_lost_hint_about_an_urgent_text_is_given_again_on_the_urgent_queue(board: Switchboard) -> None:
    assert list(due.urgent_texts_to_send(board)) == []
    something(board)
    assert list(due.urgent_texts_to_send(board)) == [()]
    assert (due.urgent_texts_to_send, Job.SEND_URGENT_TEXTS) in DUE
    assert HANDLING[Job.SEND_URGENT_TEXTS].queue is QueueName.URGENT
    outbox.send(board, Urgency.URGENT)
    assert list(due.urgent_texts_to_send(board)) == []


def test_whatever_rings_or_texts_about_an_alert_is_on_the_urgent_queue_which_carries_no_mailing() -> None:
    urgent = {job for job, handling in HANDLING.items() if handling.queue is QueueName.URGENT}
    assert {Job.RING_ALERTS, Job.SEND_URGENT_TEXTS, Job.READ_OUT_URGENT, Job.TICK} <= urgent
    assert not urgent & {Job.DIAL, Job.DIAL_RED, Job.FAN_OUT, Job.SEND_TEXTS, Job.FOLLOW_UP, Job.READ_OUT, Job.SEAL_DAY}


def test_a_routine_message_yields_to_an_alert_on_the_same_phone_and_rings_afterwards(listening: Switchboard) -> None:
    sent(listening, cast.VILLAGE, level=Level.YELLOW)
    something(listening)
    dialling.dial(listening)
    assert rung(listening, cast.DOCTOR) == 0
    assert rung(listening, cast.YANG) == 1
    assert ring_alerts(listening) == [cast.DOCTOR]
    assert pacer_of(listening).waited[-1][1], "before whatever waits for a line"
    ends(listening, carrier_of(listening).call_to(cast.DOCTOR), CallState.NO_ANSWER)
    texts.receive(listening, "SM1", cast.DOCTOR, "x", "1")
    clock_of(listening).forward(minutes=1)
    dialling.dial(listening)
    assert rung(listening, cast.DOCTOR) == 2, "once it is taken the message comes"


def test_a_message_yields_ten_minutes_and_no_longer_to_an_alert_nobody_takes(listening: Switchboard) -> None:
    sent(listening, cast.VILLAGE, level=Level.YELLOW)
    something(listening)
    for minute in range(11):
        dialling.dial(listening)
        assert rung(listening, cast.DOCTOR) == (minute == 10)
        clock_of(listening).forward(minutes=1)


def test_an_alert_rings_a_minute_after_a_routine_call_and_its_text_goes_at_once(listening: Switchboard) -> None:
    sent(listening, cast.VILLAGE, level=Level.YELLOW)
    dialling.dial(listening)
    something(listening)
    assert outbox.send(listening, Urgency.URGENT) == 1
    assert ring_alerts(listening) == [], "she is on the phone"
    ends(listening, carrier_of(listening).call_to(cast.DOCTOR), CallState.COMPLETED, 30)
    clock_of(listening).forward(seconds=59)
    assert ring_alerts(listening) == []
    clock_of(listening).forward(seconds=1)
    assert ring_alerts(listening) == [cast.DOCTOR]


def test_routine_calls_leave_room_for_alerts_in_the_hour_of_a_doctor(listening: Switchboard) -> None:
    for _ in range(3):
        with listening.work() as work:
            attempts.reserve(work.tx, [Order(f"x{work.now}", cast.DOCTOR)], work.now)
            work.tx.execute(attempt_rows.update().values(state="completed", ended_at=work.now))
        clock_of(listening).forward(minutes=2)
    sent(listening, cast.VILLAGE, level=Level.YELLOW)
    dialling.dial(listening)
    assert rung(listening, cast.DOCTOR) == 0, "the fourth of an hour is an alert's"
    (hers,) = [row for row in rows(listening, deliveries) if row.number == cast.DOCTOR]
    assert hers.next_try_at > listening.clock.now()
    something(listening)
    assert ring_alerts(listening) == [cast.DOCTOR]


def test_a_call_about_a_broadcast_to_agree_to_waits_for_an_alert_too(board: Switchboard) -> None:
    something(board)
    with board.work() as work:
        assert callees.reserve(work, [Order("a", cast.DOCTOR, Purpose.APPROVAL)]) == []
        assert len(callees.reserve(work, [Order("b", cast.DOCTOR, Purpose.ALERT)])) == 1
