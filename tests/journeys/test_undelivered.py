"""A text that did not arrive: read out to a landline within the callee's budget, sent again, or somebody's task."""

from datetime import timedelta

import pytest

from gateway.domain.calls import CallState
from gateway.domain.errors import CarrierRefused, CarrierThrottled
from gateway.domain.screening import Concern
from gateway.journeys import alerts, due
from gateway.journeys.reporting.reports import Source
from gateway.journeys.texting import outbox, texts
from gateway.ports import Job, Urgency
from gateway.store import attempts as attempt_store
from gateway.store import roster
from gateway.store import texts as store
from gateway.store.attempts import Order
from gateway.store.outgoing_tables import alert_people, attempts, texts_out
from gateway.store.screening_tables import tasks
from gateway.store.tables import callers
from gateway.switchboard import Switchboard
from tests.journeys.talk import ends, pick_up, press, rows, said
from tests.support import cast
from tests.support.board import MORNING, carrier_of, clock_of, pacer_of, queue_of
from workers import texts as worker

LANDLINE = CarrierRefused("not a mobile", 21614, "landline")
WORDS = "三天的体温都没报，请打本号按2。"


def put(board: Switchboard, about: str = "a", urgency: Urgency = Urgency.ROUTINE, number: str = cast.YANG) -> None:
    with board.work() as work:
        store.put(work.tx, about, number, WORDS, work.now, urgency)
    outbox.send(board)


def fails(board: Switchboard, code: int, cause: str, text_id: int = 1) -> None:
    """The carrier's callback, told twice."""
    sid = rows(board, texts_out)[text_id - 1].sid
    for _ in range(2):
        texts.progress(board, text_id, sid, "failed", code, cause)


def tick(board: Switchboard) -> None:
    """One look of the minute's tick and the jobs it asks for, both twice."""
    for _ in range(2):
        if list(due.urgent_texts_to_read_out(board)):
            worker.read_out_urgent.__wrapped__(board)
        if list(due.texts_to_read_out(board)):
            worker.read_out.__wrapped__(board)


def calls_to_read_out(board: Switchboard) -> list[str]:
    return [call.to for call in carrier_of(board).calls]


@pytest.mark.parametrize("told", ["refused", "callback"])
def test_what_a_landline_cannot_take_is_read_out_once(board: Switchboard, told: str) -> None:
    if told == "refused":
        carrier_of(board).errors[cast.YANG] = LANDLINE
        put(board)
        carrier_of(board).errors.clear()
    else:
        put(board)
        fails(board, 30006, "landline")
    assert queue_of(board).asked(Job.READ_OUT) == [()]
    tick(board)
    tick(board)
    assert calls_to_read_out(board) == [cast.YANG]
    assert [(row.purpose, row.about) for row in rows(board, attempts)] == [("text", "text:1")]
    assert rows(board, texts_out)[0].state == "failed"
    assert pacer_of(board).waited == [(rows(board, attempts)[0].id, False)]


def test_she_hears_it_again_with_a_star_and_ends_it_with_1(board: Switchboard) -> None:
    put(board)
    fails(board, 30006, "landline")
    tick(board)
    reply = pick_up(board, carrier_of(board).calls[0])
    assert "鹤阳村防疫电话，有一条短信念给您听。" in said(board, reply)
    assert WORDS in said(board, reply)
    reply = press(board, reply, "*")
    assert WORDS in said(board, reply)
    reply = press(board, reply, "1")
    assert reply.turn.wants is None
    ends(board, carrier_of(board).calls[0], CallState.COMPLETED, 30)
    tick(board)
    assert len(carrier_of(board).calls) == 1


def test_it_is_read_out_within_the_hours_and_the_budget_of_the_phone(board: Switchboard) -> None:
    put(board)
    put(board, "b")
    clock_of(board).set(MORNING.replace(hour=12, minute=30))
    fails(board, 30006, "landline", 1)
    fails(board, 30006, "landline", 2)
    tick(board)
    assert calls_to_read_out(board) == [], "the elders sleep"
    clock_of(board).set(MORNING.replace(hour=14))
    tick(board)
    assert len(calls_to_read_out(board)) == 1, "one call at a time"
    ends(board, carrier_of(board).calls[0], CallState.COMPLETED, 30)
    tick(board)
    assert len(calls_to_read_out(board)) == 1, "one call a minute"
    clock_of(board).forward(seconds=61)
    tick(board)
    assert len(calls_to_read_out(board)) == 2


def test_what_is_urgent_is_read_out_as_soon_as_the_phone_is_free_whatever_the_hour(board: Switchboard) -> None:
    clock_of(board).set(MORNING.replace(hour=23))
    with board.work() as work:
        attempt_store.reserve(work.tx, [Order("x", cast.YANG)], work.now)
    put(board, urgency=Urgency.URGENT)
    fails(board, 30006, "landline")
    assert queue_of(board).asked(Job.READ_OUT_URGENT) == [()]
    tick(board)
    assert calls_to_read_out(board) == [], "another call is about to ring there"
    with board.work() as work:
        work.tx.execute(attempts.update().values(state="completed", ended_at=work.now))
    clock_of(board).forward(seconds=61)
    tick(board)
    assert calls_to_read_out(board) == [cast.YANG]
    assert pacer_of(board).waited[-1][1], "before all others"


def test_a_call_the_carrier_had_no_room_for_is_made_later(board: Switchboard) -> None:
    put(board)
    fails(board, 30006, "landline")
    carrier_of(board).errors[cast.YANG] = CarrierThrottled("slow down", 5)
    tick(board)
    assert [row.state for row in rows(board, attempts)] == ["never_placed"]
    carrier_of(board).errors.clear()
    tick(board)
    assert calls_to_read_out(board) == []
    clock_of(board).forward(minutes=6)
    tick(board)
    assert calls_to_read_out(board) == [cast.YANG]
    assert sorted((row.state, row.about) for row in rows(board, attempts)) == [
        ("never_placed", None),
        ("queued", "text:1"),
    ]


def test_news_of_yesterday_is_not_read_out(board: Switchboard) -> None:
    put(board)
    clock_of(board).set(MORNING + timedelta(hours=11, minutes=30))
    fails(board, 30006, "landline")
    clock_of(board).forward(hours=13)
    tick(board)
    assert (calls_to_read_out(board), list(due.texts_to_read_out(board))) == ([], [])


@pytest.mark.parametrize("rung", [True, False])
def test_an_alert_that_rings_them_anyway_is_not_told_by_two_calls(board: Switchboard, rung: bool) -> None:
    with board.work() as work:
        home = Source("s", cast.YANG, cast.GRID_1, None, "zh")
        alerts.raise_about(board, work, "s", home, Concern.HELP)
        work.tx.execute(alert_people.update().values(rung=rung))
    outbox.send(board)
    fails(board, 30006, "landline")
    tick(board)
    assert calls_to_read_out(board) == ([] if rung else [cast.DOCTOR])


def test_what_was_broadcast_to_a_home_is_not_told_by_two_calls(board: Switchboard) -> None:
    put(board, f"broadcast:b1:{cast.YANG}")
    put(board, "broadcast:b1:halted:2", number=cast.CADRE)
    fails(board, 30006, "landline", 1)
    fails(board, 30006, "landline", 2)
    tick(board)
    assert calls_to_read_out(board) == [cast.CADRE]


def test_who_sent_stop_to_the_carrier_is_noted_and_left_in_peace(board: Switchboard) -> None:
    put(board)
    fails(board, 21610, "opted_out")
    noted = [row.opted_out_at for row in rows(board, callers) if row.number == cast.YANG]
    assert noted == [clock_of(board).now()]
    clock_of(board).forward(hours=1)
    put(board, "b")
    tick(board)
    assert ([row.about for row in rows(board, texts_out)], calls_to_read_out(board)) == (["a"], [])


def test_a_phone_switched_off_gets_the_text_again_and_then_a_call(board: Switchboard) -> None:
    put(board)
    fails(board, 30003, "switched_off")
    outbox.send(board)
    assert [row.state for row in rows(board, texts_out)] == ["failed", "due"]
    clock_of(board).forward(hours=2)
    outbox.send(board)
    fails(board, 30003, "switched_off", 2)
    assert [row.state for row in rows(board, texts_out)] == ["failed", "failed"]
    assert [text.body for text in carrier_of(board).texts] == [WORDS, WORDS]
    tick(board)
    assert calls_to_read_out(board) == [cast.YANG]


def test_who_wants_no_routine_texts_any_more_gets_none_again_but_what_they_asked_for(board: Switchboard) -> None:
    put(board)
    clock_of(board).forward(minutes=1)
    with board.work() as work:
        roster.remember(work.tx, cast.YANG, opted_out_at=work.now)
        clock_of(board).forward(minutes=1)
        store.put(work.tx, "release", cast.YANG, "观察满了", clock_of(board).now(), asked=True)
    outbox.send(board)
    fails(board, 30008, "unknown", 1)
    fails(board, 30008, "unknown", 2)
    assert sorted(row.about for row in rows(board, texts_out)) == ["a", "release", "release:again"]


def test_an_unknown_failure_is_tried_once_more(board: Switchboard) -> None:
    put(board)
    fails(board, 30008, "unknown")
    clock_of(board).forward(minutes=5)
    outbox.send(board)
    fails(board, 30008, "unknown", 2)
    clock_of(board).forward(hours=1)
    assert outbox.send(board) == 0
    assert len(carrier_of(board).texts) == 2


def test_a_number_that_does_not_work_is_somebodys_to_ask_once(board: Switchboard) -> None:
    put(board)
    put(board, "b")
    fails(board, 30005, "unknown_handset", 1)
    fails(board, 21211, "wrong_number", 2)
    (task,) = rows(board, tasks)
    assert (task.kind, task.number, task.unit_code) == ("number", cast.YANG, cast.GRID_1)


def test_what_no_carrier_has_taken_for_a_day_is_given_up(board: Switchboard) -> None:
    carrier_of(board).errors[cast.YANG] = CarrierRefused("no such account", 20003, "configuration")
    put(board)
    clock_of(board).forward(hours=25)
    outbox.send(board)
    (row,) = rows(board, texts_out)
    assert (row.state, row.code) == ("failed", 20003)
