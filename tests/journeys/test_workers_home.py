"""Category J: a member of staff who reports themselves is known by the roster; nobody is for their phone alone."""

import pytest

from gateway.journeys.texting import texts
from gateway.store import roster
from gateway.store.screening_tables import arrivals, clears
from gateway.switchboard import Switchboard
from tests.journeys.talk import knows_language, ring, rows
from tests.support import cast

# Kunming by car two days ago: no contact, no fever, stayed home, a man of 35, this phone.
JOURNEY = ["2", "1", "2", "1", "1", "4", "2", "2", "2", "2", "2", "1"]
FROM_KUNMING = ["1", *JOURNEY, "35", "1", "rec", "1"]
AS_RESIDENT, FOR_DOOR_12 = ["2", "3"], ["3", cast.CADRE_PIN, "12#", "1"]
BY_TEXT = "到2天 来昆明 自驾 停无 同无 触无 病无 防居家 男35 电本机"


def categories(board: Switchboard) -> list[str]:
    return [row.category for row in rows(board, arrivals)]


def has_home(board: Switchboard) -> None:
    """The cadre's own phone stands at door 005 too."""
    with board.work() as work:
        home = roster.at_door(work.tx, cast.VILLAGE, "005")
        assert home is not None
        roster.put_households(work.tx, [{**vars(home), "numbers": [cast.CADRE]}])


@pytest.mark.parametrize("lives_here", [False, True])
def test_a_cadre_who_came_home_is_a_worker(board: Switchboard, lives_here: bool) -> None:
    if lives_here:
        has_home(board)
    ring(board, cast.CADRE, [*AS_RESIDENT, *FROM_KUNMING])
    assert categories(board) == ["J"]
    (particulars,) = [row for row in rows(board, clears) if row.item == 9]
    assert particulars.answers["worker"] == "yes"


def test_by_text_it_is_the_same(board: Switchboard) -> None:
    texts.receive(board, "SM1", cast.CADRE, "x", f"登 人1 {BY_TEXT}")
    assert categories(board) == ["J"]


def test_whom_a_cadre_reports_for_is_no_worker(board: Switchboard) -> None:
    ring(board, cast.CADRE, [*FOR_DOOR_12, *FROM_KUNMING])
    texts.receive(board, "SM1", cast.CADRE, "x", f"登\n户001 {BY_TEXT}")
    assert categories(board) == ["H", "H"]


def test_of_several_who_came_nobody_knows_which_is_the_worker(board: Switchboard) -> None:
    ring(board, cast.CADRE, [*AS_RESIDENT, "2", "1", *JOURNEY, "35", "1", "rec", "1", "2"])
    assert categories(board) == ["H"]


def test_a_resident_is_none(board: Switchboard) -> None:
    knows_language(board, cast.YANG)
    ring(board, cast.YANG, ["3", *FROM_KUNMING])
    assert categories(board) == ["H"]


def test_whatever_else_a_worker_is_comes_first(board: Switchboard) -> None:
    from_wuhan = ["1", "2", "1", "1", "1", *FROM_KUNMING[6:]]
    ring(board, cast.CADRE, [*AS_RESIDENT, *from_wuhan])
    assert categories(board) == ["D"]
