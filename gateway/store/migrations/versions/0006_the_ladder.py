"""The ladder: shifts, who stands in, and how an alert climbs, is handed on and ends."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

CODE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def added() -> dict[str, list[sa.Column[Any]]]:
    return {
        "staff": [sa.Column("backup", sa.Boolean(), nullable=False, server_default=sa.false())],
        "alerts": [
            sa.Column("handed", sa.Integer(), nullable=False, server_default="0"),
            sa.Column("handed_at", INSTANT, nullable=True),
            sa.Column("breached_at", INSTANT, nullable=True),
            sa.Column("closed_at", INSTANT, nullable=True),
            sa.Column("closed_by", sa.Text(), nullable=True),
            sa.Column("closing", sa.Text(), nullable=True),
        ],
        "alert_people": [
            sa.Column("round", sa.Integer(), nullable=False, server_default="0"),
            sa.Column("rung", sa.Boolean(), nullable=False, server_default=sa.true()),
        ],
    }


def upgrade() -> None:
    for table, columns in added().items():
        for column in columns:
            op.add_column(table, column)
    op.create_table(
        "shifts",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("unit_code", CODE, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("staff_id", NUMBER, nullable=False),
        sa.Column("from_at", INSTANT, nullable=False),
        sa.Column("until_at", INSTANT, nullable=True),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_shifts_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shifts")),
        sa.UniqueConstraint(
            "unit_code", "role", "from_at", "origin", name=op.f("uq_shifts_unit_code_role_from_at_origin")
        ),
    )
    op.create_table(
        "alert_turns",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("alert_id", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("by", sa.Text(), nullable=True),
        sa.Column("to_id", NUMBER, nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.id"], name=op.f("fk_alert_turns_alert_id")),
        sa.ForeignKeyConstraint(["to_id"], ["staff.id"], name=op.f("fk_alert_turns_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_turns")),
    )
    op.create_index("ix_alert_turns_alert_id", "alert_turns", ["alert_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_alert_turns_alert_id", table_name="alert_turns")
    op.drop_table("alert_turns")
    op.drop_table("shifts")
    for table, columns in added().items():
        for column in columns:
            op.drop_column(table, column.name)
