"""What the orders of a purchase are of: all at once they are what each order says of itself."""

import pytest

from services import ordered_goods, orders
from services.errors import Forbidden, Missing
from services.visitors import GUEST
from tests import make
from tests.buying import agreed, codes
from tests.test_reductions import goods, reduced

SAME = ("order", "lines", "left", "reduced_fen", "reader", "projects")


def check_same(buyer, bought):
    found = ordered_goods.of_purchase(buyer, bought.code)
    assert [one.order.code for one in found] == codes(bought)
    for one in found:
        view = orders.order(buyer, one.order.code)
        assert {name: getattr(one, name) for name in SAME} == {name: getattr(view, name) for name in SAME}
    return found


def test_all_at_once_are_what_each_order_says_of_itself(buyer, supplier, rival):
    bought = agreed(buyer, make.a_product(rival), make.a_product(supplier), make.a_product(supplier))
    found = check_same(buyer, bought)
    assert sorted(len(one.lines) for one in found) == [1, 2]


def test_what_was_taken_off_is_left_out(buyer, supplier):
    bought = agreed(buyer, make.a_product(supplier, price_fen=833))
    reduced(supplier, bought, goods(bought, 1500))
    [found] = check_same(buyer, bought)
    assert (found.reduced_fen, [one.amount_fen for one in found.left]) == (1250, [416])


def test_a_purchase_of_somebody_else_is_not_there(buyer, other_buyer, supplier):
    bought = agreed(buyer, make.a_product(supplier))
    for stranger, refusal in ((other_buyer, Missing), (supplier, Forbidden), (GUEST, Forbidden)):
        with pytest.raises(refusal):
            ordered_goods.of_purchase(stranger, bought.code)
    with pytest.raises(Missing):
        ordered_goods.of_purchase(buyer, "C-2026-999999")
