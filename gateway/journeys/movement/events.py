"""Gatherings told of by a tip, weddings and funerals registered, and what came of them.

A tip is anonymous: it is kept without a number, and nothing that follows from it has one.
"""

from dataclasses import dataclass, replace
from datetime import date

from gateway.domain.errors import BadInput, NotFound
from gateway.domain.movement.events import Kind, State, settles
from gateway.domain.movement.said import Came
from gateway.domain.places import Level, at_level
from gateway.journeys.movement import telling
from gateway.journeys.reporting import tasks as spoken
from gateway.journeys.reporting.reports import Source
from gateway.store import events, staff, tasks
from gateway.store.events import Event, Turn
from gateway.store.staff import Person
from gateway.store.tasks import Task
from gateway.switchboard import Switchboard, Work

TIP = "tip"
RESIDENT = "resident"


@dataclass(frozen=True)
class Planned:
    """Something that brings people together. `household_id`, `people` None: not said."""

    kind: Kind
    unit_code: str
    day: date
    household_id: int | None = None
    people: int | None = None
    words: str | None = None


def tip(board: Switchboard, work: Work, key: str, planned: Planned) -> Event:
    """Somebody tells of an event: one already known of is one event more told of, and nobody is sent there twice.

    key  of the call or text, counted once; who it was does not come this far
    """
    known = _by_source(work, key)
    if known is not None:
        return known
    like = (planned.kind, planned.unit_code, planned.day, planned.household_id)
    event = events.open_like(work.tx, *like)
    if event is None:
        event = _begin(work, planned, State.TOLD)
        events.note(work.tx, Turn(event.id, State.TOLD, TIP, work.now))
        _send_somebody(board, work, event, "event.tip", "told", words=planned.words)
    elif event.registered_by is None and len(planned.unit_code) > len(event.unit_code):
        _place(board, work, event, planned)
    events.add_tip(work.tx, key, event.id, planned.words, work.now)
    return event


def _place(board: Switchboard, work: Work, event: Event, planned: Planned) -> None:
    """It is known better where it is: whoever sees to it is told, unless it is at their own door."""
    event = replace(event, unit_code=planned.unit_code, household_id=planned.household_id)
    host = telling.at_the_door(work, planned.household_id)
    sent = staff.load(work.tx, event.staff_id) if event.staff_id else None
    if sent is None or sent.number in host:
        roles = telling.roles_for(event.kind, registered=False)
        sent = telling.responsible(work, roles, planned.unit_code, host)
    event = replace(event, staff_id=sent.id if sent else None)
    now_at = {"unit_code": event.unit_code, "household_id": event.household_id}
    events.change(work.tx, event.id, **now_at, staff_id=event.staff_id)
    telling.tell(board, work, event, "event.tip", f"placed:{planned.unit_code}:{planned.household_id}", planned.words)


def add_words(board: Switchboard, work: Work, key: str, address: str) -> None:
    """Whoever told of an event says more, in their own voice, which is heard above the village only.

    key      of the call, as it was told
    address  the carrier's recording
    """
    event = _by_source(work, key)
    if event is None:
        return
    task_id = spoken.hear(work, f"{TIP}:{key}", event.unit_code, TIP, address)
    if task_id is not None:
        events.tip_spoken(work.tx, key, task_id)
        above = telling.responsible(work, telling.ABOVE, at_level(event.unit_code, Level.TOWNSHIP))
        if above is not None:
            asked = replace(event, staff_id=above.id)
            telling.tell(board, work, asked, "event.spoken", f"spoken:{task_id}")


def register(board: Switchboard, work: Work, source: Source, planned: Planned, by: str = RESIDENT) -> Event:
    """A family, or somebody for it, registers a wedding or a funeral. Registered for a later day, it is put off."""
    known = _by_source(work, source.key)
    if known is not None:
        return known
    is_known = planned.household_id is not None or source.number
    before = events.planned_by(work.tx, planned.kind, planned.household_id, source.number) if is_known else None
    if before is not None and planned.day > before.day:
        _note_outcome(work, before, State.POSTPONED, None, by)
        before = None
    like = (planned.kind, planned.unit_code, planned.day, planned.household_id)
    told_of = events.open_like(work.tx, *like)
    if told_of is not None and told_of.registered_by is not None:
        told_of = None  # another family's
    event = before or told_of or _begin(work, planned, State.REGISTERED)
    kept = _registered(work, event, source, planned, by)
    _send_somebody(board, work, kept, _registered_as(kept), f"registered:{kept.day}")
    return kept


def _registered_as(event: Event) -> str:
    return "event.market_later" if event.kind is Kind.MARKET else "event.registered"


def foresee(work: Work, planned: Planned, by: str) -> Event:
    """An event the calendar knows of, with a task; one a tip has told of already is the same. Nobody is texted yet.

    by  what knew of it: nothing else known to it is the same event
    """
    event = events.open_like(work.tx, planned.kind, planned.unit_code, planned.day, planned.household_id)
    if event is None or (event.registered_by or by) != by:
        event = _begin(work, planned, State.REGISTERED)
    kept = replace(event, state=State.REGISTERED, registered_by=by)
    events.change(work.tx, kept.id, state=kept.state, registered_by=by)
    events.note(work.tx, Turn(kept.id, State.REGISTERED, by, work.now))
    _add_task(work, kept)
    return kept


REGISTERED = ("state", "day", "unit_code", "household_id", "expected", "registered_by", "number")


def _registered(work: Work, event: Event, source: Source, planned: Planned, by: str) -> Event:
    kept = replace(
        event,
        state=State.REGISTERED,
        day=planned.day,
        unit_code=planned.unit_code,
        household_id=planned.household_id,
        expected=planned.people or event.expected,
        registered_by=by,
        number=source.number or None,
    )
    events.change(work.tx, event.id, **{name: getattr(kept, name) for name in REGISTERED})
    events.note(work.tx, Turn(event.id, State.REGISTERED, by, work.now, planned.people, source.key))
    return kept


def _begin(work: Work, planned: Planned, state: State) -> Event:
    registered = state is State.REGISTERED
    about = telling.at_the_door(work, planned.household_id) if not registered else ()
    roles = telling.roles_for(planned.kind, registered=registered)
    person = telling.responsible(work, roles, planned.unit_code, about)
    event = Event(
        kind=planned.kind,
        unit_code=planned.unit_code,
        household_id=planned.household_id,
        day=planned.day,
        state=state,
        created_at=work.now,
        told_at=work.now,
        expected=planned.people,
        staff_id=person.id if person else None,
    )
    return replace(event, id=events.add(work.tx, event))


def _send_somebody(
    board: Switchboard, work: Work, event: Event, key: str, occasion: str, words: str | None = None
) -> None:
    """One task about one event, and a text an occasion."""
    _add_task(work, event)
    telling.tell(board, work, event, key, occasion, words)


def _add_task(work: Work, event: Event) -> None:
    about, number = task_about(event), event.number or ""
    tasks.add(work.tx, Task(about, tasks.Kind.EVENT, event.unit_code, event.household_id, number, work.now))


def task_about(event: Event) -> str:
    """What the task about an event is kept under."""
    return f"event:{event.id}"


def record(board: Switchboard, work: Work, event: Event, came: Came, by: str, source: str | None = None) -> Event:
    """What came of an event, said by whoever saw to it; said again, it is corrected. The same text twice is one.

    Raises BadInput for no outcome, or for a small feast without its people.
    """
    if came.state is None:
        raise BadInput(f"say what came of {event.code}: stopped, postponed, kept_small, nothing_there or held_anyway")
    if came.state is State.KEPT_SMALL and came.people is None:
        raise BadInput(f"say how many people come to {event.code}, for instance 30")
    if source is not None and events.of_source(work.tx, source) is not None:
        return find(work, event.id)
    kept = _note_outcome(work, event, came.state, came.people, by, source, today=board.local_day(work.now))
    if came.until is not None and came.until > event.day:
        _again(board, work, kept, came.until, by)
    return kept


def _again(board: Switchboard, work: Work, put_off: Event, day: date, by: str) -> None:
    """It is put off to a day that is known: it is one to come, and asked about on that day. Said twice, it is one."""
    key = f"put_off:{put_off.id}:{day}"
    planned = Planned(put_off.kind, put_off.unit_code, day, put_off.household_id, put_off.expected)
    family = Source(key, put_off.number or "", put_off.unit_code, put_off.household_id, board.settings.default_language)
    register(board, work, family, planned, by)


def _note_outcome(
    work: Work,
    event: Event,
    state: State,
    people: int | None,
    by: str,
    source: str | None = None,
    today: date | None = None,
) -> Event:
    """today  None: it is the last word, whatever the day. A word that is not opens again what a slip had settled."""
    if today is None or settles(event.kind, state, event.day, today):
        settled = event.settled_at or work.now
        tasks.finish_about(work.tx, task_about(event), state, by, work.now)
    else:
        settled = None
        tasks.open_again(work.tx, task_about(event))
    events.change(work.tx, event.id, state=state, people=people, settled_at=settled)
    events.note(work.tx, Turn(event.id, state, by, work.now, people, source))
    return replace(event, state=state, people=people, settled_at=settled)


def find(work: Work, event_id: int) -> Event:
    """An event by its number. Raises NotFound."""
    event = events.load(work.tx, event_id)
    if event is None:
        raise NotFound(f"there is no event T{event_id}; `dalaba event list` shows them")
    return event


def by_office(person: Person) -> str:
    """How the ledger names one of the staff."""
    return f"staff:{person.id}"


def _by_source(work: Work, key: str) -> Event | None:
    known = events.of_source(work.tx, key)
    return None if known is None else events.load(work.tx, known)
