"""Decided letters as vectors."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "lessons",
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("lexicon", sa.Text(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["letters.id"]),
        sa.PrimaryKeyConstraint("letter_id", "lexicon"),
    )


def downgrade() -> None:
    """Back."""
    op.drop_table("lessons")
