"""The schema of incidents: every report of an urgent thing, what makes them one, and the clocks of the law."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text

from gateway.store.tables import Instant, code, metadata, number_id

alert_reports = Table(  # the one that raised an alert, and those that joined it
    "alert_reports",
    metadata,
    number_id(),
    Column("alert_id", ForeignKey("alerts.id"), nullable=False),
    Column("source", Text, nullable=False, unique=True),  # what it is about: told twice, it is one report
    Column("kind", Text, nullable=False),
    code(nullable=False),
    Column("household_id", ForeignKey("households.id")),  # null: not on the roster
    Column("number", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_alert_reports_alert_id", "alert_id"),
)

alert_clusters = Table(  # what makes a later report the same incident: a household, a vehicle, a case, a small unit
    "alert_clusters",
    metadata,
    Column("key", Text, primary_key=True),
    Column("alert_id", ForeignKey("alerts.id"), primary_key=True),
    Column("at", Instant, nullable=False),  # of the first report under this key
    Index("ix_alert_clusters_alert_id", "alert_id"),
)

alert_clocks = Table(  # one a level and alert that the law wants reported
    "alert_clocks",
    metadata,
    Column("alert_id", ForeignKey("alerts.id"), primary_key=True),
    Column("position", Integer, primary_key=True),  # its place in the ladder, from 1
    Column("name", Text, nullable=False),
    Column("level", Text),  # null: beyond this house
    Column("due_at", Instant, nullable=False),
    Column("known_at", Instant),  # null: that level has not said that it knows
    Column("known_by", Text),  # null: as above; else staff:<id> or command line
    Column("document", Text),  # null: none was named
    Column("asked_id", ForeignKey("staff.id")),  # null: nobody was reminded; else who is to say that the level knows
    Column("reminded_at", Instant),  # null: not yet
    Column("missed_at", Instant),  # null: known in time, or still in time
    Index("ix_alert_clocks_due_at", "due_at"),
)
