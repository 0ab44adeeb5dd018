"""Which carrier a call or text was asked of, and when a call reads a text out."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("attempts", sa.Column("account", sa.Text(), nullable=True))
    op.add_column("texts_out", sa.Column("account", sa.Text(), nullable=True))
    op.add_column("texts_out", sa.Column("read_out_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_texts_out_read_out_at", "texts_out", ["read_out_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_texts_out_read_out_at", table_name="texts_out")
    op.drop_column("texts_out", "read_out_at")
    op.drop_column("texts_out", "account")
    op.drop_column("attempts", "account")
