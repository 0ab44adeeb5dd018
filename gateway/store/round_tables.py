"""The schema of rounds: every household of a village asked how everybody is. Conventions as in `tables`."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from gateway.store.tables import Instant, code, json, metadata, number_id

rounds = Table(  # one time of one day at which every household of a village is asked
    "rounds",
    metadata,
    number_id(),
    code(nullable=False),  # the village
    Column("situation_id", ForeignKey("situations.id"), nullable=False),  # the class that asks them
    Column("day", Date, nullable=False),
    Column("nth", Integer, nullable=False),
    Column("of", Integer, nullable=False),  # the nth of so many a day
    Column("since_at", Instant, nullable=False),  # what was told from here on counts
    Column("ring_at", Instant, nullable=False),
    Column("closes_at", Instant, nullable=False),  # no call begins any more
    Column("retries", json, nullable=False),  # before each further call: minutes, or evening
    Column("begun_at", Instant, nullable=False),
    Column("ended_at", Instant),  # null: still asking
    UniqueConstraint("unit_code", "day", "of", "nth"),
    Index("ix_rounds_open", "ended_at", "day"),
)

round_homes = Table(  # a household in a round
    "round_homes",
    metadata,
    number_id(),
    Column("round_id", ForeignKey("rounds.id"), nullable=False),
    Column("household_id", ForeignKey("households.id"), nullable=False),
    code(nullable=False),  # its grid
    Column("number", Text),  # the phone to be rung next, or rung last; null: none that rings
    Column("state", Text, nullable=False),  # due, ringing, told, unreached, dropped
    Column("tries", Integer, nullable=False),  # calls that rang
    Column("calls", Integer, nullable=False),  # calls written down, those never placed as well
    Column("cause", Text),  # null: no call has failed; else why the last one did
    Column("next_try_at", Instant, nullable=False),
    UniqueConstraint("round_id", "household_id"),
    Index("ix_round_homes_due", "state", "next_try_at", "id"),
    Index("ix_round_homes_number", "round_id", "number"),
)
