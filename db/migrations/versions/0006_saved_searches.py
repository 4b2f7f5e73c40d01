"""Saved searches."""

import sqlalchemy as sa
from alembic import op

from db import columns

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "saved_search",
        sa.Column("id", columns.Identity(), nullable=False),
        sa.Column("person_id", columns.Identity(), nullable=False),
        sa.Column("name", columns.Words(), nullable=False),
        sa.Column("address", columns.Words(), nullable=False),
        sa.Column("created_at", columns.Moment(), nullable=False),
        sa.Column("seen_at", columns.Moment(), nullable=False),
        sa.CheckConstraint('length("address") <= 2000', name="ck_saved_search_address"),
        sa.CheckConstraint('length("name") <= 80', name="ck_saved_search_name"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_saved_search_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_search")),
        sa.UniqueConstraint("person_id", "address", name="uq_saved_search_address"),
        sqlite_strict=True,
    )
    with op.batch_alter_table("saved_search", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_saved_search_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_table("saved_search")
