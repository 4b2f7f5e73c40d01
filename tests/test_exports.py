"""Tables to take away: who may, what is written down about it, and files that open right and run nothing."""

import csv
import io
from urllib.parse import unquote

import pytest
from openpyxl import load_workbook
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from components.session import PLAIN_COOKIE
from db.accounts import Organisation
from db.engine import transaction
from pages.machine import exports as door
from services import audit, dashboards, exports
from services.dashboards import Selection
from services.errors import Forbidden, Missing
from services.export_sheets import Heading, Sheet, as_csv, as_xlsx
from tests import make
from tests.trading import trade

DOORS = Starlette(routes=[Route("/exports/{table}.{form}", door.download)])
COMMANDS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "　=1",
    "\u200b=1",
    "\ufeff@x",
]
HARMLESS = ["a=b", "湖州", "", "1-2", "(=1)", "’=1"]


@pytest.fixture
def traded(supplier, rival):
    return trade([supplier, rival], orders=15)


def knock(visitor, path, **query):
    """What the visitor's browser gets at this address."""
    cookies = {PLAIN_COOKIE: make.signed_in(visitor)} if visitor.signed_in else {}
    return TestClient(DOORS, cookies=cookies).get(path, params={"lang": "en"} | query)


def rows_of(response):
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def sheet(*texts):
    return Sheet("Title", [Heading("Name", "@"), Heading("Yuan", "#,##0.00")], [(text, 12.5) for text in texts],
                 "About", [("Source", "=cmd")])  # fmt: skip


@pytest.mark.pure
@pytest.mark.parametrize("text", COMMANDS)
def test_no_text_of_a_csv_is_taken_for_a_formula(text):
    read = list(csv.reader(io.StringIO(as_csv(sheet(text)).decode("utf-8-sig"), newline="")))
    assert read[1] == [f"'{text}", "12.5"]


@pytest.mark.pure
@pytest.mark.parametrize("text", HARMLESS)
def test_other_texts_stay_as_they_are(text):
    read = list(csv.reader(io.StringIO(as_csv(sheet(text)).decode("utf-8-sig"), newline="")))
    assert read[1][0] == text


@pytest.mark.pure
def test_a_csv_keeps_to_the_rules_of_its_kind():
    data = as_csv(sheet('two\nlines, and "quotes"'))
    assert data.startswith(b"\xef\xbb\xbfName,Yuan\r\n")
    assert data.endswith(b'"two\nlines, and ""quotes""",12.5\r\n')


@pytest.mark.pure
def test_a_csv_writes_numbers_as_numbers_and_leaves_out_what_is_unknown():
    numbers = Sheet("T", [Heading("a"), Heading("b"), Heading("c")], [(-5, None, float("nan")), (0, 1.25, 7)], "A", [])
    assert as_csv(numbers).decode("utf-8-sig").splitlines()[1:] == ["-5,,", "0,1.25,7"]


@pytest.mark.pure
@pytest.mark.parametrize("text", [*COMMANDS[:4], "＝1", "bell\x07", "=cmd|' /C calc'!A0"])
def test_excel_keeps_text_as_text(text):
    book = load_workbook(io.BytesIO(as_xlsx(sheet(text))))
    cell = book.worksheets[0]["A2"]
    assert (cell.data_type, cell.value) == ("s", text.replace("\x07", ""))
    assert book.worksheets[1]["B1"].data_type == "s"
    assert (book.worksheets[0]["B2"].data_type, book.worksheets[0]["B2"].number_format) == ("n", "#,##0.00")


@pytest.mark.pure
def test_the_first_row_of_a_sheet_is_bold_and_stays():
    page = load_workbook(io.BytesIO(as_xlsx(sheet("a")))).worksheets[0]
    assert page.freeze_panes == "A2"
    assert page["A1"].font.bold


@pytest.mark.parametrize("table", sorted(exports.TABLES))
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_table_is_taken_away_as_csv_and_excel(traded, administrator, table, lang):
    written = knock(administrator, f"/exports/{table}.csv", lang=lang)
    book = load_workbook(io.BytesIO(knock(administrator, f"/exports/{table}.xlsx", lang=lang).content))
    first = list(book.worksheets[0].iter_rows(values_only=True))
    assert written.status_code == 200
    assert len(first) == len(rows_of(written)) > 1 or table == "growth"
    assert traded


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_file_holds_the_figures_of_its_selection(traded, administrator, form):
    response = knock(administrator, f"/exports/totals.{form}", city="湖州", **{"from": "2025-01", "to": "2025-12"})
    due = sum(fact.amount_fen for fact in traded if fact.city == "湖州" and fact.month.startswith("2025"))
    if form == "csv":
        table = rows_of(response)
    else:
        book = load_workbook(io.BytesIO(response.content))
        table = list(book.worksheets[0].iter_rows(values_only=True))
        said = {row[0]: row[1] for row in book.worksheets[1].iter_rows(values_only=True)}
        assert (said["City"], said["From month"], said["As of"]) == ("湖州", "2025-01", "2026-06-01 20:00 (UTC+8)")
    assert float(table[1][table[0].index("Amount (yuan)")]) == due / 100


def test_headers_keep_the_file_private_and_name_it_in_chinese(traded, official):
    response = knock(official, "/exports/months.csv", lang="zh", **{"from": "2025-01"})
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "no-store" in response.headers["cache-control"]
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    disposition = response.headers["content-disposition"]
    assert disposition.startswith("attachment; filename=")
    assert unquote(disposition.partition("filename*=UTF-8''")[2]).endswith("2025-01 湖州.csv")
    assert traded


def test_for_everybody_else_there_is_no_such_door(traded, guest, buyer, supplier, expert):
    before = len(entries_of(make.an_official("finance")))
    for visitor in (guest, buyer, supplier, expert):
        for path in ("/exports/months.csv", "/exports/months.xlsx", "/exports/months.csv?from=never"):
            response = knock(visitor, path)
            assert response.status_code == 404
            assert "There is no such room" in response.text
        with pytest.raises(Forbidden):
            exports.take_away(visitor, "months", "csv", Selection())
    assert len(entries_of(make.an_official("finance"))) == before
    assert traded


def entries_of(official):
    return audit.recent(official, "dashboard:exported")


@pytest.mark.parametrize("path", ["/exports/secrets.csv", "/exports/months.pdf", "/exports/months.exe"])
def test_an_unknown_table_or_form_is_not_found(official, path):
    assert knock(official, path).status_code == 404
    with pytest.raises(Missing):
        exports.take_away(official, *path.removeprefix("/exports/").split("."), Selection())


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({"from": "May"}, "from"),
        ({"to": "2025-99"}, "to"),
        ({"channel": "x"}, "channel"),
        ({"city": "Atlantis"}, "city"),
    ],
)
def test_a_bad_selection_is_answered_by_the_name_of_the_parameter(official, query, named):
    response = knock(official, "/exports/months.csv", **query)
    assert response.status_code == 422
    assert response.text.startswith(f"{named} reads “{query[named]}”")
    assert response.headers["content-type"].startswith("text/plain")


def test_an_official_takes_away_the_own_area_only(traded, housing):
    response = knock(housing, "/exports/districts.csv")
    table = rows_of(response)
    assert [row[:2] for row in table[1:]] == [["Huzhou", "Wuxing"]]
    assert knock(housing, "/exports/districts.csv", city="杭州").status_code == 422
    assert knock(housing, "/exports/districts.csv", city="湖州", district="德清县").status_code == 422
    assert traded


def test_what_is_taken_away_is_written_down(traded, official):
    knock(official, "/exports/months.csv", **{"from": "2025-01", "to": "2025-03"})
    entry = entries_of(official)[0]
    assert entry.subject == "months.csv"
    assert entry.data == {"city": "湖州", "since": "2025-01", "until": "2025-03", "rows": 3}
    assert entry.actor_id == official.person_id
    assert traded


def test_a_company_with_a_formula_for_a_name_does_no_harm(traded, administrator, supplier):
    with transaction(audited=False) as db:
        db.get_one(Organisation, supplier.organisation_id).name_en = "=HYPERLINK(1)"
    names = [row[1] for row in rows_of(knock(administrator, "/exports/suppliers.csv"))]
    assert "'=HYPERLINK(1)" in names
    book = load_workbook(io.BytesIO(knock(administrator, "/exports/suppliers.xlsx").content))
    cells = {cell.value: cell.data_type for cell in book.worksheets[0]["B"]}
    assert cells["=HYPERLINK(1)"] == "s"
    assert traded


def test_the_files_hold_every_supplier_not_only_the_first_ten(administrator):
    sellers = [make.a_supplier(f"seller {number}") for number in range(12)]
    bought_from = {fact.supplier_id for fact in trade(sellers, orders=80)}
    assert len(bought_from) > 10
    assert len(rows_of(knock(administrator, "/exports/suppliers.csv"))) == 1 + len(bought_from)
    assert len(dashboards.top_suppliers(administrator, Selection())) == 10
