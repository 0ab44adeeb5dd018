"""The table of broadcast levels, and the messages kept ready: prompts/loudspeaker/, refused by file and reason."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import time, timedelta
from pathlib import Path
from typing import Any

from gateway.catalogue import sources
from gateway.catalogue.languages import BASE, Language
from gateway.catalogue.sources import Source
from gateway.domain.hours import Window
from gateway.domain.places import Level as Rung
from gateway.domain.speaking.levels import Approval, Gap, Level, LevelRule, Levels, Prices, Texting
from gateway.domain.speaking.prepared import Prepared

LONGEST_S = 45  # of a message kept ready: nobody remembers more

TYPES: Mapping[str, type[Any]] = {
    "issuers": list,
    "approval": dict,
    "windows": list,
    "plays": int,
    "retries": list,
    "texting": str,
    "optional": bool,
    "doors": bool,
    "expires_h": int,
    "remind_days": int,
}
APPROVAL: Mapping[str, type[Any]] = {"roles": list, "rung": str, "before": bool, "within_min": int}
PRICES: Mapping[str, type[Any]] = {"call_minute": float, "text_segment": float}
GAPS = ("evening", "window")
MOST_PLAYS, MOST_RETRIES, MOST_HOURS, MOST_REMIND_DAYS = 5, 6, 168, 14


def read_levels(path: Path) -> Levels:
    """The table. Raises BrokenPrompts for the first thing that is wrong, or a level that is missing."""
    source = sources.read(path)
    known = {*Level, "prices"}
    if unknown := sorted(source.table.keys() - known):
        raise source.broken(f"unknown table [{unknown[0]}]; there are: {', '.join(sorted(known))}")
    if missing := [name for name in (*Level, "prices") if name not in source.table]:
        raise source.broken(f"[{missing[0]}] is missing")
    rules = {level: _rule(source, level, source.table[level]) for level in Level}
    prices = source.table["prices"]
    _check(source, "prices", _misshapen(prices, PRICES))
    return Levels(rules, Prices(**prices))


def _rule(source: Source, level: Level, table: Any) -> LevelRule:
    _check(source, level, _misshapen(table, TYPES, may_be_left_out=("approval", "remind_days")))
    _check(source, level, _faults(table))
    return LevelRule(
        level=level,
        issuers=frozenset(table["issuers"]),
        approval=_approval(source, level, table.get("approval")),
        windows=tuple(_window(window) for window in table["windows"]),
        plays=table["plays"],
        retries=tuple(table["retries"]),
        texting=Texting(table["texting"]),
        optional=table["optional"],
        doors=table["doors"],
        expires=timedelta(hours=table["expires_h"]),
        remind=timedelta(days=table.get("remind_days", 0)),
    )


def _approval(source: Source, level: Level, table: Any) -> Approval | None:
    if table is None:
        return None
    _check(source, f"{level}.approval", _misshapen(table, APPROVAL))
    if table["rung"] not in list(Rung):
        raise source.broken(f"[{level}] approval rung {table['rung']!r} is none of: {' '.join(Rung)}")
    within = timedelta(minutes=table["within_min"])
    return Approval(frozenset(table["roles"]), Rung(table["rung"]), table["before"], within)


def _faults(table: Mapping[str, Any]) -> Iterator[str]:
    if not table["issuers"]:
        yield "nobody may issue it: issuers is empty"
    if not table["windows"] or not all(_is_window(window) for window in table["windows"]):
        yield 'windows must be pairs of local times in order, such as ["07:00", "21:00"]'
    if not 1 <= table["plays"] <= MOST_PLAYS:
        yield f"plays must lie between 1 and {MOST_PLAYS}"
    if len(table["retries"]) > MOST_RETRIES or not all(is_gap(gap) for gap in table["retries"]):
        yield f"retries are at most {MOST_RETRIES}, each minutes above 0, or one of: {' '.join(GAPS)}"
    if table["texting"] not in list(Texting):
        yield f"texting {table['texting']!r} is none of: {' '.join(Texting)}"
    if not 1 <= table["expires_h"] <= MOST_HOURS:
        yield f"expires_h must lie between 1 and {MOST_HOURS}"
    if not 0 <= table.get("remind_days", 0) <= MOST_REMIND_DAYS:
        yield f"remind_days must lie between 0 and {MOST_REMIND_DAYS}"


def is_gap(gap: Gap | Any, names: Sequence[str] = GAPS) -> bool:
    """Whether something may lie between two calls: minutes, or one of these names."""
    return gap in names or (type(gap) is int and gap > 0)


def _is_window(window: Any) -> bool:
    try:
        since, until = _window(window)
    except (TypeError, ValueError):
        return False
    return since < until or until == time(0)


def _window(window: Sequence[str]) -> Window:
    since, until = window
    return time.fromisoformat(since), time(0) if until == "24:00" else time.fromisoformat(until)


def _misshapen(table: Any, shape: Mapping[str, type[Any]], may_be_left_out: Sequence[str] = ()) -> Iterator[str]:
    if not isinstance(table, dict):
        yield "must be a table"
        return
    yield from (f"unknown attribute {name!r}" for name in table if name not in shape)
    yield from (f"{name!r} is missing" for name in shape if name not in table and name not in may_be_left_out)
    for name, value in table.items():
        if name in shape and type(value) is not shape[name]:
            yield f"{name!r} cannot be {value!r}"


def _check(source: Source, name: str, reasons: Iterator[str]) -> None:
    for reason in reasons:
        raise source.broken(f"[{name}] {reason}")


# Messages kept ready


def read_prepared(path: Path, languages: Mapping[str, Language]) -> tuple[Prepared, ...]:
    """The messages kept ready, in the order of the file. Raises BrokenPrompts for the first thing that is wrong."""
    source = sources.read(path)
    return tuple(prepared(source, name, table, languages) for name, table in source.table.items())


def prepared(source: Source, name: str, table: Any, languages: Mapping[str, Language]) -> Prepared:
    """One message kept ready. Raises BrokenPrompts for the first thing that is wrong."""
    _check(source, name, _misshapen(table, {"level": str, "title": dict, "words": dict}))
    if table["level"] not in list(Level):
        raise source.broken(f"[{name}] level {table['level']!r} is none of: {' '.join(Level)}")
    for attribute in ("title", "words"):
        _check(source, name, unworded(attribute, table[attribute], languages))
    for code, words in table["words"].items():
        if (seconds := languages[code].seconds(words)) > LONGEST_S:
            raise source.broken(f"[{name}] takes {seconds:.0f} s to say in {code!r}; {LONGEST_S} are the most")
    return Prepared(name, Level(table["level"]), table["title"], table["words"])


def unworded(attribute: str, worded: Any, languages: Mapping[str, Language]) -> Iterator[str]:
    """What is wrong with a wording by language."""
    if not isinstance(worded, dict):
        yield f"{attribute} must give the words of each language, such as {{ zh = ... }}"
        return
    if BASE not in worded:
        yield f"{attribute} lacks {BASE!r}, which the other languages fall back to"
    if unknown := sorted(worded.keys() - languages.keys()):
        yield f"no language is called {unknown[0]!r}"
