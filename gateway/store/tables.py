"""The schema. A nullable column says what null means; instants are UTC, days local, numbers E.164."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import JSON

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant. SQLite keeps no zone, so it is taken off going in and put back coming out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant must be aware")
        return value.astimezone(UTC).replace(tzinfo=None) if dialect.name == "sqlite" else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def number_id() -> Column[int]:
    """A running number as primary key."""
    return Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)


UNIT_CODE = "unit_code"  # marks a column that holds one: when a unit's code changes, all of them follow


def code(name: str = "unit_code", **kwargs: Any) -> Column[str]:
    """A unit's code: bytewise order, so that a subtree is a range."""
    return Column(name, Text().with_variant(Text(collation="C"), "postgresql"), info={UNIT_CODE: True}, **kwargs)


json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")

# Who is there

units = Table(
    "units",
    metadata,
    code("code", primary_key=True),
    Column("level", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("language", Text),  # null: as the gateway's default
)

households = Table(
    "households",
    metadata,
    number_id(),
    code(nullable=False),  # its grid
    Column("door", Text, nullable=False),  # number within the village, "012"
    Column("name", Text, nullable=False),
    Column("language", Text),  # null: as its village
    UniqueConstraint("unit_code", "door"),
)

phones = Table(
    "phones",
    metadata,
    number_id(),
    Column("number", Text, nullable=False),
    Column("household_id", ForeignKey("households.id"), nullable=False),
    UniqueConstraint("number", "household_id"),
    Index("ix_phones_household_id", "household_id"),
)

staff = Table(
    "staff",
    metadata,
    number_id(),
    Column("number", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),  # a domain.roles.Role
    code(nullable=False),
    Column("language", Text),  # null: as the gateway's default
    Column("on_duty", Boolean, nullable=False),  # the named person responsible
    Column("backup", Boolean, nullable=False, default=False),  # who stands in for them
    Column("pin_hash", Text),  # null: may not speak to the village by phone
    Column("pin_failures", Integer, nullable=False, default=0),
    Column("pin_locked_until", Instant),  # null: not locked
    UniqueConstraint("number", "role", "unit_code"),
)

shifts = Table(  # of those in force the one that began last counts: a hand-over leaves the plan as it was
    "shifts",
    metadata,
    number_id(),
    code(nullable=False),
    Column("role", Text, nullable=False),
    Column("staff_id", ForeignKey("staff.id"), nullable=False),
    Column("from_at", Instant, nullable=False),
    Column("until_at", Instant),  # null: until somebody takes over
    Column("origin", Text, nullable=False),  # planned, or taken_over
    UniqueConstraint("unit_code", "role", "from_at", "origin"),
)

callers = Table(  # what is remembered of a phone, on the roster or not
    "callers",
    metadata,
    Column("number", Text, primary_key=True),
    Column("language", Text),  # null: not chosen yet
    Column("opted_out_at", Instant),  # null: takes routine texts
)

# What residents say

sessions = Table(
    "sessions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("sid", Text, nullable=False, unique=True),  # the carrier's call
    Column("number", Text, nullable=False),  # the other party
    code(nullable=False),
    Column("household_id", ForeignKey("households.id")),  # null: not on the roster
    Column("attempt_id", Text),  # null: they rang us
    Column("line", Text),  # the number of ours they rang; null: not known, or we rang them
    Column("step", Integer, nullable=False),
    Column("state", json, nullable=False),
    Column("turn", json, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("ended_at", Instant),  # null: the line is open, as far as we know
    Column("ended", Text),  # null: see ended_at; else the flow's outcome, gave_up or hung_up
    Index("ix_sessions_open", "ended_at", "started_at"),
)

answers = Table(
    "answers",
    metadata,
    number_id(),
    Column("session_id", ForeignKey("sessions.id"), nullable=False),
    Column("step", Integer, nullable=False),
    Column("person", Integer, nullable=False),
    Column("flow", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("node", Text, nullable=False),
    Column("clear", Integer),  # null: belongs to none of the ten
    Column("raw", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("session_id", "step"),  # a key press is stored once
)

reports = Table(
    "reports",
    metadata,
    number_id(),
    Column("source", Text, nullable=False, unique=True),  # "call:<session>:<person>" or "text:<id>"
    Column("kind", Text, nullable=False),  # returnee, zero, well, ill
    Column("day", Date, nullable=False),
    Column("at", Instant, nullable=False),
    code(nullable=False),
    Column("household_id", ForeignKey("households.id")),  # null: not on the roster
    Column("number", Text, nullable=False),
    Column("person", Text),  # null: the household as a whole; else what tells one returnee from another
    Column("arrived_on", Date),  # null: not a returnee, or not said
    Column("from_hubei", Boolean, nullable=False, default=False),
    Column("fever", Boolean, nullable=False, default=False),
    Column("category", Text),  # null: not a returnee
    Column("clear", Integer),  # of ten; null: not a screening
    Column("unclear", json),  # numbers of the clears that stay unclear; null as above
    Column("temperature", Float),  # null: not measured
    Index("ix_reports_day_unit_code", "day", "unit_code"),
    Index("ix_reports_number", "number", "day"),
    Index("ix_reports_person", "person"),
    Index("ix_reports_arrived_on", "arrived_on"),
    Index("ix_reports_household_id", "household_id", "day"),
)

texts_in = Table(
    "texts_in",
    metadata,
    number_id(),
    Column("sid", Text, nullable=False, unique=True),
    Column("number", Text, nullable=False),
    Column("line", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("meaning", Text),  # null: not read yet; else what it was understood as
    Index("ix_texts_in_unread", "meaning", "id"),
)

# What the house counts

counters = Table(
    "counters",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Integer, nullable=False),  # the last number given out
)
