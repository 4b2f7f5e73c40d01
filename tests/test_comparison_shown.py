"""The comparison as it is read: on the wall, in the sheet and on paper; nothing smuggled, nothing hidden shown."""

import io
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from pages.machine import comparisons as door
from tests import make
from tests.comparing import best_of, codes, compare, declare, lines

DOORS = Starlette(routes=[Route("/compare.xlsx", door.workbook), Route("/compare.pdf", door.pdf)])


def wall(at):
    return "".join(element.proto.body for element in at.main.get("html"))


def knock(path, *products, lang="en", **query):
    return TestClient(DOORS).get(path, params={"codes": ",".join(codes(*products)), "lang": lang} | query)


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


def test_an_exhibit_leads_to_its_comparison(visit, guest, supplier):
    code = make.a_product(supplier).code
    assert f"/compare?codes={code}&amp;" in wall(visit("product.py", guest, code=code))


# The files


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
