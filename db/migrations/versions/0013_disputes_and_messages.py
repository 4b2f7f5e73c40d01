"""Disputes between the parties of an order, and what they write to each other."""

import sqlalchemy as sa
from alembic import op

from db import columns
from db.migrations import choices

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

LIVE = "status IN ('open', 'answered', 'with_official')"
GROUNDS = (
    "\"ground\" IN ('not_delivered', 'not_as_described', 'damaged', 'quantity', 'return_refused', 'payment', "
    "'not_inspected', 'other')"
)
REMEDIES = "\"remedy\" IN ('amount_off', 'goods_back', 'delivery', 'payment', 'inspection')"
STATUSES = "\"status\" IN ('open', 'answered', 'with_official', 'decided', 'settled', 'withdrawn')"
OUTCOMES = "\"outcome\" IN ('dismissed', 'amount_off', 'undone', 'upheld')"
SAYINGS = "\"saying\" IN ('opening', 'answer', 'question', 'reply')"


def upgrade() -> None:
    choices.add(op.get_bind(), "stored_file", "purpose", "correspondence")
    choices.add(op.get_bind(), "order_return", "origin", "dispute")
    add_disputes()
    add_what_is_said()
    add_messages()


def add_disputes() -> None:
    op.create_table(
        "dispute",
        sa.Column("id", columns.Identity(), nullable=False),
        sa.Column("code", columns.Words(), nullable=False),
        sa.Column("key", columns.Words(), nullable=False),
        sa.Column("order_id", columns.Identity(), nullable=False),
        sa.Column("opened_by", columns.Words(), nullable=False),
        sa.Column("ground", columns.Words(), nullable=False),
        sa.Column("remedy", columns.Words(), nullable=False),
        sa.Column("amount_fen", columns.Whole(), nullable=False),
        sa.Column("status", columns.Words(), nullable=False),
        sa.Column("opened_at", columns.Moment(), nullable=False),
        sa.Column("answer_by", columns.Moment(), nullable=False),
        sa.Column("passed_on_at", columns.Moment(), nullable=True),
        sa.Column("official_id", columns.Identity(), nullable=True),
        sa.Column("taken_at", columns.Moment(), nullable=True),
        sa.Column("outcome", columns.Words(), nullable=True),
        sa.Column("off_fen", columns.Whole(), nullable=False),
        sa.Column("goods_back", columns.Flag(), nullable=False),
        sa.Column("reasons_zh", columns.Words(), nullable=False),
        sa.Column("reasons_en", columns.Words(), nullable=False),
        sa.Column("ended_at", columns.Moment(), nullable=True),
        sa.Column("ended_by", columns.Words(), nullable=False),
        sa.CheckConstraint(GROUNDS, name="ck_dispute_ground"),
        sa.CheckConstraint(REMEDIES, name="ck_dispute_remedy"),
        sa.CheckConstraint(STATUSES, name="ck_dispute_status"),
        sa.CheckConstraint(OUTCOMES, name="ck_dispute_outcome"),
        sa.CheckConstraint("\"opened_by\" IN ('buyer', 'supplier')", name="ck_dispute_opened_by"),
        sa.CheckConstraint('"amount_fen" >= 0', name="ck_dispute_amount_fen"),
        sa.CheckConstraint('"off_fen" >= 0', name="ck_dispute_off_fen"),
        sa.CheckConstraint('length("code") <= 20', name="ck_dispute_code"),
        sa.CheckConstraint('length("ended_by") <= 200', name="ck_dispute_ended_by"),
        sa.CheckConstraint('length("key") <= 80', name="ck_dispute_key"),
        sa.CheckConstraint('length("reasons_en") <= 4000', name="ck_dispute_reasons_en"),
        sa.CheckConstraint('length("reasons_zh") <= 4000', name="ck_dispute_reasons_zh"),
        sa.CheckConstraint(f"({LIVE}) = (ended_at IS NULL)", name="ck_dispute_ended"),
        sa.CheckConstraint("off_fen = 0 OR outcome IN ('amount_off', 'undone')", name="ck_dispute_taken_off"),
        sa.ForeignKeyConstraint(["official_id"], ["person.id"], name=op.f("fk_dispute_official_id")),
        sa.ForeignKeyConstraint(["order_id"], ["order.id"], name=op.f("fk_dispute_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute")),
        sa.UniqueConstraint("code", name=op.f("uq_dispute_code")),
        sa.UniqueConstraint("key", name=op.f("uq_dispute_key")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_dispute_order_id"), "dispute", ["order_id"], unique=False)
    op.create_index(op.f("ix_dispute_status"), "dispute", ["status"], unique=False)
    live = sa.text(LIVE)
    op.create_index("uq_dispute_live", "dispute", ["order_id"], unique=True, sqlite_where=live, postgresql_where=live)
    op.create_table(
        "dispute_line",
        sa.Column("id", columns.Identity(), nullable=False),
        sa.Column("dispute_id", columns.Identity(), nullable=False),
        sa.Column("line_id", columns.Identity(), nullable=False),
        sa.Column("quantity_milli", columns.Whole(), nullable=False),
        sa.CheckConstraint('"quantity_milli" >= 1', name="ck_dispute_line_quantity_milli"),
        sa.ForeignKeyConstraint(["dispute_id"], ["dispute.id"], name=op.f("fk_dispute_line_dispute_id")),
        sa.ForeignKeyConstraint(["line_id"], ["order_line.id"], name=op.f("fk_dispute_line_line_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute_line")),
        sa.UniqueConstraint("dispute_id", "line_id", name="uq_dispute_line"),
        sqlite_strict=True,
    )


def add_what_is_said() -> None:
    op.create_table(
        "dispute_said",
        sa.Column("id", columns.Identity(), nullable=False),
        sa.Column("dispute_id", columns.Identity(), nullable=False),
        sa.Column("saying", columns.Words(), nullable=False),
        sa.Column("side", columns.Words(), nullable=False),
        sa.Column("text", columns.Words(), nullable=False),
        sa.Column("at", columns.Moment(), nullable=False),
        sa.Column("by", columns.Words(), nullable=False),
        sa.CheckConstraint(SAYINGS, name="ck_dispute_said_saying"),
        sa.CheckConstraint("\"side\" IN ('buyer', 'supplier')", name="ck_dispute_said_side"),
        sa.CheckConstraint('length("by") <= 200', name="ck_dispute_said_by"),
        sa.CheckConstraint('length("text") <= 4000', name="ck_dispute_said_text"),
        sa.ForeignKeyConstraint(["dispute_id"], ["dispute.id"], name=op.f("fk_dispute_said_dispute_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute_said")),
        sa.UniqueConstraint("dispute_id", "saying", "side", name="uq_dispute_said"),
        sqlite_strict=True,
    )
    op.create_table(
        "dispute_file",
        sa.Column("id", columns.Identity(), nullable=False),
        sa.Column("said_id", columns.Identity(), nullable=False),
        sa.Column("file_id", columns.Identity(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_dispute_file_file_id")),
        sa.ForeignKeyConstraint(["said_id"], ["dispute_said.id"], name=op.f("fk_dispute_file_said_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute_file")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_dispute_file_file_id"), "dispute_file", ["file_id"], unique=True)
    op.create_index(op.f("ix_dispute_file_said_id"), "dispute_file", ["said_id"], unique=False)


def add_messages() -> None:
    op.create_table(
        "message",
        sa.Column("id", columns.Identity(), nullable=False),
        sa.Column("order_id", columns.Identity(), nullable=False),
        sa.Column("key", columns.Words(), nullable=False),
        sa.Column("side", columns.Words(), nullable=False),
        sa.Column("text", columns.Words(), nullable=False),
        sa.Column("at", columns.Moment(), nullable=False),
        sa.Column("by", columns.Words(), nullable=False),
        sa.CheckConstraint("\"side\" IN ('buyer', 'supplier')", name="ck_message_side"),
        sa.CheckConstraint('length("by") <= 200', name="ck_message_by"),
        sa.CheckConstraint('length("key") <= 80', name="ck_message_key"),
        sa.CheckConstraint('length("text") <= 2000', name="ck_message_text"),
        sa.ForeignKeyConstraint(["order_id"], ["order.id"], name=op.f("fk_message_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("key", name=op.f("uq_message_key")),
        sqlite_strict=True,
    )
    op.create_index("ix_message_order", "message", ["order_id", "at"], unique=False)
    op.create_table(
        "message_file",
        sa.Column("id", columns.Identity(), nullable=False),
        sa.Column("message_id", columns.Identity(), nullable=False),
        sa.Column("file_id", columns.Identity(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_message_file_file_id")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_message_file_message_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_file")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_message_file_file_id"), "message_file", ["file_id"], unique=True)
    op.create_index(op.f("ix_message_file_message_id"), "message_file", ["message_id"], unique=False)


def downgrade() -> None:
    """What only disputes and messages knew goes with them: their files, and returns that a dispute has led to."""
    for table in ("message_file", "message", "dispute_file", "dispute_said", "dispute_line", "dispute"):
        op.drop_table(table)
    back = "(SELECT id FROM order_return WHERE origin = 'dispute')"
    for table in ("order_return_line", "order_return_photo", "order_return_step"):
        op.execute(f"DELETE FROM {table} WHERE return_id IN {back}")  # noqa: S608
    op.execute("DELETE FROM order_return WHERE origin = 'dispute'")
    op.execute("DELETE FROM stored_file WHERE purpose = 'correspondence'")
    choices.remove(op.get_bind(), "order_return", "origin", "dispute")
    choices.remove(op.get_bind(), "stored_file", "purpose", "correspondence")
