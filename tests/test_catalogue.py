"""The catalogue in memory: always what the database says, counted as one would get it, judged as the rule judges."""

from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from itertools import count

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from db.engine import reading, transaction
from db.products import Certificate, Product, ProductStatus, ProductValue, Proof, Scheme
from db.standards import Confidence, Indicator, Kind, Operator
from db.stock import Stock
from db.suppliers import Supplier, SupplierKind, SupplierStatus
from services import alternatives, catalogue, clock, comparison, conformity, products, stock
from services.catalogue import Catalogue, Conformity, Filters, Section, Sort
from services.catalogue.ordering import places
from services.product_cards import is_proved
from services.products import browse
from tests import make
from tests.test_products import statements

KINDS = ("ceramic-tiles", "sealants", "rebar")
CITIES = ("湖州", "杭州", "青岛")
numbers = count(1)


@pytest.fixture(name="collection")
def hung(supplier):
    """Three dozen exhibits that differ in everything one can filter by."""
    dealer, rng = make.a_supplier("dealer", kind="distributor"), np.random.default_rng(7)
    for kind in KINDS:
        make.a_kind(kind, category="structure" if kind == "rebar" else "finishing")
    for number in range(36):
        seller, kind = (supplier, dealer)[number % 2], KINDS[number % 3]
        product = make.a_product(
            seller, kind=kind, price_fen=int(rng.integers(1, 90)) * 1000, origin_city=CITIES[number % 3 - 1],
            stock_milli=int(rng.integers(0, 3)) * 1000, carbon=Decimal(number) if number % 4 else None,
        )  # fmt: skip
        value = Decimal(int(rng.integers(5, 16))) / 10
        proof = Proof.TEST_REPORT if number % 5 else Proof.DECLARED
        rows = [ProductValue(product_id=product.id, indicator=f"{kind}-01", value=value, proof=proof)]
        scheme = Scheme.GREEN_PRODUCT if number % 3 else Scheme.GREEN_BUILDING_MATERIAL
        make.add(*(rows if number % 7 else []), *([paper(product, scheme, number % 4)] if number % 2 else []))


def paper(product, scheme, stars):
    return Certificate(
        product_id=product.id, scheme=scheme, number=f"N-{next(numbers)}", stars=stars or None, issued_by_zh="认证",
        valid_from=date(2022, 1, 1), valid_until=date(2027, 1, 1),
    )  # fmt: skip


def ask(filters, size=100):
    with reading() as db:
        return catalogue.current().ask(db, filters, size=size)


def every_choice(found):
    """Each choice the filters offer, as the filters it would make and the count it promises."""
    facets = found.facets
    yield from (({"kind": kind, "category": ""}, n) for kind, n in facets.kinds.items())
    yield from (({"section": Section(one)}, n) for one, n in facets.sections.items())
    yield from (({"certificate": Scheme(one)}, n) for one, n in facets.certificates.items())
    yield from (({"stars": stars}, n) for stars, n in facets.stars.items())
    yield from (({"conformity": Conformity(one)}, n) for one, n in facets.conformity.items())
    yield from (({"supplier_kind": SupplierKind(one)}, n) for one, n in facets.supplier_kinds.items())
    yield from (({"city": city}, n) for city, n in facets.cities.items())
    yield from (({"within": km}, n) for km, n in facets.within.items())
    yield from (({"price_from": low, "price_to": high}, n) for (low, high), n in facets.prices.items())
    yield from [({"verified": True}, facets.verified), ({"in_stock": True}, facets.in_stock)]
    yield {"declared": True}, facets.declared


@pytest.mark.parametrize(
    "chosen",
    [
        {},
        {"kind": "sealants"},
        {"category": "finishing", "in_stock": True},
        {"section": Section.PRODUCTS, "city": "湖州"},
        {"site": "湖州", "within": 100, "stars": 1},
        {"conformity": Conformity.ALL, "price_to": 50_000},
        {"supplier_kind": SupplierKind.DISTRIBUTOR, "verified": True},
        {"q": "celadon", "declared": True},
    ],
    ids=str,
)
def test_every_count_is_what_one_would_get(collection, chosen):
    start = {"site": "湖州"} | chosen
    offered = list(every_choice(ask(Filters(**start))))
    assert len(offered) > 15
    for choice, promised in offered:
        assert ask(Filters(**start | choice)).total == promised, choice


def test_a_tightened_indicator_keeps_those_that_are_at_least_as_good(collection):
    best = ask(Filters(kind="sealants", values={"sealants-01": "0.8"}))
    with reading() as db:
        said = db.exec(select(Product.code, ProductValue.value).join(ProductValue)
                       .where(ProductValue.indicator == "sealants-01")).all()  # fmt: skip
    assert set(best.codes) == {code for code, value in said if value <= Decimal("0.8")}
    assert 0 < best.total < ask(Filters(kind="sealants")).total


def test_the_plan_of_the_house_is_not_read_again_for_an_exhibit_and_is_never_old(supplier, guest):
    code = make.a_product(supplier).code

    def named():
        alternatives.of(code)
        return products.exhibit(guest, code).kind.name_en, comparison.compare([code]).cards[0].kind_en

    assert named() == ("Ceramic tiles",) * 2
    with statements() as said:
        named()
    assert not [one for one in said if "FROM kind" in one]
    with transaction(audited=False) as db:
        db.get_one(Kind, "ceramic-tiles").name_en = "Tiles"
    assert named() == ("Tiles",) * 2


def test_an_indicator_of_another_kind_is_passed_over(collection):
    assert ask(Filters(kind="rebar", values={"sealants-01": "0"})).total == ask(Filters(kind="rebar")).total


def change_price(product, supplier):
    with transaction(audited=False) as db:
        db.get_one(Product, product.id).price_fen = 77_700


def take_off(product, supplier):
    with transaction(audited=False) as db:
        db.get_one(Product, product.id).status = ProductStatus.OFF_SHELF


def suspend(product, supplier):
    with transaction(audited=False) as db:
        db.get_one(Supplier, product.supplier_id).status = SupplierStatus.SUSPENDED


def certify(product, supplier):
    make.add(paper(product, Scheme.CCC, 3))


def sell_out(product, supplier):
    stock.set_on_hand(supplier, product.code, on_hand_milli=0)


def rename(product, supplier):
    with transaction(audited=False) as db:
        db.get_one(Product, product.id).words = "wlrenamed nlrenamed"


def hang_another(product, supplier):
    make.a_product(make.a_supplier("newcomer"), kind="sealants", origin_city="佛山")


CHANGES = [change_price, take_off, suspend, certify, sell_out, rename, hang_another]


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changes_is_found_at_once_as_if_all_were_read_anew(collection, supplier, guest, change):
    product = make.a_product(supplier, kind="sealants", origin_city="湖州")
    before = browse(guest, Filters(kind="sealants", sort=Sort.PRICE))
    change(product, supplier)
    for filters in (Filters(kind="sealants", sort=Sort.PRICE), Filters(in_stock=True), Filters(q="renamed")):
        with reading() as db:
            assert ask(filters) == Catalogue().ask(db, filters, size=100)
    after = browse(guest, Filters(kind="sealants", sort=Sort.PRICE))
    seen = (after.cards, after.facets) != (before.cards, before.facets)
    assert seen == (change is not rename)  # other words change nothing but what is found by them


def test_another_process_follows_what_this_one_does(collection, supplier):
    other = Catalogue()
    with reading() as db:
        other.ask(db, Filters(), size=5)
    code = make.a_product(supplier, kind="rebar").code
    with reading() as db:
        assert other.ask(db, Filters(kind="rebar", sort=Sort.NEWEST), size=50).codes.count(code) == 1
        assert other.ask(db, Filters(), size=50) == Catalogue().ask(db, Filters(), size=50)


def give_all_away_and_fail():
    with transaction(audited=False) as db:
        for product in db.exec(select(Product)):
            product.price_fen = 1
        db.flush()
        raise RuntimeError("undo")


def test_a_change_that_is_undone_is_never_seen(collection, supplier):
    before = ask(Filters())
    with pytest.raises(RuntimeError, match="undo"):
        give_all_away_and_fail()
    assert ask(Filters()) == before


def test_a_paper_counts_from_its_first_to_its_last_day(supplier, pass_time):
    product = make.a_product(supplier)
    make.add(paper(product, Scheme.CCC, 2))
    assert ask(Filters(stars=2)).total == 1
    pass_time(timedelta(days=(date(2027, 1, 1) - clock.today()).days))
    assert ask(Filters(stars=2)).total == 1
    pass_time(timedelta(days=1))
    assert ask(Filters(stars=2)).total == ask(Filters(certificate=Scheme.CCC)).total == 0


def test_the_columns_say_of_every_exhibit_what_the_rule_says(collection, supplier):
    make.add(Indicator(key="sealants-02", kind="sealants", name_zh="甲", name_en="A", operator=Operator.YES, position=9,
                       confidence=Confidence.UNVERIFIED))  # fmt: skip
    one = make.a_product(supplier, kind="sealants")
    make.add(*(ProductValue(product_id=one.id, indicator=f"sealants-0{n}", value=Decimal(1), proof=Proof.CERTIFICATE)
               for n in (1, 2)))  # fmt: skip
    ask(Filters())
    columns = catalogue.current().columns
    with reading() as db:
        for product in db.exec(select(Product)).all():
            asked = db.exec(select(Indicator).where(Indicator.kind == product.kind)).all()
            said = db.exec(select(ProductValue).where(ProductValue.product_id == product.id)).all()
            judgement = conformity.judge_all(asked, {value.indicator: value.value for value in said})
            number = int(product.code[2:])
            met = 2 if judgement.passed == judgement.total else 1
            assert columns.met[number] == (met if said else 0)
            assert columns.proved[number] == is_proved(judgement, said)
            assert columns.verified[number] == (bool(said) and all(v.proof is not Proof.DECLARED for v in said))


def test_what_can_be_bought_is_what_the_badge_says(collection):
    ask(Filters())
    columns = catalogue.current().columns
    with reading() as db:
        for product, kept in db.exec(select(Product, Stock).join(Stock)).all():
            assert columns.available[int(product.code[2:])] == kept.on_hand_milli - kept.reserved_milli


@pytest.mark.pure
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-2, 2)), max_size=60), st.integers(0, 60), st.integers(0, 20))
def test_a_page_is_cut_from_the_sorted_whole(pairs, start, size):
    keys = [np.array([pair[0] for pair in pairs], np.int64), np.array([pair[1] for pair in pairs], np.int64),
            np.arange(len(pairs))]  # fmt: skip
    whole = sorted(range(len(pairs)), key=lambda at: (*pairs[at], at))
    end = min(start + size, len(pairs))
    assert list(places(keys, start, end)) == whole[start:end]


def test_what_was_first_read_in_a_refused_transaction_stays_whole(guest, supplier):
    """Rolling back makes a session forget what its rows said; what the catalogue keeps is not that session's."""
    product = make.a_product(supplier)
    with suppress(IntegrityError), transaction() as db:
        assert product.kind in catalogue.current().plan_now(db)
        db.add(Stock(product_id=product.id))  # the second of its exhibit
        db.flush()
    with reading() as db:
        kind, category = catalogue.current().plan_now(db)[product.kind]
        assert (kind.code, kind.category) == (product.kind, category.code)
    assert products.exhibit(guest, product.code).card.kind == product.kind
