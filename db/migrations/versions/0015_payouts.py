"""Suppliers' accounts and payouts, disputed payments, comparisons of the books; the ledger gets their accounts."""

import sqlalchemy as sa
from alembic import op

from db import columns
from db.migrations import choices

ACCOUNTS = ["buyer_owes", "card_receipts", "transfer_receipts", "supplier_due"]
MORE_ACCOUNTS = ["card_passed_on", "card_withdrawn", "disputed", "supplier_paid"]
REASONS = ["agreed", "paid", "released", "refunded"]
MORE_REASONS = ["paid_out", "reinstated", "taken_back", "withdrawn"]

revision = '0015'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    choices.widen("ledger_entry", "account", now=ACCOUNTS, more=MORE_ACCOUNTS)
    choices.widen("posting", "reason", now=REASONS, more=MORE_REASONS)
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

    op.create_table('dispute',
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
    sa.CheckConstraint('"amount_fen" >= 0', name='ck_dispute_amount_fen'),
    sa.CheckConstraint('"status" IN (\'warning_needs_response\', \'warning_under_review\', \'warning_closed\', \'needs_response\', \'under_review\', \'prevented\', \'won\', \'lost\')', name='ck_dispute_status'),
    sa.CheckConstraint('"withdrawn_fen" >= 0', name='ck_dispute_withdrawn_fen'),
    sa.CheckConstraint('length("provider_id") <= 120', name='ck_dispute_provider_id'),
    sa.CheckConstraint('length("reason") <= 80', name='ck_dispute_reason'),
    sa.ForeignKeyConstraint(['purchase_id'], ['purchase.id'], name=op.f('fk_dispute_purchase_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dispute')),
    sa.UniqueConstraint('provider_id', name=op.f('uq_dispute_provider_id')),
    sqlite_strict=True
    )
    with op.batch_alter_table('dispute', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_dispute_purchase_id'), ['purchase_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_dispute_status'), ['status'], unique=False)

    op.create_table('dispute_statement',
    sa.Column('id', columns.Identity(), nullable=False),
    sa.Column('dispute_id', columns.Identity(), nullable=False),
    sa.Column('organisation_id', columns.Identity(), nullable=False),
    sa.Column('person_id', columns.Identity(), nullable=False),
    sa.Column('said', columns.Words(), nullable=False),
    sa.Column('at', columns.Moment(), nullable=False),
    sa.CheckConstraint('length("said") <= 6000', name='ck_dispute_statement_said'),
    sa.ForeignKeyConstraint(['dispute_id'], ['dispute.id'], name=op.f('fk_dispute_statement_dispute_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_dispute_statement_organisation_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_dispute_statement_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dispute_statement')),
    sqlite_strict=True
    )
    with op.batch_alter_table('dispute_statement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_dispute_statement_dispute_id'), ['dispute_id'], unique=False)

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
    for table in ("payout", "dispute_statement", "dispute", "payout_account", "book_comparison"):
        op.drop_table(table)
    choices.narrow("posting", "reason", to=REASONS, without=MORE_REASONS)
    choices.narrow("ledger_entry", "account", to=ACCOUNTS, without=MORE_ACCOUNTS)
