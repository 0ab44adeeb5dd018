"""The one-line form: filed as a call would be, for one person or ten; what is missing is asked for, text by text."""

from dataclasses import replace
from uuid import uuid4

from gateway.domain import screening
from gateway.domain.flow import Did, Fact, Keyed, Kind, Move, advance, begin, wants_person
from gateway.domain.forms import answers_said, form
from gateway.domain.forms.form import Form
from gateway.domain.forms.people import Person
from gateway.domain.incidents import Same
from gateway.domain.vehicles import trips_of
from gateway.journeys import alerts
from gateway.journeys.acts import ACTS
from gateway.journeys.reporting import reports
from gateway.journeys.reporting.clears import Said
from gateway.journeys.reporting.reports import FIELD_STAFF, Filed, Source
from gateway.store import roster, sessions, staff, texts
from gateway.store.roster import Household
from gateway.store.sessions import BY_TEXT, Line
from gateway.switchboard import Switchboard, Work

MOST_REPLIES_AN_HOUR = 30  # a form and its questions; two machines answering each other stop all the same
CONFIRMED = "1"  # what was written is not read back: the receipt says it


def file(board: Switchboard, work: Work, source: Source, body: str) -> bool:
    """Files a form; False when the text is none."""
    read = form.read(body, board.local_day(work.now))
    if read is None:
        return False
    source = _by_office(work, source)
    if len(read.people) == 1 and read.people[0].household is None:
        _one(board, work, source, read.people[0])
    else:
        _many(board, work, source, read)
    return True


def _by_office(work: Work, source: Source) -> Source:
    """A cadre on the hilltop reports for others; the record says so."""
    offices = [person for person in staff.by_number(work.tx, source.number) if person.role in FIELD_STAFF]
    said_by, channel = (f"staff:{offices[0].id}", "cadre") if offices else (source.said_by, "sms")
    return replace(source, said_by=said_by, channel=channel)


def _one(board: Switchboard, work: Work, source: Source, person: Person) -> None:
    if person.unread:
        _say(board, work, source, "unread", "form.unread", parts="、".join(person.unread))
    if person.answers.get("returned_count") == "0":
        return reports.file_zero(board, work, source)
    filed = _filed(board, work, source, person, frozenset())
    if filed.unclear:
        _ask_for_the_rest(board, work, source, filed)
    return None


def _many(board: Switchboard, work: Work, source: Source, read: Form) -> None:
    """Several people in one text: one answer for all, naming what is unclear of whom."""
    told: set[str] = set()
    open_, unread = [], []
    for nth, person in enumerate(read.people, start=1):
        home = roster.at_door(work.tx, source.unit_code, person.household) if person.household else None
        if person.household and home is None:
            unread.append(f"户{person.household}")
            continue
        whose = source if home is None else _at_home(work, source, home)
        filed = _filed(board, work, replace(whose, key=f"{source.key}:{nth}"), person, frozenset(told), receipt=False)
        told.add(filed.arrival_id)
        unread += person.unread
        if filed.unclear:
            open_.append(f"{person.household or nth}({''.join(str(item % 10) for item in filed.unclear)})")
    said = {"count": len(told), "open": " ".join(open_) or "-", "unread": "、".join(unread) or "-"}
    _say(board, work, source, "many", "form.many", **said)


def _at_home(work: Work, source: Source, home: Household) -> Source:
    """The household somebody reports for: it is rung on its own phone, not on that of whoever wrote."""
    number = roster.number_of(work.tx, home.id) or source.number
    return replace(source, number=number, unit_code=home.unit_code, household_id=home.id)


def _filed(
    board: Switchboard, work: Work, source: Source, person: Person, others: frozenset[str], *, receipt: bool = True
) -> Filed:
    said = Said(
        answers={"returned_count": "1", "this_phone": "yes", **person.answers},
        number=source.number,
        unit_code=source.unit_code,
        household_id=source.household_id,
        said_by=source.said_by,
        channel=source.channel,
        flow="sms",
        version=board.catalogue.flows["ten_clears"].version,
        others=others,
    )
    concern = screening.concern(said.answers)
    if concern is not None:
        alerts.raise_about(board, work, source.key, source, concern, {Same.VEHICLE: trips_of(said.answers)})
    return reports.file_person(board, work, source, said, receipt=receipt)


def _ask_for_the_rest(board: Switchboard, work: Work, source: Source, filed: Filed) -> None:
    facts: dict[str, Fact] = {"completes": filed.arrival_id, "said_by": source.said_by, "channel": source.channel}
    move = begin(board.catalogue.flows, "complete_by_text", source.language, facts)
    line = Line(
        id=uuid4().hex,
        sid=f"{BY_TEXT}{source.key}",
        number=source.number,
        unit_code=source.unit_code,
        household_id=source.household_id,
        attempt_id=None,
        state=move.session,
        started_at=work.now,
    )
    asked = _settle(board, work, line, move)
    sessions.add(work.tx, asked)
    _put_question(board, work, asked, source)


def answer(board: Switchboard, work: Work, source: Source, body: str) -> bool:
    """Takes a text as the answer to the question last put to this phone; False when none is open or it is none."""
    line = sessions.open_by_text(work.tx, source.number)
    if line is None:
        return False
    node = board.catalogue.flows[line.state.flow].nodes[line.state.node]
    today = board.local_day(work.now)
    keys = answers_said.meaning_of(node.name, body, line.state.language, today, line.state.answers)
    if keys is None or wants_person(node, Keyed(keys)):  # nobody is put through to a text
        return False
    move = advance(board.catalogue.flows, line.state, Keyed(keys), today)
    if move.answer is None:
        return False
    sessions.add_answer(work.tx, line.id, line.state.step, move.answer, work.now)
    asked = _settle(board, work, line, move)
    sessions.save(work.tx, asked)
    if asked.state.ended is not None:
        sessions.end(work.tx, line.id, asked.state.ended, work.now)
    else:
        _put_question(board, work, asked, source)
    return True


def ask_again(board: Switchboard, work: Work, source: Source, body: str) -> bool:
    """Names what was not understood and puts the open question once more; False when no question is open."""
    line = sessions.open_by_text(work.tx, source.number)
    if line is None:
        return False
    _say(board, work, source, "again", "form.again", heard=body.strip()[:10], question=_question(board, line))
    return True


def _settle(board: Switchboard, work: Work, line: Line, move: Move) -> Line:
    """Does the acts, and passes by what cannot be asked by text: speech, and reading back."""
    while True:
        node = board.catalogue.flows[move.session.flow].nodes[move.session.node]
        line = replace(line, state=move.session, turn=move.turn or line.turn)
        heard: Keyed | Did
        if move.act is not None:
            heard = ACTS[move.act](board, work, line)
        elif move.session.ended is not None or not (node.kind is Kind.RECORD or node.name.startswith("confirm")):
            return line
        else:
            heard = Keyed("") if node.kind is Kind.RECORD else Keyed(CONFIRMED)
        move = advance(board.catalogue.flows, move.session, heard, board.local_day(work.now))


def _put_question(board: Switchboard, work: Work, line: Line, source: Source) -> None:
    if line.state.ended is None:
        _say(board, work, source, f"question:{line.state.step}", "form.question", question=_question(board, line))


def _question(board: Switchboard, line: Line) -> str:
    """The last thing the turn says is the question itself."""
    return board.catalogue.words(line.turn.say[-1], line.state.language)


def _say(board: Switchboard, work: Work, source: Source, what: str, key: str, **values: object) -> None:
    if texts.replies_since(work.tx, source.number, work.now) >= MOST_REPLIES_AN_HOUR:
        return
    body = board.catalogue.sms(key, source.language, **values)
    if texts.put(work.tx, f"{what}:{source.key}", source.number, body, work.now, asked=True):
        work.hint_texts()
