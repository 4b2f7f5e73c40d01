"""Listings: from the draft to the wall and off again; unreviewed words never hang, nobody edits another's exhibit."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from components import labels, listing_desk, review_desk
from db.audit import AuditEntry
from db.engine import reading
from services import audit, listings, products, search
from services.errors import Conflict, Forbidden, Invalid, Missing
from services.listings import (
    Answer,
    CertificateForm,
    Doubt,
    ListingForm,
    ProductStatus,
    Proof,
    ReturnReason,
    Scheme,
    rules,
)
from services.suppliers import SupplierStatus
from tests import make
from tests.handed_in import A_JPEG, A_PDF, A_PNG

TILE = ListingForm(
    kind="ceramic-tiles",
    name_zh="低碳釉面砖",
    name_en="Low-carbon glazed tile",
    specification_zh="600×600 mm",
    description_zh="用于走廊。",
    price_fen=12_250,
    unit="m2",
    minimum_milli=1000,
    step_milli=500,
    values={"ceramic-tiles-01": Answer(Decimal("0.8"), Proof.TEST_REPORT)},
)
GREEN = CertificateForm(
    scheme=Scheme.GREEN_PRODUCT,
    number="GP-1",
    issued_by_zh="绿色产品认证中心",
    valid_from=date(2025, 1, 1),
    valid_until=date(2028, 1, 1),
)


@pytest.fixture
def drafted(supplier):
    make.a_kind()
    return listings.draft(supplier, TILE).code


@pytest.fixture
def hung(supplier, official, drafted):
    listings.submit(supplier, drafted)
    listings.publish(official, drafted)
    return drafted


def is_public(code):
    try:
        return products.headline(code)["zh"][0]
    except Missing:
        return ""


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


def test_the_price_on_show_changes_at_once_and_leaves_a_trace(supplier, hung):
    listings.set_price(supplier, hung, price_fen=13_000)
    assert listings.get(supplier, hung).product.price_fen == 13_000
    assert is_public(hung)
    with reading() as db:
        last = db.exec(select(AuditEntry).order_by(AuditEntry.number.desc())).first()
    assert (last.event, last.data["before"], last.data["price_fen"]) == (audit.Event.LISTING_CHANGED, 12_250, 13_000)


@pytest.mark.parametrize("price", [12_250 * 10 + 10, 1_224])
def test_a_price_on_show_changes_at_most_tenfold(supplier, hung, price):
    with pytest.raises(Conflict, match="tenfold"):
        listings.set_price(supplier, hung, price_fen=price, confirmed=True)


def test_a_price_far_from_the_kinds_others_must_be_confirmed(supplier):
    make.a_kind()
    make.a_product(price_fen=12_250)
    slip = replace(TILE, price_fen=122_500)
    with pytest.raises(Conflict, match="confirm the price"):
        listings.draft(supplier, slip)
    code = listings.draft(supplier, replace(slip, price_confirmed=True)).code
    assert listings.get(supplier, code).price_is_far
    listings.save(supplier, code, replace(slip, name_zh="同价"), revision=1)


@pytest.mark.pure
@given(st.integers(1, 10**9), st.lists(st.integers(1, 10**9), min_size=1))
def test_far_means_more_than_five_times_the_middle_price(price, prices):
    middle = rules.usual(prices)
    assert rules.is_far(price, prices) == (price > 5 * middle or 5 * price < middle)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"name_zh": " \u3000"}, "is empty"),
        ({"name_zh": "砖" * 121}, "121 characters"),
        ({"name_zh": "砖\u202e"}, "cannot be printed"),
        ({"price_fen": 0}, "Price must"),
        ({"price_fen": -5}, "Price must"),
        ({"price_fen": 10**12}, "Price must"),
        ({"unit": "t"}, "not sold by"),
        ({"minimum_milli": 1250}, "whole number of steps"),
        ({"minimum_milli": 0}, "more than zero"),
        ({"step_milli": 0}, "more than zero"),
        ({"unit": "piece"}, "whole numbers"),
        ({"mass_kg": Decimal(0)}, "cannot be right"),
        ({"mass_kg": Decimal("NaN")}, "cannot be right"),
        ({"carbon": Decimal("1.0000001"), "carbon_source": "EPD"}, "six decimals"),
        ({"carbon": Decimal(3)}, "Name the declaration"),
        ({"values": {"rebar-01": Answer(Decimal(1))}}, "no indicator"),
        ({"values": {"ceramic-tiles-01": Answer(Decimal("Infinity"))}}, "cannot be right"),
    ],
)
def test_a_form_that_makes_no_sense_is_refused_by_name(supplier, change, complaint):
    make.a_kind()
    with pytest.raises(Invalid, match=complaint):
        listings.draft(supplier, replace(TILE, **change))
    assert listings.mine(supplier) == []


def test_an_unknown_kind_is_refused(supplier):
    make.a_kind()
    with pytest.raises(Missing):
        listings.draft(supplier, replace(TILE, kind="dragons"))


def test_another_kind_starts_with_its_own_unit_and_no_values(supplier, drafted):
    make.a_kind("rebar", category="structure", unit="t")
    listings.change_kind(supplier, drafted, "rebar", revision=1)
    exhibit = listings.get(supplier, drafted)
    assert (exhibit.kind.code, exhibit.product.unit, exhibit.values) == ("rebar", "t", {})
    with pytest.raises(Conflict, match="meanwhile"):
        listings.change_kind(supplier, drafted, "ceramic-tiles", revision=1)


def test_pictures_hang_in_the_order_the_supplier_chose(supplier, drafted):
    for number in range(3):
        listings.add_picture(supplier, drafted, name=f"{number}.png", data=A_PNG)
    first, second, third = (picture.id for picture in listings.get(supplier, drafted).pictures)
    listings.arrange_pictures(supplier, drafted, [third, first, second])
    listings.remove_picture(supplier, drafted, first)
    assert [picture.id for picture in listings.get(supplier, drafted).pictures] == [third, second]
    with pytest.raises(Conflict, match="meanwhile"):
        listings.arrange_pictures(supplier, drafted, [third, first])
    with pytest.raises(Missing):
        listings.remove_picture(supplier, drafted, first)


def test_at_most_eight_pictures_hang(supplier, drafted, monkeypatch):
    monkeypatch.setattr("services.listings.gallery.MOST_PICTURES", 1)
    listings.add_picture(supplier, drafted, name="a.jpg", data=A_JPEG)
    with pytest.raises(Conflict, match="At most 1"):
        listings.add_picture(supplier, drafted, name="b.jpg", data=A_JPEG)


def test_certificates_are_filed_with_their_scan_and_removed(supplier, drafted):
    listings.add_certificate(supplier, drafted, GREEN, file=("证书.pdf", A_PDF))
    filed = listings.get(supplier, drafted).certificates
    assert [(one.certificate.number, one.file.name) for one in filed] == [("GP-1", "证书.pdf")]
    with pytest.raises(Conflict, match="filed already"):
        listings.add_certificate(supplier, drafted, GREEN)
    listings.remove_certificate(supplier, drafted, filed[0].certificate.id)
    assert listings.get(supplier, drafted).certificates == []


def test_an_exhibit_is_found_by_its_certificates_and_standards_once_they_are_reviewed(supplier, official, drafted):
    listings.add_certificate(supplier, drafted, replace(GREEN, number="GBM-2026-3S-77"))
    listings.submit(supplier, drafted)
    listings.publish(official, drafted)
    words = listings.get(supplier, drafted).product.words
    for asked in ("gbm-2026-3s-77", "GB 6566", "600x600", drafted, "湖州"):
        assert search.matches(search.terms(asked), words) == (asked != "湖州"), asked


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"valid_until": date(2024, 12, 31)}, "before it begins"),
        ({"stars": 2}, "has stars"),
        ({"scheme": Scheme.GREEN_BUILDING_MATERIAL, "stars": 4}, "has stars"),
        ({"number": ""}, "is empty"),
    ],
)
def test_a_certificate_that_makes_no_sense_is_refused(supplier, drafted, change, complaint):
    with pytest.raises(Invalid, match=complaint):
        listings.add_certificate(supplier, drafted, replace(GREEN, **change))


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
