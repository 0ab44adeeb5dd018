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
        sa.Column("line", sa.Text(), nullable=True),
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
        sa.Column("line", sa.Text(), nullable=True),
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


def downgrade() -> None:
    op.drop_index("ix_deliveries_due", table_name="deliveries")
    op.drop_table("deliveries")
    op.drop_table("answers")
    op.drop_table("alert_people")
    op.drop_index("ix_sessions_open", table_name="sessions")
    op.drop_table("sessions")
    op.drop_index("ix_reports_day_unit_code", table_name="reports")
    op.drop_index("ix_reports_arrived_on", table_name="reports")
    op.drop_table("reports")
    op.drop_index("ix_phones_household_id", table_name="phones")
    op.drop_table("phones")
    op.drop_index("ix_broadcasts_state", table_name="broadcasts")
    op.drop_table("broadcasts")
    op.drop_index("ix_alerts_taken_at", table_name="alerts")
    op.drop_table("alerts")
    op.drop_table("units")
    op.drop_index("ix_texts_out_number", table_name="texts_out")
    op.drop_index("ix_texts_out_due", table_name="texts_out")
    op.drop_table("texts_out")
    op.drop_index("ix_texts_in_unread", table_name="texts_in")
    op.drop_table("texts_in")
    op.drop_table("staff")
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
