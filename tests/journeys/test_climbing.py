"""How an alert climbs minute by minute, is handed on, and ends with a note."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from gateway.domain.calls import CallState
from gateway.domain.errors import BadInput
from gateway.domain.screening import Concern
from gateway.journeys import alerts as journey
from gateway.journeys import due, roster
from gateway.journeys.reporting.reports import Source
from gateway.journeys.telephone import dialling
from gateway.journeys.texting import texts
from gateway.store import alerts as store
from gateway.store.alerts import Alert, What
from gateway.store.outgoing_tables import alert_turns, alerts, texts_out
from gateway.switchboard import Switchboard
from tests.journeys.talk import ends, pick_up, rows
from tests.support import cast
from tests.support.board import carrier_of, clock_of

GRID_WORKER, SECRETARY, DEPUTY = "+8619900000121", "+8619900000122", "+8619900000123"
OFFICER, HEALTH = "+8619900000124", "+8619900000125"
STAFF = f"""kind,code,name,phones,role,duty
staff,{cast.GRID_1},段网格员,19900000121,grid_worker,
staff,{cast.VILLAGE},赵书记,19900000122,secretary,
staff,{cast.VILLAGE},钱副书记,19900000123,secretary,替补
staff,{cast.TOWNSHIP},孙值班,19900000124,officer,
staff,{cast.COUNTY},周卫健,19900000125,health,
"""


@pytest.fixture
def manned(board: Switchboard) -> Switchboard:
    """The village with somebody on every rung."""
    roster.bring(board, STAFF.encode())
    return board


def something(board: Switchboard, concern: Concern = Concern.HELP) -> Alert:
    """Door 001 needs help."""
    with board.work() as work:
        source = Source("call:1:1", cast.YANG, cast.GRID_1, 1, "zh")
        journey.raise_about(board, work, source.key, source, concern)
    return the_alert(board)


def the_alert(board: Switchboard) -> Alert:
    (row,) = rows(board, alerts)
    return Alert(**row._mapping)


def told(board: Switchboard) -> Sequence[str]:
    """The phones an alert's text went to, in order."""
    return [text.number for text in rows(board, texts_out) if text.about.startswith("alert:")]


def look(board: Switchboard, **passed: float) -> list[str]:
    """Time passes, then the minute's tick, twice. Returns the phones rung, as they were due; nobody answers."""
    clock_of(board).forward(**passed)
    before, due_to = len(carrier_of(board).calls), list[str]()
    for _ in range(2):
        orders = journey.due_calls(board)
        due_to += [order.number for order in orders]
        dialling.ring(board, orders)
    rung = carrier_of(board).calls[before:]  # at once, so in any order
    for call in rung:
        ends(board, call, CallState.NO_ANSWER)
    assert sorted(call.to for call in rung) == sorted(due_to)
    return due_to


def test_it_climbs_rung_by_rung_until_two_hours_have_passed(manned: Switchboard) -> None:
    something(manned)
    rungs = [(0, [cast.DOCTOR, GRID_WORKER]), (10, [SECRETARY, DEPUTY]), (30, [OFFICER]), (60, [HEALTH])]
    minute, reached = 0, []
    for after, people in rungs:
        look(manned, minutes=after - minute - 0.1 if after else 0)
        assert told(manned) == (reached or people)
        look(manned, minutes=0.1 if after else 0)
        reached = [*reached, *people]
        assert told(manned) == reached
        minute = after
    look(manned, minutes=59.9)
    assert the_alert(manned).breached_at is None
    look(manned, minutes=0.1)
    assert the_alert(manned).breached_at == manned.clock.now()
    look(manned, hours=5)
    assert told(manned) == reached, "nobody is told twice"
    assert [turn.what for turn in rows(manned, alert_turns)] == [What.BREACHED]
    assert list(due.alerts_to_ring(manned)) == [()], "it stays open until somebody answers"


def test_everybody_told_is_rung_too_and_nobody_once_it_is_taken(manned: Switchboard) -> None:
    something(manned)
    assert look(manned) == [cast.DOCTOR, GRID_WORKER]
    look(manned, minutes=2)
    assert look(manned, minutes=8) == [cast.DOCTOR, GRID_WORKER, SECRETARY, DEPUTY]
    pick_up(manned, carrier_of(manned).call_to(SECRETARY))
    texts.receive(manned, "SM1", SECRETARY, "x", "1")
    assert look(manned, minutes=30) == []
    assert told(manned) == [cast.DOCTOR, GRID_WORKER, SECRETARY, DEPUTY]


def test_a_rung_on_which_nobody_stands_is_passed_at_once(manned: Switchboard) -> None:
    roster.bring(manned, f"kind,code,name,phones,role,duty\nstaff,{cast.VILLAGE},李医生,19900000102,doctor,no".encode())
    roster.bring(
        manned, STAFF.replace("grid_worker,", "grid_worker,no").replace("secretary,\n", "secretary,no\n").encode()
    )
    something(manned)
    assert told(manned) == [DEPUTY], "the secretary's backup stands in where neither doctor nor grid worker is on duty"


def test_with_nobody_in_the_village_the_township_is_told_at_once(manned: Switchboard) -> None:
    nobody = STAFF.replace("grid_worker,", "grid_worker,no").replace("secretary,替补", "secretary,no")
    nobody = nobody.replace("secretary,\n", "secretary,no\n")
    nobody += f"staff,{cast.VILLAGE},李医生,19900000102,doctor,no\nstaff,{cast.VILLAGE},张敏,19900000101,cadre,no\n"
    roster.bring(manned, nobody.encode())
    something(manned)
    assert told(manned) == [OFFICER]
    look(manned, minutes=59)
    assert told(manned) == [OFFICER]
    look(manned, minutes=1)
    assert told(manned) == [OFFICER, HEALTH]


def test_whoever_comes_on_duty_meanwhile_is_told_as_well(manned: Switchboard) -> None:
    second = f"kind,code,name,phones,role,duty\nstaff,{cast.VILLAGE},杨医生,19900000112,doctor,no\n"
    roster.bring(manned, second.encode())
    something(manned)
    texts.receive(manned, "SM1", "+8619900000112", "x", "接班")
    look(manned, minutes=1)
    assert told(manned) == [cast.DOCTOR, GRID_WORKER, "+8619900000112"]


def test_what_the_ladder_leaves_to_the_daily_report_raises_nothing(manned: Switchboard) -> None:
    (ladder,) = manned.catalogue.ladders
    calm = replace(ladder, triggers=frozenset({Concern.FEVER_WITH_HISTORY}))
    quiet = replace(manned, catalogue=replace(manned.catalogue, ladders=(calm,)))
    with quiet.work() as work:
        source = Source("call:1:1", cast.YANG, cast.GRID_1, 1, "zh")
        assert not journey.raise_about(quiet, work, source.key, source, Concern.HELP)
        assert journey.raise_about(quiet, work, source.key, source, Concern.FEVER_WITH_HISTORY)


def test_a_step_may_text_without_ringing(manned: Switchboard) -> None:
    (ladder,) = manned.catalogue.ladders
    text_only = replace(ladder, steps=tuple(replace(step, by=frozenset({"sms"})) for step in ladder.steps))
    gentle = replace(manned, catalogue=replace(manned.catalogue, ladders=(text_only,)))
    something(gentle)
    assert look(gentle) == []
    assert told(gentle) == [cast.DOCTOR, GRID_WORKER]


# Handed on, closed


def writes(board: Switchboard, number: str, body: str) -> str:
    """The answer to a text."""
    texts.receive(board, f"SM-{number}-{body}-{len(rows(board, texts_out))}", number, "x", body)
    return next(text.body for text in reversed(rows(board, texts_out)) if text.about.startswith("reply:"))


@pytest.mark.parametrize("who", ["书记", "赵书记", "19900000122"])
def test_an_alert_is_handed_on_to_a_post_a_name_or_a_phone(manned: Switchboard, who: str) -> None:
    alert = something(manned)
    texts.receive(manned, "SM1", cast.DOCTOR, "x", "1")
    clock_of(manned).forward(minutes=1)
    assert writes(manned, cast.DOCTOR, f"转 {alert.code} {who}") == f"编号{alert.code}转给赵书记了，正在通知。"
    assert told(manned)[-1] == SECRETARY
    handed = next(text.body for text in rows(manned, texts_out) if text.number == SECRETARY)
    assert handed == f"急！李医生转给您：鹤阳村001，要人帮忙。回复1接手。编号{alert.code}"
    assert look(manned) == [SECRETARY]
    assert (the_alert(manned).taken_at, the_alert(manned).handed) == (None, 1)
    assert writes(manned, SECRETARY, "1").endswith("由赵书记接手。")
    assert [turn.what for turn in rows(manned, alert_turns)] == [What.TAKEN, What.HANDED_ON, What.TAKEN]


def test_handed_on_it_climbs_anew_but_the_two_hours_run_on(manned: Switchboard) -> None:
    alert = something(manned)
    clock_of(manned).forward(minutes=115)
    writes(manned, cast.DOCTOR, f"转 {alert.code} 网格员")
    look(manned)
    assert told(manned)[-1] == GRID_WORKER
    look(manned, minutes=5)
    assert the_alert(manned).breached_at is not None
    before = len(told(manned))
    look(manned, minutes=4.9)
    assert len(told(manned)) == before
    look(manned, minutes=0.1)
    assert told(manned)[before:] == [SECRETARY, DEPUTY]
    assert cast.DOCTOR not in told(manned)[1:], "whoever handed it on is not told again"


@pytest.mark.parametrize("who", ["", "某某", "村医", "李医生"])
def test_it_is_handed_to_nobody_unknown_nor_to_oneself(manned: Switchboard, who: str) -> None:
    alert = something(manned)
    answer = writes(manned, cast.DOCTOR, f"转 {alert.code} {who}")
    assert answer == f"没找到“{who or '-'}”。请写职务或姓名，如：转 {alert.code} 村医"
    assert the_alert(manned).handed == 0


def test_a_closing_note_ends_it(manned: Switchboard) -> None:
    alert = something(manned)
    assert writes(manned, cast.DOCTOR, f"结 {alert.code}") == f"请写上怎么办的，如：结 {alert.code} 已送县医院"
    assert writes(manned, cast.DOCTOR, f"结 {alert.code} 已送县医院") == f"编号{alert.code}办结，记下了。"
    kept = the_alert(manned)
    assert (kept.closing, kept.closed_at) == ("已送县医院", manned.clock.now())
    assert kept.closed_by is not None
    assert kept.closed_by.startswith("staff:")
    assert look(manned, hours=3) == []
    assert told(manned) == [cast.DOCTOR, GRID_WORKER]
    for body in ("1", f"接手{alert.code}", f"转 {alert.code} 书记", f"结 {alert.code} 再办"):
        assert writes(manned, cast.DOCTOR, body) == f"编号{alert.code}已经办结：已送县医院"
    assert the_alert(manned) == kept


@pytest.mark.parametrize("body", ["转 {code} 村医", "结 {code} 好了"])
def test_only_who_was_told_of_it_may_hand_it_on_or_close_it(manned: Switchboard, body: str) -> None:
    alert = something(manned)
    written = body.format(code=alert.code)
    assert writes(manned, OFFICER, written) == f"没有通知过您编号{alert.code}的急事，请看看编号对不对。"
    assert writes(manned, cast.YANG, written).startswith("没看懂")
    assert (the_alert(manned).handed, the_alert(manned).closed_at) == (0, None)


def test_it_is_not_closed_without_a_word(manned: Switchboard) -> None:
    alert = something(manned)
    with manned.work() as work, pytest.raises(BadInput, match="say how it ended"):
        journey.close(work, alert, "command line", "  ")
    with manned.work() as work:
        assert not journey.close(work, replace(alert, id="none"), "command line", "好了")
        assert store.turns(work.tx, alert.id) == []
