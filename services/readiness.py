"""Whether the database answers and its schema is the one this code was written for."""

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from db import migrations
from db.engine import reading, transaction

__all__ = ["database_answers", "schema_is_current"]


def database_answers() -> bool:
    """A read and an empty write succeed."""
    try:
        with reading() as db:
            db.execute(text("SELECT 1"))
        with transaction():
            return True
    except SQLAlchemyError:
        return False


def schema_is_current() -> bool:
    try:
        return migrations.is_current()
    except SQLAlchemyError:
        return False
