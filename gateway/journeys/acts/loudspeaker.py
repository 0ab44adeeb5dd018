"""Acts of somebody speaking to the village by phone: PIN, area, level, message, what it would take, send."""

from datetime import timedelta

from gateway.domain.conversation import MOST_OPTIONS
from gateway.domain.errors import NotAllowed
from gateway.domain.flow import Did, Fact, Phrase
from gateway.domain.pages import page
from gateway.domain.places import covers, parent_of
from gateway.domain.speaking.levels import Level, may_issue
from gateway.domain.speaking.states import State
from gateway.journeys.speaking import approval, drafts, hearing
from gateway.journeys.speaking.drafts import Message, Plan
from gateway.journeys.telephone import pins
from gateway.store import broadcasts, lists, roster, staff
from gateway.store.broadcasts import Broadcast, Through
from gateway.store.recipients import EVERYBODY, Audience
from gateway.store.sessions import Line
from gateway.store.staff import Person
from gateway.switchboard import Switchboard, Work

MAX_PIN_FAILURES = 5
LOCKED_FOR = timedelta(minutes=30)
LIST = "list:"


def speakers_on(work: Work, line: Line) -> list[Person]:
    """The offices with a PIN of whoever answers on this phone."""
    return [person for person in staff.by_number(work.tx, line.number) if person.pin_hash]


def needs_pin(board: Switchboard, work: Work, line: Line) -> Did:
    """Whether a PIN is kept for this phone."""
    return Did("yes" if speakers_on(work, line) else "no")


def check_pin(board: Switchboard, work: Work, line: Line) -> Did:
    """Known number and PIN. After five wrong ones no PIN is taken for half an hour."""
    offices = speakers_on(work, line)
    if not offices or any(one.pin_locked_until is not None and one.pin_locked_until > work.now for one in offices):
        return Did("locked")
    if any(pins.matches(one.pin_hash, line.state.answers.get("pin", "")) for one in offices):
        for one in offices:
            staff.clear_pin_failures(work.tx, one.id)
        return Did("right")
    last = max(one.pin_failures for one in offices) + 1 >= MAX_PIN_FAILURES
    for one in offices:
        staff.count_pin_failure(work.tx, one.id, work.now + LOCKED_FOR if last else None)
    return Did("locked" if last else "wrong")


def know_draft(board: Switchboard, work: Work, line: Line) -> Did:
    """Whether they texted what is to be said before we rang them."""
    broadcast = broadcasts.load(work.tx, str(line.state.facts.get("drafted") or ""))
    if broadcast is None or broadcast.state is not State.DRAFT:
        return Did("none")
    return _told(board, work, line, broadcast)


def find_areas(board: Switchboard, work: Work, line: Line) -> Did:
    """Their own units, the lists kept there, and the units right below: a page of them."""
    found: dict[str, str] = {}
    for office in speakers_on(work, line):
        units = roster.all_units(work.tx, office.unit_code)
        here = [one for one in units if office.unit_code in (one.code, parent_of(one.code))]
        found |= {one.code: one.name for one in here if one.code == office.unit_code}
        found |= {f"{LIST}{one.id}": one.name for one in lists.within(work.tx, office.unit_code)}
        found |= {one.code: one.name for one in here}
    whole = [{"value": value, "words": words} for value, words in found.items()]
    on, back = (board.catalogue.sms(f"page.{key}", line.state.language) for key in ("more", "from_the_start"))
    areas, following = page(whole, int(str(line.state.facts.get("areas_page") or 0)), on, back)
    facts: dict[str, Fact] = {"areas": areas, "areas_page": following}
    return Did("some" if len(areas) > 1 else "one" if areas else "none", facts)


def find_levels(board: Switchboard, work: Work, line: Line) -> Did:
    """The levels they may issue, gravest first."""
    roles = [office.role for office in speakers_on(work, line)]
    levels = [
        {"value": level.value, "words": board.catalogue.sms(f"level.{level}", line.state.language)}
        for level in Level
        if may_issue(board.catalogue.levels[level], roles)
    ]
    return Did("some" if levels else "none", {"levels": levels})


def find_prepared(board: Switchboard, work: Work, line: Line) -> Did:
    """The messages kept ready."""
    ready = [
        {"value": one.name, "words": one.title(line.state.language)} for one in board.catalogue.prepared[:MOST_OPTIONS]
    ]
    return Did("some" if ready else "none", {"prepared_messages": ready})


def draft_broadcast(board: Switchboard, work: Work, line: Line) -> Did:
    """Keeps what is to be said as a draft, and counts whom it would ring."""
    messages = _messages(board, line)
    known = _draft_on(work, line)
    if known is not None:  # spoken once more
        drafts.say_also(board, work, known.id, messages[0])
        return _told(board, work, line, known)
    area, audience = _area(work, line)
    level = Level(line.state.answers["level"])
    plan = Plan((area,), level, audience)
    office = _office_for(board, work, line, level, area)
    broadcast = drafts.draft(board, work, plan, messages, office, Through.CALL)
    return _told(board, work, line, broadcast)


def _office_for(board: Switchboard, work: Work, line: Line, level: Level, area: str) -> Person:
    """The office that may do it; the first one where none may, which the draft then refuses by name."""
    offices = speakers_on(work, line)
    rule = board.catalogue.levels[level]
    able = (one for one in offices if may_issue(rule, [one.role]) and covers(one.unit_code, area))
    return next(able, offices[0])


def _area(work: Work, line: Line) -> tuple[str, Audience]:
    areas = line.state.facts["areas"]
    chosen = line.state.answers.get("area") or (areas[0]["value"] if isinstance(areas, list) else "")
    if not chosen.startswith(LIST):
        return chosen, EVERYBODY
    kept = lists.load(work.tx, int(chosen.removeprefix(LIST)))
    return kept.unit_code, Audience(list_id=kept.id)


def _messages(board: Switchboard, line: Line) -> list[Message]:
    """Spoken by themselves, or one kept ready, in every language it is worded in."""
    answers, facts = line.state.answers, line.state.facts
    if answers.get("how") == "prepared":
        ready = next(one for one in board.catalogue.prepared if one.name == answers["prepared"])
        return [Message(language, words=words) for language, words in ready.words.items()]
    seconds = facts.get("message_s")
    spoken_s = float(seconds) if isinstance(seconds, int | float) else 0.0
    return [Message(line.state.language, address=answers["message"], seconds=spoken_s)]


def _draft_on(work: Work, line: Line) -> Broadcast | None:
    broadcast = broadcasts.load(work.tx, str(line.state.facts.get("broadcast") or ""))
    return broadcast if broadcast is not None and broadcast.state is State.DRAFT else None


def _told(board: Switchboard, work: Work, line: Line, broadcast: Broadcast) -> Did:
    """What the draft says and what it would take, for them to hear before they press 1."""
    estimate = drafts.estimate(board, work, broadcast)
    info = broadcasts.infos(work.tx, broadcast.id)[broadcast.language]
    facts: dict[str, Fact] = {
        **hearing.sound_of(info, "spoken"),
        "broadcast": broadcast.id,
        "number": broadcast.number,
        "phones": estimate.phones,
        "minutes": estimate.minutes,
        "yuan": estimate.yuan,
        "also": _also(board, line.state.language, estimate),
        "also_language": line.state.language,
    }
    return Did("ready" if estimate.phones else "empty", facts)


def _also(board: Switchboard, language: str, estimate: drafts.Estimate) -> str:
    """What else there is to know, as sentences."""

    def said(key: str, **values: str | int) -> str:
        return board.catalogue.words(Phrase(f"loudspeaker.also.{key}", values), language)

    told = []
    if estimate.missing:
        told.append(said("missing", count=len(estimate.missing), phones=sum(estimate.missing.values())))
    if estimate.spared:
        told.append(said("spared", phones=estimate.spared))
    if estimate.loudspeakers:
        told.append(said("loudspeakers", count=estimate.loudspeakers))
    return "".join(told)


def find_languages(board: Switchboard, work: Work, line: Line) -> Did:
    """The languages the draft does not speak yet."""
    said = broadcasts.infos(work.tx, str(line.state.facts["broadcast"]))
    left = [one for one in board.catalogue.languages.values() if one.code not in said]
    options = [{"value": one.code, "words": one.name} for one in left[:MOST_OPTIONS]]
    return Did("some" if options else "none", {"languages": options})


def say_also(board: Switchboard, work: Work, line: Line) -> Did:
    """The same in one more language."""
    broadcast = _draft_on(work, line)
    if broadcast is None:
        return Did("gone")
    seconds = line.state.facts.get("also_message_s")
    message = Message(
        line.state.answers["other_language"],
        address=line.state.answers["also_message"],
        seconds=float(seconds) if isinstance(seconds, int | float) else 0.0,
    )
    drafts.say_also(board, work, broadcast.id, message)
    return _stays(_told(board, work, line, broadcast))


def ask_at_end(board: Switchboard, work: Work, line: Line) -> Did:
    """A question at the end, and the key that answers it rightly."""
    broadcast = _draft_on(work, line)
    if broadcast is None:
        return Did("gone")
    answers = line.state.answers
    drafts.ask_at_end(work, broadcast.id, broadcast.language, answers["question"], answers["right_key"])
    return _stays(_told(board, work, line, broadcast))


def _stays(did: Did) -> Did:
    """The draft stays one, whoever it would ring."""
    return Did("done", did.facts)


def send_broadcast(board: Switchboard, work: Work, line: Line) -> Did:
    """Pressed 1: it goes, or waits for somebody to agree."""
    broadcast = broadcasts.load(work.tx, str(line.state.facts["broadcast"]))
    by = staff.load(work.tx, broadcast.author_id) if broadcast and broadcast.author_id else None
    try:
        return Did(approval.submit(board, work, str(line.state.facts["broadcast"]), by, Through.CALL).value)
    except NotAllowed:
        return Did("nobody_agrees")


def drop_broadcast(board: Switchboard, work: Work, line: Line) -> Did:
    """Pressed 3: it does not."""
    drafts.drop(work, str(line.state.facts["broadcast"]), None, Through.CALL)
    return Did("done")
