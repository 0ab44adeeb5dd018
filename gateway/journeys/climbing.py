"""How an alert climbs: each rung of the ladder tells whoever is on duty there, until somebody answers for it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from gateway.domain import alerts as rules
from gateway.domain import dated, places
from gateway.domain.alerts import How, Ladder, Step
from gateway.domain.calls import ENDED
from gateway.domain.roles import Role
from gateway.journeys import naming
from gateway.ports import Job, Urgency
from gateway.store import alerts, attempts, duty, incidents, roster, staff, texts
from gateway.store.alerts import Alert, Turn, What
from gateway.store.attempts import Order, Purpose, Try
from gateway.store.incidents import Report
from gateway.store.staff import Person
from gateway.switchboard import Switchboard, Work


def ladder_for(board: Switchboard, unit_code: str, at: datetime) -> Ladder:
    """The ladder in force for a unit at an instant."""
    return dated.in_force(board.catalogue.ladders, unit_code, board.local_day(at))


def climb(board: Switchboard, work: Work, alert: Alert) -> None:
    """Tells everybody whose time has come; a rung on which nobody stands is passed at once. Again, it tells nobody.

    Around a home of another unit that joined it climbs as well, from when it did.
    """
    ladder = ladder_for(board, alert.unit_code, alert.raised_at)
    reached = bool(alerts.waited_for(work.tx, alert))
    _climb_around(board, work, alert, None, reached=reached)
    for report in _elsewhere(work, alert):
        _climb_around(board, work, alert, report, reached=report.at < alert.since)
    if rules.is_breached(ladder, alert.raised_at, work.now) and alerts.breach(work.tx, alert.id, work.now):
        alerts.note_turn(work.tx, Turn(alert.id, What.BREACHED, work.now))


def _elsewhere(work: Work, alert: Alert) -> list[Report]:
    """The first report of each further unit."""
    first: dict[str, Report] = {}
    for report in incidents.reports_of(work.tx, alert.id):
        first.setdefault(report.unit_code, report)
    return [report for unit, report in first.items() if unit != alert.unit_code]


def _climb_around(board: Switchboard, work: Work, alert: Alert, report: Report | None, *, reached: bool) -> None:
    """report  whose unit it is, None: that of the alert itself."""
    unit = report.unit_code if report else alert.unit_code
    since = max(alert.since, report.at) if report else alert.since
    handed = alert.handed > 0 and (report is None or report.at < alert.since)
    for step in rules.rungs(ladder_for(board, unit, alert.raised_at), handed=handed):
        if reached and not rules.is_due(step, since, work.now):
            break
        for person in people_on(work, step, unit):
            reached = True
            tell(board, work, alert, person, step.by, report=report)


def people_on(work: Work, step: Step, unit_code: str) -> list[Person]:
    """Who stands on a rung now, each once."""
    near = places.at_level(unit_code, step.level)
    found = [person for role in step.tell for person in _holding(work, step, role, near)]
    if not found:
        stepping_in = (list(_holding(work, step, role, near)) for role in step.otherwise)
        found = next((people for people in stepping_in if people), [])
    return list({person.id: person for person in found}.values())


def _holding(work: Work, step: Step, role: Role, near: str) -> Iterator[Person]:
    first = duty.on_duty(work.tx, role, near, work.now)
    if first is not None:
        yield first
    second = duty.stand_in(work.tx, role, near, first.id if first else None) if step.backup else None
    if second is not None:
        yield second


def tell(
    board: Switchboard,
    work: Work,
    alert: Alert,
    person: Person,
    by: frozenset[How],
    handed_by: str = "",
    report: Report | None = None,
) -> None:
    """By text now; the call follows from the list of those told.

    handed_by  who hands it on, "" when the house tells
    report     the report that joined and concerns them, None: the first
    """
    rung, report_id = How.CALL in by, report.id if report else None
    if not alerts.tell(work.tx, alert, person.id, work.now, rung=rung, report_id=report_id) or How.SMS not in by:
        return
    about = f"alert:{alert.id}:{person.id}" + (f":{alert.handed}" if alert.handed else "")
    key = "alert.handed_text" if handed_by else "alert.text"
    write_to(board, work, as_told(alert, report), person, key, about, by=handed_by)


def as_told(alert: Alert, report: Report | None) -> Alert:
    """An incident as one of its reports tells it; None: as it is."""
    if report is None:
        return alert
    return replace(
        alert,
        kind=report.kind,
        unit_code=report.unit_code,
        household_id=report.household_id,
        number=report.number,
    )


def as_heard(work: Work, alert: Alert, staff_id: int) -> Alert:
    """An incident as somebody rung about it hears it: the report that concerns them, else the gravest of all."""
    mine = next((told.report_id for told in alerts.told(work.tx, alert.id) if told.staff_id == staff_id), None)
    for report in incidents.reports_of(work.tx, alert.id):
        if report.id == mine or (mine is None and report.kind == alert.kind):
            return as_told(alert, report)
    return alert


def write_to(
    board: Switchboard, work: Work, alert: Alert, person: Person, key: str, about: str, **values: object
) -> None:
    """What happened and where, as a text; one about one thing."""
    language = person.language or board.settings.default_language
    household = roster.household(work.tx, alert.household_id) if alert.household_id else None
    body = board.catalogue.sms(
        key,
        language,
        code=alert.code,
        unit=naming.unit_name(work.tx, alert.unit_code),
        household=household.door if household else alert.number,
        what=board.catalogue.sms(f"concern.{alert.kind}", language),
        **values,
    )
    texts.put(work.tx, about, person.number, body, work.now, Urgency.URGENT)
    work.hint(Job.SEND_URGENT_TEXTS)


def calls_due(work: Work, alert: Alert) -> list[Order]:
    """The calls now due to those who may answer for it."""
    calls = attempts.of_alert(work.tx, alert.id)
    due = []
    for told in alerts.waited_for(work.tx, alert):
        mine = [call for call in calls if call.staff_id == told.staff_id and call.reserved_at >= told.told_at]
        if told.rung and _ring_now(mine, work):
            number = staff.load(work.tx, told.staff_id).number
            due.append(Order(uuid4().hex, number, Purpose.ALERT, alert_id=alert.id, staff_id=told.staff_id))
    return due


def _ring_now(mine: list[Try], work: Work) -> bool:
    live = any(call.attempt.state not in ENDED for call in mine)
    ends = [call.attempt.ended_at for call in mine if call.attempt.ended_at is not None]
    return rules.ring_now(len(mine), live, max(ends, default=None), work.now)
