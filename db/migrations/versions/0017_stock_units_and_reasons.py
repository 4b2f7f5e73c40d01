"""Below which stock a supplier is told; the unit of a line in the cart; reasons of limits in two languages."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

CARRIED_OVER = "UPDATE cart_line SET unit = (SELECT p.unit FROM product p WHERE p.id = cart_line.product_id)"
PARTED = """UPDATE purchase_limit SET
reason_en = substr(reason, {at}(reason, {what}) + 3), reason = substr(reason, 1, {at}(reason, {what}) - 1)
WHERE reason LIKE '%（演示） · %(demonstration)'"""
JOINED = "UPDATE purchase_limit SET reason = substr(reason || ' · ' || reason_en, 1, 300) WHERE reason_en <> ''"
WATCHED = sa.text("low_below_milli IS NOT NULL")


def upgrade() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    whole, truth, no, words = (
        ("BIGINT", "BOOLEAN", "FALSE", "VARCHAR") if on_postgresql else ("INTEGER", "INTEGER", "0", "TEXT")
    )
    op.execute(
        f"ALTER TABLE stock ADD COLUMN low_below_milli {whole} "
        'CONSTRAINT ck_stock_low_below_milli CHECK ("low_below_milli" >= 1)'
    )
    op.execute(f"ALTER TABLE stock ADD COLUMN is_low {truth} NOT NULL DEFAULT {no}")
    op.create_index("ix_stock_watched", "stock", ["product_id"], sqlite_where=WATCHED, postgresql_where=WATCHED)
    add_words("cart_line", "unit", f"{words} NOT NULL DEFAULT ''", 10)
    op.execute(CARRIED_OVER)
    add_words("purchase_limit", "reason_en", f"{words} NOT NULL DEFAULT ''", 450)
    op.execute(PARTED.format(at="strpos" if on_postgresql else "instr", what="' · '"))


def add_words(table: str, column: str, kind: str, most: int) -> None:
    check = f'CONSTRAINT ck_{table}_{column} CHECK (length("{column}") <= {most})'
    op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind} {check}")


def downgrade() -> None:
    op.execute(JOINED)
    op.drop_index("ix_stock_watched", "stock")
    for table, column in (
        ("purchase_limit", "reason_en"), ("cart_line", "unit"), ("stock", "is_low"), ("stock", "low_below_milli"),
    ):  # fmt: skip
        op.drop_column(table, column)
