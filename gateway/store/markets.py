"""Markets, the days they are held on, and the orders that stop them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, or_, select, update

from gateway.domain.movement.market_rules import rule_in
from gateway.domain.movement.markets import Order, Rule
from gateway.store.market_tables import market_orders, markets
from gateway.store.sql import changed, covering, put, subtree


@dataclass(frozen=True)
class MarketRow:
    """A market as a sheet names it."""

    unit_code: str
    name: str
    days: str

    @property
    def key(self) -> tuple[str, str]:
        """What tells one from another."""
        return self.unit_code, self.name


@dataclass(frozen=True)
class Market:
    """A market that is held; None as in the table."""

    id: int
    unit_code: str
    name: str
    days: str
    told_day: date | None

    @property
    def rule(self) -> Rule:
        """The days it is held on."""
        return rule_in(self.days)


def now(tx: Connection) -> Mapping[tuple[str, str], MarketRow]:
    """Every market that is held, by unit and name."""
    return {one.key: one for one in (MarketRow(m.unit_code, m.name, m.days) for m in within(tx, ""))}


def put_all(tx: Connection, wanted: Sequence[MarketRow], at: datetime) -> None:
    """Adds markets, changes their days, and brings back one that was removed."""
    rows = [{**vars(row), "added_at": at, "removed_at": None} for row in wanted]
    put(tx, markets, rows, keys=("unit_code", "name"), changed=("days", "removed_at"))


def within(tx: Connection, unit_code: str) -> list[Market]:
    """The markets of a subtree by unit and name."""
    held = (subtree(markets.c.unit_code, unit_code), markets.c.removed_at.is_(None))
    return _found(tx, select(markets).where(*held))


def load(tx: Connection, market_id: int) -> Market | None:
    """A market by its number, None when there is none, or it was removed."""
    found = _found(tx, select(markets).where(markets.c.id == market_id, markets.c.removed_at.is_(None)))
    return found[0] if found else None


def remove(tx: Connection, market_id: int, at: datetime) -> bool:
    """Takes a market off the calendar; False when it is not on it."""
    mine = update(markets).where(markets.c.id == market_id, markets.c.removed_at.is_(None))
    return changed(tx, mine.values(removed_at=at)) == 1


def untold(tx: Connection, day: date) -> list[Market]:
    """The markets of whose market on this day, if they hold one, nobody was told."""
    earlier = or_(markets.c.told_day.is_(None), markets.c.told_day < day)
    return _found(tx, select(markets).where(markets.c.removed_at.is_(None), earlier))


def mark_told(tx: Connection, market_id: int, day: date) -> bool:
    """Notes that somebody is told of this market day, once; False when that was noted."""
    earlier = or_(markets.c.told_day.is_(None), markets.c.told_day < day)
    return changed(tx, update(markets).where(markets.c.id == market_id, earlier).values(told_day=day)) == 1


def _found(tx: Connection, statement: Any) -> list[Market]:
    rows = tx.execute(statement.order_by(markets.c.unit_code, markets.c.name))
    return [Market(row.id, row.unit_code, row.name, row.days, row.told_day) for row in rows]


# Orders


@dataclass(frozen=True)
class Given:
    """An order that was given and not lifted; `by` as in the table."""

    id: int
    order: Order
    by: str


def order(tx: Connection, given: Order, by: str, at: datetime) -> int:
    """Keeps an order and returns its number."""
    facts = {"unit_code": given.unit_code, "words": given.words, "from_day": given.since, "until_day": given.until}
    added = insert(market_orders).values(**facts, by=by, at=at).returning(market_orders.c.id)
    return int(tx.execute(added).scalar_one())


def lift(tx: Connection, order_id: int, by: str, at: datetime) -> bool:
    """An order holds no longer; False when there is no such order in force."""
    mine = update(market_orders).where(market_orders.c.id == order_id, market_orders.c.lifted_at.is_(None))
    return changed(tx, mine.values(lifted_at=at, lifted_by=by)) == 1


def orders_over(tx: Connection, unit_code: str) -> list[Given]:
    """The orders for a unit: its own and those of units above."""
    return _orders(tx, covering(market_orders.c.unit_code, unit_code))


def orders_within(tx: Connection, unit_code: str) -> list[Given]:
    """The orders for a unit and for those below it."""
    return _orders(tx, subtree(market_orders.c.unit_code, unit_code))


def order_by_id(tx: Connection, order_id: int) -> Given | None:
    """An order by its number, None when there is none in force."""
    found = _orders(tx, market_orders.c.id == order_id)
    return found[0] if found else None


def _orders(tx: Connection, which: Any) -> list[Given]:
    rows = tx.execute(select(market_orders).where(which, market_orders.c.lifted_at.is_(None)).order_by("id"))
    return [Given(row.id, Order(row.unit_code, row.words, row.from_day, row.until_day), row.by) for row in rows]
