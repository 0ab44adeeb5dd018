"""Speaking to the village: recipients frozen, phones rung, calls ended."""

from gateway.journeys.speaking import asking, by_text, door_reminders, running
from gateway.journeys.telephone import dialling
from gateway.switchboard import Switchboard
from workers.shift import job


@job
def fan_out(board: Switchboard, broadcast_id: str) -> None:
    """Freezes the recipients and lets the dialling begin."""
    running.fan_out(board, broadcast_id)


@job
def fan_out_red(board: Switchboard, broadcast_id: str) -> None:
    """The same of a red broadcast."""
    running.fan_out(board, broadcast_id)


@job
def dial(board: Switchboard) -> None:
    """Rings everybody who is due, but for red broadcasts."""
    dialling.dial(board)


@job
def dial_red(board: Switchboard) -> None:
    """Rings everybody who is due to hear a red broadcast."""
    dialling.dial(board, red=True)


@job
def ask_approvers(board: Switchboard) -> None:
    """Asks whoever has to agree to a broadcast."""
    dialling.ring(board, asking.ask(board))


@job
def call_speakers(board: Switchboard) -> None:
    """Calls whoever texted that they want to speak."""
    dialling.ring(board, by_text.waiting(board))


@job
def hang_up(board: Switchboard, broadcast_id: str) -> None:
    """Ends the calls of a stopped broadcast."""
    running.hang_up(board, broadcast_id)


@job
def remind_of_doors(board: Switchboard) -> None:
    """Reminds whoever has doors to walk to from the days before."""
    door_reminders.remind(board)
