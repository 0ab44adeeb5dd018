"""The village with a health authority in its county, and a county that is told."""

from collections.abc import Callable
from datetime import date

import pytest

from gateway.domain.places import Level
from gateway.domain.situations.cases import State
from gateway.domain.situations.classes import Class
from gateway.journeys import roster
from gateway.journeys.situations import confirming, health, lines, standing
from gateway.journeys.situations.confirming import Confirmed
from gateway.journeys.situations.lines import Entry
from gateway.journeys.situations.standing import Standing
from gateway.store.cases import Line
from gateway.store.outgoing_tables import texts_out
from gateway.store.roster import Unit
from gateway.store.staff import Person
from gateway.switchboard import Switchboard
from tests.journeys.talk import rows
from tests.support import cast
from tests.support.board import MORNING

HEALTH, OFFICER, SECRETARY = "+8619900000125", "+8619900000124", "+8619900000122"
STAFF = f"""kind,code,name,phones,role,duty
staff,{cast.COUNTY},周卫健,19900000125,health,
staff,{cast.TOWNSHIP},孙值班,19900000124,officer,
staff,{cast.VILLAGE},赵书记,19900000122,secretary,
"""
TODAY = MORNING.date()
VILLAGE = Unit(cast.VILLAGE, Level.VILLAGE, "鹤阳村")
DOCUMENT = "大卫〔2020〕3号"


@pytest.fixture
def guarded(board: Switchboard) -> Switchboard:
    roster.bring(board, STAFF.encode())
    return board


def officer_of(board: Switchboard) -> Person:
    with board.work() as work:
        return health.officer(work, HEALTH, cast.VILLAGE)


def enters(board: Switchboard, door: str | None = "3", *, day: date | None = None, **facts: object) -> Line:
    """A case confirmed, today at door 003 of known source unless said otherwise."""
    usual = {"state": State.CONFIRMED, "document": DOCUMENT, "source_known": True}
    officer = officer_of(board)
    with board.work() as work:
        entry = Entry(cast.VILLAGE, day=day or board.local_day(work.now), door=door, **{**usual, **facts})  # type: ignore[arg-type]
        return lines.enter(board, work, entry, officer)


def stands(board: Switchboard, *, many_outbreaks: bool = False) -> Standing:
    with board.work() as work:
        return standing.standing_of(work.tx, VILLAGE, board.local_day(work.now), many_outbreaks=many_outbreaks)


def confirms(board: Switchboard, wanted: str, document: str = DOCUMENT) -> Confirmed:
    now, officer = stands(board), officer_of(board)
    with board.work() as work:
        return confirming.confirm(board, work, now, Class(wanted), document, officer)


def texts_to(board: Switchboard, number: str) -> list[str]:
    """What a phone was texted, in order."""
    return [text.body for text in rows(board, texts_out) if text.number == number]


Doing = Callable[[], object]
