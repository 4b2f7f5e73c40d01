"""What suppliers and officials do, step by step: hand in papers, prepare an exhibit, decide on both."""

import re

from playwright.sync_api import expect

from tests.handed_in import a_pdf, a_picture
from tests.tours.walking import Walker

KIND = "ceramic-tiles"


def say_who(supplier: Walker, *, kind: str = "Brand manufacturer") -> str:
    """Fill in the first step; the code of the new dossier."""
    supplier.keyed("kind").get_by_text(supplier.t(kind), exact=True).click()
    if kind == "Brand manufacturer":
        supplier.fill("brand_zh", "巡览")
        supplier.fill("brand_en", "Tour")
        supplier.fill("trademark_number", "TM-20260001")
    else:
        expect(supplier.keyed("trademark_number")).to_have_count(0)
    supplier.fill("contact_name", "巡览员")
    supplier.fill("phone", "0572-5550101")
    supplier.fill("introduction_zh", "为巡览而设的企业，只存在于测试之中。")
    supplier.fill("licence_number", "L-2026-1")
    supplier.keyed("long_term").locator("label").click()
    supplier.press("Save the draft")
    said = supplier.page.locator("section.state .overline").inner_text()
    found = re.search(r"S-\d+", said)
    assert found, said
    return found[0]


def hand_in_paper(supplier: Walker, kind: str, name: str, data: bytes) -> None:
    media = "application/pdf" if name.endswith("pdf") else "image/png"
    supplier.hand_over(f"file-{kind}", name, data, media)
    supplier.then(supplier.keyed(f"add-{kind}").get_by_role("button").click)
    expect(supplier.page.get_by_role("link", name=name, exact=True)).to_be_visible()


def hand_in_papers(supplier: Walker, *, trademark: bool) -> None:
    """The licence as PDF, the trademark as PNG, and the letter that the museum itself has printed."""
    hand_in_paper(supplier, "business_licence", "licence.pdf", a_pdf())
    if trademark:
        hand_in_paper(supplier, "trademark_certificate", "trademark.png", a_picture("PNG", size=(640, 480)))
    letter = supplier.page.request.get(supplier.address("/letters/commitment.pdf"))
    assert letter.headers["content-type"] == "application/pdf"
    hand_in_paper(supplier, "commitment_letter", "letter.pdf", letter.body())


def return_dossier(official: Walker, code: str, reasons: str) -> None:
    official.go("/review", desk="suppliers", code=code)
    official.shot("dossier")
    official.button("Return …").click()
    official.page.get_by_label(official.t("What is to be mended? The supplier reads this.")).fill(reasons)
    official.press("Return it")


def decide(official: Walker, desk: str, code: str, english: str) -> None:
    """Say yes to what waits, in its two steps."""
    official.go("/review", desk=desk, code=code)
    official.button(english).click()
    official.press("Yes, decide so")


def prepare_exhibit(supplier: Walker, *, name_zh: str, name_en: str) -> str:
    """A draft with every field and every indicator of its kind; the code of the exhibit."""
    supplier.go("/listings", new="1")
    supplier.then(lambda: supplier.choose("kind", "建筑陶瓷砖" if supplier.lang == "zh" else "Ceramic tiles"))
    slug = f"new-{KIND}"
    typed = {"name_zh": name_zh, "name_en": name_en, "specification_zh": "600×600×9 mm", "price": "96.50",
             "specification_en": "600 × 600 × 9 mm", "minimum": "2", "step": "0.5", "origin": "湖州",
             "description_zh": "为巡览而烧的一片青瓷砖。", "description_en": "A tile fired for a walk."}  # fmt: skip
    for field, text in typed.items():
        supplier.fill(f"{field}-{slug}", text)
    declare_indicators(supplier)
    supplier.keyed(f"sure-{slug}").locator("label").click()
    supplier.shot("exhibit-form")
    supplier.press("Keep the draft")
    return supplier.asked("code")


def declare_indicators(supplier: Walker) -> None:
    """A small value for each measured indicator, yes for each question of the kind."""
    asked = supplier.page.locator(f"[class*='st-key-value-{KIND}-']")
    assert asked.count()
    for field in asked.all():
        if field.get_by_role("spinbutton").count():
            field.get_by_role("spinbutton").fill("0.1")
        else:
            field.get_by_role("combobox").click()
            supplier.page.get_by_role("option", name=supplier.t("Yes"), exact=True).click()


def hang_picture(supplier: Walker, code: str) -> None:
    picture = a_picture("PNG", size=(900, 675))
    supplier.hand_over(f"picture-file-{code}", "tile.png", picture, "image/png")
    supplier.press("Hang the picture")
    expect(supplier.page.locator(".hung img[src^='/files/']")).to_be_visible()


def count_stock(supplier: Walker, code: str, amount: str) -> None:
    supplier.fill(f"on-hand-{code}", amount)
    supplier.press("Count the stock")
