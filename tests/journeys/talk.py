"""How tests hold a conversation, and look into the ledger afterwards."""

from typing import Any

from sqlalchemy import Table, select

from gateway.domain.calls import CallState, Progress
from gateway.domain.flow import Keyed, Spoke
from gateway.journeys.telephone import call_news, calls
from gateway.journeys.telephone.calls import Reply
from gateway.switchboard import Switchboard
from tests.support.board import LINE, PlacedCall, carrier_of

# Wuhan by train G1234 two days ago, no contact, no fever, stayed home, a man of 35, this phone.
FROM_WUHAN = ["3", "1", "2", "1", "1", "1", "2", "1", "1234", "2", "2", "2", "2", "2", "1", "35", "1", "rec", "1"]
WITH_FEVER = [*FROM_WUHAN[:12], "1", "385", "1", "1", "35", "1", "rec", "1"]


def ring(board: Switchboard, number: str, keys: list[str], sid: str = "") -> Reply:
    """A call from this phone, with these keys pressed one question after the other. "rec" speaks for eight seconds."""
    reply = calls.answer(board, sid or f"CA-in-{number}", number, LINE)
    for pressed in keys:
        reply = press(board, reply, pressed)
    return reply


def press(board: Switchboard, reply: Reply, pressed: str) -> Reply:
    """Keys pressed at the question now on the phone, or something said."""
    heard = Spoke("https://carrier.example/rec", 8.0) if pressed == "rec" else Keyed(pressed)
    return calls.take(board, reply.session_id, reply.turn.step, heard)


def pick_up(board: Switchboard, call: PlacedCall, *keys: str) -> Reply:
    """A phone we rang is answered, and these keys pressed."""
    reply = calls.answer_attempt(board, call.attempt_id, call.sid)
    for pressed in keys:
        reply = calls.take(board, reply.session_id, reply.turn.step, Keyed(pressed))
    return reply


def ends(board: Switchboard, call: PlacedCall, state: CallState, duration_s: int | None = None) -> None:
    """The carrier's last callback about a call."""
    call_news.progress(board, call.attempt_id, carrier_of(board).end(call, state, duration_s))


def hangs_up(board: Switchboard, sid: str) -> None:
    """The carrier says that somebody who rang us is gone."""
    calls.caller_gone(board, Progress(sid, CallState.COMPLETED, board.clock.now(), duration_s=60))


def said(board: Switchboard, reply: Reply) -> str:
    """Everything the phone says now, as words."""
    return " ".join(board.catalogue.words(phrase, reply.language) for phrase in reply.turn.say)


def rows(board: Switchboard, table: Table) -> list[Any]:
    """A whole table."""
    with board.ledger.read() as tx:
        return list(tx.execute(select(table)))


def knows_language(board: Switchboard, *numbers: str) -> None:
    """These phones have chosen Mandarin before, so the language question is not put."""
    for number in numbers:
        ring(board, number, ["1"], sid=f"CA-language-{number}")
