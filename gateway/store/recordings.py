"""Sound files the house has recorded, under the digest of their bytes."""

from datetime import datetime

from sqlalchemy import Connection, select

from gateway.domain.wav_files import digest_of, seconds_of
from gateway.store.outgoing_tables import recordings
from gateway.store.sql import upsert


def keep(tx: Connection, wav: bytes, at: datetime) -> str:
    """Keeps a WAV file, once, and returns the digest it is kept under."""
    digest = digest_of(wav)
    kept = upsert(tx, recordings).values(digest=digest, wav=wav, seconds=seconds_of(wav), at=at)
    tx.execute(kept.on_conflict_do_nothing())
    return digest


def load(tx: Connection, digest: str) -> bytes | None:
    """The WAV file, None when there is none under this digest."""
    return tx.execute(select(recordings.c.wav).where(recordings.c.digest == digest)).scalar_one_or_none()
