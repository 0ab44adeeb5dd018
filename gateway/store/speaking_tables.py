"""The schema of speaking to a village: broadcasts, who is to hear them, who did, whose door is left. As in `tables`."""

from sqlalchemy import BigInteger, Boolean, Column, Float, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from gateway.store.tables import Instant, code, json, metadata, number_id

broadcasts = Table(
    "broadcasts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("number", Integer, nullable=False),  # said and texted: Y37
    code(nullable=False),  # the smallest unit that holds every area spoken to
    Column("author_id", ForeignKey("staff.id")),  # null: from the command line
    Column("state", Text, nullable=False),
    Column("level", Text, nullable=False),  # red, orange, yellow, blue
    Column("msg_type", Text, nullable=False),  # CAP: Alert, Update, Cancel
    Column("status", Text, nullable=False),  # CAP: Actual, Exercise, Test
    Column("references_id", Text),  # null: to no earlier broadcast
    Column("language", Text, nullable=False),  # what whoever has no message in their own hears
    Column("audience", json),  # null: everybody in the areas
    Column("right_key", Text),  # null: no question is asked at the end
    Column("identifier", Text),  # null: made here; else CAP's "sender,identifier" of an imported alert
    Column("cap", json),  # null: as above; else {"document": the alert as it was read}
    Column("created_at", Instant, nullable=False),
    Column("approve_by", Instant),  # null: nobody has to agree, or not submitted
    Column("approved_at", Instant),  # null: nobody has agreed
    Column("started_at", Instant),  # null: not sent
    Column("expires_at", Instant),  # null: not sent; before that, the end an imported alert sets
    Column("ended_at", Instant),  # null: not over
    Column("why", Text),  # null: nothing to explain; else why it was refused, halted or stopped
    Index("ix_broadcasts_state", "state"),
    Index("ix_broadcasts_number", "number", unique=True),
    Index("ix_broadcasts_identifier", "identifier", unique=True),
)

broadcast_areas = Table(
    "broadcast_areas",
    metadata,
    Column("broadcast_id", ForeignKey("broadcasts.id"), primary_key=True),
    code(primary_key=True),
)

broadcast_infos = Table(  # what is said, once a language
    "broadcast_infos",
    metadata,
    Column("broadcast_id", ForeignKey("broadcasts.id"), primary_key=True),
    Column("language", Text, primary_key=True),
    Column("words", Text),  # null: recorded by voice only
    Column("address", Text),  # the carrier's recording; null: typed
    Column("digest", Text),  # our copy; null: not fetched yet, or typed and read out by the carrier
    Column("slow_digest", Text),  # our copy said slowly; null: as above, or recorded by voice
    Column("seconds", Float, nullable=False),
    Column("question", Text),  # null: none, or recorded
    Column("question_address", Text),  # null: none, or typed
    Column("question_digest", Text),  # as digest
)

broadcast_acts = Table(  # who did what to it, when and through what: the two registers are read from here
    "broadcast_acts",
    metadata,
    number_id(),
    Column("broadcast_id", ForeignKey("broadcasts.id"), nullable=False),
    Column("what", Text, nullable=False),
    Column("staff_id", ForeignKey("staff.id")),  # null: the command line, or nobody
    Column("through", Text, nullable=False),  # call, text, command_line, clock
    Column("note", Text),  # null: nothing was said
    Column("at", Instant, nullable=False),
    Index("ix_broadcast_acts_broadcast_id", "broadcast_id"),
)

deliveries = Table(
    "deliveries",
    metadata,
    number_id(),
    Column("broadcast_id", ForeignKey("broadcasts.id"), nullable=False),
    Column("number", Text, nullable=False),
    Column("kind", Text, nullable=False),  # household, loudspeaker
    Column("household_id", BigInteger),  # null: a phone that stands at no door
    code(nullable=False),
    Column("language", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("cause", Text),  # null: no try has ended yet; else why the last one failed
    Column("next_try_at", Instant, nullable=False),
    Column("heard_at", Instant),  # null: not heard
    Column("evidence", Text),  # null: not heard; else key, listened, text, called_in
    Column("listened_s", Float),  # null: no call was answered; else the most of the message played in one
    Column("understood", Boolean),  # null: not asked, or not answered
    Column("explained", Integer, nullable=False),  # times it was explained once more
    Column("texted_at", Instant),  # null: no text was sent instead
    UniqueConstraint("broadcast_id", "number"),
    Index("ix_deliveries_due", "broadcast_id", "state", "next_try_at"),
    Index("ix_deliveries_number", "number"),
)

doors = Table(  # households nobody reached: somebody walks there
    "doors",
    metadata,
    number_id(),
    Column("broadcast_id", ForeignKey("broadcasts.id")),  # null: of no broadcast, but of a round
    Column("round_id", ForeignKey("rounds.id")),  # null: of a broadcast
    Column("household_id", ForeignKey("households.id"), nullable=False),
    code(nullable=False),
    Column("door", Text, nullable=False),
    Column("cause", Text),  # null: it has no phone
    Column("listed_at", Instant, nullable=False),
    Column("told_id", ForeignKey("staff.id")),  # null: nobody could be told
    Column("named_at", Instant),  # null: in no text yet, a long list goes in parts; else when it was last
    Column("closed_at", Instant),  # null: somebody has to go there, once more when nobody was in
    Column("outcome", Text),  # null: nobody has been there; else well, ill, absent, or reached by a phone after all
    Column("closed_by", Text),  # null: as above; else staff:<id>, or phone
    UniqueConstraint("broadcast_id", "household_id"),
    UniqueConstraint("round_id", "household_id"),
    Index("ix_doors_open", "unit_code", "closed_at"),
    Index("ix_doors_household_id", "household_id"),
    Index("ix_doors_told_id", "told_id", "closed_at"),
)

door_visits = Table(  # what was found behind a door each time; rows are only added
    "door_visits",
    metadata,
    number_id(),
    Column("household_id", ForeignKey("households.id"), nullable=False),
    Column("source", Text, nullable=False, unique=True),  # "door:<text>:<household>"
    Column(
        "report", Text, nullable=False
    ),  # source of the report filed of it: that of the visit it corrects, else its own
    Column("outcome", Text, nullable=False),  # well, ill, absent
    Column("temperature", Float),  # null: not measured
    Column("corrects", Boolean, nullable=False),  # takes back what the visit before it said
    Column("said_by", Text, nullable=False),  # staff:<id>
    Column("at", Instant, nullable=False),
    Index("ix_door_visits_household_id", "household_id"),
)

loudspeakers = Table(  # a horn on a pole with a telephone line
    "loudspeakers",
    metadata,
    number_id(),
    code(nullable=False),
    Column("name", Text, nullable=False),
    Column("number", Text, nullable=False, unique=True),
)

household_lists = Table(  # a list somebody keeps: shopkeepers, the bedridden
    "household_lists",
    metadata,
    number_id(),
    code(nullable=False),
    Column("name", Text, nullable=False),
    UniqueConstraint("unit_code", "name"),
)

household_list_members = Table(
    "household_list_members",
    metadata,
    Column("list_id", ForeignKey("household_lists.id"), primary_key=True),
    Column("household_id", ForeignKey("households.id"), primary_key=True),
)
