"""Clocks: a day goes on over midnight, and a process whose clock is wrong loses nothing and seals once."""

from datetime import timedelta

from gateway.domain.places import Level
from gateway.journeys import due
from gateway.journeys.daily import sealing
from gateway.journeys.texting import texts
from gateway.switchboard import Switchboard
from tests.support import cast
from tests.support.board import LINE, MORNING, clock_of

DAY = MORNING.date()
MIDNIGHT = MORNING.replace(hour=0, minute=0, second=0)
CUT_OFF = MORNING.replace(hour=16, minute=0, second=0)
SECOND = timedelta(seconds=1)


def heard(board: Switchboard, days: int = 0) -> int | None:
    """Households that reported on the day, or so many days after it."""
    return sealing.preview(board, cast.VILLAGE, DAY + timedelta(days=days))[1].value("households_heard")


def test_what_comes_before_and_after_midnight_is_of_one_day_and_a_home_counts_once(board: Switchboard) -> None:
    for n, (number, at) in enumerate(
        [
            ("+8619900010005", MIDNIGHT - SECOND),
            ("+8619900010007", MIDNIGHT),
            ("+8619900010002", MIDNIGHT + SECOND),
            ("+8619900010005", MIDNIGHT + SECOND),  # the first one again, on the other side
        ]
    ):
        clock_of(board).set(at)
        texts.receive(board, f"SM-{n}", number, LINE, "好")
    assert [heard(board, days) for days in (-1, 0, 1)] == [0, 3, 0]


def test_a_day_sealed_by_a_clock_that_is_fast_gets_what_comes_until_the_true_cut_off_as_its_next_version(
    board: Switchboard,
) -> None:
    clock_of(board).set(CUT_OFF)  # by the clock of one process
    sealing.seal(board, DAY, Level.VILLAGE)
    clock_of(board).set(CUT_OFF - timedelta(minutes=5))  # by that of all the others
    assert list(due.days_to_seal(board)) == []
    texts.receive(board, "SM-0", "+8619900010005", LINE, "好")
    clock_of(board).set(CUT_OFF + SECOND)
    texts.receive(board, "SM-1", "+8619900010007", LINE, "好")
    assert (DAY.isoformat(), Level.VILLAGE.value) not in list(due.days_to_seal(board)), "it is sealed once"
    assert sealing.revise(board, DAY) > 0
    village = sealing.latest(board, cast.VILLAGE, DAY)
    assert village is not None
    assert (village.version, village.report.value("households_heard")) == (2, 1)
    assert heard(board, 1) == 1


def test_a_clock_that_is_slow_seals_later_and_counts_the_same(board: Switchboard) -> None:
    clock_of(board).set(CUT_OFF)
    texts.receive(board, "SM-0", "+8619900010005", LINE, "好")
    clock_of(board).set(CUT_OFF + timedelta(minutes=5))
    texts.receive(board, "SM-1", "+8619900010007", LINE, "好")
    clock_of(board).set(CUT_OFF)  # by the slow clock of whoever seals
    sealing.seal(board, DAY, Level.VILLAGE)
    village = sealing.latest(board, cast.VILLAGE, DAY)
    assert village is not None
    assert village.report.value("households_heard") == 1
    assert heard(board, 1) == 1
