"""A call back that was promised: until when, whether it was broken, and the calls about it."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

PROMISED = sa.text("due_at IS NOT NULL AND done_at IS NULL")


def upgrade() -> None:
    op.add_column("tasks", sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("tasks", sa.Column("broken_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_tasks_promised", "tasks", ["number"], unique=True, sqlite_where=PROMISED, postgresql_where=PROMISED
    )
    op.add_column("attempts", sa.Column("task_id", sa.BigInteger(), nullable=True))
    op.add_column("attempts", sa.Column("session_id", sa.Text(), nullable=True))
    op.create_index("ix_attempts_task_id", "attempts", ["task_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_attempts_task_id", table_name="attempts")
    op.drop_column("attempts", "session_id")
    op.drop_column("attempts", "task_id")
    op.drop_index("ix_tasks_promised", table_name="tasks")
    op.drop_column("tasks", "broken_at")
    op.drop_column("tasks", "due_at")
