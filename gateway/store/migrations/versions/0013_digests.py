"""Digests: who wants which at what hour, who has read them, what was opened, and which figures are disputed."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

CODE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "digest_subscriptions",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("staff_id", NUMBER, nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.Column("at", sa.Text(), nullable=True),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_digest_subscriptions_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_subscriptions")),
        sa.UniqueConstraint("staff_id", "level", name=op.f("uq_digest_subscriptions_staff_id_level")),
    )
    _readings()
    op.create_table(
        "disputes",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("unit_code", CODE, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("figure", sa.Text(), nullable=False),
        sa.Column("reported", sa.Integer(), nullable=False),
        sa.Column("claimed", sa.Integer(), nullable=False),
        sa.Column("by", NUMBER, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("task_id", NUMBER, nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("settled_by", sa.Text(), nullable=True),
        sa.Column("settled_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["by"], ["staff.id"], name=op.f("fk_disputes_by")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_disputes_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disputes")),
        sa.UniqueConstraint("source", name=op.f("uq_disputes_source")),
    )
    op.create_index("ix_disputes_day", "disputes", ["day", "unit_code"], unique=False)
    op.create_index("ix_disputes_task_id", "disputes", ["task_id"], unique=False)


def _readings() -> None:
    op.create_table(
        "digest_readings",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("unit_code", CODE, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("staff_id", NUMBER, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("told_at", INSTANT, nullable=False),
        sa.Column("called_at", INSTANT, nullable=True),
        sa.Column("read_at", INSTANT, nullable=True),
        sa.Column("how", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_digest_readings_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_readings")),
        sa.UniqueConstraint("about", name=op.f("uq_digest_readings_about")),
    )
    op.create_index("ix_digest_readings_number", "digest_readings", ["number", "told_at"], unique=False)
    op.create_index("ix_digest_readings_unread", "digest_readings", ["read_at", "called_at", "told_at"], unique=False)
    op.create_table(
        "digest_openings",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("reading_id", NUMBER, nullable=False),
        sa.Column("digit", sa.Integer(), nullable=False),
        sa.Column("unit_code", CODE, nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["reading_id"], ["digest_readings.id"], name=op.f("fk_digest_openings_reading_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_openings")),
        sa.UniqueConstraint("source", name=op.f("uq_digest_openings_source")),
    )
    op.create_index("ix_digest_openings_reading_id", "digest_openings", ["reading_id", "at"], unique=False)


def downgrade() -> None:
    for table in ("disputes", "digest_openings", "digest_readings", "digest_subscriptions"):
        op.drop_table(table)
