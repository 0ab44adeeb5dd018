"""Urgent at once: raised in the middle of a call, told by text and call, taken by one person."""

from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from gateway.domain import alerts as rules
from gateway.domain.calls import ENDED
from gateway.domain.screening import Concern, is_graver
from gateway.journeys import naming
from gateway.journeys.naming import Whereabouts
from gateway.ports import Job, Urgency
from gateway.store import alerts, attempts, counters, roster, staff, texts
from gateway.store.alerts import Alert
from gateway.store.attempts import Order, Purpose
from gateway.store.sessions import BY_TEXT, Line
from gateway.store.staff import Person
from gateway.switchboard import Switchboard, Work


def raise_alert(board: Switchboard, work: Work, line: Line, concern: Concern) -> bool:
    """Tells the person responsible about the caller on this line: one alert a call. As `raise_about`."""
    by_text = line.sid.startswith(BY_TEXT)  # questions about a form belong to the form
    about = line.sid.removeprefix(BY_TEXT) if by_text else f"call:{line.id}"
    return raise_about(board, work, about, line, concern)


def raise_about(board: Switchboard, work: Work, about: str, whose: Whereabouts, concern: Concern) -> bool:
    """Raises an alert about one thing. A second concern about the same thing raises it further when it is graver.

    False when that is no news.
    """
    known = alerts.about(work.tx, about)
    if known is not None:
        return _raise_further(board, work, known, concern)
    today = board.local_day(work.now)
    alert = Alert(
        id=uuid4().hex,
        about=about,
        code=rules.short_code(today, counters.next_number(work.tx, f"alerts:{today}")),
        kind=concern.value,
        unit_code=whose.unit_code,
        household_id=whose.household_id,
        number=whose.number,
        raised_at=work.now,
    )
    if not alerts.add(work.tx, alert):
        return False
    first = staff.responsible(work.tx, rules.FIRST_ROLE, alert.unit_code)
    _tell(board, work, alert, first or staff.responsible(work.tx, rules.BACKUP_ROLE, alert.unit_code))
    work.hint(Job.RING_ALERTS)
    return True


def _raise_further(board: Switchboard, work: Work, alert: Alert, concern: Concern) -> bool:
    """Those who were told are told once more, unless somebody has taken it: whoever did hears it from the home."""
    if not is_graver(concern, Concern(alert.kind)):
        return False
    if not alerts.raise_kind(work.tx, alert.id, alert.kind, concern.value):
        return False
    if alert.taken_at is None:
        for staff_id in alerts.told(work.tx, alert.id):
            person, key = staff.load(work.tx, staff_id), f"alert:{alert.id}:{staff_id}:{concern}"
            _write_to(board, work, replace(alert, kind=concern.value), person, "alert.graver", key)
    return True


def _tell(board: Switchboard, work: Work, alert: Alert, person: Person | None) -> None:
    """By text now; the call follows from the list of those told."""
    if person is not None and alerts.tell(work.tx, alert.id, person.id, work.now):
        _write_to(board, work, alert, person, "alert.text", f"alert:{alert.id}:{person.id}")


def _write_to(board: Switchboard, work: Work, alert: Alert, person: Person, key: str, about: str) -> None:
    language = person.language or board.settings.default_language
    household = roster.household(work.tx, alert.household_id) if alert.household_id else None
    body = board.catalogue.sms(
        key,
        language,
        code=alert.code,
        unit=naming.unit_name(work.tx, alert.unit_code),
        household=household.door if household else alert.number,
        what=board.catalogue.sms(f"concern.{alert.kind}", language),
    )
    texts.put(work.tx, about, person.number, body, work.now, Urgency.URGENT)
    work.hint(Job.SEND_URGENT_TEXTS)


def take(work: Work, alert_id: str, staff_id: int, through: str) -> bool:
    """Somebody answers for it; False when somebody else was first."""
    return alerts.take(work.tx, alert_id, staff_id, through, work.now)


def due_calls(board: Switchboard) -> list[Order]:
    """Writes down the calls now due about alerts nobody has taken."""
    with board.work() as work:
        orders: list[Order] = []
        for alert in alerts.open_ones(work.tx):
            _bring_backup(board, work, alert)
            orders += _calls_about(work, alert)
        attempts.reserve(work.tx, orders, work.now)
        return orders


def _bring_backup(board: Switchboard, work: Work, alert: Alert) -> None:
    if rules.backup_due(alert.raised_at, work.now):
        _tell(board, work, alert, staff.responsible(work.tx, rules.BACKUP_ROLE, alert.unit_code))


def _calls_about(work: Work, alert: Alert) -> list[Order]:
    calls = attempts.of_alert(work.tx, alert.id)
    due = []
    for staff_id in alerts.told(work.tx, alert.id):
        mine = [call for call in calls if call.staff_id == staff_id]
        live = any(call.attempt.state not in ENDED for call in mine)
        if rules.ring_now(len(mine), live, _last_end([call.attempt.ended_at for call in mine]), work.now):
            number = staff.load(work.tx, staff_id).number
            due.append(Order(uuid4().hex, number, Purpose.ALERT, alert_id=alert.id, staff_id=staff_id))
    return due


def _last_end(ends: list[datetime | None]) -> datetime | None:
    return max((at for at in ends if at is not None), default=None)
