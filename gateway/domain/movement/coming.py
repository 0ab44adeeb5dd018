"""Which day to come is meant by a day that names no year."""

from collections.abc import Iterable
from datetime import date

MOST_AHEAD = 180  # days: a wedding is planned for longer than that is planned again
MOST_PAST = 3  # days: what is told late is told all the same


def nearest(days: Iterable[date | None], today: date) -> date | None:
    """Of these days the next to come, else one just past; None when all are too far off."""
    fitting = [day for day in days if day and -MOST_PAST <= (day - today).days <= MOST_AHEAD]
    return min(fitting, key=lambda day: (day < today, abs((day - today).days)), default=None)


def this_or_next_year(month: int | None, day: int | None, today: date) -> list[date | None]:
    """A day of the solar calendar in the years around today; None where there is none."""
    return [date_in(year, month, day) for year in (today.year - 1, today.year, today.year + 1)]


def date_in(year: int, month: int | None, day: int | None) -> date | None:
    """This day, None where there is none."""
    try:
        return date(year, month or 0, day or 0)
    except ValueError:
        return None
