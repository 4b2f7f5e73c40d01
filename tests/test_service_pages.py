"""The pages of the price list and of service orders, the doors of their papers, and who is told of what."""

from datetime import timedelta

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from components.session import PLAIN_COOKIE
from pages.machine import service_papers, stripe
from services import due_handlers, service_orders
from services.service_orders import ServiceStatus
from tests import make
from tests.desk import opened_desk  # noqa: F401  a fixture
from tests.hearing import compose, told
from tests.serving import PRICE, a_price, a_result, ordered, paid, papers, right_books, status  # noqa: F401  a fixture

DOORS = Starlette(routes=[
    Route("/service_orders/{code}/pay", stripe.pay_service, methods=["POST"]),
    Route("/service_orders/papers/{code}.pdf", service_papers.download),
])  # fmt: skip


def wall(at):
    return "".join(element.proto.body for element in at.main.get("html"))


def browser_of(visitor):
    cookies = {PLAIN_COOKIE: make.signed_in(visitor)} if visitor.signed_in else {}
    return TestClient(DOORS, cookies=cookies, follow_redirects=False)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_everybody_reads_that_entry_and_commission_cost_nothing(visit, guest, buyer, lang):
    a_price()
    for visitor in (guest, buyer):
        shown = wall(visit("tariff.py", visitor, lang=lang))
        assert shown.count("¥0.00") == 2
        for said in ("¥1,060.00", "¥1,000.00", "¥60.00", "6%"):
            assert said in shown
        assert "/service_orders?item=" not in shown


def test_who_may_order_finds_the_way_and_finance_the_form(visit, supplier, official, housing):
    a_price(official)
    assert "/service_orders?item=TEST" in wall(visit("tariff.py", supplier))
    assert visit("tariff.py", housing).main.get("form") == []
    at = visit("tariff.py", official)
    typed = {"code": "NEW", "name_zh": "培训", "name_en": "Training", "price": "10.60", "reason": "asked for"}
    for name, text in typed.items():
        at.text_input(key=f"tariff_{name}").input(text)
    at.text_area(key="tariff_contains_zh").input("一天")
    at.text_area(key="tariff_contains_en").input("One day")
    at = at.button(key="tariff_set").click().run()
    assert [one.value for one in at.error] == []
    assert "¥10.60" in wall(at)


def test_a_supplier_orders_on_the_page_and_is_led_to_pay(visit, supplier, official):
    a_price(official)
    product = make.a_product(supplier)
    at = visit("service_orders.py", supplier, item="TEST")
    at = at.selectbox(key="service_product").select(product.code).run()
    at = at.number_input(key="service_quantity").set_value(2).run()
    at = at.button(key="service_order").click().run()
    [row] = service_orders.mine(supplier)
    assert (row.order.total_fen, row.what.code) == (2 * PRICE, product.code)
    shown = wall(at)
    for said in (row.order.code, "¥2,120.00", f"/service_orders/{row.order.code}/pay", "Ordered, not paid"):
        assert said in shown
    assert row.order.code in wall(visit("service_orders.py", supplier))


def test_the_house_works_through_what_is_paid(visit, supplier, official, housing):
    row = ordered(supplier)
    at = visit("service_orders.py", official, order=row.code)
    assert "/pay" not in wall(at)
    at.button(key=f"received_sure_{row.code}").click().run()
    assert row.code in wall(visit("service_orders.py", housing))
    at = visit("service_orders.py", housing, order=row.code)
    at.button(key=f"begin_{row.code}").click().run()
    assert status(row) is ServiceStatus.IN_PROGRESS
    at = visit("service_orders.py", housing, order=row.code).button(key=f"deliver_sure_{row.code}").click().run()
    assert "every indicator" in at.error[0].value
    service_orders.deliver(housing, row.code, a_result())
    shown = wall(visit("service_orders.py", supplier, order=row.code))
    assert "Download the report" in shown
    assert "SI-2026-000001" in shown
    assert "SI-2026-000001" not in wall(visit("service_orders.py", housing, order=row.code))
    visit("service_orders.py", supplier, order=row.code).button(key=f"close_{row.code}").click().run()
    assert status(row) is ServiceStatus.CLOSED


def test_a_rival_sees_nothing_of_it(visit, supplier, rival):
    row = ordered(supplier)
    at = visit("service_orders.py", rival, order=row.code)
    assert "no such service order" in at.error[0].value
    assert row.code not in wall(visit("service_orders.py", rival))


def test_papers_are_for_their_supplier_and_finance(desk, request, supplier, official):
    row = paid(desk, supplier)
    [(invoice, _)] = papers(row)
    for reader in (supplier, official):
        answer = browser_of(reader).get(f"/service_orders/papers/{invoice}.pdf")
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
        assert answer.headers["cache-control"] == "private, no-store"
    for who in ("rival", "buyer", "housing", "expert", "administrator", "guest"):
        assert browser_of(request.getfixturevalue(who)).get(f"/service_orders/papers/{invoice}.pdf").status_code == 404
    assert browser_of(supplier).get("/service_orders/papers/SI-2026-999999.pdf").status_code == 404


def test_only_a_form_of_this_browser_leaves_to_pay(desk, supplier, rival):
    row = ordered(supplier)
    for visitor in (supplier, rival):
        answer = browser_of(visitor).post(f"/service_orders/{row.code}/pay", data={"form_token": "of another"})
        assert answer.headers["location"].startswith("/service_orders?order=")
    assert desk.api("checkout/sessions")["data"] == []


def test_statement_and_settlement_say_what_the_museum_takes(visit, desk, supplier, official):
    paid(desk, supplier)
    shown = wall(visit("payouts.py", supplier))
    for said in ("Entry fee", "Commission", "Services you chose", "¥1,060.00", "/tariff"):
        assert said in shown
    shown = wall(visit("settlement.py", official))
    for said in ("¥1,000.00", "¥60.00", "¥1,060.00", "Entry fee"):
        assert said in shown


def test_each_hears_of_its_part_of_a_service(supplier, rival, official, housing, expert):
    row, district = ordered(supplier), make.an_official("finance", city="湖州", district="吴兴区")
    service_orders.transfer_received(official, row.code)
    service_orders.begin(housing, row.code)
    service_orders.deliver(housing, row.code, a_result())
    compose()
    code = row.code
    assert told(supplier) == [
        f"Service order {code} is paid",
        f"The museum has begun with service order {code}",
        f"The report of service order {code} is there",
    ]
    assert told(official) == ["Organisation of supplier has ordered a service: Test of a sample"]
    for worker in (housing, expert):
        assert told(worker) == [f"Service order {code} from Organisation of supplier is paid"]
    assert told(rival) == told(district) == []


def test_what_happens_by_itself_is_told(supplier, official, housing, pass_time):
    late, waits = ordered(supplier), ordered(supplier, key="two")
    service_orders.transfer_received(official, waits.code)
    pass_time(timedelta(days=8))
    due_handlers.sweep()
    compose()
    assert told(supplier) == [f"Service order {waits.code} is paid", f"Service order {late.code} has lapsed"]
    assert told(housing)[-1] == f"Service order {waits.code} is paid and still waits"
    service_orders.call_off(housing, waits.code, reason="no device")
    compose()
    assert told(supplier)[-1] == f"Service order {waits.code} is cancelled"
    assert told(official)[-1] == f"Service order {waits.code} of Organisation of supplier is cancelled"
