"""Which facts belong to a day, and when each level's report of it is due.

One window for all levels, from one village cut-off to the next, so that the levels' sums agree; each level above
closes later, when those below it have. A day that was sealed keeps its end: when the cut-off is moved, the next day is
longer or shorter, and no fact belongs to two days or to none. Source: the cascade of the daily report, village 16:00
to province 20:00.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from gateway.domain.places import Level

REPORTING = (Level.VILLAGE, Level.TOWNSHIP, Level.COUNTY, Level.PREFECTURE, Level.PROVINCE)  # below first
REMIND_BEFORE = timedelta(minutes=30)
GRACE = timedelta(minutes=15)


@dataclass(frozen=True)
class Window:
    """A day of the report: facts after `since` up to and including `until`, aware UTC instants."""

    day: date
    since: datetime
    until: datetime

    def holds(self, at: datetime) -> bool:
        """Whether a fact of this instant belongs to the day."""
        return self.since < at <= self.until


class Step(StrEnum):
    """What is done about a level's report of a day, in this order."""

    REMIND = "remind"
    SEAL = "seal"
    TELL_ABOVE = "tell_above"


@dataclass(frozen=True)
class CutOffs:
    """The local time of day at which each level's report closes."""

    at: Mapping[Level, time]
    zone: ZoneInfo

    def window(self, day: date, ended: Mapping[date, datetime] | None = None) -> Window:
        """The facts of a local day, from where the day before ended.

        ended  days that were sealed -> when they ended, whatever the cut-offs say since; None: none was
        """
        ends = {one: self._villages_at(one) for one in (day - timedelta(days=1), day)} | dict(ended or {})
        return Window(day, ends[day - timedelta(days=1)], ends[day])

    def closes(self, day: date, level: Level) -> datetime:
        """When a level's report of a day closes; an aware instant."""
        return datetime.combine(day, self.at[level], tzinfo=self.zone)

    def _villages_at(self, day: date) -> datetime:
        return self.closes(day, Level.VILLAGE)

    def steps_due(
        self, days: Sequence[date], levels: Sequence[Level], now: datetime
    ) -> Iterator[tuple[date, Step, Level]]:
        """What is to be done by now about these days, first things first. Nobody is reminded once it is too late."""
        for day in days:
            for level in levels:
                closes = self.closes(day, level)
                if closes - REMIND_BEFORE <= now < closes:
                    yield day, Step.REMIND, level
                if now >= closes:
                    yield day, Step.SEAL, level
                if now >= closes + GRACE:
                    yield day, Step.TELL_ABOVE, level


def cut_offs(written: str) -> dict[Level, time]:
    """The cut-offs as they are written: `16:00`, the villages' and an hour more a level; or each by name.

    `village 16:00, township 17:00, county 18:00, prefecture 19:00, province 20:00`.

    Raises ValueError naming what is odd.
    """
    parts = [part.split() for part in written.split(",") if part.strip()]
    if len(parts) == 1 and len(parts[0]) == 1:
        first = _time(parts[0][0])
        return {level: _later(first, hours) for hours, level in enumerate(REPORTING)}
    found: dict[Level, time] = {}
    for part in parts:
        if len(part) != 2 or part[0] not in set(REPORTING):
            raise ValueError(f"expected a level and a time such as `village 16:00`, not {' '.join(part)!r}")
        found[Level(part[0])] = _time(part[1])
    if missing := [level for level in REPORTING if level not in found]:
        raise ValueError(f"no time for {', '.join(missing)}")
    if [found[level] for level in REPORTING] != sorted(found.values()):
        raise ValueError("a level may not close before the one below it")
    return found


def _time(written: str) -> time:
    try:
        return time.fromisoformat(written)
    except ValueError:
        raise ValueError(f"expected a time of day such as 16:00, not {written!r}") from None


def _later(first: time, hours: int) -> time:
    """So many hours later the same day, a minute before midnight at the latest."""
    minutes = min(first.hour * 60 + first.minute + 60 * hours, 24 * 60 - 1)
    return time(minutes // 60, minutes % 60)
