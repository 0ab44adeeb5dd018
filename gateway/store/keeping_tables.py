"""The schema of what is kept between two countings of a day. It can be thrown away: the ledger gives it again."""

from typing import Any

from sqlalchemy import BigInteger, Column, Date, Index, Integer, Table, Text

from gateway.store.tables import Instant, json, metadata, number_id

HINT = "hint"  # marks a table that may be emptied: when codes move it stays as it was, and is written anew


def _code(name: str, **kwargs: Any) -> Column[str]:
    """A unit's code; no other column follows it, nor does it follow any."""
    return Column(name, Text().with_variant(Text(collation="C"), "postgresql"), **kwargs)


kept_days = Table(  # days of which changes are marked
    "kept_days",
    metadata,
    Column("day", Date, primary_key=True),
    Column("since", Instant, nullable=False),  # the window they are marked for
    Column("until", Instant, nullable=False),
    Column("marked_at", Instant, nullable=False),  # from when on changes are marked
    Column("marked_by", BigInteger),  # null: not known yet; else every transaction from this one on marks them
    Column("made_by", Text, nullable=False),  # which statements count it
    Column("revision", Integer, nullable=False),  # 0: nothing is kept yet; else how often it was brought up to date
    info={HINT: True},
)

kept_units = Table(  # a unit's day as it was counted last
    "kept_units",
    metadata,
    Column("day", Date, primary_key=True),
    _code("unit_code", primary_key=True),
    _code("above", nullable=True),  # null: no unit of the ledger stands above it
    Column("name", Text, nullable=False),
    Column("facts", json, nullable=False),  # fact -> what it says of the unit itself, without those below
    Column("report", json, nullable=False),  # the day with those below, as a version would hold it
    Index("ix_kept_units_above", "day", "above"),
    info={HINT: True},
)

day_marks = Table(  # something a unit's day is counted from has changed; written by triggers only
    "day_marks",
    metadata,
    number_id(),
    Column("day", Date, nullable=False),
    _code("unit_code", nullable=False),
    Column("of", Text, nullable=False),  # the table
    Index("ix_day_marks_day", "day", "unit_code"),
    info={HINT: True},
)
