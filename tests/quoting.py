"""Requests and answers in one line each, and the people who ask and answer."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from db.products import Product
from db.quotations import Quotation, QuotationRequest
from services import quotations
from services.orders import Method
from services.quotations import Asking, Offer, OfferLine, Receiving, WantedLine
from services.visitors import Visitor
from tests import make

TODAY = date(2026, 6, 1)
RECEIVING = Receiving(recipient="A. Buyer", phone="0572-5550000", invoice_title="A School")
BY_CARD = Receiving(recipient="A. Buyer", phone="0572-5550000", invoice_title="A School", method=Method.CARD)


def code_of(supplier: Visitor) -> str:
    return make.supplier_row(supplier).code


def asking(*products: Product, suppliers: list[Visitor], milli: int = 2000, **more: Any) -> Asking:
    values: dict[str, Any] = {
        "lines": [WantedLine(milli, product_code=product.code) for product in products],
        "suppliers": [code_of(one) for one in suppliers],
        "city": "湖州", "address": "1 School Road", "closes_on": date(2026, 6, 10), "wanted_by": date(2026, 7, 1),
        "purpose": "floors",
    }  # fmt: skip
    return Asking(**values | more)


def asked(buyer: Visitor, *products: Product, suppliers: list[Visitor], key: str = "one", **more: Any) -> str:
    """The code of the request."""
    return quotations.ask(buyer, asking(*products, suppliers=suppliers, **more), key=key).code


def offer(*lines: tuple[Product, int], **more: Any) -> Offer:
    """Each product at a price in fen, for the lines of the request in their order."""
    most = more.pop("most_milli", None)
    values: dict[str, Any] = {"valid_until": date(2026, 6, 20), "delivery_days": 7}
    offered = [OfferLine(place, one.code, fen, most) for place, (one, fen) in enumerate(lines, start=1)]
    return Offer(lines=offered, **values | more)


def given(supplier: Visitor, code: str, *lines: tuple[Product, int], **more: Any) -> Quotation:
    return quotations.give(supplier, code, offer(*lines, **more))


def standing(supplier: Visitor, code: str, product: Product, *, most_milli: int = 10_000) -> Quotation:
    return given(supplier, code, (product, 9_000), standing_until=date(2026, 12, 31), most_milli=most_milli)


def shown(visitor: Visitor, code: str) -> quotations.RequestView:
    return quotations.request(visitor, code)


def status(buyer: Visitor, code: str) -> tuple[str, list[str]]:
    """Of the request, and of the newest answer of each supplier in the order they came."""
    view = shown(buyer, code)
    return view.request.status, [one.quotation.status for one in view.offers]


def row(buyer: Visitor, code: str) -> QuotationRequest:
    return shown(buyer, code).request


@dataclass(frozen=True)
class Case:
    """The people, the tile asked for, another one of the same kind, and the request for the first."""

    buyer: Visitor
    supplier: Visitor
    rival: Visitor
    tile: Product
    other_tile: Product
    code: str


@pytest.fixture(name="tile")
def offered_tile(supplier: Visitor) -> Product:
    return make.a_product(supplier)


@pytest.fixture(name="other_tile")
def rivals_tile(rival: Visitor) -> Product:
    return make.a_product(rival)


@pytest.fixture(name="code")
def asked_of_two(buyer: Visitor, supplier: Visitor, rival: Visitor, tile: Product, other_tile: Product) -> str:
    """Two suppliers are asked for two square metres of the first one's tile."""
    assert other_tile.kind == tile.kind
    return asked(buyer, tile, suppliers=[supplier, rival])


@pytest.fixture(name="case")
def whole_case(request: pytest.FixtureRequest) -> Case:
    return Case(**{name: request.getfixturevalue(name) for name in Case.__dataclass_fields__})
