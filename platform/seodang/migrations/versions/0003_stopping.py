"""stopping: whether a student asked for a submission's end, and whether it is an attempt all the same."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.add_column(sa.Column("stop_asked_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("counts", sa.Boolean(), server_default=sa.true(), nullable=False))
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.alter_column("counts", server_default=None)


def downgrade() -> None:
    """Take the change back."""
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_column("counts")
        batch_op.drop_column("stop_asked_at")
