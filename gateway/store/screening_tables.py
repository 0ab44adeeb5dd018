"""The schema of screening: who came home, what is clear of them, and what follows from it."""

from sqlalchemy import Boolean, Column, Date, Float, ForeignKey, Index, Integer, Table, Text, UniqueConstraint, text

from gateway.store.tables import Instant, code, json, metadata, number_id

members = Table(  # the household's roll: grandfather 1, mother 2
    "members",
    metadata,
    number_id(),
    Column("household_id", ForeignKey("households.id"), nullable=False),
    Column("position", Integer, nullable=False),  # the key that stands for them
    Column("label", Text, nullable=False),
    UniqueConstraint("household_id", "position"),
)

arrivals = Table(  # one record a person and arrival
    "arrivals",
    metadata,
    Column("id", Text, primary_key=True),
    code(nullable=False),
    Column("household_id", ForeignKey("households.id")),  # null: not on the roster
    Column("number", Text, nullable=False),  # the phone that told of them first
    Column("contact", Text, nullable=False),  # the phone to reach them on
    Column("arrived_on", Date),  # null: not said
    Column("age", Integer),  # null: not said
    Column("sex", Text),  # null: not said
    Column("category", Text, nullable=False),
    Column("origin", Text),  # null: not said; else hubei, abroad, listed, province, yunnan
    Column("clear", Integer, nullable=False),  # of ten
    Column("first_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("contact_since", Instant),  # null: no close contact; or one, category C, since they were first told of
    Column("origin_since", Instant),  # when the origin was learnt; null: not said, or said when first told of
    Column("stands_at", Instant),  # since when all this stands as it does; null: since they were first told of
    Index("ix_arrivals_household_id", "household_id"),
    Index("ix_arrivals_number", "number"),
    Index("ix_arrivals_unit_code", "unit_code", "arrived_on"),
    Index("ix_arrivals_contact", "contact", "arrived_on"),
)

clears = Table(  # each of the ten items of an arrival, as it stands
    "clears",
    metadata,
    Column("arrival_id", ForeignKey("arrivals.id"), primary_key=True),
    Column("item", Integer, primary_key=True),  # 1 to 10; 11: what the health side has found
    Column("clear", Boolean, nullable=False),
    Column("answers", json, nullable=False),  # question -> value
    Column("said_by", Text, nullable=False),  # resident, or staff:<id>
    Column("channel", Text, nullable=False),  # call, sms, cadre, vehicle_list, health
    Column("flow", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("at", Instant, nullable=False),
)

clear_history = Table(  # what an item said before it was corrected
    "clear_history",
    metadata,
    number_id(),
    Column("arrival_id", ForeignKey("arrivals.id"), nullable=False),
    Column("item", Integer, nullable=False),
    Column("clear", Boolean, nullable=False),
    Column("answers", json, nullable=False),
    Column("said_by", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("flow", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("replaced_at", Instant, nullable=False),
    Index("ix_clear_history_arrival_id", "arrival_id", "item"),
)

PROMISED = text("due_at IS NOT NULL AND done_at IS NULL")  # one call back at a time is promised to a phone

tasks = Table(  # what a person has to do: key in what was spoken, lend a thermometer, visit, call back
    "tasks",
    metadata,
    number_id(),
    Column("about", Text, nullable=False, unique=True),  # one task about one thing
    Column("kind", Text, nullable=False),
    code(nullable=False),
    Column("household_id", ForeignKey("households.id")),  # null: not on the roster
    Column("number", Text, nullable=False),
    Column("arrival_id", ForeignKey("arrivals.id")),  # null: about no arrival
    Column("question", Text),  # null: nothing to be keyed in; else the question it answers
    Column("address", Text),  # the carrier's recording; null: nothing was spoken
    Column("digest", Text),  # our copy; null: not fetched yet, or nothing was spoken
    Column("created_at", Instant, nullable=False),
    Column("done_at", Instant),  # null: open
    Column("done_by", Text),  # null: open; else staff:<id> or command line
    Column("answer", Text),  # null: open, or done without one; of a call back how it was kept
    Column("due_at", Instant),  # null: no time was promised
    Column("broken_at", Instant),  # null: still in time, kept in time, or as above
    Index("ix_tasks_open", "unit_code", "done_at"),
    Index("ix_tasks_promised", "number", unique=True, sqlite_where=PROMISED, postgresql_where=PROMISED),
)

observations = Table(  # fourteen days at home
    "observations",
    metadata,
    Column("arrival_id", ForeignKey("arrivals.id"), primary_key=True),
    code(nullable=False),
    Column("household_id", ForeignKey("households.id")),  # null: not on the roster
    Column("number", Text, nullable=False),  # the phone that reports
    Column("basis", Text, nullable=False),  # arrival, or last_exposure
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),  # the last day
    Column("place", Text, nullable=False, default="home"),  # home, central
    Column("begun_at", Instant),  # null: when the arrival was first told of
    Column("released_at", Instant),  # null: still under observation; else when it ended
    Column("outcome", Text),  # null: as above; else released, to_doctor, lost, not_needed
    Column("stands_at", Instant),  # since when its days and place stand as they do; null: since it began
    Index("ix_observations_open", "released_at", "ends_on"),
    Index("ix_observations_number", "number"),
    Index("ix_observations_unit_code", "unit_code"),
)

checks = Table(  # a temperature due: morning and evening of each day of an observation
    "checks",
    metadata,
    number_id(),
    Column("arrival_id", ForeignKey("observations.arrival_id"), nullable=False),
    Column("day", Date, nullable=False),
    Column("half", Text, nullable=False),  # am, pm
    Column("due_at", Instant, nullable=False),
    Column("ring_at", Instant, nullable=False),  # not reported by then, the phone is called
    Column("closes_at", Instant, nullable=False),  # not reported by then, it is missed
    Column("reported_at", Instant),  # null: not reported
    Column("temperature", Float),  # null: not reported, or not measured
    Column("ill", Boolean),  # null: not reported
    Column("channel", Text),  # null: not reported; else call, sms, missed_call, cadre
    Column("called_at", Instant),  # null: not called about it
    Column("missed_at", Instant),  # null: reported, or still in time
    UniqueConstraint("arrival_id", "day", "half"),
    Index("ix_checks_open", "reported_at", "missed_at", "ring_at"),
)

vehicles = Table(  # every train, flight, coach or car somebody came by, with its day
    "vehicles",
    metadata,
    number_id(),
    Column("arrival_id", ForeignKey("arrivals.id"), nullable=False),
    Column("vehicle", Text, nullable=False),  # normalised: G1234, MU5801, a plate
    Column("day", Date, nullable=False),
    Column("at", Instant),  # when it was said; null: when the arrival was first told of
    UniqueConstraint("arrival_id", "vehicle", "day"),
    Index("ix_vehicles_vehicle", "vehicle", "day"),
)

sought_vehicles = Table(  # a case was on it, or a notice seeks its passengers
    "sought_vehicles",
    metadata,
    number_id(),
    Column("vehicle", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("source", Text, nullable=False),  # case, notice
    Column("note", Text, nullable=False),
    Column("entered_by", Text, nullable=False),  # staff:<id>, or command line
    Column("at", Instant, nullable=False),
    UniqueConstraint("vehicle", "day"),
)
