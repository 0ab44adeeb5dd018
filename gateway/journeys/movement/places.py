"""Where something happens, from what a text or a caller says of it."""

from collections import Counter

from gateway.domain.movement import said
from gateway.domain.movement.said import Plan
from gateway.domain.places import LENGTH_OF, Level, at_level
from gateway.store import roster
from gateway.switchboard import Work

VILLAGE = LENGTH_OF[Level.VILLAGE]


def meant(work: Work, near: str, words: str, plan: Plan) -> tuple[str, int | None]:
    """The unit, and the household where a door was named and is known.

    near  the unit of whoever wrote: where no other is named, it is somewhere in their village. Their own group would
          tell who wrote
    """
    here = _unit(work, near, words)
    home = roster.at_door(work.tx, here, plan.door) if plan.door and len(here) >= VILLAGE else None
    return (home.unit_code, home.id) if home else (here, None)


def _unit(work: Work, near: str, words: str) -> str:
    """A group is looked for in the village that is named, else in the writer's own."""
    village = _village(work, near, words)
    if len(village) < VILLAGE:
        return village
    inside = {unit.name: unit.code for unit in roster.all_units(work.tx, village) if unit.code != village}
    return said.place_in(words, inside) or village


def _village(work: Work, near: str, words: str) -> str:
    if len(near) >= VILLAGE:
        return at_level(near, Level.VILLAGE)
    villages = roster.villages_named_in(work.tx, said.as_named(words), near)  # a province has thousands
    named = Counter(unit.name for unit in villages)
    alone = {unit.name: unit.code for unit in villages if named[unit.name] == 1}
    return said.place_in(words, alone) or near
