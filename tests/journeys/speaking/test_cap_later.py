"""An Update replaces an earlier broadcast when it is sent; a Cancel takes it back at once and never speaks."""

from dataclasses import replace
from datetime import timedelta

import pytest

from gateway import cap as documents
from gateway.domain.cap import Alert, Area, Named
from gateway.domain.cap.codes import MsgType, Severity, Status
from gateway.domain.errors import BadInput, NotAllowed
from gateway.domain.speaking.states import State
from gateway.journeys.speaking import cap, drafts
from gateway.journeys.speaking.cap import Became
from gateway.journeys.telephone import dialling
from gateway.switchboard import Switchboard
from tests.cap.alerts import ALERT, CANCEL, CHINESE, UPDATE
from tests.journeys.speaking.alerting import (
    all_broadcasts,
    send,
    take,
    taken,
    with_areas,
)
from tests.support import cast
from tests.support.board import clock_of
from tests.support.speaking import sent, standing


def test_an_update_stops_the_earlier_one_when_it_is_sent(board: Switchboard) -> None:
    first = taken(board, ALERT)
    send(board, first)
    update = taken(board, UPDATE)
    assert (update.msg_type, update.references_id) == (MsgType.UPDATE, first.id)
    assert standing(board, first).state is State.SENDING
    send(board, update)
    assert standing(board, first).state is State.STOPPED


def test_an_update_drops_an_earlier_one_that_was_never_sent(board: Switchboard) -> None:
    first = taken(board, ALERT)
    send(board, taken(board, UPDATE))
    assert (standing(board, first).state, standing(board, first).why) == (State.DROPPED, "superseded by 2")


def test_an_update_of_a_broadcast_made_here_finds_it(board: Switchboard) -> None:
    ours = sent(board)
    with board.work() as work:
        about = documents.read(cap.export(board, work, drafts.find(work, ours))).alert.reference
    assert taken(board, replace(UPDATE, references=(about,))).references_id == ours
    other = replace(about, sent=about.sent + timedelta(seconds=1))
    with pytest.raises(BadInput, match="no broadcast here is"):
        take(board, replace(UPDATE, identifier="A2", references=(other,)))


@pytest.mark.parametrize("alert", [UPDATE, CANCEL])
def test_what_refers_to_nothing_here_is_refused_with_remedy(board: Switchboard, alert: Alert) -> None:
    with pytest.raises(BadInput, match=r"no broadcast here is \S+,HY-2020-0001,2020\S+; import that alert first"):
        take(board, alert)
    assert all_broadcasts(board) == []


@pytest.mark.parametrize("alert", [UPDATE, CANCEL])
def test_an_exercise_changes_nothing_that_is_meant(board: Switchboard, alert: Alert) -> None:
    send(board, taken(board, ALERT))
    with pytest.raises(BadInput, match="this is Exercise, and 1 is Actual"):
        take(board, replace(alert, status=Status.EXERCISE))


# A Cancel


def test_a_cancel_stops_what_runs_and_drafts_nothing(board: Switchboard) -> None:
    broadcast = taken(board, ALERT)
    send(board, broadcast)
    dialling.dial(board, red=True)
    (fate,) = take(board, CANCEL).fates
    assert (fate.broadcast.state, fate.became) == (State.STOPPED, Became.STOPPED)
    assert fate.broadcast.why == "cancelled by dalaba@heyang.example,HY-2020-Cancel: 核酸检测阴性，取消。"
    assert [each.became for each in take(board, CANCEL).fates] == [Became.OVER]
    assert len(all_broadcasts(board)) == 1


@pytest.mark.parametrize("waiting", [False, True])
def test_a_cancel_drops_a_draft_and_what_waits_to_be_agreed_to(board: Switchboard, waiting: bool) -> None:
    orange = replace(ALERT, infos=(replace(CHINESE, severity=Severity.SEVERE),))
    broadcast = taken(board, orange)
    if waiting:
        send(board, broadcast)
        assert standing(board, broadcast).state is State.WAITING
    (fate,) = take(board, CANCEL).fates
    assert (fate.broadcast.state, fate.became) == (State.DROPPED, Became.DROPPED)


def test_a_cancel_of_what_is_over_changes_nothing(board: Switchboard) -> None:
    broadcast = taken(board, ALERT)
    send(board, broadcast)
    clock_of(board).forward(hours=25)
    dialling.dial(board, red=True)
    (fate,) = take(board, CANCEL).fates
    assert (fate.broadcast.state, fate.became) == (State.FINISHED, Became.OVER)


def test_a_cancel_tells_of_an_update_that_it_leaves(board: Switchboard) -> None:
    send(board, taken(board, ALERT))
    send(board, taken(board, UPDATE))
    assert take(board, CANCEL).remarks == ("2 is an update of it that this Cancel does not name; it is sending",)


@pytest.mark.parametrize("alert", [UPDATE, CANCEL])
def test_an_earlier_broadcast_is_changed_by_whoever_may_stop_it(board: Switchboard, alert: Alert) -> None:
    township = Area("银桥镇", geocodes=(Named("CN-NBS-12", "532901105000"),))
    broadcast = taken(board, with_areas(township))
    with pytest.raises(NotAllowed, match="1 is not 张敏's to stop"):
        take(board, alert, by=cast.CADRE)
    assert standing(board, broadcast).state is State.DRAFT
