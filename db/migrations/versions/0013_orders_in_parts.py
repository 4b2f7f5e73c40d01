"""Orders in parts: what is undone of a bound order."""

import sqlalchemy as sa
from alembic import op

from db import columns
from db.migrations import append_only, checks

revision = "0013"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    checks.change(op.get_bind(), "fact", "ck_fact_reason", "\"reason\" IN ('sale', 'reversal', 'reduction')")
    op.create_table(
        "reduction",
        sa.Column("id", columns.Identity(), nullable=False),
        sa.Column("order_id", columns.Identity(), nullable=False),
        sa.Column("line_id", columns.Identity(), nullable=False),
        sa.Column("reference", columns.Words(), nullable=False),
        sa.Column("quantity_milli", columns.Whole(), nullable=False),
        sa.Column("amount_fen", columns.Whole(), nullable=False),
        sa.Column("carbon_kg", columns.Exact(), nullable=True),
        sa.Column("restocked", columns.Flag(), nullable=False),
        sa.Column("reason", columns.Words(), nullable=False),
        sa.Column("by", columns.Words(), nullable=False),
        sa.Column("at", columns.Moment(), nullable=False),
        sa.CheckConstraint('"amount_fen" >= 0', name="ck_reduction_amount_fen"),
        sa.CheckConstraint('"quantity_milli" >= 0', name="ck_reduction_quantity_milli"),
        sa.CheckConstraint('length("by") <= 200', name="ck_reduction_by"),
        sa.CheckConstraint('length("reason") <= 300', name="ck_reduction_reason"),
        sa.CheckConstraint('length("reference") <= 160', name="ck_reduction_reference"),
        sa.CheckConstraint("quantity_milli > 0 OR amount_fen > 0", name="ck_reduction_something"),
        sa.ForeignKeyConstraint(["line_id"], ["order_line.id"], name=op.f("fk_reduction_line_id")),
        sa.ForeignKeyConstraint(["order_id"], ["order.id"], name=op.f("fk_reduction_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reduction")),
        sa.UniqueConstraint("reference", "line_id", name="uq_reduction_reference"),
        sqlite_strict=True,
    )
    with op.batch_alter_table("reduction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reduction_order_id"), ["order_id"], unique=False)
    for action in ("UPDATE", "DELETE"):
        op.execute(append_only.trigger(op.get_bind(), "reduction", action))


def downgrade() -> None:
    op.drop_table("reduction")
    checks.change(op.get_bind(), "fact", "ck_fact_reason", "\"reason\" IN ('sale', 'reversal')")
