"""A paid order whose parties do not agree: they write, one opens a dispute, the other answers, an official decides."""

import pytest
from playwright.sync_api import expect

from tests.extent import IN_CHINESE, IN_ENGLISH
from tests.handed_in import a_pdf, a_picture
from tests.tours.test_delivering import arrive, dealt, ship  # noqa: F401  a fixture

pytestmark = [pytest.mark.pure, pytest.mark.tour]


def write(walker, code, text):
    walker.fill(f"message_text_{code}", text)
    walker.press("Send the message")
    expect(walker.page.locator(".thread .written").get_by_text(text)).to_be_visible()


def open_dispute(buyer, code, *, yuan):
    """About damaged goods, for money off, with a photograph; the code of the dispute."""
    buyer.unfold("Open a dispute")
    buyer.then(lambda: buyer.choose(f"dispute_{code}_ground", "Damaged"))
    buyer.fill(f"dispute_{code}_amount", yuan)
    buyer.fill(f"dispute_{code}_text", "两箱地板边角破损，卸货时即已发现并拍照，供应商未回复处理方案。")
    buyer.hand_over(f"dispute_{code}_files", "broken.png", a_picture("PNG", size=(640, 480)), "image/png")
    buyer.shot("opening")
    buyer.press("Open the dispute")
    buyer.says("Waits for the other side")
    return buyer.page.locator(".dispute .overline").first.inner_text().split()[-1]


def answer(seller, code, dispute):
    seller.go("/sales", order=code)
    seller.fill(f"answer_text_{dispute}", "出库时包装完好，运输途中可能受潮，愿意承担部分责任。")
    seller.hand_over(f"answer_files_{dispute}", "outgoing.pdf", a_pdf(), "application/pdf")
    seller.press("Hand it in")
    seller.says("Both sides heard")


def decide(official, dispute, *, yuan):
    official.go("/disputes")
    official.shot("desk")
    official.follow(official.page.locator(f"a.dispute-row:has-text('{dispute}')"))
    official.press("Take this dispute")
    official.shot("case")
    official.answer(f"decision_{dispute}_amount", yuan)
    expect(official.page.locator(".takes-off")).to_contain_text(yuan)
    official.fill(f"decision_{dispute}_zh", "照片显示货到时已破损；包装由供应商负责，酌情扣减。")
    official.fill(f"decision_{dispute}_en", "The photographs show the damage on arrival; the supplier packs the goods.")
    official.shot("decision")
    official.press("Decide so")
    official.says("{amount} are taken off.", amount=f"¥{yuan}")


@pytest.mark.parametrize("lang", IN_CHINESE)
def test_an_official_takes_an_amount_off_and_the_buyer_gets_it_back(dealt, walk_in, lang):  # noqa: F811
    buyer, seller, code = dealt(lang)
    ship(seller, code)
    arrive(buyer, code)
    write(buyer, code, "有两箱地板的边角破了，怎么处理？")
    seller.go("/sales", order=code)
    write(seller, code, "请先拍照，我们核实。")
    buyer.go("/orders", order=code)
    dispute = open_dispute(buyer, code, yuan="200.00")
    answer(seller, code, dispute)
    official = walk_in(lang)
    official.sign_in("official")
    decide(official, dispute, yuan="150.00")
    buyer.go("/orders", order=code)
    buyer.says("{amount} are taken off.", amount="¥150.00")
    buyer.says("Partly refunded")
    buyer.shot("decided")
    seller.go("/sales", order=code)
    seller.says("{amount} are taken off.", amount="¥150.00")


@pytest.mark.parametrize("lang", IN_ENGLISH)
def test_the_supplier_grants_what_is_asked_and_it_leaves_the_desk(dealt, walk_in, lang):  # noqa: F811
    buyer, seller, code = dealt(lang)
    ship(seller, code)
    arrive(buyer, code)
    dispute = open_dispute(buyer, code, yuan="88.00")
    official = walk_in(lang)
    official.sign_in("official")
    official.go("/disputes")
    official.says("Waits for the other side")
    official.shot("desk")
    seller.go("/sales", order=code)
    seller.button("Grant what is asked for").click()
    seller.press("Yes, grant it")
    seller.says("Settled between the sides")
    buyer.go("/orders", order=code)
    buyer.says("Partly refunded")
    official.go("/disputes")
    expect(official.page.get_by_text(dispute)).to_have_count(0)
