"""The calendar of markets: one text the evening before, with the order in force, and the answer in the day's report."""

from datetime import date, timedelta

import pytest

from gateway.domain.errors import NotAllowed, NotFound
from gateway.domain.movement.markets import Order
from gateway.domain.situations.classes import Class
from gateway.journeys.movement import markets
from gateway.journeys.sheets.rows import BadRoster
from gateway.store import markets as store
from gateway.store import movement, situations, staff
from gateway.store.market_tables import markets as market_table
from gateway.store.movement_tables import events
from gateway.store.screening_tables import tasks as task_table
from gateway.store.situations import Axis, Situation
from gateway.switchboard import Switchboard
from tests.journeys import home
from tests.journeys.movement.telling import one, told, writes
from tests.journeys.movement.test_families import looks
from tests.journeys.movement.test_tips import hires
from tests.journeys.talk import rows
from tests.support import cast
from tests.support.board import clock_of

HORSE = date(2020, 2, 9)  # tomorrow
CALENDAR = f"code,name,days\n{cast.VILLAGE},鹤阳街,属鼠、属马\n{cast.TOWNSHIP}000,银桥大集,农历逢三逢八\n"


def at(board: Switchboard, hour: int, minute: int = 0, day: int = 8) -> None:
    """Sets the village's clock in February."""
    home.at(board, date(2020, 2, day), hour, minute)


@pytest.fixture
def calendar(board: Switchboard) -> Switchboard:
    """The village's market is tomorrow, the township's in two days."""
    found = markets.bring(board, CALENDAR.encode())
    assert len(found.added) == 2
    assert markets.bring(board, CALENDAR.encode()).same == 2
    return board


def test_the_cadre_is_asked_once_the_evening_before_and_what_is_stopped_is_counted(calendar: Switchboard) -> None:
    at(calendar, 18, 59)
    assert not looks(calendar)
    at(calendar, 19)
    assert looks(calendar)
    assert not looks(calendar)
    (text,) = told(calendar, cast.CADRE)
    assert text == "T1 明天鹤阳村鹤阳街。没有停市的通知，开不开请您定。停了回：T1停，照开回：T1开"
    event = one(calendar, events)
    assert (event.kind, event.unit_code, event.day) == ("market", cast.VILLAGE, HORSE)
    assert "T1劝停了" in writes(calendar, cast.CADRE, "T1停")
    now = clock_of(calendar).now()
    with calendar.ledger.read() as tx:
        counted = list(movement.counts(tx, cast.COUNTY, now - timedelta(hours=1), now))
    assert counted == [(cast.VILLAGE, "markets_stopped", 1)]
    assert one(calendar, task_table).answer == "stopped"
    at(calendar, 20, day=9)
    assert not looks(calendar), "nothing is asked of what is answered, and the next market is in two days"


@pytest.mark.parametrize("reply", ["T1开", "T1 照开", "t1 open", "T1 照常开"])
def test_kept_open_is_an_answer_too_and_nobody_is_asked_again(calendar: Switchboard, reply: str) -> None:
    at(calendar, 19)
    looks(calendar)
    assert "照常开" in writes(calendar, cast.CADRE, reply)
    event = one(calendar, events)
    assert (event.state, event.settled_at) == ("held_anyway", clock_of(calendar).now())
    at(calendar, 20, day=9)
    assert not looks(calendar)


@pytest.mark.parametrize("reply", ["T1", "T1 不停", "T1 停不了", "T1 开会去了再说"])
def test_an_answer_that_is_not_plain_is_asked_back(calendar: Switchboard, reply: str) -> None:
    at(calendar, 19)
    looks(calendar)
    assert "照开回：T1开" in writes(calendar, cast.CADRE, reply)
    assert one(calendar, events).settled_at is None


def test_who_has_not_answered_is_reminded_on_the_evening_of_the_day(calendar: Switchboard) -> None:
    at(calendar, 19)
    looks(calendar)
    at(calendar, 19, day=9)
    assert looks(calendar)
    assert "还没有您的回话。停了回：T1停" in told(calendar, cast.CADRE)[1]


def test_the_order_in_force_stands_in_the_text(calendar: Switchboard) -> None:
    supervisor = _somebody(calendar, cast.SUPERVISOR)
    with calendar.work() as work:
        number = markets.order(work, supervisor, Order(cast.TOWNSHIP, "县指挥部3号令", date(2020, 2, 8), HORSE))
    at(calendar, 19)
    looks(calendar)
    assert "按县指挥部3号令停市，请通知摊贩别来" in told(calendar, cast.CADRE)[0]
    with calendar.ledger.read() as tx:
        coming = markets.coming(calendar, tx, cast.TOWNSHIP, 3, "zh")
    assert [(one.market.name, one.day.day, one.stopped_by) for one in coming] == [("鹤阳街", 9, "县指挥部3号令")], (
        "the order ends before the township's market, which is on the eleventh"
    )
    with calendar.work() as work:
        markets.lift(work, supervisor, number)
        with pytest.raises(NotFound):
            markets.lift(work, supervisor, number)


def test_where_gatherings_are_restricted_the_class_is_the_order(calendar: Switchboard) -> None:
    with calendar.work() as work:
        because, who = {"reason": "unknown_sources"}, _somebody(calendar, cast.DOCTOR).id
        kept = (cast.VILLAGE, Axis.CLASS, Class.SPREADING, Class.SPREADING, because, "大卫健〔2020〕7号", who)
        situations.succeed(work.tx, None, Situation(*kept, "yunnan_2020", work.now))
    at(calendar, 19)
    looks(calendar)
    (text,) = told(calendar, cast.CADRE)
    assert "大卫健〔2020〕7号" in text
    assert "停市" in text


def test_a_market_a_tip_has_told_of_is_the_same_and_a_tip_told_later_joins_it(calendar: Switchboard) -> None:
    writes(calendar, cast.YANG, "举报 赶集 明天")
    at(calendar, 19)
    looks(calendar)
    writes(calendar, cast.SHARED, "赶集 明天")
    assert len(rows(calendar, events)) == 1
    assert len(rows(calendar, task_table)) == 1


def test_nobody_is_woken_and_whoever_could_not_be_told_is_told_in_the_morning(calendar: Switchboard) -> None:
    at(calendar, 21, 30)
    assert not looks(calendar)
    at(calendar, 7, day=9)
    assert looks(calendar)
    assert "T1 今天鹤阳村鹤阳街" in told(calendar, cast.CADRE)[0]
    at(calendar, 19, day=9)
    assert looks(calendar)


def test_a_township_s_market_is_its_own_duty_s(calendar: Switchboard) -> None:
    at(calendar, 19, day=10)
    looks(calendar)
    assert "银桥大集" in told(calendar, cast.SUPERVISOR)[0]
    assert told(calendar, cast.CADRE) == []


def test_a_removed_market_is_told_of_no_more_until_it_is_imported_again(calendar: Switchboard) -> None:
    number = rows(calendar, market_table)[0].id
    with calendar.work() as work:
        markets.remove(work, number)
        with pytest.raises(NotFound):
            markets.remove(work, number)
    at(calendar, 19)
    assert not looks(calendar)
    assert len(markets.bring(calendar, CALENDAR.encode()).added) == 1
    assert looks(calendar)


def test_who_walks_the_grids_may_give_no_order_nor_may_anybody_for_another_place(calendar: Switchboard) -> None:
    hires(calendar, "+8619900000131", "grid_worker", cast.GRID_3)
    with calendar.work() as work:
        for number, unit in (("+8619900000131", cast.GRID_3), (cast.CADRE, cast.TOWNSHIP), (cast.DOCTOR, cast.VILLAGE)):
            with pytest.raises(NotAllowed, match="may stop no markets"):
                markets.order(work, _somebody(calendar, number), Order(unit, "我说的", HORSE))


def test_bad_rows_are_named_and_nothing_is_imported(board: Switchboard) -> None:
    twice = f"{cast.VILLAGE},龙街,属龙\n{cast.VILLAGE},龙街,属蛇\n"
    sheet = f"代码,集市,街天\n{cast.VILLAGE},鹤阳街,逢三逢八\n999999,别处,周日\n{twice}"
    with pytest.raises(BadRoster) as caught:
        markets.bring(board, sheet.encode("gb18030"))
    assert [(fault.row, fault.reason.partition(":")[0]) for fault in caught.value.faults] == [
        (2, "days"),
        (3, "code"),
        (5, "names the same market as row 4; keep one of the two"),
    ]
    with board.ledger.read() as tx:
        assert store.now(tx) == {}


def _somebody(board: Switchboard, number: str) -> staff.Person:
    with board.ledger.read() as tx:
        return staff.by_number(tx, number)[0]
