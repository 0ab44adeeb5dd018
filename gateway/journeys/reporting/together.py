"""Two of one home ill within fourteen days: it spreads there, whatever each of them has been near."""

from datetime import timedelta

from gateway.domain import screening
from gateway.domain.screening import Concern
from gateway.journeys import alerts
from gateway.store import reports
from gateway.store.reports import Report
from gateway.switchboard import Switchboard, Work


def look(board: Switchboard, work: Work, filed: Report) -> None:
    """A report was filed: when it tells of somebody of the home who was not ill before, and is not alone, it is urgent.

    Filed again by the same source, it is no news.
    """
    if not filed.fever:
        return
    since = filed.day - timedelta(days=screening.OBSERVATION_DAYS - 1)
    before = reports.ill_people(work.tx, filed, since)
    if screening.fall_ill_together(before, filed.person):
        alerts.raise_about(board, work, f"{filed.source}:together", filed, Concern.HOUSEHOLD_ILL)
