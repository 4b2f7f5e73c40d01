"""What prices have been; the audit log tells of those before."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from db import columns
from db.migrations import append_only

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

COLUMNS = {
    "id": columns.Identity(),
    "product_id": columns.Identity(),
    "price_fen": columns.Whole(),
    "unit": columns.Words(),
    "at": columns.Moment(),
}
# Since an exhibit was published its price changed only in ways that the log tells; rows written in bulk it does not know.
SHOWN = """SELECT id, code, price_fen, unit, published_at FROM product WHERE status = 'published'
AND EXISTS (SELECT 1 FROM audit_entry WHERE subject = product.code AND event = 'listing:published')"""
CHANGED = "SELECT at, subject, data FROM audit_entry WHERE event = 'listing:changed' ORDER BY number"


def upgrade() -> None:
    op.create_table(
        "price_change",
        sa.Column("id", columns.Identity(), nullable=False),
        sa.Column("product_id", columns.Identity(), nullable=False),
        sa.Column("price_fen", columns.Whole(), nullable=False),
        sa.Column("unit", columns.Words(), nullable=False),
        sa.Column("at", columns.Moment(), nullable=False),
        sa.CheckConstraint('"price_fen" >= 1', name="ck_price_change_price_fen"),
        sa.CheckConstraint('length("unit") <= 10', name="ck_price_change_unit"),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_price_change_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_change")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("price_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_price_change_product_id"), ["product_id"], unique=False)
    with op.batch_alter_table("product", schema=None) as batch_op:
        batch_op.create_index("ix_product_carbon", ["status", "kind", "unit", "carbon"], unique=False)
        batch_op.create_index("ix_product_price", ["status", "kind", "unit", "price_fen", "supplier_id"], unique=False)

    carry_over(op.get_bind())
    for action in ("UPDATE", "DELETE"):
        op.execute(append_only.trigger(op.get_bind(), "price_change", action))


def carry_over(connection: sa.Connection) -> None:
    """What is on show keeps the prices it has had since it was published."""
    shown = sa.text(SHOWN).columns(id=columns.Identity(), published_at=columns.Moment())
    changed: dict[str, list[Any]] = {}
    for entry in connection.execute(sa.text(CHANGED).columns(at=columns.Moment(), data=columns.Document())):
        changed.setdefault(entry.subject, []).append(entry)
    rows = [
        {"id": columns.new_id(), "product_id": product.id, "price_fen": price_fen, "unit": product.unit, "at": at}
        for product in connection.execute(shown).all()
        for at, price_fen in prices(product, changed.get(product.code, []))
    ]
    if rows:
        table = sa.table("price_change", *(sa.column(name, kind) for name, kind in COLUMNS.items()))
        connection.execute(table.insert(), rows)


def prices(product: Any, changed: list[Any]) -> Iterator[tuple[Any, int]]:
    """(moment, fen), the first price first."""
    steps = [entry for entry in changed if entry.at > product.published_at and entry.data.get("before")]
    yield product.published_at, int(steps[0].data["before"]) if steps else product.price_fen
    yield from ((entry.at, int(entry.data["price_fen"])) for entry in steps)


def downgrade() -> None:
    with op.batch_alter_table("product", schema=None) as batch_op:
        batch_op.drop_index("ix_product_price")
        batch_op.drop_index("ix_product_carbon")

    with op.batch_alter_table("price_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_price_change_product_id"))

    op.drop_table("price_change")
