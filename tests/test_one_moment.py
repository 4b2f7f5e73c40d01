"""What a page reads in one go is one moment, whatever others write meanwhile; and reading leaves nothing behind."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from db.engine import engine, reading, transaction
from db.products import Product
from services import audit
from services.audit import Event
from tests import make


def price_of(db):
    return db.exec(select(Product.price_fen)).one()


def change_price(official, fen):
    with transaction() as db:
        db.exec(select(Product)).one().price_fen = fen
        audit.record(db, official, Event.LISTING_CHANGED, "P-000001")


def test_a_reading_sees_one_moment_though_another_writes_between_its_statements(official):
    make.a_product(price_fen=100)
    with reading() as db:
        assert price_of(db) == 100
        change_price(official, 250)
        assert price_of(db) == 100
    with reading() as db:
        assert price_of(db) == 250


def test_a_transaction_after_a_reading_writes_as_ever(official):
    """Both take their connections from one pool: how one was used must not stick to it."""
    make.a_product(price_fen=100)
    for fen in (101, 102, 103):
        with reading() as db:
            price_of(db)
        change_price(official, fen)
    with reading() as db:
        assert price_of(db) == 103


def test_what_a_reading_changes_is_refused_or_thrown_away(official):
    make.a_product(price_fen=100)
    if engine().dialect.name == "postgresql":
        with pytest.raises(DBAPIError, match="read-only"), reading() as db:
            db.execute(text("UPDATE product SET price_fen = 1"))
    else:
        with reading() as db:
            db.execute(text("UPDATE product SET price_fen = 1"))
    with reading() as db:
        assert price_of(db) == 100
