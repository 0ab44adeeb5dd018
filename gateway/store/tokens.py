"""Tokens in the ledger: their hashes only."""

from datetime import date, datetime

from sqlalchemy import Connection, Row, insert, or_, select, update

from gateway.domain.tokens import Token
from gateway.store.sql import changed
from gateway.store.token_tables import api_tokens


def add(tx: Connection, unit_code: str, name: str, hash_: str, made_at: datetime, expires_at: datetime) -> int:
    """Keeps a new one; returns its number."""
    row = {"unit_code": unit_code, "name": name, "hash": hash_, "made_at": made_at, "expires_at": expires_at}
    return int(tx.execute(insert(api_tokens).values(**row).returning(api_tokens.c.id)).scalar_one())


def load(tx: Connection, token_id: int) -> Token | None:
    """A token by its number."""
    row = tx.execute(select(api_tokens).where(api_tokens.c.id == token_id)).one_or_none()
    return None if row is None else _token(row)


def every(tx: Connection) -> list[Token]:
    """All of them, the first one first."""
    return [_token(row) for row in tx.execute(select(api_tokens).order_by(api_tokens.c.id))]


def revoke(tx: Connection, token_id: int, at: datetime) -> bool:
    """It opens nothing any more; False when it was revoked before, or there is none."""
    mine = (api_tokens.c.id == token_id) & api_tokens.c.revoked_at.is_(None)
    return changed(tx, update(api_tokens).where(mine).values(revoked_at=at)) == 1


def note_use(tx: Connection, token_id: int, day: date) -> None:
    """It was used on a local day."""
    earlier = or_(api_tokens.c.last_used_on.is_(None), api_tokens.c.last_used_on < day)
    tx.execute(update(api_tokens).where(api_tokens.c.id == token_id, earlier).values(last_used_on=day))


def _token(row: Row[tuple[object, ...]]) -> Token:
    kept = row._mapping
    return Token(**{name: kept[name] for name in Token.__dataclass_fields__})
