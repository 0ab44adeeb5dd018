"""Texts out and in, and those that a call must read out."""

from gateway.journeys.texting import outbox, texts
from gateway.journeys.texting import read_out as journey
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


@job
def read_out(board: Switchboard) -> None:
    """Rings landlines with what they cannot be texted."""
    journey.ring(board, Urgency.ROUTINE)


@job
def read_out_urgent(board: Switchboard) -> None:
    """The same with what cannot wait."""
    journey.ring(board, Urgency.URGENT)
