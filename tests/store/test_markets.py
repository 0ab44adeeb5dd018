"""The calendar of markets and the orders in the ledger, on each database."""

from datetime import date

from gateway.domain.movement.markets import Order
from gateway.store import markets
from gateway.store.ledger import Ledger
from gateway.store.markets import MarketRow
from tests.store.conftest import NOON, VILLAGE

FEB_9 = date(2020, 2, 9)
STREET = MarketRow(VILLAGE, "鹤阳街", "属马")


def test_a_market_is_told_of_once_a_day_and_comes_back_when_it_is_imported_again(village: Ledger) -> None:
    with village.write() as tx:
        markets.put_all(tx, [STREET, MarketRow(VILLAGE[:9], "大集", "周日")], NOON)
        (own,) = markets.within(tx, VILLAGE)
        assert [one.name for one in markets.untold(tx, FEB_9)] == ["大集", "鹤阳街"]
        assert [markets.mark_told(tx, own.id, FEB_9) for _ in range(2)] == [True, False]
        assert [one.name for one in markets.untold(tx, FEB_9)] == ["大集"]
        assert not markets.mark_told(tx, own.id, date(2020, 2, 3)), "nor of a day before"
        assert [markets.remove(tx, own.id, NOON) for _ in range(2)] == [True, False]
        assert markets.load(tx, own.id) is None
        markets.put_all(tx, [MarketRow(VILLAGE, "鹤阳街", "属鼠")], NOON)
        back = markets.load(tx, own.id)
    assert back is not None
    assert (back.days, back.told_day) == ("属鼠", FEB_9)
    with village.read() as tx:
        assert set(markets.now(tx)) == {(VILLAGE, "鹤阳街"), (VILLAGE[:9], "大集")}


def test_an_order_holds_for_all_below_until_it_is_lifted(village: Ledger) -> None:
    given = Order(VILLAGE[:9], "3号令", FEB_9)
    with village.write() as tx:
        number = markets.order(tx, given, "staff:1", NOON)
        assert [one.order for one in markets.orders_over(tx, VILLAGE)] == [given]
        assert markets.orders_over(tx, VILLAGE[:6]) == []
        assert [one.id for one in markets.orders_within(tx, VILLAGE[:6])] == [number]
        assert [markets.lift(tx, number, "staff:1", NOON) for _ in range(2)] == [True, False]
        assert markets.orders_over(tx, VILLAGE) == []
        assert markets.order_by_id(tx, number) is None
