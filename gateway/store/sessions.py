"""Calls as conversations: where each caller stands, and every answer as it was keyed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, select, update

from gateway.domain.flow import Answer, Session, Turn
from gateway.domain.flow_json import session_from_json, session_to_json, turn_from_json, turn_to_json
from gateway.store.sql import add_once, changed
from gateway.store.tables import answers, sessions

BY_TEXT = "sms:"  # what the sid of a conversation by text begins with
APOLOGISED = "apologised"  # how a line ended on which the carrier, left without an answer, said our apology
NOTHING_SAID = Turn(step=0, say=(), wants=None)


@dataclass(frozen=True)
class Line:
    """One call and the conversation on it.

    number      the other party
    unit_code   where they are counted
    attempt_id  our own try to ring them, None when they rang us
    line        the number of ours they rang; None when it is not known, or we rang them
    ended_at    None while the line is open, as far as we know
    """

    id: str
    sid: str
    number: str
    unit_code: str
    household_id: int | None
    attempt_id: str | None
    state: Session
    started_at: datetime
    turn: Turn = NOTHING_SAID
    ended_at: datetime | None = None
    ended: str | None = None
    line: str | None = None


def add(tx: Connection, line: Line) -> bool:
    """Opens a line; False when the same call was answered before."""
    facts = {name: value for name, value in vars(line).items() if name not in ("state", "turn")}
    return add_once(tx, sessions, {**facts, **_standing(line.state, line.turn)}, "sid")


# Asked for on every key press, so built once: building a statement costs more than running it.
_BY_SID = select(sessions).where(sessions.c.sid == bindparam("with_sid"))
_FIND = select(sessions).where(sessions.c.id == bindparam("with_id"))
_LOAD = _FIND.with_for_update()
_SAVE = update(sessions).where(sessions.c.id == bindparam("with_id"))
_END = update(sessions).where(sessions.c.id == bindparam("with_id"), sessions.c.ended_at.is_(None))
_ANSWER = insert(answers).inline()


def by_sid(tx: Connection, sid: str) -> Line | None:
    """The conversation on a carrier's call."""
    row = tx.execute(_BY_SID, {"with_sid": sid}).one_or_none()
    return None if row is None else _line(row)


def load(tx: Connection, session_id: str) -> Line | None:
    """A conversation to be carried on: on PostgreSQL its row is held until the transaction ends."""
    row = tx.execute(_LOAD, {"with_id": session_id}).one_or_none()
    return None if row is None else _line(row)


def find(tx: Connection, session_id: str) -> Line | None:
    """A conversation to be looked at only."""
    row = tx.execute(_FIND, {"with_id": session_id}).one_or_none()
    return None if row is None else _line(row)


def save(tx: Connection, line: Line) -> None:
    """Where the caller stands now, and whose household it is."""
    whose = {"unit_code": line.unit_code, "household_id": line.household_id}
    tx.execute(_SAVE, {"with_id": line.id, **whose, **_standing(line.state, line.turn)})


def end(tx: Connection, line_id: str, ended: str, at: datetime) -> bool:
    """Closes a line once; False when it was closed before."""
    return changed(tx, _END, {"with_id": line_id, "ended_at": at, "ended": ended}) == 1


def last_in_flow(
    tx: Connection, number: str, household_id: int | None, flow: str, since: datetime, besides: str
) -> Line | None:
    """The newest call of a household (or, off the roster, a phone) that came to a flow, but for this one."""
    whose = sessions.c.household_id == household_id if household_id else sessions.c.number == number
    found = select(sessions).where(whose, sessions.c.started_at >= since, sessions.c.id != besides)
    lines = (_line(row) for row in tx.execute(found.order_by(sessions.c.started_at.desc())))
    return next((line for line in lines if line.state.is_in(flow)), None)


def open_by_text(tx: Connection, number: str) -> Line | None:
    """The newest conversation by text with a phone that still waits for an answer."""
    found = select(sessions).where(
        sessions.c.number == number, sessions.c.ended_at.is_(None), sessions.c.sid.startswith(BY_TEXT)
    )
    row = tx.execute(found.order_by(sessions.c.started_at.desc()).limit(1)).one_or_none()
    return None if row is None else _line(row)


def left_open(tx: Connection, before: datetime, most: int) -> list[Line]:
    """Lines begun before an instant of whose end nothing was heard."""
    calls = ~sessions.c.sid.startswith(BY_TEXT)  # whoever writes may take their time
    found = select(sessions).where(sessions.c.ended_at.is_(None), sessions.c.started_at < before, calls)
    return [_line(row) for row in tx.execute(found.order_by(sessions.c.started_at).limit(most))]


def add_answer(tx: Connection, session_id: str, step: int, answer: Answer, at: datetime) -> None:
    """Keeps an answer as it was given, under the flow's version."""
    tx.execute(_ANSWER, {**vars(answer), "session_id": session_id, "step": step, "at": at})


def seconds_until(tx: Connection, sid: str, value: str) -> float | None:
    """Seconds from the start of a call to the first answer of this value, None when none was."""
    found = select(sessions.c.started_at, func.min(answers.c.at).label("at")).join(answers)
    row = tx.execute(found.where(sessions.c.sid == sid, answers.c.value == value).group_by(sessions.c.id)).one_or_none()
    return None if row is None else float((row.at - row.started_at).total_seconds())


def _standing(state: Session, turn: Turn) -> dict[str, Any]:
    return {"step": state.step, "state": session_to_json(state), "turn": turn_to_json(turn)}


def _line(row: Row[Any]) -> Line:
    return Line(
        id=row.id,
        sid=row.sid,
        number=row.number,
        unit_code=row.unit_code,
        household_id=row.household_id,
        attempt_id=row.attempt_id,
        state=session_from_json(row.state),
        turn=turn_from_json(row.turn),
        started_at=row.started_at,
        ended_at=row.ended_at,
        ended=row.ended,
        line=row.line,
    )
