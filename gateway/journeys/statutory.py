"""The clocks of the law: each level says that it knows, is reminded before its time is over, and is told when it is."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from sqlalchemy import Connection

from gateway.domain import alerts as rules
from gateway.domain import places
from gateway.domain.alerts import Clock
from gateway.domain.errors import BadInput, NotFound
from gateway.domain.places import Level
from gateway.journeys import climbing
from gateway.store import alerts, budget, clocks, duty, staff
from gateway.store.alerts import Alert, Turn, What
from gateway.store.attempts import Order, Purpose
from gateway.store.clocks import Running
from gateway.store.staff import Person
from gateway.switchboard import Switchboard, Work

ABOUT = "clock:"  # how that begins what a call or text about a deadline is about


def start(board: Switchboard, work: Work, alert: Alert, kind: str) -> None:
    """From the first report of an incident that the law wants known upwards, its clocks run."""
    ladder = climbing.ladder_for(board, alert.unit_code, alert.raised_at)
    if kind not in ladder.reportable or clocks.of_alert(work.tx, alert.id):
        return
    due = enumerate(rules.deadlines(ladder, work.now), start=1)
    clocks.start(work.tx, [Running(alert.id, n, clock.name, clock.level, at) for n, (clock, at) in due])


# Somebody says that their level knows


def acknowledge(work: Work, alert: Alert, people: Sequence[Person]) -> list[Running]:
    """Somebody of a level, or who was reminded for it, says 1: that level knows. Returns the clocks that stop."""
    ids, levels = {person.id for person in people}, {places.level_of(person.unit_code) for person in people}
    running = [one for one in clocks.of_alert(work.tx, alert.id) if one.level is not None]
    mine = [one for one in running if one.level in levels or one.asked_id in ids]
    return [one for one in mine if _know(work, one, f"staff:{people[0].id}")]


def tell(work: Work, alert: Alert, level: Level, by: str, document: str) -> Running:
    """A level was told on paper. Raises BadInput without a document, NotFound when no clock runs for that level."""
    if not document.strip():
        raise BadInput("say the number of the document by which it was told")
    found = next((one for one in clocks.of_alert(work.tx, alert.id) if one.level is level), None)
    if found is None:
        raise NotFound(f"no clock of the law runs for {level} about {alert.code}")
    if not _know(work, found, by, document.strip()):
        raise BadInput(f"{level} has said to know of {alert.code} before")
    return found


def _know(work: Work, clock: Running, by: str, document: str | None = None) -> bool:
    known = clocks.know(work.tx, clock, work.now, by, document)
    if known:
        note = f"{clock.level}" + (f", {document}" if document else "")
        alerts.note_turn(work.tx, Turn(clock.alert_id, What.KNOWN, work.now, by, note=note))
    return known


def not_known(work: Work, alert: Alert) -> Running | None:
    """The first level that has not said that it knows, None when all have, or no clock runs."""
    waiting = (one for one in clocks.of_alert(work.tx, alert.id) if one.level and one.known_at is None)
    return next(waiting, None)


# Reminded, and told when it is too late


def is_due(board: Switchboard, tx: Connection) -> bool:
    """Whether a level is to be reminded, rung or told that its time is over."""
    now = board.clock.now()
    return any(one.due_at <= now or one.reminded_at is None or _rings(tx, one) for one, _, _ in _near(board, tx, now))


def watch(board: Switchboard, work: Work) -> list[Order]:
    """Reminds whoever has the shift there once, marks each deadline missed once, and tells the person named for it.

    Returns the calls now due to those who were reminded.
    """
    orders = []
    for clock, alert, rule in _near(board, work.tx, work.now):
        if clock.due_at <= work.now:
            _miss(board, work, clock, alert, rule)
            continue
        if clock.reminded_at is None:
            clock = _remind(board, work, clock, alert, rule)
        if _rings(work.tx, clock):
            orders.append(_call(work.tx, clock))
    return orders


def about(clock: Running) -> str:
    """What the one call about a deadline is about."""
    return f"{ABOUT}{clock.alert_id}:{clock.position}"


def _near(board: Switchboard, tx: Connection, now: datetime) -> Iterator[tuple[Running, Alert, Clock]]:
    """The clocks of levels of this house that are over, or nearly, each with its incident and rule."""
    longest = max(ladder.remind_before for ladder in board.catalogue.ladders)
    for clock in clocks.due(tx, now + longest):
        alert = alerts.load(tx, clock.alert_id)
        if alert is None:
            continue
        ladder = climbing.ladder_for(board, alert.unit_code, alert.raised_at)
        if clock.due_at - ladder.remind_before <= now and clock.position <= len(ladder.clocks):
            yield clock, alert, ladder.clocks[clock.position - 1]


def _call(tx: Connection, clock: Running) -> Order:
    number = staff.load(tx, clock.asked_id or 0).number
    attempt_id, whom = uuid4().hex, clock.asked_id
    return Order(attempt_id, number, Purpose.ALERT, about(clock), alert_id=clock.alert_id, staff_id=whom)


def _rings(tx: Connection, clock: Running) -> bool:
    return clock.asked_id is not None and clock.missed_at is None and not budget.tried(tx, [about(clock)])


def _remind(board: Switchboard, work: Work, clock: Running, alert: Alert, rule: Clock) -> Running:
    person = _on_duty(work, clock, alert, rule)
    if not clocks.remind(work.tx, clock, work.now, person.id if person else None):
        return clock
    if person is not None:
        _write(board, work, clock, alert, person, "alert.remind")
    return replace(clock, reminded_at=work.now, asked_id=person.id if person else None)


def _miss(board: Switchboard, work: Work, clock: Running, alert: Alert, rule: Clock) -> None:
    person = _named(work, clock, alert, rule) or _on_duty(work, clock, alert, rule)
    if clocks.miss(work.tx, clock, work.now, person.id if person else None) and person is not None:
        _write(board, work, clock, alert, person, "alert.missed")


def _on_duty(work: Work, clock: Running, alert: Alert, rule: Clock) -> Person | None:
    """Whoever has the shift at that level, of the first role that somebody holds there; else in the nearest above."""
    near = _place(clock, alert)
    here = (duty.holding(work.tx, role, near, work.now) for role in rule.roles)
    chosen = next((one for one in here if one is not None), None)
    if chosen is not None:
        return staff.load(work.tx, chosen.staff_id)
    above = (duty.on_duty(work.tx, role, near, work.now) for role in rule.roles)
    return next((one for one in above if one is not None), None)


def _named(work: Work, clock: Running, alert: Alert, rule: Clock) -> Person | None:
    """The person the roster names for that level, whoever has the shift."""
    named = (duty.named(work.tx, role, _place(clock, alert)) for role in rule.roles)
    return next((one for one in named if one is not None), None)


def _place(clock: Running, alert: Alert) -> str:
    return places.at_level(alert.unit_code, clock.level) if clock.level else alert.unit_code


def _write(board: Switchboard, work: Work, clock: Running, alert: Alert, person: Person, key: str) -> None:
    language = person.language or board.settings.default_language
    told = climbing.as_heard(work, alert, person.id)
    values = {"level": board.catalogue.sms(f"rung.{clock.level}", language), "until": until(board, clock, language)}
    climbing.write_to(board, work, told, person, key, f"{about(clock)}:{key}:{person.id}", **values)


def until(board: Switchboard, clock: Running, language: str) -> str:
    """A deadline as it is texted."""
    local = board.settings.local(clock.due_at)
    return f"{local.day}号{local:%H:%M}" if language == "zh" else f"{local:%H:%M} on {local.day} {local:%B}"
