"""What suppliers' papers say beside the form: read from PDFs that have words, compared, shown to both sides."""

from dataclasses import replace
from datetime import date

import pytest

from db.accounts import Organisation
from db.suppliers import PaperKind, Supplier, SupplierKind
from seed.papers import rendered
from services import suppliers
from services.suppliers import LONG_TERM, Field, Verdict
from services.suppliers.reading import compared
from services.uploads import reading
from services.uploads.reading import MOST_LETTERS, words_of
from tests import make
from tests.handed_in import A_PNG, a_pdf
from tests.registering import MAKER, registered

LICENCE, TRADEMARK, LETTER = PaperKind.BUSINESS_LICENCE, PaperKind.TRADEMARK_CERTIFICATE, PaperKind.COMMITMENT_LETTER
SAME, DIFFERENT, NOT_FOUND = Verdict.SAME, Verdict.DIFFERENT, Verdict.NOT_FOUND
CODE, OTHER_CODE = "91330502MAPR34B96B", "91330502MA2B8CK97D"
OWNER = Organisation(kind="enterprise", name_zh="湖州苕砼新型建材有限公司", credit_code=CODE, city="湖州")
SUPPLIER = Supplier(
    code="S-000001", kind=SupplierKind.BRAND_MANUFACTURER, brand_zh="苕砼", licence_number="330502-968269",
    licence_valid_until=date(2028, 1, 1), trademark_number="90246833", commitment_version="2022-1",
)  # fmt: skip


def a_paper(**lines: str) -> bytes:
    return rendered({"title_zh": "营业执照", "title_en": "A paper", "number": "1", "lines": list(lines.items())})


def a_licence(name="湖州苕砼新型建材有限公司", code=CODE, number="330502-968269", until="2028年1月1日"):
    return a_paper(编号=number, 统一社会信用代码=code, 名称=name, 成立日期="2015-03-02", 有效期至=until)


def found(kind, words, **more):
    supplier = Supplier(**SUPPLIER.model_dump(exclude={"id"}) | more)
    return {one.field: (one.verdict, one.read) for one in compared(kind, words, supplier, OWNER)}


@pytest.mark.pure
def test_a_licence_that_says_what_the_form_says():
    said = found(LICENCE, words_of(a_licence()))
    assert set(said.values()) == {(SAME, "")}
    assert list(said) == [Field.NAME, Field.CREDIT_CODE, Field.LICENCE_NUMBER, Field.VALID_UNTIL]


@pytest.mark.pure
@pytest.mark.parametrize(
    ("field", "paper", "read"),
    [
        (Field.NAME, {"name": "湖州太砼新型建材有限公司"}, "湖州太砼新型建材有限公司"),
        (Field.CREDIT_CODE, {"code": OTHER_CODE}, OTHER_CODE),
        (Field.VALID_UNTIL, {"until": "2026-01-01"}, "2026-01-01"),
        (Field.VALID_UNTIL, {"until": "长期"}, LONG_TERM.isoformat()),
    ],
)
def test_what_differs_is_named_and_nothing_else_is(field, paper, read):
    said = found(LICENCE, words_of(a_licence(**paper)))
    assert said.pop(field) == (DIFFERENT, read)
    assert set(said.values()) == {(SAME, "")}


@pytest.mark.pure
def test_a_number_that_stands_nowhere_is_not_found():
    assert found(LICENCE, words_of(a_licence(number="—")))[Field.LICENCE_NUMBER] == (NOT_FOUND, "")


@pytest.mark.pure
@pytest.mark.parametrize(
    ("words", "until", "expected"),
    [
        ("营业期限 2015年03月02日至2028年01月01日", date(2028, 1, 1), (SAME, "")),
        ("营业期限 2015/3/2 至 2028/1/1", date(2028, 1, 1), (SAME, "")),
        ("有效期至：２０２８．１．１", date(2028, 1, 1), (SAME, "")),
        ("核准日期 2023年5月10日", LONG_TERM, (NOT_FOUND, "")),
        ("营业期限 至2020-03-01\n打印日期 2026-11-01", date(2028, 1, 1), (DIFFERENT, "2020-03-01")),
        ("经营范围 长期股权投资\n营业期限 至2024-03-01", LONG_TERM, (DIFFERENT, "2024-03-01")),
        ("营业期限 长 期", LONG_TERM, (SAME, "")),
        ("营业期限 无固定期限", LONG_TERM, (SAME, "")),
        ("营业期限 至 2027年12月31日", LONG_TERM, (DIFFERENT, "2027-12-31")),
        ("2027-13-45", date(2028, 1, 1), (NOT_FOUND, "")),
        ("no day at all", date(2028, 1, 1), (NOT_FOUND, "")),
    ],
)
def test_the_end_of_a_licence_however_it_is_written(words, until, expected):
    assert found(LICENCE, words, licence_valid_until=until)[Field.VALID_UNTIL] == expected


@pytest.mark.pure
def test_a_trademark_of_somebody_else():
    paper = a_paper(注册号="11112222", 商标="苕砼 Tiaotong", 注册人="杭州别家建材有限公司")
    assert found(TRADEMARK, words_of(paper)) == {
        Field.NAME: (DIFFERENT, "杭州别家建材有限公司"),
        Field.TRADEMARK_NUMBER: (DIFFERENT, "11112222"),
        Field.BRAND: (SAME, ""),
    }


@pytest.mark.pure
@pytest.mark.parametrize(
    ("kind", "words", "more", "field", "verdict"),
    [
        (TRADEMARK, "注册号 90246833", {"trademark_number": "9024683"}, Field.TRADEMARK_NUMBER, DIFFERENT),
        (TRADEMARK, "商品 建筑材料", {"brand_zh": "建筑"}, Field.BRAND, NOT_FOUND),
        (TRADEMARK, "注 册 人 湖州苕砼新型建材有限公司", {}, Field.NAME, SAME),
        (TRADEMARK, "注册人地址 浙江省湖州市", {}, Field.NAME, NOT_FOUND),
        (LICENCE, f"代码 {CODE}", {"licence_number": "330502"}, Field.LICENCE_NUMBER, NOT_FOUND),
        (LICENCE, "名称 大湖州苕砼新型建材有限公司", {}, Field.NAME, DIFFERENT),
        (LICENCE, "名称\n法定代表人 湖州苕砼新型建材有限公司", {}, Field.NAME, SAME),
        (LETTER, "文本版本 2021-1 2022-12-01", {}, Field.VERSION, DIFFERENT),
        (LETTER, "编号 S-0000012", {}, Field.REFERENCE, DIFFERENT),
    ],
)
def test_a_part_of_something_else_is_not_the_same(kind, words, more, field, verdict):
    assert found(kind, words, **more)[field][0] == verdict


@pytest.mark.pure
def test_the_form_is_not_asked_for_what_it_does_not_say():
    assert Field.TRADEMARK_NUMBER not in found(TRADEMARK, "some words", trademark_number="")


@pytest.mark.pure
@pytest.mark.parametrize("data", [a_pdf(), A_PNG, b"%PDF-1.7 and then nothing of the kind", b""])
def test_what_has_no_words_says_nothing(data):
    assert words_of(data) == ""
    assert compared(LICENCE, words_of(data), SUPPLIER, OWNER) == []


@pytest.mark.pure
def test_a_paper_that_takes_too_long_is_given_up(monkeypatch, caplog):
    monkeypatch.setattr(reading, "MOST_SECONDS", 0.005)
    assert words_of(a_licence()) == ""
    assert "timed out" in caplog.text


@pytest.mark.pure
def test_no_more_is_kept_than_has_room():
    assert len(words_of(a_paper(**{str(line): "很长的一行文字" * 20 for line in range(300)}))) <= MOST_LETTERS


@pytest.mark.once
def test_both_sides_see_what_was_read(official):
    newcomer = make.a_member("苕砼有限公司", role="supplier", kind="enterprise")
    registered(newcomer, MAKER)
    suppliers.send_back(official, suppliers.mine(newcomer).supplier.code, reasons="again")
    suppliers.add_paper(newcomer, LETTER, name="letter.pdf", data=suppliers.letter(newcomer, "zh")[1])
    suppliers.add_paper(newcomer, LICENCE, name="licence.pdf", data=a_licence(until="2027-06-01"))
    mine = suppliers.mine(newcomer)
    assert {one.verdict for one in mine.paper(LETTER).compared} == {SAME}
    assert mine.paper(TRADEMARK).compared == []
    until = mine.paper(LICENCE).compared[-1]
    assert (until.field, until.verdict) == (Field.VALID_UNTIL, SAME)
    suppliers.save(newcomer, replace(MAKER, licence_valid_until=date(2029, 1, 1)))
    seen = suppliers.dossier(official, mine.supplier.code).paper(LICENCE).compared[-1]
    assert (seen.verdict, seen.said, seen.read) == (DIFFERENT, "2029-01-01", "2027-06-01")


def test_the_reviewer_reads_it_on_the_desk(visit, official):
    newcomer = make.a_member("苕砼有限公司", role="supplier", kind="enterprise")
    suppliers.save(newcomer, MAKER)
    for kind, data in ((LICENCE, a_licence(until="2026-01-01")), (TRADEMARK, a_pdf()),
                       (LETTER, suppliers.letter(newcomer, "zh")[1])):  # fmt: skip
        suppliers.add_paper(newcomer, kind, name="paper.pdf", data=data)
    own = visit("suppliers.py", newcomer)
    suppliers.submit(newcomer)
    desk = visit("review.py", official)
    for page in (own, desk):
        words = " ".join(element.value for element in page.get("html"))
        assert 'class="different"' in words
        assert ("care" in words) is (page is desk)
        assert "compared by eye" in words or "目视核对" in words
