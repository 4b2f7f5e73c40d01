"""Exhibits that hang beside each other, and what the protocol of a purchase says of them."""

from dataclasses import replace
from decimal import Decimal

import pytest

from db.products import ProductValue
from services import protocols
from services.order_checkout import Ground, Grounds
from tests import make
from tests.buying import CHECKOUT


def an_offer(supplier=None, *, value="0.5", **more):
    """A tile that passes its one indicator."""
    product = make.a_product(supplier, **more)
    if value:
        make.add(ProductValue(product_id=product.id, indicator="ceramic-tiles-01", value=Decimal(value)))
    return product


@pytest.fixture(name="shelf")
def four_tiles(supplier):
    """Three tiles for 100, 120 and 150 yuan that all pass, the middle one to be bought; and a cheap one that fails."""
    prices = {"cheap": 10_000, "own": 12_000, "dear": 15_000}
    made = {name: an_offer(supplier, price_fen=fen) for name, fen in prices.items()}
    return made | {"failing": an_offer(supplier, price_fen=5_000, value="1.5")}


def document_of(buyer, bought):
    return protocols.protocol(buyer, bought.code).document


def only_line(buyer, bought):
    [line] = document_of(buyer, bought).lines
    return line


def because(product, ground=Ground.QUALITY, words=""):
    return replace(CHECKOUT, grounds=(Grounds(product.code, ground, words),))
