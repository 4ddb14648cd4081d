"""queues: which workers may take a job, when its id was last sent, and one running submission a student."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = ("quiz_variant", "submission", "validation_run")
ONE_RUNNING = "ix_submission_one_running"
RUNNING = sa.text("state = 'running'")


def upgrade() -> None:
    """Bring the tables forward."""
    for table in TABLES:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("queue", sa.String(length=8), server_default="cpu", nullable=False))
            batch_op.add_column(sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True))
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column("queue", server_default=None)
    # What runs now begins again: two running ones of one student would not fit the index.
    op.execute(
        "UPDATE submission SET state = 'queued', lease_token = NULL, lease_expires = NULL, holder = NULL, "
        "started_at = NULL WHERE state = 'running'"
    )
    op.create_index(
        ONE_RUNNING, "submission", ["user_id"], unique=True, sqlite_where=RUNNING, postgresql_where=RUNNING
    )


def downgrade() -> None:
    """Take the change back."""
    op.drop_index(ONE_RUNNING, table_name="submission")
    for table in TABLES:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("sent_at")
            batch_op.drop_column("queue")
