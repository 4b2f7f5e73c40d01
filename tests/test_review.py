"""Walks through the supply pages: registering, listing and reviewing as people do it, in the page itself."""

from datetime import timedelta

import pytest

from services import listings, suppliers
from services.listings import ListingForm, ProductStatus
from services.suppliers import PaperKind, Profile, SupplierKind, SupplierStatus
from tests import make
from tests.handed_in import A_JPEG, A_PDF, a_pdf

TILE = ListingForm(
    kind="ceramic-tiles",
    name_zh="低碳砖 **粗体**",
    specification_zh="600 mm",
    description_zh="。",
    price_fen=9_900,
    unit="m2",
)
SELLER = Profile(
    kind=SupplierKind.DISTRIBUTOR,
    introduction_zh="经销瓷砖。",
    contact_name="柳知秋",
    phone="0572-5550118",
    licence_number="330503",
    licence_valid_until=suppliers.LONG_TERM,
)


@pytest.fixture
def newcomer():
    return make.a_member("newcomer", role="supplier", kind="enterprise")


def shown(page):
    """Every word of the page's own markup."""
    return " ".join(element.value for element in page.get("html"))


def complaints(page):
    return [error.value for error in page.error]


def submitted(visitor):
    suppliers.save(visitor, SELLER)
    for number, kind in enumerate(suppliers.papers_of(SELLER.kind)):
        suppliers.add_paper(visitor, kind, name=f"{kind}.pdf", data=a_pdf(size=(500 + number, 842)))
    suppliers.submit(visitor)
    return suppliers.mine(visitor).supplier.code


def a_listing(visitor):
    make.a_kind()
    code = listings.draft(visitor, TILE).code
    listings.submit(visitor, code)
    return code


def test_a_distributor_registers_on_the_page(visit, newcomer):
    page = visit("suppliers.py", newcomer)
    page.radio(key="kind").set_value(SupplierKind.DISTRIBUTOR).run()
    assert [field.key for field in page.text_input if field.key == "trademark_number"] == []
    page.text_input(key="contact_name").set_value("柳知秋")
    page.text_input(key="phone").set_value("0572-5550118")
    page.text_area(key="introduction_zh").set_value("经销瓷砖。")
    page.text_input(key="licence_number").set_value("330503")
    page.checkbox(key="long_term").check()
    page.button(key="save_profile").click().run()
    assert suppliers.mine(newcomer).supplier.licence_valid_until == suppliers.LONG_TERM
    assert page.button(key="submit").disabled
    for kind in (PaperKind.BUSINESS_LICENCE, PaperKind.COMMITMENT_LETTER):
        page.file_uploader(key=f"file-{kind}").upload(f"{kind}.pdf", A_PDF, "application/pdf")
        page.button(key=f"add-{kind}").click().run()
    page.button(key="submit").click().run()
    assert suppliers.mine(newcomer).supplier.status is SupplierStatus.SUBMITTED
    assert "Handed in" in shown(page)


def test_a_bad_file_is_refused_beside_its_form(visit, newcomer):
    suppliers.save(newcomer, SELLER)
    page = visit("suppliers.py", newcomer)
    page.file_uploader(key="file-business_licence").upload("a.pdf", b"MZ", "application/pdf")
    page.button(key="add-business_licence").click().run()
    assert complaints(page) == ["The content of a.pdf is not what its ending says."]
    assert suppliers.mine(newcomer).papers == []


def test_a_returned_supplier_reads_why(visit, newcomer, official):
    suppliers.send_back(official, submitted(newcomer), reasons="The <b>stamp</b> is missing.")
    page = visit("suppliers.py", newcomer)
    assert "The &lt;b&gt;stamp&lt;/b&gt; is missing." in shown(page)


def test_an_official_approves_a_supplier_in_two_steps(visit, newcomer, official):
    code = submitted(newcomer)
    page = visit("review.py", official)
    assert code in shown(page)
    key = f"approve-{code}-{suppliers.mine(newcomer).supplier.submitted_at}"
    page.button(key=key).click().run()
    assert suppliers.mine(newcomer).supplier.status is SupplierStatus.APPROVED
    assert "Nobody waits" in page.info[0].value


def test_a_decision_never_falls_on_a_dossier_the_official_has_not_seen(visit, newcomer, official, housing, pass_time):
    code = submitted(newcomer)
    page = visit("review.py", official)
    seen = f"approve-{code}-{suppliers.mine(newcomer).supplier.submitted_at}"
    suppliers.send_back(housing, code, reasons="Mend it.")
    pass_time(timedelta(hours=1))
    suppliers.submit(newcomer)
    page.button(key=seen).click().run()
    assert suppliers.mine(newcomer).supplier.status is SupplierStatus.SUBMITTED


def test_an_official_returns_a_supplier_with_reasons(visit, newcomer, official):
    code = submitted(newcomer)
    page = visit("review.py", official)
    key = f"{code}-{suppliers.mine(newcomer).supplier.submitted_at}"
    page.button(key=f"send-back-{key}").click().run()
    assert complaints(page) == ["Say why, so that it can be mended."]
    page.text_area(key=f"reasons-{key}").set_value("The stamp is missing.")
    page.button(key=f"send-back-{key}").click().run()
    assert suppliers.mine(newcomer).reasons == "The stamp is missing."


def test_a_supplier_drafts_an_exhibit_on_the_page(visit, supplier):
    make.a_kind()
    page = visit("listings.py", supplier, new="1")
    page.selectbox(key="kind").set_value("ceramic-tiles").run()
    slug = "new-ceramic-tiles"
    page.text_input(key=f"name_zh-{slug}").set_value("低碳砖")
    page.text_input(key=f"price-{slug}").set_value("12 yuan")
    page.number_input(key=f"value-ceramic-tiles-01-{slug}").set_value(0.8)
    page.button(key="draft").click().run()
    assert complaints(page) == ["Price reads “12 yuan”; a number is expected."]
    page.text_input(key=f"price-{slug}").set_value("122.5")
    page.button(key="draft").click().run()
    (listed,) = listings.mine(supplier)
    assert (listed.product.price_fen, listed.product.name_zh) == (12_250, "低碳砖")
    assert str(listings.get(supplier, listed.product.code).values["ceramic-tiles-01"].value) == "0.8"


def test_an_exhibit_is_saved_and_handed_in_with_one_button(visit, supplier):
    make.a_kind()
    code = listings.draft(supplier, TILE).code
    page = visit("listings.py", supplier, code=code)
    page.text_input(key=f"name_en-{code}-1").set_value("Low-carbon tile")
    page.button(key=f"submit-{code}").click().run()
    product = listings.get(supplier, code).product
    assert (product.status, product.name_en) == (ProductStatus.SUBMITTED, "Low-carbon tile")


def test_a_second_tab_keeps_what_was_typed_and_is_told(visit, supplier):
    make.a_kind()
    code = listings.draft(supplier, TILE).code
    page = visit("listings.py", supplier, code=code)
    listings.change_kind(supplier, code, make.a_kind("rebar", unit="m2"), revision=1)
    page.text_input(key=f"name_zh-{code}-1").set_value("另一块砖")
    page.button(key=f"save-{code}").click().run()
    assert "meanwhile" in complaints(page)[0]
    assert page.text_input(key=f"name_zh-{code}-1").value == "另一块砖"
    page.button(key=f"reload-{code}").click().run()
    assert page.text_input(key=f"name_zh-{code}-2").value == TILE.name_zh


def test_pictures_are_hung_and_taken_down_on_the_page(visit, supplier):
    make.a_kind()
    code = listings.draft(supplier, TILE).code
    page = visit("listings.py", supplier, code=code)
    page.file_uploader(key=f"picture-file-{code}").upload("a.jpg", A_JPEG, "image/jpeg")
    page.button(key=f"add-picture-{code}").click().run()
    (picture,) = listings.get(supplier, code).pictures
    assert f"/files/{picture.file_id}" in shown(page)
    page.button(key=f"remove-{picture.id}").click().run()
    assert listings.get(supplier, code).pictures == []


def test_price_and_stock_change_from_the_list(visit, supplier, official):
    code = a_listing(supplier)
    listings.publish(official, code)
    page = visit("listings.py", supplier)
    page.text_input(key=f"quick-{code}").set_value("105")
    page.button(key=f"set-price-{code}").click().run()
    page.text_input(key=f"on-hand-{code}").set_value("250.5")
    page.button(key=f"set-stock-{code}").click().run()
    exhibit = listings.get(supplier, code)
    assert (exhibit.product.price_fen, exhibit.shelf.on_hand_milli) == (10_500, 250_500)


def test_an_official_puts_an_exhibit_on_show(visit, supplier, official):
    code = a_listing(supplier)
    page = visit("review.py", official, desk="exhibits")
    page.button(key=f"approve-{code}-{listings.get(supplier, code).product.submitted_at}").click().run()
    assert listings.get(supplier, code).product.status is ProductStatus.PUBLISHED


def test_what_a_supplier_writes_is_shown_as_it_is_written(visit, supplier, official):
    code = a_listing(supplier)
    assert visit("listings.py", supplier, code=code).title[0].value == r"低碳砖 \*\*粗体\*\*"
    assert "低碳砖 **粗体**" in shown(visit("review.py", official, desk="exhibits", code=code))


def test_anothers_exhibit_is_not_there(visit, supplier, rival):
    code = a_listing(supplier)
    assert complaints(visit("listings.py", rival, code=code)) == ["There is no such exhibit."]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_desks_say_when_nothing_waits(visit, official, supplier, language):
    assert len(visit("review.py", official, lang=language).info) == 1
    assert len(visit("listings.py", supplier, lang=language).info) == 1
