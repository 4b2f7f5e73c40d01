"""How Alembic reaches the database: on the engine it is handed."""

from typing import Any, Literal

from alembic import context

from db.columns import Choice, Portable
from db.schema import metadata


def rendered(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """A migration names a column's storage, not the options of its day: those stand in the checks."""
    if kind != "type" or not isinstance(item, Portable):
        return False
    return "columns.Words()" if isinstance(item, Choice) else f"columns.{type(item).__name__}()"


with context.config.attributes["engine"].execution_options(writes=True).connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=rendered,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
