"""An alert of another system is a draft, once, with whatever is left aside told; it rings nobody."""

from dataclasses import replace
from datetime import timedelta

import pytest

from gateway import cap as documents
from gateway.domain import places
from gateway.domain.cap import Alert, Area, BadAlert, Named
from gateway.domain.cap.codes import Status
from gateway.domain.errors import BadInput
from gateway.domain.places import level_of
from gateway.domain.speaking.levels import Level
from gateway.domain.speaking.states import State
from gateway.journeys import roster
from gateway.journeys.roster import Roll
from gateway.journeys.speaking import cap
from gateway.journeys.speaking.cap import Became
from gateway.journeys.telephone import dialling
from gateway.store.roll import UnitRow
from gateway.switchboard import Switchboard
from tests.cap.alerts import ACK, ALERT, CANCEL, CHINESE, ENGLISH, ERROR, EXERCISE
from tests.journeys.speaking.alerting import (
    OUTSIDE,
    all_broadcasts,
    areas,
    exported,
    send,
    take,
    taken,
    with_areas,
    words,
)
from tests.journeys.talk import pick_up, said
from tests.support import cast
from tests.support.board import MORNING, carrier_of, clock_of, queue_of
from tests.support.speaking import standing


def test_an_alert_is_a_draft_in_every_language_of_ours_and_nobody_is_rung(board: Switchboard) -> None:
    broadcast = taken(board, ALERT)
    assert (broadcast.state, broadcast.level, broadcast.status) == (State.DRAFT, Level.RED, Status.ACTUAL)
    assert (broadcast.language, areas(board, broadcast)) == ("zh", [cast.VILLAGE])
    assert words(board, broadcast) == {
        "zh": "今天起全村不出门。\n村里发现一名病例。\n从现在起，各家各户不出门。\n有发热、咳嗽，马上打村医电话。",
        "en": 'Nobody leaves home from today.\nA case was found in "our" village & <nobody> goes out.',
    }
    assert queue_of(board).hints == []


def test_the_same_document_twice_drafts_once_and_says_so(board: Switchboard) -> None:
    broadcast = taken(board, ALERT)
    again = take(board, ALERT)
    assert [(fate.broadcast.id, fate.became) for fate in again.fates] == [(broadcast.id, Became.KNOWN)]
    clock_of(board).forward(days=30)
    assert take(board, ALERT).fates == again.fates
    assert len(all_broadcasts(board)) == 1


def test_the_same_identifier_of_another_sender_is_another_alert(board: Switchboard) -> None:
    taken(board, ALERT)
    taken(board, replace(ALERT, sender="township@example.org"))
    assert len(all_broadcasts(board)) == 2


def test_another_alert_under_an_identifier_that_was_used_is_refused(board: Switchboard) -> None:
    taken(board, ALERT)
    with pytest.raises(BadInput, match=r"HY-2020-0001 was imported before and said something else \(1\)"):
        take(board, replace(ALERT, note="changed"))


def test_a_language_nobody_speaks_here_is_told_and_given_back(board: Switchboard) -> None:
    alert = replace(ALERT, infos=(replace(CHINESE, language="zh-yue"), ENGLISH))
    imported = take(board, alert)
    assert imported.remarks == ("language zh-yue is not spoken here: nobody hears that part",)
    broadcast = imported.fates[0].broadcast
    assert (broadcast.language, list(words(board, broadcast))) == ("en", ["en"])
    assert documents.read(exported(board, broadcast)).alert == alert


def test_an_alert_in_no_language_of_ours_is_refused(board: Switchboard) -> None:
    with pytest.raises(BadInput, match="nobody here speaks yue: an <info> must be in one of zh, en"):
        take(board, replace(ALERT, infos=(replace(CHINESE, language="yue"),)))


def test_a_unit_outside_of_our_ladder_is_refused_by_name_and_code(board: Switchboard) -> None:
    with pytest.raises(BadInput, match=r"none of its areas is on our ladder: 洱源县 \(532930\)"):
        take(board, with_areas(OUTSIDE))
    imported = take(board, with_areas(OUTSIDE, *CHINESE.areas))
    assert imported.remarks == ("area 洱源县 (532930) is not on our ladder: nobody there is rung",)
    assert areas(board, imported.fates[0].broadcast) == [cast.VILLAGE]


def test_where_our_ladder_ends_below_an_area_its_topmost_units_are_meant(empty_board: Switchboard) -> None:
    units = [UnitRow(code, level_of(code) or places.Level.GRID, "x") for code in (cast.VILLAGE, cast.GRID_1)]
    roster.settle(empty_board, Roll(units=units, households=[], staff=[]))
    county = Area("大理市", geocodes=(Named("GB/T 2260", cast.COUNTY),))
    assert areas(empty_board, taken(empty_board, with_areas(county))) == [cast.VILLAGE]


def test_languages_that_speak_to_different_units_are_refused(board: Switchboard) -> None:
    alert = replace(ALERT, infos=(CHINESE, replace(ENGLISH, areas=(OUTSIDE,))))
    with pytest.raises(BadAlert, match=r"info\[2\]/area is .*: must name the divisions of the first <info>"):
        take(board, alert)


def test_an_exercise_says_so_before_it_says_anything_else(board: Switchboard) -> None:
    broadcast = taken(board, EXERCISE)
    send(board, broadcast)
    dialling.dial(board, red=True)
    assert "演练" in said(board, pick_up(board, carrier_of(board).calls[0])).partition("不出门")[0]


def test_what_a_broadcast_does_not_heed_is_told(board: Switchboard) -> None:
    later = MORNING + timedelta(hours=3)
    alert = replace(ALERT, infos=(replace(CHINESE, audience="60岁以上", effective=later),))
    assert take(board, alert).remarks == (
        "audience 60岁以上: everybody in the areas would be rung",
        "it holds from 02-08 12:00: sent before that, it rings before that",
    )


@pytest.mark.parametrize(
    ("alert", "reason"),
    [
        (ACK, "msgType is 'Ack': must be Alert, Update or Cancel"),
        (ERROR, "msgType is 'Error'"),
        (replace(ALERT, status=Status.SYSTEM), "status is 'System': must be Actual, Exercise or Test"),
        (replace(ALERT, infos=()), "info is missing"),
    ],
)
def test_what_is_not_for_people_is_refused(board: Switchboard, alert: Alert, reason: str) -> None:
    with pytest.raises(BadAlert, match=reason):
        take(board, alert)
    assert all_broadcasts(board) == []


def test_an_unknown_message_type_is_refused_by_line(board: Switchboard) -> None:
    document = documents.write(ALERT).replace(b">Alert<", b">Amend<")
    with board.work() as work, pytest.raises(BadAlert, match=r"line 7: msgType is 'Amend': must be one of"):
        cap.import_alert(board, work, document, None)


def test_an_expired_alert_is_refused_but_a_cancel_may_still_cancel(board: Switchboard) -> None:
    broadcast = taken(board, ALERT)
    clock_of(board).forward(hours=24)
    with pytest.raises(BadAlert, match="is over; nobody is told of it any more"):
        take(board, replace(ALERT, identifier="HY-2020-0002"))
    (fate,) = take(board, CANCEL).fates
    assert (fate.broadcast.id, fate.became) == (broadcast.id, Became.DROPPED)


def test_nobody_is_rung_after_an_alert_expires(board: Switchboard) -> None:
    soon = MORNING + timedelta(minutes=20)
    broadcast = taken(board, replace(ALERT, infos=(replace(CHINESE, expires=soon), ENGLISH)))
    assert broadcast.expires_at == soon
    send(board, broadcast)
    clock_of(board).forward(minutes=20)
    dialling.dial(board, red=True)
    assert carrier_of(board).calls == []
    assert standing(board, broadcast).state is State.FINISHED


def test_it_is_drafted_within_the_rights_of_whoever_imports_it(board: Switchboard) -> None:
    assert taken(board, ALERT, by=cast.CADRE).author_id is not None
    township = Area("银桥镇", geocodes=(Named("CN-NBS-12", "532901105000"),))
    with pytest.raises(BadInput, match="532901105 lies outside 532901105201"):
        take(board, replace(with_areas(township), identifier="A2"), by=cast.CADRE)
