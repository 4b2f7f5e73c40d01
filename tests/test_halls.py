"""Walks through the halls and up to an exhibit, as guest, buyer, supplier and official."""

import pytest

from components import rail, session
from services import cart, listings, search, stock
from tests import make

HIDDEN = ["draft", "submitted", "returned", "off_shelf"]


def wall(at):
    return "".join(element.proto.body for element in at.main.get("html"))


def the_button(at):
    [button] = [button for button in at.button if str(button.key).startswith("put_")]
    return button


def test_the_halls_open_with_their_doors(visit, supplier, guest):
    make.a_product(supplier)
    shown = wall(visit("halls.py", guest))
    assert "grand-door" in shown
    assert "exhibit-card" not in shown


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_search_in_the_address_hangs_its_exhibits_as_one_grid_of_links(visit, supplier, guest, lang):
    code = make.a_product(supplier).code
    at = visit("halls.py", guest, lang=lang, q="celadon")
    grids = [element for element in at.main.get("html") if "exhibit-grid" in element.proto.body]
    assert len(grids) == 1
    assert f"/product?code={code}&amp;lang={lang}" in grids[0].proto.body
    assert at.text_input(key="q").value == "celadon"


def test_a_filter_in_the_address_narrows_the_wall(visit, supplier, guest):
    gone, kept = make.a_product(supplier, stock_milli=0).code, make.a_product(supplier).code
    shown = wall(visit("halls.py", guest, sort="newest", in_stock="yes"))
    assert shown.count("exhibit-card") == 1
    assert kept in shown
    assert gone not in shown


@pytest.mark.pure
@pytest.mark.parametrize(
    ("name", "value", "address"),
    [
        ("in_stock", "yes", {"q": "tile", "kind": "sealants", "v_sealants-01": "3", "in_stock": "yes"}),
        ("q", "", {"q": "", "kind": "sealants", "v_sealants-01": "3"}),
        (
            "price",
            "20-50",
            {"q": "tile", "kind": "sealants", "v_sealants-01": "3", "price_from": "20", "price_to": "50"},
        ),
        ("room", "kind:rebar", {"q": "tile", "kind": "rebar", "category": ""}),
        ("room", "", {"q": "tile", "kind": "", "category": ""}),
        ("site", "", {"q": "tile", "kind": "sealants", "v_sealants-01": "3", "site": "", "within": ""}),
    ],
)
def test_a_choice_goes_into_the_address_and_the_pages_start_anew(name, value, address):
    asked = {"q": "tile", "kind": "sealants", "v_sealants-01": "3", "page": "4", "lang": "en"}
    assert rail.turned(asked, name, value) == address


def test_how_near_it_is_counts_from_a_buyers_own_city_until_the_address_names_another(visit, supplier, guest):
    near, far = make.a_product(supplier, origin_city="杭州").code, make.a_product(supplier, origin_city="青岛").code
    buyer = make.a_buyer("at home", city="杭州")

    def hung(visitor, **asked):
        shown = wall(visit("halls.py", visitor, **asked))
        return [code for code in (near, far) if f"code={code}" in shown]

    assert hung(buyer, within="50") == [near]
    assert hung(buyer, within="50", site="青岛") == [far]
    assert hung(guest, within="50") == hung(make.a_supplier(city="杭州"), within="50") == [near, far]
    assert "grand-door" in wall(visit("halls.py", buyer))


def test_a_link_to_what_is_near_names_the_place(monkeypatch):
    buyer = make.a_buyer("at home", city="杭州")
    monkeypatch.setattr(session, "visitor", lambda: buyer)
    assert rail.located({"within": "50"}) == {"within": "50", "site": "杭州"}
    assert rail.located({"sort": "nearest"}) == {"sort": "nearest", "site": "杭州"}
    for said in ({"within": "50", "site": "青岛"}, {"in_stock": "yes"}, {"within": ""}, {}):
        assert rail.located(said) == said


def test_a_card_that_was_written_before_tells_no_old_price_stock_or_language(visit, supplier, guest):
    code = make.a_product(supplier, price_fen=12_000).code

    def shown(lang):
        return wall(visit("halls.py", guest, lang=lang, q="celadon"))

    assert "青瓷砖" in shown("zh")
    assert "青瓷砖" not in shown("en").split("exhibit-grid")[1]
    listings.set_price(supplier, code, price_fen=13_000)
    stock.set_on_hand(supplier, code, on_hand_milli=0)
    assert "¥130.00" in shown("en")
    assert "¥120.00" not in shown("en")
    assert "Out of stock" in shown("en")


def test_pages_that_hold_their_turn_for_long_hold_nobody_up(visit, supplier, guest):
    code = make.a_product(supplier).code
    with session.a_turn(), session.a_turn():
        assert code in wall(visit("halls.py", guest, sort="newest"))


def test_when_nothing_fits_there_is_a_way_on(visit, supplier, guest):
    make.a_product(supplier)
    shown = wall(visit("halls.py", guest, q="nothing like it"))
    assert "Nothing on these walls fits." in shown
    assert "exhibit-card" not in shown


def test_a_name_cannot_smuggle_markup_onto_the_wall(visit, supplier, guest):
    name = "<img src=x onerror=alert(1)>"
    code = make.a_product(supplier, name_en=name, description_en=name, words=search.words_of([], [], ["smuggle"])).code
    for at in (visit("halls.py", guest, q="smuggle"), visit("product.py", guest, code=code)):
        assert "<img src=x" not in wall(at)
        assert "&lt;img src=x" in wall(at)


def test_an_exhibit_is_shown_and_put_in_the_cart(visit, supplier, buyer):
    code = make.a_product(supplier).code
    at = visit("product.py", buyer, code=code)
    at.number_input(key=f"quantity_{code}").set_value(2.5).run()
    assert "¥300.00" in wall(at)
    the_button(at).click().run()
    assert not at.exception
    assert [line.quantity_milli for line in cart.view(buyer).lines] == [2500]


def test_a_quantity_that_is_not_sold_is_refused_in_words(visit, supplier, buyer):
    code = make.a_product(supplier).code
    at = visit("product.py", buyer, code=code)
    at.number_input(key=f"quantity_{code}").set_value(1.3).run()
    the_button(at).click().run()
    assert at.error
    assert not cart.view(buyer).lines


def test_officials_and_suppliers_look_but_do_not_buy(visit, supplier, official):
    code = make.a_product(supplier).code
    for visitor in (supplier, official):
        at = visit("product.py", visitor, code=code)
        assert code in wall(at)
        assert not [button for button in at.button if str(button.key).startswith("put")]


@pytest.mark.parametrize("status", HIDDEN)
def test_a_hidden_exhibit_is_politely_not_there(visit, supplier, guest, status):
    product = make.a_product(supplier, status=status)
    shown = wall(visit("product.py", guest, code=product.code))
    assert "There is no such exhibit." in shown
    assert product.name_en not in shown


def test_a_preview_can_be_seen_by_its_supplier_and_not_bought(visit, supplier):
    product = make.a_product(supplier, status="draft")
    at = visit("product.py", supplier, code=product.code)
    assert product.name_en in wall(at)
    assert not [button for button in at.button if str(button.key).startswith("put")]
