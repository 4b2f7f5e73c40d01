"""Orders: placed once and as seen, and read by nobody but their two sides."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlmodel import select

from db.accounts import Organisation
from db.engine import reading, transaction
from db.facts import Fact
from db.orders import OrderLine, OrderStatus, Purchase
from db.products import Product, ProductStatus
from db.projects import Project
from db.suppliers import Supplier, SupplierStatus
from services import cart, orders, payments
from services.errors import Conflict, Forbidden, Invalid, Missing, Refused
from services.orders import PaymentState
from tests import make
from tests.buying import (  # noqa: F401  fixtures
    BY_TRANSFER,
    CHECKOUT,
    agreed,
    check_books,
    code,
    codes,
    delivered,
    offered,
    on_shelf,
    placed,
    right_books,
    state,
    status,
)

S = OrderStatus
PATH = [S.PLACED, S.CONFIRMED, S.SHIPPED, S.RECEIVED, S.ACCEPTED, S.CLOSED]


@pytest.fixture
def bought(buyer, product) -> Purchase:
    """By transfer, so that it binds at once."""
    return agreed(buyer, product)


def test_one_checkout_is_one_purchase_with_an_order_a_supplier(buyer, supplier, rival):
    products = [make.a_product(supplier, price_fen=333), make.a_product(rival, price_fen=1), make.a_product(supplier)]
    bought = placed(buyer, *products, milli=1500)
    seen = orders.purchase(buyer, bought.code)
    assert (bought.code, codes(bought)) == ("C-2026-000001", ["O-2026-000001", "O-2026-000002"])
    assert sorted(row.order.total_fen for row in seen.orders) == [2, 500 + 18_000]
    assert bought.total_fen == 18_502
    assert cart.count(buyer) == 0
    check_books()


def test_a_line_stays_as_it_was_ordered(buyer, supplier):
    product = make.a_product(supplier, carbon=Decimal("4.5"), carbon_source="EPD", price_fen=1000)
    bought = placed(buyer, product)
    with transaction(audited=False) as db:
        stored = db.get_one(Product, product.id)
        stored.name_zh, stored.price_fen, stored.carbon = "改名", 1, None
    [line] = orders.order(buyer, code(bought)).lines
    assert (line.name_zh, line.price_fen, line.total_fen) == (product.name_zh, 1000, 2000)
    assert (line.carbon_kg, line.carbon_source) == (Decimal(9), "EPD")


def test_the_same_key_is_the_same_purchase(buyer, product):
    first = placed(buyer, product)
    assert placed(buyer, product).id == first.id
    assert on_shelf(product) == (100_000, 2000)
    assert cart.count(buyer) == 1


def test_another_buyers_key_finds_nothing_of_mine(buyer, other_buyer, product):
    mine = placed(buyer, product)
    assert placed(other_buyer, product).id != mine.id


def test_a_price_that_changed_is_never_charged_silently(buyer, product):
    cart.put(buyer, product.code, quantity_milli=1000)
    with transaction(audited=False) as db:
        db.get_one(Product, product.id).price_fen = 12_001
    with pytest.raises(Conflict, match=f"price of {product.code} was 120 yuan .* is 120.01 yuan now"):
        orders.place(buyer, CHECKOUT, key="one")
    cart.accept_changes(buyer)
    assert orders.place(buyer, CHECKOUT, key="one").total_fen == 12_001


@pytest.mark.parametrize("what", ["listing", "supplier"])
@pytest.mark.usefixtures("supplier")
def test_what_left_the_museum_cannot_be_ordered(buyer, product, what):
    cart.put(buyer, product.code, quantity_milli=1000)
    with transaction(audited=False) as db:
        if what == "listing":
            db.get_one(Product, product.id).status = ProductStatus.OFF_SHELF
        else:
            db.get_one(Supplier, product.supplier_id).status = SupplierStatus.SUSPENDED
    with pytest.raises(Conflict, match="no longer on show"):
        orders.place(buyer, CHECKOUT, key="one")
    assert on_shelf(product) == (100_000, 0)


def test_an_empty_cart_and_an_empty_key_are_refused(buyer, product):
    with pytest.raises(Conflict, match="cart is empty"):
        orders.place(buyer, CHECKOUT, key="one")
    with pytest.raises(Invalid):
        placed(buyer, product, key="")


def test_less_than_one_fen_is_no_order(buyer, supplier):
    product = make.a_product(supplier, price_fen=1, minimum_milli=1, step_milli=1)
    with pytest.raises(Invalid, match="less than one fen"):
        placed(buyer, product, milli=1)


@pytest.mark.parametrize(("price", "allowed"), [(99_999_999, True), (100_000_000, False)])
def test_the_card_has_a_limit_and_transfer_is_the_way_out(buyer, supplier, price, allowed):
    product = make.a_product(supplier, price_fen=price)
    if allowed:
        assert placed(buyer, product, milli=1000).total_fen == price
        return
    with pytest.raises(Conflict, match=r"999999\.99; choose corporate transfer"):
        placed(buyer, product, milli=1000)
    assert agreed(buyer, product, milli=1000).total_fen == 2 * price


def test_the_card_has_a_least_and_a_most_number_of_lines(buyer, supplier, product, monkeypatch):
    least = make.a_product(supplier, price_fen=399)
    with pytest.raises(Conflict, match=r"the least is 4; choose corporate transfer"):
        placed(buyer, least, milli=1000)
    assert agreed(buyer, least, milli=1000).total_fen == 2 * 399
    monkeypatch.setattr("services.order_checkout.MOST_LINES", 1)
    with pytest.raises(Conflict, match="At most 1 lines can be paid online"):
        placed(buyer, product, least, key="two")
    assert on_shelf(product) == (100_000, 0)


def test_a_small_purchase_has_a_ceiling_and_a_quotation_one_that_can_be_added_up(buyer, supplier):
    dear = make.a_product(supplier, price_fen=10**10, stock_milli=10**9)
    with pytest.raises(Conflict, match="5000000; ask the supplier for a quotation"):
        agreed(buyer, dear, milli=10**9)
    quoted = [(dear.code, 10**9, 10**10)]
    with pytest.raises(Conflict, match="more than one purchase may come to, 1000000000000"):
        orders.place_direct_sale(buyer, BY_TRANSFER, quoted, key="two")
    assert orders.place_direct_sale(buyer, BY_TRANSFER, [(dear.code, 10**7, 10**10)], key="three").total_fen == 10**14


def test_promises_count_until_the_supplier_has_confirmed(buyer, supplier, product):
    bought = [agreed(buyer, product, key=str(number)) for number in range(10)]
    for by in (BY_TRANSFER, CHECKOUT):
        with pytest.raises(Conflict, match="10 purchases wait to be paid, or to be confirmed"):
            placed(buyer, product, by=by, key="eleven")
    orders.confirm(supplier, code(bought[0]))
    agreed(buyer, product, key="eleven")


@pytest.mark.parametrize("wrong", ["O-\x00", "\x00", "O-2026-" + "1" * 500])
def test_a_code_no_database_can_read_is_missing(buyer, supplier, wrong):
    for ask in (orders.order, orders.purchase, payments.agree_transfer, payments.transfer_received):
        with pytest.raises(Missing):
            ask(supplier if ask is payments.transfer_received else buyer, wrong)


def test_stock_cannot_be_held_without_end(buyer, product):
    for number in range(10):
        placed(buyer, product, key=str(number))
    with pytest.raises(Conflict, match="10 purchases wait to be paid"):
        placed(buyer, product, key="eleven")
    assert on_shelf(product)[1] == 20_000


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"recipient": " "}, "Recipient"),
        ({"recipient": "x" * 81}, "Recipient"),
        ({"phone": "call me"}, "Phone"),
        ({"city": ""}, "City"),
        ({"address": "a\x00b"}, "Address"),
        ({"invoice_title": "\t"}, "Invoice title"),
        ({"invoice_code": "91330500MA00000000"}, "Unified social credit code"),
        ({"purpose": "x" * 301}, "Purpose"),
        ({"method": "cash"}, "Payment"),
    ],
)
def test_a_field_that_cannot_be_used_is_named(buyer, product, wrong, said):
    with pytest.raises(Invalid, match=said):
        placed(buyer, product, by=replace(CHECKOUT, **wrong))
    assert on_shelf(product) == (100_000, 0)


def test_a_purchase_may_be_for_a_project_of_ones_own_only(buyer, other_buyer, product):
    size = {"area_m2": Decimal(1000), "target_stars": 2, "budget_fen": 1, "registered_on": date(2026, 1, 1)}
    for visitor, number in ((buyer, "PR-1"), (other_buyer, "PR-2")):
        names = {"name_zh": "学校", "name_en": "School", "city": "湖州市"}
        make.add(Project(code=number, owner_id=visitor.organisation_id, **names, **size))
    with pytest.raises(Missing, match="PR-2"):
        placed(buyer, product, by=replace(CHECKOUT, project_code="PR-2"))
    bought = placed(buyer, product, by=replace(CHECKOUT, project_code="PR-1"))
    project = orders.purchase(buyer, bought.code).project
    assert project
    assert project.code == "PR-1"


def test_only_buyers_order(guest, supplier, official, expert, administrator):
    for visitor in (guest, supplier, official, expert, administrator):
        with pytest.raises(Forbidden):
            orders.place(visitor, CHECKOUT, key="one")


def test_an_accepted_quotation_is_ordered_at_its_price(buyer, supplier, rival):
    one, two = make.a_product(supplier, price_fen=12_000), make.a_product(rival, stock_milli=10**9)
    bought = orders.place_direct_sale(
        buyer, BY_TRANSFER, [(one.code, 2000, 9_900), (two.code, 10**9, 5)], key="quote 1"
    )
    assert bought.total_fen == 19_800 + 5_000_000
    assert state(bought) is PaymentState.AGREED
    assert on_shelf(one) == (98_000, 0)
    with reading() as db:
        assert {fact.channel for fact in db.exec(select(Fact))} == {orders.Channel.DIRECT_SALE}
    check_books()


@pytest.mark.parametrize("line", [("P-000000", 1000, 1), ("", 0, 1), ("", -1, 1), ("", 1000, 0), ("", 10**9 + 1, 1)])
def test_a_quotation_that_makes_no_sense_is_refused(buyer, product, line):
    with pytest.raises(Refused):
        orders.place_direct_sale(buyer, BY_TRANSFER, [(line[0] or product.code, *line[1:])], key="quote 1")
    assert on_shelf(product) == (100_000, 0)


def test_nobody_else_reads_an_order_or_a_purchase(request, bought):
    for who in ("guest", "other_buyer", "rival", "official", "housing", "expert", "administrator"):
        visitor = request.getfixturevalue(who)
        with pytest.raises((Forbidden, Missing)):
            orders.order(visitor, code(bought))
        with pytest.raises((Forbidden, Missing)):
            orders.purchase(visitor, bought.code)
    assert orders.my_orders(request.getfixturevalue("other_buyer")) == []
    assert orders.sales(request.getfixturevalue("rival")) == []
    assert orders.mine(request.getfixturevalue("other_buyer")) == []


@pytest.mark.parametrize("number", ["", "O-2026-999999", "青", "x" * 400])
def test_an_unknown_number_is_missing(buyer, number):
    with pytest.raises(Missing):
        orders.order(buyer, number)
    with pytest.raises(Missing):
        orders.purchase(buyer, number)


def test_a_supplier_reads_its_own_orders_of_a_purchase_only(buyer, supplier, rival):
    bought = agreed(buyer, make.a_product(supplier), make.a_product(rival))
    [own], [other] = orders.sales(supplier), orders.sales(rival)
    assert {own.order.code, other.order.code} == set(codes(bought))
    assert own.other.en == "Organisation of buyer"
    with pytest.raises(Missing):
        orders.order(supplier, other.order.code)


def test_a_supplier_learns_the_address_when_the_order_binds(buyer, supplier, product):
    bought = placed(buyer, product)
    assert orders.order(supplier, code(bought)).delivery is None
    payments.agree_transfer(buyer, bought.code)
    delivery = orders.order(supplier, code(bought)).delivery
    assert delivery
    assert delivery.address == "1 School Road"


def test_the_newest_come_first_and_by_the_page(buyer, supplier, product, pass_time):
    bought = []
    for number in range(3):
        pass_time(timedelta(minutes=1))
        bought.append(agreed(buyer, product, key=str(number)).code)
    assert [one.code for one, _ in orders.mine(buyer)] == bought[::-1]
    assert [row.purchase_code for row in orders.my_orders(buyer, limit=1, offset=1)] == [bought[1]]
    assert [row.purchase_code for row in orders.sales(supplier, limit=2)] == bought[:0:-1]
    assert {state for _, state in orders.mine(buyer)} == {PaymentState.AGREED}


@pytest.mark.usefixtures("product", "bought")
def test_facts_say_where_and_what_was_bought(buyer):
    with reading() as db:
        [fact] = db.exec(select(Fact)).all()
        [line] = db.exec(select(OrderLine)).all()
        home = db.get_one(Organisation, buyer.organisation_id)
    assert (fact.amount_fen, fact.quantity_milli, fact.orders) == (24_000, 2000, 1)
    assert (fact.city, fact.district) == (home.city, home.district)
    assert (fact.kind, fact.category) == ("ceramic-tiles", "finishing")
    assert (fact.day, fact.month, fact.line_id) == (date(2026, 6, 1), "2026-06", line.id)
