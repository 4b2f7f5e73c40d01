"""What officials write: announcements with a life of their own, and special exhibitions."""

import sqlalchemy as sa
from alembic import op

from db import columns

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TOLD = "id, kind, title_zh, title_en, body_zh, body_en, published_on"


def upgrade() -> None:
    told = kept()
    op.drop_table("announcement")
    op.create_table(
        "announcement",
        *announcement(sa.Column("published_on", columns.Day(), nullable=True)),
        sa.Column("code", columns.Words(), nullable=False),
        sa.Column("status", columns.Words(), nullable=False),
        sa.Column("changed_at", columns.Moment(), nullable=False),
        sa.Column("revision", columns.Whole(), nullable=False),
        sa.CheckConstraint('"revision" >= 1', name="ck_announcement_revision"),
        sa.CheckConstraint('length("code") <= 20', name="ck_announcement_code"),
        sa.CheckConstraint("\"status\" IN ('draft', 'published', 'withdrawn')", name="ck_announcement_status"),
        sa.UniqueConstraint("code", name=op.f("uq_announcement_code")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_announcement_published_on"), "announcement", ["published_on"], unique=False)
    tell_again(told)
    op.create_table(
        "exhibition",
        sa.Column("id", columns.Identity(), nullable=False),
        sa.Column("code", columns.Words(), nullable=False),
        sa.Column("status", columns.Words(), nullable=False),
        sa.Column("title_zh", columns.Words(), nullable=False),
        sa.Column("title_en", columns.Words(), nullable=False),
        sa.Column("words_zh", columns.Words(), nullable=False),
        sa.Column("words_en", columns.Words(), nullable=False),
        sa.Column("cover", columns.Words(), nullable=False),
        sa.Column("opens_on", columns.Day(), nullable=False),
        sa.Column("closes_on", columns.Day(), nullable=False),
        sa.Column("changed_at", columns.Moment(), nullable=False),
        sa.Column("revision", columns.Whole(), nullable=False),
        sa.CheckConstraint('"revision" >= 1', name="ck_exhibition_revision"),
        sa.CheckConstraint("closes_on >= opens_on", name="ck_exhibition_days"),
        sa.CheckConstraint('length("code") <= 20', name="ck_exhibition_code"),
        sa.CheckConstraint('length("title_zh") <= 80', name="ck_exhibition_title_zh"),
        sa.CheckConstraint('length("title_en") <= 120', name="ck_exhibition_title_en"),
        sa.CheckConstraint('length("words_zh") <= 3000', name="ck_exhibition_words_zh"),
        sa.CheckConstraint('length("words_en") <= 4500', name="ck_exhibition_words_en"),
        sa.CheckConstraint("\"status\" IN ('draft', 'published', 'closed')", name="ck_exhibition_status"),
        sa.CheckConstraint(
            "\"cover\" IN ('foyer', 'structure', 'finishing', 'services', 'craft', 'quiet', 'water', 'energy')",
            name="ck_exhibition_cover",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exhibition")),
        sa.UniqueConstraint("code", name=op.f("uq_exhibition_code")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_exhibition_status"), "exhibition", ["status"], unique=False)
    op.create_table(
        "exhibition_piece",
        sa.Column("exhibition_id", columns.Identity(), nullable=False),
        sa.Column("product_id", columns.Identity(), nullable=False),
        sa.Column("position", columns.Whole(), nullable=False),
        sa.Column("note_zh", columns.Words(), nullable=False),
        sa.Column("note_en", columns.Words(), nullable=False),
        sa.CheckConstraint('"position" >= 1', name="ck_exhibition_piece_position"),
        sa.CheckConstraint('length("note_zh") <= 300', name="ck_exhibition_piece_note_zh"),
        sa.CheckConstraint('length("note_en") <= 450', name="ck_exhibition_piece_note_en"),
        sa.ForeignKeyConstraint(
            ["exhibition_id"], ["exhibition.id"], name=op.f("fk_exhibition_piece_exhibition_id")
        ),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_exhibition_piece_product_id")),
        sa.PrimaryKeyConstraint("exhibition_id", "product_id", name=op.f("pk_exhibition_piece")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_exhibition_piece_product_id"), "exhibition_piece", ["product_id"], unique=False)


def downgrade() -> None:
    """What was never published, or was withdrawn, is not told in the older house."""
    op.drop_table("exhibition_piece")
    op.drop_table("exhibition")
    told = kept("WHERE status = 'published'")
    op.drop_table("announcement")
    op.create_table(
        "announcement",
        *announcement(sa.Column("published_on", columns.Day(), nullable=False)),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_announcement_published_on"), "announcement", ["published_on"], unique=False)
    names = TOLD.replace(" ", "").split(",")
    put(f"INSERT INTO announcement ({TOLD}) VALUES ({', '.join(':' + name for name in names)})", told)


def announcement(published_on: sa.Column) -> list:
    """What both versions of the table have."""
    return [
        sa.Column("id", columns.Identity(), nullable=False),
        sa.Column("kind", columns.Words(), nullable=False),
        sa.Column("title_zh", columns.Words(), nullable=False),
        sa.Column("title_en", columns.Words(), nullable=False),
        sa.Column("body_zh", columns.Words(), nullable=False),
        sa.Column("body_en", columns.Words(), nullable=False),
        published_on,
        sa.CheckConstraint("\"kind\" IN ('notice', 'policy', 'practice')", name="ck_announcement_kind"),
        sa.CheckConstraint('length("body_en") <= 9000', name="ck_announcement_body_en"),
        sa.CheckConstraint('length("body_zh") <= 6000', name="ck_announcement_body_zh"),
        sa.CheckConstraint('length("title_en") <= 200', name="ck_announcement_title_en"),
        sa.CheckConstraint('length("title_zh") <= 120', name="ck_announcement_title_zh"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement")),
    ]


def kept(which: str = "") -> list[dict]:
    found = op.get_bind().execute(sa.text(f"SELECT {TOLD} FROM announcement {which} ORDER BY published_on, title_en"))
    return [dict(row._mapping) for row in found]


def tell_again(told: list[dict]) -> None:
    """What was announced before is published, and numbered in the order of its days."""
    if not told:
        return
    stamped = {"code": "", "status": "published", "revision": 1}
    rows = [row | stamped | {"code": f"N-{number:06d}"} for number, row in enumerate(told, start=1)]
    dated = "CAST(published_on AS timestamp) AT TIME ZONE 'UTC'"
    dated = dated if op.get_bind().dialect.name == "postgresql" else "published_on || 'T00:00:00.000000Z'"
    names = f"{TOLD}, code, status, revision".replace(" ", "").split(",")
    values = ", ".join(f":{name}" for name in names)
    shown = dated.replace("published_on", ":published_on")
    put(f"INSERT INTO announcement ({', '.join(names)}, changed_at) VALUES ({values}, {shown})", rows)
    put(
        "INSERT INTO series (name, last) VALUES ('N', :last) ON CONFLICT (name) DO UPDATE SET last = excluded.last",
        [{"last": len(rows)}],
    )


def put(statement: str, rows: list[dict]) -> None:
    for row in rows:
        op.get_bind().execute(sa.text(statement), row)
