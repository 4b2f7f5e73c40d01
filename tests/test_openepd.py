"""openEPD, out: only the product's own declaration leaves, in a unit that can be joined, and only what hangs."""

from decimal import Decimal

import pytest
from openepd.model.epd import EpdFactory
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from components.session import PLAIN_COOKIE
from db.products import Product, ProductValue
from db.standards import CarbonFactor, Confidence
from db.suppliers import Supplier, SupplierKind
from pages.machine import open_products
from services import openepd
from tests import make
from tests.declared import change, classify

DOORS = Starlette(routes=[Route("/api/v1/products/{code}/openepd.json", open_products.openepd_file)])


@pytest.fixture
def tile(supplier):
    """Hangs, with a declaration of its own."""
    product = make.a_product(supplier, carbon=Decimal("13.8"), carbon_source="EPD X-1, A1–A3")
    classify()
    make.add(ProductValue(product_id=product.id, indicator="ceramic-tiles-01", value=Decimal("0.8")))
    return product


def knock(code, visitor=None, *, lang="en", **headers):
    cookies = {PLAIN_COOKIE: make.signed_in(visitor)} if visitor else {}
    return TestClient(DOORS, cookies=cookies).get(
        f"/api/v1/products/{code}/openepd.json", params={"lang": lang}, headers=headers
    )


def test_what_hangs_leaves_as_a_document_the_library_reads(tile):
    answer = knock(tile.code)
    epd = EpdFactory.from_dict(answer.json())
    assert (epd.declared_unit.qty, epd.declared_unit.unit) == (1, "m2")
    assert (epd.kg_per_declared_unit.qty, epd.kg_per_declared_unit.unit) == (22, "kg")
    gwp = epd.impacts.get_impact_set("Unknown LCIA").gwp.A1A2A3
    assert (gwp.mean, gwp.unit) == (13.8, "kgCO2e")
    assert epd.product_classes["io.cqd.ec3"] == "CeramicTile"
    assert "EPD X-1" in epd.lca_discussion
    assert epd.manufacturer.name == "Organisation of supplier"
    assert knock(tile.code, lang="zh").json()["product_name"] == tile.name_zh


def test_every_indicator_that_leaves_carries_its_unit(tile):
    [said] = knock(tile.code).json()["ext"][openepd.EXTENSION]["indicators"]
    assert (said["value"], said["unit"], said["asked"]["high"], said["outcome"]) == (0.8, "1", 1.0, "pass")


def test_the_file_is_for_every_origin_and_asked_for_once(tile):
    first = knock(tile.code)
    assert first.headers["access-control-allow-origin"] == "*"
    again = knock(tile.code, **{"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    change(Product, tile.id, carbon=Decimal(14))
    assert knock(tile.code, **{"If-None-Match": first.headers["etag"]}).status_code == 200


@pytest.mark.parametrize("status", ["draft", "submitted", "returned", "off_shelf"])
def test_what_does_not_hang_does_not_leave_not_even_for_its_supplier(supplier, status):
    classify()
    hidden = make.a_product(supplier, status=status, carbon=Decimal(1), carbon_source="X")
    for visitor in (None, supplier):
        answer = knock(hidden.code, visitor)
        assert answer.status_code == 404
        assert hidden.name_zh not in answer.text
    assert knock("P-999999").status_code == knock("%00").status_code == 404


def test_a_generic_factor_never_leaves_as_a_declaration(supplier):
    classify()
    plain = make.a_product(supplier)
    make.add(CarbonFactor(kind=plain.kind, basis="Tiles", unit="m2", gwp=Decimal(15), source="A database",
                          is_default=True, confidence=Confidence.VERIFIED))  # fmt: skip
    answer = knock(plain.code)
    assert answer.status_code == 200
    assert "impacts" not in answer.json()
    assert "holds no impacts" in answer.json()["lca_discussion"]
    assert '"mean"' not in answer.text


def test_a_figure_with_stored_carbon_leaves_without_impacts(tile):
    change(Product, tile.id, carbon=Decimal(-3))
    assert "impacts" not in knock(tile.code).json()


@pytest.mark.parametrize(
    ("unit", "expected"), [("1.0 kg", "0.627273"), ("1.0 t", "627.272727"), ("1000.0 sqft", "1282.061952")]
)
def test_the_figure_is_joined_to_the_unit_of_the_classification(tile, unit, expected):
    classify(unit=unit)
    said = knock(tile.code).json()
    assert said["impacts"]["Unknown LCIA"]["gwp"]["A1A2A3"]["mean"] == float(expected)
    assert said["declared_unit"] == {"qty": float(unit.split()[0]), "unit": unit.split()[1]}


@pytest.mark.parametrize(("unit", "status"), [("1.0 m^3", 422), ("1.0 item", 422), ("", 422), ("1.0 tkm", 422)])
def test_a_unit_that_cannot_be_joined_is_refused_with_the_reason(tile, unit, status):
    classify(unit=unit)
    answer = knock(tile.code)
    assert answer.status_code == status
    assert set(answer.json()["error"]["reason"]) == {"zh", "en"}
    assert answer.headers["access-control-allow-origin"] == "*"


def test_the_typical_mass_of_a_kind_joins_no_declaration(tile):
    classify(unit="1.0 kg")
    change(Product, tile.id, mass_kg=None)
    assert knock(tile.code).status_code == 422


def test_a_distributor_is_not_named_as_the_manufacturer(tile):
    change(Supplier, tile.supplier_id, kind=SupplierKind.DISTRIBUTOR)
    answer = knock(tile.code)
    assert answer.status_code == 409
    assert "distributor" in answer.json()["error"]["reason"]["en"]
