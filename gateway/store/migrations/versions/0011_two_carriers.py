"""Which carrier a call or text was asked of, and why the house stopped a broadcast."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("attempts", sa.Column("account", sa.Text(), nullable=True))
    op.add_column("texts_out", sa.Column("account", sa.Text(), nullable=True))
    op.add_column("broadcasts", sa.Column("halted_for", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("broadcasts", "halted_for")
    op.drop_column("texts_out", "account")
    op.drop_column("attempts", "account")
