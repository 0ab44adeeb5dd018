"""Door lists that come back: which doors a text has named, and what was found behind each, time after time."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("doors", sa.Column("named_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_doors_household_id", "doors", ["household_id"], unique=False)
    op.create_index("ix_doors_told_id", "doors", ["told_id", "closed_at"], unique=False)
    op.create_table(
        "door_visits",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("household_id", NUMBER, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("temperature", sa.Float(), nullable=True),
        sa.Column("corrects", sa.Boolean(), nullable=False),
        sa.Column("said_by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["household_id"], ["households.id"], name=op.f("fk_door_visits_household_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_visits")),
        sa.UniqueConstraint("source", name=op.f("uq_door_visits_source")),
    )
    op.create_index("ix_door_visits_household_id", "door_visits", ["household_id"], unique=False)


def downgrade() -> None:
    op.drop_table("door_visits")
    op.drop_index("ix_doors_told_id", "doors")
    op.drop_index("ix_doors_household_id", "doors")
    op.drop_column("doors", "named_at")
