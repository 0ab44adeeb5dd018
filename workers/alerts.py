"""Ringing the people responsible."""

from gateway.journeys import alerts
from gateway.journeys.telephone import dialling
from gateway.switchboard import Switchboard
from workers.shift import job


@job
def ring(board: Switchboard) -> None:
    """Rings whoever is due about alerts nobody has taken."""
    dialling.ring(board, alerts.due_calls(board))
