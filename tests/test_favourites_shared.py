"""A list that is shared: only while its link stands, and no more of it than its owner shows."""

import pytest

from db.accounts import Membership
from db.engine import transaction
from db.products import ProductStatus
from services import clock, favourites, sharing
from services.errors import Missing
from tests import make
from tests.listing_favourites import amend, kept


def test_a_shared_list_shows_no_more_than_its_owner_shows(buyer, supplier):
    product = make.a_product(supplier)
    mine = kept(buyer, product)
    favourites.note(buyer, mine, product.code, words="ask Ms Wang")
    seen = favourites.shared(favourites.share(buyer, mine, organisation=False, notes=False))
    assert (seen.title, seen.organisation_zh, seen.items[0].note) == ("School floor", "", "")
    assert buyer.name not in repr(seen)
    assert buyer.email not in repr(seen)
    seen = favourites.shared(favourites.share(buyer, mine, organisation=True, notes=True))
    assert (seen.organisation_en, seen.items[0].note) == (buyer.organisation_en, "ask Ms Wang")


def test_a_link_that_was_taken_back_opens_nothing_even_when_shared_anew(buyer, supplier):
    mine = kept(buyer, make.a_product(supplier))
    old = favourites.share(buyer, mine, organisation=False, notes=False)
    assert favourites.share(buyer, mine, organisation=True, notes=False) == old
    for _ in range(2):
        favourites.unshare(buyer, mine)
    with pytest.raises(Missing):
        favourites.shared(old)
    new = favourites.share(buyer, mine, organisation=False, notes=False)
    assert favourites.shared(new).items
    with pytest.raises(Missing):
        favourites.shared(old)


def test_a_list_that_was_never_shared_cannot_be_reached(buyer, supplier):
    mine = kept(buyer, make.a_product(supplier))
    for salt in ("", "guess"):
        with pytest.raises(Missing):
            favourites.shared(sharing.token(mine, salt))


def test_a_member_who_left_shares_nothing_any_more(buyer, supplier):
    token = favourites.share(buyer, kept(buyer, make.a_product(supplier)), organisation=True, notes=True)
    with transaction(audited=False) as db:
        db.get_one(Membership, buyer.membership_id).ended_at = clock.now()
    with pytest.raises(Missing):
        favourites.shared(token)


def test_what_went_off_show_is_marked_for_its_owner_and_nameless_for_strangers(buyer, supplier):
    product = make.a_product(supplier)
    mine = kept(buyer, product)
    token = favourites.share(buyer, mine, organisation=False, notes=False)
    amend(product, status=ProductStatus.OFF_SHELF)
    seen = favourites.view(buyer, mine)
    assert (seen.items[0].on_show, seen.total_fen) == (False, 0)
    [hidden] = favourites.shared(token).items
    assert (hidden.code, hidden.name_zh, hidden.supplier_en) == (product.code, "", "")


def test_no_text_but_the_link_opens_a_list(buyer):
    token = favourites.share(buyer, favourites.make(buyer, "Gym"), organisation=False, notes=False)
    assert favourites.shared(token).title == "Gym"
    near = ["", token[:-1], f"{token}0", token.upper(), f"{token}\n", f"{token[:-1]}\0", f"{token[:-1]}é"]
    for said in [*near, "0" * 64, token[:32] + "0" * 32, "0" * 32 + token[32:], "0" * 10_000]:
        with pytest.raises(Missing):
            favourites.shared(said)
