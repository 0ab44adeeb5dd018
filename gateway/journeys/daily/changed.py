"""What of a day is not as it was kept: the units a change touches, and of their facts those it may concern."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from sqlalchemy import Connection

from gateway.domain.daily.rolling import Facts
from gateway.domain.places import covers, upwards
from gateway.store.daily import facts, keeping
from gateway.store.daily.keeping import Change, Kept
from gateway.store.daily.scope import Scope

REACHING_DOWN = frozenset({"unit_rests", "broadcasts"})  # to all units below
ALL_ANEW = "units"  # a unit has come, gone or got another name: rare, and who stands below whom changes with it
FEW = 200  # units that are read one by one, by their index; more of them in one pass over the rows of all
MOST_NAMED = 2_000  # units named in a statement; when more have changed, all of them are read
MOST_LOOKED_UP = 500  # units whose days are looked up by their codes; when more are wanted, all are read

Stale = Mapping[str, frozenset[str]]  # unit -> facts to be read anew


class Reach(Enum):
    """Of which units a day is wanted."""

    ALL = auto()  # every unit of the subtree
    NEAR = auto()  # its top, and those right below it
    CHANGED = auto()  # those that are not as they were kept


@dataclass(frozen=True)
class Known:
    """What is kept, and the facts as they are now of those units whose day is not as it was kept."""

    units: Mapping[str, Kept]
    touched: Mapping[str, Facts]


def known(tx: Connection, scope: Scope, changes: Sequence[Change], reach: Reach) -> Known | None:
    """None when all has to be counted anew."""
    if any(change.of == ALL_ANEW for change in changes):
        return None
    stale = _stale(tx, scope, changes)
    touched = {above for code in stale for above in upwards(code) if covers(scope.within, above)}
    units = _units(tx, scope, touched, reach)
    top = {scope.within} if scope.within else set()
    if not stale.keys() | top <= units.keys():
        return None  # something was filed at a unit that is not in the ledger
    kept = keeping.facts(tx, scope.day, sorted(touched & units.keys()))
    anew = _read_anew(tx, scope, stale)
    return Known(units, {code: _replaced(own, stale.get(code), anew.get(code, {})) for code, own in kept.items()})


def _stale(tx: Connection, scope: Scope, changes: Iterable[Change]) -> Stale:
    stale: dict[str, frozenset[str]] = defaultdict(frozenset)
    for code, of in {(change.unit_code, change.of) for change in changes}:
        reached: Iterable[str] = (code,)
        if of in REACHING_DOWN:
            reached = keeping.codes(tx, scope.day, max(code, scope.within, key=len))
        for one in reached:
            stale[one] |= facts.reading(of)
    return stale


def _units(tx: Connection, scope: Scope, touched: Iterable[str], reach: Reach) -> dict[str, Kept]:
    wanted = {*touched, *([scope.within] if scope.within else [])}
    if reach is Reach.ALL or len(wanted) > MOST_LOOKED_UP:
        return keeping.of_subtree(tx, scope.day, scope.within)
    return keeping.with_those_below(tx, scope.day, sorted(wanted))


def _read_anew(tx: Connection, scope: Scope, stale: Stale) -> Mapping[str, Facts]:
    alike: dict[frozenset[str], list[str]] = defaultdict(list)
    for code, names in stale.items():
        alike[names].append(code)
    found: dict[str, Facts] = {}
    for names, codes in alike.items():
        if len(codes) <= FEW:
            found |= {code: facts.read_alone(tx, scope, code, names) for code in codes}
        elif len(codes) <= MOST_NAMED:
            found |= facts.read_some(tx, scope, codes, names)
        else:
            everywhere = facts.read_all(tx, scope, names)
            found |= {code: everywhere.get(code, {}) for code in codes}
    return found


def _replaced(own: Facts, stale: frozenset[str] | None, anew: Facts) -> Facts:
    return {name: said for name, said in own.items() if name not in (stale or ())} | dict(anew)
