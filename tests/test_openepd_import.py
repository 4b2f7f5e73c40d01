"""openEPD, in: a file is shown before it is taken over, and a hostile one changes nothing."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.products import Product, ProductValue
from services import audit, listings, openepd, openepd_reading
from services.audit import Event
from services.errors import Conflict, Forbidden, Invalid, Missing, Refused
from services.listings import Caution
from tests import make
from tests.declared import FILE, change, classify, file, stored

DEEP = b'{"doctype":"openEPD","ext":' + b"[" * 10_000 + b"]" * 10_000 + b"}"


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
