"""Deadlines that are stored."""

import sqlalchemy as sa
from alembic import op

from db import columns

revision = "0011"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "due",
        sa.Column("id", columns.Identity(), nullable=False),
        sa.Column("at", columns.Moment(), nullable=False),
        sa.Column("handler", columns.Words(), nullable=False),
        sa.Column("subject", columns.Words(), nullable=False),
        sa.Column("key", columns.Words(), nullable=False),
        sa.Column("created_at", columns.Moment(), nullable=False),
        sa.Column("ready_at", columns.Moment(), nullable=False),
        sa.Column("done_at", columns.Moment(), nullable=True),
        sa.Column("tries", columns.Whole(), nullable=False),
        sa.Column("last_error", columns.Words(), nullable=False),
        sa.CheckConstraint('"tries" >= 0', name="ck_due_tries"),
        sa.CheckConstraint('length("handler") <= 60', name="ck_due_handler"),
        sa.CheckConstraint('length("key") <= 160', name="ck_due_key"),
        sa.CheckConstraint('length("last_error") <= 300', name="ck_due_last_error"),
        sa.CheckConstraint('length("subject") <= 120', name="ck_due_subject"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_due")),
        sa.UniqueConstraint("key", name=op.f("uq_due_key")),
        sqlite_strict=True,
    )
    still_open = sa.text("done_at IS NULL")
    op.create_index(
        "ix_due_open", "due", ["at", "id"], unique=False, sqlite_where=still_open, postgresql_where=still_open
    )


def downgrade() -> None:
    op.drop_table("due")
