"""A cadre speaks: recipients frozen, phones rung once at a time, by cause again, and the rest are doors."""

from datetime import timedelta

import pytest

from gateway.domain.calls import CallState
from gateway.domain.errors import BadInput, CarrierRefused, CarrierSilent, CarrierThrottled
from gateway.domain.speaking.levels import Level
from gateway.domain.speaking.states import DeliveryState, State
from gateway.journeys import due
from gateway.journeys.speaking import drafts, running
from gateway.journeys.speaking.drafts import Message, Plan
from gateway.journeys.telephone import call_news, dialling, lost
from gateway.ports import Job
from gateway.store import deliveries, doors, staff
from gateway.store.broadcasts import Through
from gateway.store.deliveries import Reach
from gateway.store.outgoing_tables import attempts, recordings, texts_out
from gateway.store.speaking_tables import broadcasts as table
from gateway.store.speaking_tables import deliveries as delivery_table
from gateway.switchboard import Switchboard
from tests.journeys.talk import ends, pick_up, ring, rows, said
from tests.support import cast
from tests.support.board import carrier_of, clock_of, pacer_of, queue_of
from tests.support.speaking import sent

BY_PHONE = ["1", cast.CADRE_PIN, "1", "1", "1", "rec", "1"]  # speak, PIN, the village, red, by voice, send
PHONES = len(cast.PHONES)


def reach(board: Switchboard, broadcast_id: str) -> Reach:
    with board.ledger.read() as tx:
        return deliveries.reach(tx, broadcast_id)


def test_she_hears_how_many_phones_will_ring_before_she_presses_1(board: Switchboard) -> None:
    reply = ring(board, cast.CADRE, BY_PHONE[:-1])
    assert f"{PHONES}部电话" in said(board, reply)
    assert "1分钟" in said(board, reply)
    assert queue_of(board).asked(Job.FAN_OUT_RED) == []
    reply = ring(board, cast.CADRE, BY_PHONE, sid="CA-again")
    assert reply.turn.wants is None
    assert len(queue_of(board).asked(Job.FAN_OUT_RED)) == 1


def test_a_wrong_pin_is_asked_again_and_the_fifth_locks_it_for_half_an_hour(board: Switchboard) -> None:
    reply = ring(board, cast.CADRE, ["1", "1111", "2222", "3333", "4444", "5555"])
    assert reply.turn.wants is None
    reply = ring(board, cast.CADRE, ["1", cast.CADRE_PIN], sid="CA-2")
    assert reply.turn.wants is None, "the right PIN does not help while it is locked"
    clock_of(board).forward(minutes=31)
    reply = ring(board, cast.CADRE, ["1", cast.CADRE_PIN], sid="CA-3")
    assert reply.turn.wants is not None


def test_the_pin_is_kept_nowhere(board: Switchboard) -> None:
    ring(board, cast.CADRE, BY_PHONE)
    with board.ledger.read() as tx:
        dump = str([tx.exec_driver_sql(f"SELECT * FROM {name}").all() for name in ("sessions", "answers", "texts_out")])
    assert cast.CADRE_PIN not in dump


def test_a_resident_is_not_offered_the_loudspeaker(board: Switchboard) -> None:
    assert "讲话" not in said(board, ring(board, cast.YANG, []))


def test_the_recording_is_fetched_once_and_every_household_hears_our_copy(board: Switchboard) -> None:
    ring(board, cast.CADRE, BY_PHONE)
    ((broadcast_id,),) = queue_of(board).asked(Job.FAN_OUT_RED)
    running.fan_out(board, broadcast_id)
    running.fan_out(board, broadcast_id)
    assert len(rows(board, recordings)) == 1
    dialling.dial(board, red=True)
    reply = pick_up(board, carrier_of(board).calls[0])
    assert rows(board, recordings)[0].digest in [phrase.audio for phrase in reply.turn.say]


def test_a_recording_the_carrier_has_not_finished_is_fetched_later(board: Switchboard) -> None:
    carrier_of(board).recordings["https://carrier.example/rec"] = None
    ring(board, cast.CADRE, BY_PHONE)
    ((broadcast_id,),) = queue_of(board).asked(Job.FAN_OUT_RED)
    with pytest.raises(CarrierThrottled):
        running.fan_out(board, broadcast_id)
    assert list(due.red_broadcasts_to_fan_out(board)) == [(broadcast_id,)]
    carrier_of(board).recordings.clear()
    running.fan_out(board, broadcast_id)
    assert reach(board, broadcast_id).due == PHONES


def test_every_phone_is_rung_once_and_its_attempt_is_written_down_first(board: Switchboard) -> None:
    seen: list[int] = []
    carrier = carrier_of(board)
    place = carrier.place_call

    def watching(attempt_id: str, to: str, ring_s: int, line: str | None = None) -> str:
        with board.ledger.read() as tx:
            found = tx.execute(attempts.select().where(attempts.c.id == attempt_id)).one()
        seen.append(found.state == CallState.ASKED)
        return place(attempt_id, to, ring_s)

    carrier.place_call = watching  # type: ignore[method-assign]
    broadcast_id = sent(board)
    dialling.dial(board, red=True)
    dialling.dial(board, red=True)
    assert sorted(call.to for call in carrier.calls) == cast.PHONES
    assert all(seen)
    assert reach(board, broadcast_id) == Reach(phones=PHONES, ringing=PHONES, texted=PHONES)


def test_heard_is_a_key_and_a_call_without_one_is_rung_again(board: Switchboard) -> None:
    sent(board)
    dialling.dial(board, red=True)
    first, second, *_ = carrier_of(board).calls
    pick_up(board, first, "1")
    ends(board, first, CallState.COMPLETED, 20)
    pick_up(board, second)
    ends(board, second, CallState.COMPLETED, 4)  # hung up before the message had begun
    found = {row.number: row for row in rows(board, delivery_table)}
    assert found[first.to].state == DeliveryState.HEARD
    assert (found[second.to].state, found[second.to].cause, found[second.to].tries) == ("due", "not_confirmed", 1)


def test_a_star_plays_the_message_again(board: Switchboard) -> None:
    sent(board)
    dialling.dial(board, red=True)
    once = pick_up(board, carrier_of(board).calls[0])
    again = pick_up(board, carrier_of(board).calls[0], "*")
    assert once.turn.say == again.turn.say


def test_callbacks_first_twice_and_late_change_nothing_wrongly(board: Switchboard) -> None:
    sent(board)
    dialling.dial(board, red=True)
    call = carrier_of(board).calls[0]
    pick_up(board, call, "1")
    ended = carrier_of(board).end(call, CallState.COMPLETED, 20)
    call_news.progress(board, call.attempt_id, ended)
    snapshot = rows(board, attempts), rows(board, delivery_table)
    for state in (CallState.RINGING, CallState.COMPLETED, CallState.NO_ANSWER, CallState.IN_PROGRESS, CallState.QUEUED):
        call_news.progress(board, call.attempt_id, type(ended)(call.sid, state, board.clock.now()))
    assert (rows(board, attempts), rows(board, delivery_table)) == snapshot
    assert call.attempt_id not in pacer_of(board).holding
    call_news.progress(board, "an attempt of somebody else", ended)


@pytest.mark.parametrize(("state", "minutes"), [(CallState.BUSY, 7), (CallState.NO_ANSWER, 5), (CallState.FAILED, 5)])
def test_busy_and_no_answer_are_tried_again_by_cause(board: Switchboard, state: CallState, minutes: int) -> None:
    broadcast_id = sent(board)
    dialling.dial(board, red=True)
    ends(board, carrier_of(board).calls[0], state)
    with board.ledger.read() as tx:
        assert deliveries.next_due(tx, broadcast_id) == board.clock.now() + timedelta(minutes=minutes)


def test_five_tries_and_the_household_is_a_door_told_to_the_cadre_once(board: Switchboard) -> None:
    broadcast_id = sent(board)
    for _ in range(8):
        dialling.dial(board, red=True)
        for call in carrier_of(board).calls:
            if call.state is CallState.QUEUED:
                if call.to != cast.YANG:
                    pick_up(board, call, "1")
                ends(board, call, CallState.NO_ANSWER if call.to == cast.YANG else CallState.COMPLETED, 9)
        clock_of(board).forward(hours=1, minutes=1)
    rung = [call.to for call in carrier_of(board).calls]
    assert rung.count(cast.YANG) == 5
    assert len(rung) == PHONES + 4
    with board.ledger.read() as tx:
        assert [left.door for left in doors.of_broadcast(tx, broadcast_id)] == ["001"]
    assert rows(board, table)[0].state == State.FINISHED
    (text,) = [one for one in rows(board, texts_out) if ":doors:" in one.about]
    assert (text.number, "001" in text.body) == (cast.CADRE, True)


def test_nobody_is_rung_at_night_and_everybody_in_the_morning(board: Switchboard) -> None:
    clock_of(board).forward(hours=12)  # nine in the evening
    sent(board, level=Level.ORANGE)
    dialling.dial(board)
    assert carrier_of(board).calls == []
    assert list(due.broadcasts_to_dial(board)) == []
    clock_of(board).forward(hours=10)
    assert list(due.broadcasts_to_dial(board)) == [()]
    dialling.dial(board)
    assert len(carrier_of(board).calls) == PHONES


def test_while_phones_only_ring_there_is_nothing_to_dial(board: Switchboard) -> None:
    sent(board)
    assert list(due.red_broadcasts_to_dial(board)) == [()]
    dialling.dial(board, red=True)
    assert list(due.red_broadcasts_to_dial(board)) == []
    for call in carrier_of(board).calls:
        pick_up(board, call, "1")
    assert list(due.red_broadcasts_to_dial(board)) == [()], "it is to be finished"


def test_a_stop_ends_the_ringing_and_nobody_else_is_rung(board: Switchboard) -> None:
    broadcast_id = sent(board)
    dialling.dial(board, red=True)
    ends(board, carrier_of(board).calls[0], CallState.NO_ANSWER)
    with board.work() as work:
        assert running.stop(work, broadcast_id, None, Through.COMMAND_LINE)
        assert not running.stop(work, broadcast_id, None, Through.COMMAND_LINE)
    assert queue_of(board).asked(Job.HANG_UP) == [(broadcast_id,)]
    assert list(due.broadcasts_to_hang_up(board)) == [(broadcast_id,)]
    running.hang_up(board, broadcast_id)
    assert len(carrier_of(board).ended) == PHONES - 1
    clock_of(board).forward(hours=1)
    dialling.dial(board, red=True)
    assert len(carrier_of(board).calls) == PHONES


def test_a_wrong_number_is_never_rung_again(board: Switchboard) -> None:
    carrier_of(board).errors[cast.YANG] = CarrierRefused("no such number", 21211, "wrong_number")
    sent(board)
    dialling.dial(board, red=True)
    found = {row.number: row for row in rows(board, delivery_table)}
    assert (found[cast.YANG].state, found[cast.YANG].cause, found[cast.YANG].tries) == ("door", "wrong_number", 0)


def test_a_throttled_call_was_no_try_and_waits(board: Switchboard) -> None:
    carrier_of(board).errors[cast.YANG] = CarrierThrottled("slow down", 30)
    sent(board)
    dialling.dial(board, red=True)
    carrier_of(board).errors.clear()
    clock_of(board).forward(seconds=31)
    dialling.dial(board, red=True)
    found = {row.number: row for row in rows(board, delivery_table)}
    assert (found[cast.YANG].state, found[cast.YANG].tries) == ("ringing", 0)
    assert [call.to for call in carrier_of(board).calls].count(cast.YANG) == 1


def test_a_call_lost_in_silence_is_looked_up_and_not_rung_twice(board: Switchboard) -> None:
    carrier_of(board).errors[cast.YANG] = CarrierSilent("no answer")
    carrier_of(board).heard_all_the_same.add(cast.YANG)
    sent(board)
    dialling.dial(board, red=True)
    call = carrier_of(board).call_to(cast.YANG)
    assert {row.state for row in rows(board, attempts) if row.number == cast.YANG} == {"unknown"}
    lost.find_lost(board)
    assert {row.sid for row in rows(board, attempts) if row.number == cast.YANG} == {None}, "too early to tell"
    clock_of(board).forward(minutes=2)
    carrier_of(board).end(call, CallState.NO_ANSWER)
    lost.find_lost(board)
    assert {row.sid for row in rows(board, attempts) if row.number == cast.YANG} == {call.sid}
    assert [row.cause for row in rows(board, delivery_table) if row.number == cast.YANG] == ["no_answer"]


def test_a_call_the_carrier_never_heard_of_is_placed_again(board: Switchboard) -> None:
    carrier_of(board).errors[cast.YANG] = CarrierSilent("no answer")
    sent(board)
    dialling.dial(board, red=True)
    carrier_of(board).errors.clear()
    clock_of(board).forward(minutes=2)
    lost.find_lost(board)
    dialling.dial(board, red=True)
    assert [call.to for call in carrier_of(board).calls].count(cast.YANG) == 1
    states = sorted(row.state for row in rows(board, attempts) if row.number == cast.YANG)
    assert states == ["never_placed", "queued"]


def test_a_dialler_that_died_before_asking_rings_nobody_twice(board: Switchboard) -> None:
    sent(board)
    orders = dialling._reserve(board, 3, red=True)  # the plug is pulled here
    clock_of(board).forward(minutes=2)
    lost.find_lost(board)
    assert dialling.place(board, orders[0]).state is CallState.NEVER_PLACED, "a late dialler finds it given up"
    dialling.dial(board, red=True)
    assert sorted(call.to for call in carrier_of(board).calls) == cast.PHONES


def test_a_lost_last_callback_is_fetched_from_the_carrier(board: Switchboard) -> None:
    broadcast_id = sent(board)
    dialling.dial(board, red=True)
    for call in carrier_of(board).calls:
        carrier_of(board).end(call, CallState.BUSY)
    clock_of(board).forward(minutes=2)
    lost.find_lost(board)
    assert reach(board, broadcast_id).due == PHONES
    assert not pacer_of(board).holding


def test_an_area_outside_her_own_is_refused(board: Switchboard) -> None:
    with board.work() as work:
        (cadre,) = staff.by_number(work.tx, cast.CADRE)
        with pytest.raises(BadInput, match="lies outside"):
            drafts.draft(board, work, Plan((cast.VILLAGE, cast.TOWNSHIP), Level.RED), [Message("zh", words="x")], cadre)
        with pytest.raises(BadInput, match="no unit"):
            drafts.draft(board, work, Plan(("99",), Level.RED), [Message("zh", words="x")], None)
        with pytest.raises(BadInput, match="at least one area"):
            drafts.draft(board, work, Plan((), Level.RED), [Message("zh", words="x")], None)
        with pytest.raises(BadInput, match="nothing is said"):
            drafts.draft(board, work, Plan((cast.VILLAGE,), Level.RED), [], None)


def test_an_expired_broadcast_rings_nobody_and_leaves_doors(board: Switchboard) -> None:
    broadcast_id = sent(board)
    clock_of(board).forward(hours=25)
    assert list(due.red_broadcasts_to_dial(board)) == [()]
    dialling.dial(board, red=True)
    assert carrier_of(board).calls == []
    assert reach(board, broadcast_id) == Reach(phones=PHONES, doors=PHONES, texted=PHONES)
    assert rows(board, table)[0].state == State.FINISHED


def test_the_latest_notice_can_be_heard_by_calling_in(board: Switchboard) -> None:
    sent(board, words="明天不赶集")
    reply = ring(board, cast.ENGLISH, ["4"])
    assert "明天不赶集" in said(board, reply)


def test_each_household_is_spoken_to_in_its_own_language(board: Switchboard) -> None:
    sent(board)
    dialling.dial(board, red=True)
    assert pick_up(board, carrier_of(board).call_to(cast.ENGLISH)).language == "en"
    assert pick_up(board, carrier_of(board).call_to(cast.YANG)).language == "zh"
