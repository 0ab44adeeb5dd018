"""A further report of an incident that is open: kept, raised further when graver, told to those it newly concerns."""

from dataclasses import replace

from gateway.domain import incidents as rules
from gateway.domain.screening import Concern, is_graver
from gateway.journeys import climbing, statutory
from gateway.ports import Job
from gateway.store import alerts, incidents, staff
from gateway.store.alerts import Alert, Turn, What
from gateway.store.incidents import Report
from gateway.store.staff import Person
from gateway.switchboard import Switchboard, Work


def join(board: Switchboard, work: Work, alert: Alert, report: Report, keys: rules.Gathers) -> None:
    """Joins a report to an incident. Whoever was told of it, or answers for it, is not alerted a second time."""
    earlier = incidents.reports_of(work.tx, alert.id)
    report = replace(report, id=incidents.add(work.tx, alert.id, report, keys))
    graver = raise_kind(work, alert, report.kind)
    statutory.start(board, work, alert, report.kind)
    if alert.taken_at is not None:
        _tell_taker(board, work, alert, report, earlier)
        _tell_beside(board, work, alert, report)
        return
    if alert.breached_at is not None:
        alert = _ring_anew(work, alert)
    elif graver:
        tell_graver(board, work, alert, report)
    climbing.climb(board, work, alert)
    work.hint(Job.RING_ALERTS)


def raise_kind(work: Work, alert: Alert, kind: str) -> bool:
    """What an incident is about has turned out graver; False when this is not."""
    graver = is_graver(Concern(kind), Concern(alert.kind))
    return graver and alerts.raise_kind(work.tx, alert.id, alert.kind, kind)


def tell_graver(board: Switchboard, work: Work, alert: Alert, report: Report) -> None:
    """Those who may answer for it are told once more."""
    for told in alerts.waited_for(work.tx, alert):
        person, about = staff.load(work.tx, told.staff_id), f"alert:{alert.id}:{told.staff_id}:{report.kind}"
        climbing.write_to(board, work, climbing.as_told(alert, report), person, "alert.graver", about)


def tell_what_joined(board: Switchboard, work: Work, alert_id: str, staff_id: int) -> None:
    """Whoever takes an incident hears of the other homes in it, each once."""
    alert = alerts.load(work.tx, alert_id)
    heard = next((told.report_id for told in alerts.told(work.tx, alert_id) if told.staff_id == staff_id), None)
    reports = incidents.reports_of(work.tx, alert_id)
    knows = {one.home for one in reports[:1] if heard is None} | {one.home for one in reports if one.id == heard}
    for report in reports if alert is not None else ():
        if alert is not None and report.home not in knows:
            knows.add(report.home)
            _write_joined(board, work, alert, report, staff.load(work.tx, staff_id))


def _tell_taker(board: Switchboard, work: Work, alert: Alert, report: Report, earlier: list[Report]) -> None:
    """News, not a second alert: one text to whoever answers for it."""
    same_home = [(Concern(one.kind), one.at) for one in earlier if one.home == report.home]
    if alert.taken_by is not None and rules.is_news(Concern(report.kind), same_home, report.at):
        _write_joined(board, work, alert, report, staff.load(work.tx, alert.taken_by))


def _write_joined(board: Switchboard, work: Work, alert: Alert, report: Report, taker: Person) -> None:
    about = f"alert:{alert.id}:{taker.id}:joined:{report.id}"
    climbing.write_to(board, work, climbing.as_told(alert, report), taker, "alert.joined", about)


def _tell_beside(board: Switchboard, work: Work, alert: Alert, report: Report) -> None:
    """Who looks after the new home and has not heard of it, by text: somebody answers for it already."""
    knows = {told.staff_id for told in alerts.told(work.tx, alert.id)}
    taker = staff.load(work.tx, alert.taken_by) if alert.taken_by else None
    first = climbing.ladder_for(board, report.unit_code, alert.raised_at).steps[0]
    for person in climbing.people_on(work, first, report.unit_code):
        if person.id not in knows and _tell(work, alert, person, report):
            about = f"alert:{alert.id}:{person.id}:also"
            told, name = climbing.as_told(alert, report), taker.name if taker else ""
            climbing.write_to(board, work, told, person, "alert.also", about, name=name)


def _tell(work: Work, alert: Alert, person: Person, report: Report) -> bool:
    return alerts.tell(work.tx, alert, person.id, work.now, rung=False, report_id=report.id)


def _ring_anew(work: Work, alert: Alert) -> Alert:
    """Nobody has answered for so long that one more report is a reason to begin again."""
    alerts.note_turn(work.tx, Turn(alert.id, What.RUNG_ANEW, work.now))
    return alerts.hand_on(work.tx, alert.id, work.now) or alert
