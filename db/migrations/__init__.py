"""Migrations (Alembic): bring a database up to date, and say whether it is."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from db.engine import engine

FOLDER = Path(__file__).parent


def config(database: Engine | None = None) -> Config:
    made = Config()
    made.set_main_option("script_location", str(FOLDER))
    made.attributes["engine"] = database or engine()
    return made


def upgrade(database: Engine | None = None, to: str = "head") -> None:
    command.upgrade(config(database), to)


def downgrade(database: Engine | None = None, to: str = "base") -> None:
    command.downgrade(config(database), to)


def check(database: Engine | None = None) -> None:
    """Raise when the tables of the code and of the database differ."""
    command.check(config(database))


def is_current() -> bool:
    wanted = ScriptDirectory.from_config(config()).get_current_head()
    with engine().connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == wanted
