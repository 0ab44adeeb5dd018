"""Texts in, kept raw before they are read; texts out, one about one thing to one phone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, bindparam, func, literal, select, update

from gateway.domain.speaking.states import Recipient
from gateway.domain.texts import segments
from gateway.ports import Urgency
from gateway.store.outgoing_tables import texts_out
from gateway.store.speaking_tables import deliveries
from gateway.store.sql import add_once, changed, upsert
from gateway.store.tables import callers, texts_in

AGAIN = ":again"  # what ends the `about` of a text that was sent a second time


class State(StrEnum):
    """Where an outgoing text stands. UNKNOWN: handed over, no answer. WITHDRAWN: its broadcast was stopped."""

    DUE = "due"
    ASKED = "asked"
    UNKNOWN = "unknown"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class TextIn:
    """A text as it came."""

    id: int
    sid: str
    number: str
    line: str
    body: str
    at: datetime
    meaning: str | None


@dataclass(frozen=True)
class TextOut:
    """A text to be sent, or sent; None as in the table."""

    id: int
    about: str
    number: str
    body: str
    urgency: Urgency
    state: State
    sid: str | None
    account: str | None
    tries: int
    created_at: datetime
    asked_at: datetime | None


# Asked for on every text, so built once: building a statement costs more than running it.
_BY_SID = select(texts_in).where(texts_in.c.sid == bindparam("with_sid"))
_READ = update(texts_in).where(texts_in.c.id == bindparam("with_id"))
_ONE = update(texts_out).where(texts_out.c.id == bindparam("with_id"))
_ASK = _ONE.where(texts_out.c.state == State.ASKED, texts_out.c.tries == bindparam("taken"))
_OPTED_OUT = select(callers.c.opted_out_at).where(callers.c.number == bindparam("with_number"))
_SINCE = select(func.count()).where(
    texts_out.c.number == bindparam("with_number"), texts_out.c.created_at > bindparam("since")
)


def keep(tx: Connection, sid: str, number: str, line: str, body: str, at: datetime) -> bool:
    """Stores a text raw. False when this one, by the carrier's id, was stored before."""
    return add_once(tx, texts_in, {"sid": sid, "number": number, "line": line, "body": body, "at": at}, "sid")


def unread(tx: Connection, most: int, after: int = 0) -> list[int]:
    """Texts nobody has read yet, oldest first, by number; only those after one.

    after  0: from the first on
    """
    waiting = select(texts_in.c.id).where(texts_in.c.meaning.is_(None), texts_in.c.id > after)
    return list(tx.execute(waiting.order_by(texts_in.c.id).limit(most)).scalars())


def hold_unread(tx: Connection, text_id: int) -> TextIn | None:
    """A text nobody has read yet, held until the transaction ends; None when somebody has read it, or holds it."""
    found = select(texts_in).where(texts_in.c.id == text_id, texts_in.c.meaning.is_(None))
    row = tx.execute(found.with_for_update(skip_locked=True)).one_or_none()
    return None if row is None else TextIn(**row._mapping)


def by_sid(tx: Connection, sid: str) -> TextIn | None:
    """A text by the carrier's id."""
    row = tx.execute(_BY_SID, {"with_sid": sid}).one_or_none()
    return None if row is None else TextIn(**row._mapping)


def set_meaning(tx: Connection, text_id: int, meaning: str) -> None:
    """What a text was understood as."""
    tx.execute(_READ, {"with_id": text_id, "meaning": meaning})


def put(
    tx: Connection,
    about: str,
    number: str,
    body: str,
    now: datetime,
    urgency: Urgency = Urgency.ROUTINE,
    *,
    asked: bool = False,
    at: datetime | None = None,
) -> bool:
    """Puts a text in the outbox. False when there is one about this already, or the phone takes no routine texts.

    about  what it tells of and to whom: two texts with the same `about` are one
    asked  it answers a text of theirs: those who want no routine texts get it all the same
    at     when it is due, None: now
    """
    if urgency is Urgency.ROUTINE and not asked and _opted_out(tx, number):
        return False
    values = {
        "about": about,
        "number": number,
        "body": body,
        "segments": segments(body),
        "urgency": urgency,
        "state": State.DUE,
        "tries": 0,
        "created_at": now,
        "next_try_at": at or now,
    }
    return add_once(tx, texts_out, values, "about")


def put_for_broadcast(tx: Connection, broadcast_id: str, language: str, body: str, now: datetime) -> None:
    """Puts a text in the outbox for every home that is to hear a broadcast in a language, in one statement."""
    about = literal(f"broadcast:{broadcast_id}:") + deliveries.c.number
    values = {
        "body": literal(body),
        "segments": literal(segments(body)),
        "urgency": literal(Urgency.ROUTINE.value),
        "state": literal(State.DUE.value),
        "tries": literal(0),
        "created_at": literal(now, texts_out.c.created_at.type),
        "next_try_at": literal(now, texts_out.c.next_try_at.type),
    }
    meant = select(about, deliveries.c.number, *values.values()).where(
        deliveries.c.broadcast_id == broadcast_id,
        deliveries.c.language == language,
        deliveries.c.kind == Recipient.HOUSEHOLD,
    )
    put_in = upsert(tx, texts_out).from_select(["about", "number", *values], meant)
    tx.execute(put_in.on_conflict_do_nothing(index_elements=["about"]))


def withdraw(tx: Connection, broadcast_id: str) -> int:
    """Texts of a broadcast that were not handed over yet are not. Returns how many."""
    about = texts_out.c.about.startswith(f"broadcast:{broadcast_id}:+")
    left = update(texts_out).where(about, texts_out.c.state == State.DUE)
    return changed(tx, left.values(state=State.WITHDRAWN))


def _opted_out(tx: Connection, number: str) -> bool:
    return tx.execute(_OPTED_OUT, {"with_number": number}).scalar_one_or_none() is not None


def replies_since(tx: Connection, number: str, now: datetime) -> int:
    """Texts put in the outbox for a phone within the hour before an instant."""
    return tx.execute(_SINCE, {"with_number": number, "since": now - timedelta(hours=1)}).scalar_one()


def is_known(tx: Connection, about: str) -> bool:
    """Whether a text about this was ever put in the outbox."""
    found = select(texts_out.c.id).where(texts_out.c.about == about)
    return tx.execute(found).one_or_none() is not None


def load(tx: Connection, text_id: int) -> TextOut | None:
    """A text to be sent, or sent."""
    row = tx.execute(select(texts_out).where(texts_out.c.id == text_id)).one_or_none()
    return None if row is None else _text(row)


def read_out(tx: Connection, text_id: int, at: datetime | None) -> None:
    """When a call may read it out; None: no call is to, or it has been placed."""
    tx.execute(_ONE, {"with_id": text_id, "read_out_at": at})


def to_read_out(tx: Connection, now: datetime, urgency: Urgency, most: int) -> list[TextOut]:
    """Texts a call may read out by now, held until the transaction ends on PostgreSQL."""
    found = select(texts_out).where(texts_out.c.read_out_at <= now, texts_out.c.urgency == urgency)
    rows = tx.execute(found.order_by(texts_out.c.read_out_at).limit(most).with_for_update(skip_locked=True))
    return [_text(row) for row in rows]


def take(tx: Connection, now: datetime, most: int, urgency: Urgency | None = None) -> list[TextOut]:
    """Takes texts that are due, to be handed over: each goes to one taker only. None: of any urgency."""
    due = select(texts_out.c.id).where(texts_out.c.state == State.DUE, texts_out.c.next_try_at <= now)
    due = due if urgency is None else due.where(texts_out.c.urgency == urgency)
    first = due.order_by(texts_out.c.urgency.desc(), texts_out.c.id).limit(most).with_for_update(skip_locked=True)
    taken = update(texts_out).where(texts_out.c.id.in_(first.scalar_subquery()))
    rows = tx.execute(taken.values(state=State.ASKED, asked_at=now, tries=texts_out.c.tries + 1).returning(texts_out))
    return sorted((_text(row) for row in rows), key=lambda text: (text.urgency is not Urgency.URGENT, text.id))


def ask(tx: Connection, text: TextOut, account: str, now: datetime) -> bool:
    """The last look before a carrier is asked for a text that was taken. False when somebody else has taken it since.

    account  who is asked: the same is asked what became of it, when nothing is heard from this moment on
    """
    return changed(tx, _ASK, {"with_id": text.id, "taken": text.tries, "account": account, "asked_at": now}) == 1


RANK = {
    State.DUE: 0,
    State.ASKED: 1,
    State.UNKNOWN: 2,
    State.SENT: 3,
    State.DELIVERED: 4,
    State.FAILED: 4,
    State.WITHDRAWN: 4,
}


def climb(tx: Connection, text_id: int, to: State, sid: str | None = None, code: int | None = None) -> bool:
    """What the carrier says became of a text. A state only climbs; False when it was no news."""
    return changed(tx, _CLIMB[to], {"with_id": text_id, "state": to, "code": code, "named": sid}) == 1


def _from_below(to: State) -> Any:
    """A text named once keeps its name."""
    lower = [state for state, rank in RANK.items() if rank < RANK[to]]
    moved = update(texts_out).where(texts_out.c.id == bindparam("with_id"), texts_out.c.state.in_(lower))
    return moved.values(sid=func.coalesce(texts_out.c.sid, bindparam("named", type_=texts_out.c.sid.type)))


_CLIMB = {state: _from_below(state) for state in State}


def again(tx: Connection, text_id: int, at: datetime, asked_at: datetime | None = None) -> None:
    """The carrier certainly has not taken it: due again at an instant.

    asked_at  when the asking was that is known to have failed, None: the latest one
    """
    back = update(texts_out).where(texts_out.c.id == text_id, texts_out.c.state.in_((State.ASKED, State.UNKNOWN)))
    back = back if asked_at is None else back.where(texts_out.c.asked_at == asked_at)
    tx.execute(back.values(state=State.DUE, next_try_at=at))


def lost(tx: Connection, before: datetime, most: int) -> list[TextOut]:
    """Texts handed over before an instant of which nothing is known."""
    found = select(texts_out).where(texts_out.c.state.in_((State.ASKED, State.UNKNOWN)), texts_out.c.asked_at < before)
    return [_text(row) for row in tx.execute(found.order_by(texts_out.c.id).limit(most))]


def is_due(tx: Connection, now: datetime, urgency: Urgency | None = None) -> bool:
    """Whether any text waits to be sent. None: of any urgency."""
    found = select(texts_out.c.id).where(texts_out.c.state == State.DUE, texts_out.c.next_try_at <= now).limit(1)
    found = found if urgency is None else found.where(texts_out.c.urgency == urgency)
    return tx.execute(found).one_or_none() is not None


def known_sids(tx: Connection, number: str) -> set[str]:
    """The carrier's ids of texts to this phone."""
    found = select(texts_out.c.sid).where(texts_out.c.number == number, texts_out.c.sid.is_not(None))
    return {sid for sid in tx.execute(found).scalars() if sid}


def _text(row: Any) -> TextOut:
    return TextOut(
        row.id,
        row.about,
        row.number,
        row.body,
        Urgency(row.urgency),
        State(row.state),
        row.sid,
        row.account,
        row.tries,
        row.created_at,
        row.asked_at,
    )
