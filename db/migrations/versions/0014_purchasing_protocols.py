"""Purchasing protocols, the demand for a reason as part of a limit, and what was compared before it went into a cart."""

import sqlalchemy as sa
from alembic import op

from db import columns
from db.migrations import append_only

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "purchase_protocol",
        sa.Column("purchase_id", columns.Identity(), nullable=False),
        sa.Column("document", columns.Document(), nullable=False),
        sa.Column("fingerprint", columns.Words(), nullable=False),
        sa.Column("written_at", columns.Moment(), nullable=False),
        sa.CheckConstraint('length("fingerprint") <= 64', name="ck_purchase_protocol_fingerprint"),
        sa.ForeignKeyConstraint(["purchase_id"], ["purchase.id"], name=op.f("fk_purchase_protocol_purchase_id")),
        sa.PrimaryKeyConstraint("purchase_id", name=op.f("pk_purchase_protocol")),
        sqlite_strict=True,
    )
    for action in ("UPDATE", "DELETE"):
        op.execute(append_only.trigger(op.get_bind(), "purchase_protocol", action))
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    words, truth, no = ("VARCHAR", "BOOLEAN", "FALSE") if on_postgresql else ("TEXT", "INTEGER", "0")
    op.execute(f"ALTER TABLE purchase_limit ADD COLUMN ask_reason {truth} NOT NULL DEFAULT {no}")
    op.execute(
        f"ALTER TABLE cart_line ADD COLUMN compared {words} NOT NULL DEFAULT '' "
        "CONSTRAINT ck_cart_line_compared CHECK (length(\"compared\") <= 64)"
    )


def downgrade() -> None:
    op.drop_column("cart_line", "compared")
    op.drop_column("purchase_limit", "ask_reason")
    op.drop_table("purchase_protocol")
