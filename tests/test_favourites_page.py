"""Walks through the lists: the heart on an exhibit, quantities, notes, the link, the cart, and what strangers see."""

from starlette.applications import Starlette
from starlette.testclient import TestClient

from components.session import PLAIN_COOKIE
from db.engine import transaction
from db.products import Product, ProductStatus
from pages.machine import front
from services import cart, favourites
from tests import make

DOORS = Starlette(routes=front.ROUTES)


def wall(at):
    return "".join(element.proto.body for element in at.main.get("html"))


def knock(visitor, **query):
    cookies = {PLAIN_COOKIE: make.signed_in(visitor)} if visitor.signed_in else {}
    return TestClient(DOORS, cookies=cookies).get("/favourites", params={"lang": "en"} | query)


def press(at, beginning):
    [button] = [button for button in at.button if str(button.key).startswith(beginning)]
    return button.click().run()


def kept(member, *products, title="School floor"):
    made = favourites.make(member, title)
    for product in products:
        favourites.keep(member, product.code, list_id=made)
    return made


def test_the_heart_keeps_an_exhibit_and_lets_it_go(visit, buyer, supplier):
    code = make.a_product(supplier).code
    at = press(visit("product.py", buyer, code=code), "keep_")
    assert [one.entries for one in favourites.lists(buyer)] == [1]
    press(at, "keep_")
    assert [one.entries for one in favourites.lists(buyer)] == [0]


def test_lists_with_a_title_are_offered_beside_the_heart_in_plain_words(visit, buyer, supplier):
    product = make.a_product(supplier)
    kept(buyer, product, title="Gym [x](http://bad)")
    [menu] = visit("product.py", buyer, code=product.code).get("menu_button")
    assert menu.label == "In 1 list"
    assert menu.options[0].startswith("✓ Gym \\[x\\]")


def test_a_guest_is_shown_the_way_in_and_keeps_nothing(visit, guest, supplier):
    code = make.a_product(supplier).code
    at = visit("product.py", guest, code=code)
    assert "Sign in to keep it in a list" in wall(at)
    assert not [button for button in at.button if str(button.key).startswith("keep_")]
    assert "Keep what you have found" in wall(visit("favourites.py", guest))


def test_a_preview_cannot_be_kept(visit, supplier):
    at = visit("product.py", supplier, code=make.a_product(supplier, status="draft").code)
    assert not [button for button in at.button if str(button.key).startswith("keep_")]


def test_a_list_begins_empty_with_a_way_on(visit, buyer):
    assert "Nothing is kept here yet." in wall(visit("favourites.py", buyer))


def test_a_new_list_is_made_and_opened(visit, buyer):
    at = visit("favourites.py", buyer)
    at.text_input(key="new_list_title").input("Gym")
    at.button(key="make_list").click().run()
    [made] = favourites.lists(buyer)
    assert (made.title, at.query_params["list"]) == ("Gym", str(made.id))


def test_quantity_and_note_are_changed_where_they_are_read(visit, buyer, supplier):
    product = make.a_product(supplier)
    mine = kept(buyer, product)
    slug = f"{mine}_{product.code}"
    at = visit("favourites.py", buyer, list=str(mine))
    at.number_input(key=f"wanted_{slug}").set_value(7.5).run()
    at.text_input(key=f"note_{slug}").input("for the gym").run()
    [item] = favourites.view(buyer, mine).items
    assert (item.quantity_milli, item.note) == (7500, "for the gym")
    at.number_input(key=f"wanted_{slug}").set_value(7.3).run()
    assert "cannot be packed" in at.error[0].value
    assert favourites.view(buyer, mine).items[0].quantity_milli == 7500


def test_the_whole_list_goes_into_the_cart_with_every_refusal_said(visit, buyer, supplier):
    good, gone = make.a_product(supplier), make.a_product(supplier, name_en="Gone *tile*")
    mine = kept(buyer, good, gone)
    with transaction(audited=False) as db:
        db.get_one(Product, gone.id).status = ProductStatus.OFF_SHELF
    at = press(visit("favourites.py", buyer, list=str(mine)), "fill_")
    assert "1 of 2 exhibits" in at.warning[0].value
    assert "**Gone \\*tile\\***: It is no longer on show." in at.warning[0].value
    press(at, "fill_")
    assert [(line.product_code, line.quantity_milli) for line in cart.view(buyer).lines] == [(good.code, 1000)]


def test_who_buys_nothing_is_offered_no_cart(visit, supplier):
    mine = kept(supplier, make.a_product(supplier))
    at = visit("favourites.py", supplier, list=str(mine))
    assert not [button for button in at.button if str(button.key).startswith("fill_")]


def test_a_list_is_shared_and_the_link_taken_back(visit, buyer, guest, supplier):
    product = make.a_product(supplier)
    mine = kept(buyer, product)
    at = press(visit("favourites.py", buyer, list=str(mine)), "share_")
    token = favourites.view(buyer, mine).token
    assert f"/favourites?shared={token}" in at.code[0].value
    assert product.name_en in wall(visit("favourites.py", guest, shared=token))
    press(visit("favourites.py", buyer, list=str(mine)), "unshare_")
    assert favourites.view(buyer, mine).token is None
    shown = wall(visit("favourites.py", guest, shared=token))
    assert "There is no such list." in shown
    assert product.name_en not in shown


def test_a_list_is_renamed_and_deleted(visit, buyer, supplier):
    mine = kept(buyer, make.a_product(supplier))
    at = visit("favourites.py", buyer, list=str(mine))
    at.text_input(key=f"title_{mine}").input("Canteen")
    at.button(key=f"save_{mine}").click().run()
    assert [one.title for one in favourites.lists(buyer)] == ["Canteen"]
    at.button(key=f"delete_{mine}").click().run()
    assert favourites.lists(buyer) == []


def test_a_title_or_note_cannot_smuggle_markup(visit, buyer, guest, supplier):
    product = make.a_product(supplier)
    mine = kept(buyer, product, title="[click](http://bad) <img src=x>")
    favourites.note(buyer, mine, product.code, words="<img src=x onerror=alert(1)>")
    token = favourites.share(buyer, mine, organisation=True, notes=True)
    at = visit("favourites.py", guest, shared=token)
    assert "\\[click\\]" in at.title[0].value
    assert "<img src=x onerror" not in wall(at)
    assert "<img src=x>" not in wall(visit("favourites.py", buyer, list=str(mine)))


def test_a_stranger_sees_nothing_of_a_list_by_its_id(visit, buyer, other_buyer, guest, supplier):
    product = make.a_product(supplier)
    mine = kept(buyer, product, title="Secret plan")
    for visitor in (other_buyer, guest):
        shown = wall(visit("favourites.py", visitor, list=str(mine)))
        assert "Secret plan" not in shown
        assert product.name_en not in shown


def test_an_address_of_a_list_that_is_not_ones_own_is_not_found(buyer, other_buyer, guest, supplier):
    mine = kept(buyer, make.a_product(supplier))
    token = favourites.share(buyer, mine, organisation=False, notes=False)
    assert knock(buyer, list=str(mine)).status_code == 200
    assert knock(other_buyer, list=str(mine)).status_code == 404
    assert knock(guest, shared=token).status_code == 200
    favourites.unshare(buyer, mine)
    assert knock(guest, shared=token).status_code == 404
    assert knock(guest, shared="x").status_code == 404


def test_no_list_is_found_by_search_engines(buyer, guest, supplier):
    token = favourites.share(buyer, kept(buyer, make.a_product(supplier)), organisation=False, notes=False)
    answer = knock(guest, shared=token)
    assert answer.headers["x-robots-tag"] == "noindex, nofollow"
    assert "School floor" not in answer.text


def test_the_account_leads_to_the_lists(visit, buyer):
    assert 'href="/favourites?lang=en"' in wall(visit("account.py", buyer))
