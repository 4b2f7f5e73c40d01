"""From signing up as a supplier to an exhibit on the wall: papers, a return with reasons, an approval, a review."""

import pytest
from playwright.sync_api import expect

from tests import make
from tests.extent import BOTH, IN_ENGLISH
from tests.tours import desks, market

pytestmark = [pytest.mark.pure, pytest.mark.tour]
NAMES = {"zh": "缂丝青瓷砖壹号", "en": "缂丝青瓷砖贰号"}
REASONS = "电话打不通，请更正。The telephone does not answer."


@pytest.fixture
def newcomer(walk_in):
    """A company that has just signed up as a supplier and stands before its dossier."""

    def enter(lang, name):
        walker = walk_in(lang)
        walker.go("/account", form="sign-up", role="supplier")
        walker.sign_up("supplier", name, credit_code=make.a_credit_code(), kind="enterprise")
        assert "/suppliers" in walker.page.url
        return walker

    return enter


@pytest.fixture
def official(walk_in):
    def enter(lang="zh"):
        walker = walk_in(lang)
        walker.sign_in("official")
        return walker

    return enter


@pytest.mark.parametrize("lang", BOTH)
def test_a_manufacturer_is_returned_mends_is_approved_and_hangs_an_exhibit(newcomer, official, walk_in, lang):
    maker, judge = newcomer(lang, f"巡览陶瓷{lang}有限公司"), official(lang)
    code = desks.say_who(maker)
    expect(maker.button("Hand in for review")).to_be_disabled()
    desks.hand_in_papers(maker, trademark=True)
    maker.shot("dossier-complete")
    maker.press("Hand in for review")
    desks.return_dossier(judge, code, REASONS)
    mend_and_hand_in(maker)
    desks.decide(judge, "suppliers", code, "Approve …")
    exhibit = hang_an_exhibit(maker, judge, NAMES[lang])
    guest = walk_in(lang)
    market.find(guest, NAMES[lang], exhibit)
    market.open_exhibit(guest, exhibit)
    guest.page.locator(".plate-pick[style*='/files/']").check()
    expect(guest.page.locator(".plate-view img[src^='/files/']")).to_be_visible()
    assert "96.50" in guest.page.locator(".price-board").inner_text()
    guest.shot("on-show")


def mend_and_hand_in(maker):
    maker.go("/suppliers")
    assert REASONS in maker.page.locator("section.state").inner_text()
    maker.shot("returned")
    maker.fill("phone", "0572-5550199")
    maker.press("Save the draft")
    maker.press("Hand in for review")
    assert maker.t("Handed in") in maker.page.locator("section.state h2").inner_text()


def hang_an_exhibit(maker, judge, name):
    """Prepared, pictured, stocked, handed in, and put on show by the official; nobody sees it before."""
    code = desks.prepare_exhibit(maker, name_zh=name, name_en=f"Kesi celadon tile {maker.lang}")
    desks.hang_picture(maker, code)
    desks.count_stock(maker, code, "120")
    maker.press("Save and hand in for review")
    assert judge.page.request.get(judge.address("/halls", q=name)).ok
    judge.go("/halls", q=name)
    expect(judge.page.locator("a.exhibit-card")).to_have_count(0)
    desks.decide(judge, "exhibits", code, "Put on show …")
    return code


@pytest.mark.parametrize("lang", IN_ENGLISH)
def test_a_distributor_is_not_asked_for_a_trademark(newcomer, official, lang):
    seller = newcomer(lang, f"巡览经销{lang}有限公司")
    code = desks.say_who(seller, kind="Distributor")
    expect(seller.keyed("file-trademark_certificate")).to_have_count(0)
    desks.hand_in_papers(seller, trademark=False)
    seller.press("Hand in for review")
    desks.decide(official(lang), "suppliers", code, "Approve …")
    seller.go("/suppliers")
    assert seller.t("Approved") in seller.page.locator("section.state h2").inner_text()


def test_a_file_that_is_not_what_it_says_is_refused(newcomer):
    seller = newcomer("zh", "巡览冒充有限公司")
    desks.say_who(seller, kind="Distributor")
    seller.hand_over("file-business_licence", "licence.pdf", b"<html>not a paper</html>", "application/pdf")
    seller.then(seller.keyed("add-business_licence").get_by_role("button").click)
    expect(seller.page.get_by_role("alert")).to_be_visible()
    expect(seller.page.locator("a.paper")).to_have_count(0)
