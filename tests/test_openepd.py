"""openEPD, out and in: only the product's own declaration leaves, and a hostile file changes nothing."""

import copy
import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openepd.model.epd import EpdFactory
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from components.session import PLAIN_COOKIE
from db.engine import reading, transaction
from db.products import Product, ProductValue, by_code
from db.standards import CarbonFactor, Confidence, Kind
from db.suppliers import Supplier, SupplierKind
from pages.machine import open_products
from services import audit, listings, openepd, openepd_reading
from services.audit import Event
from services.errors import Conflict, Forbidden, Invalid, Missing, Refused
from services.listings import Caution
from tests import make

DOORS = Starlette(routes=[Route("/api/v1/products/{code}/openepd.json", open_products.openepd_file)])
FILE = {
    "doctype": "openEPD", "openepd_version": "0.1", "language": "en",
    "product_name": "Celadon tile", "product_description": "For corridors.",
    "valid_until": "2029-12-31T00:00:00Z", "declared_unit": {"qty": 1, "unit": "m2"},
    "kg_per_declared_unit": {"qty": 20.5, "unit": "kg"}, "product_classes": {"io.cqd.ec3": "CeramicTile"},
    "manufacturer": {"web_domain": "example.com", "name": "Organisation of supplier"},
    "program_operator": {"web_domain": "example.org", "name": "Demo operator"}, "program_operator_doc_id": "DEMO-0001",
    "impacts": {"EF 3.1": {"gwp": {"A1A2A3": {"mean": 12.5, "unit": "kgCO2e", "rsd": 0.2}}}},
}  # fmt: skip
DEEP = b'{"doctype":"openEPD","ext":' + b"[" * 10_000 + b"]" * 10_000 + b"}"


def change(row, key, **values):
    with transaction(audited=False) as db:
        kept = db.get_one(row, key)
        for name, value in values.items():
            setattr(kept, name, value)


def classify(kind="ceramic-tiles", *, category="CeramicTile", unit="1.0 m^2"):
    make.a_kind(kind)
    change(Kind, kind, openepd_category=category, openepd_unit=unit)


@pytest.fixture
def tile(supplier):
    """Hangs, with a declaration of its own."""
    product = make.a_product(supplier, carbon=Decimal("13.8"), carbon_source="EPD X-1, A1–A3")
    classify()
    make.add(ProductValue(product_id=product.id, indicator="ceramic-tiles-01", value=Decimal("0.8")))
    return product


@pytest.fixture
def draft(supplier):
    classify()
    return make.a_product(supplier, status="draft", name_en="", description_en="", mass_kg=None)


def knock(code, visitor=None, *, lang="en", **headers):
    cookies = {PLAIN_COOKIE: make.signed_in(visitor)} if visitor else {}
    return TestClient(DOORS, cookies=cookies).get(
        f"/api/v1/products/{code}/openepd.json", params={"lang": lang}, headers=headers
    )


def stored(product):
    with reading() as db:
        return by_code(db, product.code)


def file(**changes):
    said = copy.deepcopy(FILE)
    for path, value in changes.items():
        *way, last = path.split("__")
        within = said
        for step in way:
            within = within[step]
        within[last] = value
    return json.dumps(said).encode()


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


def test_a_file_is_shown_before_anything_changes(supplier, draft):
    found = listings.preview_declaration(supplier, draft.code, file())
    assert {one.field: one.new for one in found.changes} == {
        "carbon": Decimal("12.5"), "carbon_source": "Demo operator, DEMO-0001, A1–A3, EF 3.1",
        "mass_kg": Decimal("20.5"), "name_en": "Celadon tile", "description_en": "For corridors.",
    }  # fmt: skip
    assert found.cautions == []
    assert stored(draft).carbon is None


def test_a_file_taken_over_stands_in_the_listing_and_in_the_log(supplier, draft, official):
    listings.take_declaration(supplier, draft.code, file(), revision=draft.revision)
    now = stored(draft)
    assert (now.carbon, now.mass_kg, now.name_en) == (Decimal("12.5"), Decimal("20.5"), "Celadon tile")
    assert (now.revision, "celadon" in now.words) == (draft.revision + 1, True)
    entry = audit.recent(official)[0]
    assert entry.event == Event.LISTING_CHANGED
    assert "DEMO-0001" in str(entry.data)
    assert not listings.preview_declaration(supplier, draft.code, file()).changes


def test_words_that_stand_already_are_left_alone(supplier, draft):
    change(Product, draft.id, name_en="Mine", description_en="Mine too.")
    listings.take_declaration(supplier, draft.code, file(), revision=draft.revision)
    assert stored(draft).name_en == "Mine"


@pytest.mark.parametrize(
    ("declared", "weighs", "expected"),
    [((1, "kg"), (1, 20), "250"), ((1, "t"), (None, 20), "0.25"), ((1, "m3"), (None, None), "0.125"),
     ((100, "m^2"), (None, None), "0.125"), ((1, "item"), (40, 20), "6.25")],
)  # fmt: skip
def test_a_figure_is_joined_to_the_selling_unit(supplier, draft, declared, weighs, expected):
    """`weighs`: kilograms of the declared amount by the file, and of one selling unit by the supplier."""
    (quantity, unit), (kilograms, mass) = declared, weighs
    change(Product, draft.id, mass_kg=mass and Decimal(mass), specification_zh="600×600×10 mm")
    said = {"declared_unit": {"qty": quantity, "unit": unit},
            "kg_per_declared_unit": kilograms and {"qty": kilograms, "unit": "kg"}}  # fmt: skip
    found = listings.preview_declaration(supplier, draft.code, file(**said))
    assert next(one.new for one in found.changes if one.field == "carbon") == Decimal(expected)


@pytest.mark.parametrize(
    ("said", "caution"),
    [({"manufacturer__name": "Somebody Else Ltd."}, Caution.OTHER_COMPANY), ({"private": True}, Caution.PRIVATE),
     ({"product_classes": {"io.cqd.ec3": "ReadyMix"}}, Caution.OTHER_CATEGORY),
     ({"valid_until": "2020-01-01T00:00:00Z"}, Caution.EXPIRED)],
)  # fmt: skip
def test_what_looks_wrong_is_said_before(supplier, draft, said, caution):
    assert [one for one, _ in listings.preview_declaration(supplier, draft.code, file(**said)).cautions] == [caution]


HOSTILE = {
    "not json": b"%PDF-1.7", "no text": b"\xff\xfe\x00", "a list": b"[1]", "nothing": b"", "half": file()[:-9],
    "deep": DEEP,
    "NaN": file().replace(b"12.5", b"NaN"), "infinite": file().replace(b"12.5", b"-Infinity"),
    "endless": file().replace(b"12.5", b"9" * 5000), "huge": file().replace(b"12.5", b"1e400"),
    "many zeros": file().replace(b"12.5", b"0." + b"0" * 500 + b"1"), "far too much": file().replace(b"12.5", b"1e30"),
    "twice": file().replace(b'{"doctype"', b'{"doctype": "openEPD", "doctype"'), "too long": b" " * (1024 * 1024 + 1),
    "industry": file(doctype="openIndustryEpd"), "doctype": file(doctype=7), "version": file(openepd_version="9.0"),
    "wrong unit": file(declared_unit={"qty": 1, "unit": "banana"}), "no unit": file(declared_unit={"qty": 1}),
    "unjoined": file(declared_unit={"qty": 1, "unit": "m"}, kg_per_declared_unit=None),
    "nothing declared": file(declared_unit={"qty": 0, "unit": "m2"}), "unit missing": file(declared_unit=None),
    "negative mass": file(kg_per_declared_unit={"qty": -3, "unit": "kg"}),
    "mass in litres": file(kg_per_declared_unit={"qty": 3, "unit": "l"}), "no impacts": file(impacts={}),
    "impacts": file(impacts=[1]), "method": file(impacts={"EF 3.1": "x"}), "no maker": file(manufacturer=None),
    "gwp in pounds": file(impacts__x={"gwp": {"A1A2A3": {"mean": 1, "unit": "lb"}}}, impacts={}),
    "gwp without a unit": file(impacts={"EF 3.1": {"gwp": {"A1A2A3": {"mean": 1}}}}),
    "half of A1-A3": file(impacts={"EF 3.1": {"gwp": {"A1": {"mean": 1, "unit": "kgCO2e"}}}}),
    "text for a number": file(impacts={"EF 3.1": {"gwp": {"A1A2A3": {"mean": "much", "unit": "kgCO2e"}}}}),
    "two unknown methods": file(impacts={m: {"gwp": {"A1A2A3": {"mean": 1, "unit": "kgCO2e"}}} for m in ("a", "b")}),
    "no operator": file(program_operator=None), "no number": file(program_operator_doc_id=" "),
    "a name that rings": file(product_name="tile\x07"), "surrogate": file(product_name="\ud800"),
    "list of makers": file(manufacturer=[FILE["manufacturer"]]), "includes": file(includes=[3]),
}  # fmt: skip


@pytest.mark.once
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_words_and_changes_nothing(supplier, draft, name):
    before = stored(draft)
    for call in (
        lambda: listings.preview_declaration(supplier, draft.code, HOSTILE[name]),
        lambda: listings.take_declaration(supplier, draft.code, HOSTILE[name], revision=draft.revision),
    ):
        with pytest.raises(Invalid):
            call()
    assert stored(draft) == before


@pytest.mark.pure
def test_a_mistake_is_named_with_what_was_read_and_what_is_expected():
    with pytest.raises(Invalid) as refusal:
        openepd_reading.read(HOSTILE["negative mass"])
    assert refusal.value.values == {"field": "kg_per_declared_unit.qty", "read": "-3"}
    assert "zero or more is expected" in refusal.value.phrase


@pytest.mark.pure
def test_three_stages_make_one_figure_and_methods_are_not_mixed():
    stage = {"mean": 0.1, "unit": "kg CO2 eq"}
    several = {"TRACI 2.1": {"gwp": {"A1A2A3": {"mean": 9, "unit": "kgCO2e"}}},
               "EF 3.1": {"gwp": {"A1": stage, "A2": stage, "A3": stage}}}  # fmt: skip
    read = openepd_reading.read(file(impacts=several))
    assert (read.gwp, read.method) == (Decimal("0.3"), "EF 3.1")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**18), 10**18) | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*FILE, "gwp", "unit", "qty"]), inner),
    max_leaves=8,
)


@pytest.mark.pure
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.sampled_from(sorted(FILE)), JSON)
def test_whatever_stands_in_a_field_is_read_or_refused(field, value):
    try:
        read = openepd_reading.read(json.dumps(FILE | {field: value}).encode())
    except Refused:
        return
    assert read.gwp.is_finite()
    assert read.declared.quantity > 0


@pytest.mark.pure
def test_the_example_of_the_format_is_read():
    said = Path(__file__).with_name("example_openepd.json").read_bytes()
    read = openepd_reading.read(said)
    assert (read.gwp, read.source) == (Decimal("2.5"), "Demo operator, DEMO-0001, A1–A3, EF 3.1")


def test_nobody_fills_in_anothers_listing(supplier, rival, buyer, draft):
    with pytest.raises(Missing):
        listings.preview_declaration(rival, draft.code, file())
    with pytest.raises(Missing):
        listings.take_declaration(rival, draft.code, file(), revision=1)
    with pytest.raises(Forbidden):
        listings.take_declaration(buyer, draft.code, file(), revision=1)
    assert stored(draft).carbon is None


def test_a_listing_that_hangs_or_was_changed_meanwhile_is_not_filled_in(supplier, tile, draft):
    with pytest.raises(Conflict):
        listings.take_declaration(supplier, tile.code, file(), revision=tile.revision)
    with pytest.raises(Conflict):
        listings.take_declaration(supplier, draft.code, file(), revision=draft.revision + 1)


def test_what_leaves_comes_back_the_same(supplier, tile, draft):
    classify(unit="1.0 kg")
    change(Product, draft.id, mass_kg=Decimal(22))
    sent = json.loads(openepd.written(tile.code, "en"))
    sent |= {"program_operator": {"name": "Demo operator"}, "program_operator_doc_id": "X-1"}
    found = listings.preview_declaration(supplier, draft.code, json.dumps(sent).encode())
    carbon = next(one.new for one in found.changes if one.field == "carbon")
    assert abs(carbon - tile.carbon) < Decimal("0.0001")
