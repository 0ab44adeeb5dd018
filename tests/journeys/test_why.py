"""Why was this person called, or not: the answer is the rule that rings, asked about tomorrow."""

from datetime import date, datetime, timedelta

from gateway.domain.calls import CallState
from gateway.domain.speaking.levels import Level
from gateway.domain.speaking.retries import Cause
from gateway.journeys.observing import follow_ups, why
from gateway.journeys.observing.why import Planned, Reason
from gateway.store import roster
from gateway.store.attempts import Purpose
from gateway.switchboard import Switchboard
from tests.journeys import home
from tests.journeys.home import at, came_home, tick
from tests.journeys.talk import ends, knows_language, pick_up, ring
from tests.support import cast
from tests.support.board import SHANGHAI, carrier_of
from tests.support.speaking import sent

ARRIVED, FIRST = date(2020, 2, 7), date(2020, 2, 8)


def local(hour: int, minute: int = 0, day: int = 8) -> datetime:
    return datetime(2020, 2, day, hour, minute, tzinfo=SHANGHAI)


def planned(board: Switchboard, number: str = cast.YANG) -> Planned:
    return why.explain(board, number).next_call


def test_nothing_waits_for_an_ordinary_phone(board: Switchboard) -> None:
    told = why.explain(board, cast.YANG)
    assert told.next_call == Planned(None, Reason.NOTHING)
    assert [(one.door, one.unit, one.role) for one in told.behind] == [("001", "鹤阳村", None)]
    assert (told.observed, told.today, told.calls, told.waiting, told.opted_out_at) == ([], [], [], [], None)
    assert (told.free_at, told.awake_at) == (told.now, told.now)


def test_a_stranger_is_explained_too(board: Switchboard) -> None:
    assert why.explain(board, cast.STRANGER).behind == []


def test_everybody_behind_a_shared_phone_and_every_office_is_named(board: Switchboard) -> None:
    assert [one.door for one in why.explain(board, cast.SHARED).behind] == ["003", "004"]
    assert [one.role for one in why.explain(board, cast.SUPERVISOR).behind] == ["supervisor"] * 2


def test_the_next_call_of_somebody_observed_at_every_hour_of_the_day(board: Switchboard) -> None:
    at(board, FIRST, 9)
    came_home(board, cast.YANG, ARRIVED)
    assert planned(board) == Planned(local(19), Reason.UNLESS_REPORTED)
    (one,) = why.explain(board, cast.YANG).observed
    assert (one.category, one.day_n, one.days, one.ends_on) == ("G", 1, 14, date(2020, 2, 21))
    assert one.next_check is not None
    assert one.next_check.due_at == local(18)
    at(board, FIRST, 19, 5)
    assert planned(board) == Planned(local(19, 5), Reason.FOLLOW_UP)
    tick(board)
    assert planned(board).reason is Reason.ON_THE_LINE
    ends(board, carrier_of(board).call_to(cast.YANG), CallState.BUSY)
    assert planned(board) == Planned(local(19, 12), Reason.FOLLOW_UP)
    at(board, FIRST, 19, 12)
    tick(board)
    ends(board, carrier_of(board).call_to(cast.YANG), CallState.NO_ANSWER)
    assert planned(board) == Planned(local(9, 30, day=9), Reason.UNLESS_REPORTED)
    told = why.explain(board, cast.YANG)
    assert [(one.call.purpose, one.call.state, one.cause) for one in told.calls] == [
        (Purpose.FOLLOW_UP, CallState.NO_ANSWER, Cause.NO_ANSWER),
        (Purpose.FOLLOW_UP, CallState.BUSY, Cause.BUSY),
    ]
    assert (told.counted, told.free_at) == (2, local(19, 13))


def test_what_it_says_is_what_happens(board: Switchboard) -> None:
    """Three days of a house that never answers: the phone rings exactly when it was said to."""
    at(board, FIRST, 9)
    came_home(board, cast.YANG, ARRIVED)
    now, until, rung = local(9), local(23, 0, day=10), 0
    while now < until:
        expected = planned(board).at
        called = tick(board)
        assert bool(called) == (expected == now), f"at {now} it was said {expected}"
        rung += len(called)
        for call in carrier_of(board).calls:
            if call.state is CallState.QUEUED:
                ends(board, call, CallState.NO_ANSWER)
        now += timedelta(minutes=5)
        at(board, now.date(), now.hour, now.minute)
    assert rung == 10


def test_who_has_reported_is_next_called_about_the_next_check(board: Switchboard) -> None:
    at(board, FIRST, 9)
    came_home(board, cast.YANG, ARRIVED)
    at(board, FIRST, 18, 5)
    home.reports(board, cast.YANG, temperature=36.6)
    told = why.explain(board, cast.YANG)
    assert told.next_call == Planned(local(9, 30, day=9), Reason.UNLESS_REPORTED)
    assert [(check.half, check.channel, check.temperature) for check in told.today] == [("pm", "sms", 36.6)]


def test_a_withheld_number_cannot_be_called(board: Switchboard) -> None:
    at(board, FIRST, 9)
    came_home(board, "anonymous", ARRIVED)
    assert planned(board, "anonymous") == Planned(None, Reason.NOT_DIALABLE)


def test_after_the_end_nothing_is_planned_and_the_end_is_told(board: Switchboard) -> None:
    at(board, FIRST, 9)
    came_home(board, cast.YANG, ARRIVED)
    at(board, date(2020, 2, 22), 9)
    follow_ups.miss_closed(board)
    follow_ups.end_over(board)
    told = why.explain(board, cast.YANG)
    assert told.next_call == Planned(None, Reason.ENDED)
    assert [(one.outcome, one.day_n) for one in told.observed] == [("lost", None)]


def test_a_message_under_way_and_the_night(board: Switchboard) -> None:
    sent(board, level=Level.ORANGE)
    assert planned(board) == Planned(board.clock.now(), Reason.MESSAGE)
    at(board, FIRST, 22)
    told = why.explain(board, cast.YANG)
    assert told.next_call == Planned(local(7, day=9), Reason.MESSAGE)
    assert told.awake_at == local(7, day=9)
    assert [one.tries for one in told.waiting] == [0]


def test_whoever_was_told_of_something_urgent_is_rung_about_it(board: Switchboard) -> None:
    knows_language(board, cast.YANG)
    ring(board, cast.YANG, ["1"], sid="CA-help")
    assert planned(board, cast.DOCTOR) == Planned(board.clock.now(), Reason.ALERT)
    assert planned(board, cast.CADRE).reason is Reason.NOTHING


def test_who_opted_out_of_routine_texts(board: Switchboard) -> None:
    with board.work() as work:
        roster.remember(work.tx, cast.YANG, opted_out_at=work.now)
    assert why.explain(board, cast.YANG).opted_out_at == board.clock.now()


def test_a_call_that_was_answered_has_no_cause(board: Switchboard) -> None:
    at(board, FIRST, 9)
    came_home(board, cast.YANG, ARRIVED)
    at(board, FIRST, 19)
    tick(board)
    call = carrier_of(board).call_to(cast.YANG)
    pick_up(board, call, "1")
    ends(board, call, CallState.COMPLETED, 20)
    assert [one.cause for one in why.explain(board, cast.YANG).calls] == [None]
