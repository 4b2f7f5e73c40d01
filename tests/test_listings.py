"""Listings: from the draft to the wall and off again; unreviewed words never hang, nobody edits another's exhibit."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from components import labels, listing_desk, review_desk
from services import listings
from services.errors import Conflict, Forbidden, Invalid, Missing
from services.listings import (
    Answer,
    Doubt,
    ProductStatus,
    Proof,
    ReturnReason,
    Scheme,
)
from services.suppliers import SupplierStatus
from tests import make
from tests.drafting import GREEN, TILE, is_public
from tests.handed_in import A_JPEG, A_PDF


@pytest.fixture
def drafted(supplier):
    make.a_kind()
    return listings.draft(supplier, TILE).code


@pytest.fixture
def hung(supplier, official, drafted):
    listings.submit(supplier, drafted)
    listings.publish(official, drafted)
    return drafted


def status(visitor, code):
    return listings.get(visitor, code).product.status


def test_a_listing_goes_from_the_draft_to_the_wall(supplier, official, drafted):
    assert drafted == "P-000001"
    assert not is_public(drafted)
    listings.submit(supplier, drafted)
    assert not is_public(drafted)
    assert [product.code for product, _, _ in listings.queue(official)] == [drafted]
    listings.publish(official, drafted)
    assert is_public(drafted) == "低碳釉面砖"
    exhibit = listings.get(supplier, drafted)
    assert exhibit.product.published_at is not None
    assert "glazed" in exhibit.product.words
    assert exhibit.values["ceramic-tiles-01"].proof is Proof.TEST_REPORT
    assert [step.status for step in exhibit.steps][-1] is ProductStatus.SUBMITTED


def test_unreviewed_words_are_never_on_view(supplier, official, hung):
    changed = replace(TILE, name_zh="黄金砖")
    with pytest.raises(Conflict, match="take it off view"):
        listings.save(supplier, hung, changed, revision=1)
    listings.take_off(supplier, hung)
    assert not is_public(hung)
    listings.save(supplier, hung, changed, revision=1)
    with pytest.raises(Conflict, match="after a review"):
        listings.put_back(supplier, hung)
    listings.submit(supplier, hung)
    assert not is_public(hung)
    listings.publish(official, hung)
    assert is_public(hung) == "黄金砖"


@pytest.mark.parametrize(
    "change",
    [
        lambda who, code: listings.save(who, code, replace(TILE, description_zh="新。"), revision=1),
        lambda who, code: listings.save(who, code, replace(TILE, values={}), revision=1),
        lambda who, code: listings.save(who, code, replace(TILE, price_fen=12_251), revision=1),
        lambda who, code: listings.add_picture(who, code, name="a.jpg", data=A_JPEG),
        lambda who, code: listings.add_certificate(who, code, GREEN),
    ],
)
def test_no_changed_exhibit_goes_back_on_the_wall_without_a_review(supplier, hung, change):
    with pytest.raises(Conflict):
        change(supplier, hung)
    listings.take_off(supplier, hung)
    change(supplier, hung)
    with pytest.raises(Conflict, match="after a review"):
        listings.put_back(supplier, hung)
    assert not is_public(hung)


def test_an_unchanged_exhibit_hangs_again_at_once(supplier, hung):
    listings.take_off(supplier, hung)
    listings.save(supplier, hung, TILE, revision=1)
    listings.put_back(supplier, hung)
    assert is_public(hung)
    with pytest.raises(Conflict, match="not off view"):
        listings.put_back(supplier, hung)


def test_nothing_hangs_by_the_suppliers_own_hand(supplier, drafted):
    with pytest.raises(Conflict):
        listings.put_back(supplier, drafted)
    listings.submit(supplier, drafted)
    with pytest.raises(Conflict):
        listings.put_back(supplier, drafted)
    assert not is_public(drafted)


def test_a_returned_listing_says_why_and_is_mended(supplier, official, drafted):
    listings.submit(supplier, drafted)
    listings.send_back(official, drafted, reasons=[ReturnReason.TITLE, ReturnReason.PRICE], words="Say which series.")
    sent_back = listings.get(supplier, drafted).sent_back
    assert sent_back is not None
    assert set(sent_back.reasons) == {ReturnReason.TITLE, ReturnReason.PRICE}
    assert sent_back.words == "Say which series."
    listings.save(supplier, drafted, replace(TILE, name_zh="低碳釉面砖 苕系列"), revision=1)
    listings.submit(supplier, drafted)
    listings.publish(official, drafted)
    assert listings.get(supplier, drafted).sent_back is None
    assert len(listings.dossier(official, drafted).steps) == 4


@pytest.mark.parametrize(("reasons", "words"), [([], "Why?"), ([ReturnReason.PICTURE], "  ")])
def test_nothing_is_returned_without_a_reason_and_words(supplier, official, drafted, reasons, words):
    listings.submit(supplier, drafted)
    with pytest.raises(Invalid, match="at least one reason"):
        listings.send_back(official, drafted, reasons=reasons, words=words)
    assert status(supplier, drafted) is ProductStatus.SUBMITTED


def test_a_listing_is_decided_on_once(supplier, official, housing, drafted):
    listings.submit(supplier, drafted)
    listings.publish(official, drafted)
    with pytest.raises(Conflict, match="not waiting"):
        listings.send_back(housing, drafted, reasons=[ReturnReason.PRICE], words="Late.")
    listings.take_off(supplier, drafted)
    with pytest.raises(Conflict, match="not waiting"):
        listings.publish(housing, drafted)


def test_nothing_changes_while_it_is_reviewed(supplier, drafted):
    listings.submit(supplier, drafted)
    for call in (
        lambda: listings.save(supplier, drafted, TILE, revision=1),
        lambda: listings.set_price(supplier, drafted, price_fen=12_000),
        lambda: listings.add_picture(supplier, drafted, name="a.jpg", data=A_JPEG),
        lambda: listings.add_certificate(supplier, drafted, GREEN),
        lambda: listings.change_kind(supplier, drafted, "ceramic-tiles", revision=1),
        lambda: listings.take_off(supplier, drafted),
    ):
        with pytest.raises(Conflict):
            call()


@pytest.mark.parametrize("standing", [status for status in SupplierStatus if status is not SupplierStatus.APPROVED])
def test_only_an_approved_supplier_hands_in(standing):
    make.a_kind()
    visitor = make.a_supplier(f"{standing} maker", status=standing)
    code = listings.draft(visitor, TILE).code
    with pytest.raises(Conflict, match="approved supplier"):
        listings.submit(visitor, code)


def test_a_licence_that_expired_meanwhile_keeps_the_exhibit_off_the_wall(supplier, official, drafted, pass_time):
    listings.submit(supplier, drafted)
    pass_time(timedelta(days=1000))
    with pytest.raises(Conflict, match="valid business licence"):
        listings.publish(official, drafted)


def test_who_has_not_begun_to_register_drafts_nothing():
    make.a_kind()
    with pytest.raises(Conflict, match="Register"):
        listings.draft(make.a_member("nobody yet", role="supplier", kind="enterprise"), TILE)


def test_a_second_tab_is_told_that_the_listing_changed_meanwhile(supplier, drafted):
    seen = listings.get(supplier, drafted).product.revision
    listings.save(supplier, drafted, replace(TILE, name_zh="第一"), revision=seen)
    with pytest.raises(Conflict, match="meanwhile"):
        listings.save(supplier, drafted, replace(TILE, name_zh="第二"), revision=seen)
    assert listings.get(supplier, drafted).product.name_zh == "第一"


def test_another_supplier_neither_reads_nor_edits(rival, hung):
    for call in (
        lambda: listings.get(rival, hung),
        lambda: listings.save(rival, hung, TILE, revision=1),
        lambda: listings.set_price(rival, hung, price_fen=1_300),
        lambda: listings.take_off(rival, hung),
        lambda: listings.put_back(rival, hung),
        lambda: listings.submit(rival, hung),
        lambda: listings.add_picture(rival, hung, name="a.jpg", data=A_JPEG),
        lambda: listings.remove_picture(rival, hung, UUID(int=1)),
        lambda: listings.arrange_pictures(rival, hung, []),
        lambda: listings.add_certificate(rival, hung, GREEN),
        lambda: listings.remove_certificate(rival, hung, UUID(int=1)),
        lambda: listings.change_kind(rival, hung, "ceramic-tiles", revision=1),
    ):
        with pytest.raises(Missing):
            call()
    assert listings.mine(rival) == []


def test_the_reviewer_is_told_what_to_look_at_twice(supplier, rival, official, drafted):
    make.a_product(price_fen=120_000)
    double = listings.draft(rival, replace(TILE, name_zh="低碳釉面砖", values={"ceramic-tiles-01": Answer(Decimal(2))},
                                           price_confirmed=True)).code  # fmt: skip
    for who, code in ((supplier, drafted), (rival, double)):
        listings.add_certificate(who, code, replace(GREEN, valid_until=date(2026, 5, 31)), file=("c.pdf", A_PDF))
        listings.submit(who, code)
    assert {one.doubt for one in listings.doubts(official, double)} == set(Doubt)
    assert Doubt.FAILS_INDICATOR not in {one.doubt for one in listings.doubts(official, drafted)}


def test_officials_see_no_draft(official, drafted):
    for call in (listings.dossier, listings.doubts, listings.publish):
        with pytest.raises(Missing):
            call(official, drafted)
    with pytest.raises(Missing):
        listings.dossier(official, "P-\0")


def test_an_exhibit_without_words_is_not_handed_in(supplier):
    make.a_kind()
    code = listings.draft(supplier, replace(TILE, description_zh="")).code
    with pytest.raises(Conflict, match="description"):
        listings.submit(supplier, code)


EDITS = [
    listings.mine,
    lambda who: listings.usual_price(who, "ceramic-tiles", "m2"),
    lambda who: listings.get(who, "P-000001"),
    lambda who: listings.draft(who, TILE),
    lambda who: listings.save(who, "P-000001", TILE, revision=1),
    lambda who: listings.change_kind(who, "P-000001", "rebar", revision=1),
    lambda who: listings.set_price(who, "P-000001", price_fen=1),
    lambda who: listings.submit(who, "P-000001"),
    lambda who: listings.take_off(who, "P-000001"),
    lambda who: listings.put_back(who, "P-000001"),
    lambda who: listings.add_picture(who, "P-000001", name="a.jpg", data=A_JPEG),
    lambda who: listings.remove_picture(who, "P-000001", UUID(int=1)),
    lambda who: listings.arrange_pictures(who, "P-000001", []),
    lambda who: listings.add_certificate(who, "P-000001", GREEN),
    lambda who: listings.remove_certificate(who, "P-000001", UUID(int=1)),
]
DECISIONS = [
    listings.queue,
    lambda who: listings.dossier(who, "P-000001"),
    lambda who: listings.doubts(who, "P-000001"),
    lambda who: listings.publish(who, "P-000001"),
    lambda who: listings.send_back(who, "P-000001", reasons=[ReturnReason.PRICE], words="No."),
]


@pytest.mark.parametrize("person", ["guest", "buyer", "official", "housing", "expert", "administrator"])
def test_only_suppliers_edit(person, request):
    for call in EDITS:
        with pytest.raises(Forbidden):
            call(request.getfixturevalue(person))


@pytest.mark.parametrize("person", ["guest", "buyer", "supplier", "expert", "administrator"])
def test_only_officials_decide(person, request):
    for call in DECISIONS:
        with pytest.raises(Forbidden):
            call(request.getfixturevalue(person))


@pytest.mark.pure
def test_every_status_reason_and_doubt_is_worded():
    assert all(labels.word(one, "en") for kind in (ProductStatus, Proof, Scheme) for one in kind)
    assert set(listing_desk.REASONS) == set(ReturnReason)
    assert set(listing_desk.STATE) == set(ProductStatus)
    assert set(review_desk.DOUBTS) == set(Doubt)
