"""Urgent at once: raised in the middle of a call, told by text and call, taken by one person, handed on, closed.

A report of a cluster whose incident is open joins it (`joining`).
"""

from dataclasses import replace
from uuid import uuid4

from gateway.domain import alerts as rules
from gateway.domain import incidents as clusters
from gateway.domain import phones, places, roles
from gateway.domain.alerts import How
from gateway.domain.errors import BadInput
from gateway.domain.incidents import Gathers, Shares, Sign
from gateway.domain.limits import is_dialable
from gateway.domain.places import Level
from gateway.domain.screening import Concern, is_graver
from gateway.journeys import callees, climbing, joining, statutory
from gateway.journeys.naming import Whereabouts
from gateway.ports import Job
from gateway.store import alerts, counters, duty, incidents, staff
from gateway.store.alerts import Alert, Turn, What
from gateway.store.attempts import Order
from gateway.store.incidents import Report
from gateway.store.sessions import BY_TEXT, Line
from gateway.store.staff import Person
from gateway.switchboard import Switchboard, Work

NOTHING: Shares = {}


def raise_alert(board: Switchboard, work: Work, line: Line, concern: Concern, shares: Shares = NOTHING) -> bool:
    """Tells the person responsible about the caller on this line: one alert a call. As `raise_about`."""
    by_text = line.sid.startswith(BY_TEXT)  # questions about a form belong to the form
    about = line.sid.removeprefix(BY_TEXT) if by_text else f"call:{line.id}"
    return raise_about(board, work, about, line, concern, shares)


def raise_about(
    board: Switchboard, work: Work, about: str, whose: Whereabouts, concern: Concern, shares: Shares = NOTHING
) -> bool:
    """Raises an alert about one thing, or joins it to the incident of its cluster that is open.

    A second concern about the same thing raises it further when it is graver.

    shares  vehicles with their day, and cases, by which it may belong to an incident

    False when that is no news, and for what the ladder leaves to the daily report.
    """
    if concern not in climbing.ladder_for(board, whose.unit_code, work.now).triggers:
        return False
    incidents.hold(work.tx)
    known = incidents.of_source(work.tx, about)
    if known is not None:
        return _raise_further(board, work, *known, concern)
    report = Report(about, concern.value, whose.unit_code, whose.household_id, whose.number, work.now)
    keys = _keys(board, work, report, concern, shares)
    known_one = incidents.open_under(work.tx, keys, work.now)
    if known_one is not None:
        joining.join(board, work, known_one, report, keys)
        return True
    return _raise_new(board, work, report, keys)


def _keys(board: Switchboard, work: Work, report: Report, concern: Concern, shares: Shares) -> Gathers:
    ladder = climbing.ladder_for(board, report.unit_code, work.now)
    home = report.home if report.household_id or is_dialable(report.number) else None
    return clusters.keys(ladder.clusters, Sign(concern, report.unit_code, home, shares))


def _raise_new(board: Switchboard, work: Work, report: Report, keys: Gathers) -> bool:
    today = board.local_day(work.now)
    alert = Alert(
        id=uuid4().hex,
        about=report.source,
        code=rules.short_code(today, counters.next_number(work.tx, f"alerts:{today}")),
        kind=report.kind,
        unit_code=report.unit_code,
        household_id=report.household_id,
        number=report.number,
        raised_at=work.now,
    )
    if not alerts.add(work.tx, alert):
        return False
    incidents.add(work.tx, alert.id, report, keys)
    statutory.start(board, work, alert, report.kind)
    climbing.climb(board, work, alert)
    work.hint(Job.RING_ALERTS)
    return True


def _raise_further(board: Switchboard, work: Work, alert: Alert, report: Report, concern: Concern) -> bool:
    """Those who may answer are told once more, unless somebody has taken it: whoever did hears it from the home."""
    if not is_graver(concern, Concern(report.kind)):
        return False
    report = replace(report, kind=concern.value)
    incidents.set_kind(work.tx, report.id, report.kind)
    incidents.gather(work.tx, alert.id, _keys(board, work, report, concern, NOTHING), work.now)
    statutory.start(board, work, alert, report.kind)
    if not joining.raise_kind(work, alert, report.kind):
        return False
    if alert.taken_at is None and alert.closed_at is None:
        joining.tell_graver(board, work, alert, report)
    return True


def take(board: Switchboard, work: Work, alert_id: str, staff_id: int, through: str) -> bool:
    """Somebody answers for it, and hears of what has joined it; False when somebody else was first, or it is over.

    Either way the level they are of knows of it.
    """
    known, person = alerts.load(work.tx, alert_id), staff.load(work.tx, staff_id)
    if known is not None:
        statutory.acknowledge(work, known, [person])
    mine = alerts.take(work.tx, alert_id, staff_id, through, work.now)
    if mine:
        alerts.note_turn(work.tx, Turn(alert_id, What.TAKEN, work.now, f"staff:{staff_id}", note=through))
        joining.tell_what_joined(board, work, alert_id, staff_id)
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
    """Writes down the calls now due about alerts nobody answers for, after bringing in whoever is next.

    With them those to levels that have yet to say, nearly too late, that they know.
    """
    with board.work() as work:
        orders: list[Order] = []
        for alert in alerts.open_ones(work.tx):
            climbing.climb(board, work, alert)
            orders += climbing.calls_due(work, alert)
        return callees.reserve(work, statutory.watch(board, work) + orders)
