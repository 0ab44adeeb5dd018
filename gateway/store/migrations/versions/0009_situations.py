"""Case lines, the class of a village and the risk of a county with their days, and the measures a class brings."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

CODE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEPT_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "case_lines",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("unit_code", CODE, nullable=False),
        sa.Column("household_id", NUMBER, nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("arrival_id", sa.Text(), nullable=True),
        sa.Column("source_known", sa.Boolean(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("entered_at", INSTANT, nullable=False),
        sa.Column("withdrawn_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["household_id"], ["households.id"], name=op.f("fk_case_lines_household_id")),
        sa.ForeignKeyConstraint(["arrival_id"], ["arrivals.id"], name=op.f("fk_case_lines_arrival_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_lines")),
    )
    op.create_index("ix_case_lines_unit_code", "case_lines", ["unit_code"], unique=False)
    op.create_table(
        "case_turns",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("case_id", NUMBER, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_lines.id"], name=op.f("fk_case_turns_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_turns")),
    )
    op.create_index("ix_case_turns_case_id", "case_turns", ["case_id"], unique=False)
    op.create_table(
        "situations",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("unit_code", CODE, nullable=False),
        sa.Column("axis", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("proposed", sa.Text(), nullable=False),
        sa.Column("because", KEPT_JSON, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("confirmed_by", NUMBER, nullable=False),
        sa.Column("responses", sa.Text(), nullable=False),
        sa.Column("from_at", INSTANT, nullable=False),
        sa.Column("until_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["confirmed_by"], ["staff.id"], name=op.f("fk_situations_confirmed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_situations")),
        sa.UniqueConstraint("unit_code", "axis", "from_at", name=op.f("uq_situations_unit_code_axis_from_at")),
    )
    op.create_index("ix_situations_axis", "situations", ["axis", "unit_code"], unique=False)
    op.create_index(
        "uq_situations_in_force",
        "situations",
        ["unit_code", "axis"],
        unique=True,
        sqlite_where=sa.text("until_at IS NULL"),
        postgresql_where=sa.text("until_at IS NULL"),
    )
    op.create_table(
        "measures",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("situation_id", NUMBER, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("staff_id", NUMBER, nullable=True),
        sa.Column("done_at", INSTANT, nullable=True),
        sa.Column("done_by", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["situation_id"], ["situations.id"], name=op.f("fk_measures_situation_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_measures_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measures")),
        sa.UniqueConstraint("situation_id", "name", name=op.f("uq_measures_situation_id_name")),
    )


def downgrade() -> None:
    op.drop_table("measures")
    op.drop_index("uq_situations_in_force", table_name="situations")
    op.drop_index("ix_situations_axis", table_name="situations")
    op.drop_table("situations")
    op.drop_index("ix_case_turns_case_id", table_name="case_turns")
    op.drop_table("case_turns")
    op.drop_index("ix_case_lines_unit_code", table_name="case_lines")
    op.drop_table("case_lines")
