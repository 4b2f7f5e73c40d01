"""Deadlines that are stored, notices and letters."""

import sqlalchemy as sa
from alembic import op

from db import columns

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "due",
        sa.Column("id", columns.Identity(), nullable=False),
        sa.Column("at", columns.Moment(), nullable=False),
        sa.Column("handler", columns.Words(), nullable=False),
        sa.Column("subject", columns.Words(), nullable=False),
        sa.Column("key", columns.Words(), nullable=False),
        sa.Column("created_at", columns.Moment(), nullable=False),
        sa.Column("ready_at", columns.Moment(), nullable=False),
        sa.Column("done_at", columns.Moment(), nullable=True),
        sa.Column("tries", columns.Whole(), nullable=False),
        sa.Column("last_error", columns.Words(), nullable=False),
        sa.CheckConstraint('"tries" >= 0', name="ck_due_tries"),
        sa.CheckConstraint('length("handler") <= 60', name="ck_due_handler"),
        sa.CheckConstraint('length("key") <= 160', name="ck_due_key"),
        sa.CheckConstraint('length("last_error") <= 300', name="ck_due_last_error"),
        sa.CheckConstraint('length("subject") <= 120', name="ck_due_subject"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_due")),
        sa.UniqueConstraint("key", name=op.f("uq_due_key")),
        sqlite_strict=True,
    )
    still_open = sa.text("done_at IS NULL")
    op.create_index(
        "ix_due_open", "due", ["at", "id"], unique=False, sqlite_where=still_open, postgresql_where=still_open
    )
    add_notices()
    add_letters()


def add_notices() -> None:
    """What has happened before is not told any more: the cursor begins at the end of the log."""
    op.create_table(
        "notice_cursor",
        sa.Column("id", columns.Whole(), autoincrement=False, nullable=False),
        sa.Column("number", columns.Whole(), nullable=False),
        sa.CheckConstraint('"id" >= 1', name="ck_notice_cursor_id"),
        sa.CheckConstraint('"number" >= 0', name="ck_notice_cursor_number"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_cursor")),
        sqlite_strict=True,
    )
    op.execute("INSERT INTO notice_cursor (id, number) SELECT 1, coalesce(max(number), 0) FROM audit_entry")
    op.create_table(
        "notice",
        sa.Column("id", columns.Identity(), nullable=False),
        sa.Column("number", columns.Whole(), nullable=False),
        sa.Column("person_id", columns.Identity(), nullable=False),
        sa.Column("membership_id", columns.Identity(), nullable=False),
        sa.Column("telling", columns.Words(), nullable=False),
        sa.Column("details", columns.Document(), nullable=False),
        sa.Column("path", columns.Words(), nullable=False),
        sa.Column("at", columns.Moment(), nullable=False),
        sa.Column("read_at", columns.Moment(), nullable=True),
        sa.CheckConstraint('"number" >= 1', name="ck_notice_number"),
        sa.CheckConstraint('length("path") <= 2200', name="ck_notice_path"),
        sa.CheckConstraint('length("telling") <= 160', name="ck_notice_telling"),
        sa.ForeignKeyConstraint(["membership_id"], ["membership.id"], name=op.f("fk_notice_membership_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("person_id", "number", name="uq_notice_person_number"),
        sqlite_strict=True,
    )
    unread = sa.text("read_at IS NULL")
    op.create_index("ix_notice_membership_id", "notice", ["membership_id"], unique=False)
    op.create_index("ix_notice_unread", "notice", ["person_id"], sqlite_where=unread, postgresql_where=unread)
    op.create_table(
        "notice_wish",
        sa.Column("person_id", columns.Identity(), nullable=False),
        sa.Column("group", columns.Words(), nullable=False),
        sa.Column("by_email", columns.Flag(), nullable=False),
        sa.CheckConstraint('length("group") <= 40', name="ck_notice_wish_group"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_wish_person_id")),
        sa.PrimaryKeyConstraint("person_id", "group", name=op.f("pk_notice_wish")),
        sqlite_strict=True,
    )


def add_letters() -> None:
    op.create_table(
        "letter",
        sa.Column("id", columns.Identity(), nullable=False),
        sa.Column("key", columns.Words(), nullable=False),
        sa.Column("person_id", columns.Identity(), nullable=False),
        sa.Column("name", columns.Words(), nullable=False),
        sa.Column("address", columns.Words(), nullable=False),
        sa.Column("language", columns.Words(), nullable=False),
        sa.Column("subject", columns.Words(), nullable=False),
        sa.Column("body", columns.Words(), nullable=False),
        sa.Column("status", columns.Words(), nullable=False),
        sa.Column("tries", columns.Whole(), nullable=False),
        sa.Column("ready_at", columns.Moment(), nullable=False),
        sa.Column("created_at", columns.Moment(), nullable=False),
        sa.Column("ended_at", columns.Moment(), nullable=True),
        sa.Column("last_error", columns.Words(), nullable=False),
        sa.CheckConstraint("\"status\" IN ('queued', 'sending', 'sent', 'failed')", name="ck_letter_status"),
        sa.CheckConstraint('"tries" >= 0', name="ck_letter_tries"),
        sa.CheckConstraint('length("address") <= 254', name="ck_letter_address"),
        sa.CheckConstraint('length("body") <= 5000', name="ck_letter_body"),
        sa.CheckConstraint('length("key") <= 160', name="ck_letter_key"),
        sa.CheckConstraint('length("language") <= 2', name="ck_letter_language"),
        sa.CheckConstraint('length("last_error") <= 300', name="ck_letter_last_error"),
        sa.CheckConstraint('length("name") <= 80', name="ck_letter_name"),
        sa.CheckConstraint('length("subject") <= 500', name="ck_letter_subject"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_letter_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("key", name=op.f("uq_letter_key")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_letter_person_id"), "letter", ["person_id"], unique=False)
    op.create_index("ix_letter_status", "letter", ["status", "ready_at"], unique=False)


def downgrade() -> None:
    for table in ("letter", "notice_wish", "notice", "notice_cursor", "due"):
        op.drop_table(table)
