"""What a listing is made of: its price, its form, its pictures and certificates; what makes no sense is refused."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from db.audit import AuditEntry
from db.engine import reading
from services import audit, listings, search
from services.errors import Conflict, Invalid, Missing
from services.listings import (
    Answer,
    Scheme,
    rules,
)
from tests import make
from tests.drafting import GREEN, TILE, is_public
from tests.handed_in import A_JPEG, A_PDF, A_PNG


@pytest.fixture
def drafted(supplier):
    make.a_kind()
    return listings.draft(supplier, TILE).code


@pytest.fixture
def hung(supplier, official, drafted):
    listings.submit(supplier, drafted)
    listings.publish(official, drafted)
    return drafted


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
