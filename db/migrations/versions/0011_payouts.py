"""Suppliers' accounts and payouts, disputed payments, comparisons of the books; the ledger gets their accounts."""

import sqlalchemy as sa
from alembic import op

from db import columns
from db.migrations import checks

ACCOUNTS = ["buyer_owes", "card_receipts", "transfer_receipts", "supplier_due"]
MORE_ACCOUNTS = ["card_passed_on", "card_withdrawn", "disputed", "supplier_paid"]
REASONS = ["agreed", "paid", "released", "refunded"]
MORE_REASONS = ["paid_out", "reinstated", "taken_back", "withdrawn"]

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    allow("ledger_entry", "account", [*ACCOUNTS, *MORE_ACCOUNTS])
    allow("posting", "reason", [*REASONS, *MORE_REASONS])
    op.create_table('book_comparison',
    sa.Column('id', columns.Identity(), nullable=False),
    sa.Column('at', columns.Moment(), nullable=False),
    sa.Column('compared', columns.Whole(), nullable=False),
    sa.Column('differences', columns.Document(), nullable=False),
    sa.CheckConstraint('"compared" >= 0', name='ck_book_comparison_compared'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_book_comparison')),
    sqlite_strict=True
    )
    with op.batch_alter_table('book_comparison', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_book_comparison_at'), ['at'], unique=False)

    op.create_table('payout_account',
    sa.Column('id', columns.Identity(), nullable=False),
    sa.Column('supplier_id', columns.Identity(), nullable=False),
    sa.Column('provider_id', columns.Words(), nullable=True),
    sa.Column('submitted', columns.Flag(), nullable=False),
    sa.Column('may_receive', columns.Flag(), nullable=False),
    sa.Column('may_withdraw', columns.Flag(), nullable=False),
    sa.Column('due', columns.Document(), nullable=False),
    sa.Column('created_at', columns.Moment(), nullable=False),
    sa.Column('changed_at', columns.Moment(), nullable=False),
    sa.CheckConstraint('length("provider_id") <= 120', name='ck_payout_account_provider_id'),
    sa.ForeignKeyConstraint(['supplier_id'], ['supplier.id'], name=op.f('fk_payout_account_supplier_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_payout_account')),
    sa.UniqueConstraint('provider_id', name=op.f('uq_payout_account_provider_id')),
    sqlite_strict=True
    )
    with op.batch_alter_table('payout_account', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_payout_account_supplier_id'), ['supplier_id'], unique=True)

    op.create_table('chargeback',
    sa.Column('id', columns.Identity(), nullable=False),
    sa.Column('provider_id', columns.Words(), nullable=False),
    sa.Column('purchase_id', columns.Identity(), nullable=False),
    sa.Column('status', columns.Words(), nullable=False),
    sa.Column('reason', columns.Words(), nullable=False),
    sa.Column('amount_fen', columns.Whole(), nullable=False),
    sa.Column('withdrawn_fen', columns.Whole(), nullable=False),
    sa.Column('answer_by', columns.Moment(), nullable=True),
    sa.Column('answered_at', columns.Moment(), nullable=True),
    sa.Column('opened_at', columns.Moment(), nullable=False),
    sa.Column('told_at', columns.Moment(), nullable=False),
    sa.CheckConstraint('"amount_fen" >= 0', name='ck_chargeback_amount_fen'),
    sa.CheckConstraint('"status" IN (\'warning_needs_response\', \'warning_under_review\', \'warning_closed\', \'needs_response\', \'under_review\', \'prevented\', \'won\', \'lost\')', name='ck_chargeback_status'),
    sa.CheckConstraint('"withdrawn_fen" >= 0', name='ck_chargeback_withdrawn_fen'),
    sa.CheckConstraint('length("provider_id") <= 120', name='ck_chargeback_provider_id'),
    sa.CheckConstraint('length("reason") <= 80', name='ck_chargeback_reason'),
    sa.ForeignKeyConstraint(['purchase_id'], ['purchase.id'], name=op.f('fk_chargeback_purchase_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_chargeback')),
    sa.UniqueConstraint('provider_id', name=op.f('uq_chargeback_provider_id')),
    sqlite_strict=True
    )
    with op.batch_alter_table('chargeback', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_chargeback_purchase_id'), ['purchase_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_chargeback_status'), ['status'], unique=False)

    op.create_table('chargeback_statement',
    sa.Column('id', columns.Identity(), nullable=False),
    sa.Column('chargeback_id', columns.Identity(), nullable=False),
    sa.Column('organisation_id', columns.Identity(), nullable=False),
    sa.Column('person_id', columns.Identity(), nullable=False),
    sa.Column('said', columns.Words(), nullable=False),
    sa.Column('at', columns.Moment(), nullable=False),
    sa.CheckConstraint('length("said") <= 6000', name='ck_chargeback_statement_said'),
    sa.ForeignKeyConstraint(['chargeback_id'], ['chargeback.id'], name=op.f('fk_chargeback_statement_chargeback_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_chargeback_statement_organisation_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_chargeback_statement_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_chargeback_statement')),
    sqlite_strict=True
    )
    with op.batch_alter_table('chargeback_statement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_chargeback_statement_chargeback_id'), ['chargeback_id'], unique=False)

    op.create_table('payout',
    sa.Column('id', columns.Identity(), nullable=False),
    sa.Column('order_id', columns.Identity(), nullable=False),
    sa.Column('account_id', columns.Identity(), nullable=False),
    sa.Column('kind', columns.Words(), nullable=False),
    sa.Column('status', columns.Words(), nullable=False),
    sa.Column('amount_fen', columns.Whole(), nullable=False),
    sa.Column('transfer_id', columns.Words(), nullable=True),
    sa.Column('provider_id', columns.Words(), nullable=True),
    sa.Column('reason', columns.Words(), nullable=False),
    sa.Column('planned_at', columns.Moment(), nullable=False),
    sa.Column('done_at', columns.Moment(), nullable=True),
    sa.CheckConstraint('"amount_fen" >= 1', name='ck_payout_amount_fen'),
    sa.CheckConstraint('"kind" IN (\'transfer\', \'reversal\')', name='ck_payout_kind'),
    sa.CheckConstraint('"status" IN (\'planned\', \'done\', \'refused\', \'dropped\')', name='ck_payout_status'),
    sa.CheckConstraint('length("provider_id") <= 120', name='ck_payout_provider_id'),
    sa.CheckConstraint('length("reason") <= 300', name='ck_payout_reason'),
    sa.CheckConstraint('length("transfer_id") <= 120', name='ck_payout_transfer_id'),
    sa.ForeignKeyConstraint(['account_id'], ['payout_account.id'], name=op.f('fk_payout_account_id')),
    sa.ForeignKeyConstraint(['order_id'], ['order.id'], name=op.f('fk_payout_order_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_payout')),
    sa.UniqueConstraint('provider_id', name=op.f('uq_payout_provider_id')),
    sqlite_strict=True
    )
    with op.batch_alter_table('payout', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_payout_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_payout_order_id'), ['order_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_payout_status'), ['status'], unique=False)
        batch_op.create_index('uq_payout_planned', ['order_id'], unique=True, sqlite_where=sa.text("status = 'planned'"), postgresql_where=sa.text("status = 'planned'"))


def downgrade() -> None:
    for table in ("payout", "chargeback_statement", "chargeback", "payout_account", "book_comparison"):
        op.drop_table(table)
    allow("posting", "reason", REASONS)
    allow("ledger_entry", "account", ACCOUNTS)


def allow(table: str, column: str, options: list[str]) -> None:
    said = ", ".join(f"'{option}'" for option in options)
    checks.change(op.get_bind(), table, f"ck_{table}_{column}", f'"{column}" IN ({said})')
