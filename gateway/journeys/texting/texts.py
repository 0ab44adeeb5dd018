"""Texts in: stored raw before anything else, read afterwards, answered once. What the carrier says of texts out."""

from datetime import timedelta

import structlog

from gateway.domain import phones, sms_forms
from gateway.domain.errors import LedgerAway, cause_of
from gateway.domain.sms_forms import Meaning, Reading
from gateway.domain.speaking.states import Evidence
from gateway.journeys import lines, naming
from gateway.journeys.daily import by_text as day
from gateway.journeys.movement import by_text
from gateway.journeys.reporting import reports
from gateway.journeys.speaking import door_replies, hearing
from gateway.journeys.texting import digest_texts, staff_texts, text_forms, undelivered
from gateway.journeys.texting.replies import reply, say
from gateway.store import deliveries, roster, staff, texts
from gateway.store.texts import State, TextIn
from gateway.switchboard import Switchboard, Work

BATCH = 50
ALWAYS = (Meaning.HELP, Meaning.OPT_OUT, Meaning.OPT_IN, Meaning.TIP, Meaning.REGISTER, Meaning.RUMOUR)
BARE_DIGITS = (Meaning.OPEN, Meaning.TAKE)  # which may also answer a question we put to them as a household
MOST_DOOR_REPLIES_AN_HOUR = 30  # to somebody who walks from door to door and tells of each
HEARD_WITHIN = timedelta(days=3)  # of the text that told of a broadcast

log = structlog.get_logger(__name__)


def receive(board: Switchboard, sid: str, sender: str, line: str, body: str) -> None:
    """Keeps a text as it came, then reads and answers it. The same text twice changes nothing.

    Reading happens in a transaction of its own: a text that cannot be read is in the ledger all the same.
    """
    with board.work() as work:
        number = phones.kept(sender)
        if texts.keep(work.tx, sid, number, line, body, work.now):
            lines.remember(board, work, number, line)
    read_one(board, sid)


def read_one(board: Switchboard, sid: str) -> None:
    """Reads a stored text by the carrier's id, unless it was read before."""
    with board.work() as work:
        text = texts.by_sid(work.tx, sid)
        if text is not None and text.meaning is None:
            _read(board, work, text)


def read_waiting(board: Switchboard) -> None:
    """Reads the texts that were stored but never read, after a fault. One that cannot be read keeps no other waiting.

    Raises LedgerAway: then none can be read.
    """
    last = 0
    while True:
        with board.ledger.read() as tx:
            waiting = texts.unread(tx, BATCH, last)
        for last in waiting:
            _read_if_possible(board, last)
        if len(waiting) < BATCH:
            return


def _read_if_possible(board: Switchboard, text_id: int) -> None:
    try:
        with board.work() as work:
            text = texts.hold_unread(work.tx, text_id)
            if text is not None:
                _read(board, work, text)
    except LedgerAway:
        raise
    except Exception as e:  # whatever it is, it is this text's; the tick tries it again
        log.error("text.not_read", text=text_id, **cause_of(e))


def progress(
    board: Switchboard, text_id: int, sid: str, state: str, code: int | None, cause: str | None = None
) -> None:
    """What the carrier says became of a text we sent: sent, delivered, or failed for a cause in our words."""
    with board.work() as work:
        if State(state) is State.FAILED:
            undelivered.fail(board, work, text_id, sid, code, cause)
        else:
            texts.climb(work.tx, text_id, State(state), sid, code)


def _read(board: Switchboard, work: Work, text: TextIn) -> None:
    reading = sms_forms.read(text.body)
    household = roster.household_of(work.tx, text.number)
    source = reports.Source(
        key=f"text:{text.id}",
        number=text.number,
        unit_code=household.unit_code if household else roster.common_unit(work.tx),
        household_id=household.id if household else None,
        language=naming.language_of(board, work.tx, text.number, household),
        at=text.at,
    )
    meaning = _in_conversation(board, work, source, reading, text.body) or _confirms(board, work, source, reading)
    if meaning is None:
        meaning = reading.meaning
        ANSWERS[meaning](board, work, source, reading)
    texts.set_meaning(work.tx, text.id, meaning)


def _in_conversation(
    board: Switchboard, work: Work, source: reports.Source, reading: Reading, body: str
) -> Meaning | None:
    """What a text means as a form, or as the answer to a question we put; None when it is neither."""
    office = reading.meaning in staff_texts.ANSWERS and staff.by_number(work.tx, source.number)
    if reading.meaning in BARE_DIGITS and digest_texts.is_asked_meanwhile(work, source.number):
        office = False
    if office or reading.meaning in ALWAYS:  # whatever question is open
        return None
    if _doors(board, work, source, body, whole=True):
        return Meaning.DOORS
    if text_forms.file(board, work, source, body):
        return Meaning.FORM
    if text_forms.answer(board, work, source, body):
        return Meaning.ANSWER
    if _doors(board, work, source, body, whole=False):
        return Meaning.DOORS
    unread = reading.meaning is Meaning.UNREADABLE or reading.meaning in staff_texts.ANSWERS
    return Meaning.ANSWER if unread and text_forms.ask_again(board, work, source, body) else None


def _doors(board: Switchboard, work: Work, source: reports.Source, body: str, *, whole: bool) -> bool:
    """Takes a text as an answer to a door list; False when it is none. As a whole it comes before any open question."""
    told = door_replies.understood(work, source, body, whole=whole)
    if told is not None:
        say(work, source, door_replies.take(board, work, source, told), MOST_DOOR_REPLIES_AN_HOUR)
    return told is not None


def _confirms(board: Switchboard, work: Work, source: reports.Source, reading: Reading) -> Meaning | None:
    """A 1 from somebody who was texted what the village said: they have it now."""
    if reading.meaning is not Meaning.TAKE or staff.by_number(work.tx, source.number):
        return None
    delivery = deliveries.latest_unheard(work.tx, source.number, work.now - HEARD_WITHIN)
    if delivery is None:
        return None
    hearing.hear(work, delivery, Evidence.TEXT)
    reply(board, work, source, "broadcast.heard")
    return Meaning.HEARD


def _health(board: Switchboard, work: Work, source: reports.Source, reading: Reading) -> None:
    ill, who = reading.meaning is Meaning.ILL, _member(work, source, reading)
    reports.file_wellness(board, work, source, ill=ill, temperature=reading.temperature, who=who)


def _member(work: Work, source: reports.Source, reading: Reading) -> str | None:
    """Whose health it is, None for the household's; a place nobody has on the roll is the household's too."""
    labels = roster.members_of(work.tx, source.household_id) if source.household_id and reading.member else []
    return labels[reading.member - 1] if reading.member and reading.member <= len(labels) else None


def _zero(board: Switchboard, work: Work, source: reports.Source, reading: Reading) -> None:
    """Of somebody who answers for a unit it is the unit's zero report; of anybody else the household's."""
    signed = day.zero(board, work, source, reading.rest or "")
    if signed is None and reading.rest is not None:
        return reply(board, work, source, "not_understood")
    if signed is None or source.household_id is not None:
        reports.file_zero(board, work, source, receipt=signed is None)
    return say(work, source, signed) if signed else None


def _help(board: Switchboard, work: Work, source: reports.Source, reading: Reading) -> None:
    reply(board, work, source, "help")


def _opt_out(board: Switchboard, work: Work, source: reports.Source, reading: Reading) -> None:
    reply(board, work, source, "receipt.opt_out")
    roster.remember(work.tx, source.number, opted_out_at=work.now)


def _opt_in(board: Switchboard, work: Work, source: reports.Source, reading: Reading) -> None:
    roster.remember(work.tx, source.number, opted_out_at=None)
    reply(board, work, source, "receipt.opt_in")


def _movement(board: Switchboard, work: Work, source: reports.Source, reading: Reading) -> None:
    """举报, 红事, 谣言: what brings people together, and what is said in the village."""
    tell = {Meaning.TIP: by_text.tip, Meaning.REGISTER: by_text.register, Meaning.RUMOUR: by_text.rumour}
    answer = tell[reading.meaning](board, work, source, reading.said) if reading.said else by_text.NOT_UNDERSTOOD
    if answer is not None:
        reply(board, work, source, answer[0], **answer[1])


def _unreadable(board: Switchboard, work: Work, source: reports.Source, reading: Reading) -> None:
    reply(board, work, source, "not_understood")


ANSWERS = {
    Meaning.WELL: _health,
    Meaning.ILL: _health,
    Meaning.TEMPERATURE: _health,
    Meaning.ZERO: _zero,
    Meaning.HELP: _help,
    Meaning.OPT_OUT: _opt_out,
    Meaning.OPT_IN: _opt_in,
    **staff_texts.ANSWERS,
    **dict.fromkeys((Meaning.TIP, Meaning.REGISTER, Meaning.RUMOUR), _movement),
    Meaning.UNREADABLE: _unreadable,
}
