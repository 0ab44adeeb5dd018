"""The schema of tokens: who may read the daily report over HTTP. Conventions as in `tables`."""

from sqlalchemy import Column, Date, Table, Text

from gateway.store.tables import Instant, code, metadata, number_id

api_tokens = Table(
    "api_tokens",
    metadata,
    number_id(),
    code(nullable=False),  # the unit whose days it opens, with all below
    Column("name", Text, nullable=False),  # who reads with it
    Column("hash", Text, nullable=False),  # SHA-256 of the secret, in hexadecimal; the secret is kept nowhere
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("revoked_at", Instant),  # null: not revoked
    Column("last_used_on", Date),  # local day; null: never used
)
