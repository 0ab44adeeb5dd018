"""Case lines: the health side only, each on a document, and the news told at once."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from gateway.domain.errors import BadInput, GatewayError, NotAllowed, NotFound
from gateway.domain.screening import Concern
from gateway.domain.situations.cases import State
from gateway.domain.situations.classes import Class
from gateway.journeys.situations import health, lines
from gateway.store import cases
from gateway.store.cases import Line
from gateway.store.incident_tables import alert_reports
from gateway.store.outgoing_tables import alerts
from gateway.switchboard import Switchboard
from tests.journeys.situations.conftest import DOCUMENT, HEALTH, TODAY, enters, officer_of, stands, texts_to
from tests.journeys.talk import rows
from tests.support import cast
from tests.support.board import clock_of


def changes(board: Switchboard, line: Line, state: State, **facts: object) -> Line:
    officer = officer_of(board)
    with board.work() as work:
        day = facts.get("day", board.local_day(work.now))
        return lines.change(board, work, line.id, state, day, str(facts.get("document", DOCUMENT)), officer)  # type: ignore[arg-type]


def test_only_the_health_side_over_the_village_may(guarded: Switchboard) -> None:
    with guarded.work() as work:
        assert health.officer(work, "19900000125", cast.GRID_1).number == HEALTH
        for number in (cast.DOCTOR, cast.SUPERVISOR, cast.STRANGER):
            with pytest.raises(NotAllowed, match="nobody of the health authority over 鹤阳村"):
                health.officer(work, number, cast.VILLAGE)
        with pytest.raises(NotAllowed):
            health.officer(work, HEALTH, cast.PREFECTURE)
        with pytest.raises(BadInput, match="is no telephone number"):
            health.officer(work, "12", cast.VILLAGE)


def test_a_confirmed_case_alerts_the_village_and_proposes_a_class(guarded: Switchboard) -> None:
    line = enters(guarded)
    assert (line.unit_code, line.confirmed_on) == (cast.GRID_1, TODAY)
    (alert,) = rows(guarded, alerts)
    assert (alert.kind, alert.household_id, alert.number) == (Concern.CASE, line.household_id, cast.SHARED)
    assert "确诊或疑似病例" in texts_to(guarded, cast.DOCTOR)[0]
    assert texts_to(guarded, HEALTH) == ["鹤阳村：按病例应列为2a类，现在是1类。请核实，带文号确认。"]
    assert stands(guarded).proposal.situation is Class.CASES
    assert stands(guarded).effective is Class.NONE, "nothing changes before somebody confirms"


def test_the_same_proposal_is_told_once_and_a_graver_one_again(guarded: Switchboard) -> None:
    enters(guarded, "3")
    enters(guarded, "7")
    assert len(texts_to(guarded, HEALTH)) == 1
    enters(guarded, "7")
    assert texts_to(guarded, HEALTH)[1].startswith("鹤阳村：按病例应列为2b类")


def test_a_suspected_case_alerts_and_proposes_nothing(guarded: Switchboard) -> None:
    line = enters(guarded, state=State.SUSPECTED)
    assert line.confirmed_on is None
    assert [alert.kind for alert in rows(guarded, alerts)] == [Concern.CASE]
    assert texts_to(guarded, HEALTH) == []
    clock_of(guarded).forward(days=2)
    assert changes(guarded, line, State.CONFIRMED).confirmed_on == TODAY + timedelta(days=2)
    assert len(rows(guarded, alerts)) == 1, "one alert about one case"
    assert len(texts_to(guarded, HEALTH)) == 1


def test_a_case_without_a_door_counts_by_its_place(guarded: Switchboard) -> None:
    enters(guarded, None, place=" 2栋  1单元 ")
    enters(guarded, None, place="2栋 1单元")
    assert stands(guarded).proposal.situation is Class.OUTBREAK
    assert rows(guarded, alerts)[0].number == ""


def test_a_death_is_urgent_too(guarded: Switchboard) -> None:
    line = enters(guarded)
    changes(guarded, line, State.DIED)
    assert [alert.kind for alert in rows(guarded, alerts)] == [Concern.DIED], "the case's incident has turned graver"
    assert [report.kind for report in rows(guarded, alert_reports)] == [Concern.CASE, Concern.DIED]
    assert texts_to(guarded, cast.DOCTOR)[-1].startswith("更急了！鹤阳村003，有病人去世")
    assert stands(guarded).proposal.situation is Class.CASES, "who died lately was a case all the same"


def test_what_was_entered_by_mistake_counts_no_more_and_stays_to_be_seen(guarded: Switchboard) -> None:
    line, officer = enters(guarded), officer_of(guarded)
    with guarded.work() as work:
        lines.withdraw(guarded, work, line.id, "大卫5号", "村子写错了", officer)
    assert stands(guarded).proposal.situation is Class.NONE
    with guarded.work() as work:
        assert [turn.note for turn in cases.turns(work.tx, line.id)] == [None, "村子写错了"]
        with pytest.raises(BadInput, match="was withdrawn before"):
            lines.withdraw(guarded, work, line.id, "大卫5号", "again", officer)
        with pytest.raises(BadInput, match="say why"):
            lines.withdraw(guarded, work, line.id, "大卫5号", " ", officer)


Wrong = tuple[Callable[[Switchboard], object], type[GatewayError], str]
WRONG: list[Wrong] = [
    (lambda board: enters(board, document=" "), BadInput, "number of the document"),
    (lambda board: enters(board, day=TODAY + timedelta(days=1)), BadInput, "has not come yet"),
    (lambda board: enters(board, "99"), NotFound, "no door '99'"),
    (lambda board: enters(board, state=State.RECOVERED), BadInput, "entered as suspected or confirmed"),
    (lambda board: enters(board, arrival_id="nobody"), NotFound, "nobody who came home"),
    (lambda board: changes(board, enters(board), State.SUSPECTED), BadInput, "what may follow: died recovered"),
    (lambda board: changes(board, changes(board, enters(board), State.DIED), State.RECOVERED), BadInput, "nothing"),
    (
        lambda board: changes(board, enters(board), State.RECOVERED, day=TODAY - timedelta(days=1)),
        BadInput,
        "was confirmed on 2020-02-08, after 2020-02-07",
    ),
    (lambda board: changes(board, enters(board), State.RECOVERED, document=""), BadInput, "number of the document"),
]


@pytest.mark.parametrize(("act", "error", "reason"), WRONG, ids=[reason for *_, reason in WRONG])
def test_what_cannot_be_entered_is_refused_with_the_reason(
    guarded: Switchboard, act: Callable[[Switchboard], object], error: type[GatewayError], reason: str
) -> None:
    with pytest.raises(error, match=reason):
        act(guarded)


def test_there_is_no_case_to_change_without_a_line(guarded: Switchboard) -> None:
    with guarded.work() as work, pytest.raises(NotFound, match="no case 77"):
        lines.find(work, 77)
