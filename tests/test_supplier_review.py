"""Who looks at a supplier's dossier: likenesses are shown, it is decided on once, and only the right role acts."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from db.accounts import Organisation
from db.engine import transaction
from db.suppliers import PaperKind
from services import media, suppliers
from services.errors import Conflict, Forbidden, Invalid, Missing
from tests import make
from tests.handed_in import A_PDF
from tests.registering import MAKER, SELLER, registered


@pytest.fixture
def newcomer():
    return make.a_member("newcomer", role="supplier", kind="enterprise")


@pytest.mark.parametrize("reasons", ["", "  \n "])
def test_nothing_is_returned_without_a_reason(newcomer, official, reasons):
    code = registered(newcomer)
    with pytest.raises(Invalid, match="Say why"):
        suppliers.send_back(official, code, reasons=reasons)


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
