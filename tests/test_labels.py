"""The label by address: a code that leads back to the exhibit, a paper that says what the page says, 404 for others."""

import io
from datetime import date
from decimal import Decimal

import pytest
from pypdf import PdfReader
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from components.session import PLAIN_COOKIE
from db.products import Certificate, ProductValue, Proof, Scheme
from pages.machine import labels
from services import qr_codes
from services.settings import settings
from tests import make

DOORS = Starlette(routes=[Route("/labels/{code}.svg", labels.qr), Route("/labels/{code}.pdf", labels.sheet)])


def knock(path, visitor=None, **query):
    cookies = {PLAIN_COOKIE: make.signed_in(visitor)} if visitor else {}
    return TestClient(DOORS, cookies=cookies).get(path, params=query)


def printed(code, lang):
    """The text of the label, without spaces."""
    answer = knock(f"/labels/{code}.pdf", lang=lang)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    (page,) = PdfReader(io.BytesIO(answer.content)).pages
    return "".join(page.extract_text().split())


@pytest.fixture
def tile(supplier):
    """Measured, certified and declared."""
    product = make.a_product(supplier, carbon=Decimal("7.5"), carbon_source="EPD 7", origin_city="湖州")
    make.add(
        ProductValue(product_id=product.id, indicator="ceramic-tiles-01", value=Decimal("0.4"),
                     proof=Proof.TEST_REPORT),
        Certificate(product_id=product.id, scheme=Scheme.GREEN_PRODUCT, number="CGP-1", issued_by_zh="认证",
                    valid_from=date(2022, 1, 1), valid_until=date(2027, 1, 1)),
    )  # fmt: skip
    return product


@pytest.mark.once
def test_the_label_says_what_hangs_there_in_both_languages(tile, supplier):
    said = {"en": ["60%below", "Madein", "±0.05", "1Jan2027"], "zh": ["低60%", "湖州", "±0.05", "2027年1月1日"]}
    for lang, words in said.items():
        paper = printed(tile.code, lang)
        for word in [*words, "¥120.00", "CGP-1", "EPD7", tile.code, f"{settings().base_url}/product?code={tile.code}"]:
            assert word in paper, word


@pytest.mark.once
def test_the_code_leads_to_the_public_address_without_a_language(tile):
    answer = knock(f"/labels/{tile.code}.svg", lang="en")
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert answer.text == qr_codes.drawn(f"{settings().base_url}/product?code={tile.code}")
    assert "script" not in answer.text


@pytest.mark.parametrize("form", ["svg", "pdf"])
@pytest.mark.parametrize("code", ["P-999999", "..", "%00", "x" * 500, "'"])
def test_there_is_no_label_of_what_nobody_has(database, form, code):
    assert knock(f"/labels/{code}.{form}").status_code == 404


@pytest.mark.once
@pytest.mark.parametrize("form", ["svg", "pdf"])
def test_what_is_not_on_show_has_a_label_for_its_own_supplier_alone(supplier, rival, buyer, form):
    path = f"/labels/{make.a_product(supplier, status='draft').code}.{form}"
    assert [knock(path, who).status_code for who in (None, buyer, rival)] == [404, 404, 404]
    own = knock(path, supplier)
    assert (own.status_code, own.headers["cache-control"]) == (200, "private, no-store")


@pytest.mark.pure
def test_a_qr_code_is_a_drawing_with_room_around_it_and_nothing_else():
    svg = qr_codes.drawn("https://museum.example/product?code=P-000001")
    assert svg.startswith("<svg")
    assert svg == qr_codes.drawn("https://museum.example/product?code=P-000001")
    assert svg != qr_codes.drawn("https://museum.example/product?code=P-000002")
