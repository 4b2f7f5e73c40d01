"""Direct sale: requests for quotations, the answers, and which of them a purchase rests on."""

import sqlalchemy as sa
from alembic import op

from db import columns
from db.migrations import choices

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLES = ("quotation_line", "quotation", "request_file", "request_asked", "request_line", "quotation_request")


def upgrade() -> None:
    op.create_table(
        "quotation_request",
        sa.Column("id", columns.Identity(), nullable=False),
        sa.Column("code", columns.Words(), nullable=False),
        sa.Column("key", columns.Words(), nullable=False),
        sa.Column("buyer_id", columns.Identity(), nullable=False),
        sa.Column("person_id", columns.Identity(), nullable=False),
        sa.Column("status", columns.Words(), nullable=False),
        sa.Column("city", columns.Words(), nullable=False),
        sa.Column("district", columns.Words(), nullable=False),
        sa.Column("address", columns.Words(), nullable=False),
        sa.Column("wanted_by", columns.Day(), nullable=False),
        sa.Column("closes_on", columns.Day(), nullable=False),
        sa.Column("purpose", columns.Words(), nullable=False),
        sa.Column("words", columns.Words(), nullable=False),
        sa.Column("project_id", columns.Identity(), nullable=True),
        sa.Column("reason", columns.Words(), nullable=False),
        sa.Column("asked_at", columns.Moment(), nullable=False),
        sa.CheckConstraint("\"status\" IN ('open', 'partly', 'accepted', 'closed', 'withdrawn')", name="ck_quotation_request_status"),
        sa.CheckConstraint('length("address") <= 200', name="ck_quotation_request_address"),
        sa.CheckConstraint('length("city") <= 40', name="ck_quotation_request_city"),
        sa.CheckConstraint('length("code") <= 20', name="ck_quotation_request_code"),
        sa.CheckConstraint('length("district") <= 40', name="ck_quotation_request_district"),
        sa.CheckConstraint('length("key") <= 80', name="ck_quotation_request_key"),
        sa.CheckConstraint('length("purpose") <= 300', name="ck_quotation_request_purpose"),
        sa.CheckConstraint('length("reason") <= 300', name="ck_quotation_request_reason"),
        sa.CheckConstraint('length("words") <= 1000', name="ck_quotation_request_words"),
        sa.CheckConstraint("wanted_by >= closes_on", name="ck_quotation_request_days"),
        sa.ForeignKeyConstraint(["buyer_id"], ["organisation.id"], name=op.f("fk_quotation_request_buyer_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_quotation_request_person_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_quotation_request_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quotation_request")),
        sa.UniqueConstraint("code", name=op.f("uq_quotation_request_code")),
        sa.UniqueConstraint("key", name=op.f("uq_quotation_request_key")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_quotation_request_asked_at"), "quotation_request", ["asked_at"])
    op.create_index("ix_quotation_request_buyer", "quotation_request", ["buyer_id", "asked_at"])
    op.create_index(op.f("ix_quotation_request_person_id"), "quotation_request", ["person_id"])
    op.create_index(op.f("ix_quotation_request_project_id"), "quotation_request", ["project_id"])
    op.create_table(
        "request_line",
        sa.Column("id", columns.Identity(), nullable=False),
        sa.Column("request_id", columns.Identity(), nullable=False),
        sa.Column("position", columns.Whole(), nullable=False),
        sa.Column("product_id", columns.Identity(), nullable=True),
        sa.Column("kind", columns.Words(), nullable=False),
        sa.Column("unit", columns.Words(), nullable=False),
        sa.Column("quantity_milli", columns.Whole(), nullable=False),
        sa.Column("words", columns.Words(), nullable=False),
        sa.CheckConstraint('"position" >= 1', name="ck_request_line_position"),
        sa.CheckConstraint('"quantity_milli" >= 1', name="ck_request_line_quantity_milli"),
        sa.CheckConstraint('length("kind") <= 60', name="ck_request_line_kind"),
        sa.CheckConstraint('length("unit") <= 10', name="ck_request_line_unit"),
        sa.CheckConstraint('length("words") <= 500', name="ck_request_line_words"),
        sa.ForeignKeyConstraint(["kind"], ["kind.code"], name=op.f("fk_request_line_kind")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_request_line_product_id")),
        sa.ForeignKeyConstraint(["request_id"], ["quotation_request.id"], name=op.f("fk_request_line_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_line")),
        sa.UniqueConstraint("request_id", "position", name="uq_request_line_position"),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_request_line_product_id"), "request_line", ["product_id"])
    op.create_table(
        "request_asked",
        sa.Column("id", columns.Identity(), nullable=False),
        sa.Column("request_id", columns.Identity(), nullable=False),
        sa.Column("supplier_id", columns.Identity(), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["quotation_request.id"], name=op.f("fk_request_asked_request_id")),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_request_asked_supplier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_asked")),
        sa.UniqueConstraint("request_id", "supplier_id", name="uq_request_asked_supplier"),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_request_asked_supplier_id"), "request_asked", ["supplier_id"])
    op.create_table(
        "request_file",
        sa.Column("id", columns.Identity(), nullable=False),
        sa.Column("request_id", columns.Identity(), nullable=False),
        sa.Column("file_id", columns.Identity(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_request_file_file_id")),
        sa.ForeignKeyConstraint(["request_id"], ["quotation_request.id"], name=op.f("fk_request_file_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_file")),
        sa.UniqueConstraint("file_id", name=op.f("uq_request_file_file_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_request_file_request_id"), "request_file", ["request_id"])
    op.create_table(
        "quotation",
        sa.Column("id", columns.Identity(), nullable=False),
        sa.Column("request_id", columns.Identity(), nullable=False),
        sa.Column("supplier_id", columns.Identity(), nullable=False),
        sa.Column("person_id", columns.Identity(), nullable=False),
        sa.Column("revision", columns.Whole(), nullable=False),
        sa.Column("status", columns.Words(), nullable=False),
        sa.Column("total_fen", columns.Whole(), nullable=False),
        sa.Column("delivery_days", columns.Whole(), nullable=False),
        sa.Column("valid_until", columns.Day(), nullable=False),
        sa.Column("standing_until", columns.Day(), nullable=True),
        sa.Column("words", columns.Words(), nullable=False),
        sa.Column("reason", columns.Words(), nullable=False),
        sa.Column("given_at", columns.Moment(), nullable=False),
        sa.Column("decided_at", columns.Moment(), nullable=True),
        sa.CheckConstraint('"delivery_days" >= 0', name="ck_quotation_delivery_days"),
        sa.CheckConstraint('"revision" >= 1', name="ck_quotation_revision"),
        sa.CheckConstraint("\"status\" IN ('given', 'accepted', 'declined', 'replaced', 'withdrawn')", name="ck_quotation_status"),
        sa.CheckConstraint('"total_fen" >= 1', name="ck_quotation_total_fen"),
        sa.CheckConstraint('length("reason") <= 300', name="ck_quotation_reason"),
        sa.CheckConstraint('length("words") <= 1000', name="ck_quotation_words"),
        sa.CheckConstraint("standing_until >= valid_until", name="ck_quotation_days"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_quotation_person_id")),
        sa.ForeignKeyConstraint(["request_id"], ["quotation_request.id"], name=op.f("fk_quotation_request_id")),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_quotation_supplier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quotation")),
        sa.UniqueConstraint("request_id", "supplier_id", "revision", name="uq_quotation_revision"),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_quotation_person_id"), "quotation", ["person_id"])
    op.create_index(op.f("ix_quotation_supplier_id"), "quotation", ["supplier_id"])
    op.create_table(
        "quotation_line",
        sa.Column("id", columns.Identity(), nullable=False),
        sa.Column("quotation_id", columns.Identity(), nullable=False),
        sa.Column("line_id", columns.Identity(), nullable=False),
        sa.Column("product_id", columns.Identity(), nullable=False),
        sa.Column("quantity_milli", columns.Whole(), nullable=False),
        sa.Column("price_fen", columns.Whole(), nullable=False),
        sa.Column("total_fen", columns.Whole(), nullable=False),
        sa.Column("most_milli", columns.Whole(), nullable=True),
        sa.CheckConstraint('"most_milli" >= 1', name="ck_quotation_line_most_milli"),
        sa.CheckConstraint('"price_fen" >= 1', name="ck_quotation_line_price_fen"),
        sa.CheckConstraint('"quantity_milli" >= 1', name="ck_quotation_line_quantity_milli"),
        sa.CheckConstraint('"total_fen" >= 0', name="ck_quotation_line_total_fen"),
        sa.CheckConstraint("total_fen = (quantity_milli * price_fen + 500) / 1000", name="ck_quotation_line_total"),
        sa.ForeignKeyConstraint(["line_id"], ["request_line.id"], name=op.f("fk_quotation_line_line_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_quotation_line_product_id")),
        sa.ForeignKeyConstraint(["quotation_id"], ["quotation.id"], name=op.f("fk_quotation_line_quotation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quotation_line")),
        sa.UniqueConstraint("quotation_id", "line_id", name="uq_quotation_line_line"),
        sa.UniqueConstraint("quotation_id", "product_id", name="uq_quotation_line_product"),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_quotation_line_line_id"), "quotation_line", ["line_id"])
    op.create_index(op.f("ix_quotation_line_product_id"), "quotation_line", ["product_id"])
    connection = op.get_bind()
    kind = "UUID" if connection.dialect.name == "postgresql" else "TEXT"
    op.execute(
        f"ALTER TABLE purchase ADD COLUMN quotation_id {kind} "
        "CONSTRAINT fk_purchase_quotation_id REFERENCES quotation (id)"
    )
    op.create_index(op.f("ix_purchase_quotation_id"), "purchase", ["quotation_id"])
    choices.add(connection, "stored_file", "purpose", "quotation")


def downgrade() -> None:
    """Purchases stay, without what they rested on; the files of requests are forgotten."""
    op.drop_index(op.f("ix_purchase_quotation_id"), "purchase")
    op.execute("ALTER TABLE purchase DROP COLUMN quotation_id")
    for table in TABLES:
        op.drop_table(table)
    op.execute("DELETE FROM stored_file WHERE purpose = 'quotation'")
    choices.remove(op.get_bind(), "stored_file", "purpose", "quotation")
