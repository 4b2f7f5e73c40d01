"""Supplier access: both kinds of registration from the first line to the approval, and what must not happen."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlmodel import select

from components import labels
from components import papers as paper_words
from db.accounts import Organisation
from db.engine import reading, transaction
from db.suppliers import PaperKind, SupplierKind, SupplierPaper, SupplierStatus
from services import media, suppliers
from services.errors import Conflict, Forbidden, Invalid, Missing
from services.suppliers import Need, Profile
from tests import make
from tests.handed_in import A_PDF, A_PNG, a_pdf

NEXT_YEAR = date(2027, 6, 1)
MAKER = Profile(
    kind=SupplierKind.BRAND_MANUFACTURER,
    brand_zh="苕砼",
    introduction_zh="在苕溪边经营三座搅拌站。",
    contact_name="砼小满",
    phone="0572-5550101",
    licence_number="330502-968269",
    licence_valid_until=NEXT_YEAR,
    trademark_number="90246833",
)
SELLER = Profile(
    kind=SupplierKind.DISTRIBUTOR,
    introduction_zh="经销瓷砖。",
    contact_name="柳知秋",
    phone="+86 572 5550118",
    licence_number="330503-372424",
    licence_valid_until=suppliers.LONG_TERM,
)


PAPERS = {kind: a_pdf(size=(500 + number, 842)) for number, kind in enumerate(PaperKind)}


@pytest.fixture
def newcomer():
    return make.a_member("newcomer", role="supplier", kind="enterprise")


def hand_in(visitor, *kinds):
    for kind in kinds:
        suppliers.add_paper(visitor, kind, name=f"{kind}.pdf", data=PAPERS[kind])


def missing(visitor):
    return [requirement.need for requirement in suppliers.checklist(suppliers.mine(visitor)) if not requirement.done]


def registered(visitor, profile=SELLER):
    suppliers.save(visitor, profile)
    hand_in(visitor, *suppliers.papers_of(profile.kind))
    suppliers.submit(visitor)
    return suppliers.mine(visitor).supplier.code


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


@pytest.mark.parametrize("reasons", ["", "  \n "])
def test_nothing_is_returned_without_a_reason(newcomer, official, reasons):
    code = registered(newcomer)
    with pytest.raises(Invalid, match="Say why"):
        suppliers.send_back(official, code, reasons=reasons)


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


def test_a_decision_is_made_once(newcomer, official, housing):
    code = registered(newcomer)
    suppliers.approve(official, code)
    with pytest.raises(Conflict, match="not waiting"):
        suppliers.send_back(housing, code, reasons="Too late.")
    with pytest.raises(Conflict, match="not waiting"):
        suppliers.approve(housing, code)


def test_a_licence_that_expired_while_waiting_is_not_approved(newcomer, official, pass_time):
    code = registered(newcomer, MAKER)
    pass_time(timedelta(days=500))
    with pytest.raises(Conflict, match="Not complete yet"):
        suppliers.approve(official, code)


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


def test_officials_see_no_draft(newcomer, official):
    draft = suppliers.save(newcomer, SELLER)
    for ask in (suppliers.dossier, suppliers.likenesses, suppliers.approve):
        with pytest.raises(Missing):
            ask(official, draft.code)
    with pytest.raises(Missing):
        suppliers.dossier(official, "S-9\0")


def test_the_same_paper_and_a_lookalike_name_are_shown_to_the_reviewer(newcomer, official):
    double = make.a_member("double", role="supplier", kind="enterprise")
    rename(newcomer, "湖州苕砼新型建材有限公司")
    rename(double, "湖州苕砼新型建材\u200b有限公司")
    registered(newcomer)
    code = registered(double)
    found = suppliers.likenesses(official, code)
    assert {likeness.what for likeness in found} == {"", "business_licence.pdf", "commitment_letter.pdf"}
    assert {likeness.name for likeness in found} == {"湖州苕砼新型建材有限公司"}


def rename(visitor, name):
    with transaction(audited=False) as db:
        db.get_one(Organisation, visitor.organisation_id).name_zh = name


def test_unrelated_companies_are_not_called_alike(newcomer, official):
    rename(newcomer, "湖州苕砼新型建材有限公司")
    other = make.a_supplier("other")
    rename(other, "浙江柘澜木业有限公司")
    code = registered(newcomer)
    assert suppliers.likenesses(official, code) == []


def test_the_letter_of_commitment_is_a_pdf_with_the_suppliers_code(newcomer):
    with pytest.raises(Missing):
        suppliers.letter(newcomer, "zh")
    suppliers.save(newcomer, SELLER)
    code, data = suppliers.letter(newcomer, "zh")
    assert code == "S-000001"
    assert data.startswith(b"%PDF")


def at_once(*calls):
    """Do all of it at the same time; what each answered, or the refusal it met."""

    def answered(call):
        try:
            return call()
        except Conflict as refusal:
            return refusal

    with ThreadPoolExecutor(len(calls)) as pool:
        return [done.result() for done in [pool.submit(answered, call) for call in calls]]


@pytest.mark.race
def test_colleagues_who_begin_at_once_begin_one_dossier(newcomer):
    begun = at_once(*[lambda: suppliers.save(newcomer, SELLER)] * 8)
    assert {supplier.code for supplier in begun} == {"S-000001"}


@pytest.mark.race
def test_two_officials_who_decide_at_once_decide_once(newcomer, official, housing):
    code = registered(newcomer)
    answers = at_once(
        lambda: suppliers.approve(official, code), lambda: suppliers.send_back(housing, code, reasons="Mend it.")
    )
    assert sorted(isinstance(answer, Conflict) for answer in answers) == [False, True]
    assert len(suppliers.dossier(official, code).decisions) == 2


ACTS = {
    "register": [
        suppliers.mine,
        lambda who: suppliers.save(who, SELLER),
        lambda who: suppliers.add_paper(who, PaperKind.BUSINESS_LICENCE, name="a.pdf", data=A_PDF),
        suppliers.submit,
        lambda who: suppliers.letter(who, "en"),
        lambda who: media.store(who, "a.pdf", A_PDF, media.Purpose.QUALIFICATION),
    ],
    "review": [
        suppliers.queue,
        lambda who: suppliers.dossier(who, "S-000001"),
        lambda who: suppliers.likenesses(who, "S-000001"),
        lambda who: suppliers.approve(who, "S-000001"),
        lambda who: suppliers.send_back(who, "S-000001", reasons="No."),
    ],
}
REFUSED = {
    "register": ["guest", "buyer", "official", "housing", "expert", "administrator"],
    "review": ["guest", "buyer", "supplier", "expert", "administrator"],
}


@pytest.mark.parametrize("act", ACTS)
def test_only_the_right_role_acts(act, request):
    for name in REFUSED[act]:
        for call in ACTS[act]:
            with pytest.raises(Forbidden):
                call(request.getfixturevalue(name))


@pytest.mark.pure
def test_every_need_and_status_is_worded():
    assert set(paper_words.NEEDS) == set(Need)
    assert set(paper_words.STATE) == set(SupplierStatus)
    assert all(labels.word(one, "en") for kind in (SupplierStatus, SupplierKind, PaperKind) for one in kind)
