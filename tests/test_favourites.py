"""Favourites: kept once, one's own, and put into the cart as a whole, once."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from sqlmodel import select

from db.audit import AuditEntry
from db.engine import reading
from db.favourites import Favourite, FavouriteList
from db.products import ProductStatus
from db.projects import Project
from services import cart, favourites
from services.errors import Conflict, Forbidden, Invalid, Missing
from services.favourites import Wish, keeping
from tests import make
from tests.buying import at_once
from tests.listing_favourites import amend, kept


def codes(member, list_id):
    return [item.code for item in favourites.view(member, list_id).items]


def a_project(owner):
    project = Project(
        code="G-777", name_zh="新校区", name_en="New campus", owner_id=owner.organisation_id, city="湖州",
        area_m2=Decimal(1), target_stars=2, budget_fen=0, registered_on=date(2026, 1, 1),
    )  # fmt: skip
    make.add(project)
    return project


def test_the_first_exhibit_kept_makes_the_first_list(buyer, supplier):
    product = make.a_product(supplier, minimum_milli=2500)
    favourites.keep(buyer, product.code)
    [first] = favourites.lists(buyer)
    [item] = favourites.view(buyer, first.id).items
    assert (first.title, first.entries, item.quantity_milli) == ("", 1, 2500)


def test_keeping_twice_keeps_once_and_dropping_twice_is_no_fault(buyer, supplier):
    product = make.a_product(supplier)
    for _ in range(2):
        favourites.follow(buyer, product.code, Wish(None, keep=True))
    [first] = favourites.lists(buyer)
    assert codes(buyer, first.id) == [product.code]
    for _ in range(2):
        favourites.follow(buyer, product.code, Wish(None, keep=False))
    assert codes(buyer, first.id) == []


def test_many_clicks_at_once_make_one_list_with_one_entry(buyer, supplier):
    product = make.a_product(supplier)
    at_once(*[lambda: favourites.keep(buyer, product.code)] * 8)
    with reading() as db:
        assert len(db.exec(select(FavouriteList)).all()) == len(db.exec(select(Favourite)).all()) == 1


def test_many_clicks_at_once_never_exceed_the_number_of_lists(buyer, monkeypatch):
    monkeypatch.setattr(keeping, "MOST_LISTS", 3)
    answers = at_once(*[lambda number=number: favourites.make(buyer, f"list {number}") for number in range(8)])
    assert sum(isinstance(answer, Conflict) for answer in answers) == 5
    assert len(favourites.lists(buyer)) == 3


def test_a_list_is_full_at_its_limit(buyer, supplier, monkeypatch):
    monkeypatch.setattr(keeping, "MOST_ENTRIES", 1)
    one, two = make.a_product(supplier), make.a_product(supplier)
    filled = kept(buyer, one)
    with pytest.raises(Conflict):
        favourites.keep(buyer, two.code, list_id=filled)
    favourites.keep(buyer, one.code, list_id=filled)  # it is there already: nothing to refuse
    assert codes(buyer, filled) == [one.code]


def test_making_a_list_twice_is_one_list_and_a_taken_title_is_refused(buyer):
    one = favourites.make(buyer, "Gym")
    assert favourites.make(buyer, " Gym ") == one
    two = favourites.make(buyer, "Kitchen")
    with pytest.raises(Conflict):
        favourites.rename(buyer, two, "Gym")
    favourites.rename(buyer, two, "Canteen")
    assert {each.title for each in favourites.lists(buyer)} == {"Gym", "Canteen"}


@pytest.mark.parametrize("status", ["draft", "submitted", "returned", "off_shelf"])
def test_what_is_not_on_show_cannot_be_kept(buyer, supplier, status):
    hidden = make.a_product(supplier, status=status)
    with pytest.raises(Missing):
        favourites.keep(buyer, hidden.code)
    assert favourites.lists(buyer) == []


def test_a_stranger_neither_reads_nor_changes_a_list(buyer, other_buyer, supplier):
    product = make.a_product(supplier)
    mine, theirs = kept(buyer, product), favourites.make(other_buyer, "Theirs")
    attempts = [
        lambda: favourites.view(other_buyer, mine),
        lambda: favourites.keep(other_buyer, product.code, list_id=mine),
        lambda: favourites.drop(other_buyer, product.code, list_id=mine),
        lambda: favourites.want(other_buyer, mine, product.code, quantity_milli=5000),
        lambda: favourites.note(other_buyer, mine, product.code, words="mine now"),
        lambda: favourites.move(other_buyer, mine, product.code, to=theirs),
        lambda: favourites.move(other_buyer, theirs, product.code, to=mine),
        lambda: favourites.rename(other_buyer, mine, "Theirs too"),
        lambda: favourites.assign(other_buyer, mine, ""),
        lambda: favourites.share(other_buyer, mine, organisation=True, notes=True),
        lambda: favourites.unshare(other_buyer, mine),
        lambda: favourites.fill_cart(other_buyer, mine),
        lambda: favourites.delete(other_buyer, mine),
    ]
    before = favourites.view(buyer, mine)
    for attempt in attempts:
        with pytest.raises(Missing):
            attempt()
    assert favourites.view(buyer, mine) == before
    assert cart.count(other_buyer) == 0


def test_a_guest_keeps_no_lists(guest, supplier):
    product = make.a_product(supplier)
    assert favourites.holding(guest, product.code) is None
    for attempt in (
        lambda: favourites.lists(guest),
        lambda: favourites.keep(guest, product.code),
        lambda: favourites.make(guest, "Mine"),
        lambda: favourites.view(guest, uuid4()),
    ):
        with pytest.raises(Forbidden):
            attempt()


def test_everybody_who_signs_in_may_keep_lists(supplier, official, expert, administrator):
    product = make.a_product(supplier)
    for member in (supplier, official, expert, administrator):
        favourites.keep(member, product.code)
        assert [(one.title, inside) for one, inside in favourites.holding(member, product.code)] == [("", True)]


def test_a_wanted_quantity_is_one_that_is_sold(buyer, supplier):
    product = make.a_product(supplier, minimum_milli=2000, step_milli=500)
    mine = kept(buyer, product)
    favourites.want(buyer, mine, product.code, quantity_milli=7500)
    for wrong in (1000, 2100, 0):
        with pytest.raises(Invalid):
            favourites.want(buyer, mine, product.code, quantity_milli=wrong)
    [item] = favourites.view(buyer, mine).items
    assert (item.quantity_milli, item.total_fen) == (7500, 90_000)


def test_an_entry_moves_with_its_note_and_gives_way_to_the_one_that_is_there(buyer, supplier):
    one, two = make.a_product(supplier), make.a_product(supplier)
    here, there = kept(buyer, one, two), kept(buyer, two, title="Other")
    favourites.note(buyer, here, one.code, words="for the gym")
    favourites.note(buyer, there, two.code, words="stays")
    for product in (one, two, two):
        favourites.move(buyer, here, product.code, to=there)
    assert codes(buyer, here) == []
    notes = {item.code: item.note for item in favourites.view(buyer, there).items}
    assert notes == {two.code: "stays", one.code: "for the gym"}


def test_a_list_serves_a_project_of_ones_own_only(buyer, other_buyer):
    project = a_project(buyer)
    mine = favourites.make(buyer, "Campus", project_code=project.code)
    assert favourites.view(buyer, mine).summary.project_en == "New campus"
    with pytest.raises(Missing):
        favourites.make(other_buyer, "Campus", project_code=project.code)
    favourites.assign(buyer, mine, "")
    assert favourites.view(buyer, mine).summary.project_code == ""


def test_a_deleted_list_is_gone_with_its_entries_and_its_link(buyer, supplier):
    mine = kept(buyer, make.a_product(supplier))
    token = favourites.share(buyer, mine, organisation=False, notes=False)
    favourites.delete(buyer, mine)
    with reading() as db:
        assert db.exec(select(Favourite)).all() == []
    for attempt in (lambda: favourites.shared(token), lambda: favourites.view(buyer, mine)):
        with pytest.raises(Missing):
            attempt()


# Into the cart


def test_a_whole_list_goes_into_the_cart_and_again_adds_nothing(buyer, supplier, rival):
    one, two = make.a_product(supplier), make.a_product(rival)
    mine = kept(buyer, one, two)
    favourites.want(buyer, mine, one.code, quantity_milli=4000)
    cart.put(buyer, one.code, quantity_milli=1000)
    done = favourites.fill_cart(buyer, mine)
    assert [item.code for item in done.put] == [one.code, two.code]
    again = favourites.fill_cart(buyer, mine)
    assert (again.put, [item.code for item in again.there]) == ([], [one.code, two.code])
    assert {line.product_code: line.quantity_milli for line in cart.view(buyer).lines} == {
        one.code: 4000,
        two.code: 1000,
    }


def test_clicks_at_once_fill_the_cart_once(buyer, supplier):
    products = [make.a_product(supplier) for _ in range(3)]
    mine = kept(buyer, *products)
    at_once(*[lambda: favourites.fill_cart(buyer, mine)] * 6)
    assert [line.quantity_milli for line in cart.view(buyer).lines] == [1000] * 3


def test_what_cannot_be_put_is_refused_with_its_reason_and_the_rest_is_put(buyer, supplier):
    gone, packed, good = (make.a_product(supplier) for _ in range(3))
    mine = kept(buyer, gone, packed, good)
    amend(gone, status=ProductStatus.OFF_SHELF)
    amend(packed, minimum_milli=9000)
    done = favourites.fill_cart(buyer, mine)
    assert [item.code for item in done.put] == [good.code]
    assert {item.code: refusal.phrase for item, refusal in done.refused} == {
        gone.code: "It is no longer on show.",
        packed.code: "At least {minimum} {unit} are sold.",
    }


def test_who_buys_nothing_fills_no_cart(supplier):
    mine = kept(supplier, make.a_product(supplier))
    with pytest.raises(Forbidden):
        favourites.fill_cart(supplier, mine)


def test_what_happens_to_lists_is_written_down_without_a_word_of_theirs(buyer, supplier):
    mine = kept(buyer, make.a_product(supplier), title="Secret plan")
    favourites.share(buyer, mine, organisation=True, notes=False)
    favourites.unshare(buyer, mine)
    favourites.rename(buyer, mine, "Other plan")
    favourites.delete(buyer, mine)
    with reading() as db:
        noted = [
            one for one in db.exec(select(AuditEntry).order_by(AuditEntry.number)) if one.event.startswith("list:")
        ]
    assert [one.event.removeprefix("list:") for one in noted] == ["made", "shared", "unshared", "changed", "deleted"]
    assert "plan" not in repr([one.data for one in noted])
