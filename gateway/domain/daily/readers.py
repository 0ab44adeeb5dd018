"""Who may read digests, of which levels, when they are due, and how much they see of whoever is behind a figure.

Sources: the notice of the Cyberspace Administration of 9 February 2020 on personal information in the joint prevention
(minimum scope, for whoever works with the people); Personal Information Protection Law, article 6 (no more than the
purpose needs). A village knows its own people by name, the health side those whose health it looks after, a township
counts and who is behind an open alert; from the county up there are counts.
"""

from collections.abc import Mapping
from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum

from gateway.domain.daily.window import REPORTING
from gateway.domain.places import Level, rung
from gateway.domain.roles import Role


class Sight(StrEnum):
    """What somebody is told of the people behind a figure, least first."""

    COUNTS = "counts"  # how many, unit by unit
    ALERTS = "alerts"  # and who it is, masked, where an alert is open about them
    HEALTH = "health"  # names of categories A to C, and where an alert is open; else how many
    NAMES = "names"  # who it is


COUNTS, ALERTS, HEALTH, NAMES = Sight.COUNTS, Sight.ALERTS, Sight.HEALTH, Sight.NAMES
RUNGS = (Level.VILLAGE, Level.TOWNSHIP)  # what stands below has the first sight of a role, what stands above the last

# Role -> what it sees of its own unit: of a grid, of a village, of a township, from the county up. None: nothing.
SIGHTS: Mapping[Role, tuple[Sight | None, Sight | None, Sight | None, Sight | None]] = {
    Role.GRID_WORKER: (NAMES, None, None, None),
    Role.CADRE: (None, NAMES, ALERTS, COUNTS),
    Role.SECRETARY: (None, NAMES, ALERTS, COUNTS),
    Role.DOCTOR: (None, HEALTH, HEALTH, HEALTH),
    Role.HEALTH: (None, HEALTH, HEALTH, HEALTH),
    Role.SUPERVISOR: (None, ALERTS, ALERTS, COUNTS),  # sent by the township, whichever village they see to
    Role.OFFICER: (None, ALERTS, ALERTS, COUNTS),
    Role.COUNCIL: (None, None, None, None),  # weddings and funerals are told them one by one
}


def sight_of(role: str, unit_code: str) -> Sight | None:
    """What a role sees of its unit and all below; None: nothing."""
    level = rung(unit_code)
    below = level not in REPORTING
    return SIGHTS[Role(role)][0 if below else RUNGS.index(level) + 1 if level in RUNGS else len(RUNGS) + 1]


def may_subscribe(role: str, unit_code: str, level: Level) -> bool:
    """Whether a role of a unit may have the digests of a level: of their own unit, and of those below it."""
    if rung(unit_code) not in REPORTING or level not in REPORTING or sight_of(role, unit_code) is None:
        return False
    return REPORTING.index(level) <= REPORTING.index(rung(unit_code))


def due_at(sealed_at: datetime, at: time | None, zone: tzinfo) -> datetime:
    """When a digest is texted: as soon as it is sealed, or the next time it is that hour. Aware instants."""
    if at is None:
        return sealed_at
    local = sealed_at.astimezone(zone)
    due = datetime.combine(local.date(), at, tzinfo=zone)
    return (due if due >= local else due + timedelta(days=1)).astimezone(sealed_at.tzinfo)
