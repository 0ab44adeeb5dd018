"""The policy tables under prompts/policy/: read, checked, refused by file, line and reason."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time
from pathlib import Path
from typing import Any

from gateway.catalogue import sources
from gateway.catalogue.shapes import Shape, misshapen, no_two_begin_together
from gateway.catalogue.sources import Source
from gateway.catalogue.wording import Texts
from gateway.domain import policy as rules
from gateway.domain.errors import BrokenPrompts
from gateway.domain.policy import CONDITIONS, Basis, Half, Place, Policy, Rule
from gateway.domain.screening import Category

MOST_DAYS = 60  # of one observation

TOP: Shape = {
    "county": (str,),
    "from": (date,),
    "until": (date,),
    "halves": (dict,),
    "rules": (list,),
}
RULE: Shape = {
    "category": (str,),
    "when": (list,),
    "places": (list,),
    "observe": (int,),
    "basis": (str,),
    "checks": (int,),
    "instruction": (str,),
    "place": (str,),
}
MAY_BE_LEFT_OUT = frozenset({"until", "places", "basis", "checks", "place"})
HALVES = ("am", "pm")
HALF = ("due", "ring", "until")


def read_policies(folder: Path) -> tuple[Policy, ...]:
    """The tables in a folder. Raises BrokenPrompts for the first thing that is wrong, or when there is no table."""
    found = tuple(_policy(sources.read(path)) for path in sorted(folder.glob("*.toml")))
    if not found:
        raise BrokenPrompts(f"{folder}: there is no policy table; nobody's category could be told")
    no_two_begin_together(folder, found)
    return found


def find_problems(policies: Sequence[Policy], texts: Sequence[Texts]) -> list[str]:
    """What somebody should look at: days and categories without a rule, instructions without words."""
    return [*rules.gaps(policies), *dict.fromkeys(_unworded(policies, texts))]


def _unworded(policies: Sequence[Policy], texts: Sequence[Texts]) -> Iterator[str]:
    for policy in policies:
        for rule in policy.rules:
            for found in texts:
                if f"instruction.{rule.instruction}" not in found.sentences:
                    yield f"{found.path}: 'instruction.{rule.instruction}', said by {policy.name}, has no wording"


def _policy(source: Source) -> Policy:
    for reason in misshapen(source.table, TOP, MAY_BE_LEFT_OUT):
        raise source.broken(reason)
    top = source.table
    halves = tuple(_half(source, name, table) for name, table in top["halves"].items())
    made = [_rule(source, number, table, len(halves)) for number, table in enumerate(top["rules"], start=1)]
    _check_ends(source, made)
    if "until" in top and top["until"] < top["from"]:
        raise source.broken(f"until {top['until']} lies before from {top['from']}")
    return Policy(source.path.stem, top["county"], top["from"], top.get("until"), halves, tuple(made))


def _half(source: Source, name: str, table: Any) -> Half:
    if name not in HALVES:
        raise source.broken(f"[halves.{name}]: the halves of a day are called {' and '.join(HALVES)}")
    if not isinstance(table, dict) or set(table) != set(HALF) or not all(type(at) is time for at in table.values()):
        raise source.broken(f"[halves.{name}] needs exactly: {', '.join(HALF)}, each a time such as 08:00:00")
    half = Half(name, **table)
    if not half.due < half.ring < half.until:
        raise source.broken(f"[halves.{name}] due, ring and until must follow each other")
    return half


def _rule(source: Source, number: int, table: Any, halves: int) -> Rule:
    if not isinstance(table, dict):
        raise source.broken_at("rules", number, "must be a table, [[rules]]")
    for reason in (*misshapen(table, RULE, MAY_BE_LEFT_OUT), *_faults(table, halves)):
        raise source.broken_at("rules", number, reason)
    return Rule(
        category=Category(table["category"]),
        when=tuple(table["when"]),
        listed=frozenset(table.get("places", ())),
        observe=table["observe"],
        basis=Basis(table.get("basis", Basis.ARRIVAL)),
        checks=table.get("checks", 0),
        instruction=table["instruction"],
        place=Place(table.get("place", Place.HOME)),
    )


def _faults(table: Mapping[str, Any], halves: int) -> Iterator[str]:
    for name, known in (("category", Category), ("basis", Basis), ("place", Place)):
        if name in table and table[name] not in list(known):
            yield f"{name} {table[name]!r} is none of: {' '.join(known)}"
    for name in table.get("when", ()):
        if name not in CONDITIONS:
            yield f"unknown condition {name!r}; there are: {' '.join(CONDITIONS)}"
    if ("listed" in table.get("when", ())) != bool(table.get("places")):
        yield "the condition 'listed' and a list of 'places' (area codes) go together"
    if not 0 <= table.get("observe", 0) <= MOST_DAYS:
        yield f"observe must lie between 0 and {MOST_DAYS} days"
    if not 0 <= table.get("checks", 0) <= halves:
        yield f"checks must lie between 0 and {halves}, the halves of the day named above"


def _check_ends(source: Source, made: Sequence[Rule]) -> None:
    """Only the last rule holds for everybody: with none somebody is without a rule, behind one nobody comes."""
    open_ended = [number for number, rule in enumerate(made, start=1) if not rule.when]
    if not open_ended:
        raise source.broken("the last rule must hold for everybody: when = []")
    if open_ended[0] < len(made):
        raise source.broken_at("rules", open_ended[0] + 1, "nobody comes so far: the rule before holds for everybody")
