"""The catalogue: full text by tokens, and the changes that keep what is in memory in step."""

import sqlalchemy as sa
from alembic import op

from db import columns
from db.migrations import full_text

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None
CATALOGUED = ["status", "id", "code", "supplier_id", "kind", "unit", "origin_city", "price_fen", "minimum_milli",
              "carbon", "published_at"]  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "shelf_change",
        sa.Column("number", columns.Whole(), autoincrement=False, nullable=False),
        sa.Column("part", columns.Words(), nullable=False),
        sa.Column("product_id", columns.Identity(), nullable=True),
        sa.CheckConstraint('"number" >= 1', name="ck_shelf_change_number"),
        sa.CheckConstraint(
            "\"part\" IN ('stock', 'listing', 'suppliers', 'everything')", name="ck_shelf_change_part"
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_shelf_change")),
        sqlite_strict=True,
    )
    op.create_index("ix_product_catalogue", "product", CATALOGUED)
    full_text.set_up(op.get_bind())


def downgrade() -> None:
    full_text.take_down(op.get_bind())
    op.drop_index("ix_product_catalogue", "product")
    op.drop_table("shelf_change")
