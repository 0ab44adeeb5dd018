"""The schema of changed codes. Conventions as in `tables`."""

from sqlalchemy import Column, Date, Integer, Table, Text

from gateway.store.tables import Instant, metadata, number_id

recodings = Table(  # each time the state numbered a unit anew and the ledger followed
    "recodings",
    metadata,
    number_id(),
    Column("old", Text, nullable=False),
    Column("new", Text, nullable=False),
    Column("from_day", Date, nullable=False),  # first day on which the new code is in force
    Column("at", Instant, nullable=False),
    Column("by", Text, nullable=False),  # command line
    Column("moved", Integer, nullable=False),  # rows, over all tables
)
