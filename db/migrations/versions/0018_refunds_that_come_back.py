"""A refund that the buyer's bank does not take comes back to the books; what stands on an account is found by it."""

from alembic import op

from db.migrations import choices

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("posting", "service_posting"):
        choices.add(op.get_bind(), table, "reason", "refund_failed")
    op.create_index("ix_ledger_entry_account", "ledger_entry", ["account", "order_id", "amount_fen"])


def downgrade() -> None:
    op.drop_index("ix_ledger_entry_account", "ledger_entry")
    for table in ("posting", "service_posting"):
        choices.remove(op.get_bind(), table, "reason", "refund_failed")
