"""A wrong number is never rung again; its household stays, is on the cadre's list, and rings once corrected."""

import pytest

from gateway.domain.errors import BadInput, CarrierRefused
from gateway.domain.speaking.retries import Cause
from gateway.journeys import roster
from gateway.journeys.reporting import tasks
from gateway.journeys.telephone import dialling
from gateway.store import doors, loudspeakers
from gateway.store.loudspeakers import Loudspeaker
from gateway.store.screening_tables import tasks as task_rows
from gateway.store.speaking_tables import deliveries
from gateway.store.tasks import Kind
from gateway.switchboard import Switchboard
from tests.journeys.talk import rows
from tests.support import cast
from tests.support.board import carrier_of, clock_of
from tests.support.speaking import finished, sent

RIGHT = "+8619900010099"


@pytest.fixture
def wrong(board: Switchboard) -> Switchboard:
    """The number at the doors 003 and 004 was found to be wrong."""
    carrier_of(board).errors[cast.SHARED] = CarrierRefused("no such number", 21211, "wrong_number")
    sent(board)
    dialling.dial(board, red=True)
    carrier_of(board).errors.clear()
    return board


def rung_next(board: Switchboard) -> set[str]:
    broadcast_id = sent(board)
    return {row.number for row in rows(board, deliveries) if row.broadcast_id == broadcast_id}


def done(board: Switchboard, answer: str | None, nth: int = 0) -> bool:
    with board.work() as work:
        return tasks.finish(board, work, rows(board, task_rows)[nth].id, answer, "command line")


def test_each_household_behind_it_is_on_the_cadres_list_once(wrong: Switchboard) -> None:
    to_do = rows(wrong, task_rows)
    assert [(task.kind, task.number, task.unit_code) for task in to_do] == 2 * [
        (Kind.WRONG_NUMBER, cast.SHARED, cast.GRID_1)
    ]
    assert len({task.household_id for task in to_do}) == 2


def test_it_is_not_rung_by_the_next_broadcast_and_its_households_are_doors(wrong: Switchboard) -> None:
    broadcast_id = finished(wrong, heard=tuple(cast.PHONES))
    assert cast.SHARED not in {row.number for row in rows(wrong, deliveries) if row.broadcast_id == broadcast_id}
    with wrong.ledger.read() as tx:
        listed = [(door.door, door.cause) for door in doors.of_broadcast(tx, broadcast_id)]
    assert listed == [("003", Cause.WRONG_NUMBER), ("004", Cause.WRONG_NUMBER)]


def test_the_right_number_rings_the_next_time(wrong: Switchboard) -> None:
    assert done(wrong, "199 0001 0099")
    assert not done(wrong, RIGHT)
    rung = rung_next(wrong)
    assert RIGHT in rung
    assert cast.SHARED not in rung, "it still stands at the other door"
    assert rows(wrong, task_rows)[0].answer == RIGHT


def test_a_number_that_was_right_after_all_rings_once_every_household_says_so(wrong: Switchboard) -> None:
    done(wrong, cast.SHARED)
    assert cast.SHARED not in rung_next(wrong)
    done(wrong, cast.SHARED, 1)
    assert cast.SHARED in rung_next(wrong)


def test_a_household_without_a_phone_any_more_stays(wrong: Switchboard) -> None:
    done(wrong, "无")
    assert [row.done_at is None for row in rows(wrong, task_rows)] == [False, True]
    broadcast_id = finished(wrong, heard=tuple(cast.PHONES))
    with wrong.ledger.read() as tx:
        assert [(door.door, door.cause) for door in doors.of_broadcast(tx, broadcast_id)] == [
            ("003", None),
            ("004", Cause.WRONG_NUMBER),
        ]


@pytest.mark.parametrize("answer", [None, "", "12"])
def test_it_is_not_done_without_a_number(wrong: Switchboard, answer: str | None) -> None:
    with pytest.raises(BadInput, match="the right number"):
        done(wrong, answer)


def test_a_roster_with_the_right_number_settles_it(wrong: Switchboard) -> None:
    row = f"household,{cast.GRID_1},段玉兰,,003,{RIGHT}"
    roster.bring(wrong, f"kind,code,name,level,door,phones\n{row}\n".encode())
    assert [row.done_by for row in rows(wrong, task_rows)] == ["roster", None]
    assert RIGHT in rung_next(wrong)


def test_found_wrong_once_more_it_is_a_task_once_more(wrong: Switchboard) -> None:
    done(wrong, cast.SHARED)
    done(wrong, cast.SHARED, 1)
    clock_of(wrong).forward(hours=1)
    with wrong.work() as work:
        tasks.wrong_number(work, cast.SHARED)
        tasks.wrong_number(work, cast.SHARED)
    assert sum(row.done_at is None for row in rows(wrong, task_rows)) == 2


HORN = "+8619900088888"


def hung(board: Switchboard) -> None:
    with board.work() as work:
        loudspeakers.put_one(work.tx, Loudspeaker(cast.GRID_1, "村口喇叭", HORN))


def horn_refused(board: Switchboard, code: int, cause: str) -> None:
    hung(board)
    carrier_of(board).errors[HORN] = CarrierRefused("no", code, cause)
    sent(board)
    dialling.dial(board, red=True)
    carrier_of(board).errors.clear()


def to_do(board: Switchboard) -> list[tuple[str, str, str, int | None]]:
    found = [row for row in rows(board, task_rows) if row.done_at is None]
    return [(row.kind, row.number, row.unit_code, row.household_id) for row in found]


def test_a_loudspeaker_whose_number_is_wrong_is_a_task_of_its_village_and_rings_once_corrected(
    board: Switchboard,
) -> None:
    horn_refused(board, 21211, "wrong_number")
    assert to_do(board) == [(Kind.WRONG_NUMBER, HORN, cast.GRID_1, None)]
    assert HORN not in rung_next(board)
    assert done(board, RIGHT)
    assert to_do(board) == []
    assert {HORN, RIGHT} & rung_next(board) == {RIGHT}


def test_a_loudspeaker_that_is_no_more_rings_no_more(board: Switchboard) -> None:
    horn_refused(board, 21211, "wrong_number")
    assert done(board, "无")
    assert to_do(board) == []
    with board.ledger.read() as tx:
        assert loudspeakers.within(tx, cast.VILLAGE) == []


def test_a_loudspeaker_that_does_not_answer_is_looked_at_once_and_rings_all_the_same(board: Switchboard) -> None:
    horn_refused(board, 21612, "unreachable")
    assert to_do(board) == [(Kind.LOUDSPEAKER, HORN, cast.GRID_1, None)]
    assert HORN in rung_next(board)
    with board.work() as work:
        tasks.dead_line(work, HORN)
    assert to_do(board) == [(Kind.LOUDSPEAKER, HORN, cast.GRID_1, None)]
    assert done(board, None)
    assert to_do(board) == []
