"""Past days stay as they stood: how people and observations stood before, who is a contact since when, how days ended.

What stood before this is not known: an arrival stands as it does since it was first told of. Since when somebody is a
close contact, and when an origin was learnt, the ten clears know.
"""

from datetime import datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

CODE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
KEPT_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

ORIGINS = """
UPDATE arrivals SET origin_since = (SELECT at FROM clears WHERE arrival_id = arrivals.id AND item = 3)
WHERE origin IS NOT NULL
  AND EXISTS (SELECT 1 FROM clears WHERE arrival_id = arrivals.id AND item = 3 AND at > arrivals.first_at)
"""


def upgrade() -> None:
    _people()
    _observations()
    op.create_table(
        "day_windows",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("until_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_day_windows")),
    )
    op.create_table(
        "day_rosters",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("unit_code", CODE, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("facts", KEPT_JSON, nullable=False),
        sa.Column("grids", KEPT_JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_rosters")),
    )
    op.create_index("ix_day_rosters_day", "day_rosters", ["day", "unit_code"], unique=False)
    for column in ("contact_since", "origin_since", "stands_at"):
        op.add_column("arrivals", sa.Column(column, INSTANT, nullable=True))
    op.add_column("observations", sa.Column("stands_at", INSTANT, nullable=True))
    op.add_column("vehicles", sa.Column("at", INSTANT, nullable=True))
    _contacts()
    op.execute(ORIGINS)


def _people() -> None:
    op.create_table(
        "arrival_history",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("arrival_id", sa.Text(), nullable=False),
        sa.Column("unit_code", CODE, nullable=False),
        sa.Column("household_id", NUMBER, nullable=True),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("arrived_on", sa.Date(), nullable=True),
        sa.Column("age", sa.Integer(), nullable=True),
        sa.Column("sex", sa.Text(), nullable=True),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=True),
        sa.Column("clear", sa.Integer(), nullable=False),
        sa.Column("first_at", INSTANT, nullable=False),
        sa.Column("contact_since", INSTANT, nullable=True),
        sa.Column("origin_since", INSTANT, nullable=True),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("replaced_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["arrival_id"], ["arrivals.id"], name=op.f("fk_arrival_history_arrival_id")),
        sa.ForeignKeyConstraint(["household_id"], ["households.id"], name=op.f("fk_arrival_history_household_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrival_history")),
    )
    op.create_index("ix_arrival_history_arrival_id", "arrival_history", ["arrival_id", "replaced_at"], unique=False)
    op.create_index("ix_arrival_history_unit_code", "arrival_history", ["unit_code", "replaced_at"], unique=False)
    op.create_index("ix_arrival_history_contact", "arrival_history", ["contact", "arrived_on"], unique=False)


def _observations() -> None:
    op.create_table(
        "observation_history",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("arrival_id", sa.Text(), nullable=False),
        sa.Column("unit_code", CODE, nullable=False),
        sa.Column("household_id", NUMBER, nullable=True),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("begun_at", INSTANT, nullable=True),
        sa.Column("released_at", INSTANT, nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("replaced_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["arrival_id"], ["arrivals.id"], name=op.f("fk_observation_history_arrival_id")),
        sa.ForeignKeyConstraint(["household_id"], ["households.id"], name=op.f("fk_observation_history_household_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation_history")),
    )
    key = ["arrival_id", "replaced_at"]
    op.create_index("ix_observation_history_arrival_id", "observation_history", key, unique=False)
    key = ["unit_code", "replaced_at"]
    op.create_index("ix_observation_history_unit_code", "observation_history", key, unique=False)


def _contacts() -> None:
    """From the first time on the sixth item said yes; of whom it never did, since they were first told of."""
    connection = op.get_bind()
    told = sa.table("arrivals", *(sa.column(name) for name in ("id", "category")))
    told.append_column(sa.column("first_at", INSTANT))
    told.append_column(sa.column("contact_since", INSTANT))
    connection.execute(sa.update(told).where(told.c.category == "C").values(contact_since=told.c.first_at))
    for arrival_id, at in _said_yes(connection).items():
        mine = sa.update(told).where(told.c.id == arrival_id, told.c.category == "C", told.c.first_at < at)
        connection.execute(mine.values(contact_since=at))


def _said_yes(connection: sa.Connection) -> dict[str, datetime]:
    said: dict[str, datetime] = {}
    for name in ("clears", "clear_history"):
        items = sa.table(name, sa.column("arrival_id"), sa.column("item"))
        items.append_column(sa.column("answers", KEPT_JSON))
        items.append_column(sa.column("at", INSTANT))
        for row in connection.execute(sa.select(items).where(items.c.item == 6)):
            if "yes" in (row.answers.get("shared_vehicle"), row.answers.get("close_contact")):
                said[row.arrival_id] = min(row.at, said.get(row.arrival_id, row.at))
    return said


def downgrade() -> None:
    op.drop_column("vehicles", "at")
    op.drop_column("observations", "stands_at")
    for column in ("stands_at", "origin_since", "contact_since"):
        op.drop_column("arrivals", column)
    for table in ("day_rosters", "day_windows", "observation_history", "arrival_history"):
        op.drop_table(table)
