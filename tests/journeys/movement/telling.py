"""How tests tell of gatherings and rumours by text, each text twice, and read what was answered."""

from itertools import count
from typing import Any

from sqlalchemy import select, update

from gateway.journeys.texting import texts
from gateway.store.outgoing_tables import texts_out
from gateway.store.tables import staff
from gateway.switchboard import Switchboard
from tests.journeys.talk import rows
from tests.support import cast
from tests.support.board import LINE

_sids = count(1)


def writes(board: Switchboard, number: str, body: str) -> str:
    """Somebody sends a text, which the carrier delivers twice. Returns the answer, "" when there is none."""
    sid = f"SM-movement-{next(_sids)}"
    before = {row.id for row in rows(board, texts_out)}
    texts.receive(board, sid, number, LINE, body)
    texts.receive(board, sid, number, LINE, body)
    answers = [row for row in rows(board, texts_out) if row.id not in before and row.about.startswith("reply:")]
    assert len(answers) < 2
    return str(answers[0].body) if answers else ""


def told(board: Switchboard, number: str, about: str = "") -> list[str]:
    """The texts to a phone that are no answers to its own."""
    mine = (row for row in rows(board, texts_out) if row.number == number and not row.about.startswith("reply:"))
    return [row.body for row in mine if row.about.startswith(about)]


def gives_pin(board: Switchboard, number: str) -> None:
    """One of the staff has the cadre's PIN for a PIN of their own."""
    with board.work() as work:
        pin = select(staff.c.pin_hash).where(staff.c.number == cast.CADRE).scalar_subquery()
        work.tx.execute(update(staff).where(staff.c.number == number).values(pin_hash=pin))


def one(board: Switchboard, table: Any) -> Any:
    """The only row of a table."""
    (row,) = rows(board, table)
    return row
