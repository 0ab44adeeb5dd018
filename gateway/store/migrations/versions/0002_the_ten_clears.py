"""The ten clears: who came home, what is clear of them, and what follows from it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

CODE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEPT_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
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
        "observations",
        sa.Column("arrival_id", sa.Text(), nullable=False),
        sa.Column("unit_code", CODE, nullable=False),
        sa.Column("household_id", NUMBER, nullable=True),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
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
        sa.Column("digest", sa.Text(), nullable=True),
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
        sa.Column("ring_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
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
    op.create_index("ix_checks_open", "checks", ["reported_at", "missed_at", "ring_at"], unique=False)


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
    op.drop_table("clears")
    op.drop_index("ix_clear_history_arrival_id", table_name="clear_history")
    op.drop_table("clear_history")
    op.drop_table("members")
    op.drop_index("ix_arrivals_unit_code", table_name="arrivals")
    op.drop_index("ix_arrivals_number", table_name="arrivals")
    op.drop_index("ix_arrivals_household_id", table_name="arrivals")
    op.drop_table("arrivals")
    op.drop_table("sought_vehicles")
