"""Gatherings and rumours by text: what residents tell, and what staff answer. Each gives the wording of the reply."""

from collections.abc import Mapping

from gateway.domain.errors import BadInput, NotAllowed, NotFound
from gateway.domain.movement import said
from gateway.domain.movement.events import Kind, State, day_said
from gateway.domain.movement.rumours import FOUND
from gateway.domain.movement.said import Found, Said, without_numbers
from gateway.domain.roles import Role
from gateway.journeys.movement import events, places, rumours, telling
from gateway.journeys.movement.events import Planned
from gateway.journeys.reporting.reports import Source
from gateway.store import rumours as store
from gateway.store import staff
from gateway.store.events import Event
from gateway.store.rumours import Rumour
from gateway.store.staff import Person
from gateway.switchboard import Switchboard, Work

Answer = tuple[str, Mapping[str, object]]  # wording and its values
NOT_UNDERSTOOD: Answer = ("not_understood", {})
REGISTERS = (Role.COUNCIL, Role.CADRE, Role.SECRETARY, Role.GRID_WORKER)  # for a family, with its door


def tip(board: Switchboard, work: Work, source: Source, about: Said) -> Answer:
    """举报 3组 今天 办酒: where nothing else is said it is today, here, and people who gather."""
    today = board.local_day(work.now)
    plan = said.plan(about.rest, today)
    unit, household = places.meant(work, source.unit_code, about.rest, plan)
    words = without_numbers(about.rest) or None
    kind = plan.kind or Kind.GATHERING
    event = events.tip(board, work, source.key, Planned(kind, unit, plan.day or today, household, plan.people, words))
    return "event.tip_receipt", telling.values_of(board, work, event, source.language)


def register(board: Switchboard, work: Work, source: Source, about: Said) -> Answer:
    """红事 2/20 200人, by the family; by one of the staff with the door: 红事 012户 2/20 200人."""
    today = board.local_day(work.now)
    plan = said.plan(about.rest, today)
    kind = plan.kind if plan.kind in (Kind.WEDDING, Kind.FUNERAL) else Kind.WEDDING
    if plan.day is None:
        return f"event.which_day_{kind}", {}
    by, unit, household = events.RESIDENT, source.unit_code, source.household_id
    office = next((one for one in staff.by_number(work.tx, source.number) if one.role in REGISTERS), None)
    if office is not None and plan.door:
        unit, household = places.meant(work, office.unit_code, about.rest, plan)
        if household is None:
            return "event.no_door", {"door": plan.door}
        by = events.by_office(office)
    event = events.register(board, work, source, Planned(kind, unit, plan.day, household, plan.people), by)
    return receipt(board, work, event, source.language)


def receipt(board: Switchboard, work: Work, event: Event, language: str) -> Answer:
    """What was understood, and the rule: weddings postponed, funerals kept simple."""
    day = day_said(event.day, board.local_day(work.now), language)
    return f"event.receipt_{event.kind}", {"day": day, "guests": telling.guests(board, event.expected, language)}


def outcome(board: Switchboard, work: Work, source: Source, about: Said) -> Answer:
    """T12 停: what came of an event, from whoever answers for the place."""
    if not staff.by_number(work.tx, source.number):
        return NOT_UNDERSTOOD
    try:
        event = events.find(work, about.number or 0)
    except NotFound:
        return "event.unknown", {"code": f"T{about.number}"}
    office = telling.office_for(work, source.number, event.unit_code)
    if office is None:
        return "event.not_yours", {"code": event.code}
    came = said.came(about.rest, board.local_day(work.now))
    if came.state is None:
        return telling.how_key(event), {"code": event.code}
    try:
        kept = events.record(board, work, event, came, events.by_office(office), source.key)
    except BadInput:
        return "event.how_many", {"code": event.code}
    return _noted(board, work, kept, source.language)


def _noted(board: Switchboard, work: Work, event: Event, language: str) -> Answer:
    values: dict[str, object] = {"code": event.code, "outcome": outcome_words(board, event, language)}
    if event.settled_at is not None:
        return "event.noted", values
    return "event.noted_until", {**values, "day": day_said(event.day, board.local_day(work.now), language)}


def outcome_words(board: Switchboard, event: Event, language: str) -> str:
    """What came of it, with the people where they were told."""
    kept_open = event.kind is Kind.MARKET and event.state is State.HELD_ANYWAY
    words = board.catalogue.sms("outcome.kept_open" if kept_open else f"outcome.{State(event.state)}", language)
    return (
        words
        if event.people is None
        else board.catalogue.sms("event.with_people", language, outcome=words, people=event.people)
    )


def rumour(board: Switchboard, work: Work, source: Source, about: Said) -> Answer | None:
    """谣言 听说要封路. None: it is known, and the answer is on its way."""
    words = without_numbers(about.rest)
    if not words:
        return "rumour.say_what", {}
    kept = rumours.tell(board, work, source, words)
    return None if kept.is_answered else ("rumour.receipt", {})


def finding(board: Switchboard, work: Work, source: Source, about: Said) -> Answer:
    """R5 假 没有这回事: what a cadre found, and the answer."""
    if not staff.by_number(work.tx, source.number):
        return NOT_UNDERSTOOD
    try:
        kept = rumours.find(work, about.number or 0)
        office = rumours.officer(work, kept, source.number)
    except NotFound:
        return "rumour.unknown", {"code": f"R{about.number}"}
    except NotAllowed:
        return "rumour.not_yours", {"code": f"R{about.number}"}
    return _found(board, work, kept, said.finding(about.rest), office)


def _found(board: Switchboard, work: Work, kept: Rumour, found: Found, office: Person) -> Answer:
    code = {"code": kept.code}
    if found.same is not None:
        return _same(board, work, kept, found.same, office)
    if found.tag is not None:
        kept = rumours.tag(work, kept, found.tag, office)
    if found.answer and kept.tag in FOUND:
        count = rumours.answer(board, work, kept, found.answer, office)
        return "rumour.answered", {**code, "count": count}
    if found.tag is not None:
        return f"rumour.tagged_{found.tag}", code
    return "rumour.how", code


def _same(board: Switchboard, work: Work, kept: Rumour, other_id: int, office: Person) -> Answer:
    other = store.load(work.tx, other_id)
    if other is None:
        return "rumour.unknown", {"code": f"R{other_id}"}
    try:
        rumours.same(board, work, kept, other, office)
    except BadInput:
        return "rumour.unlike", {"code": kept.code, "other": other.code}
    return "rumour.joined", {"code": kept.code, "other": other.code}
