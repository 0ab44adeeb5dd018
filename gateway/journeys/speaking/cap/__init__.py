"""Alerts of other warning systems as broadcasts, and broadcasts as alerts, in CAP 1.2."""

from gateway.journeys.speaking.cap.exporting import export
from gateway.journeys.speaking.cap.importing import Became, Fate, Imported, import_alert

__all__ = ["Became", "Fate", "Imported", "export", "import_alert"]
