"""The schema of the daily report. Conventions as in `tables`."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from gateway.store.tables import Instant, code, json, metadata, number_id

day_reports = Table(  # versions are added, none is changed: late facts make the next one
    "day_reports",
    metadata,
    number_id(),
    code(nullable=False),
    Column("day", Date, nullable=False),
    Column("version", Integer, nullable=False),
    Column("nature", Text, nullable=False),  # daily, zero
    Column("content", json, nullable=False),
    Column("seal", Text, nullable=False),  # SHA-256 of the content
    Column("words", Text, nullable=False),  # as it is texted, in the gateway's language
    Column("sealed_at", Instant, nullable=False),
    UniqueConstraint("unit_code", "day", "version"),
    Index("ix_day_reports_day", "day", "unit_code"),
)

day_acts = Table(  # somebody signed for their unit
    "day_acts",
    metadata,
    number_id(),
    Column("source", Text, nullable=False, unique=True),  # call:<session>:<step>, text:<id>
    code(nullable=False),
    Column("day", Date, nullable=False),
    Column("what", Text, nullable=False),  # zero, confirmed, figures
    Column("by", Text, nullable=False),  # staff:<id>, or command line
    Column("channel", Text, nullable=False),  # call, sms, command_line
    Column("at", Instant, nullable=False),
    Index("ix_day_acts_day", "day", "unit_code"),
)

keyed_figures = Table(  # what only a person knows; the last word on a figure counts, the others stay
    "keyed_figures",
    metadata,
    number_id(),
    Column("act_id", ForeignKey("day_acts.id"), nullable=False),
    code(nullable=False),
    Column("day", Date, nullable=False),
    Column("name", Text, nullable=False),
    Column("value", Integer, nullable=False),
    UniqueConstraint("act_id", "name"),
    Index("ix_keyed_figures_day", "day", "unit_code"),
)

unit_rests = Table(  # not on duty: not silent either
    "unit_rests",
    metadata,
    number_id(),
    code(nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date),  # null: until it is said to be over
    Column("reason", Text, nullable=False),
    Column("by", Text, nullable=False),  # staff:<id>, or command line
    Column("at", Instant, nullable=False),
    Index("ix_unit_rests_unit_code", "unit_code"),
)

day_steps = Table(  # what was done about a level's report of a day: whoever notes it, does it
    "day_steps",
    metadata,
    Column("day", Date, primary_key=True),
    Column("level", Text, primary_key=True),
    Column("step", Text, primary_key=True),  # remind, seal, tell_above
    Column("at", Instant, nullable=False),
)
