"""Ring once and hang up: the house rings back, so that a call costs the resident nothing.

On a line of CALL_BACK_LINES the ring itself is rejected; on the others a caller who hangs up at once is meant. Either
way one call goes back within the minute, from the number that was rung, and opens the front desk.

Source: the missed-call pattern in common use wherever callers count every minute ("flashing").
"""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from gateway.domain import limits, phones
from gateway.domain.calls import Progress
from gateway.domain.flow import Session, Turn
from gateway.domain.observations import Channel
from gateway.journeys import naming
from gateway.journeys.reporting import reports
from gateway.journeys.reporting.reports import Source
from gateway.journeys.telephone import dialling
from gateway.ports import Job
from gateway.store import attempts, call_backs, roster, sessions
from gateway.store.attempts import Order, Purpose
from gateway.store.sessions import Line
from gateway.switchboard import Switchboard, Work

ONE_RING = timedelta(seconds=60)  # rings within it are one wish
FIRST_QUESTION = 1  # whoever is past it has pressed something
FLASH_S = 3  # seconds on the line, nothing pressed: she rang once and hung up
STALE_AFTER = timedelta(minutes=30)  # a call back later than this puzzles more than it helps
ENDED = "rejected"
WELL = "rang_well"
FLOW = "front_desk"


def rejected(board: Switchboard, work: Work, sid: str, number: str, dialled: str) -> Line | None:
    """A ring on a line that calls back: kept in the ledger, turned away, and called back. None: it is to be answered.

    Whoever could not be rung back is answered: a withheld or unreadable number, a phone rung too often already.
    """
    if dialled not in board.settings.call_back_lines or phones.normalise(number) is None:
        return None
    if not (_under_way(work, number) or _ask(work, number, dialled)):
        return None
    rung = _rung(board, work, sid, number, dialled)
    return rung if sessions.add(work.tx, rung) else sessions.by_sid(work.tx, sid)


def rang_well(board: Switchboard, work: Work, sid: str, number: str, dialled: str) -> Line | None:
    """A ring on a line that means "all well": filed, turned away, nothing to pay. None: it is another line.

    A withheld number says nobody's health, and is answered.
    """
    if dialled not in board.settings.well_lines or phones.normalise(number) is None:
        return None
    rung = _rung(board, work, sid, number, dialled, ended=WELL)
    if not sessions.add(work.tx, rung):
        return sessions.by_sid(work.tx, sid)
    source = Source(f"ring:{rung.id}", number, rung.unit_code, rung.household_id, rung.state.language)
    reports.file_wellness(board, work, replace(source, channel=Channel.MISSED_CALL.value), ill=False)
    return rung


def flashed(board: Switchboard, work: Work, line: Line, seen: Progress) -> bool:
    """Whether a caller hung up before pressing anything, and is called back for it."""
    if line.attempt_id is not None or line.state.step > FIRST_QUESTION or line.ended is not None:
        return False
    if _on_line_s(line, seen) > FLASH_S or phones.normalise(line.number) is None:
        return False
    return not _under_way(work, line.number) and _ask(work, line.number, line.line)


def _on_line_s(line: Line, seen: Progress) -> float:
    told = seen.duration_s
    return told if told is not None else (seen.at - line.started_at).total_seconds()


def _rung(board: Switchboard, work: Work, sid: str, number: str, dialled: str, ended: str = ENDED) -> Line:
    household = roster.household_of(work.tx, number)
    language = naming.language_of(board, work.tx, number, household)
    start = board.catalogue.flows[FLOW].start
    return Line(
        id=uuid4().hex,
        sid=sid,
        number=number,
        unit_code=household.unit_code if household else roster.common_unit(work.tx),
        household_id=household.id if household else None,
        attempt_id=None,
        state=Session(FLOW, start, language, ended=ended),
        started_at=work.now,
        turn=Turn(0, (), None, rejects=True),
        ended_at=work.now,
        ended=ended,
        line=dialled,
    )


def _under_way(work: Work, number: str) -> bool:
    return call_backs.under_way(work.tx, number, work.now - ONE_RING)


def _ask(work: Work, number: str, dialled: str | None) -> bool:
    """Writes the call back down and asks for it; False when this phone has been rung too often."""
    asked = _reserve(work, number, dialled)
    if asked:
        work.hint(Job.CALL_BACK)
    return asked


def _reserve(work: Work, number: str, dialled: str | None) -> bool:
    if not within_budget(work, number):
        return False
    minute = int(work.now.timestamp() // ONE_RING.total_seconds())
    about = f"call_back:{number}:{minute}"  # the same ring, told of twice at once, is one row
    attempts.reserve_once(work.tx, Order(uuid4().hex, number, Purpose.CALL_BACK, about, line=dialled), work.now)
    return True


def within_budget(work: Work, number: str) -> bool:
    """Whether one more call to this phone may be placed this hour and this day."""
    longer = [(most, work.now - window) for most, window in limits.LIMITS if window > ONE_RING]  # ONE_RING is ours
    return all(call_backs.count_asked(work.tx, number, since) < most for most, since in longer)


def place(board: Switchboard) -> None:
    """Rings back everybody who waits. Two workers at once place each call once: the claim decides whose it is."""
    with board.work() as work:
        since = work.now - STALE_AFTER
        for number, dialled in call_backs.turned_down(work.tx, since):
            _reserve(work, number, dialled)
        orders = attempts.reserved(work.tx, Purpose.CALL_BACK, since)
    dialling.ring(board, orders)


def is_due(board: Switchboard) -> bool:
    """Whether anybody waits to be rung back."""
    with board.ledger.read() as tx:
        since = board.clock.now() - STALE_AFTER
        return bool(attempts.reserved(tx, Purpose.CALL_BACK, since) or call_backs.turned_down(tx, since))
