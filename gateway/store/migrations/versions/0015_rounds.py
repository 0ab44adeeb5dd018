"""Rounds in which every household of a village is asked, and the doors of whom no call reached in one."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0019"
branch_labels = None
depends_on = None

CODE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEPT_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "rounds",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("unit_code", CODE, nullable=False),
        sa.Column("situation_id", NUMBER, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("of", sa.Integer(), nullable=False),
        sa.Column("since_at", INSTANT, nullable=False),
        sa.Column("ring_at", INSTANT, nullable=False),
        sa.Column("closes_at", INSTANT, nullable=False),
        sa.Column("retries", KEPT_JSON, nullable=False),
        sa.Column("begun_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["situation_id"], ["situations.id"], name=op.f("fk_rounds_situation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
        sa.UniqueConstraint("unit_code", "day", "of", "nth", name=op.f("uq_rounds_unit_code_day_of_nth")),
    )
    op.create_index("ix_rounds_open", "rounds", ["ended_at", "day"], unique=False)
    op.create_table(
        "round_homes",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("round_id", NUMBER, nullable=False),
        sa.Column("household_id", NUMBER, nullable=False),
        sa.Column("unit_code", CODE, nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.Column("next_try_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_round_homes_round_id")),
        sa.ForeignKeyConstraint(["household_id"], ["households.id"], name=op.f("fk_round_homes_household_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_homes")),
        sa.UniqueConstraint("round_id", "household_id", name=op.f("uq_round_homes_round_id_household_id")),
    )
    op.create_index("ix_round_homes_due", "round_homes", ["state", "next_try_at", "id"], unique=False)
    op.create_index("ix_round_homes_number", "round_homes", ["round_id", "number"], unique=False)
    op.create_index("ix_reports_household_id", "reports", ["household_id", "day"], unique=False)
    with op.batch_alter_table("doors") as doors:
        doors.alter_column("broadcast_id", existing_type=sa.Text(), nullable=True)
        doors.add_column(sa.Column("round_id", NUMBER, nullable=True))
        doors.create_foreign_key(op.f("fk_doors_round_id"), "rounds", ["round_id"], ["id"])
        doors.create_unique_constraint(op.f("uq_doors_round_id_household_id"), ["round_id", "household_id"])


def downgrade() -> None:
    op.execute("DELETE FROM doors WHERE round_id IS NOT NULL")
    with op.batch_alter_table("doors") as doors:
        doors.drop_constraint(op.f("uq_doors_round_id_household_id"), type_="unique")
        doors.drop_constraint(op.f("fk_doors_round_id"), type_="foreignkey")
        doors.drop_column("round_id")
        doors.alter_column("broadcast_id", existing_type=sa.Text(), nullable=False)
    op.drop_index("ix_reports_household_id", "reports")
    op.drop_table("round_homes")
    op.drop_table("rounds")
