"""The whole schema: every room of tables, registered."""

from gateway.store import (
    daily_tables,
    digest_tables,
    incident_tables,
    keeping_tables,
    movement_tables,
    outgoing_tables,
    recode_tables,
    round_tables,
    screening_tables,
    situation_tables,
    speaking_tables,
    token_tables,
)
from gateway.store.tables import metadata

__all__ = [
    "daily_tables",
    "digest_tables",
    "incident_tables",
    "keeping_tables",
    "metadata",
    "movement_tables",
    "outgoing_tables",
    "recode_tables",
    "round_tables",
    "screening_tables",
    "situation_tables",
    "speaking_tables",
    "token_tables",
]
