"""The village line: who is there, what residents say, what goes out."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

CODE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEPT_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "attempts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("delivery_id", sa.BigInteger(), nullable=True),
        sa.Column("broadcast_id", sa.Text(), nullable=True),
        sa.Column("alert_id", sa.Text(), nullable=True),
        sa.Column("staff_id", sa.BigInteger(), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=True),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("sid", sa.Text(), nullable=True),
        sa.Column("reserved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("duration_s", sa.Integer(), nullable=True),
        sa.Column("code", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempts")),
        sa.UniqueConstraint("about", name=op.f("uq_attempts_about")),
        sa.UniqueConstraint("sid", name=op.f("uq_attempts_sid")),
    )
    op.create_index("ix_attempts_alert_id", "attempts", ["alert_id"], unique=False)
    op.create_index("ix_attempts_broadcast_id", "attempts", ["broadcast_id", "state"], unique=False)
    op.create_index("ix_attempts_delivery_id", "attempts", ["delivery_id"], unique=False)
    op.create_index("ix_attempts_number", "attempts", ["number", "reserved_at"], unique=False)
    op.create_index("ix_attempts_state", "attempts", ["state", "moved_at"], unique=False)
    op.create_table(
        "callers",
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("opted_out_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_callers")),
    )
    op.create_table(
        "digests",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("unit_code", CODE, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("figures", KEPT_JSON, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digests")),
        sa.UniqueConstraint("unit_code", "day", "version", name=op.f("uq_digests_unit_code_day_version")),
    )
    op.create_table(
        "households",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("unit_code", CODE, nullable=False),
        sa.Column("door", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_households")),
        sa.UniqueConstraint("unit_code", "door", name=op.f("uq_households_unit_code_door")),
    )
    op.create_table(
        "recordings",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("wav", sa.LargeBinary(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_recordings")),
    )
    op.create_table(
        "sought_vehicles",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("vehicle", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sought_vehicles")),
        sa.UniqueConstraint("vehicle", "day", name=op.f("uq_sought_vehicles_vehicle_day")),
    )
    op.create_table(
        "staff",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("unit_code", CODE, nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("on_duty", sa.Boolean(), nullable=False),
        sa.Column("pin_hash", sa.Text(), nullable=True),
        sa.Column("pin_failures", sa.Integer(), nullable=False),
        sa.Column("pin_locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("number", "role", "unit_code", name=op.f("uq_staff_number_role_unit_code")),
    )
    op.create_table(
        "texts_in",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("sid", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("meaning", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_texts_in")),
        sa.UniqueConstraint("sid", name=op.f("uq_texts_in_sid")),
    )
    op.create_index("ix_texts_in_unread", "texts_in", ["meaning", "id"], unique=False)
    op.create_table(
        "texts_out",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("segments", sa.Integer(), nullable=False),
        sa.Column("urgency", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("sid", sa.Text(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("code", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_texts_out")),
        sa.UniqueConstraint("about", name=op.f("uq_texts_out_about")),
        sa.UniqueConstraint("sid", name=op.f("uq_texts_out_sid")),
    )
    op.create_index("ix_texts_out_due", "texts_out", ["state", "urgency", "next_try_at"], unique=False)
    op.create_index("ix_texts_out_number", "texts_out", ["number", "created_at"], unique=False)
    op.create_table(
        "units",
        sa.Column("code", CODE, nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_units")),
    )
    op.create_table(
        "alerts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("unit_code", CODE, nullable=False),
        sa.Column("household_id", NUMBER, nullable=True),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_by", NUMBER, nullable=True),
        sa.Column("taken_through", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["household_id"], ["households.id"], name=op.f("fk_alerts_household_id")),
        sa.ForeignKeyConstraint(["taken_by"], ["staff.id"], name=op.f("fk_alerts_taken_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alerts")),
        sa.UniqueConstraint("about", name=op.f("uq_alerts_about")),
    )
    op.create_index("ix_alerts_taken_at", "alerts", ["taken_at"], unique=False)
    op.create_table(
        "arrivals",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("unit_code", CODE, nullable=False),
        sa.Column("household_id", NUMBER, nullable=True),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("arrived_on", sa.Date(), nullable=True),
        sa.Column("age", sa.Integer(), nullable=True),
        sa.Column("sex", sa.Text(), nullable=True),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("clear", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["household_id"], ["households.id"], name=op.f("fk_arrivals_household_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrivals")),
    )
    op.create_index("ix_arrivals_household_id", "arrivals", ["household_id"], unique=False)
    op.create_index("ix_arrivals_number", "arrivals", ["number"], unique=False)
    op.create_index("ix_arrivals_unit_code", "arrivals", ["unit_code", "arrived_on"], unique=False)
    op.create_table(
        "broadcasts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("unit_code", CODE, nullable=False),
        sa.Column("author_id", NUMBER, nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["staff.id"], name=op.f("fk_broadcasts_author_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcasts")),
    )
    op.create_index("ix_broadcasts_state", "broadcasts", ["state"], unique=False)
    op.create_table(
        "members",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("household_id", NUMBER, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["household_id"], ["households.id"], name=op.f("fk_members_household_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_members")),
        sa.UniqueConstraint("household_id", "position", name=op.f("uq_members_household_id_position")),
    )
    op.create_table(
        "phones",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("household_id", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["household_id"], ["households.id"], name=op.f("fk_phones_household_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phones")),
        sa.UniqueConstraint("number", "household_id", name=op.f("uq_phones_number_household_id")),
    )
    op.create_index("ix_phones_household_id", "phones", ["household_id"], unique=False)
    op.create_table(
        "reports",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unit_code", CODE, nullable=False),
        sa.Column("household_id", NUMBER, nullable=True),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("arrived_on", sa.Date(), nullable=True),
        sa.Column("from_hubei", sa.Boolean(), nullable=False),
        sa.Column("fever", sa.Boolean(), nullable=False),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("clear", sa.Integer(), nullable=True),
        sa.Column("unclear", KEPT_JSON, nullable=True),
        sa.Column("temperature", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(["household_id"], ["households.id"], name=op.f("fk_reports_household_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint("source", name=op.f("uq_reports_source")),
    )
    op.create_index("ix_reports_arrived_on", "reports", ["arrived_on"], unique=False)
    op.create_index("ix_reports_day_unit_code", "reports", ["day", "unit_code"], unique=False)
    op.create_table(
        "sessions",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("sid", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("unit_code", CODE, nullable=False),
        sa.Column("household_id", NUMBER, nullable=True),
        sa.Column("attempt_id", sa.Text(), nullable=True),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("state", KEPT_JSON, nullable=False),
        sa.Column("turn", KEPT_JSON, nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["household_id"], ["households.id"], name=op.f("fk_sessions_household_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
        sa.UniqueConstraint("sid", name=op.f("uq_sessions_sid")),
    )
    op.create_index("ix_sessions_open", "sessions", ["ended_at", "started_at"], unique=False)
    op.create_table(
        "alert_people",
        sa.Column("alert_id", sa.Text(), nullable=False),
        sa.Column("staff_id", NUMBER, nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.id"], name=op.f("fk_alert_people_alert_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_alert_people_staff_id")),
        sa.PrimaryKeyConstraint("alert_id", "staff_id", name=op.f("pk_alert_people")),
    )
    op.create_table(
        "answers",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("session_id", sa.Text(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("flow", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("node", sa.Text(), nullable=False),
        sa.Column("clear", sa.Integer(), nullable=True),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_answers_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
        sa.UniqueConstraint("session_id", "step", name=op.f("uq_answers_session_id_step")),
    )
    op.create_table(
        "clear_history",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("arrival_id", sa.Text(), nullable=False),
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("clear", sa.Boolean(), nullable=False),
        sa.Column("answers", KEPT_JSON, nullable=False),
        sa.Column("said_by", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("flow", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["arrival_id"], ["arrivals.id"], name=op.f("fk_clear_history_arrival_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clear_history")),
    )
    op.create_index("ix_clear_history_arrival_id", "clear_history", ["arrival_id", "item"], unique=False)
    op.create_table(
        "clears",
        sa.Column("arrival_id", sa.Text(), nullable=False),
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("clear", sa.Boolean(), nullable=False),
        sa.Column("answers", KEPT_JSON, nullable=False),
        sa.Column("said_by", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("flow", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["arrival_id"], ["arrivals.id"], name=op.f("fk_clears_arrival_id")),
        sa.PrimaryKeyConstraint("arrival_id", "item", name=op.f("pk_clears")),
    )
    op.create_table(
        "deliveries",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("broadcast_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("household_id", sa.BigInteger(), nullable=True),
        sa.Column("unit_code", CODE, nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["broadcast_id"], ["broadcasts.id"], name=op.f("fk_deliveries_broadcast_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("broadcast_id", "number", name=op.f("uq_deliveries_broadcast_id_number")),
    )
    op.create_index("ix_deliveries_due", "deliveries", ["broadcast_id", "state", "next_try_at"], unique=False)
    op.create_table(
        "observations",
        sa.Column("arrival_id", sa.Text(), nullable=False),
        sa.Column("unit_code", CODE, nullable=False),
        sa.Column("household_id", NUMBER, nullable=True),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["arrival_id"], ["arrivals.id"], name=op.f("fk_observations_arrival_id")),
        sa.ForeignKeyConstraint(["household_id"], ["households.id"], name=op.f("fk_observations_household_id")),
        sa.PrimaryKeyConstraint("arrival_id", name=op.f("pk_observations")),
    )
    op.create_index("ix_observations_number", "observations", ["number"], unique=False)
    op.create_index("ix_observations_open", "observations", ["released_at", "ends_on"], unique=False)
    op.create_table(
        "tasks",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("unit_code", CODE, nullable=False),
        sa.Column("household_id", NUMBER, nullable=True),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("arrival_id", sa.Text(), nullable=True),
        sa.Column("question", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["arrival_id"], ["arrivals.id"], name=op.f("fk_tasks_arrival_id")),
        sa.ForeignKeyConstraint(["household_id"], ["households.id"], name=op.f("fk_tasks_household_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
        sa.UniqueConstraint("about", name=op.f("uq_tasks_about")),
    )
    op.create_index("ix_tasks_open", "tasks", ["unit_code", "done_at"], unique=False)
    op.create_table(
        "vehicles",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("arrival_id", sa.Text(), nullable=False),
        sa.Column("vehicle", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["arrival_id"], ["arrivals.id"], name=op.f("fk_vehicles_arrival_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vehicles")),
        sa.UniqueConstraint("arrival_id", "vehicle", "day", name=op.f("uq_vehicles_arrival_id_vehicle_day")),
    )
    op.create_index("ix_vehicles_vehicle", "vehicles", ["vehicle", "day"], unique=False)
    op.create_table(
        "checks",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("arrival_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("half", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("temperature", sa.Float(), nullable=True),
        sa.Column("ill", sa.Boolean(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("missed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["arrival_id"], ["observations.arrival_id"], name=op.f("fk_checks_arrival_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checks")),
        sa.UniqueConstraint("arrival_id", "day", "half", name=op.f("uq_checks_arrival_id_day_half")),
    )
    op.create_index("ix_checks_open", "checks", ["reported_at", "missed_at", "due_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_checks_open", table_name="checks")
    op.drop_table("checks")
    op.drop_index("ix_vehicles_vehicle", table_name="vehicles")
    op.drop_table("vehicles")
    op.drop_index("ix_tasks_open", table_name="tasks")
    op.drop_table("tasks")
    op.drop_index("ix_observations_open", table_name="observations")
    op.drop_index("ix_observations_number", table_name="observations")
    op.drop_table("observations")
    op.drop_index("ix_deliveries_due", table_name="deliveries")
    op.drop_table("deliveries")
    op.drop_table("clears")
    op.drop_index("ix_clear_history_arrival_id", table_name="clear_history")
    op.drop_table("clear_history")
    op.drop_table("answers")
    op.drop_table("alert_people")
    op.drop_index("ix_sessions_open", table_name="sessions")
    op.drop_table("sessions")
    op.drop_index("ix_reports_day_unit_code", table_name="reports")
    op.drop_index("ix_reports_arrived_on", table_name="reports")
    op.drop_table("reports")
    op.drop_index("ix_phones_household_id", table_name="phones")
    op.drop_table("phones")
    op.drop_table("members")
    op.drop_index("ix_broadcasts_state", table_name="broadcasts")
    op.drop_table("broadcasts")
    op.drop_index("ix_arrivals_unit_code", table_name="arrivals")
    op.drop_index("ix_arrivals_number", table_name="arrivals")
    op.drop_index("ix_arrivals_household_id", table_name="arrivals")
    op.drop_table("arrivals")
    op.drop_index("ix_alerts_taken_at", table_name="alerts")
    op.drop_table("alerts")
    op.drop_table("units")
    op.drop_index("ix_texts_out_number", table_name="texts_out")
    op.drop_index("ix_texts_out_due", table_name="texts_out")
    op.drop_table("texts_out")
    op.drop_index("ix_texts_in_unread", table_name="texts_in")
    op.drop_table("texts_in")
    op.drop_table("staff")
    op.drop_table("sought_vehicles")
    op.drop_table("recordings")
    op.drop_table("households")
    op.drop_table("digests")
    op.drop_table("callers")
    op.drop_index("ix_attempts_state", table_name="attempts")
    op.drop_index("ix_attempts_number", table_name="attempts")
    op.drop_index("ix_attempts_delivery_id", table_name="attempts")
    op.drop_index("ix_attempts_broadcast_id", table_name="attempts")
    op.drop_index("ix_attempts_alert_id", table_name="attempts")
    op.drop_table("attempts")
