"""Gatherings, weddings, funerals, markets and visits with what came of them, tips about them, and rumours."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

CODE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _create_events()
    _create_rumours()


def _create_events() -> None:
    op.create_table(
        "events",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("unit_code", CODE, nullable=False),
        sa.Column("household_id", NUMBER, nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=True),
        sa.Column("registered_by", sa.Text(), nullable=True),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("staff_id", NUMBER, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("told_at", INSTANT, nullable=False),
        sa.Column("asked_at", INSTANT, nullable=True),
        sa.Column("reminded_at", INSTANT, nullable=True),
        sa.Column("settled_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["household_id"], ["households.id"], name=op.f("fk_events_household_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_events_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
    )
    op.create_index("ix_events_unit_code", "events", ["unit_code", "day"], unique=False)
    op.create_index("ix_events_settled_at", "events", ["settled_at", "day"], unique=False)
    op.create_table(
        "event_turns",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("event_id", NUMBER, nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_event_turns_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_turns")),
        sa.UniqueConstraint("source", name=op.f("uq_event_turns_source")),
    )
    op.create_index("ix_event_turns_event_id", "event_turns", ["event_id"], unique=False)
    op.create_table(
        "tips",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("event_id", NUMBER, nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("task_id", NUMBER, nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_tips_event_id")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_tips_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tips")),
        sa.UniqueConstraint("source", name=op.f("uq_tips_source")),
    )
    op.create_index("ix_tips_event_id", "tips", ["event_id"], unique=False)


def _create_rumours() -> None:
    op.create_table(
        "rumours",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("unit_code", CODE, nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("task_id", NUMBER, nullable=True),
        sa.Column("tag", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("same_as", NUMBER, nullable=True),
        sa.Column("broadcast_id", sa.Text(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("verified_at", INSTANT, nullable=True),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_rumours_task_id")),
        sa.ForeignKeyConstraint(["same_as"], ["rumours.id"], name=op.f("fk_rumours_same_as")),
        sa.ForeignKeyConstraint(["broadcast_id"], ["broadcasts.id"], name=op.f("fk_rumours_broadcast_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rumours")),
    )
    op.create_index("ix_rumours_unit_code", "rumours", ["unit_code"], unique=False)
    op.create_table(
        "rumour_askers",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("rumour_id", NUMBER, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["rumour_id"], ["rumours.id"], name=op.f("fk_rumour_askers_rumour_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rumour_askers")),
        sa.UniqueConstraint("source", name=op.f("uq_rumour_askers_source")),
    )
    op.create_index("ix_rumour_askers_rumour_id", "rumour_askers", ["rumour_id"], unique=False)
    op.create_table(
        "rumour_turns",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("rumour_id", NUMBER, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["rumour_id"], ["rumours.id"], name=op.f("fk_rumour_turns_rumour_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rumour_turns")),
    )
    op.create_index("ix_rumour_turns_rumour_id", "rumour_turns", ["rumour_id"], unique=False)


def downgrade() -> None:
    for table in ("rumour_turns", "rumour_askers", "rumours", "tips", "event_turns", "events"):
        op.drop_table(table)
