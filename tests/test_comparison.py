"""Side by side: one kind, four at most, only what is on show; the wall, the sheet and the paper say the same."""

import io
from datetime import timedelta
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from components import comparison as words
from components import session
from db.engine import transaction
from db.products import Certificate, ProductValue, Proof, Scheme
from db.standards import Confidence, Indicator
from pages.machine import comparisons as door
from services import clock, comparison
from services.comparison import Apart
from tests import make

DOORS = Starlette(routes=[Route("/compare.xlsx", door.workbook), Route("/compare.pdf", door.pdf)])
KEY = "ceramic-tiles-01"  # at most 1.0, verified


def wall(at):
    return "".join(element.proto.body for element in at.main.get("html"))


def declare(product, value, *, key=KEY):
    make.add(ProductValue(product_id=product.id, indicator=key, value=Decimal(value), proof=Proof.TEST_REPORT))
    return product


def certify(product, stars):
    today = clock.today()
    make.add(
        Certificate(
            product_id=product.id, scheme=Scheme.GREEN_BUILDING_MATERIAL, number="C-1", stars=stars,
            issued_by_zh="中心", valid_from=today - timedelta(days=9), valid_until=today + timedelta(days=900),
        )
    )  # fmt: skip
    return product


def codes(*products):
    return [product.code for product in products]


def compare(*products):
    return comparison.compare(codes(*products))


def lines(shown, lang="en", **more):
    with session.speaking(lang):
        return {line.name: line for line in words.lines(shown, **more)}


def best_of(line):
    return [cell.best for cell in line.cells]


def knock(path, *products, lang="en", **query):
    return TestClient(DOORS).get(path, params={"codes": ",".join(codes(*products)), "lang": lang} | query)


@pytest.mark.pure
@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("P-000001,P-000002", ["P-000001", "P-000002"]),
        (" p-1 ,,p-1,", ["P-1"]),
        ("", []),
        (",,,", []),
        ("x" * 9999, ["X" * 400]),
    ],
)
def test_codes_are_read_from_the_address_each_once(said, read):
    assert words.codes_of(said) == read


def test_exhibits_stand_in_the_order_of_the_address(supplier):
    one, two = make.a_product(supplier), make.a_product(supplier)
    assert compare(two, one).codes == codes(two, one)


@pytest.mark.parametrize("status", ["draft", "submitted", "returned", "off_shelf"])
def test_what_is_not_on_show_is_left_out_and_stays_unknown(supplier, status):
    shown, hidden = make.a_product(supplier), make.a_product(supplier, status=status)
    found = comparison.compare([*codes(shown, hidden), "P-999999", "\0"])
    assert found.codes == [shown.code]
    assert found.unknown == [hidden.code, "P-999999", "\0"]
    assert hidden.name_en not in repr(found)


def test_another_kind_and_a_fifth_are_left_out_and_named(supplier):
    tiles = [make.a_product(supplier) for _ in range(5)]
    floor = make.a_product(supplier, kind="wood-flooring")
    found = compare(tiles[0], floor, *tiles[1:])
    assert found.codes == codes(*tiles[:4])
    assert [card.code for card in found.strangers] == [floor.code]
    assert [card.code for card in found.surplus] == [tiles[4].code]


def test_suggestions_are_of_the_kind_and_not_chosen_yet(supplier):
    one, two = make.a_product(supplier), make.a_product(supplier)
    make.a_product(supplier, kind="wood-flooring")
    make.a_product(supplier, status="draft")
    assert [card.code for card in compare(one).suggestions] == [two.code]
    assert compare(one, two).suggestions == []


def test_nothing_that_misses_or_is_not_declared_is_the_best(supplier):
    good, better, missing = (declare(make.a_product(supplier), "0.9"), declare(make.a_product(supplier), "0.5"),
                             make.a_product(supplier))  # fmt: skip
    failing = declare(make.a_product(supplier), "1.5")
    line = lines(compare(good, better, missing, failing))["Internal exposure index"]
    assert best_of(line) == [False, True, False, False]
    assert [cell.asides[0][0] for cell in line.cells[2:]] == ["Not declared", "Misses the requirement"]


def test_a_miss_of_a_reference_value_is_no_failure_and_still_never_the_best(supplier):
    one, two = declare(make.a_product(supplier), "1.5"), declare(make.a_product(supplier), "1.9")
    with transaction(audited=False) as db:
        db.get_one(Indicator, KEY).confidence = Confidence.UNVERIFIED
    line = lines(compare(one, two))["Internal exposure index"]
    assert best_of(line) == [False, False]
    assert line.cells[0].asides[0] == ("Short of the reference value", "warn")
    assert "reference value" in line.aside


def test_the_lowest_price_is_the_best_but_only_for_one_unit(supplier):
    dear, cheap = make.a_product(supplier, price_fen=900), make.a_product(supplier, price_fen=800)
    assert best_of(lines(compare(dear, cheap))["Price of a unit"]) == [False, True]
    by_piece = make.a_product(supplier, price_fen=1, unit="piece")
    assert best_of(lines(compare(dear, cheap, by_piece))["Price of a unit"]) == [False] * 3


def test_stars_count_only_while_their_certificate_does(supplier, pass_time):
    two, three = certify(make.a_product(supplier), 2), certify(make.a_product(supplier), 3)
    assert best_of(lines(compare(two, three))["Green stars and papers"]) == [False, True]
    pass_time(timedelta(days=1000))
    line = lines(compare(two, three))["Green stars and papers"]
    assert best_of(line) == [False, False]
    assert line.cells[0].asides[0][0].endswith("expired")


@pytest.mark.parametrize(
    ("carbon", "unit", "apart", "least"),
    [
        ([3, 2], ["m2", "m2"], None, {1}),
        ([3, 2], ["m2", "piece"], Apart.UNITS, set()),
        ([3, None], ["m2", "m2"], None, set()),
        ([3, -2], ["m2", "m2"], Apart.STORED, set()),
        ([-3, -2], ["m2", "m2"], None, {0}),
        ([3, None, -2], ["m2"] * 3, Apart.STORED, set()),
        ([None, None], ["m2", "m2"], None, set()),
    ],
)
def test_carbon_is_compared_only_where_it_may_be(supplier, carbon, unit, apart, least):
    made = [make.a_product(supplier, carbon=value and Decimal(value), carbon_source="EPD", unit=by)
            for value, by in zip(carbon, unit, strict=True)]  # fmt: skip
    shown = compare(*made)
    assert (shown.carbon_apart, set(shown.least_carbon)) == (apart, least)


def test_a_generic_factor_is_no_rival(supplier):
    declared, generic = make.a_product(supplier, carbon=Decimal(9), carbon_source="EPD"), make.a_product(supplier)
    make.add(a_factor())
    assert compare(declared, generic).carbon_apart is Apart.MIXED
    assert compare(generic, make.a_product(supplier)).carbon_apart is Apart.GENERIC
    assert not any(best_of(lines(compare(declared, generic))["A1–A3, a unit"]))


def test_stored_carbon_beats_nobody_on_the_wall_in_the_sheet_or_on_paper(supplier, visit):
    stored, emitted = (make.a_product(supplier, carbon=Decimal(value), carbon_source="EPD") for value in (-5, 3))
    why = "Not compared: some count the carbon stored in plants as negative, others do not."
    line = lines(compare(stored, emitted))["A1–A3, a unit"]
    assert (best_of(line), line.aside) == ([False, False], why)
    assert [("Counts stored carbon as negative", "") in cell.asides for cell in line.cells] == [True, False]
    assert why in wall(visit("compare.py", codes=",".join(codes(stored, emitted))))
    sheet = load_workbook(io.BytesIO(knock("/compare.xlsx", stored, emitted).content)).worksheets[0]
    assert any(why in str(cell.value) for row in sheet.iter_rows() for cell in row)
    paper = PdfReader(io.BytesIO(knock("/compare.pdf", stored, emitted).content))
    assert "stored in plants" in " ".join("".join(page.extract_text() for page in paper.pages).split())


def a_factor():
    from db.standards import CarbonFactor  # noqa: PLC0415

    return CarbonFactor(kind="ceramic-tiles", basis="tiles", unit="m2", gwp=Decimal(1), source="S", is_default=True,
                        confidence=Confidence.VERIFIED)  # fmt: skip


def test_equal_lines_can_be_hidden(supplier):
    one, two = make.a_product(supplier, price_fen=900), make.a_product(supplier, price_fen=800)
    every, different = lines(compare(one, two)), lines(compare(one, two), only_different=True)
    assert "Smallest lot" in every
    assert "Smallest lot" not in different
    assert "Price of a unit" in different


# The page


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_wall_shows_every_exhibit_once_with_a_way_to_take_it_away(visit, guest, supplier, lang):
    one, two = make.a_product(supplier), make.a_product(supplier)
    shown = wall(visit("compare.py", guest, lang=lang, codes=",".join(codes(one, two))))
    assert shown.count('scope="col"') == 2
    assert f"/compare?codes={two.code}&amp;lang={lang}" in shown
    assert f"/compare.pdf?codes={one.code}%2C{two.code}&amp;lang={lang}" in shown


def test_the_wall_hides_what_is_equal_when_the_address_says_so(visit, guest, supplier):
    one, two = make.a_product(supplier, price_fen=900), make.a_product(supplier, price_fen=800)
    at = visit("compare.py", guest, codes=",".join(codes(one, two)))
    assert "Smallest lot" in wall(at)
    at.checkbox(key="differ").check().run()
    assert at.query_params["differ"] == "yes"
    assert "Smallest lot" not in wall(at)


def test_one_more_is_one_link_away_and_what_is_left_out_has_a_word(visit, guest, supplier):
    one, two = make.a_product(supplier), make.a_product(supplier)
    floor = make.a_product(supplier, kind="wood-flooring")
    shown = wall(visit("compare.py", guest, codes=f"{one.code},{floor.code},P-999999"))
    assert f"codes={one.code}%2C{two.code}" in shown
    assert "P-999999 is not on show." in shown
    assert "of another kind" in shown
    assert f"codes={floor.code}&amp;" in shown


@pytest.mark.parametrize("asked", ["", "P-999999", "<script>", "\0,%"])
def test_with_nothing_to_compare_there_is_a_way_on(visit, guest, supplier, asked):
    shown = wall(visit("compare.py", guest, codes=asked))
    assert "Nothing hangs here to be compared yet." in shown
    assert "<script>" not in shown


def test_a_name_cannot_smuggle_markup_into_the_comparison(visit, guest, supplier):
    name = "<img src=x onerror=alert(1)>"
    shown = wall(visit("compare.py", guest, codes=make.a_product(supplier, name_en=name, specification_en=name).code))
    assert "<img src=x" not in shown


# The files


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_sheet_holds_numbers_as_numbers_and_says_what_is_best(supplier, lang):
    one, two = (
        declare(make.a_product(supplier, price_fen=price), value) for price, value in ((900, "0.9"), (850, "0.5"))
    )
    response = knock("/compare.xlsx", one, two, lang=lang)
    book = load_workbook(io.BytesIO(response.content))
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    index = next(row for row in rows if row[0] in {"内照射指数", "Internal exposure index"})
    price = next(row for row in rows if row[0] in {"单价", "Price of a unit"})
    assert (index[3:5], index[5]) == ([0.9, 0.5], two.code)
    assert price[3:5] == [9, 8.5]
    assert any("/compare?codes=" in str(row[1].value) for row in book.worksheets[1].iter_rows())


def test_no_name_becomes_a_formula_in_the_sheet(supplier):
    bad = make.a_product(supplier, name_en="=HYPERLINK(1)", specification_en="=1+1", origin_city="+1")
    book = load_workbook(io.BytesIO(knock("/compare.xlsx", bad).content))
    kinds = {cell.data_type for row in book.worksheets[0].iter_rows() for cell in row if cell.value is not None}
    assert "f" not in kinds


@pytest.mark.parametrize(("lang", "title"), [("zh", "展品并列比较"), ("en", "Exhibits side by side")])
def test_the_paper_shows_every_column_with_its_values(supplier, lang, title):
    made = [declare(make.a_product(supplier, price_fen=900 + number), "0.5") for number in range(4)]
    response = knock("/compare.pdf", *made, lang=lang)
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages)
    assert response.headers["content-type"] == "application/pdf"
    assert title in text
    assert all(product.code in text for product in made)
    assert "¥9.00" in text


def test_a_paper_of_names_that_cannot_be_printed_is_printed_all_the_same(supplier):
    odd = make.a_product(supplier, name_en="Tile 🧱 #[x] $y$", specification_en="a" * 290)
    assert knock("/compare.pdf", odd).status_code == 200


@pytest.mark.parametrize("path", ["/compare.xlsx", "/compare.pdf"])
def test_there_is_no_file_of_nothing(supplier, path):
    hidden = make.a_product(supplier, status="draft")
    assert TestClient(DOORS).get(path).status_code == 404
    assert knock(path, hidden).status_code == 404
    assert hidden.name_en not in knock(path, hidden, make.a_product(supplier)).text


def test_a_file_shows_only_what_differs_when_the_address_says_so(supplier):
    one, two = make.a_product(supplier, price_fen=900), make.a_product(supplier, price_fen=800)
    every = load_workbook(io.BytesIO(knock("/compare.xlsx", one, two).content)).worksheets[0].max_row
    different = load_workbook(io.BytesIO(knock("/compare.xlsx", one, two, differ="yes").content)).worksheets[0].max_row
    assert different < every


def test_an_exhibit_leads_to_its_comparison(visit, guest, supplier):
    code = make.a_product(supplier).code
    assert f"/compare?codes={code}&amp;" in wall(visit("product.py", guest, code=code))
