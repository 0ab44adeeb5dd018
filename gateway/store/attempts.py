"""One attempt a call we place: the row exists before the carrier is asked, and only climbs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import takewhile
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from gateway.domain.calls import ENDED, Attempt, CallState
from gateway.domain.speaking.states import DeliveryState, State
from gateway.ports import Trunk
from gateway.store.outgoing_tables import attempts
from gateway.store.speaking_tables import broadcasts, deliveries
from gateway.store.sql import add_once, changed
from gateway.store.tables import sessions

ABOUT_TEXT = "text:"
ABOUT_HOME = "round:"


class Purpose(StrEnum):
    """Why we ring somebody."""

    MESSAGE = "message"
    APPROVAL = "approval"
    SPEAK = "speak"
    ALERT = "alert"
    CALL_BACK = "call_back"
    FOLLOW_UP = "follow_up"
    PROMISE = "promise"  # a cadre, about a household that was promised a call back
    TALK = "talk"  # either of the two, put through by the carrier in the middle of the other's call
    TEXT = "text"
    ROUND = "round"  # a household that has not told today how everybody is


@dataclass(frozen=True)
class Try:
    """An attempt with what it is for: a delivery of a broadcast, an alert to a person, a talk. None as in the table.

    account  the carrier account that was asked for it, None: nobody was yet
    """

    attempt: Attempt
    delivery_id: int | None
    broadcast_id: str | None
    alert_id: str | None
    staff_id: int | None
    purpose: Purpose
    about: str | None
    account: str | None
    line: str | None
    reserved_at: datetime
    moved_at: datetime
    task_id: int | None = None
    session_id: str | None = None

    @property
    def text_id(self) -> int:
        """Which text is read out; of a call for one only."""
        return int((self.about or "").removeprefix(ABOUT_TEXT))

    @property
    def home_and_nth(self) -> tuple[int, int]:
        """Which household of a round is asked, and in the how manyth call about it; of a call in a round only."""
        home_id, _, nth = (self.about or "").removeprefix(ABOUT_HOME).partition(":")
        return int(home_id), int(nth)


@dataclass(frozen=True)
class Order:
    """A call to be placed, for a delivery of a broadcast, an alert to a person, or a resident.

    about       None: may be repeated; else there is one call about one thing
    line        the number of ours they see; None: the gateway's usual one
    task_id     the call back it is to keep, None: no such promise
    session_id  the conversation it is put through from, None: a call of its own
    """

    attempt_id: str
    number: str
    purpose: Purpose = Purpose.MESSAGE
    about: str | None = None
    broadcast_id: str | None = None
    delivery_id: int | None = None
    alert_id: str | None = None
    staff_id: int | None = None
    line: str | None = None
    task_id: int | None = None
    session_id: str | None = None


# Asked for with every call and all news of it, so built once: building a statement costs more than running it.
_RESERVE = insert(attempts)
_LOAD = select(attempts).where(attempts.c.id == bindparam("with_id")).with_for_update()
_SAVE = update(attempts).where(attempts.c.id == bindparam("with_id"))
_CLAIM = _SAVE.where(attempts.c.state == CallState.RESERVED)
_CLAIM_AGAIN = _SAVE.where(attempts.c.state == CallState.ASKED, attempts.c.account == bindparam("refused_by"))
_SENDING = select(broadcasts.c.id).where(broadcasts.c.id == bindparam("with_broadcast"))
_LATER = broadcasts.c.expires_at > bindparam("at", type_=broadcasts.c.expires_at.type)
_IN_FORCE = _SENDING.where(broadcasts.c.state == State.SENDING, broadcasts.c.expires_at.is_(None) | _LATER).exists()
_HEARD = deliveries.c.id == attempts.c.delivery_id, deliveries.c.state == DeliveryState.HEARD
_WANTED = _IN_FORCE & ~select(deliveries.c.id).where(*_HEARD).correlate(attempts).exists()


def reserve(tx: Connection, orders: Sequence[Order], now: datetime) -> None:
    """Writes attempts down before anybody is rung."""
    written = {"state": CallState.RESERVED, "reserved_at": now, "moved_at": now}
    rows = [{**vars(order), **written, "id": order.attempt_id} for order in orders]
    for row in rows:
        del row["attempt_id"]
    if rows:
        tx.execute(_RESERVE, rows)


def reserve_once(tx: Connection, order: Order, now: datetime) -> bool:
    """Writes an attempt down; False when there is one about this already that was placed, or may be."""
    given_up = attempts.c.about == order.about, attempts.c.state == CallState.NEVER_PLACED
    tx.execute(update(attempts).where(*given_up).values(about=None))
    written = {"state": CallState.RESERVED, "reserved_at": now, "moved_at": now, "id": order.attempt_id}
    facts = {name: value for name, value in vars(order).items() if name != "attempt_id"}
    return add_once(tx, attempts, facts | written, "about")


def about_text(text_id: int) -> str:
    """What a call is about that reads a text out."""
    return f"{ABOUT_TEXT}{text_id}"


def about_home(home_id: int, nth: int) -> str:
    """What the nth call about a household in a round is about."""
    return f"{ABOUT_HOME}{home_id}:{nth}"


def load(tx: Connection, attempt_id: str) -> Try | None:
    """An attempt to be moved on: on PostgreSQL its row is held until the transaction ends."""
    row = tx.execute(_LOAD, {"with_id": attempt_id}).one_or_none()
    return None if row is None else _try(row)


# Whether it belongs to a broadcast, whether a company has refused it -> the statement that claims it.
_CLAIMS = {
    (False, False): _CLAIM,
    (True, False): _CLAIM.where(_WANTED),
    (False, True): _CLAIM_AGAIN,
    (True, True): _CLAIM_AGAIN.where(_WANTED),
}


def claim(
    tx: Connection,
    attempt_id: str,
    broadcast_id: str | None,
    now: datetime,
    trunk: Trunk,
    refused_by: str | None = None,
) -> bool:
    """The last look before a company is asked.

    False when the attempt was given up, its broadcast stopped or expired, or was heard by this phone meanwhile.

    trunk       through whom it is asked for: kept, so that the same company is asked what became of it
    refused_by  the account that was asked before and certainly did not place it, None: this is the first
    """
    values = {"with_id": attempt_id, "state": CallState.ASKED, "moved_at": now}
    values |= {"account": trunk.account, "line": trunk.number}
    if broadcast_id is not None:
        values |= {"with_broadcast": broadcast_id, "at": now}
    if refused_by is not None:
        values["refused_by"] = refused_by
    return changed(tx, _CLAIMS[broadcast_id is not None, refused_by is not None], values) == 1


def save(tx: Connection, attempt: Attempt, now: datetime) -> None:
    """Keeps what became of it."""
    known = {name: getattr(attempt, name) for name in ("state", "sid", "ended_at", "duration_s", "code")}
    tx.execute(_SAVE, {**known, "with_id": attempt.id, "moved_at": now})


def stood_still(tx: Connection, before: datetime, most: int) -> list[Try]:
    """Attempts not over of which nothing was heard since an instant, oldest first."""
    found = select(attempts).where(attempts.c.state.not_in(sorted(ENDED)), attempts.c.moved_at < before)
    return [_try(row) for row in tx.execute(found.order_by(attempts.c.moved_at).limit(most))]


# Whoever was put through to a person listens to no broadcast any more.
_TALK = attempts.alias("talk")
_TALKS = (
    select(_TALK.c.id)
    .join(sessions, sessions.c.id == _TALK.c.session_id)
    .where(sessions.c.attempt_id == attempts.c.id, _TALK.c.state.not_in(sorted(ENDED)))
    .exists()
)


def live_of_broadcast(tx: Connection, broadcast_id: str) -> list[Try]:
    """Attempts of a broadcast that may still ring, or whose message may still be heard."""
    found = select(attempts).where(attempts.c.broadcast_id == broadcast_id, attempts.c.state.not_in(sorted(ENDED)))
    return [_try(row) for row in tx.execute(found.where(~_TALKS))]


def ringing_though_stopped(tx: Connection) -> list[str]:
    """Stopped broadcasts with calls that may still ring, or whose message may still be heard."""
    found = select(attempts.c.broadcast_id).distinct().join(broadcasts, broadcasts.c.id == attempts.c.broadcast_id)
    live = attempts.c.state.not_in(sorted(ENDED)) & attempts.c.sid.is_not(None)
    return list(tx.execute(found.where(broadcasts.c.state == State.STOPPED, live, ~_TALKS)).scalars())


def refused_in_a_row(tx: Connection, broadcast_id: str, code: int | None, most: int) -> list[int]:
    """Whose calls, of the latest asked for in a broadcast, were refused with this number, one after the other."""
    asked = attempts.c.state.not_in((CallState.RESERVED, CallState.ASKED, CallState.NEVER_PLACED))
    facts = (attempts.c.delivery_id, attempts.c.code, attempts.c.sid)
    found = select(*facts).where(attempts.c.broadcast_id == broadcast_id, asked)
    latest = tx.execute(found.order_by(attempts.c.moved_at.desc()).limit(most))
    return [row.delivery_id for row in takewhile(lambda row: row.sid is None and row.code == code, latest)]


def times_refused(tx: Connection, delivery_ids: Sequence[int], code: int | None) -> dict[int, int]:
    """How often a call for each of these deliveries was refused with this number; who never was is left out."""
    refused = attempts.c.state == CallState.FAILED, attempts.c.sid.is_(None), attempts.c.code == code
    counted = select(attempts.c.delivery_id, func.count()).where(attempts.c.delivery_id.in_(delivery_ids), *refused)
    return {row[0]: row[1] for row in tx.execute(counted.group_by(attempts.c.delivery_id))}


def reserved(tx: Connection, purpose: Purpose, since: datetime) -> list[Order]:
    """Attempts of a kind written down since an instant that nobody has placed yet, oldest first."""
    found = select(attempts).where(
        attempts.c.purpose == purpose, attempts.c.state == CallState.RESERVED, attempts.c.reserved_at > since
    )
    return [
        Order(row.id, row.number, purpose, row.about, staff_id=row.staff_id, line=row.line)
        for row in tx.execute(found.order_by(attempts.c.reserved_at))
    ]


_LATER_ONE = select(attempts.c.id).where(
    attempts.c.delivery_id == bindparam("with_delivery"),
    attempts.c.id != bindparam("with_id"),
    attempts.c.state.not_in(sorted(ENDED)),
)


def is_newest(tx: Connection, attempt_id: str, delivery_id: int) -> bool:
    """Whether no other call of its delivery is under way: late news of an earlier one does not end that."""
    return tx.execute(_LATER_ONE, {"with_id": attempt_id, "with_delivery": delivery_id}).first() is None


def of_alert(tx: Connection, alert_id: str) -> list[Try]:
    """All calls placed about an alert, oldest first."""
    found = select(attempts).where(attempts.c.alert_id == alert_id).order_by(attempts.c.reserved_at)
    return [_try(row) for row in tx.execute(found)]


def of_task(tx: Connection, task_id: int) -> list[Try]:
    """All calls placed to keep a promise, oldest first."""
    found = select(attempts).where(attempts.c.task_id == task_id).order_by(attempts.c.reserved_at)
    return [_try(row) for row in tx.execute(found)]


def is_live(tx: Connection, number: str) -> bool:
    """Whether a call of ours to this phone may still ring or talk."""
    found = select(attempts.c.id).where(attempts.c.number == number, attempts.c.state.not_in(sorted(ENDED)))
    return tx.execute(found.limit(1)).first() is not None


def known_sids(tx: Connection, sids: Sequence[str]) -> set[str]:
    """Which of the carrier's calls belong to an attempt already."""
    return set(tx.execute(select(attempts.c.sid).where(attempts.c.sid.in_(sids))).scalars())


def _try(row: Any) -> Try:
    attempt = Attempt(
        row.id, row.number, CallState(row.state), row.sid, row.ended_at, duration_s=row.duration_s, code=row.code
    )
    return Try(
        attempt,
        row.delivery_id,
        row.broadcast_id,
        row.alert_id,
        row.staff_id,
        Purpose(row.purpose),
        row.about,
        row.account,
        row.line,
        row.reserved_at,
        row.moved_at,
        row.task_id,
        row.session_id,
    )
