"""Notices: the parties hear, once each, of what concerns them; nobody else does."""

from datetime import timedelta

import pytest
from sqlmodel import select

from db.accounts import Membership
from db.audit import AuditEntry
from db.engine import reading, transaction
from db.notices import Notice
from services import audit, due_handlers, orders, payments, saved_searches
from services.audit import Event
from services.listings import review
from services.notices.parties import CONCERNED
from services.notices.tellings import BY_NAME, TELLINGS, About, Circle
from tests import make
from tests.buying import (  # noqa: F401  fixtures
    agreed,
    code,
    codes,
    departed,
    offered,
    ordered,
    paid,
    placed,
)
from tests.desk import opened_desk  # noqa: F401  a fixture
from tests.hearing import compose, letters, told

STRANGERS = ("other_buyer", "rival", "official", "housing", "expert", "administrator")


def test_both_sides_hear_of_an_order_what_concerns_them(buyer, supplier, product):
    bought = agreed(buyer, product)
    number = code(bought)
    orders.confirm(supplier, number)
    orders.ship(supplier, number, carrier="Slow Boat", tracking_number="SB-1")
    orders.receive(buyer, number)
    orders.accept(buyer, number)
    payments.transfer_received(supplier, number)
    compose()
    ours = f"Organisation of {supplier.name}"
    assert told(buyer) == [f"{ours} has confirmed order {number}", f"Order {number} is on its way",
                           f"{ours} has received your transfer for order {number}"]  # fmt: skip
    assert told(supplier) == [
        f"New order {number} from Organisation of buyer",
        f"The goods of order {number} have arrived",
        f"Order {number} has passed inspection",
    ]


def test_no_stranger_hears(buyer, supplier, product, request):
    strangers = [request.getfixturevalue(who) for who in STRANGERS]
    number = code(agreed(buyer, product))
    orders.confirm(supplier, number)
    orders.cancel(supplier, number, reason="sold out")
    compose()
    assert told(buyer)
    assert told(supplier)
    for stranger in strangers:
        assert told(stranger) == []
    with reading() as db:
        assert {row.person_id for row in db.exec(select(Notice))} == {buyer.person_id, supplier.person_id}


def test_who_did_it_does_not_hear_but_colleagues_do(buyer, supplier, product):
    colleague = make.a_colleague(buyer, approver=True)
    number = code(agreed(buyer, product))
    orders.cancel(buyer, number, reason="no longer needed")
    compose()
    assert told(buyer) == []
    assert told(colleague) == [f"Order {number} is cancelled"]
    assert told(supplier)[-1] == f"Order {number} is cancelled"


def test_each_supplier_hears_of_its_own_order_only(buyer, supplier, rival):
    bought = agreed(buyer, make.a_product(supplier), make.a_product(rival))
    compose()
    heard = {one.split(" ")[2] for visitor in (supplier, rival) for one in told(visitor)}
    assert (heard, len(told(supplier)), len(told(rival))) == (set(codes(bought)), 1, 1)


def test_an_order_that_nobody_pays_is_no_news_to_its_supplier(buyer, supplier, product, pass_time):
    bought = placed(buyer, product)
    pass_time(timedelta(minutes=40))
    payments.sweep()
    compose()
    assert told(supplier) == []
    assert told(buyer) == [f"The time to pay purchase {bought.code} is over"]


def test_a_card_payment_is_told_to_both(desk, buyer, supplier, product):
    bought = paid(desk, buyer, product)
    compose()
    assert told(buyer) == [f"The payment for purchase {bought.code} has arrived"]
    assert told(supplier) == [f"Order {code(bought)} from Organisation of buyer is paid"]
    orders.cancel(supplier, code(bought), reason="sold out")
    compose()
    assert told(buyer)[-2:] == [
        f"Order {code(bought)} is cancelled",
        f"¥240.00 for order {code(bought)} has been sent back",
    ]


@pytest.mark.usefixtures("url", "supplier")
def test_a_transfer_agreed_instead_is_not_told_as_a_lapse(desk, buyer, bought):
    payments.agree_transfer(buyer, bought.code)
    compose()
    assert told(buyer) == []


def test_reminders_and_automatic_steps_are_told(buyer, supplier, product, pass_time):
    number = code(agreed(buyer, product))
    pass_time(timedelta(days=2))
    due_handlers.sweep()
    orders.confirm(supplier, number)
    orders.ship(supplier, number, carrier="Slow Boat", tracking_number="SB-1")
    orders.receive(buyer, number)
    pass_time(timedelta(days=7))
    due_handlers.sweep()
    compose()
    assert f"Order {number} still waits for your confirmation" in told(supplier)
    assert set(told(buyer)[-3:]) == {
        f"The transfer for order {number} has not arrived yet",
        f"Inspect the goods of order {number} within two days",
        f"Order {number} counts as accepted",
    }


def test_an_exhibit_that_fits_a_kept_search_is_told_to_its_keeper_when_it_is_new(
    buyer, other_buyer, supplier, official, pass_time
):
    saved_searches.save(buyer, "Tiles", {"kind": "ceramic-tiles"})
    saved_searches.save(other_buyer, "Sealants", {"kind": "sealants"})
    make.a_kind("sealants")
    pass_time(timedelta(hours=1))
    product = make.a_product(supplier, status="submitted")
    review.publish(official, product.code)
    compose()
    assert told(buyer) == [f"New in the halls: {product.name_en}"]
    assert told(other_buyer) == []
    assert told(supplier) == [f"Exhibit {product.code} is on show"]
    assert [row.person_id for row in letters()] == [supplier.person_id]


def test_an_exhibit_put_back_is_not_new(buyer, supplier, pass_time):
    saved_searches.save(buyer, "Tiles", {"kind": "ceramic-tiles"})
    product = make.a_product(supplier)
    pass_time(timedelta(days=1))
    with transaction() as db:
        audit.record(db, supplier, Event.LISTING_PUBLISHED, product.code, revision=1)
    compose()
    assert told(buyer) == []


def test_officials_of_the_place_hear_what_waits_for_them(supplier):
    here, district, elsewhere = (make.an_official("housing", city=city, district=part)
                                 for city, part in (("湖州", None), ("湖州", "吴兴区"), ("杭州", None)))  # fmt: skip
    other_district = make.an_official("housing", city="湖州", district="南浔区")
    seller = make.supplier_row(supplier)
    with transaction() as db:
        audit.record(db, supplier, Event.SUPPLIER_SUBMITTED, seller.code)
    compose()
    assert told(here) == told(district) == ["Organisation of supplier asks to be admitted as a supplier"]
    assert told(elsewhere) == told(other_district) == told(supplier) == []


@pytest.mark.pure
def test_every_line_of_the_table_can_be_told():
    """Each has its people, its own name, and only details that there are."""
    assert len(BY_NAME) == len(TELLINGS)
    assert {(one.about, one.to) for one in TELLINGS} <= set(CONCERNED)
    assert all(len(one.name) <= 160 for one in TELLINGS)


def test_approvers_and_the_one_who_ordered_can_be_told_apart(buyer, supplier, product):
    approver, colleague = make.a_colleague(buyer, approver=True), make.a_colleague(buyer, approver=True)
    with transaction(audited=False) as db:
        db.get_one(Membership, buyer.membership_id).approver = False
        db.get_one(Membership, colleague.membership_id).approver = False
    bought = agreed(buyer, product)
    with reading() as db:
        for subject, about in ((bought.code, About.PURCHASE), (code(bought), About.ORDER)):
            entry = AuditEntry(subject=subject, data={})
            [of_approvers] = CONCERNED[about, Circle.APPROVERS](db, entry)
            [of_person] = CONCERNED[about, Circle.PERSON](db, entry)
            assert [person.id for person, _ in of_approvers.people] == [approver.person_id]
            assert [person.id for person, _ in of_person.people] == [buyer.person_id]
