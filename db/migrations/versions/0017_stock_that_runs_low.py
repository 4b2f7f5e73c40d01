"""Below which stock a supplier is told; the unit in which a line was put into the cart."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0012"
branch_labels = None
depends_on = None

CARRIED_OVER = "UPDATE cart_line SET unit = (SELECT p.unit FROM product p WHERE p.id = cart_line.product_id)"
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
    op.execute(
        f"ALTER TABLE cart_line ADD COLUMN unit {words} NOT NULL DEFAULT '' "
        'CONSTRAINT ck_cart_line_unit CHECK (length("unit") <= 10)'
    )
    op.execute(CARRIED_OVER)


def downgrade() -> None:
    op.drop_index("ix_stock_watched", "stock")
    for table, column in (("stock", "is_low"), ("stock", "low_below_milli"), ("cart_line", "unit")):
        op.drop_column(table, column)
