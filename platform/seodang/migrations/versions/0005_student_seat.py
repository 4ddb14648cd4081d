"""student seat: assignments, lessons, hints asked for, practice, quotas as token buckets, preferences."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_assignment_course_id_course"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint("course_id", "key", name=op.f("uq_assignment_course_id_key")),
    )
    op.create_table(
        "lesson",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_lesson_course_id_course"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson")),
        sa.UniqueConstraint("course_id", "section", name=op.f("uq_lesson_course_id_section")),
    )
    op.create_table(
        "assignment_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignment.id"],
            name=op.f("fk_assignment_item_assignment_id_assignment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["exercise_id"],
            ["exercise.id"],
            name=op.f("fk_assignment_item_exercise_id_exercise"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_item")),
        sa.UniqueConstraint("exercise_id", name=op.f("uq_assignment_item_exercise_id")),
    )
    with op.batch_alter_table("assignment_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignment_item_assignment_id"), ["assignment_id"], unique=False)

    op.create_table(
        "hint_reveal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["exercise_id"],
            ["exercise.id"],
            name=op.f("fk_hint_reveal_exercise_id_exercise"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_hint_reveal_user_id_user_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hint_reveal")),
        sa.UniqueConstraint(
            "user_id", "exercise_id", "number", name=op.f("uq_hint_reveal_user_id_exercise_id_number")
        ),
    )
    with op.batch_alter_table("hint_reveal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hint_reveal_exercise_id"), ["exercise_id"], unique=False)

    op.create_table(
        "practice_card",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=60), nullable=False),
        sa.Column("concept", sa.String(length=64), nullable=False),
        sa.Column("state", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["exercise_id"],
            ["exercise.id"],
            name=op.f("fk_practice_card_exercise_id_exercise"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_practice_card_user_id_user_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_card")),
        sa.UniqueConstraint(
            "user_id", "exercise_id", "question", name=op.f("uq_practice_card_user_id_exercise_id_question")
        ),
    )
    with op.batch_alter_table("practice_card", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_practice_card_exercise_id"), ["exercise_id"], unique=False)
        batch_op.create_index("ix_practice_card_queue", ["user_id", "due_at"], unique=False)

    op.create_table(
        "quota_bucket",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.Integer(), nullable=False),
        sa.Column("mode", sa.String(length=8), nullable=False),
        sa.Column("tokens", sa.Double(), nullable=False),
        sa.Column("filled_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["exercise_id"],
            ["exercise.id"],
            name=op.f("fk_quota_bucket_exercise_id_exercise"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_quota_bucket_user_id_user_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quota_bucket")),
        sa.UniqueConstraint(
            "user_id", "exercise_id", "mode", name=op.f("uq_quota_bucket_user_id_exercise_id_mode")
        ),
    )
    with op.batch_alter_table("quota_bucket", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quota_bucket_exercise_id"), ["exercise_id"], unique=False)

    op.create_table(
        "practice_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("card_id", sa.Integer(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["card_id"],
            ["practice_card.id"],
            name=op.f("fk_practice_review_card_id_practice_card"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_review")),
    )
    with op.batch_alter_table("practice_review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_practice_review_card_id"), ["card_id"], unique=False)

    with op.batch_alter_table("course", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("requires", sa.JSON(none_as_null=True), server_default="{}", nullable=False)
        )

    with op.batch_alter_table("quiz_variant", schema=None) as batch_op:
        batch_op.add_column(sa.Column("of_question", sa.String(length=60), nullable=True))

    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.add_column(sa.Column("automatic", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("after_due", sa.Boolean(), server_default=sa.false(), nullable=False))

    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.add_column(sa.Column("timezone", sa.String(length=64), nullable=True))
        batch_op.add_column(
            sa.Column("preferences", sa.JSON(none_as_null=True), server_default="{}", nullable=False)
        )

    _forget_defaults()


def _forget_defaults() -> None:
    """The models give these values; the database needed them for the rows there were."""
    for table, columns in (
        ("course", ["requires"]),
        ("submission", ["automatic", "after_due"]),
        ("user_account", ["preferences"]),
    ):
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.alter_column(column, server_default=None)


def downgrade() -> None:
    """Take the change back."""
    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.drop_column("preferences")
        batch_op.drop_column("timezone")

    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_column("after_due")
        batch_op.drop_column("automatic")

    with op.batch_alter_table("quiz_variant", schema=None) as batch_op:
        batch_op.drop_column("of_question")

    with op.batch_alter_table("course", schema=None) as batch_op:
        batch_op.drop_column("requires")

    with op.batch_alter_table("practice_review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_practice_review_card_id"))

    op.drop_table("practice_review")
    with op.batch_alter_table("quota_bucket", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quota_bucket_exercise_id"))

    op.drop_table("quota_bucket")
    with op.batch_alter_table("practice_card", schema=None) as batch_op:
        batch_op.drop_index("ix_practice_card_queue")
        batch_op.drop_index(batch_op.f("ix_practice_card_exercise_id"))

    op.drop_table("practice_card")
    with op.batch_alter_table("hint_reveal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hint_reveal_exercise_id"))

    op.drop_table("hint_reveal")
    with op.batch_alter_table("assignment_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assignment_item_assignment_id"))

    op.drop_table("assignment_item")
    op.drop_table("lesson")
    op.drop_table("assignment")
