"""News of a call may come twice, late and in any order: a delivery ends the same, and is counted once."""

from datetime import datetime
from random import Random

import pytest

from gateway.domain.calls import CallState, Progress
from gateway.journeys.telephone import call_news, dialling
from gateway.store.outgoing_tables import attempts
from gateway.store.speaking_tables import deliveries
from gateway.switchboard import Switchboard
from tests.journeys.talk import pick_up, rows
from tests.support.board import PlacedCall, carrier_of, clock_of
from tests.support.speaking import sent

LIVE = (CallState.QUEUED, CallState.RINGING, CallState.IN_PROGRESS)
ENDS = {  # how a call ended, its seconds -> how its attempt and its delivery stand
    (CallState.COMPLETED, 30): ("completed", "heard", "listened", 0),
    (CallState.COMPLETED, 2): ("completed", "due", None, 1),
    (CallState.BUSY, None): ("busy", "due", None, 1),
    (CallState.NO_ANSWER, None): ("no_answer", "due", None, 1),
}


def news(dice: Random, call: PlacedCall, end: tuple[CallState, int | None], at: datetime) -> list[Progress]:
    """All a carrier tells of one call: everything up to three times, shuffled."""
    state, seconds = end
    told = [Progress(call.sid, one, at) for one in LIVE]
    told.append(Progress(call.sid, state, at, duration_s=seconds))
    repeated = [one for one in told for _ in range(dice.randint(1, 3))]
    dice.shuffle(repeated)
    return repeated


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("end", ENDS, ids=lambda end: f"{end[0]} {end[1]}")
def test_whatever_order_its_news_comes_in_a_call_ends_the_same(
    board: Switchboard, seed: int, end: tuple[CallState, int | None]
) -> None:
    dice = Random(f"{seed}:{end}")
    sent(board, words="今天下午两点停水，请接好水。")
    dialling.dial(board, red=True)
    if end[0] is CallState.COMPLETED:
        for call in carrier_of(board).calls:
            pick_up(board, call)
    clock_of(board).forward(seconds=end[1] or 0)
    at = board.clock.now()
    told = [(call.attempt_id, one) for call in carrier_of(board).calls for one in news(dice, call, end, at)]
    dice.shuffle(told)  # of all calls at once
    for attempt_id, one in told:
        call_news.progress(board, attempt_id, one)
    attempt, state, evidence, tries = ENDS[end]
    assert {row.state for row in rows(board, attempts)} == {attempt}
    found = {(row.state, row.evidence, row.tries) for row in rows(board, deliveries)}
    assert found == {(state, evidence, tries)}


@pytest.mark.parametrize("seed", range(6))
def test_a_key_counts_whether_it_comes_before_or_after_the_news_of_the_end(board: Switchboard, seed: int) -> None:
    dice = Random(seed)
    sent(board)
    dialling.dial(board, red=True)
    for call in carrier_of(board).calls:
        pick_up(board, call)
        happenings = [lambda call=call: pick_up(board, call, "1")] * dice.randint(1, 2)
        for one in news(dice, call, (CallState.COMPLETED, 2), board.clock.now()):
            happenings.append(lambda call=call, one=one: call_news.progress(board, call.attempt_id, one))
        dice.shuffle(happenings)
        for happen in happenings:
            happen()
    assert {(row.state, row.evidence) for row in rows(board, deliveries)} == {("heard", "key")}
