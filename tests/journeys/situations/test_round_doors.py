"""Whom no call of a round reached is a door: on one list a person who walks there, closed by a text or by a report."""

from datetime import date

import pytest

from gateway.domain.calls import CallState
from gateway.domain.texts import segments
from gateway.journeys.speaking import door_reminders
from gateway.journeys.texting import texts
from gateway.store import roster, staff
from gateway.store.outgoing_tables import texts_out
from gateway.store.round_tables import rounds
from gateway.store.speaking_tables import doors
from gateway.store.tables import reports
from gateway.switchboard import Switchboard
from tests.journeys.home import at
from tests.journeys.situations.asking import everybody_answers, live, states, tick
from tests.journeys.situations.conftest import confirms, enters
from tests.journeys.talk import ends, rows
from tests.support import cast
from tests.support.board import LINE

FEB_8, FEB_9, FEB_10 = date(2020, 2, 8), date(2020, 2, 9), date(2020, 2, 10)
WORKER = "+8619900000104"  # walks in the first grid
TWO, FIVE = "+8619900010002", "+8619900010005"
NOT_IN = (cast.YANG, TWO, FIVE)


@pytest.fixture
def missed(guarded: Switchboard) -> Switchboard:
    """A day on which nobody answers in three homes, and a fourth has no phone; the evening's last call is over."""
    walks = {"number": WORKER, "name": "小赵", "role": "grid_worker", "unit_code": cast.GRID_1, "language": None}
    with guarded.work() as work:
        staff.put_all(work.tx, [{**walks, "on_duty": True, "pin_hash": None}])
        home = {"unit_code": cast.GRID_3, "door": "013", "name": "独居老人", "language": None, "numbers": []}
        roster.put_households(work.tx, [home])
    at(guarded, FEB_8, 21, 30)
    enters(guarded)
    confirms(guarded, "2a")
    for hour in (10, 11, 18):
        at(guarded, FEB_9, hour)
        tick(guarded)
        everybody_answers(guarded, *NOT_IN)
    tick(guarded)
    return guarded


def lists(board: Switchboard) -> dict[str, str]:
    return {row.number: row.body for row in rows(board, texts_out) if row.about.startswith("round:")}


def stand(board: Switchboard) -> dict[str, str | None]:
    """Door -> its outcome, "open" for those to go to."""
    return {row.door: row.outcome if row.closed_at else "open" for row in rows(board, doors)}


def test_the_doors_of_a_round_are_one_text_to_each_who_walks(missed: Switchboard) -> None:
    assert stand(missed) == {"001": "open", "002": "open", "005": "open", "013": "open"}
    told = lists(missed)
    assert sorted(told) == [cast.CADRE, WORKER]
    assert "今天电话没问到的有2户，请上门看看：001 002" in told[WORKER]
    assert "二组 005; 三组 013" in told[cast.CADRE]
    assert all(segments(body) <= 2 for body in told.values())
    assert states(missed) == {"told": 9, "unreached": 4}
    (held,) = rows(missed, rounds)
    assert held.ended_at is not None, "three calls, and nobody waits for eight o'clock"
    before = rows(missed, texts_out)
    at(missed, FEB_9, 20)
    assert (tick(missed), rows(missed, texts_out)) == ([], before)


def test_who_was_there_closes_the_door_by_text_and_the_home_counts_as_heard(missed: Switchboard) -> None:
    at(missed, FEB_9, 19)
    for sid in ("SM1", "SM1", "SM2"):
        texts.receive(missed, sid, WORKER, LINE, "1好 2病38.2")
    assert stand(missed) == {"001": "well", "002": "ill", "005": "open", "013": "open"}
    with missed.ledger.read() as tx:
        home = roster.household_of(tx, TWO)
    assert home is not None
    assert ("ill", 38.2) in [
        (row.kind, row.temperature) for row in rows(missed, reports) if row.household_id == home.id
    ]


def test_who_tells_after_all_need_not_be_visited(missed: Switchboard) -> None:
    at(missed, FEB_9, 21, 30)
    texts.receive(missed, "SM1", cast.YANG, LINE, "好")
    at(missed, FEB_10, 7, 5)
    door_reminders.remind(missed)
    door_reminders.remind(missed)
    assert stand(missed)["001"] == "reached"
    (reminder,) = [row.body for row in rows(missed, texts_out) if row.number == WORKER and "早上好" in row.body]
    assert "前两天还有1户没去：002" in reminder


def test_the_next_day_asks_the_missed_homes_anew(missed: Switchboard) -> None:
    at(missed, FEB_10, 10)
    assert set(NOT_IN) <= set(tick(missed))
    everybody_answers(missed)
    tick(missed)
    assert lists(missed)[cast.CADRE].count("013") == 1
    listed = [row.door for row in rows(missed, doors)]
    assert listed.count("013") == 2, "no phone: somebody goes there each day"
    assert listed.count("001") == 1


def test_a_call_still_going_on_when_the_time_is_over_may_finish(guarded: Switchboard) -> None:
    at(guarded, FEB_8, 21, 30)
    enters(guarded)
    confirms(guarded, "2a")
    at(guarded, FEB_9, 19, 59)
    tick(guarded)
    late = next(call for call in live(guarded) if call.to == cast.YANG)
    for call in live(guarded):
        if call is not late:
            ends(guarded, call, CallState.BUSY)
    at(guarded, FEB_9, 20)
    assert tick(guarded) == []
    assert (lists(guarded), states(guarded)) == ({}, {"ringing": 1, "unreached": 11})
    everybody_answers(guarded)
    tick(guarded)
    assert states(guarded) == {"told": 1, "unreached": 11}
    assert "001" not in stand(guarded)
    assert len(lists(guarded)) == 1
