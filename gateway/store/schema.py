"""The whole schema: every room of tables, registered."""

from gateway.store import screening_tables
from gateway.store.tables import metadata

__all__ = ["metadata", "screening_tables"]
