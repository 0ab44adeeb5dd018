"""A text that did not arrive: sent again, read out by a call, or somebody's task; once, whoever tells of it."""

import re

import structlog

from gateway.domain.limits import is_dialable
from gateway.domain.refusals import Refusal
from gateway.domain.undelivered import Act, Remedy, remedy
from gateway.journeys.reporting import tasks
from gateway.journeys.reporting.reports import Source
from gateway.ports import Job, Urgency
from gateway.store import alerts, roster, texts
from gateway.store.texts import AGAIN, State, TextOut
from gateway.switchboard import Switchboard, Work

TO_A_HOME = re.compile(r"broadcast:[^:]+:\+")  # how that of a text begins that tells a household what was broadcast

log = structlog.get_logger(__name__)


def fail(board: Switchboard, work: Work, text_id: int, sid: str | None, code: int | None, cause: str | None) -> None:
    """The carrier says that a text did not arrive. Told twice, nothing changes.

    cause  why, in our words; None: it did not say
    """
    if not texts.climb(work.tx, text_id, State.FAILED, sid, code):
        return
    text = texts.load(work.tx, text_id)
    if text is None:
        return
    urgent = text.urgency is Urgency.URGENT
    found = remedy(cause or Refusal.UNKNOWN, repeated=text.about.endswith(AGAIN), urgent=urgent)
    log.warning("text.undelivered", text=text_id, code=code, cause=cause, act=found.act.value)
    _do(board, work, text, found)


def _do(board: Switchboard, work: Work, text: TextOut, found: Remedy) -> None:
    match found.act:
        case Act.AGAIN:
            opted_out_at = roster.caller(work.tx, text.number).opted_out_at
            asked = opted_out_at is None or opted_out_at <= text.created_at  # else they want it no more
            at = work.now + found.after
            texts.put(work.tx, text.about + AGAIN, text.number, text.body, work.now, text.urgency, asked=asked, at=at)
        case Act.ALOUD if is_dialable(text.number) and not _is_rung_anyway(work, text):
            texts.read_out(work.tx, text.id, work.now)
            work.hint(Job.READ_OUT_URGENT if text.urgency is Urgency.URGENT else Job.READ_OUT)
        case Act.CORRECT:
            tasks.correct(work, _whose(board, work, text))
        case Act.OPT_OUT if roster.caller(work.tx, text.number).opted_out_at is None:
            roster.remember(work.tx, text.number, opted_out_at=work.now)
        case _:
            pass  # it is in the ledger, and in the log


def _is_rung_anyway(work: Work, text: TextOut) -> bool:
    """Whether a call tells the same matter already: a broadcast's to a home, an alert's to most of those it is for."""
    kind, *ids = text.about.split(":")
    if kind != "alert":
        return TO_A_HOME.match(text.about) is not None
    return any(told.rung and str(told.staff_id) == ids[1] for told in alerts.told(work.tx, ids[0]))


def _whose(board: Switchboard, work: Work, text: TextOut) -> Source:
    household = roster.household_of(work.tx, text.number)
    unit_code = household.unit_code if household else roster.common_unit(work.tx)
    household_id = household.id if household else None
    return Source(f"text:{text.id}", text.number, unit_code, household_id, board.settings.default_language)
