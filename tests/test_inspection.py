"""Inspection: the buyer keeps what is as ordered; what is refused is not owed, and its photographs stay private."""

import pytest

from db.orders import OrderStatus
from services import media, order_returns, orders, payments
from services.errors import Conflict, Invalid, Missing
from services.media import Purpose
from services.orders import Fault, Faulty, PaymentState, Report, ReturnStatus
from tests import make
from tests.buying import (  # noqa: F401  fixtures
    agreed,
    at_once,
    code,
    noted,
    on_shelf,
    paid,
    right_books,
    state,
    status,
)
from tests.desk import opened_desk  # noqa: F401  a fixture
from tests.handed_in import a_picture

S = OrderStatus


def arrived(buyer, supplier, bought):
    orders.confirm(supplier, code(bought))
    orders.ship(supplier, code(bought), carrier="Slow Boat", tracking_number="SB-1")
    orders.receive(buyer, code(bought))
    return bought


@pytest.fixture
def product(supplier):
    return make.a_product(supplier, price_fen=833)


@pytest.fixture
def bought(buyer, supplier, product):
    """Two square metres for 16.66 yuan that have just arrived, to be paid by transfer."""
    return arrived(buyer, supplier, agreed(buyer, product))


def refused(visitor, bought, milli: int, fault: Fault = Fault.DAMAGED, **more) -> Report:
    [line] = orders.order(visitor, code(bought)).lines
    return Report([Faulty(line.id, milli, fault, more.pop("note", ""))], **more)


def test_what_is_refused_is_not_owed_and_the_rest_is_accepted(buyer, supplier, product, bought):
    orders.accept_in_part(buyer, code(bought), refused(buyer, bought, 500, note="two tiles are broken"))
    seen = orders.order(supplier, code(bought))
    assert (status(bought), seen.debt_fen, seen.reduced_fen) == ([S.ACCEPTED], 1249, 417)
    [back] = seen.returns
    assert (back.back.status, back.lines[0].note) == (ReturnStatus.AGREED, "two tiles are broken")
    assert on_shelf(product) == (98_000, 0)
    payments.transfer_received(supplier, code(bought))
    assert (status(bought), state(bought)) == ([S.CLOSED], PaymentState.PAID)
    assert noted("order:part:refused") == ["order:part:refused"]


@pytest.mark.parametrize(("saleable", "shelf"), [(True, 98_500), (False, 98_000)])
def test_refused_goods_are_on_the_shelf_again_once_they_are_back_and_can_be_sold(  # noqa: PLR0913, PLR0917
    buyer, supplier, product, bought, saleable, shelf
):
    orders.accept_in_part(buyer, code(bought), refused(buyer, bought, 500, Fault.WRONG))
    order_returns.arrived(supplier, code(bought), 1, saleable=saleable)
    assert (on_shelf(product), orders.order(buyer, code(bought)).debt_fen) == ((shelf, 0), 1249)
    with pytest.raises(Conflict):
        order_returns.arrived(supplier, code(bought), 1, saleable=True)


def test_goods_that_are_short_never_come_back(buyer, supplier, product, bought):
    orders.accept_in_part(buyer, code(bought), refused(buyer, bought, 500, Fault.SHORT))
    [back] = orders.order(supplier, code(bought)).returns
    assert (back.back.status, back.may, on_shelf(product)) == (ReturnStatus.WAIVED, [], (98_000, 0))


def test_an_order_of_which_everything_is_refused_ends(desk, buyer, supplier, product):
    bought = arrived(buyer, supplier, paid(desk, buyer, product))
    orders.accept_in_part(buyer, code(bought), refused(buyer, bought, 2000))
    assert (status(bought), state(bought)) == ([S.CANCELLED], PaymentState.REFUNDED)
    assert on_shelf(product) == (98_000, 0)
    order_returns.arrived(supplier, code(bought), 1, saleable=True)
    assert on_shelf(product) == (100_000, 0)


def test_what_was_paid_for_what_is_refused_goes_back_once(desk, buyer, supplier, product):
    bought = arrived(buyer, supplier, paid(desk, buyer, product))
    report = refused(buyer, bought, 500)
    at_once(*[lambda: orders.accept_in_part(buyer, code(bought), report)] * 4)
    payments.sweep()
    assert [one["amount"] for one in desk.refunds()] == [417]
    assert (status(bought), state(bought)) == ([S.CLOSED], PaymentState.PART_REFUNDED)


@pytest.mark.parametrize("milli", [0, -500, 2001])
def test_no_more_is_refused_than_has_come(buyer, bought, milli):
    with pytest.raises(Invalid):
        orders.accept_in_part(buyer, code(bought), refused(buyer, bought, milli))
    assert status(bought) == [S.RECEIVED]


def test_a_refusal_names_lines_of_its_order_once(buyer, supplier, bought):
    other = orders.order(buyer, code(agreed(buyer, make.a_product(supplier), key="two"))).lines[0]
    [line] = orders.order(buyer, code(bought)).lines
    for goods in ([], [Faulty(line.id, 500, Fault.WRONG)] * 2):
        with pytest.raises(Invalid):
            orders.accept_in_part(buyer, code(bought), Report(goods))
    with pytest.raises(Missing):
        orders.accept_in_part(buyer, code(bought), Report([Faulty(other.id, 500, Fault.WRONG)]))


def photographed(buyer, bought):
    file = media.store(buyer, "broken.jpg", a_picture(), Purpose.EVIDENCE)
    orders.accept_in_part(buyer, code(bought), refused(buyer, bought, 500, photos=[file.id]))
    return file


def test_photographs_are_seen_by_the_parties_and_by_officials_only(  # noqa: PLR0913, PLR0917
    buyer, supplier, official, other_buyer, rival, guest, expert, bought
):
    file = photographed(buyer, bought)
    assert orders.order(supplier, code(bought)).returns[0].photos == [file.id]
    for party in (buyer, supplier, official):
        assert media.read(party, file.id)[0].media_type == "image/webp"
    for stranger in (other_buyer, rival, guest, expert):
        with pytest.raises(Missing):
            media.read(stranger, file.id)


def test_nobody_shows_anothers_photograph_or_one_twice(buyer, other_buyer, supplier, bought):
    theirs = media.store(other_buyer, "broken.jpg", a_picture(), Purpose.EVIDENCE)
    with pytest.raises(Missing):
        orders.accept_in_part(buyer, code(bought), refused(buyer, bought, 500, photos=[theirs.id]))
    with pytest.raises(Invalid):
        orders.accept_in_part(buyer, code(bought), refused(buyer, bought, 500, photos=[theirs.id] * 9))
    assert status(bought) == [S.RECEIVED]


def test_both_parties_see_what_was_ordered_and_what_is_left_of_it(visit, buyer, supplier, bought):
    def seen(page, visitor):
        return "".join(one.proto.body for one in visit(page, visitor, order=code(bought)).main.get("html"))

    pages = (("orders.py", buyer), ("sales.py", supplier))
    assert not any('class="now"' in seen(*page) for page in pages)
    orders.accept_in_part(buyer, code(bought), refused(buyer, bought, 500))
    for page in pages:
        assert '<s>2 m²</s><span class="now">now 1.5 m²</span>' in seen(*page)
        assert '<s>¥16.66</s><span class="now">now ¥12.49</span>' in seen(*page)
