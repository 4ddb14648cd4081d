"""first hour: what somebody new to a course begins with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    with op.batch_alter_table("course", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("first_hour", sa.JSON(none_as_null=True), server_default="[]", nullable=False)
        )
    with op.batch_alter_table("course", schema=None) as batch_op:
        # The model gives this value; the database needed it for the rows there were.
        batch_op.alter_column("first_hour", server_default=None)


def downgrade() -> None:
    """Take the change back."""
    with op.batch_alter_table("course", schema=None) as batch_op:
        batch_op.drop_column("first_hour")
