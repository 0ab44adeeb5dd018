"""The schema of what stood before: how a person and an observation stood until they were changed, and when days ended.

The daily report reads a past day from here, as it stood at its end. Conventions as in `tables`.
"""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, Table, Text

from gateway.store.tables import Instant, code, json, metadata, number_id

arrival_history = Table(  # how an arrival stood after `since` until it was changed; columns as in `arrivals`
    "arrival_history",
    metadata,
    number_id(),
    Column("arrival_id", ForeignKey("arrivals.id"), nullable=False),
    code(nullable=False),
    Column("household_id", ForeignKey("households.id")),
    Column("contact", Text, nullable=False),
    Column("arrived_on", Date),
    Column("age", Integer),
    Column("sex", Text),
    Column("category", Text, nullable=False),
    Column("origin", Text),
    Column("clear", Integer, nullable=False),
    Column("first_at", Instant, nullable=False),
    Column("contact_since", Instant),
    Column("origin_since", Instant),
    Column("since", Instant, nullable=False),
    Column("replaced_at", Instant, nullable=False),
    Index("ix_arrival_history_arrival_id", "arrival_id", "replaced_at"),
    Index("ix_arrival_history_unit_code", "unit_code", "replaced_at"),
    Index("ix_arrival_history_contact", "contact", "arrived_on"),
)

observation_history = Table(  # how an observation stood before it was moved or taken up again
    "observation_history",
    metadata,
    number_id(),
    Column("arrival_id", ForeignKey("arrivals.id"), nullable=False),
    code(nullable=False),
    Column("household_id", ForeignKey("households.id")),
    Column("number", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("begun_at", Instant),
    Column("released_at", Instant),
    Column("outcome", Text),
    Column("since", Instant, nullable=False),
    Column("replaced_at", Instant, nullable=False),
    Index("ix_observation_history_arrival_id", "arrival_id", "replaced_at"),
    Index("ix_observation_history_unit_code", "unit_code", "replaced_at"),
)

day_windows = Table(  # where a day that was sealed ended: the next one begins there, whatever CUT_OFF says since
    "day_windows",
    metadata,
    Column("day", Date, primary_key=True),
    Column("until_at", Instant, nullable=False),
)

day_rosters = Table(  # every unit as it stood on the roster when the day was sealed first
    "day_rosters",
    metadata,
    number_id(),
    Column("day", Date, nullable=False),
    code(nullable=False),
    Column("name", Text, nullable=False),
    Column("facts", json, nullable=False),  # households, people, staff, grids: as they were counted at the unit itself
    Column("grids", json, nullable=False),  # of a village: codes of those somebody lived in
    Index("ix_day_rosters_day", "day", "unit_code"),
)
