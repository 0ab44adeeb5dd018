"""The loudspeaker: levels, languages, areas, who agreed, what was heard and understood, the doors that are left."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

CODE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEPT_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    _new_tables()
    _broadcasts()
    _deliveries()


def _new_tables() -> None:
    op.create_table(
        "household_lists",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("unit_code", CODE, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_lists")),
        sa.UniqueConstraint("unit_code", "name", name=op.f("uq_household_lists_unit_code_name")),
    )
    op.create_table(
        "loudspeakers",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("unit_code", CODE, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loudspeakers")),
        sa.UniqueConstraint("number", name=op.f("uq_loudspeakers_number")),
    )
    op.create_table(
        "household_list_members",
        sa.Column("list_id", NUMBER, nullable=False),
        sa.Column("household_id", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_household_list_members_household_id")
        ),
        sa.ForeignKeyConstraint(["list_id"], ["household_lists.id"], name=op.f("fk_household_list_members_list_id")),
        sa.PrimaryKeyConstraint("list_id", "household_id", name=op.f("pk_household_list_members")),
    )
    op.create_table(
        "broadcast_acts",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("broadcast_id", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("staff_id", NUMBER, nullable=True),
        sa.Column("through", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["broadcast_id"], ["broadcasts.id"], name=op.f("fk_broadcast_acts_broadcast_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_broadcast_acts_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcast_acts")),
    )
    op.create_index("ix_broadcast_acts_broadcast_id", "broadcast_acts", ["broadcast_id"], unique=False)

    op.create_table(
        "broadcast_areas",
        sa.Column("broadcast_id", sa.Text(), nullable=False),
        sa.Column("unit_code", CODE, nullable=False),
        sa.ForeignKeyConstraint(["broadcast_id"], ["broadcasts.id"], name=op.f("fk_broadcast_areas_broadcast_id")),
        sa.PrimaryKeyConstraint("broadcast_id", "unit_code", name=op.f("pk_broadcast_areas")),
    )
    op.create_table(
        "broadcast_infos",
        sa.Column("broadcast_id", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.Column("slow_digest", sa.Text(), nullable=True),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("question", sa.Text(), nullable=True),
        sa.Column("question_address", sa.Text(), nullable=True),
        sa.Column("question_digest", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["broadcast_id"], ["broadcasts.id"], name=op.f("fk_broadcast_infos_broadcast_id")),
        sa.PrimaryKeyConstraint("broadcast_id", "language", name=op.f("pk_broadcast_infos")),
    )
    op.create_table(
        "doors",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("broadcast_id", sa.Text(), nullable=False),
        sa.Column("household_id", NUMBER, nullable=False),
        sa.Column("unit_code", CODE, nullable=False),
        sa.Column("door", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.Column("listed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_id", NUMBER, nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("closed_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["broadcast_id"], ["broadcasts.id"], name=op.f("fk_doors_broadcast_id")),
        sa.ForeignKeyConstraint(["household_id"], ["households.id"], name=op.f("fk_doors_household_id")),
        sa.ForeignKeyConstraint(["told_id"], ["staff.id"], name=op.f("fk_doors_told_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_doors")),
        sa.UniqueConstraint("broadcast_id", "household_id", name=op.f("uq_doors_broadcast_id_household_id")),
    )
    op.create_index("ix_doors_open", "doors", ["unit_code", "closed_at"], unique=False)


def _broadcasts() -> None:
    """What was said moves into a row a language; what there was before had one area and no level: a notice."""
    op.add_column("broadcasts", sa.Column("number", sa.Integer(), nullable=False, server_default="0"))
    for name, usual in (("level", "yellow"), ("msg_type", "Alert"), ("status", "Actual")):
        op.add_column("broadcasts", sa.Column(name, sa.Text(), nullable=False, server_default=usual))
    for name in ("references_id", "right_key", "identifier", "why"):
        op.add_column("broadcasts", sa.Column(name, sa.Text(), nullable=True))
    for name in ("audience", "cap"):
        op.add_column("broadcasts", sa.Column(name, KEPT_JSON, nullable=True))
    for name in ("approve_by", "approved_at"):
        op.add_column("broadcasts", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "INSERT INTO broadcast_infos (broadcast_id, language, words, address, digest, seconds) "
        "SELECT id, language, words, address, digest, seconds FROM broadcasts"
    )
    op.execute("INSERT INTO broadcast_areas (broadcast_id, unit_code) SELECT id, unit_code FROM broadcasts")
    op.execute(
        "UPDATE broadcasts SET number = (SELECT count(*) FROM broadcasts AS earlier "
        "WHERE (earlier.created_at, earlier.id) <= (broadcasts.created_at, broadcasts.id))"
    )
    op.execute("INSERT INTO counters (name, value) SELECT 'broadcast', count(*) FROM broadcasts")
    for name in ("words", "address", "digest", "seconds"):
        op.drop_column("broadcasts", name)
    op.create_index("ix_broadcasts_number", "broadcasts", ["number"], unique=True)
    op.create_index("ix_broadcasts_identifier", "broadcasts", ["identifier"], unique=True)


def _deliveries() -> None:
    op.add_column("deliveries", sa.Column("kind", sa.Text(), nullable=False, server_default="household"))
    op.add_column("deliveries", sa.Column("explained", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("deliveries", sa.Column("evidence", sa.Text(), nullable=True))
    op.add_column("deliveries", sa.Column("listened_s", sa.Float(), nullable=True))
    op.add_column("deliveries", sa.Column("understood", sa.Boolean(), nullable=True))
    op.add_column("deliveries", sa.Column("texted_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE deliveries SET evidence = 'key' WHERE heard_at IS NOT NULL")
    op.create_index("ix_deliveries_number", "deliveries", ["number"], unique=False)
