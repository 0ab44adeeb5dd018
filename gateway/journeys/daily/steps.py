"""Which steps of which days are due: reminding, sealing, telling above, level by level."""

from collections.abc import Iterator
from datetime import date, timedelta

from gateway.domain.daily.window import REPORTING, Step
from gateway.domain.places import Level
from gateway.journeys.daily.compiling import window
from gateway.store.daily import acts
from gateway.switchboard import Switchboard


def due(board: Switchboard, wanted: Step) -> Iterator[tuple[str, str]]:
    """Days and levels of which a step is due now, as a job takes them."""
    for day, step, level in due_steps(board):
        if step is wanted:
            yield day.isoformat(), level.value


def due_steps(board: Switchboard) -> list[tuple[date, Step, Level]]:
    """What is to be done now about yesterday's and today's reports, first things first.

    Yesterday's too, when the house was down at the cut-off; not of days before it was in use.
    """
    now = board.clock.now()
    today = board.local_day(now)
    yesterday = today - timedelta(days=1)
    with board.ledger.read() as tx:
        there = [level for level in REPORTING if level in acts.levels_there(tx)]
        days = [today]
        if acts.was_there(tx, window(board, yesterday).until, yesterday):
            days.insert(0, yesterday)
        done = acts.steps_done(tx, yesterday)
    return [step for step in board.settings.cut_offs.steps_due(days, there, now) if step not in done]
