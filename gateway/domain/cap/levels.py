"""The four levels of a broadcast and CAP's urgency, severity and certainty, both ways.

Severity carries the colour, as in China's own warnings: Extreme red, Severe orange, Moderate yellow, Minor blue. Red
rings at any hour, so urgency and certainty must bear it out: what is unknown or far off never wakes a village.
Sources: CAP 1.2 for the codes, the four colours of early-warning information in China.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gateway.domain.cap.alert import Info
from gateway.domain.cap.codes import Certainty, ResponseType, Severity, Urgency
from gateway.domain.speaking.levels import RANK, Level


@dataclass(frozen=True)
class Grade:
    """What a level is in CAP's words; `response_types` where the message itself asks for nothing else."""

    urgency: Urgency
    severity: Severity
    certainty: Certainty
    response_types: tuple[ResponseType, ...]


GRADES: Mapping[Level, Grade] = {
    Level.RED: Grade(
        Urgency.IMMEDIATE, Severity.EXTREME, Certainty.OBSERVED, (ResponseType.SHELTER, ResponseType.AVOID)
    ),
    Level.ORANGE: Grade(Urgency.EXPECTED, Severity.SEVERE, Certainty.LIKELY, (ResponseType.EXECUTE,)),
    Level.YELLOW: Grade(Urgency.FUTURE, Severity.MODERATE, Certainty.LIKELY, (ResponseType.PREPARE,)),
    Level.BLUE: Grade(Urgency.FUTURE, Severity.MINOR, Certainty.POSSIBLE, (ResponseType.MONITOR,)),
}

# The most urgent level each of the three allows; the least urgent of them holds.
BY_SEVERITY: Mapping[Severity, Level] = {
    Severity.EXTREME: Level.RED,
    Severity.SEVERE: Level.ORANGE,
    Severity.MODERATE: Level.YELLOW,
    Severity.MINOR: Level.BLUE,
    Severity.UNKNOWN: Level.YELLOW,
}
BY_URGENCY: Mapping[Urgency, Level] = {
    Urgency.IMMEDIATE: Level.RED,
    Urgency.EXPECTED: Level.ORANGE,
    Urgency.FUTURE: Level.YELLOW,
    Urgency.PAST: Level.BLUE,
    Urgency.UNKNOWN: Level.ORANGE,
}
BY_CERTAINTY: Mapping[Certainty, Level] = {
    Certainty.OBSERVED: Level.RED,
    Certainty.LIKELY: Level.RED,
    Certainty.POSSIBLE: Level.ORANGE,
    Certainty.UNLIKELY: Level.BLUE,
    Certainty.UNKNOWN: Level.ORANGE,
}


def level_of(info: Info) -> Level:
    """The level one block of an alert asks for."""
    allowed = (BY_SEVERITY[info.severity], BY_URGENCY[info.urgency], BY_CERTAINTY[info.certainty])
    return max(allowed, key=RANK.__getitem__)


def level_of_all(infos: Iterable[Info]) -> Level:
    """The level of a message in several blocks: the most urgent any of them asks for."""
    return min(map(level_of, infos), key=RANK.__getitem__)
