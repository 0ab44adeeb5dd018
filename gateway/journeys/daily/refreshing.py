"""Days are kept up to date as facts come in, so that asking for one costs what has changed since.

What is kept is a hint, the ledger is the truth: it is thrown away whenever in doubt, and held against a full count at
every cut-off.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import structlog
from sqlalchemy import Connection

from gateway.domain.daily.content import DayReport
from gateway.domain.daily.window import Window
from gateway.domain.places import upwards
from gateway.journeys.daily.changed import ALL_ANEW, REACHING_DOWN, Reach
from gateway.journeys.daily.compiling import Counted, count_day, window
from gateway.store.daily import keeping
from gateway.switchboard import Switchboard

KEPT_DAYS = 4  # today, and those before it that may still be revised
SETTLES_IN = timedelta(minutes=10)  # longer than any transaction: those begun before the marks are over by then

log = structlog.get_logger(__name__)


def due(board: Switchboard) -> Iterator[tuple[str]]:
    """Days of which something is to be kept, or no longer."""
    now = board.clock.now()
    with board.ledger.read() as tx:
        for day in _open_days(board):
            of = window(board, day)
            turn = keeping.turn(tx, of)
            settled = turn is not None and now >= max(turn.marked_at + SETTLES_IN, of.since)
            if turn is None or (settled and (turn.turn == 0 or keeping.is_marked(tx, day))):
                yield (day.isoformat(),)
        for day in _old_days(board, tx):
            yield (day.isoformat(),)


def _open_days(board: Switchboard) -> tuple[date, date]:
    """Today, and the day to which belongs what comes after today's cut-off."""
    today = board.local_day(board.clock.now())
    return today, today + timedelta(days=1)


def _old_days(board: Switchboard, tx: Connection) -> list[date]:
    today, _ = _open_days(board)
    return [day for day in keeping.days(tx) if day <= today - timedelta(days=KEPT_DAYS)]


def refresh(board: Switchboard, day: date) -> int:
    """Brings up to date what is kept of a day. Returns how many units were counted anew.

    A day that is not kept yet is marked first and counted a while later; one that is over long ago is let go.
    """
    of, now = window(board, day), board.clock.now()
    with board.ledger.read() as tx:
        turn, old = keeping.turn(tx, of), day in _old_days(board, tx)
        settled = turn is not None and now >= max(turn.marked_at + SETTLES_IN, of.since)
        counted = count_day(of, tx, reach=Reach.CHANGED) if settled and not old else None
    if old:
        _let_go(board, day)
    elif turn is None:
        _begin(board, of)
    elif counted is not None:
        return _keep(board, of, counted)
    return 0


def _let_go(board: Switchboard, day: date) -> None:
    with board.work() as work:
        keeping.drop(work.tx, day)


def _begin(board: Switchboard, of: Window) -> None:
    with board.work() as work:
        keeping.begin(work.tx, of, work.now)


def _keep(board: Switchboard, of: Window, counted: Counted) -> int:
    if counted.astray:
        log.warning(
            "day.not_kept", day=of.day.isoformat(), why="something is filed at a unit that is not in the ledger"
        )
        _begin(board, of)  # and tried again a while later
        return 0
    rows = [_row(counted, code) for code in sorted(counted.facts)]
    with board.work() as work:
        kept = keeping.keep(work.tx, of.day, counted.turn, rows, counted.done, all_units=counted.is_all)
    return len(rows) if kept else 0


def _row(counted: Counted, code: str) -> dict[str, Any]:
    rung = counted.ladder[code]
    own, report = counted.facts[code], counted.reports[code].to_json()
    return {"unit_code": code, "above": rung.above, "name": rung.name, "facts": own, "report": report}


def turn_of(board: Switchboard, tx: Connection, day: date) -> int:
    """In which turn a day is kept, 0: it is not. Asked for before the full count it will be held against."""
    turn = keeping.turn(tx, window(board, day))
    return turn.turn if turn else 0


def check(board: Switchboard, day: date, turn: int, truth: Mapping[str, DayReport]) -> list[str]:
    """Holds what was kept of a day in a turn against a full count; where they differ, all is counted anew.

    Returns the units that were kept wrong. Those that have changed since they were kept are not.
    """
    with board.ledger.read() as tx:
        kept = keeping.of_subtree(tx, day, "")
        marks = keeping.marks(tx, day, "", REACHING_DOWN)  # after it: what came meanwhile is marked
        if turn == 0 or turn_of(board, tx, day) != turn or any(mark.of in {ALL_ANEW, *REACHING_DOWN} for mark in marks):
            return []
    changed = {above for mark in marks for above in upwards(mark.unit_code)}
    wrong = [code for code in kept.keys() - changed if code not in truth or kept[code].report != truth[code].to_json()]
    if wrong:
        log.error("day.kept_wrong", day=day.isoformat(), units=sorted(wrong)[:20], count=len(wrong))
        _begin(board, window(board, day))
    return sorted(wrong)
