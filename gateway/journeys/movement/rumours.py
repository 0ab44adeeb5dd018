"""Rumours: told, looked into by a cadre, answered first to those who asked, and drafted as a message to the village."""

from dataclasses import replace
from datetime import timedelta

from gateway.domain import phones, places
from gateway.domain.errors import BadInput, NotAllowed, NotFound
from gateway.domain.movement.rumours import FOUND, Tag
from gateway.domain.places import Level as Rung
from gateway.domain.roles import Role
from gateway.domain.speaking.levels import Level
from gateway.journeys import naming
from gateway.journeys.movement import telling
from gateway.journeys.movement.events import by_office
from gateway.journeys.reporting import tasks as spoken
from gateway.journeys.reporting.reports import Source
from gateway.journeys.speaking import drafts
from gateway.journeys.speaking.drafts import Message, Plan
from gateway.store import rumours, tasks, texts
from gateway.store.broadcasts import Broadcast, Through
from gateway.store.rumours import Asker, Rumour, Turn
from gateway.store.staff import Person
from gateway.store.tasks import Task
from gateway.switchboard import Switchboard, Work

MAY_NOT_ANSWER = (Role.GRID_WORKER,)  # who walks from door to door hears rumours too; the village answers them
ANSWERED, SAME, BROADCAST = "answered", "same", "broadcast"  # beside the tags, in what was done about a rumour
QUESTION = "rumour"  # what the task of keying it in is called
IS_THE_SAME = timedelta(days=7)  # after that the road may be closed indeed: the same words are looked into anew
MOST_QUOTED = 20  # characters of a rumour in the answer to whoever told of it


def tell(board: Switchboard, work: Work, source: Source, words: str | None, address: str | None = None) -> Rumour:
    """Somebody has heard something and asks. The same words told before are the same rumour, answered at once if known.

    words    as written, None when it was spoken
    address  the carrier's recording, None when it was written
    """
    known = rumours.was_asked(work.tx, source.key)
    if known is not None:
        return find(work, known)
    unit = places.at_level(source.unit_code, Rung.VILLAGE)
    rumour = rumours.told_since(work.tx, unit, words, work.now - IS_THE_SAME) if words else None
    if rumour is None:
        rumour = _begin(board, work, source.key, unit, words, address)
    rumours.add_asker(work.tx, source.key, rumour.id, source.number, source.language, work.now)
    if rumour.is_answered:
        _answer_all(board, work, rumour)
    return rumour


def _begin(board: Switchboard, work: Work, key: str, unit: str, words: str | None, address: str | None) -> Rumour:
    task_id = spoken.hear(work, f"{QUESTION}:{key}", unit, QUESTION, address) if address else None
    rumour = Rumour(unit, words, work.now, task_id)
    rumour = replace(rumour, id=rumours.add(work.tx, rumour))
    tasks.add(work.tx, Task(task_about(rumour), tasks.Kind.RUMOUR, unit, None, "", work.now))
    person = telling.responsible(work, telling.FOR_RUMOURS, unit)
    if person is not None:
        key = "rumour.told" if words else "rumour.spoken"
        body = telling.rumour_words(board, work, rumour, person, key)
        telling.write(board, work, person, f"rumour:{rumour.id}", body)
    return rumour


def task_about(rumour: Rumour) -> str:
    """What the task of answering a rumour is kept under."""
    return f"rumour:{rumour.id}"


def _finish(work: Work, rumour: Rumour, what: str, by: Person) -> None:
    """There is nothing more to be done about it, nor to be keyed in."""
    tasks.finish_about(work.tx, task_about(rumour), what, by_office(by), work.now)
    if rumour.task_id is not None:
        tasks.finish(work.tx, rumour.task_id, None, by_office(by), work.now)


def find(work: Work, rumour_id: int) -> Rumour:
    """A rumour by its number. Raises NotFound."""
    rumour = rumours.load(work.tx, rumour_id)
    if rumour is None:
        raise NotFound(f"there is no rumour R{rumour_id}; `dalaba rumour list` shows them")
    return rumour


def officer(work: Work, rumour: Rumour, number: str) -> Person:
    """The office under which whoever answers on this phone may answer a rumour. Raises NotAllowed."""
    office = telling.office_for(work, number, rumour.unit_code, MAY_NOT_ANSWER)
    if office is None:
        raise NotAllowed(f"{rumour.code} is for those who answer for {rumour.unit_code}; a grid worker does not")
    return office


def tag(work: Work, rumour: Rumour, found: Tag, by: Person) -> Rumour:
    """What was found of it; said again, it is corrected, and to be answered anew."""
    rumours.tag(work.tx, rumour.id, found, work.now)
    rumours.note(work.tx, Turn(rumour.id, found, by_office(by), work.now))
    kept = find(work, rumour.id)
    if kept.answer is None and kept.same_as is None:
        tasks.open_again(work.tx, task_about(kept))
    return kept


def answer(board: Switchboard, work: Work, rumour: Rumour, words: str, by: Person) -> int:
    """The official answer goes to everybody who asked. Returns how many phones it goes to.

    Raises BadInput without words, or while nobody has said whether it is true.
    """
    if not words.strip():
        raise BadInput(f"say what the answer to {rumour.code} is")
    if rumour.tag not in FOUND:
        raise BadInput(f"say first whether {rumour.code} is true or false: nobody is told before that is known")
    same_again = rumour.answer == words.strip()
    rumours.answer(work.tx, rumour.id, words.strip(), work.now)
    if not same_again:
        rumours.note(work.tx, Turn(rumour.id, ANSWERED, by_office(by), work.now, words.strip()))
    _finish(work, rumour, ANSWERED, by)
    return _answer_all(board, work, find(work, rumour.id))


def _answer_all(board: Switchboard, work: Work, rumour: Rumour) -> int:
    """Texts the answer to whoever has not had this one yet; a landline has it read out."""
    times = sum(turn.what == ANSWERED for turn in rumours.turns(work.tx, rumour.id))
    asked = [one for one in rumours.askers(work.tx, rumour.id) if phones.normalise(one.number)]
    for one in asked:
        about = f"rumour:{rumour.id}:answer:{times}:{one.id}"
        if texts.put(work.tx, about, one.number, _answer_to(board, work, rumour, one), work.now, asked=True):
            work.hint_texts()
    return len(asked)


def _answer_to(board: Switchboard, work: Work, rumour: Rumour, asker: Asker) -> str:
    quoted = (rumour.words or "")[:MOST_QUOTED]
    key = f"rumour.answer_{rumour.tag}" if quoted else f"rumour.answer_unquoted_{rumour.tag}"
    unit = naming.unit_name(work.tx, rumour.unit_code)
    return board.catalogue.sms(key, asker.language, unit=unit, quoted=quoted, answer=rumour.answer)


def same(board: Switchboard, work: Work, rumour: Rumour, other: Rumour, by: Person) -> None:
    """It is another one: whoever told of it hears the answer to that. Raises BadInput when it cannot be."""
    if other.id == rumour.id or other.same_as is not None or rumour.same_as is not None:
        raise BadInput(f"{rumour.code} cannot be the same as {other.code}")
    if other.unit_code != rumour.unit_code:
        raise BadInput(f"{other.code} was told in another village: answer both")
    rumours.join(work.tx, rumour.id, other.id)
    rumours.note(work.tx, Turn(rumour.id, SAME, by_office(by), work.now, other.code))
    _finish(work, rumour, SAME, by)
    if other.is_answered:
        _answer_all(board, work, other)


def draft(board: Switchboard, work: Work, rumour: Rumour, level: Level, by: Person) -> Broadcast:
    """The answer as a message to the village: a draft, sent and agreed to by the rules of its level.

    Raises BadInput before it is answered or once it is drafted, NotAllowed for a level that is not theirs.
    """
    if rumour.answer is None or rumour.tag not in FOUND:
        raise BadInput(f"{rumour.code} is not answered yet: those who asked are told first")
    if rumour.broadcast_id is not None:
        raise BadInput(f"{rumour.code} is drafted as a message already; `dalaba broadcast list` shows it")
    language = board.settings.default_language
    key = f"rumour.broadcast_{rumour.tag}" if rumour.words else f"rumour.broadcast_unquoted_{rumour.tag}"
    words = board.catalogue.sms(key, language, rumour=rumour.words or "", answer=rumour.answer)
    message = Message(language, words=words)
    drafted = drafts.draft(board, work, Plan((rumour.unit_code,), level), [message], by, Through.COMMAND_LINE)
    rumours.change(work.tx, rumour.id, broadcast_id=drafted.id)
    rumours.note(work.tx, Turn(rumour.id, BROADCAST, by_office(by), work.now, drafted.id))
    return drafted
