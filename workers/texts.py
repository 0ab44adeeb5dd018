"""Texts out and in."""

from gateway.journeys.texting import outbox, texts
from gateway.ports import Urgency
from gateway.switchboard import Switchboard
from workers.shift import job


@job
def send(board: Switchboard) -> None:
    """Sends everything that is due."""
    outbox.send(board)


@job
def send_urgent(board: Switchboard) -> None:
    """Sends what cannot wait."""
    outbox.send(board, Urgency.URGENT)


@job
def read(board: Switchboard) -> None:
    """Reads texts that were stored but not read."""
    texts.read_waiting(board)
