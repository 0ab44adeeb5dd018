"""Which facts of the ledger a count is about: a subtree, a day's window, and how far codes are cut."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Date, Integer, Text, and_, bindparam, func

from gateway.store.sql import subtree
from gateway.store.tables import Instant, reports

RECENT = timedelta(days=14)  # of whom the ten clears are asked: whoever came home so lately


@dataclass(frozen=True)
class Scope:
    """Which facts: of a subtree, after `since` up to `until` (aware), cut to codes of so many digits.

    alone  only what was filed at the unit itself, and of a village with its grids
    units  only what counts in these units, (): in all
    """

    within: str
    day: date
    since: datetime
    until: datetime
    length: int
    alone: bool = False
    units: tuple[str, ...] = ()

    def unit(self, column: Any) -> Any:
        """The code of the unit a row counts in."""
        return func.substr(column, 1, self.length).label("unit")

    def here(self, column: Any) -> Any:
        """That a row lies in the subtree, and in one of the units."""
        here = subtree(column, self.within)
        return and_(here, self.unit(column).in_(self.units)) if self.units else here

    def new(self, at: Any) -> Any:
        """That an instant lies in the day."""
        return and_(at > self.since, at <= self.until)

    def ago(self, days: int) -> Any:
        """A local day so many days before; below nothing, after."""
        return self.day - timedelta(days=days)

    @property
    def recent(self) -> Any:
        """The instant from which on the ten clears are asked of whoever came home."""
        return self.until - RECENT

    @property
    def days(self) -> Any:
        """That a report is of one of the two local days the day reaches over: what the index knows."""
        return reports.c.day.in_((self.ago(1), self.ago(0)))

    @property
    def reported(self) -> Any:
        """That a report belongs to the day."""
        return and_(self.days, self.new(reports.c.at), self.here(reports.c.unit_code))

    @property
    def values(self) -> dict[str, Any]:
        """What the statements built beforehand are asked with."""
        next_code = "!" if self.alone and len(self.within) < self.length else "~"  # before and after every digit
        own: dict[str, Any] = {"of_within": self.within, "of_beyond": self.within + next_code}
        own |= {"of_since": self.since, "of_until": self.until}
        days = {f"of_day_{ago}": self.ago(ago) for ago in (-1, 0, 1, 2, 6)}
        some = {"of_units": self.units} if self.units else {}
        return own | days | some | {"of_length": self.length, "of_recent": self.recent}


class AnyScope(Scope):
    """Any scope: a statement built for it once is asked with the values of each. Building costs more than asking."""

    def here(self, column: Any) -> Any:
        return and_(column >= self.within, column < _asked("beyond", Text()))

    def ago(self, days: int) -> Any:
        return _asked(f"day_{days}", Date())

    @property
    def recent(self) -> Any:
        return _asked("recent", Instant())


class SomeScope(AnyScope):
    """Any scope with units of its own."""

    def here(self, column: Any) -> Any:
        return and_(super().here(column), self.unit(column).in_(bindparam("of_units", expanding=True)))


def _asked(name: str, kind: Any) -> Any:
    return bindparam(f"of_{name}", type_=kind)


_ASKED = (
    _asked("within", Text()),
    _asked("day_0", Date()),
    _asked("since", Instant()),
    _asked("until", Instant()),
    _asked("length", Integer()),
)
ANY, SOME = AnyScope(*_ASKED), SomeScope(*_ASKED)
