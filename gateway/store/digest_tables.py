"""The schema of the digests: who wants which when, who has read one, what was opened and what is disputed."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from gateway.store.tables import Instant, code, metadata, number_id

digest_subscriptions = Table(  # no row: a supervisor gets that of their own unit, when it is sealed
    "digest_subscriptions",
    metadata,
    number_id(),
    Column("staff_id", ForeignKey("staff.id"), nullable=False),
    Column("level", Text, nullable=False),  # of the units whose digests are meant
    Column("wanted", Boolean, nullable=False),
    Column("at", Text),  # local time of day, 20:00; null: when it is sealed
    Column("changed_at", Instant, nullable=False),
    UniqueConstraint("staff_id", "level"),
)

digest_readings = Table(  # one digest texted to one reader
    "digest_readings",
    metadata,
    number_id(),
    Column("about", Text, nullable=False, unique=True),  # that of its text
    code(nullable=False),
    Column("day", Date, nullable=False),
    Column("version", Integer, nullable=False),
    Column("staff_id", ForeignKey("staff.id"), nullable=False),
    Column("number", Text, nullable=False),
    Column("told_at", Instant, nullable=False),  # when its text is due
    Column("called_at", Instant),  # null: no call was to read it out
    Column("read_at", Instant),  # null: nobody knows that it was read
    Column("how", Text),  # null: as above; else text, call, read_out
    Index("ix_digest_readings_number", "number", "told_at"),
    Index("ix_digest_readings_unread", "read_at", "called_at", "told_at"),
)

digest_openings = Table(  # somebody asked who is behind a figure
    "digest_openings",
    metadata,
    number_id(),
    Column("source", Text, nullable=False, unique=True),  # text:<id>
    Column("reading_id", ForeignKey("digest_readings.id"), nullable=False),
    Column("digit", Integer, nullable=False),
    code(nullable=False),  # of the digest, or of a unit in it that was named
    Column("shown", Integer, nullable=False),  # entries told so far
    Column("entries", Integer, nullable=False),  # entries there were
    Column("at", Instant, nullable=False),
    Index("ix_digest_openings_reading_id", "reading_id", "at"),
)

disputes = Table(  # somebody above says that a figure is another
    "disputes",
    metadata,
    number_id(),
    Column("source", Text, nullable=False, unique=True),  # text:<id>
    code(nullable=False),  # the unit that is to look into it
    Column("day", Date, nullable=False),
    Column("version", Integer, nullable=False),
    Column("figure", Text, nullable=False),
    Column("reported", Integer, nullable=False),
    Column("claimed", Integer, nullable=False),
    Column("by", ForeignKey("staff.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("task_id", ForeignKey("tasks.id")),  # null: nobody answers for the unit
    Column("outcome", Text),  # null: open; else right (as reported), or changed
    Column("settled_by", Text),  # null: open; else staff:<id>, or command line
    Column("settled_at", Instant),  # null: open
    Index("ix_disputes_day", "day", "unit_code"),
    Index("ix_disputes_task_id", "task_id"),
)
