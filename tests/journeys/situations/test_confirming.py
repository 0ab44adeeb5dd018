"""A class confirmed: at once upwards, after fourteen clear days down, with its checklist, messages and names."""

from datetime import timedelta

import pytest

from gateway.domain.errors import BadInput, NotFound
from gateway.domain.places import Level
from gateway.domain.screening import Concern
from gateway.domain.situations.cases import State
from gateway.domain.situations.classes import Class
from gateway.domain.situations.response import Asked
from gateway.domain.situations.risk import Risk
from gateway.domain.speaking.states import State as BroadcastState
from gateway.journeys.situations import changes, checklist, confirming, lines, standing
from gateway.store import situations
from gateway.store.outgoing_tables import alerts
from gateway.store.roster import Unit
from gateway.store.situations import Axis
from gateway.store.speaking_tables import broadcasts
from gateway.switchboard import Switchboard
from tests.journeys.home import came_home
from tests.journeys.situations.asking import FIRST_PHONES
from tests.journeys.situations.conftest import (
    DOCUMENT,
    HEALTH,
    OFFICER,
    SECRETARY,
    TODAY,
    confirms,
    enters,
    officer_of,
    stands,
    texts_to,
)
from tests.journeys.talk import rows
from tests.support import cast
from tests.support.board import clock_of

COUNTY = Unit(cast.COUNTY, Level.COUNTY, "大理市")


def test_an_upgrade_is_alerted_at_once_and_told_upwards(guarded: Switchboard) -> None:
    enters(guarded)
    done = confirms(guarded, "2a")
    assert done.upgrade
    assert stands(guarded).effective is Class.CASES
    assert [alert.kind for alert in rows(guarded, alerts)] == [Concern.CASE, Concern.SITUATION]
    assert texts_to(guarded, cast.DOCTOR)[-1] == "急！鹤阳村，疫情情形升级。10分钟内回复1接手。编号A0208-02"
    assert texts_to(guarded, OFFICER) == ["鹤阳村疫情情形升级：1类变2a类（出现病例），卫健已确认。"]


def test_each_measure_has_a_name_and_whoever_is_named_is_told(guarded: Switchboard) -> None:
    done = confirms(guarded, "2a")
    with guarded.work() as work:
        listed = checklist.titled(guarded, work, done.situation, "zh")
    assert len(listed) == 8
    assert {task.name: named for task, _, named in listed}["organise"] == "赵书记"
    assert {task.name: named for task, _, named in listed}["disinfect"] == "李医生"
    assert texts_to(guarded, SECRETARY) == ["鹤阳村现在是“出现病例”。您负责：组织动员。办好请告诉村委会。"]
    assert "密切接触者管理、消毒" in texts_to(guarded, cast.DOCTOR)[0]


def test_what_is_done_stays_done_when_it_becomes_graver(guarded: Switchboard) -> None:
    confirms(guarded, "2a")
    with guarded.work() as work:
        checklist.tick(work, cast.VILLAGE, "disinfect", "command line", "全村", done=True)
        checklist.tick(work, cast.VILLAGE, "1", "command line", None, done=True)
    clock_of(guarded).forward(days=1)
    done = confirms(guarded, "3")
    with guarded.work() as work:
        tasks = situations.tasks_of(work.tx, done.situation.id)
    assert len(tasks) == 10
    assert [task.name for task in tasks if task.done_at] == ["organise", "disinfect"]
    assert len(texts_to(guarded, SECRETARY)) == 2, "the new measure is hers, the old one is not told again"
    assert texts_to(guarded, SECRETARY)[1].endswith("您负责：疫区封锁。办好请告诉村委会。")


def test_its_messages_lie_ready_as_drafts_and_nobody_hears_them_yet(guarded: Switchboard) -> None:
    done = confirms(guarded, "2b")
    drafts = rows(guarded, broadcasts)
    assert len(drafts) == len(done.drafts) == 4
    assert {draft.state for draft in drafts} == {BroadcastState.DRAFT}
    assert {draft.unit_code for draft in drafts} == {cast.VILLAGE}


def test_before_it_is_confirmed_the_house_says_what_would_change(guarded: Switchboard) -> None:
    came_home(guarded, cast.YANG, TODAY - timedelta(days=2))
    came_home(guarded, "+8619900010005", TODAY - timedelta(days=2), close_contact="yes")
    now = stands(guarded)
    with guarded.work() as work:
        found = changes.changes_to(guarded, work, now, Class.CASES)
    asked = {one.rhythm.who: (one.before, one.rhythm.times, one.phones) for one in found.asking}
    assert asked == {
        Asked.OBSERVED: (2, 2, 2),
        Asked.CONTACTS: (0, 2, 1),
        Asked.HOUSEHOLDS: (0, 1, len(FIRST_PHONES)),
    }
    assert found.calls == (4, 4 + len(FIRST_PHONES) - 2), "whose check call answers is not rung for their home as well"
    assert found.yuan == (1, 2)
    assert len(found.new) == 8, "nothing was confirmed, so nothing is on a list yet"
    assert [message.phones for message in found.messages] == [len(cast.PHONES)] * 3
    assert rows(guarded, broadcasts) == [], "looking changes nothing"
    assert stands(guarded) == now


def test_beside_a_class_in_force_only_what_is_more_is_new(guarded: Switchboard) -> None:
    confirms(guarded, "2a")
    now = stands(guarded)
    with guarded.work() as work:
        found = changes.changes_to(guarded, work, now, Class.SPREADING)
    assert found.new == {"seal", "no_gathering"}


def test_a_calmer_class_needs_fourteen_clear_days_and_a_person(guarded: Switchboard) -> None:
    line = enters(guarded)
    confirms(guarded, "2a")
    officer = officer_of(guarded)
    clock_of(guarded).forward(days=13)
    with guarded.work() as work:
        lines.change(guarded, work, line.id, State.RECOVERED, TODAY + timedelta(days=10), DOCUMENT, officer)
    with pytest.raises(BadInput, match="14 clear days, 2020-02-22 at the earliest"):
        confirms(guarded, "1")
    clock_of(guarded).forward(days=1)
    assert stands(guarded).proposal.situation is Class.NONE
    assert stands(guarded).effective is Class.CASES, "it never goes down by itself"
    before = len(rows(guarded, alerts))
    assert not confirms(guarded, "1").upgrade
    assert len(rows(guarded, alerts)) == before, "calmer is no alarm"
    with guarded.work() as work:
        kept = situations.history(work.tx, cast.VILLAGE)
    assert [(one.value, one.until_at is None) for one in kept] == [("2a", False), ("1", True)]
    assert kept[0].because == {"reason": "recent", "doubts": [], "cases": [line.id]}


def test_the_same_class_twice_is_refused_and_so_is_one_without_a_document(guarded: Switchboard) -> None:
    confirms(guarded, "2a")
    with pytest.raises(BadInput, match="class 2a is in force already"):
        confirms(guarded, "2a")
    with pytest.raises(BadInput, match="number of the document"):
        confirms(guarded, "3", " ")


def test_whoever_confirms_second_looks_again(guarded: Switchboard) -> None:
    now, officer = stands(guarded), officer_of(guarded)
    confirms(guarded, "2a")
    with guarded.work() as work, pytest.raises(BadInput, match="somebody else has confirmed"):
        confirming.confirm(guarded, work, now, Class.SPREADING, DOCUMENT, officer)


def test_a_measure_is_ticked_opened_again_and_given_to_somebody_else(guarded: Switchboard) -> None:
    with guarded.work() as work, pytest.raises(NotFound, match="no class is confirmed"):
        checklist.tick(work, cast.VILLAGE, "clean", "command line", None, done=True)
    confirms(guarded, "1")
    officer = officer_of(guarded)
    with guarded.work() as work:
        assert checklist.tick(work, cast.VILLAGE, "clean", "staff:1", "集市", done=True).done_by == "staff:1"
        with pytest.raises(BadInput, match="clean is done already"):
            checklist.tick(work, cast.VILLAGE, "clean", "staff:1", None, done=True)
        opened = checklist.tick(work, cast.VILLAGE, "clean", "staff:1", None, done=False)
        assert (opened.done_at, opened.done_by, opened.note) == (None, None, "集市")
        assert checklist.assign(work, cast.VILLAGE, "clean", officer).staff_id == officer.id
        with pytest.raises(NotFound, match="'disinfect' is on no checklist"):
            checklist.find(work, cast.VILLAGE, "disinfect")


def test_a_class_is_held_by_a_village_only(guarded: Switchboard) -> None:
    with guarded.work() as work:
        assert standing.village_of(work.tx, cast.VILLAGE).name == "鹤阳村"
        with pytest.raises(BadInput, match="一组 is a grid; a class is held by a village"):
            standing.village_of(work.tx, cast.GRID_1)
        with pytest.raises(NotFound):
            standing.village_of(work.tx, "99")


def test_the_risk_of_the_county_is_the_second_axis(guarded: Switchboard) -> None:
    enters(guarded)
    officer = officer_of(guarded)
    with guarded.work() as work:
        now = standing.county_standing(work.tx, COUNTY, TODAY)
        assert (now.effective, now.assessment.risk) == (Risk.LOW, Risk.MEDIUM)
        with pytest.raises(BadInput, match="low is lower than what the case lines propose, medium"):
            confirming.confirm_risk(guarded, work, now, Risk.LOW, DOCUMENT, officer)
        confirming.confirm_risk(guarded, work, now, Risk.MEDIUM, DOCUMENT, officer)
        assert standing.county_standing(work.tx, COUNTY, TODAY).effective is Risk.MEDIUM
        assert situations.in_force(work.tx, Axis.CLASS, cast.VILLAGE) is None, "one axis leaves the other alone"


def test_of_many_villages_those_with_something_to_tell_are_found(guarded: Switchboard) -> None:
    with guarded.work() as work:
        assert standing.several(work.tx, [Unit(cast.VILLAGE, Level.VILLAGE, "鹤阳村")], "53", TODAY) == []
    enters(guarded)
    with guarded.work() as work:
        (found,) = standing.several(work.tx, [Unit(cast.VILLAGE, Level.VILLAGE, "鹤阳村")], "53", TODAY)
    assert found == stands(guarded)
    assert texts_to(guarded, HEALTH)
