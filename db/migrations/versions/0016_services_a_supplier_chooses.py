"""Services a supplier may choose: their prices, orders, payments, books and papers; reports as files."""

import sqlalchemy as sa
from alembic import op

from db import columns
from db.migrations import append_only, choices

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

GROWING = ("service_entry", "service_paper", "service_posting")
REPORTS = "FROM stored_file WHERE purpose = 'report'"


def upgrade() -> None:
    choices.add(op.get_bind(), "stored_file", "purpose", "report")
    make_tariff_item()
    make_service_order()
    make_service_paper()
    make_service_posting()
    make_service_report()
    make_service_session()
    make_service_step()
    make_service_entry()
    make_service_measurement()
    for table in GROWING:
        for action in ("UPDATE", "DELETE"):
            op.execute(append_only.trigger(op.get_bind(), table, action))


def downgrade() -> None:
    for table in ("service_measurement", "service_entry", "service_step", "service_session", "service_report", "service_posting", "service_paper", "service_order", "tariff_item"):
        op.drop_table(table)
    op.execute(f"DELETE {REPORTS}")
    choices.remove(op.get_bind(), "stored_file", "purpose", "report")


def make_tariff_item() -> None:
    op.create_table('tariff_item',
        sa.Column('id', columns.Identity(), nullable=False),
        sa.Column('code', columns.Words(), nullable=False),
        sa.Column('kind', columns.Words(), nullable=False),
        sa.Column('unit', columns.Words(), nullable=False),
        sa.Column('name_zh', columns.Words(), nullable=False),
        sa.Column('name_en', columns.Words(), nullable=False),
        sa.Column('contains_zh', columns.Words(), nullable=False),
        sa.Column('contains_en', columns.Words(), nullable=False),
        sa.Column('price_fen', columns.Whole(), nullable=False),
        sa.Column('vat_rate', columns.Exact(), nullable=False),
        sa.Column('vat_basis_zh', columns.Words(), nullable=False),
        sa.Column('vat_basis_en', columns.Words(), nullable=False),
        sa.Column('valid_from', columns.Day(), nullable=False),
        sa.Column('valid_until', columns.Day(), nullable=True),
        sa.Column('reason', columns.Words(), nullable=False),
        sa.Column('demonstration', columns.Flag(), nullable=False),
        sa.Column('set_by', columns.Words(), nullable=False),
        sa.Column('set_at', columns.Moment(), nullable=False),
        sa.CheckConstraint('"kind" IN (\'testing\', \'certification\', \'training\')', name='ck_tariff_item_kind'),
        sa.CheckConstraint('"price_fen" >= 1', name='ck_tariff_item_price_fen'),
        sa.CheckConstraint('"unit" IN (\'sample\', \'product\', \'kind\', \'day\')', name='ck_tariff_item_unit'),
        sa.CheckConstraint('length("code") <= 20', name='ck_tariff_item_code'),
        sa.CheckConstraint('length("contains_en") <= 500', name='ck_tariff_item_contains_en'),
        sa.CheckConstraint('length("contains_zh") <= 300', name='ck_tariff_item_contains_zh'),
        sa.CheckConstraint('length("name_en") <= 100', name='ck_tariff_item_name_en'),
        sa.CheckConstraint('length("name_zh") <= 60', name='ck_tariff_item_name_zh'),
        sa.CheckConstraint('length("reason") <= 300', name='ck_tariff_item_reason'),
        sa.CheckConstraint('length("set_by") <= 200', name='ck_tariff_item_set_by'),
        sa.CheckConstraint('length("vat_basis_en") <= 300', name='ck_tariff_item_vat_basis_en'),
        sa.CheckConstraint('length("vat_basis_zh") <= 200', name='ck_tariff_item_vat_basis_zh'),
        sa.CheckConstraint('vat_rate >= 0 AND vat_rate < 1000000', name='ck_tariff_item_vat_rate'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_tariff_item')),
        sqlite_strict=True
        )
    op.create_index('ix_tariff_item_code', 'tariff_item', ['code', 'valid_from'], unique=False)
    op.create_index('uq_tariff_item_open', 'tariff_item', ['code'], unique=True, sqlite_where=sa.text('valid_until IS NULL'), postgresql_where=sa.text('valid_until IS NULL'))


def make_service_order() -> None:
    op.create_table('service_order',
        sa.Column('id', columns.Identity(), nullable=False),
        sa.Column('code', columns.Words(), nullable=False),
        sa.Column('key', columns.Words(), nullable=False),
        sa.Column('supplier_id', columns.Identity(), nullable=False),
        sa.Column('person_id', columns.Identity(), nullable=False),
        sa.Column('item_id', columns.Identity(), nullable=False),
        sa.Column('status', columns.Words(), nullable=False),
        sa.Column('service', columns.Words(), nullable=False),
        sa.Column('unit', columns.Words(), nullable=False),
        sa.Column('name_zh', columns.Words(), nullable=False),
        sa.Column('name_en', columns.Words(), nullable=False),
        sa.Column('product_id', columns.Identity(), nullable=True),
        sa.Column('kind', columns.Words(), nullable=True),
        sa.Column('indicators', columns.Document(), nullable=False),
        sa.Column('quantity_milli', columns.Whole(), nullable=False),
        sa.Column('price_fen', columns.Whole(), nullable=False),
        sa.Column('vat_rate', columns.Exact(), nullable=False),
        sa.Column('total_fen', columns.Whole(), nullable=False),
        sa.Column('note', columns.Words(), nullable=False),
        sa.Column('ordered_at', columns.Moment(), nullable=False),
        sa.Column('pay_by', columns.Moment(), nullable=False),
        sa.CheckConstraint('"price_fen" >= 1', name='ck_service_order_price_fen'),
        sa.CheckConstraint('"quantity_milli" >= 1', name='ck_service_order_quantity_milli'),
        sa.CheckConstraint('"service" IN (\'testing\', \'certification\', \'training\')', name='ck_service_order_service'),
        sa.CheckConstraint('"status" IN (\'ordered\', \'paid\', \'in_progress\', \'delivered\', \'closed\', \'cancelled\')', name='ck_service_order_status'),
        sa.CheckConstraint('"total_fen" >= 1', name='ck_service_order_total_fen'),
        sa.CheckConstraint('"unit" IN (\'sample\', \'product\', \'kind\', \'day\')', name='ck_service_order_unit'),
        sa.CheckConstraint('length("code") <= 20', name='ck_service_order_code'),
        sa.CheckConstraint('length("key") <= 80', name='ck_service_order_key'),
        sa.CheckConstraint('length("kind") <= 60', name='ck_service_order_kind'),
        sa.CheckConstraint('length("name_en") <= 100', name='ck_service_order_name_en'),
        sa.CheckConstraint('length("name_zh") <= 60', name='ck_service_order_name_zh'),
        sa.CheckConstraint('length("note") <= 500', name='ck_service_order_note'),
        sa.CheckConstraint('total_fen = (quantity_milli * price_fen + 500) / 1000', name='ck_service_order_total'),
        sa.CheckConstraint('vat_rate >= 0 AND vat_rate < 1000000', name='ck_service_order_vat_rate'),
        sa.ForeignKeyConstraint(['item_id'], ['tariff_item.id'], name=op.f('fk_service_order_item_id')),
        sa.ForeignKeyConstraint(['kind'], ['kind.code'], name=op.f('fk_service_order_kind')),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_service_order_person_id')),
        sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_service_order_product_id')),
        sa.ForeignKeyConstraint(['supplier_id'], ['supplier.id'], name=op.f('fk_service_order_supplier_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_service_order')),
        sa.UniqueConstraint('code', name=op.f('uq_service_order_code')),
        sa.UniqueConstraint('key', name=op.f('uq_service_order_key')),
        sqlite_strict=True
        )
    op.create_index(op.f('ix_service_order_item_id'), 'service_order', ['item_id'], unique=False)
    op.create_index(op.f('ix_service_order_person_id'), 'service_order', ['person_id'], unique=False)
    op.create_index(op.f('ix_service_order_product_id'), 'service_order', ['product_id'], unique=False)
    op.create_index('ix_service_order_status', 'service_order', ['status', 'ordered_at'], unique=False)
    op.create_index('ix_service_order_supplier', 'service_order', ['supplier_id', 'ordered_at'], unique=False)


def make_service_paper() -> None:
    op.create_table('service_paper',
        sa.Column('id', columns.Identity(), nullable=False),
        sa.Column('code', columns.Words(), nullable=False),
        sa.Column('order_id', columns.Identity(), nullable=False),
        sa.Column('kind', columns.Words(), nullable=False),
        sa.Column('title', columns.Words(), nullable=False),
        sa.Column('tax_code', columns.Words(), nullable=False),
        sa.Column('net_fen', columns.Whole(), nullable=False),
        sa.Column('vat_fen', columns.Whole(), nullable=False),
        sa.Column('gross_fen', columns.Whole(), nullable=False),
        sa.Column('issued_at', columns.Moment(), nullable=False),
        sa.CheckConstraint('"gross_fen" >= 1', name='ck_service_paper_gross_fen'),
        sa.CheckConstraint('"kind" IN (\'invoice\', \'credit_note\')', name='ck_service_paper_kind'),
        sa.CheckConstraint('"net_fen" >= 0', name='ck_service_paper_net_fen'),
        sa.CheckConstraint('"vat_fen" >= 0', name='ck_service_paper_vat_fen'),
        sa.CheckConstraint('length("code") <= 20', name='ck_service_paper_code'),
        sa.CheckConstraint('length("tax_code") <= 18', name='ck_service_paper_tax_code'),
        sa.CheckConstraint('length("title") <= 120', name='ck_service_paper_title'),
        sa.CheckConstraint('net_fen + vat_fen = gross_fen', name='ck_service_paper_sum'),
        sa.ForeignKeyConstraint(['order_id'], ['service_order.id'], name=op.f('fk_service_paper_order_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_service_paper')),
        sa.UniqueConstraint('code', name=op.f('uq_service_paper_code')),
        sa.UniqueConstraint('order_id', 'kind', name='uq_service_paper_kind'),
        sqlite_strict=True
        )
    op.create_index(op.f('ix_service_paper_order_id'), 'service_paper', ['order_id'], unique=False)


def make_service_posting() -> None:
    op.create_table('service_posting',
        sa.Column('id', columns.Identity(), nullable=False),
        sa.Column('order_id', columns.Identity(), nullable=False),
        sa.Column('reason', columns.Words(), nullable=False),
        sa.Column('reference', columns.Words(), nullable=False),
        sa.Column('at', columns.Moment(), nullable=False),
        sa.CheckConstraint('"reason" IN (\'paid\', \'surplus\', \'released\', \'refunded\')', name='ck_service_posting_reason'),
        sa.CheckConstraint('length("reference") <= 160', name='ck_service_posting_reference'),
        sa.ForeignKeyConstraint(['order_id'], ['service_order.id'], name=op.f('fk_service_posting_order_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_service_posting')),
        sa.UniqueConstraint('reference', name=op.f('uq_service_posting_reference')),
        sqlite_strict=True
        )
    op.create_index(op.f('ix_service_posting_at'), 'service_posting', ['at'], unique=False)
    op.create_index(op.f('ix_service_posting_order_id'), 'service_posting', ['order_id'], unique=False)


def make_service_report() -> None:
    op.create_table('service_report',
        sa.Column('id', columns.Identity(), nullable=False),
        sa.Column('order_id', columns.Identity(), nullable=False),
        sa.Column('file_id', columns.Identity(), nullable=False),
        sa.Column('said', columns.Words(), nullable=False),
        sa.Column('by', columns.Words(), nullable=False),
        sa.Column('at', columns.Moment(), nullable=False),
        sa.CheckConstraint('length("by") <= 200', name='ck_service_report_by'),
        sa.CheckConstraint('length("said") <= 1000', name='ck_service_report_said'),
        sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_service_report_file_id')),
        sa.ForeignKeyConstraint(['order_id'], ['service_order.id'], name=op.f('fk_service_report_order_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_service_report')),
        sqlite_strict=True
        )
    op.create_index(op.f('ix_service_report_file_id'), 'service_report', ['file_id'], unique=True)
    op.create_index(op.f('ix_service_report_order_id'), 'service_report', ['order_id'], unique=True)


def make_service_session() -> None:
    op.create_table('service_session',
        sa.Column('id', columns.Identity(), nullable=False),
        sa.Column('order_id', columns.Identity(), nullable=False),
        sa.Column('person_id', columns.Identity(), nullable=False),
        sa.Column('provider_id', columns.Words(), nullable=True),
        sa.Column('payment_intent', columns.Words(), nullable=True),
        sa.Column('refund_id', columns.Words(), nullable=True),
        sa.Column('url', columns.Words(), nullable=False),
        sa.Column('amount_fen', columns.Whole(), nullable=False),
        sa.Column('status', columns.Words(), nullable=False),
        sa.Column('created_at', columns.Moment(), nullable=False),
        sa.Column('expires_at', columns.Moment(), nullable=False),
        sa.CheckConstraint('"amount_fen" >= 1', name='ck_service_session_amount_fen'),
        sa.CheckConstraint('"status" IN (\'opening\', \'open\', \'waiting\', \'paid\', \'expired\', \'failed\')', name='ck_service_session_status'),
        sa.CheckConstraint('length("payment_intent") <= 120', name='ck_service_session_payment_intent'),
        sa.CheckConstraint('length("provider_id") <= 120', name='ck_service_session_provider_id'),
        sa.CheckConstraint('length("refund_id") <= 120', name='ck_service_session_refund_id'),
        sa.CheckConstraint('length("url") <= 2000', name='ck_service_session_url'),
        sa.ForeignKeyConstraint(['order_id'], ['service_order.id'], name=op.f('fk_service_session_order_id')),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_service_session_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_service_session')),
        sa.UniqueConstraint('payment_intent', name=op.f('uq_service_session_payment_intent')),
        sa.UniqueConstraint('provider_id', name=op.f('uq_service_session_provider_id')),
        sa.UniqueConstraint('refund_id', name=op.f('uq_service_session_refund_id')),
        sqlite_strict=True
        )
    op.create_index(op.f('ix_service_session_order_id'), 'service_session', ['order_id'], unique=False)
    op.create_index(op.f('ix_service_session_person_id'), 'service_session', ['person_id'], unique=False)
    op.create_index(op.f('ix_service_session_status'), 'service_session', ['status'], unique=False)
    op.create_index('uq_service_session_undecided', 'service_session', ['order_id'], unique=True, sqlite_where=sa.text("status IN ('opening', 'open', 'waiting')"), postgresql_where=sa.text("status IN ('opening', 'open', 'waiting')"))


def make_service_step() -> None:
    op.create_table('service_step',
        sa.Column('id', columns.Identity(), nullable=False),
        sa.Column('order_id', columns.Identity(), nullable=False),
        sa.Column('status', columns.Words(), nullable=False),
        sa.Column('at', columns.Moment(), nullable=False),
        sa.Column('by', columns.Words(), nullable=False),
        sa.Column('note', columns.Words(), nullable=False),
        sa.CheckConstraint('"status" IN (\'ordered\', \'paid\', \'in_progress\', \'delivered\', \'closed\', \'cancelled\')', name='ck_service_step_status'),
        sa.CheckConstraint('length("by") <= 200', name='ck_service_step_by'),
        sa.CheckConstraint('length("note") <= 300', name='ck_service_step_note'),
        sa.ForeignKeyConstraint(['order_id'], ['service_order.id'], name=op.f('fk_service_step_order_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_service_step')),
        sqlite_strict=True
        )
    op.create_index(op.f('ix_service_step_order_id'), 'service_step', ['order_id'], unique=False)


def make_service_entry() -> None:
    op.create_table('service_entry',
        sa.Column('id', columns.Identity(), nullable=False),
        sa.Column('posting_id', columns.Identity(), nullable=False),
        sa.Column('order_id', columns.Identity(), nullable=False),
        sa.Column('account', columns.Words(), nullable=False),
        sa.Column('amount_fen', columns.Whole(), nullable=False),
        sa.CheckConstraint('"account" IN (\'service_receipts\', \'service_transfers\', \'service_income\', \'service_vat\', \'service_owed_back\')', name='ck_service_entry_account'),
        sa.ForeignKeyConstraint(['order_id'], ['service_order.id'], name=op.f('fk_service_entry_order_id')),
        sa.ForeignKeyConstraint(['posting_id'], ['service_posting.id'], name=op.f('fk_service_entry_posting_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_service_entry')),
        sqlite_strict=True
        )
    op.create_index(op.f('ix_service_entry_order_id'), 'service_entry', ['order_id'], unique=False)
    op.create_index(op.f('ix_service_entry_posting_id'), 'service_entry', ['posting_id'], unique=False)


def make_service_measurement() -> None:
    op.create_table('service_measurement',
        sa.Column('id', columns.Identity(), nullable=False),
        sa.Column('report_id', columns.Identity(), nullable=False),
        sa.Column('indicator', columns.Words(), nullable=False),
        sa.Column('value', columns.Exact(), nullable=False),
        sa.CheckConstraint('length("indicator") <= 80', name='ck_service_measurement_indicator'),
        sa.ForeignKeyConstraint(['indicator'], ['indicator.key'], name=op.f('fk_service_measurement_indicator')),
        sa.ForeignKeyConstraint(['report_id'], ['service_report.id'], name=op.f('fk_service_measurement_report_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_service_measurement')),
        sa.UniqueConstraint('report_id', 'indicator', name='uq_service_measurement_indicator'),
        sqlite_strict=True
        )
    op.create_index(op.f('ix_service_measurement_report_id'), 'service_measurement', ['report_id'], unique=False)
