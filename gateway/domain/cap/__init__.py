"""The Common Alerting Protocol, CAP 1.2: an alert in its own terms, its rules, and what it means for a village.

Source: OASIS Standard CAP-V1.2, 1 July 2010. Words in `code` are CAP's.
"""

from gateway.domain.cap.alert import Alert, Area, Info, Named, Reference, Resource
from gateway.domain.cap.rules import BadAlert, Violation, unspeakable, violations

__all__ = [
    "Alert",
    "Area",
    "BadAlert",
    "Info",
    "Named",
    "Reference",
    "Resource",
    "Violation",
    "unspeakable",
    "violations",
]
