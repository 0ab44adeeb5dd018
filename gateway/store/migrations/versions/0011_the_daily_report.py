"""The daily report: versions with a seal, who signed, what was keyed, who rests; where people came from and stay."""

import hashlib
import json
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

CODE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEPT_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _reports()
    _acts()
    _before()
    op.create_table(
        "unit_rests",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("unit_code", CODE, nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_rests")),
    )
    op.create_index("ix_unit_rests_unit_code", "unit_rests", ["unit_code"], unique=False)
    op.create_table(
        "day_steps",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("day", "level", "step", name=op.f("pk_day_steps")),
    )
    op.add_column("arrivals", sa.Column("origin", sa.Text(), nullable=True))
    op.create_index("ix_arrivals_contact", "arrivals", ["contact", "arrived_on"], unique=False)
    op.add_column("observations", sa.Column("place", sa.Text(), nullable=False, server_default="home"))
    op.add_column("observations", sa.Column("begun_at", INSTANT, nullable=True))
    op.create_index("ix_observations_unit_code", "observations", ["unit_code"], unique=False)


def _reports() -> None:
    op.create_table(
        "day_reports",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("unit_code", CODE, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("nature", sa.Text(), nullable=False),
        sa.Column("content", KEPT_JSON, nullable=False),
        sa.Column("seal", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("sealed_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_reports")),
        sa.UniqueConstraint("unit_code", "day", "version", name=op.f("uq_day_reports_unit_code_day_version")),
    )
    op.create_index("ix_day_reports_day", "day_reports", ["day", "unit_code"], unique=False)


def _acts() -> None:
    op.create_table(
        "day_acts",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("unit_code", CODE, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_acts")),
        sa.UniqueConstraint("source", name=op.f("uq_day_acts_source")),
    )
    op.create_index("ix_day_acts_day", "day_acts", ["day", "unit_code"], unique=False)
    op.create_table(
        "keyed_figures",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("act_id", NUMBER, nullable=False),
        sa.Column("unit_code", CODE, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["act_id"], ["day_acts.id"], name=op.f("fk_keyed_figures_act_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_keyed_figures")),
        sa.UniqueConstraint("act_id", "name", name=op.f("uq_keyed_figures_act_id_name")),
    )
    op.create_index("ix_keyed_figures_day", "keyed_figures", ["day", "unit_code"], unique=False)


# What the figures of a day were called before.
NAMES = {
    "households": "households_due",
    "reported": "households_heard",
    "returnees": "returnees_new",
    "hubei": "from_hubei",
    "fever": "fever",
    "observed": "home_under",
    "broadcasts": "broadcasts",
    "to_hear": "homes_to_hear",
    "heard": "homes_heard",
}


def _before() -> None:
    """Days sealed before stay readable under the new names."""
    digests = sa.table("digests", *(sa.column(name) for name in ("unit_code", "version", "words")))
    digests.append_column(sa.column("day", sa.Date()))
    digests.append_column(sa.column("figures", KEPT_JSON))
    digests.append_column(sa.column("sealed_at", INSTANT))
    kept = sa.table(
        "day_reports",
        *(sa.column(name) for name in ("unit_code", "version", "nature", "seal", "words")),
        sa.column("day", sa.Date()),
        sa.column("content", KEPT_JSON),
        sa.column("sealed_at", INSTANT),
    )
    rows = op.get_bind().execute(sa.select(digests)).all()
    if rows:
        op.bulk_insert(kept, [_converted(row) for row in rows])
    op.drop_table("digests")


def _converted(row: sa.Row[Any]) -> dict[str, object]:
    figures = row.figures
    content = {
        "counted": {new: figures[old] for old, new in NAMES.items() if figures.get(old)},
        "said": {},
        "standing": "unsigned" if figures.get("reported") else "silent",
        "act": None,
        "below": {"due": figures.get("parts", 0), "reported": figures.get("parts", 0) - len(figures.get("silent", []))},
        "unsigned": {},
        "silent": {name: name for name in figures.get("silent", [])},
        "resting": {},
        "late": {},
    }
    written = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    facts = {name: getattr(row, name) for name in ("unit_code", "day", "version", "words", "sealed_at")}
    return facts | {"nature": "daily", "content": content, "seal": hashlib.sha256(written.encode()).hexdigest()}
