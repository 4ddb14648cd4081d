"""gates: what each gate found about an uploaded bundle."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    with op.batch_alter_table("validation_run", schema=None) as batch_op:
        batch_op.add_column(sa.Column("gates", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Take the change back."""
    with op.batch_alter_table("validation_run", schema=None) as batch_op:
        batch_op.drop_column("gates")
