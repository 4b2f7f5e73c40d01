"""Orders in parts: what is undone of a bound order, shipments, inspection and returns."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from db import columns
from db.migrations import append_only, checks, choices

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


SHIPPED = """
SELECT o.id, o.carrier, o.tracking_number, o.placed_at,
  (SELECT min(at) FROM order_step WHERE order_id = o.id AND status = 'shipped') AS shipped_at,
  (SELECT min(at) FROM order_step WHERE order_id = o.id AND status = 'received') AS received_at
FROM "order" AS o WHERE o.status IN ('shipped', 'received', 'accepted', 'closed')
"""
LINES = "SELECT id, order_id, quantity_milli FROM order_line"
BACK = """
UPDATE "order" SET
  carrier = coalesce((SELECT carrier FROM shipment WHERE order_id = "order".id AND number = 1), ''),
  tracking_number = coalesce((SELECT tracking_number FROM shipment WHERE order_id = "order".id AND number = 1), '')
"""
MANY = 5000


def upgrade() -> None:
    checks.change(op.get_bind(), "fact", "ck_fact_reason", "\"reason\" IN ('sale', 'reversal', 'reduction')")
    choices.add(op.get_bind(), "stored_file", "purpose", "evidence")
    make_reductions()
    make_shipments()
    make_returns()
    carry_over(op.get_bind())
    for name in ("carrier", "tracking_number"):
        checks.drop(op.get_bind(), "order", f"ck_order_{name}")
        op.execute(f'ALTER TABLE "order" DROP COLUMN {name}')


def make_reductions() -> None:
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


def make_shipments() -> None:
    op.create_table(
        "shipment",
        sa.Column("id", columns.Identity(), nullable=False),
        sa.Column("order_id", columns.Identity(), nullable=False),
        sa.Column("number", columns.Whole(), nullable=False),
        sa.Column("carrier", columns.Words(), nullable=False),
        sa.Column("tracking_number", columns.Words(), nullable=False),
        sa.Column("shipped_at", columns.Moment(), nullable=False),
        sa.Column("received_at", columns.Moment(), nullable=True),
        sa.CheckConstraint('"number" >= 1', name="ck_shipment_number"),
        sa.CheckConstraint('length("carrier") <= 80', name="ck_shipment_carrier"),
        sa.CheckConstraint('length("tracking_number") <= 80', name="ck_shipment_tracking_number"),
        sa.ForeignKeyConstraint(["order_id"], ["order.id"], name=op.f("fk_shipment_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipment")),
        sa.UniqueConstraint("order_id", "number", name="uq_shipment_number"),
        sqlite_strict=True,
    )
    op.create_table(
        "shipment_line",
        sa.Column("id", columns.Identity(), nullable=False),
        sa.Column("shipment_id", columns.Identity(), nullable=False),
        sa.Column("line_id", columns.Identity(), nullable=False),
        sa.Column("quantity_milli", columns.Whole(), nullable=False),
        sa.CheckConstraint('"quantity_milli" >= 1', name="ck_shipment_line_quantity_milli"),
        sa.ForeignKeyConstraint(["line_id"], ["order_line.id"], name=op.f("fk_shipment_line_line_id")),
        sa.ForeignKeyConstraint(["shipment_id"], ["shipment.id"], name=op.f("fk_shipment_line_shipment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipment_line")),
        sa.UniqueConstraint("shipment_id", "line_id", name="uq_shipment_line"),
        sqlite_strict=True,
    )


STATUSES = "('asked', 'agreed', 'declined', 'withdrawn', 'arrived', 'waived')"


def make_returns() -> None:
    op.create_table(
        "order_return",
        sa.Column("id", columns.Identity(), nullable=False),
        sa.Column("order_id", columns.Identity(), nullable=False),
        sa.Column("number", columns.Whole(), nullable=False),
        sa.Column("origin", columns.Words(), nullable=False),
        sa.Column("status", columns.Words(), nullable=False),
        sa.Column("opened_at", columns.Moment(), nullable=False),
        sa.CheckConstraint('"number" >= 1', name="ck_order_return_number"),
        sa.CheckConstraint("\"origin\" IN ('inspection', 'request')", name="ck_order_return_origin"),
        sa.CheckConstraint(f'"status" IN {STATUSES}', name="ck_order_return_status"),
        sa.ForeignKeyConstraint(["order_id"], ["order.id"], name=op.f("fk_order_return_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_return")),
        sa.UniqueConstraint("order_id", "number", name="uq_order_return_number"),
        sqlite_strict=True,
    )
    with op.batch_alter_table("order_return", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_order_return_status"), ["status"], unique=False)
    op.create_table(
        "order_return_line",
        sa.Column("id", columns.Identity(), nullable=False),
        sa.Column("return_id", columns.Identity(), nullable=False),
        sa.Column("line_id", columns.Identity(), nullable=False),
        sa.Column("quantity_milli", columns.Whole(), nullable=False),
        sa.Column("fault", columns.Words(), nullable=False),
        sa.Column("note", columns.Words(), nullable=False),
        sa.CheckConstraint(
            "\"fault\" IN ('damaged', 'wrong', 'below_standard', 'short')", name="ck_order_return_line_fault"
        ),
        sa.CheckConstraint('"quantity_milli" >= 1', name="ck_order_return_line_quantity_milli"),
        sa.CheckConstraint('length("note") <= 300', name="ck_order_return_line_note"),
        sa.ForeignKeyConstraint(["line_id"], ["order_line.id"], name=op.f("fk_order_return_line_line_id")),
        sa.ForeignKeyConstraint(["return_id"], ["order_return.id"], name=op.f("fk_order_return_line_return_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_return_line")),
        sa.UniqueConstraint("return_id", "line_id", name="uq_order_return_line"),
        sqlite_strict=True,
    )
    op.create_table(
        "order_return_photo",
        sa.Column("id", columns.Identity(), nullable=False),
        sa.Column("return_id", columns.Identity(), nullable=False),
        sa.Column("file_id", columns.Identity(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_order_return_photo_file_id")),
        sa.ForeignKeyConstraint(["return_id"], ["order_return.id"], name=op.f("fk_order_return_photo_return_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_return_photo")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("order_return_photo", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_order_return_photo_file_id"), ["file_id"], unique=True)
        batch_op.create_index(batch_op.f("ix_order_return_photo_return_id"), ["return_id"], unique=False)
    op.create_table(
        "order_return_step",
        sa.Column("id", columns.Identity(), nullable=False),
        sa.Column("return_id", columns.Identity(), nullable=False),
        sa.Column("status", columns.Words(), nullable=False),
        sa.Column("at", columns.Moment(), nullable=False),
        sa.Column("by", columns.Words(), nullable=False),
        sa.Column("note", columns.Words(), nullable=False),
        sa.CheckConstraint(f'"status" IN {STATUSES}', name="ck_order_return_step_status"),
        sa.CheckConstraint('length("by") <= 200', name="ck_order_return_step_by"),
        sa.CheckConstraint('length("note") <= 300', name="ck_order_return_step_note"),
        sa.ForeignKeyConstraint(["return_id"], ["order_return.id"], name=op.f("fk_order_return_step_return_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_return_step")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("order_return_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_order_return_step_return_id"), ["return_id"], unique=False)


def carry_over(connection: sa.Connection) -> None:
    """What has left until now left whole: it becomes the first shipment of its order."""
    found = sa.text(SHIPPED).columns(
        id=columns.Identity(), placed_at=columns.Moment(), shipped_at=columns.Moment(), received_at=columns.Moment()
    )
    orders = connection.execute(found).all()
    sent = {order.id: columns.new_id() for order in orders}
    write(connection, "shipment", [
        {"id": sent[one.id], "order_id": one.id, "number": 1, "carrier": one.carrier,
         "tracking_number": one.tracking_number, "shipped_at": one.shipped_at or one.placed_at,
         "received_at": one.received_at}
        for one in orders
    ])  # fmt: skip
    lines = connection.execute(sa.text(LINES).columns(id=columns.Identity(), order_id=columns.Identity())).all()
    write(connection, "shipment_line", [
        {"id": columns.new_id(), "shipment_id": sent[one.order_id], "line_id": one.id,
         "quantity_milli": one.quantity_milli}
        for one in lines
        if one.order_id in sent
    ])  # fmt: skip


def write(connection: sa.Connection, table: str, rows: list[dict[str, Any]]) -> None:
    kinds = {"id": columns.Identity, "at": columns.Moment}
    kept = [sa.column(name, kinds.get(name.rpartition("_")[2])) for name in (rows[0] if rows else ())]
    for start in range(0, len(rows), MANY):
        connection.execute(sa.insert(sa.table(table, *kept)), rows[start : start + MANY])


def downgrade() -> None:
    for name in ("carrier", "tracking_number"):
        op.execute(f'ALTER TABLE "order" ADD COLUMN {name} TEXT NOT NULL DEFAULT \'\'')
        checks.add(op.get_bind(), "order", f"ck_order_{name}", f'length("{name}") <= 80')
    op.execute(BACK)
    for table in ("order_return_step", "order_return_photo", "order_return_line", "order_return", "shipment_line",
                  "shipment", "reduction"):  # fmt: skip
        op.drop_table(table)
    choices.remove(op.get_bind(), "stored_file", "purpose", "evidence")
    checks.change(op.get_bind(), "fact", "ck_fact_reason", "\"reason\" IN ('sale', 'reversal')")
