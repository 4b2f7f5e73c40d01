"""The demonstration collection: readable tables that add up to the documents' story."""

import csv
import re
import tomllib
from collections import Counter
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from stdnum.cn import uscc

pytestmark = pytest.mark.pure
FOLDER = Path(__file__).parents[1] / "seed" / "collection"
TABLES = sorted(path.name for path in FOLDER.glob("*.csv"))
STAMPS = ("placed_at", "confirmed_at", "shipped_at", "received_at", "accepted_at", "paid_at")
END = "2022-04-30"
CHINESE = re.compile(r"[\u3001-\u9fff\uff08-\uff1b]")


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def by_code(name: str) -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in rows(name)}


def decimals(text: str) -> int:
    return len(text.partition(".")[2])


def passes(indicator: dict[str, str], value: Decimal) -> bool:
    if indicator["operator"] == "yes":
        return value == 1
    low, high = (Decimal(indicator[side]) if indicator[side] else None for side in ("low", "high"))
    return (low is None or value >= low) and (high is None or value <= high)


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("categories", 3), ("kinds", 39), ("indicators", 204), ("carbon_factors", 95), ("carbon_transport", 15),
        ("suppliers", 54), ("products", 83), ("buyers", 26), ("projects", 12), ("alliance_rules", 33),
    ],
)  # fmt: skip
def test_the_collection_has_the_documents_size(name, count):
    assert len(rows(name)) == count


def test_twenty_six_orders_are_worth_exactly_131_million_yuan():
    lines = rows("founding_orders")
    worth = [(Decimal(row["quantity"]) * int(row["price_fen"])).quantize(Decimal(1), ROUND_HALF_UP) for row in lines]
    assert sum(worth) == 13_100_000_000
    assert {int(row["order"]) for row in lines} == set(range(1, 27))


def test_four_of_twelve_projects_have_started():
    started = [row for row in rows("projects") if row["started_on"]]
    assert len(started) == 4
    assert all(row["registered_on"] <= row["started_on"] <= END for row in started)


def test_six_alliance_rules_were_raised_to_national_ones():
    assert Counter(row["level"] for row in rows("alliance_rules")) == {"alliance": 27, "national": 6}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_rectangular_tidy_and_utf_8(name):
    raw = (FOLDER / name).read_bytes()
    header, *lines = csv.reader(raw.decode("utf-8").splitlines(), strict=True)
    assert b"\r" not in raw
    assert all(len(line) == len(header) for line in lines)
    assert all(cell == cell.strip() for line in lines for cell in line)


@pytest.mark.parametrize(
    ("table", "column", "target"),
    [
        ("kinds", "category", "categories"), ("indicators", "kind", "kinds"), ("carbon_factors", "kind", "kinds"),
        ("alliance_rules", "kind", "kinds"), ("products", "kind", "kinds"), ("products", "supplier", "suppliers"),
        ("values", "product", "products"), ("certificates", "product", "products"), ("projects", "owner", "buyers"),
        ("founding_orders", "buyer", "buyers"), ("founding_orders", "supplier", "suppliers"),
        ("founding_orders", "product", "products"), ("founding_orders", "project", "projects"),
    ],
)  # fmt: skip
def test_every_reference_leads_somewhere(table, column, target):
    assert {row[column] for row in rows(table)} - {""} <= set(by_code(target))


@pytest.mark.parametrize(
    "name", ["categories", "kinds", "suppliers", "products", "buyers", "projects", "alliance_rules"]
)
def test_no_two_exhibits_share_a_name_or_a_code(name):
    for column in ("code", "name_zh", "name_en"):
        seen = Counter(row[column] for row in rows(name))
        assert "" not in seen
        assert max(seen.values()) == 1, seen.most_common(1)


def test_unified_codes_pass_their_check_digit_and_are_unique():
    codes = [row["uscc"] for name in ("suppliers", "buyers") for row in rows(name)]
    assert all(uscc.is_valid(code) for code in codes)
    assert len(set(codes)) == len(codes)


def test_unified_codes_belong_to_nobody():
    """The check digit of the organisation code inside (GB 11714) is wrong on purpose."""
    alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    for row in rows("suppliers") + rows("buyers"):
        body, given = row["uscc"][8:16], row["uscc"][16]
        total = sum(alphabet.index(c) * w for c, w in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
        assert given != "0123456789X0"[11 - total % 11]


def test_indicator_keys_count_up_in_file_order():
    seen: Counter[str] = Counter()
    for row in rows("indicators"):
        seen[row["kind"]] += 1
        assert row["key"] == f"{row['kind']}-{seen[row['kind']]:02d}"
    counts = "666545666566565" + "6646655556665" + "65544455444"
    assert [seen[code] for code in by_code("kinds")] == [int(count) for count in counts]


def test_thresholds_fit_their_operator():
    sides = {"ge": (True, False), "le": (False, True), "range": (True, True), "yes": (False, False)}
    for row in rows("indicators"):
        assert (bool(row["low"]), bool(row["high"])) == sides[row["operator"]], row["key"]
        assert decimals(row["low"]) <= 6 >= decimals(row["high"])
        assert row["operator"] != "range" or Decimal(row["low"]) < Decimal(row["high"])
        assert (row["confidence"], bool(row["source"])) in {("verified", True), ("unverified", False)}


def test_each_kind_has_one_default_carbon_factor():
    defaults = Counter(row["kind"] for row in rows("carbon_factors") if row["is_default"] == "1")
    assert defaults == dict.fromkeys(by_code("kinds"), 1)


def test_each_kind_sells_in_one_allowed_unit_of_known_mass():
    for row in rows("kinds"):
        assert row["unit"] == row["units"].split()[0]
        assert set(row["units"].split()) <= {"kg", "t", "m", "m2", "m3", "piece", "set"}
        assert Decimal(row["mass_kg"]) > 0
        assert row["mass_source"]


def test_every_kind_is_exhibited_in_its_selling_unit():
    kinds = by_code("kinds")
    products = rows("products")
    assert {row["kind"] for row in products} == set(kinds)
    assert all(row["unit"] == kinds[row["kind"]]["unit"] for row in products)


def test_every_supplier_exhibits_something_after_its_approval():
    suppliers = by_code("suppliers")
    products = rows("products")
    assert {row["supplier"] for row in products} == set(suppliers)
    for row in products:
        assert suppliers[row["supplier"]]["approved_on"] <= row["published_on"] <= "2022-04-29"


def test_codes_follow_the_calendar():
    for name, column in (("suppliers", "approved_on"), ("products", "published_on"), ("projects", "registered_on")):
        assert [row[column] for row in rows(name)] == sorted(row[column] for row in rows(name))
    placed = [row["placed_at"] for row in rows("founding_orders")]
    assert placed == sorted(placed)


def test_only_brand_manufacturers_have_a_trademark():
    for row in rows("suppliers"):
        assert bool(row["trademark_number"]) == (row["kind"] == "brand_manufacturer")
        assert row["approved_on"] < row["licence_valid_until"]


def test_figures_of_a_product_are_positive_and_short():
    for row in rows("products"):
        assert int(row["price_fen"]) > 0
        assert all(Decimal(row[column]) > 0 for column in ("minimum", "step", "stock", "mass_kg"))
        assert all(decimals(row[column]) <= 3 for column in ("minimum", "step", "stock"))
        assert bool(row["carbon"]) == bool(row["carbon_source"])


def test_every_value_belongs_to_an_indicator_of_the_products_kind():
    products, indicators = by_code("products"), {row["key"]: row for row in rows("indicators")}
    values = rows("values")
    for row in values:
        assert indicators[row["indicator"]]["kind"] == products[row["product"]]["kind"]
        assert row["proof"] in {"declared", "test_report", "certificate"}
        assert decimals(row["value"]) <= 6
    assert len({(row["product"], row["indicator"]) for row in values}) == len(values)


def test_seven_products_leave_one_indicator_unproved():
    asked = Counter(row["kind"] for row in rows("indicators"))
    given = Counter(row["product"] for row in rows("values"))
    missing = [asked[row["kind"]] - given[row["code"]] for row in rows("products")]
    assert Counter(missing) == {0: 76, 1: 7}


def test_six_products_miss_exactly_one_threshold():
    indicators = {row["key"]: row for row in rows("indicators")}
    missed = Counter(
        row["product"] for row in rows("values") if not passes(indicators[row["indicator"]], Decimal(row["value"]))
    )
    assert sorted(missed.values()) == [1] * 6


def test_certificates_say_they_are_demonstrations():
    certificates = rows("certificates")
    assert len({row["number"] for row in certificates}) == len(certificates)
    for row in certificates:
        assert "DEMO" in row["number"]
        assert row["valid_from"] < row["valid_until"]
        assert (row["stars"] in {"1", "2", "3"}) == (row["scheme"] == "green_building_material")


def test_an_order_goes_forward_in_working_hours():
    for row in rows("founding_orders"):
        stamps = [datetime.fromisoformat(row[column]) for column in STAMPS]
        assert all(earlier < later for earlier, later in pairwise(stamps))
        assert all(stamp.weekday() < 5 and 9 <= stamp.hour < 17 for stamp in stamps)
        assert row["placed_at"] < "2022-04-21"
        assert row["paid_at"] < END


def test_the_lines_of_an_order_agree_on_everything_but_goods():
    heads: dict[str, set[tuple[str, ...]]] = {}
    for row in rows("founding_orders"):
        head = tuple(row[column] for column in ("buyer", "supplier", "project", *STAMPS))
        heads.setdefault(row["order"], set()).add(head)
    assert all(len(head) == 1 for head in heads.values())


def test_an_order_takes_published_goods_of_its_supplier_near_their_price():
    products = by_code("products")
    for row in rows("founding_orders"):
        product = products[row["product"]]
        assert row["supplier"] == product["supplier"]
        assert product["published_on"] < row["placed_at"][:10]
        assert abs(Decimal(row["price_fen"]) / Decimal(product["price_fen"]) - 1) <= Decimal("0.08")
        assert decimals(row["quantity"]) <= 3
        assert Decimal(row["quantity"]) >= Decimal(product["minimum"])


def test_nobody_orders_more_than_the_stock():
    ordered: Counter[str] = Counter()
    for row in rows("founding_orders"):
        ordered[row["product"]] += Decimal(row["quantity"])
    products = by_code("products")
    assert all(quantity <= Decimal(products[code]["stock"]) for code, quantity in ordered.items())


def test_an_order_for_a_project_comes_from_its_owner_after_the_start():
    projects = by_code("projects")
    for row in rows("founding_orders"):
        if row["project"]:
            project = projects[row["project"]]
            assert row["buyer"] == project["owner"]
            assert "" < project["started_on"] <= row["placed_at"]


def test_every_district_of_huzhou_buys():
    districts = {row["district_en"] for row in rows("buyers") if row["city_en"] == "Huzhou"}
    assert districts == {"Wuxing", "Nanxun", "Deqing", "Changxing", "Anji"}


def test_announcements_speak_both_languages():
    entries = tomllib.loads((FOLDER / "announcements.toml").read_text("utf-8"))["announcement"]
    assert len(entries) == 6
    for entry in entries:
        assert isinstance(entry["date"], date)
        assert entry["kind"] in {"notice", "policy", "practice"}
        assert all(CHINESE.search(entry[key]) for key in ("title_zh", "body_zh"))
        assert not CHINESE.search(entry["title_en"] + entry["body_en"])


@pytest.mark.parametrize("name", TABLES)
def test_english_columns_hold_no_chinese(name):
    for row in rows(name.removesuffix(".csv")):
        for column, text in row.items():
            assert not (column.endswith("_en") and CHINESE.search(text)), text
