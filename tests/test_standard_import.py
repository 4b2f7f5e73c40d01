"""Replacing the table of indicators: keys stay with their names, values stay readable, a bad row stops everything."""

import csv
import io
from decimal import Decimal

import pytest

from db.engine import reading
from db.products import ProductValue
from db.standards import WITHDRAWN, Indicator
from services import audit, products, standards
from services.errors import Forbidden, Invalid
from services.standard_import import COLUMNS
from tests import make

KNOWN = {
    "category_en": "Finishing", "category_zh": "装饰", "kind_en": "Ceramic tiles", "kind_zh": "陶瓷砖（抛光砖）",
    "indicator_en": "Internal exposure index", "indicator_zh": "内照射指数", "operator": "<=", "threshold": "1",
    "unit": "-", "test_standard": "GB 6566-2010", "confidence": "verified", "source": "",
}  # fmt: skip


def table(*rows, columns=None):
    file = io.StringIO()
    writer = csv.DictWriter(file, columns or [*COLUMNS, *(name for row in rows for name in row if name not in COLUMNS)])
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode()


def other(**changes):
    return KNOWN | {"indicator_en": "Water absorption", "indicator_zh": "吸水率", "threshold": "0.5"} | changes


@pytest.fixture(autouse=True)
def a_kind(request):
    request.getfixturevalue("museum")
    make.a_kind()


def test_only_officials_replace_the_table(supplier, guest):
    for visitor in (supplier, guest):
        with pytest.raises(Forbidden):
            standards.import_indicators(visitor, table(KNOWN))


def test_a_known_name_keeps_its_key_and_a_new_one_goes_on_counting(official):
    report = standards.import_indicators(official, table(other(), KNOWN))
    assert (report.added, report.changed, report.withdrawn, report.problems) == (1, 1, 0, ())
    kept = {indicator.name_zh: indicator.key for indicator in standards.indicators("ceramic-tiles")}
    assert kept == {"内照射指数": "ceramic-tiles-01", "吸水率": "ceramic-tiles-02"}


def test_the_same_table_twice_changes_nothing(official):
    standards.import_indicators(official, table(KNOWN, other()))
    report = standards.import_indicators(official, table(KNOWN, other()))
    assert (report.added, report.changed, report.unchanged, report.withdrawn) == (0, 0, 2, 0)


def test_a_value_outlives_its_indicator_and_the_key_is_never_given_again(official, supplier, guest):
    product = make.a_product(supplier)
    make.add(ProductValue(product_id=product.id, indicator="ceramic-tiles-01", value=Decimal("0.4")))
    standards.import_indicators(official, table(other()))
    assert [r.indicator.key for r in products.exhibit(guest, product.code).readings] == ["ceramic-tiles-02"]
    with reading() as db:
        assert db.get_one(Indicator, "ceramic-tiles-01").edition == WITHDRAWN
        assert db.get_one(ProductValue, (product.id, "ceramic-tiles-01")).value == Decimal("0.4")


def test_an_indicator_that_comes_back_finds_its_values_again(official, supplier, guest):
    product = make.a_product(supplier)
    make.add(ProductValue(product_id=product.id, indicator="ceramic-tiles-01", value=Decimal("0.4")))
    standards.import_indicators(official, table(other()))
    standards.import_indicators(official, table(KNOWN))
    (one,) = products.exhibit(guest, product.code).readings
    assert (one.indicator.key, one.value) == ("ceramic-tiles-01", Decimal("0.4"))


def test_a_wider_table_brings_obligation_scenario_and_edition(official):
    wide = {"mandatory": "no", "scenario": "completion", "edition": "2027"}
    standards.import_indicators(official, table(KNOWN | wide))
    (one,) = standards.indicators("ceramic-tiles")
    assert (one.mandatory, one.scenario, one.edition) == (False, "completion", "2027")


@pytest.mark.parametrize(
    ("column", "read"),
    [
        ("kind_zh", "木头"),
        ("operator", "~"),
        ("threshold", "many"),
        ("threshold", "NaN"),
        ("threshold", "1e30"),
        ("threshold", "0.1234567"),
        ("confidence", "certain"),
        ("indicator_zh", ""),
        ("indicator_en", "x" * 241),
        ("unit", "x" * 41),
        ("source", "a\x00b"),
        ("mandatory", "perhaps"),
        ("scenario", "moon"),
        ("edition", "withdrawn"),
    ],
)
def test_one_bad_cell_stops_everything_and_is_named(official, column, read):
    bad = other(**{column: read} | ({"kind_en": "Wood"} if column == "kind_zh" else {}))
    report = standards.import_indicators(official, table(KNOWN, bad))
    (problem,) = report.problems
    assert (problem.row, problem.column) == (3, column)
    assert problem.expected
    assert [one.key for one in standards.indicators()] == ["ceramic-tiles-01"]


@pytest.mark.parametrize("threshold", ["5", "9..3", "a..b", ".."])
def test_a_range_needs_two_numbers_in_order(official, threshold):
    report = standards.import_indicators(official, table(other(operator="range", threshold=threshold)))
    assert report.problems[0].column == "threshold"


def test_the_same_indicator_twice_is_a_problem(official):
    assert standards.import_indicators(official, table(KNOWN, KNOWN)).problems[0].row == 3


@pytest.mark.parametrize("data", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00", b"PK\x03\x04", table(), b'"', b"x" * 3_000_000])
def test_what_is_no_such_table_is_refused(official, data):
    with pytest.raises(Invalid):
        standards.import_indicators(official, data)


def test_an_import_stands_in_the_audit_log(official, administrator):
    standards.import_indicators(official, table(KNOWN))
    assert audit.recent(administrator)[0].event == "standard:imported"
