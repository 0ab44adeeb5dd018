"""A village is numbered anew: looked at first, refused where it must not be, and it goes on under its new code."""

from datetime import date

import pytest

from gateway.domain.errors import BadInput, NotFound
from gateway.journeys import recoding
from gateway.store.recode_tables import recodings
from gateway.store.tables import households, units
from gateway.switchboard import Switchboard
from tests.journeys.talk import rows
from tests.support import cast

NEW, TODAY = "532901105203", date(2020, 2, 8)


def test_it_is_looked_at_first_and_moved_once(board: Switchboard) -> None:
    with board.work() as work:
        would = recoding.look(board, work, cast.VILLAGE, NEW, TODAY)
    assert (would["units"], would["households"]) == (4, 12)
    assert not any(row.code.startswith(NEW) for row in rows(board, units))
    with board.work() as work:
        assert recoding.move(board, work, cast.VILLAGE, NEW, TODAY, "command line") == would
    assert {row.unit_code[:12] for row in rows(board, households)} == {NEW}
    (kept,) = rows(board, recodings)
    assert (kept.old, kept.new, kept.from_day, kept.moved) == (cast.VILLAGE, NEW, TODAY, sum(would.values()))
    with board.work() as work, pytest.raises(NotFound, match="there is no unit '532901105201'"):
        recoding.move(board, work, cast.VILLAGE, NEW, TODAY, "command line")


@pytest.mark.parametrize(
    ("old", "new", "day", "reason"),
    [
        (cast.GRID_1, cast.GRID_2, TODAY, f"people are on the roster under {cast.GRID_2} already"),
        (cast.VILLAGE, "532901105", TODAY, "a unit keeps its level"),
        (cast.VILLAGE, cast.VILLAGE, TODAY, "is no code of a village other than"),
        (cast.VILLAGE, NEW, date(2020, 2, 9), "is in force from 2020-02-09 on: move it on that day"),
        (cast.VILLAGE, "532901106201", TODAY, "the unit above, 532901106, is not here yet"),
        (cast.VILLAGE, "112901105201", TODAY, "'11' is no province"),
    ],
)
def test_what_must_not_be_moved_is_refused_with_the_reason(
    board: Switchboard, old: str, new: str, day: date, reason: str
) -> None:
    before = rows(board, units)
    with board.work() as work, pytest.raises(BadInput, match=reason):
        recoding.move(board, work, old, new, day, "command line")
    assert rows(board, units) == before
