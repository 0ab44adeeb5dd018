"""Where a village or county stands: what is in force, and what its case lines propose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from gateway.domain import dated
from gateway.domain.errors import BadInput, NotFound
from gateway.domain.places import Level
from gateway.domain.situations import risk
from gateway.domain.situations.cases import CaseLine
from gateway.domain.situations.classes import Class, Proposal, propose
from gateway.domain.situations.response import Response, Responses
from gateway.domain.situations.risk import Assessment, Risk
from gateway.store import cases, roster, situations
from gateway.store.roster import Unit
from gateway.store.situations import Axis, Situation
from gateway.switchboard import Switchboard


@dataclass(frozen=True)
class Standing:
    """A village. `in_force` None: nothing was ever confirmed, which counts as no case found."""

    village: Unit
    in_force: Situation | None
    lines: Sequence[CaseLine]
    proposal: Proposal

    @property
    def effective(self) -> Class:
        """The class it is in."""
        return Class(self.in_force.value) if self.in_force else Class.NONE


@dataclass(frozen=True)
class CountyStanding:
    """A county. `in_force` None: nothing was ever confirmed, which counts as low."""

    county: Unit
    in_force: Situation | None
    assessment: Assessment

    @property
    def effective(self) -> Risk:
        """The risk it is at."""
        return Risk(self.in_force.value) if self.in_force else Risk.LOW


def village_of(tx: Connection, code: str) -> Unit:
    """The village of this code. Raises NotFound, or BadInput for a unit of another level: a class is a village's."""
    unit = roster.unit(tx, code)
    if unit is None:
        raise NotFound(f"there is no unit {code!r}; `dalaba roster list` shows those there are")
    if unit.level is not Level.VILLAGE:
        raise BadInput(f"{unit.name} is a {unit.level}; a class is held by a village or community")
    return unit


def standing_of(tx: Connection, village: Unit, today: date, *, many_outbreaks: bool = False) -> Standing:
    """Where a village stands today. `many_outbreaks`: a health officer says so."""
    lines = [line.counted for line in cases.within(tx, village.code)]
    proposal = propose(lines, today, many_outbreaks=many_outbreaks)
    return Standing(village, situations.in_force(tx, Axis.CLASS, village.code), lines, proposal)


def several(tx: Connection, villages: Sequence[Unit], within: str, today: date) -> list[Standing]:
    """Of these villages of a subtree those with a case, or with something confirmed."""
    by_village = _by_village(tx, within)
    kept = situations.all_in_force(tx, Axis.CLASS, within)
    return [
        Standing(one, kept.get(one.code), by_village.get(one.code, ()), propose(by_village.get(one.code, ()), today))
        for one in villages
        if one.code in kept or one.code in by_village
    ]


def _by_village(tx: Connection, within: str) -> Mapping[str, list[CaseLine]]:
    found: dict[str, list[CaseLine]] = {}
    for line in cases.within(tx, within):
        found.setdefault(line.village, []).append(line.counted)
    return found


def county_standing(tx: Connection, county: Unit, today: date) -> CountyStanding:
    """Where a county stands today, from the case lines of its villages."""
    assessment = risk.assess(list(_by_village(tx, county.code).values()), today)
    return CountyStanding(county, situations.in_force(tx, Axis.RISK, county.code), assessment)


def responses_for(board: Switchboard, unit_code: str, day: date) -> Responses:
    """What the classes bring in a unit, by the table in force."""
    return dated.in_force(board.catalogue.responses, unit_code, day)


def response_of(board: Switchboard, kept: Situation) -> Response:
    """What a class confirmed earlier brings, by the table it was confirmed under."""
    return table_of(board, kept).by_class[Class(kept.value)]


def table_of(board: Switchboard, kept: Situation) -> Responses:
    """The table a class was confirmed under."""
    named = [table for table in board.catalogue.responses if table.name == kept.responses]
    return named[0] if named else responses_for(board, kept.unit_code, board.local_day(kept.from_at))
