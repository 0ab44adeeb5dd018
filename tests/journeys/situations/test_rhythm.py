"""The class in force in a village says how often people at home are asked, from the day it is in force."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from rich.console import Console

from gateway.cli.why import show
from gateway.domain.calls import CallState
from gateway.domain.situations.classes import Class
from gateway.domain.situations.response import Asked, Rhythm
from gateway.journeys.observing import rhythm, why
from gateway.store.screening_tables import checks
from gateway.switchboard import Switchboard
from tests.journeys.home import at, came_home, reports, tick
from tests.journeys.situations.conftest import confirms, enters
from tests.journeys.talk import ends, rows
from tests.support import cast
from tests.support.board import carrier_of

FEB_8, FEB_9, FEB_10 = date(2020, 2, 8), date(2020, 2, 9), date(2020, 2, 10)
TITLE = {"zh": "问体温", "en": "temperature"}
ONCE = (Rhythm(Asked.OBSERVED, 1, TITLE), Rhythm(Asked.CONTACTS, 2, TITLE))
TWICE = (Rhythm(Asked.OBSERVED, 2, TITLE),)


@pytest.fixture
def village(guarded: Switchboard) -> Switchboard:
    """A county whose class 2a asks people at home once a day, its contacts twice, and whose 2b asks everybody twice."""
    (table,) = guarded.catalogue.responses
    asks = {Class.CASES: ONCE, Class.OUTBREAK: TWICE}
    by_class = {one: replace(found, rhythm=asks.get(one, found.rhythm)) for one, found in table.by_class.items()}
    catalogue = replace(guarded.catalogue, responses=(replace(table, by_class=by_class),))
    return replace(guarded, catalogue=catalogue)


def due_on(board: Switchboard, day: date, arrival_id: str) -> list[str]:
    return [row.half for row in rows(board, checks) if (row.day, row.arrival_id) == (day, arrival_id)]


def test_without_a_class_the_policy_table_says_how_often(village: Switchboard) -> None:
    arrival = came_home(village, cast.YANG, FEB_8 - timedelta(days=2))
    assert due_on(village, FEB_9, arrival.id) == ["am", "pm"]
    with village.ledger.read() as tx:
        assert rhythm.by_class(village, tx, cast.GRID_1, "G") is None


def test_from_the_day_a_class_is_in_force_its_rhythm_decides_who_is_rung(village: Switchboard) -> None:
    arrival = came_home(village, cast.YANG, FEB_8 - timedelta(days=2))
    enters(village)
    at(village, FEB_8, 19, 0)
    assert rung(village) == [cast.YANG], "twice a day so far"
    reports(village, cast.YANG, 36.5)
    at(village, FEB_8, 22, 0)
    confirms(village, "2a")
    before = rows(village, checks)
    with village.work() as work:
        assert rhythm.follow(village, work, cast.VILLAGE) == 1
    assert [row[1:] for row in rows(village, checks)] == [row[1:] for row in before], "followed twice it is the same"
    assert due_on(village, FEB_9, arrival.id) == ["am"]
    assert due_on(village, FEB_8, arrival.id)[-1] == "pm", "what was asked under the class before stays"
    at(village, FEB_9, 9, 30)
    assert rung(village) == [cast.YANG]
    reports(village, cast.YANG, 36.5)
    at(village, FEB_9, 19, 0)
    assert rung(village) == []


def test_a_later_class_asks_more_often_again_and_what_is_due_already_is_left_alone(village: Switchboard) -> None:
    arrival = came_home(village, cast.YANG, FEB_8 - timedelta(days=2))
    enters(village, "3")
    confirms(village, "2a")
    assert due_on(village, FEB_9, arrival.id) == ["am"]
    at(village, FEB_9, 9, 30)
    (waiting,) = [row.id for row in rows(village, checks) if (row.day, row.half) == (FEB_9, "am")]
    enters(village, "3", day=FEB_9)
    confirms(village, "2b")
    assert waiting in [row.id for row in rows(village, checks)], "due by now: it may be rung this very moment"
    assert due_on(village, FEB_9, arrival.id) == ["am", "pm"]
    assert due_on(village, FEB_10, arrival.id) == ["am", "pm"]
    assert rung(village) == [cast.YANG]
    reports(village, cast.YANG, 36.5)
    at(village, FEB_9, 19, 0)
    assert rung(village) == [cast.YANG]


def test_close_contacts_are_asked_as_often_as_either_line_says(village: Switchboard) -> None:
    contact = came_home(village, cast.YANG, FEB_8 - timedelta(days=2), close_contact="yes", last_exposure="2020-02-06")
    enters(village)
    confirms(village, "2a")
    assert due_on(village, FEB_9, contact.id) == ["am", "pm"]


def test_who_comes_home_under_a_class_is_asked_by_it_from_the_first_day_and_other_villages_are_not(
    village: Switchboard,
) -> None:
    enters(village)
    confirms(village, "2a")
    arrival = came_home(village, cast.YANG, FEB_8)
    assert due_on(village, FEB_9, arrival.id) == ["am"]
    elsewhere = came_home(village, cast.STRANGER, FEB_8)
    with village.ledger.read() as tx:
        assert rhythm.by_class(village, tx, "532901105202", "G") is None
    assert elsewhere.unit_code == cast.VILLAGE


def test_why_says_how_often_and_by_which_class_since_when(village: Switchboard) -> None:
    came_home(village, cast.YANG, FEB_8 - timedelta(days=2))
    assert "asked 每天问: 2 times a day 次, as the policy table says" in explained(village)
    enters(village)
    confirms(village, "2a")
    assert "asked 每天问: 1 times a day 次, as class 2a in force since 2020-02-08 says" in explained(village)


def rung(board: Switchboard) -> list[str]:
    """Who the minute's tick rings; they hang up at once."""
    numbers = tick(board)
    for call in carrier_of(board).calls[len(carrier_of(board).calls) - len(numbers) :]:
        ends(board, call, CallState.COMPLETED, 20)
    return numbers


def explained(board: Switchboard) -> str:
    paper = Console(width=200, record=True, file=None, quiet=False)
    with paper.capture() as told:
        show(board, paper, why.explain(board, cast.YANG), full=False)
    return told.get()
