"""A corporate transfer with its papers: slip and reference, receipt confirmed, invoice asked for, refused, accepted."""

import pytest
from playwright.sync_api import expect

from services import references
from tests import make
from tests.extent import IN_CHINESE
from tests.handed_in import a_pdf
from tests.invoicing import NUMBERS
from tests.tours import market

pytestmark = [pytest.mark.pure, pytest.mark.tour]


@pytest.fixture
def agreed(walk_in):
    """A school has ordered from the demonstration's supplier by transfer: both of them, and the code of the order."""

    def enter(lang):
        buyer, seller = walk_in(lang), walk_in(lang)
        buyer.go("/account", form="sign-up")
        buyer.sign_up("buyer", "转账小学", credit_code=make.a_credit_code(), kind="school")
        market.put_in_cart(buyer, market.FLOOR)
        buyer.go("/cart")
        buyer.says("Prices include value added tax.")
        market.check_out(buyer, by_transfer=True)
        code = buyer.page.locator("a.order-row .order-code").first.inner_text()
        seller.sign_in("supplier")
        seller.go("/sales", order=code)
        seller.press("Confirm the order")
        return buyer, seller, code

    return enter


def confirm_receipt(seller, code, amount, reference):
    seller.go("/sales", order=code)
    seller.button("Transfer received").click()
    seller.fill(f"arrived_fen_{code}", amount)
    seller.fill(f"arrived_reference_{code}", reference)
    seller.press("Yes, that is so")


def hand_in(seller, code, *, gross):
    seller.go("/sales", order=code)
    seller.fill(f"paper_number_{code}_0", NUMBERS[int(code[-2:]) % len(NUMBERS)])
    if gross:
        seller.fill(f"paper_gross_{code}_0", gross)
    seller.hand_over(f"paper_file_{code}_0", "invoice.pdf", a_pdf(), "application/pdf")
    seller.press("Hand in the invoice")


@pytest.mark.parametrize("lang", IN_CHINESE)
def test_a_transfer_is_made_by_its_slip_and_invoiced_to_the_fen(agreed, lang):
    buyer, seller, code = agreed(lang)
    reference = references.spaced(references.of_order(code))
    buyer.go("/orders", order=code)
    expect(buyer.page.locator(".slip-reference")).to_have_text(reference)
    paper = buyer.page.request.get(buyer.address(f"/transfers/{code}.pdf"))
    assert (paper.status, paper.body()[:5]) == (200, b"%PDF-")
    assert seller.page.request.get(seller.address(f"/transfers/{code}.pdf")).status == 404
    buyer.shot("slip")
    due = buyer.page.locator(".slip-sums .price").inner_text().lstrip("¥").replace(",", "")
    confirm_receipt(seller, code, "1", reference)
    expect(seller.page.get_by_role("alert").first).to_be_visible()
    confirm_receipt(seller, code, due, reference)
    buyer.go("/orders", order=code)
    expect(buyer.page.locator(".order-tags").get_by_text(buyer.t("Paid"), exact=True).first).to_be_visible()
    expect(buyer.page.locator(".slip")).to_have_count(0)  # the account is shown no longer than it is needed
    buyer.unfold("Ask for the invoice")
    buyer.press("Ask the supplier")
    buyer.says("Invoice to come")
    hand_in(seller, code, gross="999999")
    expect(seller.page.get_by_role("alert").first).to_be_visible()
    seller.shot("refused")
    hand_in(seller, code, gross="")
    seller.says("Issued, not yet looked at")
    buyer.go("/orders", order=code)
    buyer.press("Accept the invoice")
    buyer.says("Accepted by the buyer")
    file = buyer.page.locator(".invoice a").get_attribute("href")
    assert buyer.page.request.get(buyer.house.url + file).body() == a_pdf()
    buyer.shot("accepted")
