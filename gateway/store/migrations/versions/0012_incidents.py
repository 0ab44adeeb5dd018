"""One open incident a cluster: its reports, what makes them one, and the clocks of the law."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

CODE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)

KEPT = """
INSERT INTO alert_reports (alert_id, source, kind, unit_code, household_id, number, at)
SELECT id, about, kind, unit_code, household_id, number, raised_at FROM alerts ORDER BY raised_at
"""


def upgrade() -> None:
    op.create_table(
        "alert_reports",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("alert_id", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("unit_code", CODE, nullable=False),
        sa.Column("household_id", NUMBER, nullable=True),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.id"], name=op.f("fk_alert_reports_alert_id")),
        sa.ForeignKeyConstraint(["household_id"], ["households.id"], name=op.f("fk_alert_reports_household_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_reports")),
        sa.UniqueConstraint("source", name=op.f("uq_alert_reports_source")),
    )
    op.create_index("ix_alert_reports_alert_id", "alert_reports", ["alert_id"], unique=False)
    op.execute(KEPT)
    op.create_table(
        "alert_clusters",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("alert_id", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.id"], name=op.f("fk_alert_clusters_alert_id")),
        sa.PrimaryKeyConstraint("key", "alert_id", name=op.f("pk_alert_clusters")),
    )
    op.create_index("ix_alert_clusters_alert_id", "alert_clusters", ["alert_id"], unique=False)
    op.create_table(
        "alert_clocks",
        sa.Column("alert_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("known_at", INSTANT, nullable=True),
        sa.Column("known_by", sa.Text(), nullable=True),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("asked_id", NUMBER, nullable=True),
        sa.Column("reminded_at", INSTANT, nullable=True),
        sa.Column("missed_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.id"], name=op.f("fk_alert_clocks_alert_id")),
        sa.ForeignKeyConstraint(["asked_id"], ["staff.id"], name=op.f("fk_alert_clocks_asked_id")),
        sa.PrimaryKeyConstraint("alert_id", "position", name=op.f("pk_alert_clocks")),
    )
    op.create_index("ix_alert_clocks_due_at", "alert_clocks", ["due_at"], unique=False)
    op.create_table(
        "recodings",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("old", sa.Text(), nullable=False),
        sa.Column("new", sa.Text(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("moved", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recodings")),
    )
    op.add_column("alert_people", sa.Column("report_id", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("alert_people", "report_id")
    op.drop_table("recodings")
    op.drop_index("ix_alert_clocks_due_at", table_name="alert_clocks")
    op.drop_table("alert_clocks")
    op.drop_index("ix_alert_clusters_alert_id", table_name="alert_clusters")
    op.drop_table("alert_clusters")
    op.drop_index("ix_alert_reports_alert_id", table_name="alert_reports")
    op.drop_table("alert_reports")
