"""Urgent at once: raised in the middle of a call, told by text and call, taken by one person, handed on, closed."""

from dataclasses import replace
from uuid import uuid4

from gateway.domain import alerts as rules
from gateway.domain import phones, places, roles
from gateway.domain.alerts import How
from gateway.domain.errors import BadInput
from gateway.domain.places import Level
from gateway.domain.screening import Concern, is_graver
from gateway.journeys import callees, climbing
from gateway.journeys.naming import Whereabouts
from gateway.ports import Job
from gateway.store import alerts, counters, duty, staff
from gateway.store.alerts import Alert, Turn, What
from gateway.store.attempts import Order
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

    False when that is no news, and for what the ladder leaves to the daily report.
    """
    if concern not in climbing.ladder_for(board, whose.unit_code, work.now).triggers:
        return False
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
    climbing.climb(board, work, alert)
    work.hint(Job.RING_ALERTS)
    return True


def _raise_further(board: Switchboard, work: Work, alert: Alert, concern: Concern) -> bool:
    """Those who may answer are told once more, unless somebody has taken it: whoever did hears it from the home."""
    if not is_graver(concern, Concern(alert.kind)):
        return False
    if not alerts.raise_kind(work.tx, alert.id, alert.kind, concern.value):
        return False
    if alert.taken_at is None and alert.closed_at is None:
        for told in alerts.waited_for(work.tx, alert):
            person, about = staff.load(work.tx, told.staff_id), f"alert:{alert.id}:{told.staff_id}:{concern}"
            climbing.write_to(board, work, replace(alert, kind=concern.value), person, "alert.graver", about)
    return True


def take(work: Work, alert_id: str, staff_id: int, through: str) -> bool:
    """Somebody answers for it; False when somebody else was first, or it is over."""
    mine = alerts.take(work.tx, alert_id, staff_id, through, work.now)
    if mine:
        alerts.note_turn(work.tx, Turn(alert_id, What.TAKEN, work.now, f"staff:{staff_id}", note=through))
    return mine


def hand_on(board: Switchboard, work: Work, alert: Alert, by: str, name: str, to: Person) -> bool:
    """It waits for somebody else now, who is told at once; False when it is over.

    by    who hands it on, as the ledger keeps it: staff:<id>, or command line
    name  as it is told to the other
    """
    waiting = alerts.hand_on(work.tx, alert.id, work.now)
    if waiting is None:
        return False
    alerts.note_turn(work.tx, Turn(alert.id, What.HANDED_ON, work.now, by, to.id))
    climbing.tell(board, work, waiting, to, frozenset(How), handed_by=name)
    work.hint(Job.RING_ALERTS)
    return True


def somebody_for(work: Work, alert: Alert, written: str) -> Person | None:
    """Whom a word means around what happened: a post, a phone, or a name on the roster; None when nobody."""
    role = roles.meant_by(written)
    if role is not None:
        return duty.on_duty(work.tx, role, alert.unit_code, work.now)
    number = phones.normalise(written)
    around = places.at_level(alert.unit_code, Level.VILLAGE)
    return staff.around(work.tx, around, number=number) if number else staff.around(work.tx, around, name=written)


def close(work: Work, alert: Alert, by: str, note: str) -> bool:
    """It is over, and the note says how; False when it was before. Raises BadInput without a note."""
    if not note.strip():
        raise BadInput("say how it ended, for instance: 已送县医院")
    ended = alerts.close(work.tx, alert.id, by, note.strip(), work.now)
    if ended:
        alerts.note_turn(work.tx, Turn(alert.id, What.CLOSED, work.now, by, note=note.strip()))
    return ended


def due_calls(board: Switchboard) -> list[Order]:
    """Writes down the calls now due about alerts nobody answers for, after bringing in whoever is next."""
    with board.work() as work:
        orders: list[Order] = []
        for alert in alerts.open_ones(work.tx):
            climbing.climb(board, work, alert)
            orders += climbing.calls_due(work, alert)
        return callees.reserve(work, orders)
