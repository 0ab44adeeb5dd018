"""Speaking to the village: recipients frozen, phones rung, calls ended."""

from gateway.journeys.speaking import broadcasts
from gateway.journeys.telephone import dialling
from gateway.switchboard import Switchboard
from workers.shift import job


@job
def fan_out(board: Switchboard, broadcast_id: str) -> None:
    """Freezes the recipients and lets the dialling begin."""
    broadcasts.fan_out(board, broadcast_id)


@job
def dial(board: Switchboard, broadcast_id: str) -> None:
    """Rings everybody who is due."""
    dialling.dial(board, broadcast_id)


@job
def hang_up(board: Switchboard, broadcast_id: str) -> None:
    """Ends the calls of a stopped broadcast."""
    broadcasts.hang_up(board, broadcast_id)
