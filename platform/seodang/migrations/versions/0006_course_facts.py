"""course facts: names of concepts, how hard an exercise is and how long it takes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    with op.batch_alter_table("course", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("concepts", sa.JSON(none_as_null=True), server_default="{}", nullable=False)
        )
    with op.batch_alter_table("course", schema=None) as batch_op:
        # The model gives this value; the database needed it for the rows there were.
        batch_op.alter_column("concepts", server_default=None)
    with op.batch_alter_table("exercise", schema=None) as batch_op:
        batch_op.add_column(sa.Column("difficulty", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("minutes", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Take the change back."""
    with op.batch_alter_table("exercise", schema=None) as batch_op:
        batch_op.drop_column("minutes")
        batch_op.drop_column("difficulty")
    with op.batch_alter_table("course", schema=None) as batch_op:
        batch_op.drop_column("concepts")
