"""Exhibits side by side in one line each: what they declare, and what the wall says of them."""

from decimal import Decimal
from typing import Any

from components import comparison as words
from components import session
from components.comparison import Line
from components.session import Language
from db.products import Product, ProductValue, Proof
from services import comparison
from services.comparison import Comparison
from tests import make

KEY = "ceramic-tiles-01"  # at most 1.0, verified


def declare(product: Product, value: str, *, key: str = KEY) -> Product:
    make.add(ProductValue(product_id=product.id, indicator=key, value=Decimal(value), proof=Proof.TEST_REPORT))
    return product


def codes(*products: Product) -> list[str]:
    return [product.code for product in products]


def compare(*products: Product) -> Comparison:
    return comparison.compare(codes(*products))


def lines(shown: Comparison, lang: Language = "en", **more: Any) -> dict[str, Line]:
    with session.speaking(lang):
        return {line.name: line for line in words.lines(shown, **more)}


def best_of(line: Line) -> list[bool]:
    return [cell.best for cell in line.cells]
