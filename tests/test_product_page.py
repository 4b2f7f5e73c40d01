"""The page of an exhibit: it says everything there is to say, each with its source, and nothing it does not know."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from components import certificates, prices
from components.session import speaking
from db.media import Purpose, StoredFile
from db.products import Certificate, Picture, ProductValue, Proof, Scheme
from db.standards import CarbonFactor, Confidence, TransportFactor
from services import clock, products
from services.prices import Band, Spell
from services.visitors import GUEST
from tests import make

pytestmark = pytest.mark.once
SOURCE = "GB/T 51366-2019 annex D"


def wall(at):
    """All markup of the page."""
    return " ".join(element.proto.body for element in at.get("html"))


@pytest.fixture
def ways(database):
    for mode, gwp in (("road, light diesel truck 2 t", "0.286"), ("rail, China market average", "0.01")):
        make.add(TransportFactor(mode=mode, gwp=Decimal(gwp), source="GB/T 51366-2019 annex E",
                                 confidence=Confidence.VERIFIED))  # fmt: skip


def factor(gwp, *, source=SOURCE, default=False, basis="Tiles", unit="m2"):
    make.add(CarbonFactor(kind="ceramic-tiles", basis=basis, unit=unit, gwp=Decimal(gwp), source=source,
                          is_default=default, confidence=Confidence.VERIFIED))  # fmt: skip


def test_the_label_says_what_where_why_and_what_only_informs(supplier, visit):
    product = make.a_product(supplier, description_en="For wet rooms.", origin_city="湖州")
    make.add(ProductValue(product_id=product.id, indicator="ceramic-tiles-01", value=Decimal("0.4"),
                          proof=Proof.TEST_REPORT))  # fmt: skip
    said = wall(visit("product.py", code=product.code))
    for words in ("What it is", "made in Huzhou", "For wet rooms.", "60% below the most allowed",
                  "✓ Verified threshold", "the lower the better"):  # fmt: skip
        assert words in said, words


def test_nothing_is_said_for_what_nothing_is_known_of(supplier, visit):
    said = wall(visit("product.py", code=make.a_product(supplier).code))
    assert "Nothing that the museum can confirm speaks for it yet." in said
    assert "The supplier has not said." in said
    assert "too few for a price band" in said
    assert "price-band" not in said


def test_a_word_of_the_supplier_is_never_markup(supplier, visit):
    product = make.a_product(supplier, description_en="<script>alert(1)</script>", name_en='"><img src=x onerror=1>')
    said = wall(visit("product.py", code=product.code))
    assert "<script>" not in said
    assert "<img src=x" not in said


def test_pictures_become_plates_behind_the_drawing(supplier, visit):
    product = make.a_product(supplier)
    file = StoredFile(place="p", organisation_id=supplier.organisation_id, uploaded_by=supplier.person_id, size=1,
                      purpose=Purpose.PICTURE, name="p.webp", media_type="image/webp", sha256="0" * 64,
                      created_at=clock.now())  # fmt: skip
    make.add(file, Picture(product_id=product.id, file_id=file.id))
    said = wall(visit("product.py", code=product.code))
    assert said.count('class="plate-pick"') == 2
    assert said.index("/drawings/") < said.index(f"/files/{file.id}")


@pytest.mark.usefixtures("ways")
def test_moving_is_added_for_the_site_in_the_address(supplier, visit):
    product = make.a_product(supplier, carbon=Decimal(10), carbon_source="EPD", origin_city="湖州")
    near, far = (wall(visit("product.py", code=product.code, site=city)) for city in ("湖州", "杭州"))
    assert "20 km inside one city" in near
    assert ">0.13<" in near  # 22 kg x 20 km x 0.286
    assert "km from Huzhou: city centres by GeoNames" in far
    assert "Light diesel truck, 2 t: 0.286" in far


@pytest.mark.usefixtures("ways")
def test_a_buyers_site_is_their_own_city_until_the_address_names_another(supplier, visit):
    product = make.a_product(supplier, carbon=Decimal(10), carbon_source="EPD", origin_city="湖州")

    def way(visitor, **asked):
        at = visit("product.py", visitor, code=product.code, **asked)
        return at.selectbox(key="site").value, "20 km inside one city" in wall(at)

    buyer, elsewhere = make.a_buyer("far", city="杭州"), make.a_buyer("farther", city="拉萨")
    assert way(buyer) == ("杭州", False)
    assert way(buyer, site="湖州") == ("湖州", True)
    assert way(buyer, site="Atlantis") == ("杭州", False)
    assert [way(one) for one in (elsewhere, make.a_supplier("maker", city="杭州"), GUEST)] == [("湖州", True)] * 3


@pytest.mark.usefixtures("ways")
def test_kilometres_and_the_vehicle_may_be_chosen_and_nonsense_is_passed_over(supplier, visit):
    product = make.a_product(supplier, carbon=Decimal(10), carbon_source="EPD", origin_city="湖州")
    typed = wall(visit("product.py", code=product.code, site="km", km="1000", mode="rail, China market average"))
    assert "1,000 km, as you typed them." in typed
    assert "The vehicle is the museum" not in typed
    assert ">0.22<" in typed  # 22 kg x 1,000 km x 0.01
    assert "20 km inside" in wall(visit("product.py", code=product.code, site="Atlantis", mode="carpet"))


@pytest.mark.usefixtures("ways")
def test_an_unknown_mass_is_said_and_not_guessed(supplier, visit):
    product = make.a_product(supplier, unit="piece", mass_kg=None, origin_city="湖州")
    assert "its transport cannot be counted" in wall(visit("product.py", code=product.code))


@pytest.mark.usefixtures("ways")
def test_the_kind_s_band_knows_one_source_and_stored_carbon_is_not_compared(supplier, visit):
    product = make.a_product(supplier, carbon=Decimal(10), carbon_source="EPD", origin_city="湖州")
    factor("11", default=True)
    factor("14")
    factor("99", source="Elsewhere")
    factor("-12", source="Ökobaudat", basis="biogenic included")
    said = wall(visit("product.py", code=product.code))
    assert f"made 11 to 14 kgCO₂e, 2 factors of {SOURCE}" in said
    assert "One counts the carbon stored in plants as negative, the other does not." in said
    assert "The two figures come from different sources." in said


def test_a_scan_is_never_offered_only_named(supplier, visit):
    product = make.a_product(supplier)
    file = StoredFile(place="c", organisation_id=supplier.organisation_id, uploaded_by=supplier.person_id, size=1,
                      purpose=Purpose.CERTIFICATE, name="c.pdf", media_type="application/pdf", sha256="0" * 64,
                      created_at=clock.now())  # fmt: skip
    make.add(file, Certificate(product_id=product.id, scheme=Scheme.CCC, number="N-1", issued_by_zh="认证",
                               valid_from=date(2022, 1, 1), valid_until=date(2027, 1, 1), file_id=file.id))  # fmt: skip
    said = wall(visit("product.py", code=product.code))
    assert "A scan lies with the museum" in said
    assert str(file.id) not in said


def test_what_is_left_of_a_certificate_is_told_to_the_day(supplier, guest):
    product = make.a_product(supplier)
    make.add(Certificate(product_id=product.id, scheme=Scheme.CCC, number="N-1", issued_by_zh="认证",
                         valid_from=date(2026, 1, 1), valid_until=date(2026, 6, 30)))  # fmt: skip
    (paper,) = products.exhibit(guest, product.code).card.papers
    with speaking("en"):
        left = [certificates.left_of(paper, paper.valid_until + timedelta(days=days)) for days in (-29, 0, 1)]
    assert left == ["30 days left", "1 day left", "expired 1 day ago"]
    assert [certificates.gone(paper, day) for day in (paper.valid_from, date(2030, 1, 1))] == [0, 100]


def test_the_short_of_a_section_says_what_is_inside(supplier, guest):
    product, now = make.a_product(supplier), clock.now()
    bare = products.exhibit(guest, product.code).card
    make.add(Certificate(product_id=product.id, scheme=Scheme.GREEN_BUILDING_MATERIAL, number="N-1", stars=3,
                         issued_by_zh="认证", valid_from=date(2026, 1, 1), valid_until=date(2026, 5, 31)))  # fmt: skip
    card, once = products.exhibit(guest, product.code).card, Spell(12_000, "m2", now, None)
    with speaking("en"):
        assert certificates.in_short(bare.papers) == "No certificate has been handed in."
        assert certificates.in_short(card.papers) == "Green building material certificate ★★★ expired"
        assert prices.in_short([], card) == "Its earlier prices were not recorded."
        assert prices.in_short([once], card).startswith("Unchanged since it was hung: ¥120.00")
        assert prices.in_short([once, Spell(9_000, "m2", now, None)], card) == "2 prices, from ¥120.00 to ¥90.00 today"


@pytest.mark.usefixtures("ways")
def test_a_folded_section_is_on_the_page_with_all_it_holds(supplier, visit):
    at = visit("product.py", code=make.a_product(supplier, origin_city="湖州").code)
    folded = [body for body in (one.proto.body for one in at.get("html")) if 'class="fold"' in body]
    assert len(folded) == 6
    assert all(body.count("<h2>") == 2 and "<summary>" in body for body in folded)
    assert at.selectbox(key="site")
    assert "Internal exposure index" in wall(at)


def test_prices_are_drawn_as_steps_with_their_table_and_a_band_with_its_count(supplier, guest):
    card = products.exhibit(guest, make.a_product(supplier, price_fen=11_000).code).card
    then, now = clock.now() - timedelta(days=90), clock.now()
    spells = [Spell(12_000, "m2", then, now), Spell(11_000, "m2", now, None), Spell(1, "piece", then, now)]
    with speaking("en"):
        drawn, band = prices.history(spells, card), prices.band(Band(4, 9_000, 9_500, 11_000, 12_000, 30_000), card)
    assert drawn.count("flex-grow:") == 2
    assert "−8.3%" in drawn
    assert "4 exhibits of this kind hang here, for ¥90.00 to ¥300.00 a m²" in band
