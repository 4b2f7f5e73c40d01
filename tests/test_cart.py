"""The cart: what may lie in it, what it costs now, and how a guest's comes along at sign-in."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from uuid import uuid4

import pytest

from db.engine import reading, transaction
from db.products import Product, ProductStatus
from db.standards import CarbonFactor, Confidence
from db.suppliers import Supplier, SupplierStatus
from services import cart, cart_joining
from services.errors import Conflict, Forbidden, Invalid, Missing
from services.visitors import Visitor
from tests import make


def amend(row, **values):
    with transaction(audited=False) as db:
        stored = db.get_one(type(row), row.id)
        for name, value in values.items():
            setattr(stored, name, value)


def only_line(visitor):
    [line] = cart.view(visitor).lines
    return line


def test_what_is_put_twice_is_added_up(buyer):
    product = make.a_product(price_fen=333)
    cart.put(buyer, product.code, quantity_milli=1500)
    cart.put(buyer, product.code, quantity_milli=2000)
    line = only_line(buyer)
    assert (line.quantity_milli, line.total_fen, cart.count(buyer)) == (3500, 1166, 1)


def test_the_cart_is_grouped_by_supplier_and_adds_up(buyer, supplier, rival):
    for seller, price in ((supplier, 100), (rival, 250), (supplier, 400)):
        cart.put(buyer, make.a_product(seller, price_fen=price).code, quantity_milli=2000)
    seen = cart.view(buyer)
    assert sorted(group.total_fen for group in seen.groups) == [500, 1000]
    assert seen.total_fen == 1500
    assert seen.ready


@pytest.mark.parametrize(
    ("quantity", "said"),
    [
        (0, "more than nothing"),
        (-1000, "more than nothing"),
        (500, "At least 1 m2"),
        (1250, "cannot be packed"),
        (10**9 + 500, "At most 1000000 m2"),
        (2**63, "At most 1000000 m2"),
    ],
)
def test_a_quantity_that_cannot_be_sold_is_refused_clearly(buyer, quantity, said):
    product = make.a_product(minimum_milli=1000, step_milli=500)
    with pytest.raises(Invalid, match=said):
        cart.put(buyer, product.code, quantity_milli=quantity)
    assert cart.count(buyer) == 0


def test_adding_up_does_not_pass_the_largest_quantity(buyer):
    product = make.a_product()
    cart.put(buyer, product.code, quantity_milli=10**9)
    with pytest.raises(Invalid):
        cart.put(buyer, product.code, quantity_milli=1000)
    assert only_line(buyer).quantity_milli == 10**9


@pytest.mark.parametrize("status", [status for status in ProductStatus if status is not ProductStatus.PUBLISHED])
def test_what_is_not_on_show_cannot_be_put_into_a_cart(buyer, status):
    with pytest.raises(Missing):
        cart.put(buyer, make.a_product(status=status).code, quantity_milli=1000)


@pytest.mark.parametrize("code", ["", "P-999999", "P-\x00", "青", "x" * 500])
def test_an_unknown_code_is_missing(buyer, code):
    with pytest.raises(Missing):
        cart.put(buyer, code, quantity_milli=1000)


def test_suppliers_officials_and_experts_fill_no_cart(supplier, official, expert, administrator):
    product = make.a_product(supplier)
    for visitor in (supplier, official, expert, administrator):
        assert cart.count(visitor) == 0
        with pytest.raises(Forbidden):
            cart.put(visitor, product.code, quantity_milli=1000)


def test_a_browser_without_cookies_has_no_cart(guest):
    nobody = replace(guest, visit="")
    assert cart.count(nobody) == 0
    assert cart.view(nobody).lines == []
    with pytest.raises(Conflict, match="cookies"):
        cart.put(nobody, make.a_product().code, quantity_milli=1000)


def test_nobody_else_changes_or_empties_a_cart(buyer, other_buyer, guest):
    cart.put(buyer, make.a_product().code, quantity_milli=1000)
    line = only_line(buyer)
    for stranger in (other_buyer, guest):
        with pytest.raises(Missing):
            cart.change(stranger, line.id, quantity_milli=5000)
        with pytest.raises(Missing):
            cart.remove(stranger, line.id)
        assert cart.view(stranger).lines == []
    assert only_line(buyer).quantity_milli == 1000


def test_a_line_is_changed_and_removed(buyer):
    cart.put(buyer, make.a_product().code, quantity_milli=1000)
    cart.change(buyer, only_line(buyer).id, quantity_milli=7500)
    assert only_line(buyer).quantity_milli == 7500
    cart.remove(buyer, only_line(buyer).id)
    assert cart.count(buyer) == 0
    with pytest.raises(Missing):
        cart.remove(buyer, uuid4())


def test_a_new_price_is_shown_and_not_taken_until_accepted(buyer):
    product = make.a_product(price_fen=1000)
    cart.put(buyer, product.code, quantity_milli=1000)
    amend(product, price_fen=1200)
    line = only_line(buyer)
    assert (line.price_fen, line.seen_fen, line.changed, line.problem) == (1200, 1000, True, "price_changed")
    cart.change(buyer, line.id, quantity_milli=2000)
    assert only_line(buyer).changed
    cart.accept_changes(buyer)
    assert only_line(buyer).problem is None
    assert cart.view(buyer).ready


def test_putting_in_more_keeps_the_price_that_was_seen(buyer):
    product = make.a_product(price_fen=1000)
    cart.put(buyer, product.code, quantity_milli=1000)
    amend(product, price_fen=1200)
    cart.put(buyer, product.code, quantity_milli=1000)
    line = only_line(buyer)
    assert (line.quantity_milli, line.seen_fen, line.problem) == (2000, 1000, "price_changed")


def test_what_is_gone_or_short_is_marked_and_not_counted(buyer, supplier, rival):
    gone, short, suspended = make.a_product(supplier), make.a_product(supplier, stock_milli=1500), make.a_product(rival)
    for product in (gone, short, suspended):
        cart.put(buyer, product.code, quantity_milli=2000)
    amend(gone, status=ProductStatus.OFF_SHELF)
    amend(make.supplier_row(rival), status=SupplierStatus.SUSPENDED)
    seen = cart.view(buyer)
    problems = {line.product_code: line.problem for line in seen.lines}
    assert problems == {gone.code: "gone", short.code: "short", suspended.code: "gone"}
    assert seen.total_fen == 24_000
    assert not seen.ready


def test_carbon_is_counted_where_it_can_be_said(buyer):
    declared = make.a_product(carbon=Decimal("4.5"), carbon_source="EPD")
    generic = make.a_product(kind="rebar", unit="t", mass_kg=None)
    unknown = make.a_product(kind="elevators", unit="piece", mass_kg=None)
    factor = {"kind": "rebar", "basis": "rebar", "source": "GB/T 51366", "confidence": Confidence.VERIFIED}
    make.add(CarbonFactor(**factor, unit="t", gwp=Decimal(2340), is_default=True),
             CarbonFactor(**factor, unit="t", gwp=Decimal(1), is_default=False))  # fmt: skip
    for product in (declared, generic, unknown):
        cart.put(buyer, product.code, quantity_milli=2000)
    seen = cart.view(buyer)
    assert (seen.carbon_kg, seen.not_comparable) == (Decimal("4689.000"), 1)


def test_a_guests_cart_comes_along_at_sign_in(buyer):
    guest = Visitor(visit=buyer.visit)
    both, new = make.a_product(), make.a_product()
    cart.put(buyer, both.code, quantity_milli=1000)
    cart.put(guest, both.code, quantity_milli=2500)
    cart.put(guest, new.code, quantity_milli=1500)
    cart_joining.bring_along(guest, make.signed_in(buyer))
    held = {line.product_code: line.quantity_milli for line in cart.view(buyer).lines}
    assert held == {both.code: 3500, new.code: 1500}
    assert cart.view(guest).lines == []
    cart_joining.bring_along(guest, make.signed_in(buyer))
    assert {line.quantity_milli for line in cart.view(buyer).lines} == {3500, 1500}


def test_what_does_not_fit_stays_in_the_guests_cart(buyer, supplier, monkeypatch):
    monkeypatch.setattr(cart, "MOST_LINES", 2)
    guest = Visitor(visit=buyer.visit)
    mine, second, third = (make.a_product(supplier) for _ in range(3))
    cart.put(buyer, mine.code, quantity_milli=1000)
    cart.put(guest, second.code, quantity_milli=1000)
    cart.put(guest, third.code, quantity_milli=1000)
    token = make.signed_in(buyer)
    cart_joining.bring_along(guest, token)
    assert (cart.count(buyer), only_line(guest).product_code) == (2, third.code)
    cart.remove(buyer, cart.view(buyer).lines[0].id)
    cart_joining.bring_along(guest, token)
    assert (cart.count(buyer), cart.count(guest)) == (2, 0)


def test_a_guests_cart_comes_along_to_nobody_but_a_buyer(guest, supplier, official):
    cart.put(guest, make.a_product(supplier).code, quantity_milli=1000)
    for token in (make.signed_in(supplier), make.signed_in(official), "", "not a token"):
        cart_joining.bring_along(guest, token)
    assert cart.count(guest) == 1


def test_a_cart_has_a_most_number_of_lines(buyer, supplier, monkeypatch):
    monkeypatch.setattr(cart, "MOST_LINES", 2)
    products = [make.a_product(supplier) for _ in range(3)]
    for product in products[:2]:
        cart.put(buyer, product.code, quantity_milli=1000)
    with pytest.raises(Conflict, match="at most 2 lines"):
        cart.put(buyer, products[2].code, quantity_milli=1000)
    cart.put(buyer, products[0].code, quantity_milli=1000)


def test_two_first_clicks_at_once_make_one_cart(buyer, supplier):
    products = [make.a_product(supplier) for _ in range(4)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda product: cart.put(buyer, product.code, quantity_milli=1000), products * 4))
    assert {line.quantity_milli for line in cart.view(buyer).lines} == {4000}
    assert cart.count(buyer) == 4


def test_the_rows_behind_are_those_of_the_exhibits(buyer):
    product = make.a_product()
    cart.put(buyer, product.code, quantity_milli=1000)
    with reading() as db:
        stored = db.get_one(Product, product.id)
        assert db.get_one(Supplier, stored.supplier_id).code == cart.view(buyer).groups[0].supplier_code


def test_a_double_click_puts_in_once(buyer):
    product = make.a_product()
    for _ in range(2):
        cart.put(buyer, product.code, quantity_milli=2000, holding=0)
    assert cart.held(buyer, product.code) == 2000
    cart.put(buyer, product.code, quantity_milli=2000, holding=2000)
    assert cart.held(buyer, product.code) == 4000
