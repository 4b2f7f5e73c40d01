"""Walks through the supplier's desk: what waits, who ordered it, and every step the supplier takes."""

from datetime import timedelta

import pytest

from services import orders, payments, sales
from services.errors import Forbidden
from services.orders import OrderStatus, PaymentState
from services.sales import Desk
from tests import make
from tests.buying import agreed, code, delivered, paid, placed, state, status
from tests.desk import opened_desk  # noqa: F401  the fixture `desk`


def wall(at):
    return "".join(element.proto.body for element in at.main.get("html"))


def refusals(at):
    return [error.value for error in at.error]


def counts(supplier):
    known = sales.figures(supplier)
    return [known.at[desk] for desk in Desk if desk not in {Desk.ALL, Desk.RETURNS, Desk.INVOICE}] + [
        known.closed_this_month
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_desk_without_orders_says_so(visit, supplier, lang):
    at = visit("sales.py", supplier, lang=lang)
    assert "empty-room" in wall(at)
    assert not at.button


def test_what_waits_to_be_confirmed_shows_who_what_and_where_to(visit, buyer, supplier):
    product = make.a_product(supplier)
    bought = agreed(buyer, product)
    shown = wall(visit("sales.py", supplier))
    for said in (code(bought), buyer.organisation_en, product.name_en, "2 m²", "1 School Road", "¥240.00"):
        assert said in shown


def test_an_unpaid_order_waits_for_nobody_and_hides_the_address(visit, buyer, supplier):
    bought = placed(buyer, make.a_product(supplier))
    assert counts(supplier) == [0, 0, 0, 0, 0, 0]
    at = visit("sales.py", supplier, desk="all")
    assert code(bought) in wall(at)
    at = visit("sales.py", supplier, order=code(bought))
    assert "1 School Road" not in wall(at)
    assert not at.button


def test_the_supplier_confirms_and_ships(visit, buyer, supplier):
    bought = agreed(buyer, make.a_product(supplier))
    at = visit("sales.py", supplier).button(key=f"confirm_{code(bought)}").click().run()
    assert status(bought) == [OrderStatus.CONFIRMED]
    at = at.button(key=f"shipped_{code(bought)}").click().run()
    assert "Carrier" in refusals(at)[0]
    at.text_input(key=f"carrier_{code(bought)}").input("Slow Boat")
    at.text_input(key=f"tracking_{code(bought)}").input("SB-1")
    at.button(key=f"shipped_{code(bought)}").click().run()
    assert status(bought) == [OrderStatus.SHIPPED]
    view = orders.order(buyer, code(bought))
    [parcel] = view.way.parcels
    assert (parcel.shipment.carrier, parcel.shipment.tracking_number) == ("Slow Boat", "SB-1")
    assert counts(supplier) == [0, 0, 1, 0, 0, 0]


def test_two_tabs_confirm_once(visit, buyer, supplier):
    bought = agreed(buyer, make.a_product(supplier))
    at = visit("sales.py", supplier, order=code(bought))
    orders.confirm(supplier, code(bought))
    at = at.button(key=f"confirm_{code(bought)}").click().run()
    assert not at.exception
    assert wall(at).count('class="taken"') == 2


def test_a_transfer_is_confirmed_in_a_second_step_and_closes_an_accepted_order(visit, buyer, supplier):
    bought = agreed(buyer, make.a_product(supplier))
    delivered(buyer, supplier, code(bought))
    assert counts(supplier) == [0, 0, 0, 1, 0, 0]
    at = visit("sales.py", supplier, desk="settle")
    assert "¥240.00" in at.text[0].value
    at.text_input(key=f"arrived_fen_{code(bought)}").input("240")
    at.button(key=f"transfer_received_sure_{code(bought)}").click().run()
    assert (state(bought), status(bought)) == (PaymentState.PAID, [OrderStatus.CLOSED])
    assert counts(supplier) == [0, 0, 0, 0, 1, 1]


def test_money_of_a_cancelled_order_is_sent_back(visit, buyer, supplier):
    bought = agreed(buyer, make.a_product(supplier))
    orders.confirm(supplier, code(bought))
    payments.transfer_received(supplier, code(bought))
    orders.cancel(supplier, code(bought), reason="The kiln is broken")
    at = visit("sales.py", supplier)
    assert "desk=settle" in wall(at)
    at.button(key=f"transfer_returned_sure_{code(bought)}").click().run()
    assert state(bought) is PaymentState.REFUNDED
    assert counts(supplier) == [0, 0, 0, 0, 0, 0]


def test_the_supplier_cancels_with_a_reason_before_shipping_and_the_money_goes_back(visit, desk, buyer, supplier):
    bought = paid(desk, buyer, make.a_product(supplier))
    at = visit("sales.py", supplier)
    at.text_area(key=f"reason_{code(bought)}").input("The kiln is broken")
    at.button(key=f"cancel_sure_{code(bought)}").click().run()
    assert (status(bought), state(bought)) == ([OrderStatus.CANCELLED], PaymentState.REFUNDED)
    assert "The kiln is broken" in wall(visit("orders.py", buyer, order=code(bought)))


def test_shipped_goods_cannot_be_cancelled(visit, buyer, supplier):
    bought = agreed(buyer, make.a_product(supplier))
    orders.confirm(supplier, code(bought))
    orders.ship(supplier, code(bought), carrier="Slow Boat", tracking_number="SB-1")
    at = visit("sales.py", supplier, order=code(bought))
    ways = ["transfer_received_sure_{}", "dispute_{}_send", "message_send_{}"]
    assert [button.key for button in at.button] == [way.format(code(bought)) for way in ways]


def test_a_rival_sees_nothing_of_it(visit, buyer, supplier, rival):
    bought = agreed(buyer, make.a_product(supplier))
    assert counts(rival) == [0] * 6
    assert code(bought) not in wall(visit("sales.py", rival, desk="all"))
    at = visit("sales.py", rival, order=code(bought))
    assert refusals(at) == ["There is no such order."]
    assert "1 School Road" not in wall(at)


def test_nobody_but_suppliers_has_this_page(visit, guest, buyer, official):
    for visitor in (guest, buyer, official):
        with pytest.raises(ValueError, match="Could not find a navigation page"):
            visit("sales.py", visitor)
        with pytest.raises(Forbidden):
            sales.figures(visitor)
        with pytest.raises(Forbidden):
            sales.waiting_at(visitor, Desk.ALL)


def test_what_waits_longest_comes_first(buyer, supplier, pass_time):
    product = make.a_product(supplier)
    first = agreed(buyer, product, key="one")
    pass_time(timedelta(hours=1))
    second = agreed(buyer, product, key="two")
    waiting = [row.order.code for row in sales.waiting_at(supplier, Desk.CONFIRM)]
    newest = [row.order.code for row in sales.waiting_at(supplier, Desk.ALL)]
    assert waiting == [code(first), code(second)]
    assert newest == waiting[::-1]


def test_the_month_is_that_of_china(buyer, supplier, pass_time):
    bought = agreed(buyer, make.a_product(supplier))
    delivered(buyer, supplier, code(bought))
    payments.transfer_received(supplier, code(bought))
    pass_time(timedelta(days=29, hours=3))  # 30 June, 23:00 in China
    assert sales.figures(supplier).closed_this_month == 1
    pass_time(timedelta(hours=1))
    assert sales.figures(supplier).closed_this_month == 0
    assert sales.figures(supplier).at[Desk.CLOSED] == 1


def test_a_page_beyond_all_numbers_is_no_page_of_a_book(visit, supplier):
    at = visit("sales.py", supplier)
    at.query_params["page"] = "9" * 5000
    at.run()
    assert not at.exception
