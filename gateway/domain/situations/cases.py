"""Case lines: entered by the health role only, never by a machine.

Source: Community prevention work plan (trial), annex of 肺炎机制发〔2020〕5号; who may enter them, 条例 Arts 19-20.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

RECENT_DAYS = 14  # the day of confirmation counted in


class State(StrEnum):
    """Where a case stands."""

    SUSPECTED = "suspected"
    CONFIRMED = "confirmed"
    RULED_OUT = "ruled_out"
    RECOVERED = "recovered"
    DIED = "died"


NEXT: Mapping[State, frozenset[State]] = {
    State.SUSPECTED: frozenset({State.CONFIRMED, State.RULED_OUT, State.DIED}),
    State.CONFIRMED: frozenset({State.RECOVERED, State.DIED}),
    State.RULED_OUT: frozenset({State.SUSPECTED, State.CONFIRMED}),
    State.RECOVERED: frozenset({State.CONFIRMED}),  # ill again
    State.DIED: frozenset(),
}


@dataclass(frozen=True)
class CaseLine:
    """One line of the list: a person, and what is known of how they fell ill.

    confirmed_on  local day, None: never confirmed
    small_units   what it shares with others: its household, a work site, a stair of a building; none: not known
    """

    id: int
    confirmed_on: date | None
    state: State
    source_known: bool
    small_units: frozenset[str] = frozenset()

    def is_recent(self, today: date) -> bool:
        """Confirmed within the last fourteen days, today counted in."""
        return self.confirmed_on is not None and self.confirmed_on > today - timedelta(days=RECENT_DAYS)

    @property
    def is_open(self) -> bool:
        """Confirmed, and neither recovered nor dead."""
        return self.state is State.CONFIRMED


def in_one_small_unit(cases: Sequence[CaseLine]) -> list[CaseLine]:
    """All cases that share a small unit with another one."""
    counts = Counter(unit for case in cases for unit in case.small_units)
    return [case for case in cases if any(counts[unit] >= 2 for unit in case.small_units)]
