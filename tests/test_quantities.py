"""Units on the page: a wish in another unit becomes whole packs, is taken over, and lies in the cart as it was said."""

from decimal import Decimal

import pytest

from components import quantities
from db.engine import transaction
from db.products import Product
from db.standards import Kind
from services import cart
from tests import make
from tests.declared import classify, file
from tests.test_cart_page import VISITING, wall


def change(product, **values):
    with transaction(audited=False) as db:
        kept = db.get_one(Product, product.id)
        for name, value in values.items():
            setattr(kept, name, value)


@pytest.fixture
def packed(supplier):
    classify()
    return make.a_product(supplier, minimum_milli=4800, step_milli=2400, specification_zh="600×600×10 mm")


def ask(visit, product, amount, unit=None, **more):
    at = visit("product.py", code=product.code, **more)
    at.number_input(key=f"needed_{product.code}").set_value(amount)
    if unit:
        at.selectbox(key=f"needed_unit_{product.code}").set_value(unit)
    return at.run()


def test_a_wish_becomes_whole_packs_and_is_taken_over_into_the_cart(visit, packed):
    at = ask(visit, packed, 18.5)
    assert "8 packs of 2.4 m²" in wall(at)
    assert "0.7 m² more than asked" in wall(at)
    at.button(key=f"take_over_{packed.code}").click().run()
    assert at.number_input(key=f"quantity_{packed.code}").value == 19.2
    at.button(key="put_0").click().run()
    [line] = cart.view(VISITING).lines
    assert (line.quantity_milli, line.problem) == (19_200, None)
    assert "8 packs of 2.4 m²" in wall(visit("cart.py"))


@pytest.mark.parametrize(("amount", "unit", "packs"), [(0.32, "t", 7), (0.2, "m3", 9), (1, "kg", 2)])
def test_a_wish_by_mass_or_volume_is_joined_and_says_by_what(visit, packed, amount, unit, packs):
    at = ask(visit, packed, amount, unit)
    assert f"{packs} packs of 2.4 m²" in wall(at)
    assert "by its" in wall(at)


def test_the_mass_of_the_kind_is_called_an_assumption(visit, packed):
    change(packed, mass_kg=None)
    assert "assumption" in wall(ask(visit, packed, 100, "kg"))


def test_a_unit_that_cannot_be_joined_is_refused_in_both_languages(visit, packed):
    for lang in ("en", "zh"):
        at = ask(visit, packed, 3, "piece", lang=lang)
        [said] = [error.value for error in at.error]
        assert "m²" in said
        assert "None" not in said
        assert not [button for button in at.button if button.key == f"take_over_{packed.code}"]


def test_more_than_a_line_holds_is_not_taken_over(visit, packed):
    at = ask(visit, packed, 900_000, "t")
    assert at.error
    assert at.number_input(key=f"quantity_{packed.code}").value == 4.8


def test_the_price_of_the_declared_unit_stands_beside_the_price(visit, packed):
    assert "declared unit" not in wall(visit("product.py", code=packed.code))
    classify(unit="1.0 kg")
    assert "5.45" in wall(visit("product.py", code=packed.code))
    classify(unit="1.0 tkm")
    assert "declared unit" not in wall(visit("product.py", code=packed.code))


def test_the_page_says_whether_there_is_an_openepd_file_and_what_it_leaves_out(visit, packed):
    assert "Without impacts" in wall(visit("product.py", code=packed.code))
    change(packed, carbon=Decimal(1), carbon_source="X")
    shown = wall(visit("product.py", code=packed.code))
    assert f"/api/v1/products/{packed.code}/openepd.json" in shown
    assert "Without impacts" not in shown
    classify(unit="1.0 tkm")
    assert "No openEPD file" in wall(visit("product.py", code=packed.code))


@pytest.mark.once
@pytest.mark.parametrize("unit", ["set", "piece"])
def test_what_is_counted_one_by_one_needs_no_reckoning(visit, supplier, unit):
    lift = make.a_product(supplier, kind="elevators", unit=unit, step_milli=1000)
    with transaction(audited=False) as db:
        kind = db.get_one(Kind, "elevators")
        kind.unit, kind.units = unit, unit
    at = visit("product.py", code=lift.code)
    assert not [widget for widget in at.number_input if widget.key.startswith("needed_")]


@pytest.mark.pure
@pytest.mark.parametrize(("step", "packed"), [(2400, True), (20_000, True), (1000, False), (500, False), (10, False)])
def test_a_step_that_only_says_how_fine_it_is_cut_is_no_pack(step, packed):
    assert quantities.is_packed(step) is packed


def test_a_supplier_sees_what_a_file_says_before_it_is_taken_over(visit, supplier):
    classify()
    draft = make.a_product(supplier, status="draft")
    at = visit("listings.py", supplier, code=draft.code)
    at.file_uploader(key=f"declaration-file-{draft.code}").upload("a.json", file(), "application/json").run()
    assert "DEMO-0001" in wall(at)
    at.button(key=f"take-declaration-{draft.code}").click().run()
    assert not at.error
    again = visit("listings.py", supplier, code=draft.code)
    assert next(one for one in again.text_input if one.key.startswith("carbon_source")).value.startswith(
        "Demo operator"
    )


def test_a_hostile_file_is_answered_in_words(visit, supplier):
    classify()
    draft = make.a_product(supplier, status="draft")
    at = visit("listings.py", supplier, code=draft.code)
    bad = file(kg_per_declared_unit={"qty": -3, "unit": "kg"})
    at.file_uploader(key=f"declaration-file-{draft.code}").upload("a.json", bad, "application/json").run()
    [said] = [error.value for error in at.error]
    assert "-3" in said
    assert not [one for one in at.button if one.key == f"take-declaration-{draft.code}"]
