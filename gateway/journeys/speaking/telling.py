"""The texts that go with a broadcast: to households beside or instead of a call, and to whoever answers for it.

Those to households are never urgent ones: a village's worth of them would stand before a doctor's.
"""

from gateway.domain.roles import Role
from gateway.domain.texts import segments
from gateway.journeys import naming
from gateway.ports import Urgency
from gateway.store import broadcasts, deliveries, duty, roster, staff, texts
from gateway.store.broadcasts import Broadcast, Info
from gateway.store.deliveries import Delivery
from gateway.store.staff import Person
from gateway.switchboard import Switchboard, Work

MOST_NAMED = 3  # areas in one sentence
MOST_SEGMENTS = 3  # of a broadcast as a text: a longer one is to be heard


def body_for(board: Switchboard, work: Work, broadcast: Broadcast, infos: dict[str, Info], language: str) -> str:
    """A broadcast as a text: its words, or where to hear it when it was spoken or is too long."""
    info = infos.get(language) or infos[broadcast.language]
    unit = naming.unit_name(work.tx, broadcast.unit_code)
    what = board.catalogue.sms(f"status.{broadcast.status.lower()}", language)
    if info.words:
        body = board.catalogue.sms("broadcast.words", language, unit=unit, what=what, words=info.words)
        if segments(body) <= MOST_SEGMENTS:
            return body
    return board.catalogue.sms("broadcast.call_in", language, unit=unit, what=what)


def text_everybody(board: Switchboard, work: Work, broadcast: Broadcast) -> None:
    """Everybody who is to hear it gets a text beside the call: one statement a language."""
    infos = broadcasts.infos(work.tx, broadcast.id)
    for language in deliveries.languages(work.tx, broadcast.id):
        body = body_for(board, work, broadcast, infos, language)
        texts.put_for_broadcast(work.tx, broadcast.id, language, body, work.now)
    deliveries.all_texted(work.tx, broadcast.id, work.now)
    work.hint_texts()


def text_instead(board: Switchboard, work: Work, broadcast: Broadcast, delivery: Delivery) -> None:
    """A phone that could not be reached by a call gets a text, once."""
    if delivery.texted_at is not None:
        return
    body = body_for(board, work, broadcast, broadcasts.infos(work.tx, broadcast.id), delivery.language)
    about = f"broadcast:{broadcast.id}:{delivery.number}"
    must = not board.catalogue.levels[broadcast.level].optional  # whoever wants no routine messages gets this one
    if texts.put(work.tx, about, delivery.number, body, work.now, asked=must):
        deliveries.texted(work.tx, delivery.id, work.now)
        work.hint_texts()


def responsible_for(work: Work, broadcast: Broadcast) -> Person | None:
    """Who is told how a broadcast fares: its author, or the cadre on duty there."""
    author = staff.load(work.tx, broadcast.author_id) if broadcast.author_id else None
    return author or duty.on_duty(work.tx, Role.CADRE, broadcast.unit_code, work.now)


def tell_responsible(
    board: Switchboard, work: Work, broadcast: Broadcast, key: str, occasion: str, **values: object
) -> None:
    """A text about a broadcast to its author, or the cadre on duty there; one an occasion."""
    person = responsible_for(work, broadcast)
    if person is not None:
        tell(board, work, broadcast, person, key, occasion, **values)


def tell(
    board: Switchboard, work: Work, broadcast: Broadcast, person: Person, key: str, occasion: str, **values: object
) -> None:
    """A text about a broadcast to one of the staff; one an occasion."""
    language = person.language or board.settings.default_language
    named = {"number": broadcast.number, "level": board.catalogue.sms(f"level.{broadcast.level}", language)}
    body = board.catalogue.sms(key, language, **named, **values)
    about = f"broadcast:{broadcast.id}:{occasion}:{person.id}"
    if texts.put(work.tx, about, person.number, body, work.now, Urgency.URGENT):
        work.hint_texts()


def name_of(work: Work, broadcast: Broadcast) -> str:
    """Who speaks, "" when it came from the command line."""
    return staff.load(work.tx, broadcast.author_id).name if broadcast.author_id else ""


def areas_in_words(board: Switchboard, work: Work, broadcast: Broadcast, language: str) -> str:
    """What the areas are called: the first few, and how many more there are."""
    areas = broadcasts.areas(work.tx, broadcast.id)
    named = areas if len(areas) <= MOST_NAMED else areas[: MOST_NAMED - 1]
    names = "、".join(unit.name for unit in (roster.unit(work.tx, area) for area in named) if unit)
    if len(named) == len(areas):
        return names
    return board.catalogue.sms("broadcast.areas", language, area=names, count=len(areas))
