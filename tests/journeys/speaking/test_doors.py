"""Doors on somebody's list: told in walking order, closed by text, corrected by text, and gone when heard after all."""

import re

import pytest

from gateway.domain.speaking.states import Outcome
from gateway.domain.texts import segments
from gateway.journeys.texting import texts
from gateway.store import doors, roster, staff
from gateway.store.outgoing_tables import alerts, texts_out
from gateway.store.speaking_tables import door_visits as visit_rows
from gateway.store.speaking_tables import doors as door_rows
from gateway.store.tables import reports, texts_in
from gateway.switchboard import Switchboard
from tests.journeys.talk import ring, rows
from tests.support import cast
from tests.support.board import LINE, clock_of
from tests.support.speaking import finished

WORKER = "+8619900000104"  # walks in the first grid
HEARD = tuple(number for number in cast.PHONES if number not in (cast.YANG, "+8619900010002", cast.SHARED))
LEFT = ["001", "002", "003", "004"]  # whom they leave


@pytest.fixture
def worker(board: Switchboard) -> str:
    """The grid worker of the first grid."""
    walks = {"number": WORKER, "name": "小赵", "role": "grid_worker", "unit_code": cast.GRID_1, "language": None}
    with board.work() as work:
        staff.put_all(work.tx, [{**walks, "on_duty": True, "pin_hash": None}])
    return WORKER


def write(board: Switchboard, number: str, body: str) -> str:
    """The answer to a text; it arrives twice."""
    sid = f"SM-{len(rows(board, texts_in))}"
    before = len(rows(board, texts_out))
    texts.receive(board, sid, number, LINE, body)
    texts.receive(board, sid, number, LINE, body)
    return "".join(row.body for row in rows(board, texts_out)[before:] if row.number == number)


def lists_told(board: Switchboard) -> dict[str, str]:
    return {row.number: row.body for row in rows(board, texts_out) if ":doors:" in row.about}


def stand(board: Switchboard) -> dict[str, str | None]:
    """Door -> its outcome, "open" for those to go to."""
    return {row.door: row.outcome if row.closed_at else row.outcome or "open" for row in rows(board, door_rows)}


def open_doors(board: Switchboard) -> list[str]:
    return [row.door for row in rows(board, door_rows) if row.closed_at is None]


def filed(board: Switchboard) -> dict[str, str]:
    with board.ledger.read() as tx:
        homes = {row.household_id: roster.household(tx, row.household_id).door for row in rows(board, reports)}
    return {homes[row.household_id]: row.kind for row in rows(board, reports)}


def test_each_list_goes_to_who_walks_there_in_one_text(board: Switchboard, worker: str) -> None:
    finished(board)
    told = lists_told(board)
    assert set(told) == {worker, cast.CADRE}
    assert "还有4户没听到" in told[worker]
    assert "001 002 003 004" in told[worker]
    assert "二组 005 006 007 008; 三组 009 010 011 012" in told[cast.CADRE]


def test_one_text_closes_doors_and_files_the_reports(board: Switchboard, worker: str) -> None:
    finished(board, heard=HEARD)
    answer = write(board, worker, "1好 2病38.2 3无人")
    assert answer == "记下了：好1户 001；病1户 002；无人1户 003。还剩2户。"
    assert stand(board) == {"001": "well", "002": "ill", "003": "absent", "004": "open"}
    assert open_doors(board) == ["003", "004"], "nobody was in: somebody has to go there again"
    assert filed(board) == {"001": "well", "002": "ill"}
    (ill,) = [row for row in rows(board, reports) if row.kind == "ill"]
    assert (ill.temperature, ill.fever, ill.number) == (38.2, True, "+8619900010002")
    assert {row.number for row in rows(board, texts_out)[-1:]} == {worker}, "no receipt to the household"


def test_an_ill_household_with_a_history_alarms_as_by_any_other_way(board: Switchboard, worker: str) -> None:
    texts.receive(
        board, "SM-form", cast.YANG, LINE, "登 人1 到2天 来027 车G1234 停无 同无 触无 病无 防居家 男35 电本机"
    )
    finished(board, heard=HEARD)
    write(board, worker, "001发烧38.5")
    assert [alert.household_id for alert in rows(board, alerts)] == [
        row.household_id for row in rows(board, door_rows) if row.door == "001"
    ]


def test_all_well_is_of_the_doors_left_that_were_told(board: Switchboard, worker: str) -> None:
    finished(board)
    assert "无人1户 003" in write(board, worker, "3无人")
    answer = write(board, worker, "1病 其余都好")
    assert answer == "记下了：好2户 002 004；病1户 001。还剩1户。"
    assert stand(board)["003"] == "absent", "nobody was in there today"
    assert stand(board)["005"] == "open", "another's list"
    clock_of(board).forward(days=1)
    assert write(board, worker, "都好") == "记下了：好1户 003。还剩0户。"


def test_all_well_from_somebody_with_no_list_is_about_their_own_home(board: Switchboard, worker: str) -> None:
    assert "记下了，谢谢您" in write(board, cast.YANG, "都好")
    assert "记下了，谢谢您" in write(board, worker, "都好")
    assert rows(board, visit_rows) == []


def test_what_is_not_on_the_list_or_not_plain_is_named_and_the_rest_is_taken(board: Switchboard, worker: str) -> None:
    finished(board, heard=HEARD)
    answer = write(board, worker, "1好 99好 5好 2猪病了")
    assert answer == "记下了：好1户 001。没看懂：2猪病了。不在您名单上：99 5。还剩3户。"
    assert stand(board) == {"001": "well", "002": "open", "003": "open", "004": "open"}


def test_the_others_wait_until_a_slip_is_cleared_up(board: Switchboard, worker: str) -> None:
    finished(board, heard=HEARD)
    assert "其余的没有记" in write(board, worker, "99病 其余都好")
    assert open_doors(board) == LEFT


def test_a_correction_changes_the_door_and_the_report_and_keeps_what_was_said(board: Switchboard, worker: str) -> None:
    finished(board, heard=HEARD)
    write(board, worker, "1病")
    assert write(board, worker, "改 1好") == "记下了：好1户 001。还剩3户。"
    assert stand(board)["001"] == "well"
    assert filed(board) == {"001": "well"}
    with board.ledger.read() as tx:
        said = [(visit.outcome, visit.corrects, visit.said_by) for visit in rows(board, visit_rows)]
        (office,) = staff.by_number(tx, worker)
    by = f"staff:{office.id}"
    assert said == [(Outcome.ILL, False, by), (Outcome.WELL, True, by)]
    write(board, worker, "改 1无人")
    assert (stand(board)["001"], filed(board)) == ("absent", {})
    assert "001" in open_doors(board)


def test_without_the_word_a_closed_door_changes_only_for_the_worse(board: Switchboard, worker: str) -> None:
    finished(board, heard=HEARD)
    write(board, worker, "1好 2病")
    assert "以前报过，要改请在前面加改字：002" in write(board, worker, "2好")
    assert write(board, worker, "1好") == "记下了：好1户 001。还剩2户。"
    assert len(rows(board, visit_rows)) == 2, "no news"
    write(board, worker, "1病")
    assert stand(board)["001"] == "well", "the door stays closed as it was"
    assert [row.kind for row in rows(board, reports)] == ["well", "ill", "ill"]


def test_the_cadre_may_answer_for_a_grid_and_a_neighbour_may_not(board: Switchboard, worker: str) -> None:
    finished(board, heard=HEARD)
    assert "好1户 001" in write(board, cast.CADRE, "1好")
    assert "没看懂" in write(board, cast.YANG, "2好")
    assert stand(board) == {"001": "well", "002": "open", "003": "open", "004": "open"}


def test_two_groups_with_one_number_are_told_apart_by_the_group(board: Switchboard) -> None:
    with board.work() as work:
        same = {"unit_code": cast.GRID_2, "door": "001", "name": "另一家", "language": None, "numbers": []}
        roster.put_households(work.tx, [same])
    finished(board)
    assert "几个组都有，请写几组几号：1。" in write(board, cast.CADRE, "1好")
    assert "好1户 001" in write(board, cast.CADRE, "二组1好")
    closed = [row.unit_code for row in rows(board, door_rows) if row.closed_at]
    assert closed == [cast.GRID_2]


def test_a_building_of_a_group_is_in_the_group(board: Switchboard) -> None:
    building = f"{cast.GRID_2}03"
    with board.work() as work:
        roster.put_units(work.tx, [{"code": building, "level": "building", "name": "3号楼", "language": None}])
        home = {"unit_code": building, "door": "001", "name": "另一家", "language": None, "numbers": []}
        roster.put_households(work.tx, [home])
    finished(board)
    assert "好1户 001" in write(board, cast.CADRE, "2组1好")
    assert [row.unit_code for row in rows(board, door_rows) if row.closed_at] == [building]


def test_a_long_list_comes_in_parts_each_of_two_segments_at_most(board: Switchboard, worker: str) -> None:
    with board.work() as work:
        homes = [
            {"unit_code": cast.GRID_1, "door": f"{n}", "name": "某家", "language": None, "numbers": []}
            for n in range(100, 180)
        ]
        roster.put_households(work.tx, homes)
    finished(board)
    told = [lists_told(board)[worker]]
    assert "还有84户" in told[0]
    while "回：余" in told[-1]:
        told.append(write(board, worker, "余"))
        assert len(told) < 9
    named = [door for body in told for door in re.findall(r"\b\d{3}\b", body)]
    assert named == [*LEFT, *map(str, range(100, 180))]
    assert all(segments(body) <= 2 for body in told)
    write(board, worker, "100-179好")
    assert "还有4户要上门：001 002 003 004" in write(board, worker, "余"), "from the start, without those who were seen"
    write(board, worker, "都好")
    assert write(board, worker, "余") == "您这里没有要上门的户了。"


def test_doors_come_before_an_open_question_and_its_answer_is_not_taken_for_a_door(
    board: Switchboard, worker: str
) -> None:
    finished(board, heard=HEARD)
    asked = write(board, worker, "登 人1 到2天 来武汉 车G1234 停无 同无 触无 病无 防居家 电本机")
    assert "多大年纪" in asked
    assert "好1户 001" in write(board, worker, "1好")
    assert rows(board, texts_in)[-1].meaning == "doors"
    write(board, worker, "35")
    assert rows(board, texts_in)[-1].meaning == "answer"


def test_a_home_that_texts_1_after_all_leaves_the_list(board: Switchboard, worker: str) -> None:
    finished(board, heard=HEARD)  # red: everybody was texted as well
    write(board, cast.SHARED, "1")
    assert stand(board) == {"001": "open", "002": "open", "003": "reached", "004": "reached"}
    assert "还有2户要上门：001 002。" in write(board, worker, "余")


def test_a_home_that_rings_in_and_hears_it_leaves_the_list(board: Switchboard, worker: str) -> None:
    broadcast_id = finished(board, heard=HEARD, words="明天不赶集")
    ring(board, cast.YANG, ["1", "4", "2"])
    with board.ledger.read() as tx:
        assert doors.of_broadcast(tx, broadcast_id)[0].outcome is Outcome.REACHED


def test_a_door_missed_by_two_broadcasts_is_closed_once_for_both(board: Switchboard, worker: str) -> None:
    finished(board, heard=HEARD)
    clock_of(board).forward(hours=2)
    finished(board, heard=HEARD)
    assert "还剩3户" in write(board, worker, "1好")
    assert [row.outcome for row in rows(board, door_rows) if row.door == "001"] == ["well", "well"]
    assert list(filed(board)) == ["001"]
