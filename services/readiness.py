"""Whether the database answers and its schema is the one this code was written for."""

import logging
import os

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from db import accounts, migrations
from db.engine import look_over, reading, sqlite_warning, transaction
from services import catalogue, words
from services.settings import settings

__all__ = ["database_answers", "prepare", "schema_is_current"]

log = logging.getLogger("museum.readiness")


def prepare() -> None:
    """Bring the database up to date and say what an operator must know; refuse what production must not have."""
    migrations.upgrade()
    look_over()
    words.spell_anew()
    words.follow_names()
    catalogue.warm()
    warning = sqlite_warning()
    if warning:
        log.warning(warning)
    if os.environ.get("FORWARDED_ALLOW_IPS") != "":
        log.warning("set FORWARDED_ALLOW_IPS empty, as `make run` does: else the server believes forwarded addresses")
    with reading() as db:
        demonstration = accounts.demonstration_people(db)
    if demonstration and not settings().is_demo:
        raise RuntimeError("this database holds demonstration accounts: production refuses to open with them")


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
