"""From a quotation to an order: who chooses, at which price, with which reason, and what must not happen."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from db.engine import transaction
from db.orders import Channel, Method, Purchase
from db.products import Product, ProductStatus
from services import orders, quotations
from services.errors import Conflict, Invalid
from services.orders import PaymentState
from services.quotations import ANOTHER_CHOSEN, Reader, rules
from tests import make
from tests.buying import CHECKOUT, check_books, noted, on_shelf, state
from tests.buying import code as only_order
from tests.quoting import (
    BY_CARD,
    RECEIVING,
    asked,
    asked_of_two,  # noqa: F401  a fixture
    given,
    offered_tile,  # noqa: F401  a fixture
    rivals_tile,  # noqa: F401  a fixture
    shown,
    standing,
    status,
    whole_case,  # noqa: F401  a fixture
)


def test_an_accepted_quotation_is_an_order_at_its_price(buyer, supplier, tile, code):
    quote = given(supplier, code, (tile, 11_000))
    bought = quotations.accept(buyer, quote.id, RECEIVING)
    assert (bought.total_fen, bought.channel, bought.quotation_id) == (22_000, Channel.DIRECT_SALE, quote.id)
    assert (bought.address, bought.purpose, bought.method) == ("1 School Road", "floors", Method.TRANSFER)
    assert state(bought) is PaymentState.AGREED
    assert on_shelf(tile) == (98_000, 0)
    assert status(buyer, code) == ("accepted", ["accepted"])
    check_books()


def test_every_step_leaves_its_line_in_the_log(case):
    quote = given(case.supplier, case.code, (case.tile, 11_000))
    given(case.rival, case.code, (case.other_tile, 12_000))
    quotations.accept(case.buyer, quote.id, RECEIVING)
    steps = ["quotation:requested", "quotation:given", "quotation:accepted", "quotation:declined"]
    assert noted(*steps) == ["quotation:requested", "quotation:given", "quotation:given", "quotation:declined",
                             "quotation:accepted"]  # fmt: skip


def test_a_quotation_may_be_paid_online(buyer, supplier, tile, code):
    bought = quotations.accept(buyer, given(supplier, code, (tile, 11_000)).id, BY_CARD)
    assert state(bought) is PaymentState.NONE
    assert on_shelf(tile) == (100_000, 2000)


def test_accepting_twice_is_one_order(buyer, supplier, tile, code):
    quote = given(supplier, code, (tile, 11_000))
    first = quotations.accept(buyer, quote.id, RECEIVING)
    assert quotations.accept(buyer, quote.id, RECEIVING).code == first.code
    assert on_shelf(tile) == (98_000, 0)


def test_what_was_cancelled_can_be_ordered_again_while_the_quotation_is_valid(case, pass_time):
    quote = given(case.supplier, case.code, (case.tile, 11_000))
    first = quotations.accept(case.buyer, quote.id, RECEIVING)
    assert not shown(case.buyer, case.code).offers[0].may_accept
    for _ in range(2):
        orders.cancel(case.buyer, only_order(quotations.accept(case.buyer, quote.id, RECEIVING)), reason="wrong gate")
        assert shown(case.buyer, case.code).offers[0].may_accept
    again = quotations.accept(case.buyer, quote.id, RECEIVING)
    assert (again.total_fen, again.code == first.code, on_shelf(case.tile)) == (22_000, False, (98_000, 0))
    orders.cancel(case.buyer, only_order(again), reason="wrong gate")
    pass_time(timedelta(days=20))
    with pytest.raises(Conflict, match="valid until"):
        quotations.accept(case.buyer, quote.id, RECEIVING)
    check_books()


def test_who_is_not_chosen_is_declined_with_the_reason(case):
    quote = given(case.supplier, case.code, (case.tile, 11_000))
    given(case.rival, case.code, (case.other_tile, 12_000))
    quotations.accept(case.buyer, quote.id, RECEIVING)
    [own] = shown(case.rival, case.code).offers
    assert (own.quotation.status, own.quotation.reason) == ("declined", ANOTHER_CHOSEN)


def test_a_dearer_quotation_needs_a_reason(case):
    dear = given(case.supplier, case.code, (case.tile, 11_000))
    given(case.rival, case.code, (case.other_tile, 10_000))
    with pytest.raises(Invalid, match="say why"):
        quotations.accept(case.buyer, dear.id, RECEIVING, reason="  ")
    assert status(case.buyer, case.code) == ("open", ["given", "given"])
    quotations.accept(case.buyer, dear.id, RECEIVING, reason="delivers in a week")
    assert shown(case.buyer, case.code).offers[0].quotation.reason == "delivers in a week"
    assert shown(case.supplier, case.code).offers[0].quotation.reason == ""  # or it learns that others were lower


def test_a_lapsed_rival_is_no_reason(case, pass_time):
    given(case.rival, case.code, (case.other_tile, 10_000), valid_until=date(2026, 6, 2))
    dear = given(case.supplier, case.code, (case.tile, 11_000))
    pass_time(timedelta(days=3))
    quotations.accept(case.buyer, dear.id, RECEIVING)


def test_a_supplier_sees_neither_the_others_answers_nor_who_was_asked(case):
    given(case.supplier, case.code, (case.tile, 11_000))
    given(case.rival, case.code, (case.other_tile, 10_000))
    view = shown(case.rival, case.code)
    assert (view.reader, view.asked) == (Reader.SUPPLIER, [])
    assert [one.quotation.total_fen for one in view.offers] == [20_000]
    assert [one.answers for one in quotations.listed(case.rival)] == [1]
    undercut = [shown(reader, case.code).offers[0].undercut for reader in (case.buyer, case.supplier)]
    assert undercut == [True, False]


def test_a_new_answer_replaces_the_one_before(buyer, supplier, tile, code):
    first = given(supplier, code, (tile, 11_000))
    second = given(supplier, code, (tile, 10_500))
    assert (second.revision, [one.revision for one in shown(supplier, code).earlier]) == (2, [1])
    with pytest.raises(Conflict):
        quotations.accept(buyer, first.id, RECEIVING)
    assert quotations.accept(buyer, second.id, RECEIVING).total_fen == 21_000


def test_the_same_answer_given_twice_is_one(supplier, tile, code):
    assert given(supplier, code, (tile, 11_000)).id == given(supplier, code, (tile, 11_000)).id
    assert noted("quotation:given") == ["quotation:given"]


def test_a_lapsed_quotation_cannot_be_accepted(buyer, supplier, tile, code, pass_time):
    quote = given(supplier, code, (tile, 11_000), valid_until=date(2026, 6, 3))
    pass_time(timedelta(days=3))
    with pytest.raises(Conflict, match="valid until"):
        quotations.accept(buyer, quote.id, RECEIVING)
    [seen] = shown(buyer, code).offers
    assert (seen.lapsed, seen.may_accept) == (True, False)


def test_a_withdrawn_or_declined_quotation_cannot_be_accepted_but_given_anew(buyer, supplier, tile, code):
    quote = given(supplier, code, (tile, 11_000))
    quotations.take_back(supplier, code)
    with pytest.raises(Conflict):
        quotations.accept(buyer, quote.id, RECEIVING)
    with pytest.raises(Conflict):
        quotations.take_back(supplier, code)
    again = given(supplier, code, (tile, 11_000))
    quotations.decline(buyer, again.id, reason="too slow")
    with pytest.raises(Conflict):
        quotations.decline(buyer, again.id, reason="too slow")
    assert shown(supplier, code).offers[0].quotation.reason == "too slow"
    quotations.accept(buyer, given(supplier, code, (tile, 10_000)).id, RECEIVING)


def test_what_is_short_is_not_sold(buyer, supplier, rival):
    scarce = make.a_product(supplier, stock_milli=1000)
    code = asked(buyer, scarce, suppliers=[supplier])
    quote = given(supplier, code, (scarce, 11_000))
    with pytest.raises(Conflict, match="are left"):
        quotations.accept(buyer, quote.id, RECEIVING)
    assert status(buyer, code) == ("open", ["given"])
    assert on_shelf(scarce) == (1000, 0)


def test_what_has_left_the_wall_cannot_be_accepted(buyer, supplier, tile, code):
    quote = given(supplier, code, (tile, 11_000))
    with transaction(audited=False) as db:
        db.get_one(Product, tile.id).status = ProductStatus.OFF_SHELF
    with pytest.raises(Conflict, match="no longer on show"):
        quotations.accept(buyer, quote.id, RECEIVING)


@pytest.mark.parametrize("by_standing_price", [False, True])
def test_a_price_of_one_unit_is_not_taken_for_another(buyer, supplier, tile, code, by_standing_price):
    quote = standing(supplier, code, tile) if by_standing_price else given(supplier, code, (tile, 11_000))
    if by_standing_price:
        quotations.agree(buyer, quote.id)
    with transaction(audited=False) as db:
        db.get_one(Product, tile.id).unit = "piece"
    order = partial(quotations.accept, buyer, quote.id, RECEIVING)
    if by_standing_price:
        order = partial(quotations.call_off, buyer, quote.id, {tile.code: 1000}, RECEIVING, key="x")
    with pytest.raises(Conflict, match="quoted by the m2 and is sold by the piece"):
        order()
    assert on_shelf(tile) == (100_000, 0)


def test_answers_end_with_the_closing_day_and_choices_do_not(case, pass_time):
    quote = given(case.supplier, case.code, (case.tile, 11_000))
    pass_time(timedelta(days=10))
    with pytest.raises(Conflict, match="no answers"):
        given(case.rival, case.code, (case.other_tile, 9_000), valid_until=date(2026, 6, 30))
    assert isinstance(quotations.accept(case.buyer, quote.id, RECEIVING), Purchase)


def test_two_suppliers_may_share_a_request(buyer, supplier, rival, tile, other_tile):
    code = asked(buyer, tile, other_tile, suppliers=[supplier, rival])
    mine = given(supplier, code, (tile, 11_000))
    theirs = quotations.give(rival, code, replace(quoting_of(other_tile, 10_000), lines=second_line(other_tile)))
    quotations.accept(buyer, mine.id, RECEIVING)
    assert status(buyer, code) == ("partly", ["accepted", "given"])
    quotations.accept(buyer, theirs.id, RECEIVING)
    assert status(buyer, code) == ("accepted", ["accepted", "accepted"])
    check_books()


def quoting_of(product, fen):
    return quotations.Offer([quotations.OfferLine(1, product.code, fen)], date(2026, 6, 20), 7)


def second_line(product):
    return [quotations.OfferLine(2, product.code, 10_000)]


def test_a_line_is_not_bought_twice(buyer, supplier, rival, tile, other_tile):
    code = asked(buyer, tile, other_tile, suppliers=[supplier, rival])
    mine = given(supplier, code, (tile, 11_000))
    both = given(rival, code, (other_tile, 10_000))
    quotations.accept(buyer, mine.id, RECEIVING, reason="known quality")
    with pytest.raises(Conflict, match="another supplier"):
        quotations.accept(buyer, both.id, RECEIVING)
    assert on_shelf(other_tile) == (100_000, 0)


def test_another_exhibit_of_the_same_kind_may_be_offered(buyer, supplier, tile, code):
    better = make.a_product(supplier)
    quote = given(supplier, code, (better, 11_000))
    [seen] = shown(buyer, code).offers
    assert seen.lines[0].other
    quotations.accept(buyer, quote.id, RECEIVING)
    assert (on_shelf(better), on_shelf(tile)) == ((98_000, 0), (100_000, 0))


def test_a_quotation_is_weighed_beside_its_price(case):
    make.a_product(case.rival)
    quote = given(case.supplier, case.code, (case.tile, 11_000))
    weight = quotations.weights(shown(case.buyer, case.code))[quote.id]
    [line] = weight.lines
    assert line.band
    assert (line.band.count, line.card.judgement.conforms) == (3, False)
    assert (weight.made_kg, weight.moved_kg) == (None, None)


def test_a_purchase_without_a_quotation_keeps_none(buyer, tile):
    bought = orders.place_direct_sale(
        buyer, replace(CHECKOUT, method=Method.TRANSFER), [(tile.code, 1000, 500)], key="x"
    )
    assert bought.quotation_id is None


sums = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 10**9), min_size=1).map(lambda kept: list(kept.items()))


@pytest.mark.pure
@drawn(chosen=sums, others=st.lists(sums, max_size=4))
def test_a_quotation_is_undercut_only_by_one_that_covers_all_of_it_for_less(chosen, others):
    total = sum(fen for _, fen in chosen)
    rivals = [dict(other) for other in others]
    lower = [sum(one[line] for line, _ in chosen) for one in rivals if all(line in one for line, _ in chosen)]
    assert rules.cheaper(chosen, others) is any(sum_ < total for sum_ in lower)
    assert not rules.cheaper(chosen, [chosen])
