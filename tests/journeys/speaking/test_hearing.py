"""Heard is a key or most of the message; understood is the right answer; who is wrong has it explained once more."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from gateway.domain.calls import CallState
from gateway.domain.cap.codes import Status
from gateway.domain.errors import BadInput, CarrierRefused
from gateway.domain.speaking.levels import Level
from gateway.domain.speaking.states import State
from gateway.journeys.speaking import approval, drafts, running
from gateway.journeys.speaking.drafts import Message, Plan
from gateway.journeys.telephone import call_news, calls, dialling
from gateway.journeys.texting import texts
from gateway.store import broadcasts, deliveries, lists, recipients, roster
from gateway.store.broadcasts import Through
from gateway.store.deliveries import Reach
from gateway.store.outgoing_tables import texts_out
from gateway.store.recipients import Audience, Wanted
from gateway.store.speaking_tables import broadcasts as table
from gateway.store.speaking_tables import deliveries as delivery_table
from gateway.store.speaking_tables import loudspeakers
from gateway.switchboard import Switchboard
from tests.journeys.talk import ends, pick_up, ring, rows, said
from tests.support import cast
from tests.support.board import LINE, carrier_of, clock_of
from tests.support.speaking import sent

PHONES = len(cast.PHONES)
LONG = "今天下午三点全村消毒，请关好门窗，鸡鸭关起来，水缸盖好，两个钟头以后再开窗。"  # ten seconds


def delivery(board: Switchboard, number: str) -> deliveries.Delivery:
    with board.ledger.read() as tx:
        (broadcast,) = broadcasts.beginning_with(tx, "")
        found = deliveries.of_number(tx, broadcast.id, number)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("duration_s", "evidence", "state"), [(14, "listened", "heard"), (8, None, "due"), (0, None, "due")]
)
def test_whoever_listened_to_most_of_it_has_heard_it_without_a_key(
    board: Switchboard, duration_s: int, evidence: str | None, state: str
) -> None:
    sent(board, words=LONG)
    dialling.dial(board, red=True)
    call = carrier_of(board).call_to(cast.YANG)
    pick_up(board, call)
    clock_of(board).forward(seconds=duration_s)
    ends(board, call, CallState.COMPLETED, duration_s)
    found = delivery(board, cast.YANG)
    assert (found.evidence, found.state) == (evidence, state)


def test_whoever_waited_for_us_in_silence_has_listened_to_nothing(board: Switchboard) -> None:
    sent(board, words=LONG)
    dialling.dial(board, red=True)
    call = carrier_of(board).call_to(cast.YANG)
    clock_of(board).forward(seconds=10)  # the line is open, and our answer is late
    pick_up(board, call)
    clock_of(board).forward(seconds=4)
    ends(board, call, CallState.COMPLETED, 14)
    assert (delivery(board, cast.YANG).state, delivery(board, cast.YANG).evidence) == ("due", None)


def test_a_long_call_in_which_no_message_began_is_no_evidence(board: Switchboard) -> None:
    """The ledger was away when they picked up: they waited, and heard an apology."""
    sent(board, words=LONG)
    dialling.dial(board, red=True)
    ends(board, carrier_of(board).call_to(cast.YANG), CallState.COMPLETED, 60)
    found = delivery(board, cast.YANG)
    assert (found.state, found.evidence, found.listened_s, found.tries) == ("due", None, None, 1)


@pytest.mark.parametrize("first", ["the answer", "the apology"])
def test_an_apology_instead_of_the_message_is_no_evidence(board: Switchboard, first: str) -> None:
    """Our answer came when the carrier had given up waiting for it."""
    sent(board, words=LONG)
    dialling.dial(board, red=True)
    call = carrier_of(board).call_to(cast.YANG)
    steps = [lambda: pick_up(board, call), lambda: calls.apologised(board, call.sid, call.attempt_id)]
    for step in steps if first == "the answer" else reversed(steps):
        step()
        clock_of(board).forward(seconds=8)
    calls.apologised(board, call.sid, call.attempt_id)
    ends(board, call, CallState.COMPLETED, 60)
    found = delivery(board, cast.YANG)
    assert (found.state, found.evidence, found.listened_s, found.tries) == ("due", None, None, 1)


def test_what_was_heard_before_a_later_apology_counts(board: Switchboard) -> None:
    sent(board, words=LONG)
    dialling.dial(board, red=True)
    call = carrier_of(board).call_to(cast.YANG)
    pick_up(board, call)
    clock_of(board).forward(seconds=14)
    calls.apologised(board, call.sid, None)
    clock_of(board).forward(seconds=9)
    ends(board, call, CallState.COMPLETED, 23)
    assert delivery(board, cast.YANG).evidence == "listened"


def test_a_red_message_is_played_three_times_a_yellow_one_twice(board: Switchboard) -> None:
    for level, plays in ((Level.RED, 3), (Level.YELLOW, 2)):
        sent(board, level=level)
        dialling.dial(board, red=level is Level.RED)
        call = carrier_of(board).calls[-1]
        heard = [pick_up(board, call)]
        while heard[-1].turn.wants is not None:
            heard.append(pick_up(board, call, ""))
        assert len(heard) - 1 == plays
        for each in carrier_of(board).calls:
            ends(board, each, CallState.COMPLETED, 60)
        clock_of(board).forward(minutes=2)


def test_a_wrong_answer_is_explained_once_more_and_counted(board: Switchboard) -> None:
    broadcast_id = sent(board, question="哪天停水？今天按1，明天按2。")
    dialling.dial(board, red=True)
    for number, key in ((cast.YANG, "2"), (cast.SHARED, "1")):
        call = carrier_of(board).call_to(number)
        assert "哪天停水" in said(board, pick_up(board, call, "1"))
        pick_up(board, call, key)
        ends(board, call, CallState.COMPLETED, 20)
    with board.ledger.read() as tx:
        told = deliveries.reach(tx, broadcast_id)
    assert (told.heard, told.explaining, told.asked, told.understood) == (2, 1, 2, 1)
    clock_of(board).forward(minutes=3)
    dialling.dial(board, red=True)
    again = carrier_of(board).call_to(cast.YANG)
    pick_up(board, again, "1", "2")
    ends(board, again, CallState.COMPLETED, 20)
    clock_of(board).forward(minutes=3)
    dialling.dial(board, red=True)
    assert [call.to for call in carrier_of(board).calls].count(cast.YANG) == 2, "explained once, not for ever"
    found = delivery(board, cast.YANG)
    assert (found.state, found.understood, found.explained) == ("heard", False, 1)


def test_explained_in_the_other_language_where_there_is_one(board: Switchboard) -> None:
    also = (Message("en", words="The water stops tomorrow.", question="Which day? Press 1 or 2."),)
    sent(board, words="明天停水", question="哪天停水？", also=also)
    dialling.dial(board, red=True)
    call = carrier_of(board).call_to(cast.YANG)
    assert "明天停水" in said(board, pick_up(board, call))
    pick_up(board, call, "1", "2")
    ends(board, call, CallState.COMPLETED, 20)
    clock_of(board).forward(minutes=3)
    dialling.dial(board, red=True)
    assert "The water stops tomorrow." in said(board, pick_up(board, carrier_of(board).call_to(cast.YANG)))


def test_each_household_hears_its_own_language(board: Switchboard) -> None:
    sent(board, words="明天停水", also=(Message("en", words="The water stops tomorrow."),))
    dialling.dial(board, red=True)
    assert "The water stops" in said(board, pick_up(board, carrier_of(board).call_to(cast.ENGLISH)))
    assert "明天停水" in said(board, pick_up(board, carrier_of(board).call_to(cast.YANG)))


def test_an_explanation_nobody_answers_does_not_undo_that_it_was_heard(board: Switchboard) -> None:
    broadcast_id = sent(board, cast.GRID_1, question="哪天停水？")
    dialling.dial(board, red=True)
    for call in list(carrier_of(board).calls):
        pick_up(board, call, "1", "2")
        ends(board, call, CallState.COMPLETED, 20)
    for _ in range(8):
        clock_of(board).forward(minutes=61)
        dialling.dial(board, red=True)
        for call in carrier_of(board).calls:
            if call.state is CallState.QUEUED:
                ends(board, call, CallState.NO_ANSWER)
    with board.ledger.read() as tx:
        told = deliveries.reach(tx, broadcast_id)
    assert (told.heard, told.doors, told.open) == (3, 0, 0)
    assert rows(board, table)[0].state == State.FINISHED


def test_a_phone_switched_off_is_texted_at_once_and_the_others_when_the_tries_are_over(board: Switchboard) -> None:
    sent(board, cast.GRID_1, level=Level.YELLOW, words="明天停水")
    dialling.dial(board)
    off, silent, _ = carrier_of(board).calls
    progress = carrier_of(board).end(off, CallState.FAILED)
    call_news.progress(board, off.attempt_id, replace(progress, code=480, cause="switched_off"))
    ends(board, silent, CallState.NO_ANSWER)
    assert [(text.number, "明天停水" in text.body) for text in rows(board, texts_out)] == [(off.to, True)]
    clock_of(board).forward(hours=6)
    dialling.dial(board)
    ends(board, carrier_of(board).call_to(silent.to), CallState.NO_ANSWER)
    assert sorted(text.number for text in rows(board, texts_out)) == sorted([off.to, silent.to])


def test_a_1_by_text_is_a_household_that_has_it(board: Switchboard) -> None:
    sent(board, words="明天停水")
    texts.receive(board, "SM1", cast.YANG, LINE, "1")
    texts.receive(board, "SM1", cast.YANG, LINE, "1")
    found = delivery(board, cast.YANG)
    assert (found.state, found.evidence) == ("heard", "text")
    dialling.dial(board, red=True)
    assert cast.YANG not in [call.to for call in carrier_of(board).calls]


def test_whoever_rings_in_to_hear_it_need_not_be_rung(board: Switchboard) -> None:
    sent(board, words="第一条", level=Level.ORANGE)
    clock_of(board).forward(minutes=1)
    sent(board, words="第二条", level=Level.ORANGE)
    reply = ring(board, cast.ENGLISH, ["4"])
    assert "第二条" in said(board, reply), "the newest first"
    reply = ring(board, cast.ENGLISH, ["4", "3"], sid="CA-2")
    assert "第一条" in said(board, reply)
    reply = ring(board, cast.ENGLISH, ["4", "3", "3"], sid="CA-3")
    assert "no other messages" in said(board, reply)

    def heard() -> list[str | None]:
        return [row.evidence for row in rows(board, delivery_table) if row.number == cast.ENGLISH]

    assert heard() == [None, None], "a key to go on is no evidence"
    ring(board, cast.ENGLISH, ["4", "3", "2"], sid="CA-4")
    assert heard() == ["called_in", None]


def test_a_message_that_was_taken_back_is_no_notice_and_its_texts_stay_where_they_are(board: Switchboard) -> None:
    broadcast_id = sent(board, words="封村")
    assert {row.state for row in rows(board, texts_out)} == {"due"}
    with board.work() as work:
        assert running.stop(work, broadcast_id, None, Through.COMMAND_LINE, "a mistake")
    assert {row.state for row in rows(board, texts_out)} == {"withdrawn"}
    assert "no new message" in said(board, ring(board, cast.ENGLISH, ["4"]))


def test_a_message_that_has_rung_everybody_can_be_taken_back_too(board: Switchboard) -> None:
    broadcast_id = sent(board, cast.GRID_3, words="封村")
    dialling.dial(board, red=True)
    for call in list(carrier_of(board).calls):
        pick_up(board, call, "1")
        ends(board, call, CallState.COMPLETED, 20)
    dialling.dial(board, red=True)
    assert "封村" in said(board, ring(board, cast.ENGLISH, ["4"]))
    with board.work() as work:
        assert running.stop(work, broadcast_id, None, Through.COMMAND_LINE, "a mistake")
        assert not running.stop(work, broadcast_id, None, Through.COMMAND_LINE, "twice")
    assert "no new message" in said(board, ring(board, cast.ENGLISH, ["4"], sid="CA-2"))


def test_whoever_rings_in_hears_that_it_is_a_drill(board: Switchboard) -> None:
    with board.work() as work:
        plan = Plan((cast.VILLAGE,), Level.YELLOW, status=Status.EXERCISE)
        drill = drafts.draft(board, work, plan, [Message("zh", words="封村")], None)
        approval.submit(board, work, drill.id, None)
    running.fan_out(board, drill.id)
    assert said(board, ring(board, cast.ENGLISH, ["4"])).startswith("This is an exercise.")


def test_whoever_is_on_a_list_hears_its_message_by_ringing_in(board: Switchboard) -> None:
    sent(board, audience=Audience(doors=("011",)), words="小卖部开会")
    assert "小卖部开会" in said(board, ring(board, cast.ENGLISH, ["4"]))


def test_opting_out_spares_nobody_the_text_of_what_everybody_must_know(board: Switchboard) -> None:
    with board.work() as work:
        roster.remember(work.tx, cast.YANG, opted_out_at=work.now)
    sent(board, cast.GRID_1, level=Level.ORANGE, words="封路")
    dialling.dial(board)
    call = carrier_of(board).call_to(cast.YANG)
    progress = carrier_of(board).end(call, CallState.FAILED)
    call_news.progress(board, call.attempt_id, replace(progress, code=480, cause="switched_off"))
    assert [text.number for text in rows(board, texts_out) if "封路" in text.body] == [cast.YANG]


@pytest.mark.parametrize(
    ("level", "areas", "status", "reason"),
    [
        (Level.YELLOW, (cast.VILLAGE,), Status.ACTUAL, "still rings"),
        (Level.RED, (cast.GRID_1,), Status.ACTUAL, "still rings in"),
        (Level.RED, (cast.VILLAGE,), Status.EXERCISE, "cannot replace it"),
    ],
)
def test_nothing_less_ends_a_red_message_that_still_rings(
    board: Switchboard, level: Level, areas: tuple[str, ...], status: Status, reason: str
) -> None:
    broadcast_id = sent(board)
    plan = Plan(areas, level, status=status, references_id=broadcast_id)
    with board.work() as work, pytest.raises(BadInput, match=reason):
        drafts.draft(board, work, plan, [Message("zh", words="更新")], None)
    with board.work() as work:
        drafts.draft(
            board,
            work,
            Plan((cast.TOWNSHIP,), Level.RED, references_id=broadcast_id),
            [Message("zh", words="更新")],
            None,
        )


def test_late_news_of_an_earlier_call_does_not_end_the_one_under_way(board: Switchboard) -> None:
    sent(board, question="哪天停水？今天按1，明天按2。")
    dialling.dial(board, red=True)
    first = carrier_of(board).call_to(cast.YANG)
    pick_up(board, first, "1", "2")
    ends(board, first, CallState.COMPLETED, 20)
    clock_of(board).forward(minutes=3)
    dialling.dial(board, red=True)  # rung once more, to explain
    ends(board, first, CallState.COMPLETED, 21)
    assert delivery(board, cast.YANG).state == "ringing"
    assert [call.to for call in carrier_of(board).calls].count(cast.YANG) == 2


def test_opting_out_silences_everyday_levels_only(board: Switchboard) -> None:
    with board.work() as work:
        roster.remember(work.tx, cast.YANG, opted_out_at=work.now)
        everyday = recipients.count(work.tx, Wanted((cast.VILLAGE,), Audience(), "zh", optional=True))
    assert (everyday.phones, everyday.spared) == (PHONES - 1, 1)
    sent(board, level=Level.YELLOW)
    sent(board, level=Level.RED)
    found = [row.broadcast_id for row in rows(board, delivery_table) if row.number == cast.YANG]
    assert len(found) == 1


def test_a_loudspeaker_on_a_pole_is_a_recipient_like_any_other(board: Switchboard) -> None:
    horn = "+8619900088888"
    with board.work() as work:
        work.tx.execute(loudspeakers.insert().values(unit_code=cast.GRID_1, name="村口喇叭", number=horn))
    sent(board, words=LONG)
    dialling.dial(board, red=True)
    call = carrier_of(board).call_to(horn)
    reply = pick_up(board, call)
    assert (said(board, reply).count("全村消毒"), reply.turn.wants) == (2, None)
    clock_of(board).forward(seconds=30)
    ends(board, call, CallState.COMPLETED, 30)
    assert delivery(board, horn).evidence == "listened"
    assert horn not in [text.number for text in rows(board, texts_out)], "a horn cannot read"


@pytest.mark.parametrize(
    ("audience", "phones"),
    [
        (Audience(languages=("en",)), [cast.ENGLISH]),
        (Audience(doors=("001", "006")), [cast.YANG, *cast.TWO_PHONES]),
        (Audience(observed=True), []),
        (Audience(categories=("C",)), []),
    ],
)
def test_only_those_meant_are_rung(board: Switchboard, audience: Audience, phones: list[str]) -> None:
    sent(board, audience=audience)
    assert sorted(row.number for row in rows(board, delivery_table)) == sorted(phones)
    with board.ledger.read() as tx:
        assert broadcasts.in_force(tx, cast.VILLAGE, cast.STRANGER, board.clock.now()) == [], "no notice for everybody"


def test_a_list_is_rung_by_itself(board: Switchboard) -> None:
    with board.work() as work:
        list_id, unknown = lists.put_list(work.tx, cast.VILLAGE, "小卖部", ["001", "012", "999"])
    assert unknown == ["999"]
    sent(board, audience=Audience(list_id=list_id))
    assert sorted(row.number for row in rows(board, delivery_table)) == [cast.YANG, "+8619900010012"]


def test_the_callees_minute_hour_and_day_hold_over_everything(board: Switchboard) -> None:
    """Ten messages at once ring a phone once a minute and five times an hour, whatever their level."""
    for _ in range(10):
        sent(board, cast.GRID_1)
    rung = []
    for _ in range(70):
        dialling.dial(board, red=True)
        rung += [board.clock.now() for call in carrier_of(board).calls if call.to == cast.YANG][len(rung) :]
        for call in carrier_of(board).calls:
            if call.state is CallState.QUEUED:
                pick_up(board, call, "1")
                ends(board, call, CallState.COMPLETED, 20)
        clock_of(board).forward(minutes=1)
    gaps = [later - one for one, later in pairwise(rung)]
    assert min(gaps) >= timedelta(minutes=1)
    assert all(sum(0 <= (later - one) / timedelta(hours=1) < 1 for later in rung) <= 5 for one in rung)
    assert len(rung) > 5, "they go on when the hour is over"


def test_a_phone_that_is_being_rung_is_not_rung_for_another_message(board: Switchboard) -> None:
    sent(board, cast.VILLAGE)
    dialling.dial(board, red=True)
    sent(board, cast.GRID_1)
    clock_of(board).forward(minutes=3)  # the first call goes on and on
    dialling.dial(board, red=True)
    assert [call.to for call in carrier_of(board).calls].count(cast.YANG) == 1
    first = carrier_of(board).call_to(cast.YANG)
    pick_up(board, first, "1")
    ends(board, first, CallState.COMPLETED, 180)
    clock_of(board).forward(seconds=59)
    dialling.dial(board, red=True)
    assert [call.to for call in carrier_of(board).calls].count(cast.YANG) == 1, "a minute has not passed"
    clock_of(board).forward(seconds=1)
    dialling.dial(board, red=True)
    assert [call.to for call in carrier_of(board).calls].count(cast.YANG) == 2


def test_a_call_that_waits_for_its_line_keeps_another_message_waiting(board: Switchboard) -> None:
    sent(board, cast.GRID_1)
    waiting = dialling._reserve(board, 9, red=True)
    sent(board, cast.GRID_1)
    clock_of(board).forward(seconds=80)  # every line is held so long
    assert dialling._reserve(board, 9, red=True) == []
    for order in waiting:
        dialling.place(board, order)
    assert sorted(call.to for call in carrier_of(board).calls) == sorted(order.number for order in waiting)


def test_a_refusal_of_us_halts_the_run_and_it_is_resumed_where_it_stood(board: Switchboard) -> None:
    for number in cast.PHONES:
        carrier_of(board).errors[number] = CarrierRefused("our account", 21606, "configuration")
    broadcast_id = sent(board)
    dialling.dial(board, red=True)
    (row,) = rows(board, table)
    assert (row.state, "21606" in row.why) == (State.HALTED, True)
    told = [text for text in rows(board, texts_out) if "halted" in text.about]
    assert [text.number for text in told] == [cast.CADRE]
    carrier_of(board).errors.clear()
    with board.work() as work:
        assert running.resume(work, broadcast_id, None, Through.COMMAND_LINE)
    clock_of(board).forward(minutes=6)
    dialling.dial(board, red=True)
    assert sorted(call.to for call in carrier_of(board).calls) == cast.PHONES
    with board.ledger.read() as tx:
        assert deliveries.reach(tx, broadcast_id) == Reach(phones=PHONES, ringing=PHONES, texted=PHONES)


def test_a_graver_message_overtakes_and_a_superiors_goes_before(board: Switchboard) -> None:
    village = sent(board, cast.VILLAGE, level=Level.YELLOW)
    township = sent(board, cast.TOWNSHIP, level=Level.YELLOW)
    orange = sent(board, cast.VILLAGE, level=Level.ORANGE)
    with board.work() as work:
        order = [one.id for one in dialling._in_order(work, State.SENDING, red=False)]
    assert order == [orange, township, village]
