"""Markets, the days they are held on, and the orders that stop them; which number of ours a phone knows."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0019"
branch_labels = None
depends_on = None

CODE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "markets",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("unit_code", CODE, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("days", sa.Text(), nullable=False),
        sa.Column("told_day", sa.Date(), nullable=True),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.Column("removed_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_markets")),
        sa.UniqueConstraint("unit_code", "name", name=op.f("uq_markets_unit_code_name")),
    )
    op.create_table(
        "market_orders",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("unit_code", CODE, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=True),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("lifted_at", INSTANT, nullable=True),
        sa.Column("lifted_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_market_orders")),
    )
    op.create_index("ix_market_orders_unit_code", "market_orders", ["unit_code"])
    op.add_column("callers", sa.Column("line", sa.Text(), nullable=True))
