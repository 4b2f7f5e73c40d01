"""What could be read in a supplier's paper is kept beside it."""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

WORDS = 'CONSTRAINT ck_supplier_paper_words CHECK (length("words") <= 8000)'


def upgrade() -> None:
    kind = "VARCHAR" if op.get_bind().dialect.name == "postgresql" else "TEXT"
    op.execute(f"ALTER TABLE supplier_paper ADD COLUMN words {kind} NOT NULL DEFAULT '' {WORDS}")


def downgrade() -> None:
    op.drop_column("supplier_paper", "words")
