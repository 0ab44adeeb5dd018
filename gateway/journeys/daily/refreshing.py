"""Open days are kept up to date as facts come in, so that asking for one costs what has changed since.

What is kept is a hint, the ledger is the truth: it is thrown away whenever in doubt, and held against a full count at
every cut-off. What is sealed is counted from the ledger alone.
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
from gateway.store.daily.facts import MADE_BY
from gateway.store.daily.keeping import KeptDay
from gateway.switchboard import Switchboard

MARKED_BEFORE = timedelta(hours=1)  # tomorrow's facts begin to come in at today's cut-off

log = structlog.get_logger(__name__)


def due(board: Switchboard) -> Iterator[tuple[str]]:
    """Days of which something is to be kept, or no longer."""
    with board.ledger.read() as tx:
        open_days = _open_days(board, tx)
        for day in open_days:
            kept = kept_day(board, tx, day)
            ready = kept is not None and _is_ready(board, tx, day, kept)
            begun = kept is not None and kept.marked_by is not None
            if kept is None or not begun or (ready and (kept.revision == 0 or keeping.is_marked(tx, day))):
                yield (day.isoformat(),)
        for day in keeping.days(tx):
            if day not in open_days:
                yield (day.isoformat(),)


def _open_days(board: Switchboard, tx: Connection) -> list[date]:
    """Today, and from shortly before its cut-off the day to which belongs what comes after it."""
    now = board.clock.now()
    today = board.local_day(now)
    tomorrow = today + timedelta(days=1)
    return [today, tomorrow] if now >= window(board, tx, tomorrow).since - MARKED_BEFORE else [today]


def _is_ready(board: Switchboard, tx: Connection, day: date, kept: KeptDay) -> bool:
    """Whether its facts have begun to come in, and none comes without a mark any more."""
    return board.clock.now() >= window(board, tx, day).since and keeping.all_mark(tx, kept)


def kept_day(board: Switchboard, tx: Connection, day: date) -> KeptDay | None:
    """How far a day is kept; None when it is not."""
    return keeping.load(tx, window(board, tx, day), MADE_BY)


def refresh(board: Switchboard, day: date) -> int:
    """Brings up to date what is kept of a day. Returns how many units were counted anew.

    A day that is not kept yet is marked first, and counted when nothing comes without a mark any more; one that is over
    is let go.
    """
    with board.ledger.read() as tx:
        of, is_open, kept = window(board, tx, day), day in _open_days(board, tx), kept_day(board, tx, day)
        ready = kept is not None and _is_ready(board, tx, day, kept)
        counted = count_day(of, tx, reach=Reach.CHANGED) if ready and is_open else None
    if not is_open:
        _let_go(board, day)
    elif kept is None:
        _begin(board, of)
    elif kept.marked_by is None:
        with board.work() as work:
            keeping.note_first_to_mark(work.tx, day)
    return 0 if counted is None else _keep(board, of, counted)


def _let_go(board: Switchboard, day: date) -> None:
    with board.work() as work:
        keeping.drop(work.tx, day)


def _begin(board: Switchboard, of: Window) -> None:
    with board.work() as work:
        keeping.begin(work.tx, of, MADE_BY, work.now)


def _keep(board: Switchboard, of: Window, counted: Counted) -> int:
    if counted.kept is None:
        return 0
    if counted.astray:
        log.warning(
            "day.not_kept", day=of.day.isoformat(), why="something is filed at a unit that is not in the ledger"
        )
        _begin(board, of)  # and tried again
        return 0
    rows = [_row(counted, code) for code in sorted(counted.facts)]
    with board.work() as work:
        is_mine = keeping.keep(work.tx, of.day, counted.kept, rows, counted.done, all_units=counted.is_all)
    return len(rows) if is_mine else 0


def _row(counted: Counted, code: str) -> dict[str, Any]:
    rung = counted.ladder[code]
    own, report = counted.facts[code], counted.reports[code].to_json()
    return {"unit_code": code, "above": rung.above, "name": rung.name, "facts": own, "report": report}


def check(board: Switchboard, day: date, seen: KeptDay | None, truth: Mapping[str, DayReport]) -> list[str]:
    """Holds what was kept of a day against a full count; where they differ, all of it is counted anew.

    seen  how far it was kept when the full count began

    Returns the units that were kept wrong. Those that have changed since they were kept are not.
    """
    with board.ledger.read() as tx:
        of, kept = window(board, tx, day), keeping.of_subtree(tx, day, "")
        changes = keeping.changes(tx, day, "", REACHING_DOWN)  # after it: what came meanwhile is marked
        if seen is None or seen.revision == 0 or kept_day(board, tx, day) != seen:
            return []
    if any(change.of in {ALL_ANEW, *REACHING_DOWN} for change in changes):
        return []
    stale = {above for change in changes for above in upwards(change.unit_code)}
    wrong = [code for code in kept.keys() - stale if code not in truth or kept[code].report != truth[code].to_json()]
    if wrong:
        log.error("day.kept_wrong", day=day.isoformat(), units=sorted(wrong)[:20], count=len(wrong))
        _begin(board, of)
    return sorted(wrong)
