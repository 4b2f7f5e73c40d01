"""Walks through direct sale: the buttons that lead there, the request, the answer, the choice, and who sees what."""

from dataclasses import dataclass
from datetime import date

import pytest

from db.products import Product
from services import cart, quotations
from services.orders import Channel
from services.visitors import Visitor
from tests import make
from tests.buying import BY_TRANSFER, code, codes
from tests.quoting import RECEIVING, asked, code_of, given, shown, standing, status
from tests.test_orders_page import refusals, wall

pytestmark = pytest.mark.once


@pytest.fixture
def tile(supplier):
    return make.a_product(supplier)


@pytest.fixture
def other_tile(rival):
    return make.a_product(rival)


@dataclass(frozen=True)
class Cast:
    """Who is there, and two tiles of one kind."""

    buyer: Visitor
    other_buyer: Visitor
    supplier: Visitor
    rival: Visitor
    official: Visitor
    tile: Product
    other_tile: Product


@pytest.fixture
def cast(request) -> Cast:
    return Cast(**{name: request.getfixturevalue(name) for name in Cast.__dataclass_fields__})


def asking_page(visit, buyer, tile):
    return visit("quotations.py", buyer, ask=tile.code, quantity="12.5")


def test_an_exhibit_and_the_cart_lead_to_the_request(visit, buyer, guest, supplier, tile):
    assert f"/quotations?ask={tile.code}&amp;quantity=1&amp;lang=en" in wall(visit("product.py", buyer, code=tile.code))
    cart.put(buyer, tile.code, quantity_milli=2000)
    assert "/quotations?ask=cart" in wall(visit("cart.py", buyer))
    assert "/quotations?ask" not in wall(visit("product.py", supplier, code=tile.code))
    assert "/quotations?ask" in wall(visit("product.py", guest, code=tile.code))


def test_a_cart_beyond_a_small_purchase_shows_the_way_out(visit, buyer, supplier):
    dear = make.a_product(supplier, price_fen=10**9)
    cart.put(buyer, dear.code, quantity_milli=1000)
    assert "More than one small purchase may come to" in wall(visit("cart.py", buyer))


def test_a_buyer_asks_two_suppliers(visit, cast):
    at = asking_page(visit, cast.buyer, cast.tile)
    assert at.number_input(f"wanted_{cast.tile.code}").value == 12.5
    choice = at.multiselect(f"request_suppliers_{cast.tile.code}")
    assert choice.value == [code_of(cast.supplier)]
    choice.set_value([code_of(cast.supplier), code_of(cast.rival)])
    at.text_input("address").set_value("1 School Road")
    at.button("send_request").click().run()
    [made] = quotations.listed(cast.buyer)
    assert [one.row.quantity_milli for one in made.lines] == [12_500]
    assert len(shown(cast.buyer, made.request.code).asked) == 2
    assert at.query_params["request"] == made.request.code
    assert not refusals(at)


def test_what_is_missing_is_said_and_nothing_is_sent(visit, buyer, tile):
    at = asking_page(visit, buyer, tile)
    at.text_input("address").set_value("")
    at.button("send_request").click().run()
    assert "Address has 0 characters" in refusals(at)[0]
    assert quotations.listed(buyer) == []


def test_a_cart_becomes_a_request_with_its_lines(visit, buyer, tile, other_tile):
    for product in (tile, other_tile):
        cart.put(buyer, product.code, quantity_milli=2000)
    at = visit("quotations.py", buyer, ask="cart")
    at.text_input("address").set_value("1 School Road")
    at.button("send_request").click().run()
    [made] = quotations.listed(buyer)
    assert len(made.lines) == 2
    assert cart.count(buyer) == 2


def test_a_kind_is_asked_for_in_words(visit, buyer, tile):
    at = visit("quotations.py", buyer, ask="kind")
    at.multiselect("request_kinds").set_value([tile.kind]).run()
    at.text_input(f"wanted_words_0_{tile.kind}").set_value("matt")
    at.multiselect(f"request_suppliers_{tile.kind}").set_value([quotations.candidates(buyer, [tile.kind])[0].code])
    at.text_input("address").set_value("1 School Road")
    at.button("send_request").click().run()
    assert not refusals(at)
    assert quotations.listed(buyer)[0].lines[0].row.words == "matt"


def test_a_supplier_answers_and_answers_anew(visit, buyer, supplier, tile):
    number = asked(buyer, tile, suppliers=[supplier])
    at = visit("quotations.py", supplier, request=number)
    at.number_input("price_1").set_value(110.5)
    at.button("give_quotation").click().run()
    assert not refusals(at)
    assert shown(buyer, number).offers[0].quotation.total_fen == 22_100
    at.number_input("price_1").set_value(109.0)
    at.button("give_quotation").click().run()
    assert shown(supplier, number).offers[0].quotation.revision == 2
    assert "Revision 1" in wall(at)
    at.button("take_back").click().run()
    assert status(buyer, number) == ("open", ["withdrawn"])


def test_a_supplier_gives_a_standing_price(visit, buyer, supplier, tile):
    number = asked(buyer, tile, suppliers=[supplier])
    at = visit("quotations.py", supplier, request=number)
    at.radio("answer_kind").set_value("standing").run()
    at.number_input("most_1").set_value(50.0)
    at.button("give_quotation").click().run()
    [offer] = shown(buyer, number).offers
    assert (offer.lines[0].row.most_milli, offer.quotation.standing_until) == (50_000, date(2026, 11, 28))


def test_the_buyer_compares_and_accepts(visit, cast):
    number = asked(cast.buyer, cast.tile, suppliers=[cast.supplier, cast.rival])
    dear, cheap = (
        given(cast.supplier, number, (cast.tile, 11_000)),
        given(cast.rival, number, (cast.other_tile, 10_000)),
    )
    at = visit("quotations.py", cast.buyer, request=number)
    assert "lowest" in wall(at)
    for one in (dear, cheap):
        at.text_input(f"phone_{one.id}").set_value("0572-5550000")
    at.button(f"order_{dear.id}").click().run()
    assert "say why you choose this one" in refusals(at)[0]
    at.text_input(f"why_{dear.id}").set_value("the samples pleased")
    at.button(f"order_{dear.id}").click().run()
    assert status(cast.buyer, number) == ("accepted", ["accepted", "declined"])


def test_the_buyer_agrees_and_orders_by_the_standing_price(visit, buyer, supplier, tile):
    number = asked(buyer, tile, suppliers=[supplier])
    quote = standing(supplier, number, tile)
    at = visit("quotations.py", buyer, request=number)
    at.button(f"agree_{quote.id}").click().run()
    at.number_input(f"share_{quote.id}_{tile.code}").set_value(4.0)
    at.text_input(f"phone_{quote.id}").set_value("0572-5550000")
    at.button(f"call_off_{quote.id}").click().run()
    [bought] = shown(buyer, number).offers[0].purchases
    assert (bought.channel, bought.total_fen) == (Channel.FRAMEWORK, 36_000)


def test_the_buyer_declines_and_ends(visit, buyer, supplier, tile):
    number = asked(buyer, tile, suppliers=[supplier])
    quote = given(supplier, number, (tile, 11_000))
    at = visit("quotations.py", buyer, request=number)
    at.text_input(f"reason-say-no-{quote.id}").set_value("too dear")
    at.button(f"say-no-{quote.id}").click().run()
    assert "too dear" in wall(visit("quotations.py", supplier, request=number))
    at = visit("quotations.py", buyer, request=number)
    at.text_input("reason-end_request").set_value("no money left")
    at.button("end_request").click().run()
    assert status(buyer, number) == ("closed", ["declined"])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nobody_reads_what_is_not_for_them(visit, lang, cast):
    tile = make.a_product(cast.supplier, name_zh="青釉砖", name_en="Celadon brick")
    number = asked(cast.buyer, tile, suppliers=[cast.supplier, cast.rival])
    given(cast.supplier, number, (tile, 123_456))
    for reader, sees in (
        (cast.buyer, True),
        (cast.official, True),
        (cast.supplier, True),
        (cast.rival, False),
        (cast.other_buyer, False),
    ):
        assert ("2,469.12" in wall(visit("quotations.py", reader, lang=lang, request=number))) is sees
    for reader, sees in ((cast.buyer, True), (cast.rival, True), (cast.official, True), (cast.other_buyer, False)):
        assert (number in wall(visit("quotations.py", reader, lang=lang))) is sees


def test_an_official_has_nothing_to_press(visit, official, buyer, supplier, tile):
    number = asked(buyer, tile, suppliers=[supplier])
    given(supplier, number, (tile, 11_000))
    assert len(visit("quotations.py", official, request=number).button) == 0


def test_the_order_names_the_quotation_it_rests_on(visit, buyer, supplier, tile):
    number = asked(buyer, tile, suppliers=[supplier])
    bought = quotations.accept(buyer, given(supplier, number, (tile, 11_000)).id, RECEIVING)
    assert f"Quotation {number}" in wall(visit("orders.py", buyer, purchase=bought.code))
    assert f"Quotation {number}" in wall(visit("sales.py", supplier, order=code(bought)))
    assert len(codes(bought)) == 1
    assert BY_TRANSFER.method is bought.method


def test_an_unknown_exhibit_asks_for_a_kind_instead(visit, buyer):
    at = visit("quotations.py", buyer, ask="P-999999")
    assert "Choose a kind here" in at.info[0].value


@pytest.mark.parametrize("quantity", ["5000000", "-1", "NaN", "0.0001", "9" * 5000])
def test_a_quantity_in_the_address_breaks_nothing(visit, buyer, tile, quantity):
    shown_ = visit("quotations.py", buyer, ask=tile.code, quantity=quantity)
    assert all(0 < field.value <= 1_000_000 for field in shown_.number_input)
