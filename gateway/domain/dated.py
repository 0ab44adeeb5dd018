"""Tables that hold in a county from a day on: which one serves, and where none does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from gateway.domain import places


@dataclass(frozen=True)
class Dated:
    """What holds in a county from a day on.

    county   code of the unit it holds for, with everything below
    until    the last day, None while nobody has ended it
    """

    name: str
    county: str
    since: date
    until: date | None

    def holds_on(self, day: date) -> bool:
        """Whether it is in force."""
        return self.since <= day and (self.until is None or day <= self.until)


Table = TypeVar("Table", bound=Dated)


def in_force(tables: Sequence[Table], unit_code: str, day: date) -> Table:
    """The table for a unit on a day: the most specific county, and the newest of its tables in force.

    Where none is in force the one nearest above still serves (nobody is turned away for want of a table, and `gaps`
    tells of it).
    """
    here = [table for table in tables if places.covers(table.county, unit_code)] or list(tables)
    holding = [table for table in here if table.holds_on(day)] or here
    return max(holding, key=lambda table: (len(table.county), table.since))


def gaps(tables: Sequence[Dated]) -> list[str]:
    """Days without a table, one sentence each: between one's last day and the next one's first, and after the last."""
    found = []
    for county in sorted({table.county for table in tables}):
        mine = sorted((table for table in tables if table.county == county), key=lambda table: table.since)
        above = [table for table in tables if table.county != county and places.covers(table.county, county)]
        for ended, following in zip(mine, [*mine[1:], None], strict=True):
            first = ended.until + timedelta(days=1) if ended.until else None
            if first is None or (following is not None and following.since <= first):
                continue
            if not any(table.holds_on(first) for table in [*mine, *above]):
                found.append(f"{ended.name}: no table for {county} from {first} on")
    return found
