"""Limits of small purchases, approvals, colleagues by invitation; purpose and project of each line."""

import sqlalchemy as sa
from alembic import op

from db import columns

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

LINE_PURPOSE = """ALTER TABLE order_line ADD COLUMN purpose {words} NOT NULL DEFAULT ''
CONSTRAINT ck_order_line_purpose CHECK (length("purpose") <= 300)"""
CARRIED_OVER = """UPDATE order_line SET
purpose = (SELECT p.purpose FROM purchase p JOIN "order" o ON o.purchase_id = p.id WHERE o.id = order_line.order_id),
project_id = (SELECT p.project_id FROM purchase p JOIN "order" o ON o.purchase_id = p.id
              WHERE o.id = order_line.order_id)"""


def upgrade() -> None:
    limits()
    approvals()
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    reference, truth, no = ("UUID", "BOOLEAN", "FALSE") if on_postgresql else ("TEXT", "INTEGER", "0")
    op.execute(LINE_PURPOSE.format(words="VARCHAR" if on_postgresql else "TEXT"))
    op.execute(
        f"ALTER TABLE order_line ADD COLUMN project_id {reference} "
        "CONSTRAINT fk_order_line_project_id REFERENCES project (id)"
    )
    op.execute(CARRIED_OVER)
    op.execute(
        f"ALTER TABLE invitation ADD COLUMN organisation_id {reference} "
        "CONSTRAINT fk_invitation_organisation_id REFERENCES organisation (id)"
    )
    op.execute(f"ALTER TABLE invitation ADD COLUMN approver {truth} NOT NULL DEFAULT {no}")


def limits() -> None:
    op.create_table(
        "purchase_limit",
        sa.Column("id", columns.Identity(), nullable=False),
        sa.Column("city", columns.Words(), nullable=False),
        sa.Column("category", columns.Words(), nullable=False),
        sa.Column("kind", columns.Words(), nullable=False),
        sa.Column("scope", columns.Words(), nullable=False),
        sa.Column("amount_fen", columns.Whole(), nullable=False),
        sa.Column("split_days", columns.Whole(), nullable=False),
        sa.Column("refuse_split", columns.Flag(), nullable=False),
        sa.Column("valid_from", columns.Day(), nullable=False),
        sa.Column("valid_until", columns.Day(), nullable=True),
        sa.Column("basis_zh", columns.Words(), nullable=False),
        sa.Column("basis_en", columns.Words(), nullable=False),
        sa.Column("reason", columns.Words(), nullable=False),
        sa.Column("set_by", columns.Words(), nullable=False),
        sa.Column("set_at", columns.Moment(), nullable=False),
        sa.CheckConstraint("\"scope\" IN ('purchase', 'year')", name="ck_purchase_limit_scope"),
        sa.CheckConstraint('"amount_fen" >= 1', name="ck_purchase_limit_amount_fen"),
        sa.CheckConstraint('"split_days" >= 1', name="ck_purchase_limit_split_days"),
        sa.CheckConstraint('length("city") <= 40', name="ck_purchase_limit_city"),
        sa.CheckConstraint('length("category") <= 40', name="ck_purchase_limit_category"),
        sa.CheckConstraint('length("kind") <= 60', name="ck_purchase_limit_kind"),
        sa.CheckConstraint('length("basis_zh") <= 300', name="ck_purchase_limit_basis_zh"),
        sa.CheckConstraint('length("basis_en") <= 450', name="ck_purchase_limit_basis_en"),
        sa.CheckConstraint('length("reason") <= 300', name="ck_purchase_limit_reason"),
        sa.CheckConstraint('length("set_by") <= 200', name="ck_purchase_limit_set_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase_limit")),
        sqlite_strict=True,
    )
    op.create_index("ix_purchase_limit_city", "purchase_limit", ["city", "valid_from"], unique=False)
    still_open = sa.text("valid_until IS NULL")
    op.create_index(
        "uq_purchase_limit_open", "purchase_limit", ["city", "category", "kind", "scope"], unique=True,
        sqlite_where=still_open, postgresql_where=still_open,
    )  # fmt: skip
    op.create_table(
        "split_suspicion",
        sa.Column("id", columns.Identity(), nullable=False),
        sa.Column("purchase_id", columns.Identity(), nullable=False),
        sa.Column("kind", columns.Words(), nullable=False),
        sa.Column("days", columns.Whole(), nullable=False),
        sa.Column("purchases", columns.Whole(), nullable=False),
        sa.Column("sum_fen", columns.Whole(), nullable=False),
        sa.Column("limit_fen", columns.Whole(), nullable=False),
        sa.Column("noted_at", columns.Moment(), nullable=False),
        sa.CheckConstraint('"days" >= 1', name="ck_split_suspicion_days"),
        sa.CheckConstraint('"purchases" >= 2', name="ck_split_suspicion_purchases"),
        sa.CheckConstraint('"sum_fen" >= 1', name="ck_split_suspicion_sum_fen"),
        sa.CheckConstraint('"limit_fen" >= 1', name="ck_split_suspicion_limit_fen"),
        sa.CheckConstraint('length("kind") <= 60', name="ck_split_suspicion_kind"),
        sa.ForeignKeyConstraint(["purchase_id"], ["purchase.id"], name=op.f("fk_split_suspicion_purchase_id")),
        sa.ForeignKeyConstraint(["kind"], ["kind.code"], name=op.f("fk_split_suspicion_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_split_suspicion")),
        sa.UniqueConstraint("purchase_id", "kind", name="uq_split_suspicion_kind"),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_split_suspicion_noted_at"), "split_suspicion", ["noted_at"], unique=False)


def approvals() -> None:
    op.create_table(
        "approval_rule",
        sa.Column("organisation_id", columns.Identity(), nullable=False),
        sa.Column("above_fen", columns.Whole(), nullable=False),
        sa.Column("set_by", columns.Identity(), nullable=False),
        sa.Column("set_at", columns.Moment(), nullable=False),
        sa.CheckConstraint('"above_fen" >= 0', name="ck_approval_rule_above_fen"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_approval_rule_organisation_id")
        ),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_approval_rule_set_by")),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_approval_rule")),
        sqlite_strict=True,
    )
    op.create_table(
        "approval",
        sa.Column("id", columns.Identity(), nullable=False),
        sa.Column("purchase_id", columns.Identity(), nullable=False),
        sa.Column("organisation_id", columns.Identity(), nullable=False),
        sa.Column("asked_by", columns.Identity(), nullable=False),
        sa.Column("asked_at", columns.Moment(), nullable=False),
        sa.Column("above_fen", columns.Whole(), nullable=False),
        sa.Column("status", columns.Words(), nullable=False),
        sa.Column("decided_by", columns.Identity(), nullable=True),
        sa.Column("decided_at", columns.Moment(), nullable=True),
        sa.Column("note", columns.Words(), nullable=False),
        sa.CheckConstraint("(status = 'waiting') = (decided_at IS NULL)", name="ck_approval_decided"),
        sa.CheckConstraint("decided_by IS NULL OR decided_by <> asked_by", name="ck_approval_four_eyes"),
        sa.CheckConstraint('"above_fen" >= 0', name="ck_approval_above_fen"),
        sa.CheckConstraint(
            "\"status\" IN ('waiting', 'released', 'refused', 'withdrawn', 'lapsed')", name="ck_approval_status"
        ),
        sa.CheckConstraint('length("note") <= 300', name="ck_approval_note"),
        sa.ForeignKeyConstraint(["purchase_id"], ["purchase.id"], name=op.f("fk_approval_purchase_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_approval_organisation_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_approval_asked_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_approval_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
        sa.UniqueConstraint("purchase_id", name=op.f("uq_approval_purchase_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_approval_organisation", "approval", ["organisation_id", "status"], unique=False)


def downgrade() -> None:
    """Colleagues' open invitations end with the column that names their organisation."""
    op.execute("DELETE FROM invitation WHERE organisation_id IS NOT NULL")
    for table, column in (
        ("invitation", "approver"), ("invitation", "organisation_id"),
        ("order_line", "project_id"), ("order_line", "purpose"),
    ):  # fmt: skip
        op.drop_column(table, column)
    for table in ("approval", "approval_rule", "split_suspicion", "purchase_limit"):
        op.drop_table(table)
