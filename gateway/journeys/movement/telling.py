"""Who sees to an event or a rumour, and what they are texted. Whoever told of it is never in such a text."""

from collections.abc import Collection, Iterable, Iterator

from gateway.domain.movement.events import OF_A_FAMILY, Kind, day_said
from gateway.domain.places import LENGTH_OF, Level, covers, parent_of
from gateway.domain.roles import Role
from gateway.journeys import naming
from gateway.store import duty, roster, staff, texts
from gateway.store.events import Event
from gateway.store.rumours import Rumour
from gateway.store.staff import Person
from gateway.switchboard import Switchboard, Work

ABOVE = (Role.CADRE, Role.SECRETARY, Role.OFFICER, Role.SUPERVISOR)
FOR_TIPS = (Role.GRID_WORKER, *ABOVE)
FOR_FAMILIES = (Role.COUNCIL, *ABOVE)
FOR_RUMOURS = ABOVE
MOST_WORDS = 40  # characters of a tip that are passed on
MOST_OF_A_RUMOUR = 60  # characters, in a text to the cadre
MOST_AN_HOUR = 30  # texts to one of the staff: the rest stands on their list of tasks


def roles_for(kind: Kind, *, registered: bool) -> tuple[Role, ...]:
    """Who is asked first: the council to a wedding or funeral that a family has told of, the cadre to a market on the
    calendar, else whoever walks there."""
    if registered and kind is Kind.MARKET:
        return ABOVE
    return FOR_FAMILIES if registered and kind in OF_A_FAMILY else FOR_TIPS


def responsible(work: Work, roles: Iterable[Role], unit_code: str, besides: Collection[str] = ()) -> Person | None:
    """Who is on duty for a unit, in this order of roles, nearest first; None when nobody is.

    besides  phones of those it is about: nobody is sent to their own door
    """
    return next((one for role in roles for one in _upwards(work, role, unit_code) if one.number not in besides), None)


def _upwards(work: Work, role: Role, unit_code: str) -> Iterator[Person]:
    here: str | None = unit_code
    while here and (person := duty.on_duty(work.tx, role, here, work.now)):
        yield person
        second = duty.stand_in(work.tx, role, person.unit_code, person.id)
        if second is not None:
            yield second
        here = parent_of(person.unit_code)


def at_the_door(work: Work, household_id: int | None) -> frozenset[str]:
    """The phones of a household, whom an event there is about."""
    return frozenset(roster.numbers_of(work.tx, household_id)) if household_id else frozenset()


def office_for(work: Work, number: str, unit_code: str, but: Collection[Role] = ()) -> Person | None:
    """The office under which whoever answers on this phone answers for a unit, None when they do not."""
    offices = staff.by_number(work.tx, number)
    return next((one for one in offices if covers(one.unit_code, unit_code) and one.role not in but), None)


def where(board: Switchboard, work: Work, event: Event, language: str) -> str:
    """Village and group, or village and door."""
    village = naming.unit_name(work.tx, event.unit_code)
    if event.household_id is not None:
        door = roster.household(work.tx, event.household_id).door
        return board.catalogue.sms("event.at_door", language, unit=village, door=door)
    below = len(event.unit_code) > LENGTH_OF[Level.VILLAGE]
    group = roster.unit(work.tx, event.unit_code) if below else None
    return village + (group.name if group else "")


def values_of(board: Switchboard, work: Work, event: Event, language: str) -> dict[str, object]:
    """What a text about an event is filled with."""
    return {
        "code": event.code,
        "place": where(board, work, event, language),
        "day": day_said(event.day, board.local_day(work.now), language),
        "event": board.catalogue.sms(f"kind.{event.kind}", language),
    }


def guests(board: Switchboard, expected: int | None, language: str) -> str:
    """How many are expected, "" when that was not said."""
    return board.catalogue.sms("event.guests", language, people=expected) if expected else ""


def tell(
    board: Switchboard,
    work: Work,
    event: Event,
    key: str,
    occasion: str,
    words: str | None = None,
    **more: object,
) -> None:
    """Texts whoever sees to an event, once an occasion, with how to say what came of it.

    words  of a tip, None: none
    more   what else the wording is filled with
    """
    if event.staff_id is None:
        return
    person, language = staff.load(work.tx, event.staff_id), language_of(board, work, event)
    values = {
        **values_of(board, work, event, language),
        "tip": board.catalogue.sms("event.tip_words", language, words=words[:MOST_WORDS]) if words else "",
        "guests": guests(board, event.expected, language),
        "how": board.catalogue.sms(how_key(event), language, code=event.code),
        **more,
    }
    write(board, work, person, f"event:{event.id}:{occasion}", board.catalogue.sms(key, language, **values))


def how_key(event: Event) -> str:
    """The wording that says how an outcome is told: a market is stopped or kept open, never small."""
    return "event.how_market" if event.kind is Kind.MARKET else "event.how"


def language_of(board: Switchboard, work: Work, event: Event) -> str:
    """The language of whoever sees to an event."""
    person = staff.load(work.tx, event.staff_id) if event.staff_id else None
    return (person.language if person else None) or board.settings.default_language


def rumour_words(board: Switchboard, work: Work, rumour: Rumour, person: Person, key: str) -> str:
    """What one of the staff is texted about a rumour."""
    language = person.language or board.settings.default_language
    words = (rumour.words or "")[:MOST_OF_A_RUMOUR]
    unit = naming.unit_name(work.tx, rumour.unit_code)
    return board.catalogue.sms(key, language, code=rumour.code, unit=unit, rumour=words)


def has_time_for(work: Work, person: Person) -> bool:
    """Whether one of the staff can read another text this hour."""
    return texts.replies_since(work.tx, person.number, work.now) < MOST_AN_HOUR


def write(board: Switchboard, work: Work, person: Person, about: str, body: str) -> bool:
    """Puts a text to one of the staff in the outbox; False when they had more than they can read this hour."""
    if not has_time_for(work, person):
        return False
    if texts.put(work.tx, f"{about}:{person.id}", person.number, body, work.now, asked=True):
        work.hint_texts()
    return True
