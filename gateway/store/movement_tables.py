"""The schema of what brings people together, and of what is said in the village. Conventions as in `tables`."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, Table, Text

from gateway.store.tables import Instant, code, metadata, number_id

events = Table(  # a gathering, a wedding, a funeral, a market, a visit
    "events",
    metadata,
    number_id(),
    Column("kind", Text, nullable=False),
    code(nullable=False),
    Column("household_id", ForeignKey("households.id")),  # null: at no door that is known
    Column("day", Date, nullable=False),  # it is planned for
    Column("expected", Integer),  # people; null: not said
    Column("registered_by", Text),  # resident, staff:<id>, command line; null: known from tips only
    Column("number", Text),  # the family's phone; null: as above, or not known
    Column("state", Text, nullable=False),
    Column("people", Integer),  # that came, or are agreed to come; null: not told
    Column("staff_id", ForeignKey("staff.id")),  # who sees to it; null: nobody is on duty
    Column("created_at", Instant, nullable=False),
    Column("told_at", Instant, nullable=False),  # when whoever sees to it was last told or asked
    Column("asked_at", Instant),  # how it went; null: not asked
    Column("reminded_at", Instant),  # null: not reminded
    Column("settled_at", Instant),  # null: what comes of it is not known for good
    Index("ix_events_unit_code", "unit_code", "day"),
    Index("ix_events_settled_at", "settled_at", "day"),
)

event_turns = Table(  # all that was said of an event; rows are only added
    "event_turns",
    metadata,
    number_id(),
    Column("event_id", ForeignKey("events.id"), nullable=False),
    Column("source", Text, unique=True),  # the call or text it came by, counted once; null: the house or a keyboard
    Column("what", Text, nullable=False),  # a state, or asked, reminded
    Column("people", Integer),  # null: not told
    Column("by", Text, nullable=False),  # tip, resident, staff:<id>, command line, house
    Column("at", Instant, nullable=False),
    Index("ix_event_turns_event_id", "event_id"),
)

tips = Table(  # somebody told of an event. Who it was is kept nowhere here, so that nobody can be asked for it
    "tips",
    metadata,
    number_id(),
    Column("source", Text, nullable=False, unique=True),  # the call or text, counted once
    Column("event_id", ForeignKey("events.id"), nullable=False),
    Column("words", Text),  # null: none, or spoken and not keyed in yet
    Column("task_id", ForeignKey("tasks.id")),  # to key in what was spoken; null: nothing was
    Column("at", Instant, nullable=False),
    Index("ix_tips_event_id", "event_id"),
)

rumours = Table(
    "rumours",
    metadata,
    number_id(),
    code(nullable=False),
    Column("words", Text),  # null: spoken, and not keyed in yet
    Column("task_id", ForeignKey("tasks.id")),  # to key in what was spoken; null: it was written
    Column("tag", Text),  # null: nobody has looked at it yet
    Column("answer", Text),  # the official one; null: none yet
    Column("same_as", ForeignKey("rumours.id")),  # null: it stands for itself
    Column("broadcast_id", ForeignKey("broadcasts.id")),  # its answer, spoken to the village; null: not drafted
    Column("created_at", Instant, nullable=False),
    Column("verified_at", Instant),  # when it was first found true or false; null: not yet
    Column("answered_at", Instant),  # when whoever asked was first told; null: not yet, or found otherwise since
    Index("ix_rumours_unit_code", "unit_code"),
)

rumour_askers = Table(  # who told of a rumour, and is told first
    "rumour_askers",
    metadata,
    number_id(),
    Column("source", Text, nullable=False, unique=True),  # the call or text
    Column("rumour_id", ForeignKey("rumours.id"), nullable=False),
    Column("number", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_rumour_askers_rumour_id", "rumour_id"),
)

rumour_turns = Table(  # all that was found and done about a rumour; rows are only added
    "rumour_turns",
    metadata,
    number_id(),
    Column("rumour_id", ForeignKey("rumours.id"), nullable=False),
    Column("what", Text, nullable=False),  # a tag, or answered, same, broadcast, reminded
    Column("note", Text),  # the answer, the other rumour, the broadcast; null: nothing to say
    Column("by", Text, nullable=False),  # staff:<id>, house
    Column("at", Instant, nullable=False),
    Index("ix_rumour_turns_rumour_id", "rumour_id"),
)
