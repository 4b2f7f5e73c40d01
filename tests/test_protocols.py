"""Purchasing protocols: what hung beside what was bought stays written, whatever changes; who may read it."""

from decimal import Decimal

import pytest
from sqlalchemy.exc import DatabaseError

from db import protocols as store
from db.engine import reading, transaction
from db.limits import LimitScope
from db.protocols import PurchaseProtocol
from db.standards import Indicator, Kind
from services import cart, limits, listings, orders, protocols, quotations, stock
from services.errors import Conflict, Invalid
from services.limits import LimitForm
from services.order_checkout import Ground
from services.protocol_document import Alone, fingerprint
from tests.buying import CHECKOUT, noted, placed
from tests.declared import change
from tests.protocolling import (
    an_offer,
    because,
    document_of,
    four_tiles,  # noqa: F401  a fixture
    only_line,
)
from tests.quoting import RECEIVING, TODAY, asked, given
from tests.test_cart_page import fill_in, wall


def test_the_offers_beside_it_are_written_down_when_a_purchase_is_placed(buyer, shelf):
    line = only_line(buyer, placed(buyer, shelf["own"]))
    assert [one.code for one in line.others] == [shelf[name].code for name in ("cheap", "dear", "failing")]
    assert [one.as_good for one in line.others] == [True, True, False]
    assert (line.chosen.code, line.chosen.passed, line.chosen.asked) == (shelf["own"].code, 1, 1)
    assert (line.on_show, line.cheaper, line.alone) == (3, True, None)
    assert (line.chosen.available_milli, line.others[0].available_milli) == (100_000, 100_000)


def test_the_band_says_how_many_of_the_kind_cost_less(buyer, shelf):
    band = only_line(buyer, placed(buyer, shelf["own"])).band
    assert (band.count, band.least, band.most, band.below) == (4, 5_000, 15_000, 2)


def test_each_indicator_is_written_with_its_threshold_value_and_verdict(buyer, shelf):
    [checked] = only_line(buyer, placed(buyer, shelf["own"])).checked
    assert (checked.key, checked.high, checked.value) == ("ceramic-tiles-01", Decimal(1), Decimal("0.5"))
    assert (checked.outcome, checked.reference, checked.standard) == ("pass", False, "GB 6566-2010")


def test_nothing_that_changes_later_changes_it(buyer, supplier, shelf):
    bought = placed(buyer, shelf["own"])
    before = document_of(buyer, bought)
    listings.set_price(supplier, shelf["own"].code, price_fen=13_000)
    listings.set_price(supplier, shelf["cheap"].code, price_fen=9_000)
    listings.take_off(supplier, shelf["dear"].code)
    change(Indicator, "ceramic-tiles-01", high=Decimal("0.1"))
    change(Kind, "ceramic-tiles", name_en="Something else")
    assert document_of(buyer, bought) == before
    assert protocols.protocol(buyer, bought.code).sealed.intact
    assert only_line(buyer, placed(buyer, shelf["own"], key="two")).price_fen == 13_000


def test_the_next_purchase_sees_what_changed_meanwhile(buyer, supplier, shelf):
    placed(buyer, shelf["own"])
    listings.set_price(supplier, shelf["cheap"].code, price_fen=20_000)
    stock.set_on_hand(supplier, shelf["dear"].code, on_hand_milli=0, note="counted")
    line = only_line(buyer, placed(buyer, shelf["own"], key="two"))
    offers = {one.code: one for one in line.others}
    assert offers[shelf["cheap"].code].price_fen == 20_000
    assert not offers[shelf["dear"].code].in_stock
    assert not line.cheaper


@pytest.mark.parametrize("change_it", [
    lambda _, row: setattr(row, "fingerprint", "0" * 64),
    lambda db, row: db.delete(row),
], ids=["update", "delete"])  # fmt: skip
def test_the_database_itself_refuses_to_change_one(buyer, shelf, change_it):
    bought = placed(buyer, shelf["own"])
    with pytest.raises(DatabaseError, match="only grows"), transaction(audited=False) as db:
        change_it(db, db.get_one(PurchaseProtocol, bought.id))
    assert protocols.protocol(buyer, bought.code).sealed.intact


def test_the_audit_log_holds_its_fingerprint(buyer, shelf):
    bought = placed(buyer, shelf["own"])
    with reading() as db:
        entry, kept = store.entry(db, "protocol:written", bought.code), store.of_purchase(db, bought.id)
    assert entry.data == {"fingerprint": fingerprint(kept.document)}
    assert protocols.protocol(buyer, bought.code).sealed.number == entry.number


def test_a_purchase_that_is_refused_leaves_none(buyer, supplier):
    product = an_offer(supplier, stock_milli=1000)
    with pytest.raises(Conflict):
        placed(buyer, product, milli=2000)
    assert noted("protocol:written") == []


def test_the_same_click_twice_writes_one(buyer, shelf):
    first = placed(buyer, shelf["own"])
    assert orders.place(buyer, CHECKOUT, key="one").id == first.id
    assert noted("protocol:written") == ["protocol:written"]


def test_a_reason_that_was_given_is_kept(buyer, shelf):
    line = only_line(buyer, placed(buyer, shelf["own"], by=because(shelf["own"], Ground.DELIVERY, "two days")))
    assert (line.ground, line.words) == (Ground.DELIVERY, "two days")


def test_without_a_rule_that_none_was_given_is_only_noted(buyer, shelf):
    line = only_line(buyer, placed(buyer, shelf["own"]))
    assert (line.cheaper, line.ground) == (True, None)


@pytest.mark.parametrize("answer", [(None, ""), (Ground.OTHER, " ")], ids=["no answer", "other without words"])
def test_who_is_asked_must_answer(buyer, shelf, answer):
    with pytest.raises(Invalid, match="why you choose"):
        placed(buyer, shelf["own"], by=because(shelf["own"], *answer))
    assert orders.mine(buyer) == []


def a_rule(official, **more):
    values = {"basis_zh": "办法", "basis_en": "Measures", "reason": "economy", "ask_reason": True}
    form = LimitForm(scope=LimitScope.YEAR, amount_fen=100_000_00, valid_from=TODAY, **values | more)
    return limits.set_limit(official, form, city="湖州")


def test_where_a_limit_demands_a_reason_the_service_does_too(buyer, official, shelf):
    a_rule(official)
    with pytest.raises(Invalid, match="say why you choose it"):
        placed(buyer, shelf["own"])
    assert orders.mine(buyer) == []
    bought = orders.place(buyer, because(shelf["own"]), key="two")
    [used] = document_of(buyer, bought).limits
    assert (used.amount_fen, used.used_fen, used.adding_fen, used.asks) == (10_000_000, 0, 24_000, True)


def test_the_cheapest_that_passes_as_much_needs_none(buyer, official, shelf):
    a_rule(official)
    line = only_line(buyer, placed(buyer, shelf["cheap"]))
    assert (line.cheaper, line.ground) == (False, None)


def test_what_is_sold_out_asks_for_no_reason(buyer, supplier, official, shelf):
    a_rule(official)
    stock.set_on_hand(supplier, shelf["cheap"].code, on_hand_milli=500, note="counted")
    assert not only_line(buyer, placed(buyer, shelf["own"])).cheaper


def test_alone_in_its_kind_the_reason_is_computed(buyer, supplier):
    alone = an_offer(supplier)
    line = only_line(buyer, placed(buyer, alone))
    assert (line.others, line.alone, line.band) == ((), Alone.NO_OTHER, None)
    other_unit = an_offer(supplier, unit="piece")
    assert only_line(buyer, placed(buyer, alone, key="two")).alone is Alone.OTHER_UNITS
    assert other_unit.code not in str(document_of(buyer, placed(buyer, alone, key="three")))


def test_what_the_buyer_compared_comes_first_and_is_marked(buyer, supplier, shelf):
    cart.put(buyer, shelf["own"].code, quantity_milli=2000, beside=[shelf["failing"].code, "P-999999", "\0"])
    line = only_line(buyer, orders.place(buyer, CHECKOUT, key="one"))
    first, *others = line.others
    assert (first.code, first.by_buyer) == (shelf["failing"].code, True)
    assert [one.by_buyer for one in others] == [False, False]


def test_the_checkout_is_told_the_same_before(buyer, shelf):
    cart.put(buyer, shelf["own"].code, quantity_milli=2000)
    [asked_for] = protocols.asked(buyer, cart.view(buyer))
    assert [one.code for one in asked_for.cheaper] == [shelf["cheap"].code]
    line = only_line(buyer, orders.place(buyer, CHECKOUT, key="one"))
    assert list(line.others) == list(asked_for.hung.others)


def test_the_form_says_so_before_it_refuses_and_nothing_typed_is_lost(visit, buyer, shelf):
    own = shelf["own"]
    cart.put(buyer, own.code, quantity_milli=2000)
    at = fill_in(visit("cart.py", buyer))
    assert f"({shelf['cheap'].code}) passes as much for ¥100.00" in wall(at)
    at = at.button(key="place").click().run()
    assert "say why you choose it" in at.error[0].value
    assert (orders.mine(buyer), at.text_input(key="address").value) == ([], "1 School Road")
    at.selectbox(key=f"ground_{own.code}").select(Ground.SERVICE)
    at.button(key="place").click().run()
    [(bought, _)] = orders.mine(buyer)
    assert only_line(buyer, bought).ground is Ground.SERVICE


def test_a_direct_sale_keeps_every_quotation_with_its_total_verdict_and_outcome(buyer, supplier, rival):
    tile, other = an_offer(supplier), an_offer(rival, price_fen=9_000, value="1.5")
    request = asked(buyer, tile, suppliers=[supplier, rival])
    dear, cheap = given(supplier, request, (tile, 11_000)), given(rival, request, (other, 8_000))
    bought = quotations.accept(buyer, dear.id, RECEIVING, reason="passes the standard")
    document = document_of(buyer, bought)
    assert (document.request, document.asked, document.channel) == (request, 2, "direct_sale")
    told = {one.total_fen: (one.chosen, one.status, one.lines[0].passed, one.lines[0].asked)
            for one in document.quotations}  # fmt: skip
    assert told == {22_000: (True, "accepted", 1, 1), 16_000: (False, "declined", 0, 1)}
    assert [one.reason for one in document.quotations if one.chosen] == ["passes the standard"]
    assert cheap.total_fen == 16_000
