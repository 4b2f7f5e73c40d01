"""What is printed: two papers, searchable, the same bytes every time, and nothing a visitor writes is markup."""

import io
import re
import time
from dataclasses import replace
from datetime import date
from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from services import documents
from services.documents import CommitmentLetter, Line, Party, Receipt, SupplierKind
from services.documents.commitment import versions
from services.documents.printing import printable
from services.errors import Invalid

pytestmark = pytest.mark.pure
LETTER = CommitmentLetter(
    reference="S-2022-000012",
    name="苕溪示范墙材制造有限公司",
    credit_code="91330500MA2EXAMPX1",
    kind=SupplierKind.BRAND_MANUFACTURER,
    dated=date(2022, 3, 18),
    city="湖州市",
    address="吴兴区示范路 88 号",
    contact="示例联系人",
    phone="0572-0000000",
    email="contact@supplier.example",
)
BLOCKS = Line(name="蒸压砌块", unit="m³", quantity_milli=12_500, price_fen=28_600, total_fen=357_500, code="P-000031")
PAINT = Line(name="内墙涂料", unit="桶", quantity_milli=40_000, price_fen=33_880, total_fen=1_355_200)
RECEIPT = Receipt(
    reference="C-2022-000042",
    order_code="O-2022-000042",
    buyer=Party(name="示范实验学校", credit_code="12330500MB0EXAMPX2"),
    supplier=Party(name=LETTER.name),
    lines=(BLOCKS, PAINT),
    total_fen=1_712_700,
    payment_method="对公转账",
    payment_state="已付款",
    placed_on=date(2022, 4, 2),
    paid_on=date(2022, 4, 6),
    invoice_title="示范实验学校",
)
HOSTILE = [
    '#eval("1") #read("/etc/passwd") *[]$\\',
    "`raw` <b>@label // /* */ = - + ~ --- ...",
    "{{7*7}} {0.__class__} %(x)s ${jndi}",
    "#" * 200,
    "A" * 200,
    "永" * 200,
]


def text_of(pdf):
    return "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)


def squeezed(text):
    return "".join(text.split())


def letter(lang="zh", **changes):
    return documents.commitment_letter(replace(LETTER, **changes), lang=lang)


def receipt(lang="zh", **changes):
    return documents.purchase_receipt(replace(RECEIPT, **changes), lang=lang)


def fonts_of(pdf):
    found = {}
    for page in PdfReader(io.BytesIO(pdf)).pages:
        for font in page["/Resources"]["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            found[inner["/BaseFont"]] = inner["/FontDescriptor"].get_object()
    return found


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_letter_says_both_languages_and_who_commits(lang):
    text = text_of(letter(lang))
    for said in (LETTER.name, LETTER.credit_code, LETTER.reference, LETTER.email, "供应商承诺书", "2022-1"):
        assert squeezed(said) in text
    assert "品牌生产企业" in text
    assert squeezed("takes no commission on transactions") in text
    assert "不收取入场费" in text


def test_the_leading_language_comes_first():
    assert text_of(letter("zh")).index("供应商承诺书") < text_of(letter("zh")).index("SupplierLetterofCommitment")
    assert text_of(letter("en")).index("SupplierLetterofCommitment") < text_of(letter("en")).index("供应商承诺书")


def test_a_distributor_signs_in_place_of_the_trademark_certificate():
    text = text_of(letter(kind=SupplierKind.DISTRIBUTOR))
    assert "以本承诺书代替商标注册证书" in text
    assert "品牌合法" not in text
    assert "以本承诺书代替商标注册证书" not in text_of(letter())


def test_a_letter_has_one_or_two_pages_and_room_for_the_seal():
    for kind in SupplierKind:
        for lang in ("zh", "en"):
            pdf = letter(lang, kind=kind)
            assert len(PdfReader(io.BytesIO(pdf)).pages) <= 2
            assert "单位公章" in text_of(pdf)


@pytest.mark.parametrize("printed", [letter, receipt])
def test_only_a_demonstration_is_marked_as_one(printed):
    assert "演示文件" in text_of(printed(demonstration=True))
    assert "演示" not in text_of(printed())


@pytest.mark.parametrize("printed", [letter, receipt])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_paper_is_small_quick_and_always_the_same(printed, lang):
    first = printed(lang)
    start = time.perf_counter()
    assert printed(lang) == first
    assert time.perf_counter() - start < 1
    assert len(first) < 400_000


@pytest.mark.parametrize("printed", [letter, receipt])
def test_the_packaged_fonts_are_embedded_as_subsets(printed):
    fonts = fonts_of(printed())
    assert {re.sub(r"^[A-Z]{6}\+|-Identity-H$", "", name.lstrip("/")) for name in fonts} <= {
        "NotoSansSC-Regular",
        "NotoSerifSC-Regular",
    }
    assert all(re.match(r"/[A-Z]{6}\+", name) for name in fonts)
    assert all("/FontFile3" in descriptor for descriptor in fonts.values())


@pytest.mark.parametrize("printed", [letter, receipt])
def test_a_paper_is_archival_and_accessible(printed):
    reader = PdfReader(io.BytesIO(printed()))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert str(reader.trailer["/Root"]["/Lang"]).startswith("zh")
    xmp = reader.trailer["/Root"]["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in xmp
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_printed_literally(name):
    assert squeezed(name) in text_of(letter(name=name))
    assert squeezed(name) in text_of(receipt(supplier=Party(name=name)))


@pytest.mark.parametrize("name", ["a\0b", "a\x1b[31m", "a\nb", "\u202efdp", "a\u2066b", "\ud800", "a\u2028b"])
def test_what_cannot_be_printed_is_refused_with_its_code(name):
    for printed in (lambda: letter(name=name), lambda: receipt(buyer=Party(name=name))):
        with pytest.raises(Invalid, match=r"cannot be printed: U\+[0-9A-F]{4}"):
            printed()


@pytest.mark.parametrize("name", ["", " ", "\u3000"])
def test_a_letter_without_a_name_is_refused(name):
    with pytest.raises(Invalid, match="Company name is empty"):
        letter(name=name)


def test_two_hundred_characters_fit_and_one_more_does_not():
    assert squeezed("永" * 200) in text_of(letter(name="永" * 200))
    for length in (201, 10_000):
        with pytest.raises(Invalid, match="longer than 200"):
            letter(name="永" * length)


def test_a_character_without_a_glyph_is_written_as_its_code():
    assert printable("😀公司", "Company name") == "[U+1F600]公司"
    assert printable("AC\u200bME", "Company name") == "AC[U+200B]ME"
    assert "[U+1F600]公司" in text_of(letter(name="😀公司"))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_printed_or_refused(text):
    try:
        pdf = receipt(supplier=Party(name=text))
    except Invalid:
        return
    assert pdf.startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"version": "2021-9"}, "no letter"),
        ({"version": "../look"}, "no letter"),
        ({"kind": "bank"}, "manufacturer or a distributor"),
        ({"lang": "fr"}, "zh or en"),
    ],
)
def test_an_unknown_wording_kind_or_language_is_refused(changes, reason):
    with pytest.raises(Invalid, match=reason):
        letter(**changes)


def test_every_version_can_still_be_printed():
    assert documents.LETTER_VERSION in versions()
    for version in versions():
        assert version in text_of(letter(version=version))


def test_the_receipt_shows_lines_parties_and_both_forms_of_the_total():
    text = text_of(receipt())
    for said in ("蒸压砌块", "P-000031", "12.5", "m³", "¥286.00", "¥3,575.00", "¥17,127.00", "示范实验学校", "已付款"):
        assert said in text
    assert "人民币壹万柒仟壹佰贰拾柒元整" in text
    assert "2022年4月6日" in text
    assert "不是税务发票" in text


def test_the_english_receipt_has_english_words_only_around_the_values():
    text = text_of(receipt("en", payment_method="Bank transfer", payment_state="Paid"))
    assert "Purchaseandpaymentsummary" in text
    assert "6April2022" in text
    assert "采购编号" not in text


def test_an_unpaid_receipt_has_no_day_of_payment():
    assert "付款日期" not in text_of(receipt(paid_on=None, payment_state="未付款"))


def test_a_refund_is_shown():
    assert "¥100.00" in text_of(receipt(refunded_fen=10_000))
    assert "已退款" not in text_of(receipt())


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"total_fen": 1_712_701}, "do not add up"),
        ({"lines": ()}, "between 1 and 200"),
        ({"lines": (BLOCKS,) * 201, "total_fen": 201 * 357_500}, "between 1 and 200"),
        ({"refunded_fen": 1_712_701}, "More was refunded"),
    ],
)
def test_a_receipt_that_does_not_add_up_is_not_printed(changes, reason):
    with pytest.raises(Invalid, match=reason):
        receipt(**changes)


def test_two_hundred_lines_stay_within_the_limits():
    start = time.perf_counter()
    pdf = receipt(lines=(BLOCKS,) * 200, total_fen=200 * 357_500)
    assert time.perf_counter() - start < 1
    assert len(pdf) < 400_000
    assert text_of(pdf).count("蒸压砌块") == 200


def test_many_visitors_print_at_once():
    printed = []
    threads = [Thread(target=lambda: printed.append(receipt())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(printed) == 8
    assert len(set(printed)) == 1
