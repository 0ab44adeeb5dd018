"""Sound files the house has recorded, under the digest of their bytes."""

from datetime import datetime

from sqlalchemy import Connection, select

from gateway.store.outgoing_tables import recordings
from gateway.store.sql import upsert


def keep(tx: Connection, digest: str, wav: bytes, seconds: float, at: datetime) -> None:
    """Keeps a sound file, once."""
    kept = upsert(tx, recordings).values(digest=digest, wav=wav, seconds=seconds, at=at)
    tx.execute(kept.on_conflict_do_nothing())


def load(tx: Connection, digest: str) -> bytes | None:
    """The WAV file, None when there is none under this digest."""
    return tx.execute(select(recordings.c.wav).where(recordings.c.digest == digest)).scalar_one_or_none()
