"""Value added tax as dated rows, invoices, bank accounts of suppliers and what buyers say of their transfers."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from alembic import op

from db import columns
from db.migrations import append_only, choices

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

GOODS_ZH, GOODS_EN = "销售货物，税率13%", "Sale of goods, 13 %"
# What the law says from which day on. The last column marks what was simplified or not checked against its text.
RATES = [
    ("general", "0.13", date(2019, 4, 1), f"{GOODS_ZH}。《增值税暂行条例》第二条；财政部 税务总局 海关总署公告2019年第39号",
     f"{GOODS_EN}. Provisional Regulations on Value Added Tax, article 2; announcement 39 of 2019", False),
    ("general", "0.13", date(2026, 1, 1), f"{GOODS_ZH}。《中华人民共和国增值税法》第十条（2026年1月1日起施行）",
     f"{GOODS_EN}. Value Added Tax Law, article 10 (in force since 1 January 2026)", False),
    ("small_scale", "0.01", date(2020, 3, 1),
     "小规模纳税人，征收率3%减按1%。财政部 税务总局公告2020年第13号及延续文件（演示口径：地区差别与2022年免征阶段未单列）",
     "Small-scale taxpayers, 3 % reduced to 1 %. Announcement 13 of 2020 and those that prolong it (simplified for the "
     "demonstration: differences by region and the exemption of 2022 are left out)", True),
    ("small_scale", "0.01", date(2023, 1, 1),
     "小规模纳税人，征收率3%减按1%，执行至2027年12月31日。财政部 税务总局公告2023年第1号、第19号",
     "Small-scale taxpayers, 3 % reduced to 1 % until 31 December 2027. Announcements 1 and 19 of 2023", False),
    ("small_scale", "0.03", date(2028, 1, 1),
     "小规模纳税人，征收率3%。《中华人民共和国增值税法》第十一条（演示口径：减征政策未再延续）",
     "Small-scale taxpayers, 3 %. Value Added Tax Law, article 11 (for the demonstration: the reduction is not "
     "prolonged)", True),
]  # fmt: skip
APPEND_ONLY = ("vat_rate", "taxpayer_statement", "bank_account")
PURPOSES = ("invoice", "transfer")


def upgrade() -> None:
    for purpose in PURPOSES:
        choices.add(op.get_bind(), "stored_file", "purpose", purpose)
    add_rates()
    add_transfers()
    add_invoices()
    for table in APPEND_ONLY:
        for action in ("UPDATE", "DELETE"):
            op.execute(append_only.trigger(op.get_bind(), table, action))


def add_rates() -> None:
    op.create_table('vat_rate',
    sa.Column('id', columns.Identity(), nullable=False),
    sa.Column('taxpayer', columns.Words(), nullable=False),
    sa.Column('category', columns.Words(), nullable=False),
    sa.Column('kind', columns.Words(), nullable=False),
    sa.Column('rate', columns.Exact(), nullable=False),
    sa.Column('valid_from', columns.Day(), nullable=False),
    sa.Column('basis_zh', columns.Words(), nullable=False),
    sa.Column('basis_en', columns.Words(), nullable=False),
    sa.Column('demonstration', columns.Flag(), nullable=False),
    sa.Column('set_by', columns.Words(), nullable=False),
    sa.Column('set_at', columns.Moment(), nullable=False),
    sa.CheckConstraint('"taxpayer" IN (\'general\', \'small_scale\')', name='ck_vat_rate_taxpayer'),
    sa.CheckConstraint('rate >= 0 AND rate < 1000000', name='ck_vat_rate_range'),
    sa.CheckConstraint('length("basis_en") <= 450', name='ck_vat_rate_basis_en'),
    sa.CheckConstraint('length("basis_zh") <= 300', name='ck_vat_rate_basis_zh'),
    sa.CheckConstraint('length("category") <= 40', name='ck_vat_rate_category'),
    sa.CheckConstraint('length("kind") <= 60', name='ck_vat_rate_kind'),
    sa.CheckConstraint('length("set_by") <= 200', name='ck_vat_rate_set_by'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_vat_rate')),
    sqlite_strict=True
    )
    with op.batch_alter_table('vat_rate', schema=None) as batch_op:
        batch_op.create_index('ix_vat_rate_from', ['taxpayer', 'valid_from'], unique=False)

    op.create_table('taxpayer_statement',
    sa.Column('id', columns.Identity(), nullable=False),
    sa.Column('supplier_id', columns.Identity(), nullable=False),
    sa.Column('taxpayer', columns.Words(), nullable=False),
    sa.Column('stated_by', columns.Words(), nullable=False),
    sa.Column('stated_at', columns.Moment(), nullable=False),
    sa.CheckConstraint('"taxpayer" IN (\'general\', \'small_scale\')', name='ck_taxpayer_statement_taxpayer'),
    sa.CheckConstraint('length("stated_by") <= 200', name='ck_taxpayer_statement_stated_by'),
    sa.ForeignKeyConstraint(['supplier_id'], ['supplier.id'], name=op.f('fk_taxpayer_statement_supplier_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_taxpayer_statement')),
    sqlite_strict=True
    )
    with op.batch_alter_table('taxpayer_statement', schema=None) as batch_op:
        batch_op.create_index('ix_taxpayer_statement_supplier', ['supplier_id', 'stated_at'], unique=False)

    insert_rates()


def insert_rates() -> None:
    rows = sa.table(
        "vat_rate",
        sa.column("id", columns.Identity()), sa.column("taxpayer", columns.Words()),
        sa.column("category", columns.Words()), sa.column("kind", columns.Words()),
        sa.column("rate", columns.Exact()), sa.column("valid_from", columns.Day()),
        sa.column("basis_zh", columns.Words()), sa.column("basis_en", columns.Words()),
        sa.column("demonstration", columns.Flag()), sa.column("set_by", columns.Words()),
        sa.column("set_at", columns.Moment()),
    )  # fmt: skip
    names = ("taxpayer", "rate", "valid_from", "basis_zh", "basis_en", "demonstration")
    shared = {"category": "", "kind": "", "set_by": "museum", "set_at": datetime(2019, 4, 1, tzinfo=UTC)}
    for number, row in enumerate(RATES, start=1):
        said = dict(zip(names, row, strict=True))
        said |= {"id": UUID(int=0x0169A2F00000_7000_8000_000000000000 + number), "rate": Decimal(row[1])}
        op.execute(rows.insert().values(**shared, **said))


def add_transfers() -> None:
    op.create_table('bank_account',
    sa.Column('id', columns.Identity(), nullable=False),
    sa.Column('supplier_id', columns.Identity(), nullable=False),
    sa.Column('bank', columns.Words(), nullable=False),
    sa.Column('number', columns.Words(), nullable=False),
    sa.Column('bank_code', columns.Words(), nullable=False),
    sa.Column('set_by', columns.Words(), nullable=False),
    sa.Column('set_at', columns.Moment(), nullable=False),
    sa.CheckConstraint('length("bank") <= 120', name='ck_bank_account_bank'),
    sa.CheckConstraint('length("bank_code") <= 12', name='ck_bank_account_bank_code'),
    sa.CheckConstraint('length("number") <= 30', name='ck_bank_account_number'),
    sa.CheckConstraint('length("set_by") <= 200', name='ck_bank_account_set_by'),
    sa.ForeignKeyConstraint(['supplier_id'], ['supplier.id'], name=op.f('fk_bank_account_supplier_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bank_account')),
    sqlite_strict=True
    )
    with op.batch_alter_table('bank_account', schema=None) as batch_op:
        batch_op.create_index('ix_bank_account_supplier', ['supplier_id', 'set_at'], unique=False)

    op.create_table('transfer_notice',
    sa.Column('id', columns.Identity(), nullable=False),
    sa.Column('order_id', columns.Identity(), nullable=False),
    sa.Column('paid_on', columns.Day(), nullable=False),
    sa.Column('serial', columns.Words(), nullable=False),
    sa.Column('file_id', columns.Identity(), nullable=True),
    sa.Column('said_by', columns.Words(), nullable=False),
    sa.Column('said_at', columns.Moment(), nullable=False),
    sa.CheckConstraint('length("said_by") <= 200', name='ck_transfer_notice_said_by'),
    sa.CheckConstraint('length("serial") <= 60', name='ck_transfer_notice_serial'),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_transfer_notice_file_id')),
    sa.ForeignKeyConstraint(['order_id'], ['order.id'], name=op.f('fk_transfer_notice_order_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_transfer_notice')),
    sa.UniqueConstraint('file_id', name=op.f('uq_transfer_notice_file_id')),
    sqlite_strict=True
    )
    with op.batch_alter_table('transfer_notice', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_transfer_notice_order_id'), ['order_id'], unique=False)



def add_invoices() -> None:
    op.create_table('invoice_request',
    sa.Column('id', columns.Identity(), nullable=False),
    sa.Column('order_id', columns.Identity(), nullable=False),
    sa.Column('kind', columns.Words(), nullable=False),
    sa.Column('title', columns.Words(), nullable=False),
    sa.Column('code', columns.Words(), nullable=False),
    sa.Column('address', columns.Words(), nullable=False),
    sa.Column('phone', columns.Words(), nullable=False),
    sa.Column('bank', columns.Words(), nullable=False),
    sa.Column('account', columns.Words(), nullable=False),
    sa.Column('asked_at', columns.Moment(), nullable=False),
    sa.Column('changed_at', columns.Moment(), nullable=False),
    sa.CheckConstraint('"kind" IN (\'ordinary\', \'special\')', name='ck_invoice_request_kind'),
    sa.CheckConstraint('length("account") <= 40', name='ck_invoice_request_account'),
    sa.CheckConstraint('length("address") <= 200', name='ck_invoice_request_address'),
    sa.CheckConstraint('length("bank") <= 120', name='ck_invoice_request_bank'),
    sa.CheckConstraint('length("code") <= 18', name='ck_invoice_request_code'),
    sa.CheckConstraint('length("phone") <= 40', name='ck_invoice_request_phone'),
    sa.CheckConstraint('length("title") <= 120', name='ck_invoice_request_title'),
    sa.ForeignKeyConstraint(['order_id'], ['order.id'], name=op.f('fk_invoice_request_order_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invoice_request')),
    sa.UniqueConstraint('order_id', name=op.f('uq_invoice_request_order_id')),
    sqlite_strict=True
    )
    op.create_table('invoice',
    sa.Column('id', columns.Identity(), nullable=False),
    sa.Column('order_id', columns.Identity(), nullable=False),
    sa.Column('supplier_id', columns.Identity(), nullable=False),
    sa.Column('kind', columns.Words(), nullable=False),
    sa.Column('number', columns.Words(), nullable=False),
    sa.Column('issued_on', columns.Day(), nullable=False),
    sa.Column('net_fen', columns.Whole(), nullable=False),
    sa.Column('tax_fen', columns.Whole(), nullable=False),
    sa.Column('gross_fen', columns.Whole(), nullable=False),
    sa.Column('corrects_id', columns.Identity(), nullable=True),
    sa.Column('file_id', columns.Identity(), nullable=False),
    sa.Column('status', columns.Words(), nullable=False),
    sa.Column('added_at', columns.Moment(), nullable=False),
    sa.CheckConstraint('"kind" IN (\'ordinary\', \'special\')', name='ck_invoice_kind'),
    sa.CheckConstraint('"status" IN (\'issued\', \'accepted\', \'returned\', \'replaced\', \'withdrawn\')', name='ck_invoice_status'),
    sa.CheckConstraint('(corrects_id IS NULL AND gross_fen > 0) OR (corrects_id IS NOT NULL AND gross_fen < 0)', name='ck_invoice_sign'),
    sa.CheckConstraint('length("number") <= 20', name='ck_invoice_number'),
    sa.CheckConstraint('net_fen + tax_fen = gross_fen', name='ck_invoice_sum'),
    sa.ForeignKeyConstraint(['corrects_id'], ['invoice.id'], name=op.f('fk_invoice_corrects_id')),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_invoice_file_id')),
    sa.ForeignKeyConstraint(['order_id'], ['order.id'], name=op.f('fk_invoice_order_id')),
    sa.ForeignKeyConstraint(['supplier_id'], ['supplier.id'], name=op.f('fk_invoice_supplier_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invoice')),
    sa.UniqueConstraint('file_id', name=op.f('uq_invoice_file_id')),
    sqlite_strict=True
    )
    with op.batch_alter_table('invoice', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invoice_corrects_id'), ['corrects_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_invoice_order_id'), ['order_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_invoice_status'), ['status'], unique=False)
        batch_op.create_index('uq_invoice_number', ['supplier_id', 'number'], unique=True, sqlite_where=sa.text("status IN ('issued', 'accepted')"), postgresql_where=sa.text("status IN ('issued', 'accepted')"))

    op.create_table('invoice_step',
    sa.Column('id', columns.Identity(), nullable=False),
    sa.Column('invoice_id', columns.Identity(), nullable=False),
    sa.Column('status', columns.Words(), nullable=False),
    sa.Column('at', columns.Moment(), nullable=False),
    sa.Column('by', columns.Words(), nullable=False),
    sa.Column('note', columns.Words(), nullable=False),
    sa.CheckConstraint('"status" IN (\'issued\', \'accepted\', \'returned\', \'replaced\', \'withdrawn\')', name='ck_invoice_step_status'),
    sa.CheckConstraint('length("by") <= 200', name='ck_invoice_step_by'),
    sa.CheckConstraint('length("note") <= 300', name='ck_invoice_step_note'),
    sa.ForeignKeyConstraint(['invoice_id'], ['invoice.id'], name=op.f('fk_invoice_step_invoice_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invoice_step')),
    sqlite_strict=True
    )
    with op.batch_alter_table('invoice_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invoice_step_invoice_id'), ['invoice_id'], unique=False)



def downgrade() -> None:
    for table in ("invoice_step", "invoice", "invoice_request", "transfer_notice", "bank_account", "taxpayer_statement",
                  "vat_rate"):  # fmt: skip
        op.drop_table(table)
    for purpose in PURPOSES:
        op.execute(sa.text("DELETE FROM stored_file WHERE purpose = :purpose").bindparams(purpose=purpose))
        choices.remove(op.get_bind(), "stored_file", "purpose", purpose)
