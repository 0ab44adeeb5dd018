"""How an alert climbs: each rung of the ladder tells whoever is on duty there, until somebody answers for it."""

from collections.abc import Iterator
from datetime import datetime
from uuid import uuid4

from gateway.domain import alerts as rules
from gateway.domain import dated, places
from gateway.domain.alerts import How, Ladder, Step
from gateway.domain.calls import ENDED
from gateway.domain.roles import Role
from gateway.journeys import naming
from gateway.ports import Job, Urgency
from gateway.store import alerts, attempts, duty, roster, staff, texts
from gateway.store.alerts import Alert, Turn, What
from gateway.store.attempts import Order, Purpose, Try
from gateway.store.staff import Person
from gateway.switchboard import Switchboard, Work


def ladder_for(board: Switchboard, unit_code: str, at: datetime) -> Ladder:
    """The ladder in force for a unit at an instant."""
    return dated.in_force(board.catalogue.ladders, unit_code, board.local_day(at))


def climb(board: Switchboard, work: Work, alert: Alert) -> None:
    """Tells everybody whose time has come; a rung on which nobody stands is passed at once. Again, it tells nobody."""
    ladder = ladder_for(board, alert.unit_code, alert.raised_at)
    reached = bool(alerts.waited_for(work.tx, alert))
    for step in rules.rungs(ladder, handed=alert.handed > 0):
        if reached and not rules.is_due(step, alert.since, work.now):
            break
        for person in people_on(work, step, alert.unit_code):
            reached = True
            tell(board, work, alert, person, step.by)
    if rules.is_breached(ladder, alert.raised_at, work.now) and alerts.breach(work.tx, alert.id, work.now):
        alerts.note_turn(work.tx, Turn(alert.id, What.BREACHED, work.now))


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


def tell(board: Switchboard, work: Work, alert: Alert, person: Person, by: frozenset[How], handed_by: str = "") -> None:
    """By text now; the call follows from the list of those told.

    handed_by  who hands it on, "" when the house tells
    """
    if not alerts.tell(work.tx, alert, person.id, work.now, rung=How.CALL in by) or How.SMS not in by:
        return
    about = f"alert:{alert.id}:{person.id}" + (f":{alert.handed}" if alert.handed else "")
    write_to(board, work, alert, person, "alert.handed_text" if handed_by else "alert.text", about, by=handed_by)


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
