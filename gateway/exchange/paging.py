"""Lists as Twilio pages them: newest first, and the address of the next page in each."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, Protocol, TypeVar
from urllib.parse import urlencode

from gateway.exchange.account import Refused

MOST_A_PAGE, USUAL_PAGE = 1000, 50


class Listed(Protocol):
    @property
    def sid(self) -> str: ...

    def as_json(self) -> dict[str, Any]: ...


Item = TypeVar("Item", bound=Listed)


def page(kind: str, path: str, found: Iterable[Item], query: Mapping[str, str]) -> dict[str, Any]:
    """One page of what was found (oldest first), as the client reads it; `kind` names the list in it."""
    newest = list(found)[::-1]
    size = min(_whole(query.get("PageSize"), USUAL_PAGE), MOST_A_PAGE)
    after = query.get("PageToken", "").removeprefix("PA")
    number = int(query.get("Page", "0")) if query.get("Page", "0").isdecimal() else 0
    start = next((place + 1 for place, item in enumerate(newest) if item.sid == after), number * size)
    shown = newest[start : start + size]
    more = start + size < len(newest)
    return {
        kind: [item.as_json() for item in shown],
        "page": number,
        "page_size": size,
        "start": start,
        "end": max(start, start + len(shown) - 1),
        "uri": _address(path, query, {}),
        "first_page_uri": _address(path, query, {"Page": "0", "PageToken": ""}),
        "previous_page_uri": None,
        "next_page_uri": _next(path, query, number, shown[-1].sid) if more else None,
    }


def on_day(query: Mapping[str, str], name: str) -> Callable[[datetime | None], bool]:
    """Whether an instant passes the filters `name`, `name<` and `name>`, which look at the day in UTC only."""
    days = {mark: _day(query[name + mark]) for mark in ("", "<", ">") if query.get(name + mark)}

    def passes(at: datetime | None) -> bool:
        if at is None:
            return not days
        day = at.date()
        return days.get("", day) == day and days.get(">", day) <= day <= days.get("<", day)

    return passes


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given[:10])
    except ValueError as error:
        raise Refused(20001, f"{given!r} is not a date") from error


def _whole(given: str | None, default: int) -> int:
    return int(given) if given and given.isdecimal() and int(given) else default


def _next(path: str, query: Mapping[str, str], number: int, last: str) -> str:
    return _address(path, query, {"Page": str(number + 1), "PageToken": f"PA{last}"})


def _address(path: str, query: Mapping[str, str], changed: Mapping[str, str]) -> str:
    asked = {name: value for name, value in {**query, **changed}.items() if value}
    return f"{path}?{urlencode(asked)}" if asked else path
