"""A call as a conversation: answered, taken key by key, ended. Every answer is in the ledger before the next prompt."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import uuid4

from gateway.domain import phones
from gateway.domain.calls import Progress
from gateway.domain.errors import NotFound
from gateway.domain.flow import Connected, Did, Fact, Heard, Move, Turn, advance, begin
from gateway.journeys import lines, naming
from gateway.journeys.acts import ACTS
from gateway.journeys.reporting import reports
from gateway.journeys.telephone import call_backs, call_news, messages
from gateway.store import attempts, roster, sessions
from gateway.store.sessions import Line
from gateway.switchboard import Switchboard, Work

HUNG_UP, GAVE_UP = "hung_up", "gave_up"
LONGEST_CALL = timedelta(minutes=20)
MOST_LEFT_OPEN = 200  # closed in one go; the next tick goes on


@dataclass(frozen=True)
class Reply:
    """What the phone does next, and on which conversation. `line`: the number of ours it runs on, None: not known."""

    session_id: str
    language: str
    turn: Turn
    line: str | None = None


def answer(board: Switchboard, sid: str, caller: str, line: str) -> Reply:
    """Somebody rings us on one of our lines. Asked twice about one call, it gives the same reply."""
    with board.work() as work:
        known = sessions.by_sid(work.tx, sid)
        if known is not None:
            return _reply(known)
        number = phones.kept(caller)
        lines.remember(board, work, number, line)
        rung = call_backs.rang_well(board, work, sid, number, line)
        rung = rung or call_backs.rejected(board, work, sid, number, line)
        if rung is not None:
            return _reply(rung)
        return _open(board, work, sid, number, None, "front_desk", {}, dialled=line)


def answer_attempt(board: Switchboard, attempt_id: str, sid: str) -> Reply:
    """A phone we rang was picked up: it hears what the attempt is for. Raises NotFound for an unknown attempt."""
    with board.work() as work:
        known = sessions.by_sid(work.tx, sid)
        if known is not None:
            return _reply(known)
        tried = attempts.load(work.tx, attempt_id)
        if tried is None:
            raise NotFound(f"there is no attempt {attempt_id!r}")
        flow, facts = messages.for_attempt(board, work, tried)
        return _open(board, work, sid, tried.attempt.to, attempt_id, flow, facts, dialled=tried.line)


def _open(
    board: Switchboard,
    work: Work,
    sid: str,
    number: str,
    attempt_id: str | None,
    flow: str,
    facts: dict[str, Fact],
    *,
    dialled: str | None = None,
) -> Reply:
    household = roster.household_of(work.tx, number)
    language = naming.language_of(board, work.tx, number, household)
    move = begin(board.catalogue.flows, flow, str(facts.pop("language", language)), facts)
    opened = Line(
        id=uuid4().hex,
        sid=sid,
        number=number,
        unit_code=household.unit_code if household else roster.common_unit(work.tx),
        household_id=household.id if household else None,
        attempt_id=attempt_id,
        state=move.session,
        started_at=work.now,
        line=dialled,
    )
    settled = _do_acts(board, work, opened, move)
    if not sessions.add(work.tx, settled):  # the same webhook, delivered twice at once
        return _reply(sessions.by_sid(work.tx, sid) or settled)
    return _reply(settled)


def take(board: Switchboard, session_id: str, step: int, heard: Heard) -> Reply:
    """Keys, speech, or the end of a talk; a question already passed is answered with the turn now on the phone.

    step  of the question the keys were meant for

    Raises NotFound for an unknown session.
    """
    with board.work() as work:
        line = sessions.load(work.tx, session_id)
        if line is None:
            raise NotFound(f"there is no conversation {session_id!r}")
        if step != line.state.step or line.state.ended is not None:
            return _reply(line)
        if isinstance(heard, Connected):
            _end_talk(board, work, line, heard)
        move = advance(board.catalogue.flows, line.state, heard, board.local_day(work.now))
        if move.answer is not None:
            sessions.add_answer(work.tx, line.id, step, move.answer, work.now)
        line = _do_acts(board, work, line, move)
        sessions.save(work.tx, line)
        if line.state.ended is not None:
            _close(board, work, line, line.state.ended)
        elif line.ended_at is not None:  # the news of the hang-up overtook these keys
            reports.file_unfinished(board, work, line)
        return _reply(line)


def _end_talk(board: Switchboard, work: Work, line: Line, heard: Connected) -> None:
    """The call to whoever was put through is over, as far as the carrier tells; asked meanwhile, it named the call."""
    talk = str(line.state.facts.get("talk", ""))
    sid = "" if attempts.known_sids(work.tx, [heard.sid]) else heard.sid
    call_news.apply(board, work, talk, Progress(sid, heard.state, work.now, duration_s=heard.seconds))


def caller_gone(board: Switchboard, seen: Progress) -> None:
    """The carrier says a call is over. What was answered so far is kept; told twice, nothing changes."""
    with board.work() as work:
        line = sessions.by_sid(work.tx, seen.sid)
        if line is not None:
            call_backs.flashed(board, work, line, seen)
            _close(board, work, line, HUNG_UP)


def apologised(board: Switchboard, sid: str, attempt_id: str | None) -> None:
    """A call ended in our apology, because the carrier had no answer from us in time; ours may come still.

    attempt_id  of the call of ours on which nothing else was said, None: it was another call, or further on
    """
    with board.work() as work:
        tried = attempts.load(work.tx, attempt_id) if attempt_id else None
        if tried is not None and sessions.by_sid(work.tx, sid) is None:
            flow, facts = messages.NOTHING
            _open(board, work, sid, tried.attempt.to, attempt_id, flow, {**facts}, dialled=tried.line)
        line = sessions.by_sid(work.tx, sid)
        if line is not None:
            _close(board, work, line, sessions.APOLOGISED, line.started_at if tried else work.now)


def close_left_open(board: Switchboard) -> None:
    """Ends the lines whose last callback was lost: nobody talks that long, and what they said is to be kept."""
    with board.work() as work:
        for line in sessions.left_open(work.tx, work.now - LONGEST_CALL, MOST_LEFT_OPEN):
            _close(board, work, line, HUNG_UP)


def _close(board: Switchboard, work: Work, line: Line, ended: str, at: datetime | None = None) -> None:
    if not sessions.end(work.tx, line.id, ended, at or work.now):
        return
    if ended == GAVE_UP:
        reports.leave_to_cadre(board, work, line)
    elif ended in (HUNG_UP, sessions.APOLOGISED):
        reports.file_unfinished(board, work, line)


def _do_acts(board: Switchboard, work: Work, line: Line, move: Move) -> Line:
    """Does what acts the flow asks for, until the caller is needed again."""
    while move.act is not None:
        did = ACTS[move.act](board, work, replace(line, state=move.session))
        line = _at_household(line, did)
        move = advance(board.catalogue.flows, move.session, did, board.local_day(work.now))
    return replace(line, state=move.session, turn=move.turn or line.turn)


def _at_household(line: Line, did: Did) -> Line:
    """The call is another household's from here, when an act says so."""
    home, unit = did.facts.get("household_id"), did.facts.get("unit_code")
    return replace(line, household_id=home, unit_code=str(unit)) if isinstance(home, int) and unit else line


def _reply(line: Line) -> Reply:
    return Reply(line.id, line.state.language, line.turn, line.line)
