"""Open doors are told of once more in the morning, to whoever walks there, and only while the message is young."""

from datetime import timedelta

import pytest

from gateway.domain.speaking.levels import Level
from gateway.journeys import due
from gateway.journeys.speaking import door_reminders, running
from gateway.journeys.texting import texts
from gateway.ports import Job
from gateway.store.broadcasts import Through
from gateway.store.outgoing_tables import texts_out
from gateway.switchboard import Switchboard
from tests.journeys.talk import rows
from tests.support import cast
from tests.support.board import LINE, clock_of, queue_of
from tests.support.speaking import finished

LEFT = (cast.YANG, "+8619900010002")
HEARD = tuple(number for number in cast.PHONES if number not in LEFT)
TO_MORNING_H = 22  # from nine in the morning to seven the next


def reminders(board: Switchboard) -> list[tuple[str, str]]:
    """The phone and the words of each reminder."""
    door_reminders.remind(board)
    door_reminders.remind(board)
    return [(row.number, row.body) for row in rows(board, texts_out) if row.about.startswith("doors:reminder:")]


def is_due(board: Switchboard) -> bool:
    return list(due.doors_to_remind_of(board)) == [()]


def test_next_morning_she_is_told_which_doors_are_open_still(board: Switchboard) -> None:
    finished(board, heard=HEARD)
    clock_of(board).forward(hours=TO_MORNING_H)
    assert is_due(board)
    (reminder,) = reminders(board)
    assert "还有2户没去：001 002" in reminder[1]
    assert (is_due(board), queue_of(board).asked(Job.SEND_TEXTS)[-1:]) == (False, [()])


@pytest.mark.parametrize("hours", [1, TO_MORNING_H - 1, TO_MORNING_H + 4])
def test_not_the_same_day_nor_at_night_nor_at_noon(board: Switchboard, hours: int) -> None:
    finished(board, heard=HEARD)
    clock_of(board).forward(hours=hours)
    assert (is_due(board), reminders(board)) == (False, [])


def test_what_was_closed_meanwhile_is_not_in_it(board: Switchboard) -> None:
    finished(board, heard=HEARD)
    (walker,) = {row.number for row in rows(board, texts_out) if ":doors:" in row.about}
    texts.receive(board, "SM-closed", walker, LINE, "1好")
    clock_of(board).forward(hours=TO_MORNING_H)
    (reminder,) = reminders(board)
    assert "还有1户没去：002" in reminder[1]


def test_each_morning_until_the_message_is_old(board: Switchboard) -> None:
    finished(board, heard=HEARD, level=Level.YELLOW)
    days = board.catalogue.levels[Level.YELLOW].remind // timedelta(days=1)
    clock_of(board).forward(hours=TO_MORNING_H)
    for told in range(1, days + 3):
        assert len(reminders(board)) == min(told, days)
        clock_of(board).forward(hours=24)


def test_nobody_is_sent_out_for_a_message_that_was_taken_back(board: Switchboard) -> None:
    broadcast_id = finished(board, heard=HEARD)
    with board.work() as work:
        assert running.stop(work, broadcast_id, None, Through.COMMAND_LINE)
    clock_of(board).forward(hours=TO_MORNING_H)
    assert (is_due(board), reminders(board)) == (False, [])


def test_a_home_that_missed_two_messages_is_named_once(board: Switchboard) -> None:
    finished(board, heard=HEARD)
    finished(board, heard=HEARD)
    clock_of(board).forward(hours=TO_MORNING_H)
    (reminder,) = reminders(board)
    assert "还有2户没去：001 002" in reminder[1]
