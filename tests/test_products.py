"""The exhibits: who may see what, what the filters find and count, what a card says."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import event

from db.engine import engine, transaction
from db.products import Certificate, ProductValue
from db.standards import CarbonFactor, Confidence
from services import audit, products, standards
from services.audit import Event
from services.errors import Missing
from services.products import PAGE, Filters, Scheme, Sort, SupplierKind, Validity, browse
from tests import make

HIDDEN = ["draft", "submitted", "returned", "off_shelf"]


def codes(shelf):
    return [card.code for card in shelf.cards]


def certify(product, scheme="green_building_material", *, stars=None, until="2027-01-01", since="2022-01-01"):
    make.add(
        Certificate(
            product_id=product.id,
            scheme=Scheme(scheme),
            number=f"N-{product.code}",
            stars=stars,
            issued_by_zh="认证",
            valid_from=date.fromisoformat(since),
            valid_until=date.fromisoformat(until),
        )
    )


@contextmanager
def statements() -> Iterator[list[str]]:
    said: list[str] = []

    def note(*heard: object) -> None:
        said.append(str(heard[2]))

    event.listen(engine(), "before_cursor_execute", note)
    yield said
    event.remove(engine(), "before_cursor_execute", note)


@pytest.mark.parametrize("status", HIDDEN)
def test_what_is_not_published_is_nowhere_to_be_seen(supplier, rival, guest, buyer, status):
    code = make.a_product(supplier, status=status).code
    assert browse(guest, Filters()).total == 0
    assert list(products.newest(4)) == list(products.by_codes([code])) == []
    for stranger in (guest, buyer, rival):
        with pytest.raises(Missing):
            products.exhibit(stranger, code)
    with pytest.raises(Missing):
        products.headline(code)


@pytest.mark.parametrize("standing", ["draft", "submitted", "returned", "suspended", "withdrawn"])
def test_a_supplier_who_is_not_approved_shows_nothing(guest, standing):
    code = make.a_product(make.a_supplier("hidden", status=standing)).code
    assert browse(guest, Filters()).total == 0
    assert products.figures().exhibits == 0
    with pytest.raises(Missing):
        products.exhibit(guest, code)


def test_a_supplier_sees_its_own_draft_and_an_official_only_what_was_handed_in(supplier, official):
    draft = make.a_product(supplier, status="draft").code
    submitted = make.a_product(supplier, status="submitted").code
    assert not products.exhibit(supplier, draft).on_show
    assert products.headline(draft, supplier)
    assert products.exhibit(official, submitted).card.code == submitted
    with pytest.raises(Missing):
        products.exhibit(official, draft)


@pytest.mark.parametrize("code", ["", "P-999999", "\x00", "P-000001\x00", "\u202e", "x" * 9999])
def test_a_code_that_nobody_has_is_missing(guest, code):
    assert products.find(guest, code) is None


def test_filters_find_what_they_say_and_nothing_else(supplier, guest):
    seller = make.a_supplier("dealer", kind="distributor")
    wanted = make.a_product(seller, price_fen=5_000, origin_city="湖州", kind="sealants")
    make.a_product(supplier, price_fen=90_000, origin_city="杭州", stock_milli=0)
    certify(wanted, stars=2)
    for asked in (
        Filters(kind="sealants"), Filters(stars=2), Filters(certificate=Scheme.GREEN_BUILDING_MATERIAL),
        Filters(in_stock=True), Filters(supplier_kind=SupplierKind.DISTRIBUTOR), Filters(city="湖州"),
        Filters(price_to=5_000), Filters(price_from=5_000, price_to=5_000),
        Filters(kind="sealants", category="finishing"),
    ):  # fmt: skip
        assert codes(browse(guest, asked)) == [wanted.code], asked
    for nothing in (
        Filters(stars=3), Filters(kind="nowhere"), Filters(category="nowhere"), Filters(city="nowhere"),
        Filters(kind="sealants", category="structure"), Filters(price_from=10**30), Filters(price_to=-1),
    ):  # fmt: skip
        assert browse(guest, nothing).total == 0, nothing


@pytest.mark.parametrize(("since", "until"), [("2020-01-01", "2026-05-31"), ("2026-06-02", "2027-01-01")])
def test_a_certificate_counts_only_on_its_days(supplier, guest, since, until):
    product = make.a_product(supplier)
    certify(product, stars=3, since=since, until=until)
    assert browse(guest, Filters(stars=1)).total == 0
    card = products.exhibit(guest, product.code).card
    assert (card.stars, card.schemes) == (None, frozenset())


@pytest.mark.parametrize(
    ("until", "state"),
    [("2026-05-31", Validity.EXPIRED), ("2026-06-01", Validity.EXPIRING), ("2026-08-30", Validity.EXPIRING),
     ("2026-08-31", Validity.VALID)],
)  # fmt: skip
def test_the_last_ninety_days_of_a_paper_are_announced(supplier, guest, until, state):
    product = make.a_product(supplier)
    certify(product, until=until)
    assert products.exhibit(guest, product.code).card.papers[0].validity is state


def test_sorting_by_price_and_by_declared_carbon(supplier, guest):
    dear = make.a_product(supplier, price_fen=900, carbon=Decimal(3), carbon_source="EPD").code
    cheap = make.a_product(supplier, price_fen=100).code
    middle = make.a_product(supplier, price_fen=500, carbon=Decimal(9), carbon_source="EPD").code
    assert codes(browse(guest, Filters(sort=Sort.PRICE))) == [cheap, middle, dear]
    assert codes(browse(guest, Filters(sort=Sort.PRICE_DOWN))) == [dear, middle, cheap]
    assert codes(browse(guest, Filters(sort=Sort.CARBON))) == [dear, middle, cheap]


def test_pages_hold_twenty_four_and_a_page_too_far_is_the_last(supplier, guest):
    hung = {make.a_product(supplier).code for _ in range(PAGE + 2)}
    first, last = browse(guest, Filters()), browse(guest, Filters(page=99))
    assert (len(first.cards), len(last.cards), last.page, last.pages) == (PAGE, 2, 2, 2)
    assert {*codes(first), *codes(last)} == hung


def test_a_page_that_was_shown_before_takes_one_statement(supplier, guest):
    for number in range(9):
        certify(make.a_product(supplier, kind=["sealants", "ceramic-tiles"][number % 2]))
    assert len(browse(guest, Filters(q="tile")).cards) == 9
    with statements() as said:
        assert len(browse(guest, Filters(q="tile")).cards) == 9
    asked = [one for one in said if one.lstrip().startswith("SELECT")]
    assert len(asked) == 1, asked


def test_the_facets_count_what_another_choice_would_show(supplier, guest):
    make.a_product(supplier, kind="sealants", origin_city="湖州")
    make.a_product(supplier, kind="ceramic-tiles", origin_city="杭州")
    shelf = browse(guest, Filters(kind="sealants"))
    counted = {room.kind.code: room.exhibits for hall in shelf.halls for room in hall.rooms}
    assert (shelf.total, counted) == (1, {"sealants": 1, "ceramic-tiles": 1})
    assert shelf.facets.cities == {"湖州": 1}


def test_the_address_is_read_and_nonsense_in_it_is_passed_over():
    asked = Filters.of(
        {"q": "砖", "stars": "2", "certificate": "ccc", "price_from": "15", "sort": "price", "page": "3"}
    )
    assert asked == Filters(q="砖", stars=2, certificate=Scheme.CCC, price_from=1500, sort=Sort.PRICE, page=3)
    nonsense = {"stars": "many", "certificate": "x", "price_from": "1e9", "price_to": "-3", "sort": "x", "page": "²"}
    assert Filters.of(nonsense) == Filters()
    assert not Filters.of(nonsense | {"lang": "zh"}).narrow


def test_an_exhibit_shows_every_indicator_with_value_proof_and_verdict(supplier, guest):
    product = make.a_product(supplier)
    make.add(ProductValue(product_id=product.id, indicator="ceramic-tiles-01", value=Decimal("1.25")))
    found = products.exhibit(guest, product.code)
    (reading,) = found.readings
    assert (reading.value, reading.verdict.outcome, reading.verdict.distance) == (
        Decimal("1.25"),
        "fail",
        Decimal("-0.25"),
    )
    assert (found.card.judgement.conforms, found.card.proved) == (False, False)


def test_a_generic_factor_is_used_only_where_nothing_is_declared(supplier, guest):
    generic, declared = make.a_product(supplier), make.a_product(supplier, carbon=Decimal(7), carbon_source="EPD 7")
    make.add(
        CarbonFactor(kind="ceramic-tiles", basis="Tiles", unit="kg", gwp=Decimal("0.78"), source="ICE", is_default=True,
                     confidence=Confidence.VERIFIED)
    )  # fmt: skip
    assert products.exhibit(guest, generic.code).card.footprint.per_unit == Decimal("17.16")
    assert products.exhibit(guest, declared.code).card.footprint.source == "EPD 7"


def test_the_revision_changes_with_every_audited_change_and_every_day(official, pass_time):
    said = [products.revision()]
    with transaction() as db:
        audit.record(db, official, Event.STOCK_CHANGED, "P-000001")
    said.append(products.revision())
    pass_time(timedelta(days=1))
    said.append(products.revision())
    assert len(set(said)) == 3


def test_the_halls_count_what_hangs(supplier):
    make.a_product(supplier)
    make.a_product(supplier, status="draft")
    (hall,) = standards.halls()
    assert (hall.exhibits, hall.kind_count) == (1, 1)
