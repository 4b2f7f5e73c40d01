"""Walks through the buyer's orders: the list, a purchase that is paid, cancelled or late, an order and its steps."""

from datetime import timedelta

import pytest

from services import orders, payments
from services.orders import OrderStatus, PaymentState
from tests import make
from tests.buying import agreed, code, codes, paid, placed, state, status
from tests.desk import DECLINED, opened_desk  # noqa: F401  the fixture `desk`


def wall(at):
    return "".join(element.proto.body for element in at.main.get("html"))


def refusals(at):
    return [error.value for error in at.error]


def at_purchase(visit, visitor, bought, **query):
    return visit("orders.py", visitor, purchase=bought.code, **query)


def at_order(visit, visitor, bought):
    return visit("orders.py", visitor, order=code(bought))


def back(visit, visitor, bought, url):
    """As the payment page sends the buyer back."""
    return at_purchase(visit, visitor, bought, session_id=url.split("?")[0].rsplit("/", 1)[-1])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_list_shows_ones_own_orders_only(visit, buyer, other_buyer, supplier, lang):
    mine, theirs = agreed(buyer, make.a_product(supplier)), agreed(other_buyer, make.a_product(supplier), key="two")
    shown = wall(visit("orders.py", buyer, lang=lang))
    assert f"order={code(mine)}&amp;lang={lang}" in shown
    assert code(theirs) not in shown


def test_what_waits_to_be_paid_stands_on_top(visit, buyer, supplier):
    bought = placed(buyer, make.a_product(supplier))
    assert f"Pay {bought.code}" in wall(visit("orders.py", buyer))


def test_a_buyer_without_orders_is_led_to_the_halls(visit, buyer):
    at = visit("orders.py", buyer)
    assert "No orders yet" in wall(at)
    assert "/halls" in wall(at)


def test_a_long_list_has_pages(visit, buyer, supplier, monkeypatch):
    monkeypatch.setattr("services.order_placing.MOST_UNPAID", 99)
    product = make.a_product(supplier)
    for number in range(21):
        agreed(buyer, product, milli=1000, key=str(number))
    at = visit("orders.py", buyer)
    for page, rows in (("1", 20), ("2", 1), ("7", 0), ("-1", 20), ("9" * 400, 20)):
        at.query_params["page"] = page
        assert wall(at.run()).count('class="order-row"') == rows


def test_an_unpaid_purchase_says_how_much_until_when_and_leaves_by_a_form_of_ours(visit, buyer, supplier):
    bought = placed(buyer, make.a_product(supplier, price_fen=12_000))
    shown = wall(at_purchase(visit, buyer, bought))
    assert "Pay ¥240.00 now" in shown
    assert "Reserved for you until 20:36" in shown  # noon in London is eight in the evening in China
    assert f'method="post" action="/pay/{bought.code}"' in shown
    assert 'name="form_token"' in shown


def test_strangers_do_not_learn_that_a_purchase_or_an_order_exists(visit, buyer, other_buyer, supplier):
    bought = placed(buyer, make.a_product(supplier))
    for at, none in (
        (at_purchase(visit, other_buyer, bought), orders_answer(visit, other_buyer, purchase="C-2026-999999")),
        (at_order(visit, other_buyer, bought), orders_answer(visit, other_buyer, order="O-2026-999999")),
    ):
        assert refusals(at) == refusals(none) != []
        assert "¥" not in wall(at)


def orders_answer(visit, visitor, **query):
    return visit("orders.py", visitor, **query)


def test_coming_back_paid_shows_paid(visit, desk, buyer, supplier):
    bought = placed(buyer, make.a_product(supplier))
    url = payments.open_session(buyer, bought.code)
    desk.pay(url)
    shown = wall(back(visit, buyer, bought, url))
    assert "is paid. Thank you" in shown
    assert "/pay/" not in shown
    assert state(bought) is PaymentState.PAID


def test_coming_back_before_the_answer_waits_and_claims_nothing(visit, desk, buyer, supplier):
    bought = placed(buyer, make.a_product(supplier))
    url = payments.open_session(buyer, bought.code)
    desk.pay(url, card=DECLINED)
    shown = wall(back(visit, buyer, bought, url))
    assert "Waiting for the payment service to confirm" in shown
    assert "is paid" not in shown
    assert "/pay/" not in shown
    assert state(bought) is PaymentState.NONE


@pytest.mark.usefixtures("desk")
def test_after_long_waiting_the_page_stops_asking(visit, buyer, supplier):
    bought = placed(buyer, make.a_product(supplier))
    payments.open_session(buyer, bought.code)
    shown = wall(at_purchase(visit, buyer, bought, session_id="cs_test_12345678", waited="1"))
    assert "takes longer than usual" in shown
    assert f"/pay/{bought.code}" in shown
    assert "Waiting for the payment service" not in shown


def test_an_invented_session_is_not_waited_for(visit, buyer, supplier):
    bought = placed(buyer, make.a_product(supplier))
    shown = wall(at_purchase(visit, buyer, bought, session_id="cs_test_12345678"))
    assert "Waiting for the payment service" not in shown
    assert f"/pay/{bought.code}" in shown


def test_a_delayed_payment_is_said_to_be_on_its_way(visit, desk, buyer, supplier):
    bought = placed(buyer, make.a_product(supplier))
    url = payments.open_session(buyer, bought.code)
    desk.promise(url, seconds=3600)
    shown = wall(back(visit, buyer, bought, url))
    assert "Your payment is on its way" in shown
    assert "/pay/" not in shown


def test_the_session_of_another_purchase_pays_nothing_here(visit, desk, buyer, other_buyer, supplier):
    product = make.a_product(supplier)
    bought, theirs = placed(buyer, product), placed(other_buyer, product, key="two")
    payments.open_session(buyer, bought.code)
    url = payments.open_session(other_buyer, theirs.code)
    desk.pay(url)
    shown = wall(back(visit, buyer, bought, url))
    assert "is paid" not in shown
    assert state(bought) is PaymentState.NONE


def test_a_cancelled_payment_keeps_the_reservation(visit, buyer, supplier):
    bought = placed(buyer, make.a_product(supplier))
    shown = wall(at_purchase(visit, buyer, bought, cancelled="1"))
    assert "Payment cancelled; nothing was charged." in shown
    assert f"/pay/{bought.code}" in shown


def test_a_purchase_not_paid_in_time_has_ended(visit, buyer, supplier, pass_time):
    bought = placed(buyer, make.a_product(supplier))
    pass_time(timedelta(minutes=40))
    payments.sweep()
    at = at_purchase(visit, buyer, bought)
    assert "ended without a payment" in wall(at)
    assert "/pay/" not in wall(at)
    assert not at.button
    assert "not paid in time" in wall(at_order(visit, buyer, bought))


def test_a_buyer_may_turn_to_transfer_instead(visit, buyer, supplier):
    bought = placed(buyer, make.a_product(supplier))
    at = at_purchase(visit, buyer, bought).button(key="agree_transfer").click().run()
    assert state(bought) is PaymentState.AGREED
    assert "You pay ¥240.00 by corporate transfer" in wall(at)


def test_an_order_shows_its_parties_its_address_its_lines_and_its_way(visit, buyer, supplier):
    product = make.a_product(supplier)
    shown = wall(at_order(visit, buyer, agreed(buyer, product)))
    for said in (
        supplier.organisation_en,
        buyer.organisation_en,
        "1 School Road",
        product.name_en,
        "A School",
        "¥240.00",
    ):
        assert said in shown
    assert shown.count('class="taken"') == 1
    assert shown.count('class="ahead"') == 5


def test_an_unpaid_order_leads_to_its_purchase(visit, buyer, supplier):
    bought = placed(buyer, make.a_product(supplier))
    assert f"purchase={bought.code}" in wall(at_order(visit, buyer, bought))


def test_the_buyer_receives_and_accepts_and_a_paid_order_is_closed(visit, desk, buyer, supplier):
    bought = paid(desk, buyer, make.a_product(supplier))
    orders.confirm(supplier, code(bought))
    orders.ship(supplier, code(bought), carrier="Slow Boat", tracking_number="SB-1")
    at = at_order(visit, buyer, bought)
    assert "Slow Boat" in wall(at)
    assert "SB-1" in wall(at)
    at = at.button(key=f"receive_{code(bought)}").click().run()
    assert status(bought) == [OrderStatus.RECEIVED]
    at = at.button(key=f"accept_{code(bought)}").click().run()
    assert status(bought) == [OrderStatus.CLOSED]
    offered = ["Ask to return them", "Open the dispute", "Ask the supplier", "Send the message"]
    assert [button.label for button in at.button] == offered
    assert wall(at).count('class="taken"') == 6


def test_a_late_click_in_another_tab_does_nothing_twice(visit, buyer, supplier):
    bought = agreed(buyer, make.a_product(supplier))
    orders.confirm(supplier, code(bought))
    orders.ship(supplier, code(bought), carrier="Slow Boat", tracking_number="SB-1")
    at = at_order(visit, buyer, bought)
    orders.receive(buyer, code(bought))
    at = at.button(key=f"receive_{code(bought)}").click().run()
    assert not at.exception
    assert wall(at).count('class="taken"') == 4


def test_cancelling_asks_for_a_reason_and_the_other_side_reads_it(visit, buyer, supplier):
    bought = agreed(buyer, make.a_product(supplier))
    at = at_order(visit, buyer, bought)
    at = at.button(key=f"cancel_sure_{code(bought)}").click().run()
    assert "Reason" in refusals(at)[0]
    assert status(bought) == [OrderStatus.PLACED]
    at.text_area(key=f"reason_{code(bought)}").input("<b>No</b> money left")
    at = at.button(key=f"cancel_sure_{code(bought)}").click().run()
    assert status(bought) == [OrderStatus.CANCELLED]
    assert "&lt;b&gt;No&lt;/b&gt; money left" in wall(visit("sales.py", supplier, order=code(bought)))


def test_an_unpaid_purchase_of_two_orders_ends_as_a_whole(visit, buyer, supplier, rival):
    bought = placed(buyer, make.a_product(supplier), make.a_product(rival))
    at = visit("orders.py", buyer, order=codes(bought)[0])
    at.text_area(key=f"reason_{codes(bought)[0]}").input("Changed plans")
    at.button(key=f"cancel_sure_{codes(bought)[0]}").click().run()
    assert status(bought) == [OrderStatus.CANCELLED] * 2


def test_nobody_but_buyers_has_this_page(visit, guest, supplier, official, buyer):
    bought = agreed(buyer, make.a_product(supplier))
    for visitor in (guest, supplier, official):
        with pytest.raises(ValueError, match="Could not find a navigation page"):
            visit("orders.py", visitor, order=code(bought))


def test_a_page_beyond_all_numbers_is_no_page_of_a_book(visit, buyer):
    at = visit("orders.py", buyer)
    at.query_params["page"] = "9" * 5000
    at.run()
    assert not at.exception
