"""The schema of cases and situations. Conventions as in `tables`."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from gateway.store.tables import Instant, code, json, metadata, number_id

case_lines = Table(  # entered by the health role only; withdrawn, never deleted
    "case_lines",
    metadata,
    number_id(),
    code(nullable=False),  # the village, or below
    Column("household_id", ForeignKey("households.id")),  # null: not known, or lives nowhere on the roster
    Column("place", Text),  # a work site, a stair of a building; null: none known
    Column("arrival_id", ForeignKey("arrivals.id")),  # null: not told of as somebody who came home
    Column("source_known", Boolean, nullable=False),
    Column("confirmed_on", Date),  # null: never confirmed
    Column("state", Text, nullable=False),
    Column("entered_at", Instant, nullable=False),
    Column("withdrawn_at", Instant),  # null: it counts; else entered by mistake, and since when that is known
    Index("ix_case_lines_unit_code", "unit_code"),
)

case_turns = Table(  # every state a case was said to be in, by whom and on which document
    "case_turns",
    metadata,
    number_id(),
    Column("case_id", ForeignKey("case_lines.id"), nullable=False),
    Column("state", Text, nullable=False),  # a state, or withdrawn
    Column("day", Date, nullable=False),
    Column("document", Text, nullable=False),
    Column("by", Text, nullable=False),  # staff:<id>
    Column("at", Instant, nullable=False),
    Column("note", Text),  # null: none
    Index("ix_case_turns_case_id", "case_id"),
)

situations = Table(  # what was in force from when until when: a new one ends the one before, none is overwritten
    "situations",
    metadata,
    number_id(),
    code(nullable=False),  # a village for a class, a county for a risk
    Column("axis", Text, nullable=False),  # class, or risk
    Column("value", Text, nullable=False),
    Column("proposed", Text, nullable=False),  # what the case lines proposed when it was confirmed
    Column("because", json, nullable=False),  # reason, doubts and cases of the proposal
    Column("document", Text, nullable=False),
    Column("confirmed_by", ForeignKey("staff.id"), nullable=False),
    Column("responses", Text, nullable=False),  # the table its measures come from
    Column("from_at", Instant, nullable=False),
    Column("until_at", Instant),  # null: in force
    UniqueConstraint("unit_code", "axis", "from_at"),
    Index("ix_situations_axis", "axis", "unit_code"),
)
Index(  # of an axis one is in force in a unit, whoever confirms at the same time
    "uq_situations_in_force",
    situations.c.unit_code,
    situations.c.axis,
    unique=True,
    sqlite_where=situations.c.until_at.is_(None),
    postgresql_where=situations.c.until_at.is_(None),
)

measures = Table(  # the checklist of a class confirmed
    "measures",
    metadata,
    number_id(),
    Column("situation_id", ForeignKey("situations.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("staff_id", ForeignKey("staff.id")),  # null: nobody is named for it
    Column("done_at", Instant),  # null: open
    Column("done_by", Text),  # null: open; else staff:<id> or command line
    Column("note", Text),  # null: none
    UniqueConstraint("situation_id", "name"),
)
