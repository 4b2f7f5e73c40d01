"""Walks through the cart: quantities, prices, removing, and the form that makes one purchase of it, once."""

from decimal import Decimal

import pytest

from db.engine import transaction
from db.products import Product, ProductStatus
from services import cart, orders, payments
from services.orders import CARD_LIMIT_FEN, Method, PaymentState
from services.tokens import hash_of
from services.visitors import Visitor
from tests import make
from tests.buying import CHECKOUT, check_books

VISITING = Visitor(visit=hash_of("the visit of a test"))


def wall(at):
    return "".join(element.proto.body for element in at.main.get("html"))


def refusals(at):
    return [error.value for error in at.error]


def only_line(visitor):
    [line] = cart.view(visitor).lines
    return line


def filled(visitor, supplier=None, *, milli=2000, **product):
    made = make.a_product(supplier, **product)
    cart.put(visitor, made.code, quantity_milli=milli)
    return made


def amend(product, **values):
    with transaction(audited=False) as db:
        stored = db.get_one(Product, product.id)
        for name, value in values.items():
            setattr(stored, name, value)


def quantity_of(at, line):
    return at.number_input(key=f"quantity_{line.id}")


def fill_in(at, **more):
    typed = {"phone": "0572-5550000", "address": "1 School Road", "recipient": "A. Buyer"} | more
    for key, value in typed.items():
        at.text_input(key=key).input(value)
    return at


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_empty_cart_leads_to_the_halls(visit, guest, lang):
    shown = wall(visit("cart.py", guest, lang=lang))
    assert f'href="/halls?lang={lang}"' in shown
    assert "bill" not in shown


def test_a_guest_sees_the_bill_and_the_way_in_but_no_form(visit, supplier):
    product = filled(VISITING, supplier, price_fen=333, milli=1500)
    at = visit("cart.py")
    shown = wall(at)
    assert product.name_en in shown
    assert "¥5.00" in shown  # 1.5 x 3.33 is 4.995: rounded once, half up
    assert "¥0.00" in shown
    assert "next=%2Fcart" in shown
    assert [box.key for box in at.text_input] == []


def test_suppliers_are_kept_apart_and_every_line_counts(visit, buyer, supplier, rival):
    for seller in (supplier, rival):
        filled(buyer, seller, price_fen=10_000, milli=1000)
    shown = wall(visit("cart.py", buyer))
    assert shown.count("becomes one order") == 2
    assert "¥200.00" in shown


def test_a_quantity_is_changed_where_it_is_read(visit, buyer):
    filled(buyer)
    line = only_line(buyer)
    at = quantity_of(visit("cart.py", buyer), line).set_value(4.5).run()
    assert only_line(buyer).quantity_milli == 4500
    assert quantity_of(at, line).value == 4.5
    assert not refusals(at)


def test_a_quantity_that_is_not_packed_is_refused_beside_it_and_changes_nothing(visit, buyer):
    filled(buyer)
    line = only_line(buyer)
    at = quantity_of(visit("cart.py", buyer), line).set_value(2.25).run()
    assert "cannot be packed" in refusals(at)[0]
    assert only_line(buyer).quantity_milli == 2000


def test_an_open_tab_does_not_undo_what_another_has_put_in(visit, buyer):
    product = filled(buyer)
    at = visit("cart.py", buyer)
    cart.put(buyer, product.code, quantity_milli=1000)
    line = only_line(buyer)
    assert quantity_of(at.run(), line).value == 3.0
    assert only_line(buyer).quantity_milli == 3000


def test_a_line_is_removed(visit, buyer, supplier):
    filled(buyer, supplier)
    kept = filled(buyer, supplier)
    [gone] = [line for line in cart.view(buyer).lines if line.product_code != kept.code]
    at = visit("cart.py", buyer)
    at = at.button(key=f"remove_{gone.id}").click().run()
    assert only_line(buyer).product_code == kept.code
    assert f"remove_{gone.id}" not in [button.key for button in at.button]


def test_a_new_price_is_shown_and_must_be_taken_before_ordering(visit, buyer):
    product = filled(buyer, price_fen=10_000)
    amend(product, price_fen=12_000)
    at = visit("cart.py", buyer)
    assert "¥100.00 → ¥120.00" in wall(at)
    assert at.button(key="place").disabled
    at = at.button(key="accept_prices").click().run()
    assert not at.button(key="place").disabled
    assert only_line(buyer).seen_fen == 12_000


def test_what_is_gone_or_short_is_said_on_its_line(visit, buyer, supplier):
    amend(filled(buyer, supplier), status=ProductStatus.OFF_SHELF)
    filled(buyer, supplier, stock_milli=1000)
    at = visit("cart.py", buyer)
    assert "No longer on show" in wall(at)
    assert "Only 1 m² in stock." in wall(at)
    assert at.button(key="place").disabled


def test_the_form_knows_the_organisation(visit, buyer):
    filled(buyer)
    at = visit("cart.py", buyer)
    assert at.text_input(key="invoice_title").value == buyer.organisation_zh
    assert len(at.text_input(key="invoice_code").value) == 18
    assert at.selectbox(key="city").value == "湖州"


def test_the_cart_becomes_one_purchase_and_leads_to_it(visit, buyer, supplier, rival):
    for seller in (supplier, rival):
        filled(buyer, seller)
    at = fill_in(visit("cart.py", buyer), purpose="A gym floor").button(key="place").click().run()
    [(bought, state)] = orders.mine(buyer)
    assert at.query_params["purchase"] == bought.code
    assert (bought.purpose, bought.method, state) == ("A gym floor", Method.CARD, PaymentState.NONE)
    assert f'action="/pay/{bought.code}"' in wall(at)
    assert cart.count(buyer) == 0
    check_books()


def test_a_second_click_is_led_to_the_purchase_of_the_first(visit, buyer):
    filled(buyer)
    at = fill_in(visit("cart.py", buyer))
    first = orders.place(buyer, CHECKOUT, key=at.session_state["form:checkout:intent"])  # the first click's run
    at = at.button(key="place").click().run()
    assert at.query_params["purchase"] == first.code
    assert [bought.code for bought, _ in orders.mine(buyer)] == [first.code]
    check_books()


def test_the_next_cart_is_another_purchase(visit, buyer):
    for _ in range(2):
        filled(buyer)
        fill_in(visit("cart.py", buyer)).button(key="place").click().run()
    assert len({bought.code for bought, _ in orders.mine(buyer)}) == 2


def test_a_cart_emptied_by_hand_shows_no_form(visit, buyer):
    filled(buyer)
    at = visit("cart.py", buyer)
    at = at.button(key=f"remove_{only_line(buyer).id}").click().run()
    assert "Your cart is empty" in wall(at)
    assert [box.key for box in at.text_input] == []
    assert orders.mine(buyer) == []


def test_a_refused_order_keeps_what_was_typed(visit, buyer):
    filled(buyer)
    at = fill_in(visit("cart.py", buyer), phone="call me", purpose="A gym floor").button(key="place").click().run()
    assert "Phone" in refusals(at)[0]
    assert at.text_input(key="purpose").value == "A gym floor"
    assert orders.mine(buyer) == []
    assert cart.count(buyer) == 1


def test_transfer_is_offered_first_beyond_what_can_be_paid_online(visit, buyer):
    filled(buyer, price_fen=CARD_LIMIT_FEN, milli=2000)
    at = visit("cart.py", buyer)
    assert at.radio(key="method").value is Method.TRANSFER
    fill_in(at).button(key="place").click().run()
    [(_, state)] = orders.mine(buyer)
    assert state is PaymentState.AGREED


def test_without_a_payment_service_only_transfer_is_offered(visit, buyer, monkeypatch):
    monkeypatch.setattr(payments, "may_pay_online", lambda: False)
    filled(buyer)
    assert visit("cart.py", buyer).radio(key="method").options == ["Corporate transfer after acceptance"]


def test_those_who_buy_nothing_have_no_cart(visit, supplier, official, expert):
    for visitor in (supplier, official, expert):
        at = visit("cart.py", visitor)
        assert "Only buyers and guests fill a cart." in wall(at)
        assert not at.number_input


def test_the_carbon_of_a_line_without_a_factor_is_not_invented(visit, buyer):
    filled(buyer, carbon=Decimal("1.5"), carbon_source="EPD 1")
    filled(buyer)
    shown = wall(visit("cart.py", buyer))
    assert "3 kgCO₂e" in shown
    assert "carbon not comparable" in shown
    assert "1 line has no comparable carbon figure." in shown
