"""What somebody texts for their unit: 零报; 日报 对; 日报 聚3 岗6 口罩5.

A text becomes figures by name, what was not understood is named. Full-width digits, blanks and commas are forgiven.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from gateway.domain.daily.columns import BY_WORD, Figure, Unit

OPENS = re.compile(r"(?:日报|daily)[\s:,]*(.*)", re.IGNORECASE | re.DOTALL)
RIGHT = frozenset({"对", "对的", "确认", "ok", "right", "yes"})
PART = re.compile(r"([^\W\d_]+)[\s:=]*(\d{1,5})(人|次|场|起|天|个|户)?$")
MEASURES: Mapping[str, frozenset[Unit]] = {  # what a measure word may count
    "人": frozenset({Unit.PEOPLE}),
    "个": frozenset({Unit.PEOPLE, Unit.EVENTS}),
    "天": frozenset({Unit.DAYS}),
    "户": frozenset({Unit.HOUSEHOLDS}),
    **dict.fromkeys(("次", "场", "起"), frozenset({Unit.EVENTS})),
}


@dataclass(frozen=True)
class Keyed:
    """A daily text understood.

    right   what the house counted is confirmed
    values  figure -> value
    unread  words nobody understands, as they were written: the name of a unit is among them
    """

    right: bool = False
    values: Mapping[str, int] = field(default_factory=dict)
    unread: tuple[str, ...] = ()


NOTHING_KEYED = Keyed()


def read(body: str) -> Keyed | None:
    """A text that begins with 日报, understood; None for any other text. Never raises."""
    written = unicodedata.normalize("NFKC", body).strip()
    opened = OPENS.fullmatch(written)
    if opened is None:
        return None
    right, values, unread = False, {}, list[str]()
    for part in filter(None, re.split(r"[,，、;；。]+", _apart(opened[1].strip(" 。.!,，、")))):
        found = PART.search(part.strip())
        figure = _figure(found) if found else None
        if found is not None and figure is not None:
            values[figure.name] = int(found[2])
        words = (part.strip()[: found.start()] if found is not None and figure is not None else part).split()
        right = right or any(word.casefold() in RIGHT for word in words)
        unread += [word for word in words if word.casefold() not in RIGHT]
    return Keyed(right=right, values=values, unread=tuple(unread))


def _figure(part: re.Match[str]) -> Figure | None:
    """白3 is funerals, 白30人 the people at them; what is counted in another measure is not understood."""
    word, measure = part[1].casefold(), part[3] or ""
    of_measure = BY_WORD.get(word + measure)
    if measure and of_measure is not None:
        return of_measure
    figure = BY_WORD.get(word)
    fits = figure is not None and (not measure or figure.unit in MEASURES[measure])
    return figure if fits else None


def _apart(written: str) -> str:
    """A comma after every number, so that `聚3岗6` and `聚 3 岗 6` are the same two parts."""
    return re.sub(r"(\d+)\s*(人|次|场|起|天|个|户)?\s*", r"\1\2,", written)
