"""Which number of ours a phone knows: the one it wrote to or rang last. It is texted from there, in one thread."""

from gateway.store import roster
from gateway.switchboard import Switchboard, Work


def remember(board: Switchboard, work: Work, number: str, line: str) -> None:
    """Keeps that a phone wrote to, or rang, one of our numbers. With one number there is nothing to remember."""
    if len(board.settings.numbers) > 1 and line in board.settings.numbers:
        roster.remember(work.tx, number, line=line)


def known_to(board: Switchboard, number: str) -> str | None:
    """The number of ours a phone knows, None: none, or one that is ours no more."""
    if len(board.settings.numbers) == 1:
        return None
    with board.ledger.read() as tx:
        line = roster.caller(tx, number).line
    return line if line in board.settings.numbers else None
