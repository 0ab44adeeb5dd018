"""Where a class asks every household, whoever has not told is rung, by the class in force, and nobody twice."""

from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta

import pytest

from gateway.domain.calls import CallState
from gateway.domain.errors import CarrierRefused, CarrierThrottled
from gateway.domain.situations.classes import Class
from gateway.domain.situations.response import Asked
from gateway.journeys import roster
from gateway.journeys.daily import compiling
from gateway.journeys.situations import changes
from gateway.journeys.telephone import calls
from gateway.journeys.texting import texts
from gateway.ports import Job
from gateway.store import roster as store
from gateway.store.attempts import Purpose
from gateway.store.outgoing_tables import alerts, attempts
from gateway.store.round_tables import rounds
from gateway.store.speaking_tables import doors
from gateway.store.tables import reports
from gateway.switchboard import Switchboard
from tests.journeys.home import at, came_home
from tests.journeys.home import tick as check_calls
from tests.journeys.situations.asking import FIRST_PHONES, everybody_answers, live, says_well, states, tick
from tests.journeys.situations.conftest import STAFF, confirms, enters, stands, texts_to
from tests.journeys.talk import ends, knows_language, pick_up, ring, rows, said
from tests.support import cast
from tests.support.board import LINE, carrier_of, new_board, queue_of

FEB_8, FEB_9, FEB_10 = date(2020, 2, 8), date(2020, 2, 9), date(2020, 2, 10)
TWO = "+8619900010002"
MORNING_RING, EVENING_RING = (9, 0), (18, 0)  # of a class that asks twice a day


@pytest.fixture
def asked(guarded: Switchboard) -> Switchboard:
    """The evening before: a case, and class 2a, which asks every household once a day, from ten to eight."""
    knows_language(guarded, cast.YANG)
    at(guarded, FEB_8, 21, 30)
    enters(guarded)
    confirms(guarded, "2a")
    return guarded


# The day


def test_every_household_that_has_not_told_is_rung_once_at_its_hour(asked: Switchboard) -> None:
    at(asked, FEB_9, 8)
    ring(asked, cast.YANG, ["2", "1"], sid="CA-told")
    at(asked, FEB_9, 9, 59)
    assert tick(asked) == []
    at(asked, FEB_9, 10)
    assert tick(asked) == [number for number in FIRST_PHONES if number != cast.YANG]
    assert tick(asked) == []
    everybody_answers(asked)
    assert tick(asked) == []
    (held,) = rows(asked, rounds)
    assert held.ended_at == asked.clock.now(), "everybody has told: it is over"
    assert (states(asked), rows(asked, doors)) == ({"told": 12}, [])
    assert {row.purpose for row in rows(asked, attempts) if row.number != cast.DOCTOR} >= {Purpose.ROUND}


def test_the_answers_are_reports_of_households_and_count_in_the_day(asked: Switchboard) -> None:
    at(asked, FEB_9, 10)
    tick(asked)
    everybody_answers(asked, TWO)
    told = [(row.household_id, row.kind) for row in rows(asked, reports) if row.day == FEB_9]
    assert len(told) == 11, "both homes of the shared phone are among them"
    assert {kind for _, kind in told} == {"well"}
    at(asked, FEB_9, 16)
    with asked.ledger.read() as tx:
        day = compiling.compile_day(asked, tx, FEB_9, cast.VILLAGE).reports[cast.VILLAGE]
    assert day.value("households_heard") == 11


def test_the_phone_hears_why_and_the_short_question_and_gets_no_receipt(asked: Switchboard) -> None:
    at(asked, FEB_9, 10)
    tick(asked)
    call = carrier_of(asked).call_to(cast.YANG)
    heard = said(asked, pick_up(asked, call))
    assert "鹤阳村防疫电话，每家都问一声平安" in heard
    assert "今天家里都好吗" in heard
    says_well(asked, call)
    assert texts_to(asked, cast.YANG) == []


def test_every_way_of_telling_spares_the_call(sqlite_url: str) -> None:
    well_line = "+8619900000009"
    board = new_board(sqlite_url, well_lines=well_line)
    with closing(board.ledger):
        cast.settle(board)
        roster.bring(board, STAFF.encode())
        knows_language(board, cast.YANG, TWO)
        at(board, FEB_9, 0, 5)
        enters(board)
        confirms(board, "2a")
        at(board, FEB_9, 7, 30)
        ring(board, cast.YANG, ["2", "1"], sid="CA-call")
        ring(board, TWO, ["3", "0"], sid="CA-zero")
        texts.receive(board, "SM1", "+8619900010005", LINE, "好")
        calls.answer(board, "CA-ring", "+8619900010007", well_line)
        ring(board, cast.CADRE, ["3", "2468", "008", "2", "1"], sid="CA-cadre")
        told = {cast.YANG, TWO, "+8619900010005", "+8619900010007", "+8619900010008"}
        at(board, FEB_9, 10)
        assert tick(board) == sorted(set(FIRST_PHONES) - told)


def test_who_is_not_reached_is_rung_again_in_an_hour_and_in_the_evening_and_no_more(asked: Switchboard) -> None:
    at(asked, FEB_9, 10)
    tick(asked)
    everybody_answers(asked, cast.YANG)
    rung = []
    for minutes in range(10 * 60 + 5, 20 * 60 + 5, 5):
        at(asked, FEB_9, minutes // 60, minutes % 60)
        if tick(asked):
            rung.append((minutes // 60, minutes % 60))
            everybody_answers(asked, cast.YANG)
    assert rung == [(11, 0), (18, 0)]
    at(asked, FEB_10, 10)
    assert tick(asked) == FIRST_PHONES, "the next day is another round"


def test_who_tells_after_a_call_that_did_not_reach_them_is_left_in_peace(asked: Switchboard) -> None:
    at(asked, FEB_9, 10)
    tick(asked)
    everybody_answers(asked, cast.YANG)
    at(asked, FEB_9, 10, 40)
    texts.receive(asked, "SM1", cast.YANG, LINE, "好")
    at(asked, FEB_9, 11)
    assert tick(asked) == []
    assert states(asked) == {"told": 12}


def test_who_tells_while_their_phone_rings_is_thanked_and_not_asked(asked: Switchboard) -> None:
    at(asked, FEB_9, 10)
    tick(asked)
    texts.receive(asked, "SM1", cast.YANG, LINE, "好")
    call = carrier_of(asked).call_to(cast.YANG)
    reply = pick_up(asked, call)
    assert said(asked, reply).startswith("记好了，谢谢您")
    assert reply.turn.wants is None
    ends(asked, call, CallState.COMPLETED, 5)
    everybody_answers(asked)
    assert states(asked) == {"told": 12}
    assert len([row for row in rows(asked, reports) if row.number == cast.YANG]) == 1


def test_somebody_ill_goes_on_into_the_report_and_raises_what_it_raises(asked: Switchboard) -> None:
    came_home(asked, cast.YANG, FEB_8, hubei="wuhan", origin="hubei")
    at(asked, FEB_9, 10)
    tick(asked)
    before = len(rows(asked, alerts))
    reply = pick_up(asked, carrier_of(asked).call_to(TWO), "2", "1")
    assert "记好了" in said(asked, reply), "ill at home, with no history: written down"
    assert len(rows(asked, alerts)) == before
    kinds = {row.number: row.kind for row in rows(asked, reports) if row.day == FEB_9 and row.kind != "returnee"}
    assert kinds == {TWO: "ill"}
    at(asked, FEB_9, 11, 31)  # the check of the morning has closed: it may ring now
    check_calls(asked)
    for call in live(asked):
        if call.to == cast.YANG:
            ends(asked, call, CallState.NO_ANSWER)
    at(asked, FEB_9, 14)
    assert cast.YANG in tick(asked)
    reply = pick_up(asked, carrier_of(asked).call_to(cast.YANG), "3", "384", "2")
    assert "村医会打给您" in said(asked, reply)
    assert len(rows(asked, alerts)) == before + 1


# Phones


def test_a_shared_phone_is_asked_once_for_all_its_homes(asked: Switchboard) -> None:
    at(asked, FEB_9, 10)
    assert tick(asked).count(cast.SHARED) == 1
    call = carrier_of(asked).call_to(cast.SHARED)
    assert "几家今天都好吗" in said(asked, pick_up(asked, call))
    says_well(asked, call)
    with asked.ledger.read() as tx:
        homes = {home.id for home in store.households_of(tx, cast.SHARED)}
    assert {row.household_id for row in rows(asked, reports) if row.number == cast.SHARED} == homes


def test_somebody_ill_on_a_shared_phone_is_asked_for_the_home_and_the_other_home_is_asked_again(
    asked: Switchboard,
) -> None:
    at(asked, FEB_9, 10)
    tick(asked)
    call = carrier_of(asked).call_to(cast.SHARED)
    reply = pick_up(asked, call, "2")
    assert "段国强，按2" in said(asked, reply)
    pick_up(asked, call, "2", "1")
    ends(asked, call, CallState.COMPLETED, 40)
    with asked.ledger.read() as tx:
        first, second = store.households_of(tx, cast.SHARED)
    assert [(row.household_id, row.kind) for row in rows(asked, reports)] == [(second.id, "ill")]
    everybody_answers(asked)
    at(asked, FEB_9, 11)
    assert tick(asked) == [cast.SHARED]
    call = carrier_of(asked).call_to(cast.SHARED)
    assert "今天家里都好吗" in said(asked, pick_up(asked, call)), "one home is left"
    says_well(asked, call)
    assert [row.household_id for row in rows(asked, reports) if row.number == cast.SHARED] == [second.id, first.id]


def test_a_home_with_two_phones_is_rung_on_the_first_and_then_on_the_other(asked: Switchboard) -> None:
    first, second = cast.TWO_PHONES
    at(asked, FEB_9, 10)
    assert second not in tick(asked)
    everybody_answers(asked, first)
    at(asked, FEB_9, 11)
    assert tick(asked) == [second]
    everybody_answers(asked)
    assert states(asked) == {"told": 12}


def test_a_number_nobody_has_is_not_rung_again_but_the_other_phone_of_the_home_is(asked: Switchboard) -> None:
    first, second = cast.TWO_PHONES
    for number in (first, cast.YANG):
        carrier_of(asked).errors[number] = CarrierRefused("no such number", 21211, "wrong_number")
    at(asked, FEB_9, 10)
    tick(asked)
    carrier_of(asked).errors.clear()
    everybody_answers(asked)
    at(asked, FEB_9, 10, 15)
    assert tick(asked) == [second]
    at(asked, FEB_10, 10)
    assert set(FIRST_PHONES) - set(tick(asked)) == {first, cast.YANG}
    assert second in {call.to for call in live(asked)}


def test_a_phone_an_alert_is_ringing_its_way_to_or_that_was_rung_too_often_waits(asked: Switchboard) -> None:
    with asked.work() as work:
        home = {"unit_code": cast.GRID_1, "door": "013", "name": "李医生家", "language": None}
        store.put_households(work.tx, [{**home, "numbers": [cast.DOCTOR]}])
    at(asked, FEB_9, 9, 59)
    knows_language(asked, TWO)
    ring(asked, TWO, ["1"], sid="CA-help")  # the doctor is alerted
    at(asked, FEB_9, 10)
    assert cast.DOCTOR not in tick(asked)
    at(asked, FEB_9, 10, 11)
    assert tick(asked) == [cast.DOCTOR]


def test_a_call_the_carrier_did_not_place_is_no_try(asked: Switchboard) -> None:
    carrier_of(asked).errors[cast.YANG] = CarrierThrottled("too many", 1.0)
    at(asked, FEB_9, 10)
    tick(asked)
    everybody_answers(asked)
    for minute in (5, 10, 15):
        at(asked, FEB_9, 10, minute)
        assert tick(asked) == [cast.YANG]
    carrier_of(asked).errors.clear()
    at(asked, FEB_9, 10, 20)
    assert tick(asked) == [cast.YANG]
    everybody_answers(asked)
    assert states(asked) == {"told": 12}


def test_a_home_whose_check_call_rings_anyway_is_not_rung_twice(asked: Switchboard) -> None:
    came_home(asked, cast.YANG, FEB_8 - timedelta(days=2))
    at(asked, FEB_9, 10)
    assert cast.YANG not in tick(asked)
    assert check_calls(asked) == [cast.YANG]
    everybody_answers(asked)
    at(asked, FEB_9, 11, 30)
    assert tick(asked) == []
    assert states(asked) == {"told": 12}


# The class in force


def test_a_class_confirmed_in_the_day_begins_at_once(guarded: Switchboard) -> None:
    at(guarded, FEB_9, 14, 10)
    enters(guarded)
    assert tick(guarded) == []
    confirms(guarded, "2a")
    assert (Job.ASK_HOUSEHOLDS, ()) in queue_of(guarded).hints
    assert tick(guarded) == FIRST_PHONES


def test_a_class_confirmed_after_the_last_hour_begins_tomorrow(guarded: Switchboard) -> None:
    at(guarded, FEB_9, 20, 1)
    enters(guarded)
    confirms(guarded, "2a")
    assert tick(guarded) == []
    at(guarded, FEB_10, 10)
    assert tick(guarded) == FIRST_PHONES


def test_an_upgrade_changes_the_rhythm_at_once_and_spares_whoever_has_told(asked: Switchboard) -> None:
    at(asked, FEB_9, 10)
    tick(asked)
    everybody_answers(asked, cast.YANG, TWO)
    at(asked, FEB_9, 10, 30)
    confirms(asked, "3")
    assert tick(asked) == [cast.YANG, TWO], "twice a day now: the morning's round is on"
    once, morning = rows(asked, rounds)
    assert (once.of, once.ended_at, morning.of, morning.ended_at) == (1, asked.clock.now(), 2, None)
    everybody_answers(asked)
    tick(asked)
    assert states(asked) == {"dropped": 2, "told": 22}
    at(asked, FEB_9, *EVENING_RING)
    assert tick(asked) == FIRST_PHONES
    everybody_answers(asked)
    at(asked, FEB_10, *MORNING_RING)
    assert tick(asked) == FIRST_PHONES


def test_a_class_that_asks_at_the_same_times_takes_the_round_over(asked: Switchboard) -> None:
    at(asked, FEB_9, 10)
    tick(asked)
    everybody_answers(asked, cast.YANG)
    kept = confirms(asked, "2b").situation
    assert tick(asked) == []
    (held,) = rows(asked, rounds)
    assert (held.situation_id, held.ended_at) == (kept.id, None)
    at(asked, FEB_9, 11)
    assert tick(asked) == [cast.YANG], "and a try is a try"


def test_a_class_that_does_not_ask_stops_it_but_a_call_that_rings_may_finish(asked: Switchboard) -> None:
    asked = without_households(asked, Class.OUTBREAK)
    at(asked, FEB_9, 10)
    tick(asked)
    ringing = carrier_of(asked).call_to(TWO)
    for call in live(asked):
        if call.to == cast.YANG:
            ends(asked, call, CallState.NO_ANSWER)
    confirms(asked, "2b")
    says_well(asked, ringing)
    everybody_answers(asked)
    assert states(asked) == {"dropped": 1, "told": 11}
    for hour in (11, 14, 18, 20):
        at(asked, FEB_9, hour)
        assert tick(asked) == []
    at(asked, FEB_10, 10)
    assert (tick(asked), rows(asked, doors)) == ([], [])


def test_a_round_that_is_begun_keeps_its_times_though_the_table_is_changed(asked: Switchboard) -> None:
    at(asked, FEB_9, 10)
    tick(asked)
    everybody_answers(asked, cast.YANG)
    (table,) = asked.catalogue.responses
    often = replace(table.rounds[1][0], retries=(5, 5))
    changed = replace(table, rounds={**table.rounds, 1: (often,)})
    board = replace(asked, catalogue=replace(asked.catalogue, responses=(changed,)))
    at(board, FEB_9, 10, 30)
    assert tick(board) == []
    at(board, FEB_9, 11)
    assert tick(board) == [cast.YANG]
    assert len(rows(board, rounds)) == 1


def without_households(board: Switchboard, situation: Class) -> Switchboard:
    """A county whose class does not ask the households."""
    (table,) = board.catalogue.responses
    brings = table.by_class[situation]
    rhythm = tuple(line for line in brings.rhythm if line.who is not Asked.HOUSEHOLDS)
    changed = replace(table, by_class={**table.by_class, situation: replace(brings, rhythm=rhythm)})
    return replace(board, catalogue=replace(board.catalogue, responses=(changed,)))


# What was shown before


@pytest.mark.parametrize("wanted", ["2a", "3"])
def test_the_calls_shown_before_confirming_are_those_that_ring(guarded: Switchboard, wanted: str) -> None:
    """A day on which nobody tells unasked and everybody picks up: two at home, one of them behind a shared phone."""
    at(guarded, FEB_8, 20, 40)
    came_home(guarded, cast.YANG, FEB_8 - timedelta(days=2))
    came_home(guarded, cast.SHARED, FEB_8 - timedelta(days=2), close_contact="yes", last_exposure="2020-02-06")
    enters(guarded)
    now = stands(guarded)
    with guarded.work() as work:
        shown = changes.changes_to(guarded, work, now, Class(wanted))
    confirms(guarded, wanted)
    for minutes in range(6 * 60, 22 * 60, 5):
        at(guarded, FEB_9, minutes // 60, minutes % 60)
        tick(guarded)
        check_calls(guarded)
        everybody_answers(guarded, cast.DOCTOR, cast.CADRE)
    asking = (Purpose.ROUND, Purpose.FOLLOW_UP)
    assert len([row for row in rows(guarded, attempts) if row.purpose in asking]) == shown.calls[1]
    assert rows(guarded, doors) == []
    assert states(guarded) == {"told": 12 * (2 if wanted == "3" else 1)}
