"""The calendar of markets: the evening before, whoever answers for the place is asked to stop it or keep it open.

What they answer is told like the outcome of any event, and counts in the daily report.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from gateway.domain.errors import NotAllowed, NotFound
from gateway.domain.movement.events import Kind
from gateway.domain.movement.markets import Order, day_to_tell_of, is_held, market_days, order_on
from gateway.domain.places import Level, at_level, covers
from gateway.domain.roles import Role
from gateway.domain.speaking.prepared import in_language
from gateway.journeys.movement import events, telling
from gateway.journeys.movement.events import Planned
from gateway.journeys.roster import Sorted, sort_rows
from gateway.journeys.sheets import markets as sheet
from gateway.journeys.sheets import table
from gateway.journeys.situations import standing
from gateway.store import markets as store
from gateway.store import roll, situations
from gateway.store.markets import Given, Market, MarketRow
from gateway.store.situations import Axis
from gateway.store.staff import Person
from gateway.switchboard import Switchboard, Work

NO_GATHERING = "no_gathering"  # the measure of a village's class that stops its markets
NOT_ORDERING = (Role.GRID_WORKER, Role.DOCTOR, Role.COUNCIL)  # who may keep no order, nor lift one


def bring(board: Switchboard, content: bytes, *, dry_run: bool = False) -> Sorted[MarketRow]:
    """Imports a calendar of markets, whole or not at all; what it does not name stays.

    Raises BadInput for a file that is no such table, and BadRoster naming every row that cannot be used.
    """
    with board.ledger.read() as tx:
        units, known = roll.units_now(tx).keys(), store.now(tx)
    found = sort_rows(sheet.read_markets(table.read(content, sheet.MARKETS), units), known, lambda row: row.key)
    if not dry_run:
        with board.work() as work:
            store.put_all(work.tx, found.to_write, work.now)
    return found


def remove(work: Work, market_id: int) -> Market:
    """Takes a market off the calendar. Raises NotFound."""
    market = store.load(work.tx, market_id)
    if market is None or not store.remove(work.tx, market_id, work.now):
        raise NotFound(f"there is no market {market_id} on the calendar; `dalaba market list` shows them")
    return market


# Orders


def order_for(board: Switchboard, tx: Connection, unit_code: str, day: date, language: str) -> str | None:
    """What stops the markets of a unit on a day, in words: an order, or its village's class. None: nothing does."""
    given = order_on((one.order for one in store.orders_over(tx, unit_code)), unit_code, day)
    if given is not None:
        return given.words
    kept = situations.in_force(tx, Axis.CLASS, at_level(unit_code, Level.VILLAGE))
    brings = standing.response_of(board, kept) if kept is not None else None
    if kept is None or brings is None or all(one.name != NO_GATHERING for one in brings.measures):
        return None
    title = in_language(brings.title, language)
    return board.catalogue.sms("event.market_class", language, situation=title, document=kept.document)


def order(work: Work, person: Person, given: Order) -> int:
    """Keeps an order in somebody's name, and returns its number. Raises NotAllowed."""
    return store.order(work.tx, given, _in_the_name_of(person, given), work.now)


def lift(work: Work, person: Person, order_id: int) -> Given:
    """An order holds no longer. Raises NotFound, and NotAllowed."""
    given = find_order(work.tx, order_id)
    store.lift(work.tx, order_id, _in_the_name_of(person, given.order), work.now)
    return given


def find_order(tx: Connection, order_id: int) -> Given:
    """An order in force by its number. Raises NotFound."""
    given = store.order_by_id(tx, order_id)
    if given is None:
        raise NotFound(f"no order {order_id} is in force; `dalaba market orders` shows those that are")
    return given


def _in_the_name_of(person: Person, given: Order) -> str:
    if person.role in NOT_ORDERING or not covers(person.unit_code, given.unit_code):
        raise NotAllowed(
            f"{person.name}, {person.role} of {person.unit_code}, may stop no markets of {given.unit_code}"
        )
    return events.by_office(person)


# Coming days


@dataclass(frozen=True)
class Coming:
    """A market day to come."""

    market: Market
    day: date
    stopped_by: str | None  # None: nothing stops it


def coming(board: Switchboard, tx: Connection, unit_code: str, days: int, language: str) -> list[Coming]:
    """The market days of a subtree from today on, so many days ahead, in order."""
    today = board.local_day(board.clock.now())
    found = [
        (day, market)
        for market in store.within(tx, unit_code)
        for day in market_days(market.rule, today, today + timedelta(days=days - 1))
    ]
    ordered = sorted(found, key=lambda one: (one[0], one[1].unit_code, one[1].name))
    return [Coming(one, day, order_for(board, tx, one.unit_code, day, language)) for day, one in ordered]


# The evening before


def due(board: Switchboard, work: Work) -> Sequence[tuple[Market, date]]:
    """The market days somebody is to be told of now."""
    day = day_to_tell_of(board.settings.local(work.now))
    return [(one, day) for one in store.untold(work.tx, day) if is_held(one.rule, day)] if day else []


def tell(board: Switchboard, work: Work) -> None:
    """Tells whoever answers for each place, once a market day, and keeps the day as an event to be answered."""
    for market, day in due(board, work):
        if store.mark_told(work.tx, market.id, day):
            _tell_of(board, work, market, day)


def _tell_of(board: Switchboard, work: Work, market: Market, day: date) -> None:
    event = events.foresee(work, Planned(Kind.MARKET, market.unit_code, day), f"market:{market.id}")
    language = telling.language_of(board, work, event)
    words = order_for(board, work.tx, market.unit_code, day, language)
    key = "event.market_stopped" if words else "event.market_allowed"
    order_words = board.catalogue.sms(key, language, document=words)
    telling.tell(board, work, event, "event.market", "market", market=market.name, order=order_words)
