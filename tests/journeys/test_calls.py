"""A resident's call: every answer kept as it is keyed, twice is once, and what breaks off is finished by a person."""

from dataclasses import asdict
from datetime import timedelta

import pytest

from gateway.domain.errors import NotFound
from gateway.domain.flow import Keyed
from gateway.journeys import due
from gateway.journeys.observing import follow_ups
from gateway.journeys.telephone import calls
from gateway.store.outgoing_tables import alerts, texts_out
from gateway.store.screening_tables import arrivals, tasks
from gateway.store.tables import answers, reports, sessions
from gateway.switchboard import Switchboard
from tests.journeys.home import came_home
from tests.journeys.talk import FROM_WUHAN, WITH_FEVER, hangs_up, knows_language, pick_up, press, ring, rows, said
from tests.support import cast
from tests.support.board import LINE, MORNING, carrier_of, clock_of


@pytest.fixture(autouse=True)
def known(board: Switchboard) -> None:
    knows_language(board, cast.YANG)


def test_ten_clears_keyed_to_the_end_are_ten_of_ten_with_a_receipt(board: Switchboard) -> None:
    reply = ring(board, cast.YANG, FROM_WUHAN)
    assert reply.turn.wants is None
    assert "十样都清楚" in said(board, reply)
    assert "从湖北来" in said(board, reply)
    (report,) = rows(board, reports)
    assert (report.kind, report.category, report.clear, report.unclear) == ("returnee", "D", 10, [])
    assert (report.from_hubei, report.fever, report.unit_code) == (True, False, cast.GRID_1)
    (receipt,) = rows(board, texts_out)
    assert (receipt.number, receipt.segments) == (cast.YANG, 1)
    assert "10" in receipt.body


def test_what_is_not_known_stays_unclear_and_is_named(board: Switchboard) -> None:
    keys = [*FROM_WUHAN[:4], "3", "#", "rec", "5", "rec", "9", *FROM_WUHAN[10:]]
    reply = ring(board, cast.YANG, keys)
    (report,) = rows(board, reports)
    assert (report.clear, report.unclear) == (7, [3, 4, 5])
    assert "清楚7样" in said(board, reply)


def test_every_answer_is_in_the_ledger_before_the_next_question(board: Switchboard) -> None:
    reply = calls.answer(board, "CA9", cast.YANG, LINE)
    for n, pressed in enumerate(FROM_WUHAN, start=1):
        reply = press(board, reply, pressed)
        kept = [row for row in rows(board, answers) if row.session_id == reply.session_id]
        assert len(kept) == n
        assert kept[-1].flow == ("front_desk" if n == 1 else "ten_clears")


def test_a_webhook_delivered_twice_gets_the_same_answer_and_stores_once(board: Switchboard) -> None:
    reply = calls.answer(board, "CA9", cast.YANG, LINE)
    assert calls.answer(board, "CA9", cast.YANG, LINE) == reply
    before = len(rows(board, answers))
    for pressed in FROM_WUHAN:
        asked = reply
        reply = press(board, asked, pressed)
        assert press(board, asked, pressed) == reply
    assert len(rows(board, answers)) == before + len(FROM_WUHAN)
    assert len(rows(board, reports)) == 1
    assert len(rows(board, texts_out)) == 1


def test_a_late_key_for_a_question_already_passed_changes_nothing(board: Switchboard) -> None:
    reply = ring(board, cast.YANG, FROM_WUHAN[:6])
    state = rows(board, sessions)[-1].state
    assert calls.take(board, reply.session_id, 2, Keyed("9")) == reply
    assert rows(board, sessions)[-1].state == state


@pytest.mark.parametrize("pressed", ["7", ""])
def test_the_third_wrong_or_missing_key_ends_the_call_and_keeps_what_there_is(board: Switchboard, pressed: str) -> None:
    reply = ring(board, cast.YANG, [*FROM_WUHAN[:4], pressed, pressed])
    assert reply.turn.wants is not None
    reply = calls.take(board, reply.session_id, reply.turn.step, Keyed(pressed))
    assert reply.turn.wants is None
    (report,) = rows(board, reports)
    assert report.unclear == [3, 4, 5, 6, 7, 8, 9, 10]
    assert rows(board, sessions)[-1].ended == "gave_up"


def to_ring(board: Switchboard) -> list[tuple[str, str]]:
    """Whom the cadre is to ring, by the list and by text."""
    tasks_there = [("task", row.number) for row in rows(board, tasks) if row.kind == "ring"]
    return tasks_there + [("text", row.body) for row in rows(board, texts_out) if row.number == cast.CADRE]


def test_whoever_is_told_that_a_cadre_will_ring_is_on_a_list_once_a_day(board: Switchboard) -> None:
    for sid in ("CA7", "CA8"):
        ring(board, cast.YANG, ["", "", ""], sid=sid)
    (task, text) = to_ring(board)
    assert task == ("task", cast.YANG)
    assert "001" in text[1]
    clock_of(board).forward(days=1)
    ring(board, cast.YANG, ["2", "", "", ""], sid="CA9")
    assert len(to_ring(board)) == 4


def test_a_report_given_up_is_to_be_finished_by_ringing_and_told_in_one_text(board: Switchboard) -> None:
    ring(board, cast.YANG, [*FROM_WUHAN[:6], "", "", ""], sid="CA7")
    (task, text) = to_ring(board)
    assert task == ("task", cast.YANG)
    assert "只报了一半" in text[1]


def test_a_machine_that_picks_up_our_call_is_on_no_list(board: Switchboard) -> None:
    came_home(board, cast.YANG, MORNING.date() - timedelta(days=1))
    clock_of(board).set(MORNING.replace(day=9, hour=9, minute=45))
    follow_ups.ring(board)
    reply = pick_up(board, carrier_of(board).call_to(cast.YANG), "", "", "")
    assert reply.turn.wants is None
    assert to_ring(board) == []


@pytest.mark.parametrize(("count", "many"), [("9", True), ("3", False)])
def test_of_nine_or_more_a_cadre_is_told_to_ring_and_ask_for_the_rest(
    board: Switchboard, count: str, many: bool
) -> None:
    ring(board, cast.YANG, ["3", count, "1", *FROM_WUHAN[2:], "2"])
    assert [kind for kind, _ in to_ring(board)] == ["task"] * many


def test_a_wrong_key_is_answered_with_the_error_prompt_and_the_question(board: Switchboard) -> None:
    reply = ring(board, cast.YANG, ["3", "1", "*#"])
    assert [phrase.key for phrase in reply.turn.say] == ["screening.days_ago_again", "screening.days_ago"]
    reply = calls.take(board, reply.session_id, reply.turn.step, Keyed(""))
    assert [phrase.key for phrase in reply.turn.say] == ["call.not_heard", "screening.days_ago"]


def test_hanging_up_midway_keeps_the_answers_and_asks_the_cadre_to_finish_once(board: Switchboard) -> None:
    ring(board, cast.YANG, FROM_WUHAN[:8], sid="CA7")
    hangs_up(board, "CA7")
    hangs_up(board, "CA7")
    (report,) = rows(board, reports)
    assert report.clear == 3
    texts = rows(board, texts_out)
    assert [text.number for text in texts] == [cast.CADRE]
    assert "001" in texts[0].body
    assert rows(board, sessions)[-1].ended == "hung_up"


def test_a_finished_call_is_not_reported_a_second_time_when_she_hangs_up(board: Switchboard) -> None:
    ring(board, cast.YANG, FROM_WUHAN, sid="CA7")
    hangs_up(board, "CA7")
    assert len(rows(board, reports)) == 1
    assert len(rows(board, texts_out)) == 1


def test_fever_with_history_alarms_in_the_middle_of_the_call(board: Switchboard) -> None:
    reply = ring(board, cast.YANG, WITH_FEVER[:15])
    assert reply.turn.wants is not None, "she is still on the line"
    (alert,) = rows(board, alerts)
    assert (alert.kind, alert.household_id is None) == ("fever_history", False)


def test_a_stranger_is_counted_where_the_line_is(board: Switchboard) -> None:
    ring(board, cast.STRANGER, ["1", *FROM_WUHAN])
    (report,) = rows(board, reports)
    assert (report.unit_code, report.household_id) == (cast.VILLAGE, None)


def test_whoever_hides_their_number_is_asked_for_one(board: Switchboard) -> None:
    reply = ring(board, "anonymous", ["1", *FROM_WUHAN[:-1]])
    assert "看不到您的号码" in said(board, reply)
    for pressed in ("13900001234", "1"):
        reply = press(board, reply, pressed)
    assert reply.turn.wants is None
    (arrival,) = rows(board, arrivals)
    assert (arrival.contact, arrival.clear) == ("+8613900001234", 10)


def test_a_withheld_number_is_served_all_the_same(board: Switchboard) -> None:
    assert ring(board, "anonymous", ["1", "3", "0"]).turn.wants is None
    assert [report.kind for report in rows(board, reports)] == ["zero"]


def test_the_language_is_asked_once_a_phone(board: Switchboard) -> None:
    assert "普通话" in said(board, ring(board, cast.STRANGER, []))
    ring(board, cast.STRANGER, ["2"], sid="CA-second")
    reply = ring(board, cast.STRANGER, [], sid="CA-third")
    assert reply.language == "en"
    assert "press 1" in said(board, reply).lower()


def test_a_star_says_the_question_again_and_is_no_try(board: Switchboard) -> None:
    first = ring(board, cast.YANG, ["3"])
    again = first
    for _ in range(5):
        again = calls.take(board, again.session_id, again.turn.step, Keyed("*"))
    assert again.turn.say == first.turn.say


def test_wellness_by_key(board: Switchboard) -> None:
    ring(board, cast.YANG, ["2", "1"], sid="CA-w1")
    ring(board, cast.YANG, ["2", "3", "385", "2"], sid="CA-w2")
    assert [(row.kind, row.fever, row.temperature) for row in rows(board, reports)] == [
        ("well", False, None),
        ("ill", True, 38.5),
    ]
    assert rows(board, alerts) == [], "a fever without history can wait for the doctor's round"


def test_a_fever_in_a_house_with_a_returnee_from_hubei_cannot_wait(board: Switchboard) -> None:
    ring(board, cast.YANG, FROM_WUHAN, sid="CA-w1")
    ring(board, cast.YANG, ["2", "3", "385", "1"], sid="CA-w2")
    assert [alert.kind for alert in rows(board, alerts)] == ["observed_ill"]


def test_an_unknown_conversation_is_named(board: Switchboard) -> None:
    with pytest.raises(NotFound, match="no conversation"):
        calls.take(board, "nobody", 1, Keyed("1"))


def test_a_conversation_reloaded_between_two_keys_goes_on_as_if_nothing_had_happened(board: Switchboard) -> None:
    straight = ring(board, cast.YANG, FROM_WUHAN, sid="CA-a")
    neighbour = "+8619900010002"
    knows_language(board, neighbour)
    board.ledger.close()
    paused = calls.answer(board, "CA-b", neighbour, LINE)
    for pressed in FROM_WUHAN:
        board.ledger.close()
        paused = press(board, paused, pressed)
    assert asdict(paused.turn) == asdict(straight.turn)


def test_a_line_whose_last_callback_was_lost_is_closed_and_its_answers_filed(board: Switchboard) -> None:
    ring(board, cast.YANG, FROM_WUHAN[:8])
    calls.close_left_open(board)
    assert rows(board, reports) == []
    clock_of(board).forward(minutes=21)
    assert list(due.lost_to_find(board)) == [()]
    calls.close_left_open(board)
    calls.close_left_open(board)
    assert [report.clear for report in rows(board, reports)] == [3]
    assert list(due.lost_to_find(board)) == []
