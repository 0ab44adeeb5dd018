"""Days of units rolled up the ladder, those below first, from what is known of each unit itself."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from gateway.domain.daily.content import DayReport, Values
from gateway.domain.daily.rolling import Facts, roll_up
from gateway.domain.places import level_of, upwards
from gateway.store.daily import acts, counting
from gateway.store.daily.facts import COUNTS
from gateway.store.daily.scope import Scope


@dataclass(frozen=True)
class Named:
    """A unit's name, and the nearest unit of the ledger above it."""

    name: str
    above: str | None


Ladder = Mapping[str, Named]  # by code


def below(ladder: Ladder) -> Mapping[str, Sequence[str]]:
    """The units right below each, by code."""
    found: dict[str, list[str]] = defaultdict(list)
    for code in sorted(ladder):
        if (above := ladder[code].above) is not None:
            found[above].append(code)
    return found


def rolled_up(
    tx: Connection,
    scope: Scope,
    ladder: Ladder,
    own: Mapping[str, Facts],
    kept: Mapping[str, DayReport],
) -> dict[str, DayReport]:
    """The days of all units of the ladder; of those that are kept, what was kept.

    own  what is known of the others themselves
    """
    anew = ladder.keys() - kept.keys()
    resting, spoken = (acts.resting(tx, scope.within, scope.day), _spoken(tx, scope, anew)) if anew else ({}, {})
    children, reports = below(ladder), dict(kept)
    for code in sorted(anew, key=lambda code: (-len(code), code)):
        parts = {child: (ladder[child].name, reports[child]) for child in children.get(code, ())}
        mine = own.get(code, {})
        rests = level_of(code) is not None and any(above in resting for above in upwards(code))
        said = spoken.get(code, {})
        reports[code] = roll_up(code, scope.day, mine, _figures(mine), parts, resting=rests, spoken=said)
    return reports


def _figures(own: Facts) -> Values:
    counted: dict[str, int] = {}
    for name in own.keys() & COUNTS:
        for figure, value in own[name].items():
            counted[figure] = counted.get(figure, 0) + value
    return counted


def _spoken(tx: Connection, scope: Scope, codes: Iterable[str]) -> dict[str, dict[str, int]]:
    """How many broadcasts touched each unit, sent in or over it, and in how many languages."""
    inside: dict[str, set[str]] = defaultdict(set)
    over: dict[str, set[str]] = defaultdict(set)
    tongues: dict[str, frozenset[str]] = {}
    for broadcast_id, area, languages in counting.spoken(tx, scope):
        tongues[broadcast_id] = languages
        over[area].add(broadcast_id)
        for code in upwards(area):
            inside[code].add(broadcast_id)
    found = {}
    for code in codes if tongues else ():
        touching = inside.get(code, set()).union(*(over[above] for above in upwards(code) if above in over))
        if touching:
            said = frozenset[str]().union(*(tongues[one] for one in touching))
            found[code] = {"broadcasts": len(touching), "broadcast_languages": len(said)}
    return found
