"""A line in the cart remembers the unit it was put in by: another one is shown and confirmed, never just charged."""

from dataclasses import replace

import pytest

from services import cart, cart_joining, listings, orders, stock
from services.errors import Conflict, Invalid
from tests import make
from tests.buying import CHECKOUT, code
from tests.drafting import TILE


@pytest.fixture
def hung(supplier, official):
    """A tile by the square metre, on show, a hundred in stock."""
    make.a_kind()
    tile = listings.draft(supplier, TILE).code
    stock.set_on_hand(supplier, tile, on_hand_milli=100_000)
    listings.submit(supplier, tile)
    listings.publish(official, tile)
    return tile


@pytest.fixture
def by_the_piece(supplier, official, hung):
    """Takes it off view, sells it by the piece, and hangs it again after a review."""

    def changed(**more):
        listings.take_off(supplier, hung)
        piece = replace(TILE, **{"unit": "piece", "step_milli": 1000} | more)
        listings.save(supplier, hung, piece, revision=listings.get(supplier, hung).product.revision)
        listings.submit(supplier, hung)
        listings.publish(official, hung)

    return changed


def line(visitor):
    [found] = cart.view(visitor).lines
    return found


def order(buyer):
    return orders.place(buyer, CHECKOUT, key="of this test")


def test_another_unit_is_a_problem_even_at_the_same_price(buyer, hung, by_the_piece):
    cart.put(buyer, hung, quantity_milli=10_000)
    by_the_piece()
    found = line(buyer)
    assert (found.problem, found.seen_unit, found.unit, found.changed) == ("unit_changed", "m2", "piece", True)
    assert found.seen_fen == found.price_fen
    assert not cart.view(buyer).ready
    with pytest.raises(Conflict, match=f"{hung} lies in your cart by the m2 and is sold by the piece now"):
        order(buyer)
    assert orders.mine(buyer) == []


def test_once_confirmed_it_is_ordered_by_the_new_unit(buyer, hung, by_the_piece):
    cart.put(buyer, hung, quantity_milli=10_000)
    by_the_piece(price_fen=TILE.price_fen + 100)
    cart.accept_changes(buyer)
    found = line(buyer)
    assert (found.problem, found.seen_unit, found.seen_fen) == (None, "piece", TILE.price_fen + 100)
    [bought] = orders.order(buyer, code(order(buyer))).lines
    assert (bought.unit, bought.price_fen, bought.quantity_milli) == ("piece", TILE.price_fen + 100, 10_000)


def test_a_quantity_that_is_not_sold_by_the_new_unit_stays_a_problem(buyer, hung, by_the_piece):
    cart.put(buyer, hung, quantity_milli=10_000)
    by_the_piece(minimum_milli=12_000, step_milli=12_000)
    assert line(buyer).problem == "unit_changed"
    cart.accept_changes(buyer)
    assert line(buyer).problem == "below_minimum"
    with pytest.raises(Invalid, match="At least 12"):
        order(buyer)
    cart.change(buyer, line(buyer).id, quantity_milli=24_000)
    assert line(buyer).problem is None


def test_changing_the_quantity_confirms_no_unit(buyer, hung, by_the_piece):
    cart.put(buyer, hung, quantity_milli=10_000)
    by_the_piece()
    cart.change(buyer, line(buyer).id, quantity_milli=20_000)
    assert line(buyer).problem == "unit_changed"


def test_pieces_are_not_added_to_square_metres(buyer, hung, by_the_piece):
    cart.put(buyer, hung, quantity_milli=10_000)
    by_the_piece()
    with pytest.raises(Conflict, match="look at the cart again"):
        cart.put(buyer, hung, quantity_milli=1000)
    assert line(buyer).quantity_milli == 10_000


def test_a_guests_pieces_do_not_join_a_buyers_square_metres(guest, buyer, hung, by_the_piece):
    cart.put(buyer, hung, quantity_milli=10_000)
    by_the_piece()
    cart.put(guest, hung, quantity_milli=3000)
    cart_joining.bring_along(guest, make.signed_in(buyer))
    assert (line(buyer).quantity_milli, line(guest).quantity_milli) == (10_000, 3000)


def test_the_cart_shows_both_units_and_asks(visit, buyer, hung, by_the_piece):
    cart.put(buyer, hung, quantity_milli=10_000)
    by_the_piece()
    at = visit("cart.py", buyer)
    shown = "".join(element.proto.body for element in at.main.get("html"))
    assert "/ m² → ¥" in shown
    assert "/ piece" in shown
    assert at.button(key="place").disabled
    assert at.button(key="accept_prices").label == "Take the new prices and units"
    at = at.button(key="accept_prices").click().run()
    assert not at.button(key="place").disabled
