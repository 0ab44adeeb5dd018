"""The schema of what goes out: texts, recordings, calls, alerts. Conventions as in `tables`."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
)

from gateway.store.tables import Instant, code, metadata, number_id

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

attempts = Table(
    "attempts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("delivery_id", BigInteger),  # null: not of a broadcast
    Column("broadcast_id", Text),  # null: as above
    Column("alert_id", Text),  # null: not about an alert
    Column("staff_id", BigInteger),  # null: to nobody of the staff
    Column("task_id", BigInteger),  # null: about no call back that was promised
    Column("session_id", Text),  # null: a call of its own; else the conversation it was put through from
    # message, approval, speak, alert, call_back, follow_up, promise, talk, text, round
    Column("purpose", Text, nullable=False),
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
    Index("ix_attempts_task_id", "task_id"),
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
    Column("handed", Integer, nullable=False, default=0),  # how often it was handed on
    Column("handed_at", Instant),  # null: never; else the last time
    Column("breached_at", Instant),  # null: taken in time, or still in time
    Column("closed_at", Instant),  # null: not over
    Column("closed_by", Text),  # null: not over; else staff:<id> or command line
    Column("closing", Text),  # null: not over; else how it ended
    Index("ix_alerts_taken_at", "taken_at"),
)

alert_people = Table(
    "alert_people",
    metadata,
    Column("alert_id", ForeignKey("alerts.id"), primary_key=True),
    Column("staff_id", ForeignKey("staff.id"), primary_key=True),
    Column("told_at", Instant, nullable=False),
    Column("round", Integer, nullable=False, default=0),  # told when it had been handed on so often
    Column("rung", Boolean, nullable=False, default=True),  # whether calls are placed, beside the text
    Column("report_id", BigInteger),  # null: told of the first report; else which one that joined concerned them
)

alert_turns = Table(  # what became of an alert: taken, handed_on, breached, closed
    "alert_turns",
    metadata,
    number_id(),
    Column("alert_id", ForeignKey("alerts.id"), nullable=False),
    Column("what", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", Text),  # null: the house itself; else staff:<id> or command line
    Column("to_id", ForeignKey("staff.id")),  # null: to nobody; else whom it was handed on to
    Column("note", Text),  # null: none
    Index("ix_alert_turns_alert_id", "alert_id"),
)
