"""Supplier access: both kinds of registration from the first line to the approval, and what must not happen."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from components import labels
from components import papers as paper_words
from db.engine import reading
from db.suppliers import PaperKind, SupplierKind, SupplierPaper, SupplierStatus
from services import suppliers
from services.errors import Conflict, Forbidden, Invalid, Missing
from services.suppliers import Need, Profile
from tests import make
from tests.handed_in import A_PNG
from tests.registering import MAKER, SELLER, hand_in, registered


@pytest.fixture
def newcomer():
    return make.a_member("newcomer", role="supplier", kind="enterprise")


def missing(visitor):
    return [requirement.need for requirement in suppliers.checklist(suppliers.mine(visitor)) if not requirement.done]


def test_a_brand_manufacturer_registers_and_is_approved(newcomer, official):
    suppliers.save(newcomer, MAKER)
    assert missing(newcomer) == [Need.BUSINESS_LICENCE, Need.TRADEMARK_CERTIFICATE, Need.COMMITMENT_LETTER]
    hand_in(newcomer, PaperKind.BUSINESS_LICENCE, PaperKind.COMMITMENT_LETTER)
    with pytest.raises(Conflict, match="trademark registration certificate"):
        suppliers.submit(newcomer)
    hand_in(newcomer, PaperKind.TRADEMARK_CERTIFICATE)
    suppliers.submit(newcomer)
    code = suppliers.mine(newcomer).supplier.code
    assert [supplier.code for supplier, _ in suppliers.queue(official)] == [code]
    suppliers.approve(official, code)
    assert suppliers.queue(official) == []
    assert suppliers.may_sell(suppliers.mine(newcomer).supplier)
    assert suppliers.require_seller(newcomer).code == code


def test_no_trademark_certificate_is_asked_of_a_distributor(newcomer, official):
    suppliers.save(newcomer, SELLER)
    assert missing(newcomer) == [Need.BUSINESS_LICENCE, Need.COMMITMENT_LETTER]
    with pytest.raises(Conflict, match="not asked of a distributor"):
        hand_in(newcomer, PaperKind.TRADEMARK_CERTIFICATE)
    hand_in(newcomer, PaperKind.BUSINESS_LICENCE, PaperKind.COMMITMENT_LETTER)
    suppliers.submit(newcomer)
    suppliers.approve(official, suppliers.mine(newcomer).supplier.code)
    assert suppliers.mine(newcomer).supplier.status is SupplierStatus.APPROVED


def test_a_draft_may_be_kept_with_nothing_but_the_kind(newcomer):
    first = suppliers.save(newcomer, Profile(kind=SupplierKind.BRAND_MANUFACTURER))
    assert first.code == "S-000001"
    assert missing(newcomer) == list(Need)[1:]
    assert suppliers.save(newcomer, MAKER).id == first.id
    with pytest.raises(Conflict, match="Not complete yet"):
        suppliers.submit(newcomer)


def test_a_letter_signed_for_one_kind_does_not_count_for_the_other(newcomer):
    suppliers.save(newcomer, SELLER)
    hand_in(newcomer, PaperKind.COMMITMENT_LETTER)
    suppliers.save(newcomer, MAKER)
    assert Need.COMMITMENT_LETTER in missing(newcomer)


def test_a_newer_paper_takes_the_place_of_the_older_which_stays_on_file(newcomer):
    suppliers.save(newcomer, SELLER)
    hand_in(newcomer, PaperKind.BUSINESS_LICENCE)
    suppliers.add_paper(newcomer, PaperKind.BUSINESS_LICENCE, name="newer.png", data=A_PNG)
    assert [paper.name for paper in suppliers.mine(newcomer).papers] == ["newer.png"]
    with reading() as db:
        assert len(db.exec(select(SupplierPaper)).all()) == 2


def test_a_returned_dossier_shows_why_and_is_mended_and_approved(newcomer, official, pass_time):
    code = registered(newcomer)
    pass_time(timedelta(hours=1))
    suppliers.send_back(official, code, reasons="The stamp is missing.")
    assert suppliers.mine(newcomer).reasons == "The stamp is missing."
    pass_time(timedelta(hours=1))
    hand_in(newcomer, PaperKind.COMMITMENT_LETTER)
    suppliers.submit(newcomer)
    assert suppliers.mine(newcomer).reasons == ""
    pass_time(timedelta(hours=1))
    suppliers.approve(official, code)
    told = [(made.status, made.reasons) for made in suppliers.dossier(official, code).decisions]
    assert told == [
        (SupplierStatus.APPROVED, ""),
        (SupplierStatus.SUBMITTED, ""),
        (SupplierStatus.RETURNED, "The stamp is missing."),
        (SupplierStatus.SUBMITTED, ""),
    ]


def test_what_is_under_review_or_approved_is_not_changed(newcomer, official):
    code = registered(newcomer)
    for locked in ("being reviewed", "decided on"):
        with pytest.raises(Conflict, match=locked):
            suppliers.save(newcomer, SELLER)
        with pytest.raises(Conflict, match=locked):
            hand_in(newcomer, PaperKind.BUSINESS_LICENCE)
        if locked == "being reviewed":
            suppliers.approve(official, code)
    with pytest.raises(Conflict):
        suppliers.submit(newcomer)


def test_a_licence_is_good_through_the_end_of_its_last_day_in_china(supplier, pass_time):
    row = make.supplier_row(supplier)
    row.licence_valid_until = date(2026, 6, 1)
    assert suppliers.may_sell(row)
    pass_time(timedelta(hours=3, minutes=59))
    assert suppliers.may_sell(row)
    pass_time(timedelta(minutes=1))
    assert not suppliers.may_sell(row)


@pytest.mark.parametrize("status", [status for status in SupplierStatus if status is not SupplierStatus.APPROVED])
def test_nobody_sells_who_is_not_approved(status):
    visitor = make.a_supplier(f"{status} supplier", status=status)
    assert not suppliers.may_sell(make.supplier_row(visitor))
    with pytest.raises(Forbidden):
        suppliers.require_seller(visitor)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"phone": "call me"}, "Telephone"),
        ({"contact_name": "x" * 81}, "81 characters"),
        ({"brand_zh": "苕\x07砼"}, "cannot be printed"),
        ({"introduction_zh": "\ud800"}, "cannot be printed"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(newcomer, change, complaint):
    with pytest.raises(Invalid, match=complaint):
        suppliers.save(newcomer, Profile(kind=SupplierKind.DISTRIBUTOR, **change))
    assert suppliers.mine(newcomer) is None


def test_the_letter_of_commitment_is_a_pdf_with_the_suppliers_code(newcomer):
    with pytest.raises(Missing):
        suppliers.letter(newcomer, "zh")
    suppliers.save(newcomer, SELLER)
    code, data = suppliers.letter(newcomer, "zh")
    assert code == "S-000001"
    assert data.startswith(b"%PDF")


@pytest.mark.pure
def test_every_need_and_status_is_worded():
    assert set(paper_words.NEEDS) == set(Need)
    assert set(paper_words.STATE) == set(SupplierStatus)
    assert all(labels.word(one, "en") for kind in (SupplierStatus, SupplierKind, PaperKind) for one in kind)
