"""Broadcasts by text: a cadre asks to speak, somebody agrees or does not, somebody stops one.

A text may come from anybody who knows a number, so nothing is sent on a text alone: whoever texts 播 is rung on the
phone the roster knows, and it goes when they have keyed their PIN.
"""

from datetime import timedelta
from uuid import uuid4

from gateway.domain.errors import BadInput, GatewayError, NotAllowed
from gateway.domain.speaking import orders
from gateway.domain.speaking.levels import Level, may_issue
from gateway.domain.speaking.orders import Ordered
from gateway.journeys import callees
from gateway.journeys.speaking import approval, drafts, rights, running
from gateway.journeys.speaking.approval import Decided
from gateway.journeys.speaking.drafts import Message, Plan
from gateway.ports import Job
from gateway.store import attempts, broadcasts, deliveries, roster, staff
from gateway.store.attempts import Order, Purpose
from gateway.store.broadcasts import Broadcast, Through
from gateway.store.staff import Person
from gateway.switchboard import Switchboard, Work

USUAL_LEVEL = Level.YELLOW
STALE_AFTER = timedelta(minutes=30)  # a call to speak later than this puzzles more than it helps
WHOLE = ("全村", "全镇", "全部", "all")

Answer = tuple[str, dict[str, object]]  # wording and its values


def speak(board: Switchboard, work: Work, number: str, language: str, text_key: str, ordered: Ordered) -> Answer:
    """Rings whoever texted 播, to record a message or to send the one they texted."""
    offices = [person for person in staff.by_number(work.tx, number) if person.pin_hash]
    if not offices:
        return "broadcast.no_pin", {}
    try:
        drafted = _draft(board, work, offices, language, ordered) if ordered.rest else None
    except (BadInput, NotAllowed):
        return "broadcast.not_yours", {"number": "-"}
    about = f"speak:{text_key}:{drafted.id if drafted else ''}"
    if not callees.reserve(work, [Order(uuid4().hex, number, Purpose.SPEAK, about, staff_id=offices[0].id)]):
        return "broadcast.rung_enough", {}
    work.hint(Job.CALL_SPEAKERS)
    return "broadcast.calling_you", {}


def _draft(board: Switchboard, work: Work, offices: list[Person], language: str, ordered: Ordered) -> Broadcast | None:
    level = ordered.level or USUAL_LEVEL
    rule = board.catalogue.levels[level]
    office = next((one for one in offices if may_issue(rule, [one.role])), None)
    if office is None:
        raise NotAllowed(f"none of their offices may issue a {level} broadcast")
    names = {unit.name: unit.code for unit in roster.all_units(work.tx, office.unit_code)}
    area, words = orders.split_area(ordered.rest, {**names, **dict.fromkeys(WHOLE, office.unit_code)})
    if not words:
        return None
    message = Message(language, words=words)
    return drafts.draft(board, work, Plan((area or office.unit_code,), level), [message], office, Through.TEXT)


def waiting(board: Switchboard) -> list[Order]:
    """Whoever is to be rung to speak."""
    with board.ledger.read() as tx:
        return attempts.reserved(tx, Purpose.SPEAK, board.clock.now() - STALE_AFTER)


def is_due(board: Switchboard) -> bool:
    """Whether anybody is."""
    return bool(waiting(board))


def decide(board: Switchboard, work: Work, number: str, ordered: Ordered) -> Answer:
    """同意 or 不同意 from somebody who may decide."""
    broadcast = _named(work, ordered)
    if broadcast is None:
        return "broadcast.unknown", {"number": ordered.number}
    try:
        office = approval.office_for(board, work, broadcast, number)
    except GatewayError:
        return "broadcast.not_yours", {"number": broadcast.number}
    if ordered.order is orders.Verb.AGREE:
        decided = approval.approve(work, broadcast, office, Through.TEXT)
        done = "approval.agreed"
    else:
        decided = approval.refuse(board, work, broadcast, office, Through.TEXT, ordered.rest)
        done = "approval.refused"
    return done if decided is Decided.DONE else "approval.too_late", {"number": broadcast.number}


def stop(work: Work, number: str, ordered: Ordered) -> Answer:
    """停 from whoever sent it, or somebody responsible for the whole of its area."""
    broadcast = _named(work, ordered)
    if broadcast is None:
        return "broadcast.unknown", {"number": ordered.number}
    by = rights.may_stop(work, broadcast, number)
    if by is None:
        return "broadcast.not_yours", {"number": broadcast.number}
    if not running.stop(work, broadcast.id, by, Through.TEXT):
        return "broadcast.over", {"number": broadcast.number}
    reach = deliveries.reach(work.tx, broadcast.id)
    return "broadcast.stopped", {"number": broadcast.number, "heard": reach.heard, "phones": reach.phones}


def count(work: Work, number: str, ordered: Ordered) -> Answer:
    """数 from whoever may stop it: how far it has got."""
    broadcast = _named(work, ordered)
    if broadcast is None:
        return "broadcast.unknown", {"number": ordered.number}
    if rights.may_stop(work, broadcast, number) is None:
        return "broadcast.not_yours", {"number": broadcast.number}
    reach = deliveries.reach(work.tx, broadcast.id)
    figures = {"phones": reach.phones, "count": reach.heard, "left": reach.due + reach.ringing, "rest": reach.doors}
    return "broadcast.count", {"number": broadcast.number, **figures}


def _named(work: Work, ordered: Ordered) -> Broadcast | None:
    return broadcasts.by_number(work.tx, ordered.number) if ordered.number is not None else None
