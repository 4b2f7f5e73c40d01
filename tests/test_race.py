"""Many at once: what is scarce is sold exactly as often as it is there; the twin without protection oversells."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import Session, select

from db import stock as store
from db.engine import engine, reading, transaction
from db.orders import OrderStatus, Purchase
from db.stock import Stock
from services import cart, orders
from services.errors import Conflict
from tests import make
from tests.buying import BY_TRANSFER, CHECKOUT, at_once, check_books, on_shelf, placed, status
from tests.extent import LONG

pytestmark = pytest.mark.race
BUYERS, THERE = 50, 10
CROWD, ON_SHELF, AT_ONCE = (1000, 100, 50) if LONG else (20, 3, 10)


def test_fifty_buyers_of_ten_get_ten(supplier):
    product = make.a_product(supplier, stock_milli=THERE * 1000)
    buyers = [make.a_buyer(f"buyer {number}") for number in range(BUYERS)]
    for buyer in buyers:
        cart.put(buyer, product.code, quantity_milli=1000)
    answers = at_once(*(lambda buyer=buyer: orders.place(buyer, CHECKOUT, key="one") for buyer in buyers))
    assert sum(isinstance(answer, Purchase) for answer in answers) == THERE
    assert all(isinstance(answer, Purchase | Conflict) for answer in answers)
    assert on_shelf(product) == (THERE * 1000, THERE * 1000)
    check_books()


def sell_carelessly(product_id, meeting: threading.Barrier) -> bool:
    """Reads, thinks, writes: what the conditional update is there to prevent."""
    with Session(engine()) as db:
        there = db.get_one(Stock, product_id).reserved_milli
        db.rollback()
        if there + 1000 > THERE * 1000:
            return False
    meeting.wait(timeout=30)  # everybody has looked before anybody writes
    with transaction(audited=False) as db:
        db.get_one(Stock, product_id).reserved_milli = there + 1000
    return True


def test_the_twin_that_reads_then_writes_oversells(supplier):
    product = make.a_product(supplier, stock_milli=THERE * 1000)
    meeting = threading.Barrier(BUYERS)
    answers = at_once(*(lambda: sell_carelessly(product.id, meeting) for _ in range(BUYERS)))
    assert answers.count(True) == BUYERS
    assert on_shelf(product)[1] < BUYERS * 1000


def in_turns(errand, things):
    """Everybody once, so many at a time as there are connections; what each answered, or the refusal it met."""

    def run(thing):
        try:
            return errand(thing)
        except Conflict as refusal:
            return refusal

    with ThreadPoolExecutor(AT_ONCE) as counter:
        return list(counter.map(run, things))


def test_a_crowd_that_queues_for_little_gets_exactly_that(supplier):
    product = make.a_product(supplier, stock_milli=ON_SHELF * 1000)
    crowd = in_turns(make.a_buyer, [f"buyer {number}" for number in range(CROWD)])
    in_turns(lambda buyer: cart.put(buyer, product.code, quantity_milli=1000), crowd)
    answers = in_turns(lambda buyer: orders.place(buyer, CHECKOUT, key="one"), crowd)
    assert sum(isinstance(answer, Purchase) for answer in answers) == ON_SHELF
    assert sum(isinstance(answer, Conflict) for answer in answers) == CROWD - ON_SHELF
    assert on_shelf(product) == (ON_SHELF * 1000, ON_SHELF * 1000)
    check_books()


def test_the_twin_of_the_crowd_sells_what_is_not_there(supplier):
    product, meeting = make.a_product(supplier, stock_milli=THERE * 1000), threading.Barrier(AT_ONCE)
    assert in_turns(lambda _: sell_carelessly(product.id, meeting), range(CROWD)).count(True) > THERE


def test_one_reservation_at_a_time_survives_a_slow_neighbour(supplier):
    """A second transaction waits for the first and then counts what the first has left."""
    product = make.a_product(supplier, stock_milli=1000)
    inside, answers = threading.Event(), []

    def slow():
        with transaction(audited=False) as db:
            answers.append(("slow", store.change(db, product.id, reserved=1000)))
            inside.set()
            time.sleep(0.2)

    def quick():
        inside.wait()
        with transaction(audited=False) as db:
            answers.append(("quick", store.change(db, product.id, reserved=1000)))

    at_once(slow, quick)
    assert answers == [("slow", True), ("quick", False)]


def test_carts_in_opposite_order_do_not_block_each_other(supplier, rival):
    one, two = make.a_product(supplier, stock_milli=10**7), make.a_product(rival, stock_milli=10**7)
    buyers = [make.a_buyer(f"buyer {number}") for number in range(16)]
    for number, buyer in enumerate(buyers):
        for product in (one, two) if number % 2 else (two, one):
            cart.put(buyer, product.code, quantity_milli=1000)
    answers = at_once(*(lambda buyer=buyer: orders.place(buyer, BY_TRANSFER, key="one") for buyer in buyers))
    assert all(isinstance(answer, Purchase) for answer in answers), answers
    check_books()


def test_a_double_click_places_one_purchase(buyer, supplier):
    product = make.a_product(supplier)
    cart.put(buyer, product.code, quantity_milli=2000)
    answers = at_once(*[lambda: orders.place(buyer, CHECKOUT, key="one")] * 6)
    assert len({answer.id for answer in answers}) == 1
    assert on_shelf(product) == (100_000, 2000)
    with reading() as db:
        assert len(db.exec(select(Purchase)).all()) == 1


def test_an_accepted_quotation_clicked_twice_is_one_purchase(buyer, supplier):
    product = make.a_product(supplier)
    lines = [(product.code, 2000, 9_900)]
    answers = at_once(*[lambda: orders.place_direct_sale(buyer, BY_TRANSFER, lines, key="one")] * 6)
    assert len({answer.id for answer in answers}) == 1, answers
    assert on_shelf(product) == (98_000, 0)
    check_books()


def test_both_sides_cancelling_at_once_gives_the_goods_back_once(buyer, supplier):
    product = make.a_product(supplier)
    bought = placed(buyer, product, by=BY_TRANSFER)
    [row] = orders.my_orders(buyer)
    answers = at_once(
        *[lambda: orders.cancel(buyer, row.order.code, reason="late")] * 3,
        *[lambda: orders.cancel(supplier, row.order.code, reason="sold out")] * 3,
    )
    assert answers.count(None) == 1
    assert status(bought) == [OrderStatus.CANCELLED]
    assert on_shelf(product) == (100_000, 0)
    check_books()


def test_numbers_have_no_gaps_after_refusals(supplier):
    product = make.a_product(supplier, stock_milli=3000)
    buyers = [make.a_buyer(f"buyer {number}") for number in range(8)]
    for buyer in buyers:
        cart.put(buyer, product.code, quantity_milli=1000)
    answers = at_once(*(lambda buyer=buyer: orders.place(buyer, CHECKOUT, key="one") for buyer in buyers))
    placed_codes = sorted(answer.code for answer in answers if isinstance(answer, Purchase))
    assert placed_codes == ["C-2026-000001", "C-2026-000002", "C-2026-000003"]
