"""Why a household is asked how everybody is: by which class, how often, how far today's round is, and when it rings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from gateway.domain import places
from gateway.domain.places import Level
from gateway.domain.situations.classes import Class
from gateway.domain.situations.rounds import HomeState
from gateway.journeys import callees
from gateway.journeys.observing import rounds as journey
from gateway.journeys.situations import standing
from gateway.store import roster, round_homes, situations
from gateway.store.roster import Household
from gateway.store.situations import Axis
from gateway.switchboard import Switchboard, Work


@dataclass(frozen=True)
class AskedHome:
    """A household that is asked so many times a day, by a class and since when. `state` None: no round today yet."""

    door: str
    times: int
    situation: Class
    since: date
    state: HomeState | None


def asked_homes(board: Switchboard, tx: Connection, number: str, now: datetime) -> list[AskedHome]:
    """The homes behind a phone that are asked every day."""
    found = []
    for home in roster.households_of(tx, number):
        kept = situations.in_force(tx, Axis.CLASS, _village(home))
        times = len(standing.table_of(board, kept).rounds_of(Class(kept.value))) if kept else 0
        if kept is not None and times:
            today = round_homes.of_household(tx, home.id, board.local_day(now))
            state = today[-1][1].state if today else None
            found.append(AskedHome(home.door, times, Class(kept.value), board.local_day(kept.from_at), state))
    return found


def next_calls(
    board: Switchboard, tx: Connection, number: str, calls: Sequence[datetime], now: datetime
) -> Iterator[tuple[datetime, bool]]:
    """When a phone is rung about each of its homes, and whether it is so unless they tell before."""
    for home in roster.households_of(tx, number):
        rung = _in_a_round(board, tx, home, number, calls, now)
        if rung is not None:
            yield rung, False
        elif roster.number_of(tx, home.id) == number:
            at = _next_round(board, tx, _village(home), now)
            if at is not None:
                yield at, True


def _in_a_round(
    board: Switchboard, tx: Connection, home: Household, number: str, calls: Sequence[datetime], now: datetime
) -> datetime | None:
    """Asks the same rules that ring them."""
    for held, mine in round_homes.of_household(tx, home.id, board.local_day(now)):
        if held.ended_at is None and mine.state is HomeState.DUE and mine.number == number:
            free = callees.routine_at(Work(tx, now), {number: calls})[number]
            checked = round_homes.checked_until(tx, {home.id}, now).get(home.id, now)
            rule = held.as_rule(board.settings.local)
            at = journey.first_ring(board, rule, max(mine.next_try_at, free, checked))
            return at if at < held.closes_at else None
    return None


def _next_round(board: Switchboard, tx: Connection, village: str, now: datetime) -> datetime | None:
    today, tomorrow = (journey.planned(board, tx, then, village) for then in (now, now + timedelta(days=1)))
    return min((one.times.ring_at for one in (*today, *tomorrow) if one.times.ring_at > now), default=None)


def _village(home: Household) -> str:
    return places.at_level(home.unit_code, Level.VILLAGE)
