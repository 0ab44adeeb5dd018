"""Tokens given out, looked at, taken back; and whether one opens a unit's days."""

import secrets
from datetime import timedelta

from gateway.domain import tokens as rules
from gateway.domain.errors import BadInput, NotFound
from gateway.domain.tokens import Standing, Token
from gateway.store import roster
from gateway.store import tokens as store
from gateway.switchboard import Switchboard

MOST_DAYS = 366


def give(board: Switchboard, unit_code: str, name: str, days: int) -> tuple[Token, str]:
    """A new token, and how it is written: told this once and kept nowhere.

    Raises NotFound for no such unit, BadInput for nobody or a span that is odd.
    """
    if not name.strip():
        raise BadInput("say whom it is for, such as --for 市疾控. 请写给谁用。")
    if not 1 <= days <= MOST_DAYS:
        raise BadInput(f"{days} days: a token opens for 1 to {MOST_DAYS}. 天数不对。")
    secret = secrets.token_urlsafe(rules.SECRET_BYTES)
    with board.work() as work:
        if roster.unit(work.tx, unit_code) is None:
            raise NotFound(
                f"there is no unit {unit_code!r}; `dalaba roster list` shows those there are. 没有这个单位。"
            )
        until = work.now + timedelta(days=days)
        number = store.add(work.tx, unit_code, name.strip(), rules.hash_of(secret), work.now, until)
        kept = store.load(work.tx, number)
    if kept is None:
        raise NotFound("the token was not kept; try again")
    return kept, rules.written(number, secret)


def every(board: Switchboard) -> list[Token]:
    """All tokens, the first one first."""
    with board.ledger.read() as tx:
        return store.every(tx)


def revoke(board: Switchboard, number: int) -> bool:
    """Takes a token back; False when that was done before. Raises NotFound for no such token."""
    with board.work() as work:
        if store.load(work.tx, number) is None:
            raise NotFound(f"there is no token {number}; `dalaba token list` shows those there are. 没有这个令牌。")
        return store.revoke(work.tx, number, work.now)


def admit(board: Switchboard, header: str) -> Token | None:
    """The token in an Authorization header, its day of use noted; None for one that opens nothing."""
    read = rules.read_header(header)
    if read is None:
        return None
    number, secret = read
    now = board.clock.now()
    with board.ledger.read() as tx:
        token = store.load(tx, number)
    if not rules.fits(token, secret) or token is None or token.standing(now) is not Standing.GOOD:
        return None
    if token.last_used_on != (today := board.local_day(now)):
        with board.work() as work:
            store.note_use(work.tx, number, today)
    return token
