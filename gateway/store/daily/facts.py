"""What a unit's day is made of, fact by fact: from which tables each is read, and how, of a subtree or of one unit.

A fact says something of units themselves, without those below them, in plain JSON. Those that count give figures; the
others say what people keyed, who signed, what is disputed, what came late, and which grids nothing came from.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, Table, literal, union_all
from sqlalchemy.sql import visitors

from gateway.domain.daily.columns import FIGURES
from gateway.domain.daily.content import changes
from gateway.domain.daily.rolling import VILLAGE, Facts
from gateway.store import alerts, movement
from gateway.store.daily import acts, counting, disputes, endings, versions
from gateway.store.daily.scope import Scope
from gateway.store.daily.sources import BUILT, BUILT_OF_SOME
from gateway.store.sql import roomy

Said = Mapping[str, Mapping[str, Any]]  # unit -> what a fact says of it


@dataclass(frozen=True)
class Fact:
    """Something of a unit's day that is read by a function of its own. `counts`: what it says are figures."""

    tables: frozenset[str]
    read: Callable[[Connection, Scope], Said]
    counts: bool = False


def _figures(counts: Callable[..., Iterable[tuple[str, str, int]]]) -> Callable[[Connection, Scope], Said]:
    def read(tx: Connection, scope: Scope) -> Said:
        found: dict[str, dict[str, int]] = defaultdict(dict)
        for code, name, value in counts(tx, scope.within, scope.since, scope.until):
            of_unit = found[code[: scope.length]]
            of_unit[name] = of_unit.get(name, 0) + value
        return found

    return read


def _signed(tx: Connection, scope: Scope) -> Said:
    signed = acts.signed(tx, scope.within, scope.day).items()
    return {code: {"what": one.what.value, "by": one.by, "at": one.at.isoformat()} for code, one in signed}


def _late(tx: Connection, scope: Scope) -> Said:
    revised = versions.revised(tx, scope.ago(1), scope.within)
    return {code: {name: list(pair) for name, pair in changes(*two).items()} for code, two in revised.items()}


def _lived_in(tx: Connection, scope: Scope) -> Said:
    return {code: {"grids": grids} for code, grids in counting.lived_in_grids(tx, scope).items()}


def _silent(tx: Connection, scope: Scope) -> Said:
    silent: dict[str, dict[str, str]] = defaultdict(dict)
    for grid, name in counting.silent_grids(tx, scope):
        silent[grid[:VILLAGE]][grid] = name
    return silent


READ: Mapping[str, Fact] = {
    "movement": Fact(frozenset({"events", "rumours"}), _figures(movement.counts), counts=True),
    "alerts": Fact(frozenset({"alerts", "alert_turns", "alert_clocks"}), _figures(alerts.counts), counts=True),
    "said": Fact(frozenset({"keyed_figures"}), lambda tx, scope: acts.keyed(tx, scope.within, scope.day)),
    "signed": Fact(frozenset({"day_acts"}), _signed),
    "disputes": Fact(frozenset({"disputes"}), lambda tx, scope: disputes.of_day(tx, scope.within, scope.day)),
    "late": Fact(frozenset({"day_reports"}), _late),
    "lived_in": Fact(frozenset({"households"}), _lived_in),
    "silent": Fact(frozenset({"households", "reports", "units"}), _silent),
}


def _tables_of(statement: Select[Any]) -> frozenset[str]:
    return frozenset(one.name for one in visitors.iterate(statement) if isinstance(one, Table))


COUNTED = {names[0]: names for names in BUILT}  # what one statement counts is called by its first figure
TABLES: Mapping[str, frozenset[str]] = {
    **{names[0]: _tables_of(statement) for names, statement in BUILT.items()},
    **{name: fact.tables for name, fact in READ.items()},
}
COUNTS = frozenset({*COUNTED, *(name for name, fact in READ.items() if fact.counts)})
MOST = max(len(names) for names in COUNTED.values())


def reading(table: str) -> frozenset[str]:
    """The facts that are read from a table."""
    return frozenset(name for name, tables in TABLES.items() if table in tables)


def read(tx: Connection, scope: Scope, names: Iterable[str] = TABLES) -> dict[str, dict[str, Mapping[str, Any]]]:
    """Unit -> these facts of it; what is nothing is left out."""
    found: dict[str, dict[str, Mapping[str, Any]]] = defaultdict(dict)
    wanted = sorted(names)
    for name, said in _counted(tx, scope, tuple(name for name in wanted if name in COUNTED)):
        for code, figures in said.items():
            found[code][name] = figures
    for name in wanted:
        if name in READ:
            for code, one in READ[name].read(tx, scope).items():
                found[code][name] = one
    return endings.with_roster(tx, scope, wanted, found)


def read_all(tx: Connection, scope: Scope, names: Iterable[str] = TABLES) -> dict[str, dict[str, Mapping[str, Any]]]:
    """The same in one pass over all rows of a subtree, however many."""
    roomy(tx)
    return read(tx, scope, names)


def read_alone(tx: Connection, scope: Scope, code: str, names: Iterable[str]) -> Facts:
    """These facts of one unit itself, by its index."""
    return read(tx, replace(scope, within=code, alone=True), names).get(code, {})


def read_some(
    tx: Connection, scope: Scope, codes: Sequence[str], names: Iterable[str]
) -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    """Unit -> these facts of it, of these units only."""
    found = read_all(tx, replace(scope, units=tuple(codes)), names)
    return {code: found.get(code, {}) for code in codes}


def _counted(tx: Connection, scope: Scope, names: Sequence[str]) -> Iterable[tuple[str, Said]]:
    """All statements in one question, so that a village costs one round trip."""
    said: dict[str, dict[str, dict[str, int]]] = {name: {} for name in names}
    for row in tx.execute(_question(tuple(names), bool(scope.units)), scope.values) if names else ():
        figures = {name: int(value) for name, value in zip(COUNTED[row[0]], row[2:], strict=False) if value}
        if figures:
            said[row[0]][row[1]] = figures
    return said.items()


@cache
def _question(names: tuple[str, ...], of_some: bool) -> Any:
    parts: list[Select[Any]] = []
    for name in names:
        counted = (BUILT_OF_SOME if of_some else BUILT)[COUNTED[name]].subquery()
        empty = [literal(0)] * (MOST - len(COUNTED[name]))
        padding = [zero.label(f"empty_{at}") for at, zero in enumerate(empty)]
        parts.append(Select(literal(name).label("fact"), *counted.c, *padding))
    return union_all(*parts)


KEPT_AS = 1  # raised when what is kept of a unit, or how days are rolled up, changes otherwise than in the statements


def _made_by() -> str:
    """Which statements and tables a day is counted from: another release may count otherwise."""
    written = [(name, str(BUILT[names])) for name, names in sorted(COUNTED.items())]
    read_from = [(name, sorted(tables)) for name, tables in sorted(TABLES.items())]
    shape = (KEPT_AS, written, read_from, [figure.name for figure in FIGURES])
    return hashlib.sha256(repr(shape).encode()).hexdigest()[:16]


MADE_BY = _made_by()
