"""Acts of a cadre speaking to the village, and of a household that heard."""

from datetime import timedelta

from gateway.domain.flow import Did, Fact
from gateway.journeys.speaking import broadcasts
from gateway.journeys.telephone import pins
from gateway.store import attempts, deliveries, roster, staff
from gateway.store.sessions import Line
from gateway.store.staff import Person
from gateway.switchboard import Switchboard, Work

MAX_PIN_FAILURES = 5
LOCKED_FOR = timedelta(minutes=30)
MOST_AREAS = 9  # one key each


def cadre_on(work: Work, line: Line) -> Person:
    """The cadre whose phone this is."""
    offices = staff.by_number(work.tx, line.number, "cadre")
    return next(person for person in offices if person.pin_hash)


def check_pin(board: Switchboard, work: Work, line: Line) -> Did:
    """Known number and PIN. After five wrong ones no PIN is taken for half an hour."""
    cadre = cadre_on(work, line)
    if cadre.pin_locked_until is not None and cadre.pin_locked_until > work.now:
        return Did("locked")
    if pins.matches(cadre.pin_hash, line.state.answers.get("pin", "")):
        staff.clear_pin_failures(work.tx, cadre.id)
        return Did("right")
    last = cadre.pin_failures + 1 >= MAX_PIN_FAILURES
    staff.count_pin_failure(work.tx, cadre.id, work.now + LOCKED_FOR if last else None)
    return Did("locked" if last else "wrong")


def find_areas(board: Switchboard, work: Work, line: Line) -> Did:
    """The cadre's own unit and the units right below it."""
    own = cadre_on(work, line).unit_code
    below = [unit for unit in roster.all_units(work.tx, own) if unit.code == own or broadcasts.is_child(own, unit.code)]
    areas = [{"value": unit.code, "words": unit.name} for unit in below[:MOST_AREAS]]
    return Did("some" if len(areas) > 1 else "one" if areas else "none", {"areas": areas})


def draft_broadcast(board: Switchboard, work: Work, line: Line) -> Did:
    """Keeps the recording as a draft and counts the phones it would ring."""
    areas = line.state.facts["areas"]
    area = line.state.answers.get("area") or (areas[0]["value"] if isinstance(areas, list) else "")
    seconds = line.state.facts.get("message_s")
    message = broadcasts.Message(
        language=line.state.language,
        address=line.state.answers["message"],
        seconds=float(seconds) if isinstance(seconds, int | float) else 0.0,
    )
    drafted = broadcasts.draft(board, work, area, message, cadre_on(work, line))
    facts: dict[str, Fact] = {"broadcast": drafted.id, "phones": drafted.phones, "minutes": drafted.minutes}
    return Did("ready" if drafted.phones else "empty", facts)


def send_broadcast(board: Switchboard, work: Work, line: Line) -> Did:
    """Pressed 1: it goes."""
    broadcasts.send(work, str(line.state.facts["broadcast"]))
    return Did("done")


def drop_broadcast(board: Switchboard, work: Work, line: Line) -> Did:
    """Pressed 3: it does not."""
    broadcasts.drop(work, str(line.state.facts["broadcast"]))
    return Did("done")


def mark_heard(board: Switchboard, work: Work, line: Line) -> Did:
    """The household pressed 1."""
    tried = attempts.load(work.tx, line.attempt_id or "")
    if tried is not None and tried.delivery_id is not None:
        deliveries.hear(work.tx, tried.delivery_id, work.now)
    return Did("done")
