"""Which steps of which days are due: reminding, sealing, telling above, level by level."""

from collections.abc import Iterator
from datetime import date, timedelta

from gateway.domain.daily.window import REPORTING, Step
from gateway.domain.places import Level
from gateway.store.daily import acts, endings
from gateway.switchboard import Switchboard

MOST_DAYS_DOWN = 14  # days the house may have been down for: older ones are nobody's news


def due(board: Switchboard, wanted: Step) -> Iterator[tuple[str, str]]:
    """Days and levels of which a step is due now, as a job takes them."""
    for day, step, level in due_steps(board):
        if step is wanted:
            yield day.isoformat(), level.value


def due_steps(board: Switchboard) -> list[tuple[date, Step, Level]]:
    """What is to be done now about today's reports and those of the days before, first things first.

    Days before too, when the house was down at the cut-off; not of days before it was in use.
    """
    now = board.clock.now()
    today = board.local_day(now)
    days = [today - timedelta(days=back) for back in range(MOST_DAYS_DOWN, -1, -1)]
    with board.ledger.read() as tx:
        levels = acts.levels_there(tx)
        ended = endings.ends(tx, days[0], today)
        windows = [board.settings.cut_offs.window(day, ended) for day in days]
        used = [of.day for of in windows if acts.was_in_use(tx, of.until, of.day)]
        done = acts.steps_done(tx, days[0])
    there = [level for level in REPORTING if level in levels]
    due = board.settings.cut_offs.steps_due(sorted({*used, today}), there, now)
    return [step for step in due if step not in done and (step[0] in used or step[1] is Step.REMIND)]
