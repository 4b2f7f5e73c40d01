"""Favourites: lists and what they hold."""

import sqlalchemy as sa
from alembic import op

from db import columns

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "favourite_list",
        sa.Column("id", columns.Identity(), nullable=False),
        sa.Column("membership_id", columns.Identity(), nullable=False),
        sa.Column("title", columns.Words(), nullable=False),
        sa.Column("project_id", columns.Identity(), nullable=True),
        sa.Column("share_salt", columns.Words(), nullable=True),
        sa.Column("shows_organisation", columns.Flag(), nullable=False),
        sa.Column("shows_notes", columns.Flag(), nullable=False),
        sa.Column("created_at", columns.Moment(), nullable=False),
        sa.CheckConstraint('length("share_salt") <= 64', name="ck_favourite_list_share_salt"),
        sa.CheckConstraint('length("title") <= 80', name="ck_favourite_list_title"),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_favourite_list_membership_id")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_favourite_list_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_favourite_list")),
        sa.UniqueConstraint("membership_id", "title", name="uq_favourite_list_title"),
        sqlite_strict=True,
    )
    with op.batch_alter_table("favourite_list", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_favourite_list_membership_id"), ["membership_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_favourite_list_project_id"), ["project_id"], unique=False)

    op.create_table(
        "favourite",
        sa.Column("id", columns.Identity(), nullable=False),
        sa.Column("list_id", columns.Identity(), nullable=False),
        sa.Column("product_id", columns.Identity(), nullable=False),
        sa.Column("quantity_milli", columns.Whole(), nullable=False),
        sa.Column("note", columns.Words(), nullable=False),
        sa.Column("added_at", columns.Moment(), nullable=False),
        sa.CheckConstraint('"quantity_milli" >= 1', name="ck_favourite_quantity_milli"),
        sa.CheckConstraint('length("note") <= 500', name="ck_favourite_note"),
        sa.ForeignKeyConstraint(["list_id"], ["favourite_list.id"], name=op.f("fk_favourite_list_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_favourite_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_favourite")),
        sa.UniqueConstraint("list_id", "product_id", name="uq_favourite_product"),
        sqlite_strict=True,
    )
    with op.batch_alter_table("favourite", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_favourite_list_id"), ["list_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_favourite_product_id"), ["product_id"], unique=False)


def downgrade() -> None:
    op.drop_table("favourite")
    op.drop_table("favourite_list")
