"""Names that change: whoever and whatever is renamed, its exhibits are found by the new name and by no old one."""

import pytest
from sqlmodel import select

from db.accounts import Organisation
from db.engine import reading, transaction
from db.products import Product
from db.renamed import Renamed
from db.standards import Indicator, Kind
from db.suppliers import Supplier
from services import search, suppliers, words
from services.products import Filters, browse
from services.standards import import_indicators
from services.suppliers import Profile, SupplierKind
from services.visitors import GUEST
from tests import make

TABLE = """category_en,category_zh,kind_en,kind_zh,indicator_en,indicator_zh,operator,threshold,unit,test_standard,\
confidence,source
Finishing,装饰装修材料,Ceramic tiles,陶瓷砖,Internal exposure index,内照射指数,<=,1.0,-,GB 36600-2018,verified,A table
"""


def found(q):
    return {card.code for card in browse(GUEST, Filters(q=q)).cards}


def rename(table, ident, **names):
    with transaction(audited=False) as db:
        db.get_one(table, ident).sqlmodel_update(names)


def hang(supplier, **more):
    """An exhibit with the words that the museum itself gives it."""
    product = make.a_product(supplier, words="", **more)
    words.spell_anew()
    return product.code


def test_a_renamed_supplier_is_found_by_its_new_name_only(supplier, rival):
    codes, other = {hang(supplier) for _ in range(3)}, hang(rival)
    rename(Supplier, make.supplier_row(supplier).id, brand_zh="苕砼", brand_en="Tiaotong")
    rename(Organisation, supplier.organisation_id, name_zh="湖州菱桅公司")
    assert words.follow_names(batch=2) == 3
    assert found("苕砼") == found("菱桅") == found("tiaotong") == codes
    assert found("supplier单位") == set()
    assert found("rival单位") == {other}
    assert words.follow_names() == 0


def test_the_brand_a_supplier_writes_reaches_its_listings_in_the_same_act():
    newcomer = make.a_supplier("newcomer", status="returned")
    code = make.a_product(newcomer, status="draft").code
    suppliers.save(newcomer, Profile(kind=SupplierKind.BRAND_MANUFACTURER, brand_zh="青釉", brand_en="Celadonia"))
    with reading() as db:
        said = db.exec(select(Product.words).where(Product.code == code)).one()
        assert db.exec(select(Renamed)).all() == []
    assert search.matches(search.terms("青釉 celadonia"), said)


def test_a_renamed_kind_is_found_by_its_new_name_and_ranks_as_a_kind(supplier):
    code, other = hang(supplier), hang(supplier, kind="windows")
    rename(Kind, "ceramic-tiles", name_zh="琉璃面材", name_en="Enamelled facing")
    words.follow_names()
    assert found("琉璃面材") == found("liulimiancai") == found("enamelled") == {code}
    assert found("陶瓷砖") == set()
    assert other in found("windows")


def test_an_imported_table_of_standards_is_found_at_once(supplier, official):
    code = hang(supplier)
    assert found("GB 6566") == {code}
    assert import_indicators(official, TABLE.encode()).changed == 1
    assert (found("GB 6566"), found("GB 36600")) == (set(), {code})


def test_following_a_name_goes_on_where_it_stopped_and_begins_anew_with_a_newer_one(supplier):
    codes = {hang(supplier) for _ in range(5)}
    maker = make.supplier_row(supplier).id
    rename(Supplier, maker, brand_zh="青釉")
    assert words.follow_names(at_once=2, batch=2) == 2
    assert len(found("青釉")) == 2
    rename(Supplier, maker, brand_zh="白釉")
    assert words.follow_names() == 5
    assert (found("青釉"), found("白釉")) == (set(), codes)


def test_a_change_of_anything_but_a_name_spells_nothing_anew(supplier):
    hang(supplier)
    rename(Supplier, make.supplier_row(supplier).id, phone="0572-5550199")
    rename(Organisation, supplier.organisation_id, address="1 Museum Road")
    rename(Kind, "ceramic-tiles", summary_en="Another summary.")
    rename(Indicator, "ceramic-tiles-01", source="A paper")
    with reading() as db:
        assert db.exec(select(Renamed)).all() == []


def test_a_name_that_was_given_back_with_its_transaction_is_not_followed(supplier):
    hang(supplier)
    with pytest.raises(AssertionError, match="unaudited"), transaction() as db:
        db.get_one(Organisation, supplier.organisation_id).name_zh = "湖州菱桅公司"
    assert words.follow_names() == 0
    assert found("菱桅") == set()
