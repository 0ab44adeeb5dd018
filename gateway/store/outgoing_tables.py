"""The schema of what goes out: texts, broadcasts and their calls, alerts, digests. Conventions as in `tables`."""

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from gateway.store.tables import Instant, code, json, metadata, number_id

texts_out = Table(
    "texts_out",
    metadata,
    number_id(),
    Column("about", Text, nullable=False, unique=True),  # one text about one thing to one phone
    Column("number", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("segments", Integer, nullable=False),
    Column("urgency", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("sid", Text, unique=True),  # null: the carrier has not taken it, as far as we know
    Column("account", Text),  # the carrier account it was asked of, by its sid; null: of none yet
    Column("tries", Integer, nullable=False, default=0),
    Column("code", Integer),  # null: no error
    Column("created_at", Instant, nullable=False),
    Column("asked_at", Instant),  # null: not handed over yet
    Column("next_try_at", Instant, nullable=False),
    Column("read_out_at", Instant),  # when a call may read it out; null: no call is to, or it has been placed
    Index("ix_texts_out_read_out_at", "read_out_at"),
    Index("ix_texts_out_due", "state", "urgency", "next_try_at"),
    Index("ix_texts_out_number", "number", "created_at"),
)

recordings = Table(
    "recordings",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("wav", LargeBinary, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("at", Instant, nullable=False),
)

broadcasts = Table(
    "broadcasts",
    metadata,
    Column("id", Text, primary_key=True),
    code(nullable=False),  # the area spoken to
    Column("author_id", ForeignKey("staff.id")),  # null: from the command line
    Column("state", Text, nullable=False),
    Column("words", Text),  # null: recorded by voice only
    Column("language", Text, nullable=False),
    Column("address", Text),  # the carrier's recording; null: typed
    Column("digest", Text),  # our copy; null: not fetched yet, or typed and read out by the carrier
    Column("seconds", Float, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("started_at", Instant),  # null: not sent
    Column("expires_at", Instant),  # null: not sent
    Column("ended_at", Instant),  # null: not over
    Column("halted_for", Text),  # null: not halted; else the carrier's error number, or our word for it
    Index("ix_broadcasts_state", "state"),
)

deliveries = Table(
    "deliveries",
    metadata,
    number_id(),
    Column("broadcast_id", ForeignKey("broadcasts.id"), nullable=False),
    Column("number", Text, nullable=False),
    Column("household_id", BigInteger),  # null: a phone that stands at no door
    code(nullable=False),
    Column("language", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("cause", Text),  # null: no try has ended yet; else why the last one failed
    Column("next_try_at", Instant, nullable=False),
    Column("heard_at", Instant),  # null: not heard
    UniqueConstraint("broadcast_id", "number"),
    Index("ix_deliveries_due", "broadcast_id", "state", "next_try_at"),
)

attempts = Table(
    "attempts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("delivery_id", BigInteger),  # null: an alert's call
    Column("broadcast_id", Text),  # null: as above
    Column("alert_id", Text),  # null: a delivery's call
    Column("staff_id", BigInteger),  # null: a delivery's call
    Column("purpose", Text, nullable=False),  # message, alert, call_back, follow_up, text
    Column("about", Text, unique=True),  # null: may be repeated; else one call about one thing
    Column("line", Text),  # the number of ours they see, or shall see; null: whichever is free
    Column("account", Text),  # the carrier account it was asked of, by its sid; null: of none yet
    Column("number", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("sid", Text, unique=True),  # null: the carrier has not named it yet
    Column("reserved_at", Instant, nullable=False),
    Column("moved_at", Instant, nullable=False),  # last news
    Column("ended_at", Instant),  # null: not over
    Column("duration_s", Integer),  # null: not over, or never answered
    Column("code", Integer),  # null: no error
    Index("ix_attempts_state", "state", "moved_at"),
    Index("ix_attempts_broadcast_id", "broadcast_id", "state"),
    Index("ix_attempts_alert_id", "alert_id"),
    Index("ix_attempts_delivery_id", "delivery_id"),
    Index("ix_attempts_number", "number", "reserved_at"),
)

alerts = Table(
    "alerts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("about", Text, nullable=False, unique=True),  # one alert about one thing
    Column("code", Text, nullable=False),  # short name said aloud and texted
    Column("kind", Text, nullable=False),
    code(nullable=False),
    Column("household_id", ForeignKey("households.id")),  # null: not on the roster
    Column("number", Text, nullable=False),
    Column("raised_at", Instant, nullable=False),
    Column("taken_at", Instant),  # null: nobody has taken it
    Column("taken_by", ForeignKey("staff.id")),  # null: as above
    Column("taken_through", Text),  # null: as above; else call or text
    Index("ix_alerts_taken_at", "taken_at"),
)

alert_people = Table(
    "alert_people",
    metadata,
    Column("alert_id", ForeignKey("alerts.id"), primary_key=True),
    Column("staff_id", ForeignKey("staff.id"), primary_key=True),
    Column("told_at", Instant, nullable=False),
)

digests = Table(
    "digests",
    metadata,
    number_id(),
    code(nullable=False),
    Column("day", Date, nullable=False),
    Column("version", Integer, nullable=False),
    Column("figures", json, nullable=False),
    Column("words", Text, nullable=False),
    Column("sealed_at", Instant, nullable=False),
    UniqueConstraint("unit_code", "day", "version"),
)
