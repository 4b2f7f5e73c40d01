"""What search engines are told: schema.org data that is complete, of what hangs only, and cannot break its page."""

import json
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from components.places import PLACES
from components.session import PLAIN_COOKIE
from db.engine import transaction
from db.products import ProductValue
from db.suppliers import Supplier, SupplierKind
from pages.machine import front, structured_data
from services import linked_data
from services.settings import settings
from tests import make
from tests.test_products import statements

HOUSE = Starlette(routes=[*front.ROUTES, Route("/robots.txt", front.robots)])
ATTACK = '</script><script>alert(1)</script><!-- <b x="'


class Head(HTMLParser):
    """The scripts, links and metas of a page."""

    def __init__(self, page):
        super().__init__()
        self.scripts, self.links, self.metas, self.inside = [], [], {}, None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        if tag == "script":
            self.inside = said
            self.scripts.append([said, ""])
        if tag == "link":
            self.links.append(said)
        if tag == "meta" and "name" in said:
            self.metas[said["name"]] = said["content"]

    def handle_endtag(self, tag):
        self.inside = None if tag == "script" else self.inside

    def handle_data(self, data):
        if self.inside is not None:
            self.scripts[-1][1] += data

    @property
    def data(self):
        return [json.loads(said) for attrs, said in self.scripts if attrs.get("type") == "application/ld+json"]


def opened(path, visitor=None):
    cookies = {PLAIN_COOKIE: make.signed_in(visitor)} if visitor else {}
    answer = TestClient(HOUSE, cookies=cookies).get(path)
    assert answer.status_code == 200
    return Head(answer.text)


def told(product, lang="en"):
    [data] = opened(f"/product?code={product.code}&lang={lang}").data
    return data


@pytest.fixture
def tile(supplier):
    product = make.a_product(supplier, carbon=Decimal("13.8"), carbon_source="EPD X-1")
    make.add(ProductValue(product_id=product.id, indicator="ceramic-tiles-01", value=Decimal("0.8")))
    return product


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_exhibit_says_what_a_product_and_an_offer_must(tile, lang):
    said = told(tile, lang)
    assert (said["@context"], said["@type"]) == ("https://schema.org", "Product")
    assert said["name"] == (tile.name_zh if lang == "zh" else tile.name_en)
    assert all(said[name] for name in ("description", "sku", "image", "category", "manufacturer", "offers"))
    assert all(image.startswith(settings().base_url) for image in said["image"])
    offer = said["offers"]
    assert {name: offer[name] for name in ("@type", "price", "priceCurrency", "availability")} == {
        "@type": "Offer", "price": "120.00", "priceCurrency": "CNY", "availability": "https://schema.org/InStock",
    }  # fmt: skip
    assert offer["priceSpecification"]["unitCode"] == "MTK"
    assert offer["url"].startswith(settings().base_url)


def test_indicators_stand_in_it_with_their_units(tile):
    values = {one["propertyID"]: one for one in told(tile)["additionalProperty"]}
    assert values["ceramic-tiles-01"]["value"] == 0.8
    assert values["GWP-A1A3"]["unitText"] == "kgCO2e/m2"


def test_a_distributor_is_the_seller_and_not_the_manufacturer(tile):
    with transaction(audited=False) as db:
        db.get_one(Supplier, tile.supplier_id).kind = SupplierKind.DISTRIBUTOR
    assert "manufacturer" not in told(tile)
    assert told(tile)["offers"]["seller"]["name"] == "Organisation of supplier"


def test_what_is_sold_out_says_so(supplier):
    assert told(make.a_product(supplier, stock_milli=0))["offers"]["availability"].endswith("OutOfStock")


@pytest.mark.parametrize("status", ["draft", "submitted", "returned", "off_shelf"])
def test_a_preview_tells_machines_nothing(supplier, status):
    hidden = make.a_product(supplier, status=status)
    assert opened(f"/product?code={hidden.code}", supplier).data == []
    assert linked_data.exhibit(hidden.code, "zh") is None


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_hostile_name_ends_no_script_and_opens_none(supplier, lang):
    plain, nasty = (
        make.a_product(supplier),
        make.a_product(supplier, name_zh=ATTACK, name_en=ATTACK, description_en=ATTACK),
    )
    ordinary = opened(f"/product?code={plain.code}&lang={lang}")
    attacked = opened(f"/product?code={nasty.code}&lang={lang}")
    assert len(attacked.scripts) == len(ordinary.scripts)
    assert attacked.data[0]["name"] == ATTACK


@pytest.mark.pure
@given(st.text(max_size=60) | st.just(ATTACK))
def test_no_words_can_end_the_data_block(words):
    block = structured_data.script({"name": words})
    inside = block.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not set("<>&\u2028\u2029") & set(inside)
    assert json.loads(inside) == {"name": words}


def test_the_foyer_says_who_it_is_and_how_it_is_searched(guest):
    [data] = opened("/?lang=en").data
    museum, site = data["@graph"]
    assert (museum["@type"], site["@type"]) == ("Organization", "WebSite")
    assert site["potentialAction"]["target"]["urlTemplate"].endswith("/halls?lang=en&q={search_term_string}")


def test_a_page_names_itself_and_the_same_page_in_the_other_language(tile):
    head, base = opened(f"/product?code={tile.code}&lang=en&note=x"), settings().base_url
    tongues = {one["hreflang"]: one["href"] for one in head.links if one.get("rel") == "alternate"}
    [canonical] = [one["href"] for one in head.links if one.get("rel") == "canonical"]
    assert canonical == tongues["en"] == f"{base}/product?code={tile.code}&lang=en"
    assert tongues["zh-CN"].endswith("&lang=zh")
    assert tongues["x-default"] == f"{base}/product?code={tile.code}"
    assert head.metas["description"]


def test_a_page_nobody_else_may_open_has_no_address_to_offer(supplier):
    assert not [one for one in opened("/listings", supplier).links if one.get("rel") == "canonical"]


@pytest.mark.pure
def test_search_engines_stay_out_of_what_is_private_or_made_anew_for_each_who_asks():
    barred = {line.strip() for line in TestClient(HOUSE).get("/robots.txt").text.split("Disallow: ")[1:]}
    assert barred >= {place.path for place in PLACES if place.needs} | {"/files/", "/labels/", "/exports/", "/pay/"}
    assert not any(
        place.path.startswith(tuple(barred)) for place in PLACES if place.stem in {"home", "halls", "product"}
    )


def test_an_address_breaks_out_of_no_attribute(guest):
    head = opened('/halls?kind="><script>alert(1)</script>')
    assert len(head.scripts) == len(opened("/halls").scripts)


def test_the_data_of_an_exhibit_costs_one_query(tile):
    with statements() as said:
        assert linked_data.exhibit(tile.code, "en")
    assert len([one for one in said if one.startswith("SELECT")]) == 1
