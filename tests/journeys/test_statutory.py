"""The clocks of the law act: a level says that it knows, is reminded before its time is over, and told when it is."""

import pytest

from gateway.domain.errors import BadInput, NotFound
from gateway.domain.places import Level
from gateway.domain.screening import Concern
from gateway.journeys import alerts as journey
from gateway.journeys import due, roster, statutory
from gateway.journeys.reporting.reports import Source
from gateway.journeys.telephone import dialling
from gateway.journeys.texting import texts
from gateway.store import alerts as store
from gateway.store.alerts import Alert, What
from gateway.store.clocks import Running, of_alert
from gateway.store.outgoing_tables import alert_turns, alerts, texts_out
from gateway.switchboard import Switchboard
from tests.journeys.talk import ends, pick_up, rows, said
from tests.support import cast
from tests.support.board import CallState, carrier_of, clock_of

HEALTH, SHIFT, PREFECTURE = "+8619900000125", "+8619900000127", "+8619900000128"
STAFF = f"""kind,code,name,phones,role,duty
staff,{cast.COUNTY},周卫健,19900000125,health,
staff,{cast.COUNTY},吴卫健,19900000127,health,no
staff,{cast.PREFECTURE},郑卫健,19900000128,health,
"""


@pytest.fixture
def watched(board: Switchboard) -> Switchboard:
    """The village, with somebody of the health authority in county and prefecture."""
    roster.bring(board, STAFF.encode())
    return board


def something(board: Switchboard, concern: Concern = Concern.FEVER_WITH_HISTORY, source: str = "call:1:1") -> Alert:
    with board.work() as work:
        whose = Source(source, cast.YANG, cast.GRID_1, 1, "zh")
        journey.raise_about(board, work, source, whose, concern)
    return Alert(**rows(board, alerts)[-1]._mapping)


def look(board: Switchboard, **passed: float) -> list[str]:
    """Time passes, then the minute's tick, twice, if it finds anything due. Returns the phones rung; nobody answers."""
    clock_of(board).forward(**passed)
    before = len(carrier_of(board).calls)
    for _ in range(2):
        if list(due.alerts_to_ring(board)):
            dialling.ring(board, journey.due_calls(board))
    rung = carrier_of(board).calls[before:]
    for call in rung:
        ends(board, call, CallState.NO_ANSWER)
    return [call.to for call in rung]


def takes(board: Switchboard, number: str = cast.DOCTOR, body: str = "1") -> str:
    texts.receive(board, f"SM-{number}-{len(rows(board, texts_out))}", number, "x", body)
    return next(text.body for text in reversed(rows(board, texts_out)) if text.about.startswith("reply:"))


def of_clocks(board: Switchboard, number: str = "") -> list[str]:
    found = [text for text in rows(board, texts_out) if text.about.startswith("clock:")]
    return [text.body for text in found if number in ("", text.number)]


def clocks(board: Switchboard, alert: Alert) -> list[Running]:
    with board.ledger.read() as tx:
        return of_alert(tx, alert.id)


def test_the_county_is_reminded_once_before_two_hours_are_over_and_told_once_when_they_are(
    watched: Switchboard,
) -> None:
    alert = something(watched)
    takes(watched)
    rung = [look(watched, minutes=1) for _ in range(94)]
    assert of_clocks(watched) == []
    assert not any(rung), "the doctor has it, nobody else is rung"
    assert look(watched, minutes=1) == [HEALTH]
    (reminder,) = of_clocks(watched, HEALTH)
    assert (
        reminder
        == "依法8号11:00前县卫健局要知道：鹤阳村001，发烧或咳嗽，到过疫区或接触过病人。知道了回复1。编号A0208-01"
    )
    for _ in range(24):
        assert look(watched, minutes=1) == []
    assert len(of_clocks(watched)) == 1
    assert clocks(watched, alert)[0].missed_at is None
    assert look(watched, minutes=1) == []
    missed_at = clocks(watched, alert)[0].missed_at
    assert missed_at == watched.clock.now()
    assert of_clocks(watched, HEALTH)[1].startswith("超时！依法8号11:00前县卫健局要知道，还没人确认")
    for _ in range(90):
        look(watched, minutes=1)
    assert len(of_clocks(watched)) == 2
    assert clocks(watched, alert)[0].missed_at == missed_at
    with watched.ledger.read() as tx:
        counted = {
            name: value
            for _, name, value in store.counts(tx, "53", alert.raised_at.replace(hour=0), watched.clock.now())
        }
    assert counted == {"alerts": 1, "alerts_taken_10min": 1, "clocks_missed": 1}


def test_whoever_has_the_shift_is_reminded_and_the_person_named_is_told_when_it_is_missed(watched: Switchboard) -> None:
    texts.receive(watched, "SM-shift", SHIFT, "x", "接班")
    something(watched)
    takes(watched)
    assert look(watched, minutes=95) == [SHIFT]
    look(watched, minutes=25)
    assert (len(of_clocks(watched, SHIFT)), len(of_clocks(watched, HEALTH))) == (1, 1)


@pytest.mark.parametrize("how", ["text", "text with the code", "call"])
def test_a_1_from_whoever_was_reminded_stops_their_clock_and_no_other(watched: Switchboard, how: str) -> None:
    alert = something(watched)
    takes(watched)
    look(watched, minutes=95)
    if how == "call":
        call = carrier_of(watched).call_to(HEALTH)
        heard = said(watched, pick_up(watched, call))
        assert "依法您那一级马上到时限了" in heard
        assert "记下您那一级知道了" in said(watched, pick_up(watched, call, "1"))
    else:
        assert (
            takes(watched, HEALTH, "1" if how == "text" else "接手 A0208-01")
            == "编号A0208-01，县卫健局知道了，已记下。"
        )
    first, second, *_ = clocks(watched, alert)
    assert (first.known_at, second.known_at) == (watched.clock.now(), None)
    assert rows(watched, alerts)[0].taken_by is not None
    look(watched, minutes=25)
    assert clocks(watched, alert)[0].missed_at is None
    assert len(of_clocks(watched)) == 1
    assert [turn.what for turn in rows(watched, alert_turns)] == [What.TAKEN, What.KNOWN]
    assert takes(watched, HEALTH).endswith("现在没有等人接手的急事。"), "once is enough"


def test_the_county_that_takes_it_from_the_ladder_knows_of_it(watched: Switchboard) -> None:
    alert = something(watched)
    look(watched, minutes=60)
    takes(watched, HEALTH)
    assert clocks(watched, alert)[0].known_at == watched.clock.now()
    look(watched, minutes=70)
    assert of_clocks(watched) == []
    assert look(watched, minutes=85) == [PREFECTURE], "its own time runs from when the county had to know"
    assert "州市卫健委" in of_clocks(watched, PREFECTURE)[0]


def test_a_level_without_anybody_is_answered_for_from_above(watched: Switchboard) -> None:
    nobody = f"kind,code,name,phones,role,duty\nstaff,{cast.COUNTY},周卫健,19900000125,health,no"
    roster.bring(watched, nobody.encode())
    alert = something(watched)
    takes(watched)
    assert look(watched, minutes=95) == [PREFECTURE]
    takes(watched, PREFECTURE)
    assert clocks(watched, alert)[0].known_at is not None


def test_what_the_law_does_not_want_has_no_clock_until_it_turns_graver(watched: Switchboard) -> None:
    alert = something(watched, Concern.SHARED_VEHICLE)
    assert clocks(watched, alert) == []
    clock_of(watched).forward(minutes=30)
    something(watched, Concern.FEVER_WITH_HISTORY, "call:2:1")
    assert len(rows(watched, alerts)) == 1
    assert (clocks(watched, alert)[0].due_at - alert.raised_at).total_seconds() == 150 * 60


def test_closing_it_ends_the_clocks_and_names_the_level_that_has_not_said_to_know(watched: Switchboard) -> None:
    something(watched)
    answer = takes(watched, cast.DOCTOR, "结 A0208-01 已送县医院")
    assert answer == "编号A0208-01办结，记下了。县卫健局还没确认知道，依法8号11:00前要报。"
    assert look(watched, hours=3) == []
    assert of_clocks(watched) == []


def test_a_level_told_on_paper_knows_and_twice_is_said(watched: Switchboard) -> None:
    alert = something(watched)
    takes(watched)
    with watched.work() as work:
        assert statutory.tell(work, alert, Level.COUNTY, "command line", "大卫报7号").level is Level.COUNTY
        with pytest.raises(BadInput, match="county has said to know of A0208-01 before"):
            statutory.tell(work, alert, Level.COUNTY, "command line", "大卫报8号")
        with pytest.raises(BadInput, match="the number of the document"):
            statutory.tell(work, alert, Level.PREFECTURE, "command line", "")
        with pytest.raises(NotFound, match="no clock of the law runs for grid"):
            statutory.tell(work, alert, Level.GRID, "command line", "x")
    assert clocks(watched, alert)[0].document == "大卫报7号"
    assert look(watched, minutes=120) == []


def test_after_a_night_without_a_tick_what_is_over_is_told_and_nobody_reminded_of_it(watched: Switchboard) -> None:
    alert = something(watched)
    takes(watched)
    look(watched, hours=7)
    assert [one.startswith("超时") for one in of_clocks(watched)] == [True, True], "nobody holds a post in the province"
    assert [one.missed_at is not None for one in clocks(watched, alert)] == [True, True, True, False]
