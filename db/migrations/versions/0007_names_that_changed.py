"""Who got another name; and all that hangs is spelled anew, for texts are found by the pinyin of the trade's words."""

import sqlalchemy as sa
from alembic import op

from db import columns

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "renamed",
        sa.Column("id", columns.Identity(), nullable=False),
        sa.Column("supplier_id", columns.Identity(), nullable=True),
        sa.Column("kind", columns.Words(), nullable=True),
        sa.Column("done", columns.Words(), nullable=False),
        sa.CheckConstraint("(supplier_id IS NULL) <> (kind IS NULL)", name="ck_renamed_one_of_both"),
        sa.CheckConstraint('length("kind") <= 60', name="ck_renamed_kind"),
        sa.CheckConstraint('length("done") <= 20', name="ck_renamed_done"),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_renamed_supplier_id")),
        sa.ForeignKeyConstraint(["kind"], ["kind.code"], name=op.f("fk_renamed_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renamed")),
        sa.UniqueConstraint("kind", name=op.f("uq_renamed_kind")),
        sqlite_strict=True,
    )
    op.create_index("ix_renamed_supplier_id", "renamed", ["supplier_id"], unique=True)
    renamed = sa.table(
        "renamed", sa.column("id", columns.Identity()), sa.column("kind"), sa.column("done")
    )
    kinds = op.get_bind().execute(sa.text("SELECT code FROM kind ORDER BY position")).scalars()
    op.bulk_insert(renamed, [{"id": columns.new_id(), "kind": kind, "done": ""} for kind in kinds])


def downgrade() -> None:
    op.drop_table("renamed")
