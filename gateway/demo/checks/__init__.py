"""The figures of the day held against each other: the exchange's log, the ledger, and what the cast meant to say.

None of them is written here: each side counts for itself, and they must agree.
"""

from collections.abc import Callable

from gateway.demo.checks import reported, rung, said, told
from gateway.demo.checks.evidence import Evidence, collect
from gateway.demo.checks.figures import Check

__all__ = ["CHECKS", "Check", "Evidence", "collect", "run"]

CHECKS: tuple[Callable[[Evidence], Check], ...] = (
    said.calls_in, said.scripts_keyed, said.answers, said.reports_by_call, said.reports_by_text,
    said.no_other_reports, said.reports_asked_for,
    said.texts_in, said.texts_understood, said.texts_answered, said.texts_out,
    reported.gone_on, reported.named_ill, reported.sharers, reported.told_on_the_line, reported.sharers_told,
    reported.rung_back,
    told.alerts_taken, told.doctor_rung, told.alert_seconds,
    rung.calls_out, rung.ends, rung.two_at_once, rung.tries, rung.most_tries,
    rung.heard, rung.listened, rung.understood, rung.signed,
    rung.everybody, rung.rung_after, rung.doors, rung.knocked, rung.stopped,
    told.digest_once, told.digest_short, told.digest_figures, told.digest_silence,
    told.signed, told.opened_villages, told.opened_people,
    told.nothing_left, told.no_faults,
)  # fmt: skip


def run(day: Evidence) -> list[Check]:
    """Every check of the day, in order."""
    return [check(day) for check in CHECKS]
