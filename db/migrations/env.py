"""How Alembic reaches the database: on the engine it is handed."""

from typing import Any, Literal

from alembic import context

from db.columns import Choice, Portable
from db.migrations import full_text
from db.schema import metadata


def rendered(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """A migration names a column's storage, not the options of its day: those stand in the checks."""
    if kind != "type" or not isinstance(item, Portable):
        return False
    return "columns.Words()" if isinstance(item, Choice) else f"columns.{type(item).__name__}()"


def compared(name: str | None, kind: str, _: Any) -> bool:
    """The full text is no table of ours: each database keeps it in its own way."""
    return kind != "table" or not (name or "").startswith(full_text.NAME)


with context.config.attributes["engine"].execution_options(writes=True).connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=rendered,
        include_name=compared,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
