"""What is kept between two countings of a day, and marks of what has changed since."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

CODE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "kept_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.Column("marked_at", INSTANT, nullable=False),
        sa.Column("marked_by", sa.BigInteger(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_kept_days")),
    )
    op.create_table(
        "kept_units",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("unit_code", CODE, nullable=False),
        sa.Column("above", CODE, nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("report", JSON, nullable=False),
        sa.PrimaryKeyConstraint("day", "unit_code", name=op.f("pk_kept_units")),
    )
    op.create_index("ix_kept_units_above", "kept_units", ["day", "above"])
    op.create_table(
        "day_marks",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("unit_code", CODE, nullable=False),
        sa.Column("of", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_marks")),
    )
    op.create_index("ix_day_marks_day", "day_marks", ["day", "unit_code"])
    op.create_index("ix_reports_number", "reports", ["number", "day"])
    op.create_index("ix_reports_person", "reports", ["person"])
