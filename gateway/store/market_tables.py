"""The schema of markets: on which days each is held, and which orders stop them. Conventions as in `tables`."""

from sqlalchemy import Column, Date, Index, Table, Text, UniqueConstraint

from gateway.store.tables import Instant, code, metadata, number_id

markets = Table(
    "markets",
    metadata,
    number_id(),
    code(nullable=False),
    Column("name", Text, nullable=False),
    Column("days", Text, nullable=False),  # as they were written, in words the house reads
    Column("told_day", Date),  # the last market day somebody was told of beforehand; null: of none yet
    Column("added_at", Instant, nullable=False),
    Column("removed_at", Instant),  # null: it is held
    UniqueConstraint("unit_code", "name"),
)

market_orders = Table(  # by which markets are stopped
    "market_orders",
    metadata,
    number_id(),
    code(nullable=False),  # the unit it is for, with all below
    Column("words", Text, nullable=False),  # what it is called, where it stands
    Column("from_day", Date, nullable=False),
    Column("until_day", Date),  # the last day; null: until it is lifted
    Column("by", Text, nullable=False),  # staff:<id>
    Column("at", Instant, nullable=False),
    Column("lifted_at", Instant),  # null: in force
    Column("lifted_by", Text),  # null: not lifted
    Index("ix_market_orders_unit_code", "unit_code"),
)
