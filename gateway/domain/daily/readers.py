"""Who may read digests, of which levels, when they are due, and how much they see of whoever is behind a figure.

Source: roles and masking of the privacy rules: names for whoever works with the people, doors for whoever supervises
them, counts from the county up.
"""

from collections.abc import Mapping
from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum

from gateway.domain.daily.window import REPORTING
from gateway.domain.places import Level, rung
from gateway.domain.roles import Role


class Sight(StrEnum):
    """What somebody is told of the people behind a figure."""

    COUNTS = "counts"  # how many, unit by unit
    DOORS = "doors"  # and which doors, no names
    NAMES = "names"  # and the name and number there


def least(one: Sight, other: Sight) -> Sight:
    """Whichever tells less."""
    return min(one, other, key=list(Sight).index)


NEAR = (Level.VILLAGE, Level.TOWNSHIP)

# Role -> what it sees in a village or township, and above.
SIGHTS: Mapping[Role, tuple[Sight, Sight]] = {
    Role.CADRE: (Sight.NAMES, Sight.COUNTS),
    Role.SECRETARY: (Sight.NAMES, Sight.COUNTS),
    Role.DOCTOR: (Sight.NAMES, Sight.COUNTS),
    Role.SUPERVISOR: (Sight.DOORS, Sight.COUNTS),
    Role.OFFICER: (Sight.DOORS, Sight.COUNTS),
    Role.HEALTH: (Sight.NAMES, Sight.NAMES),
}


def sight_of(role: str, unit_code: str) -> Sight | None:
    """What a role of a unit sees; None: it may read no digest."""
    known = SIGHTS.get(Role(role))
    if known is None or rung(unit_code) not in REPORTING:
        return None
    return known[0] if rung(unit_code) in NEAR else known[1]


def may_subscribe(role: str, unit_code: str, level: Level) -> bool:
    """Whether a role of a unit may have the digests of a level: of their own unit, and of those below it."""
    if sight_of(role, unit_code) is None or level not in REPORTING:
        return False
    return REPORTING.index(level) <= REPORTING.index(rung(unit_code))


def due_at(sealed_at: datetime, at: time | None, zone: tzinfo) -> datetime:
    """When a digest is texted: as soon as it is sealed, or the next time it is that hour. Aware instants."""
    if at is None:
        return sealed_at
    local = sealed_at.astimezone(zone)
    due = datetime.combine(local.date(), at, tzinfo=zone)
    return (due if due >= local else due + timedelta(days=1)).astimezone(sealed_at.tzinfo)
