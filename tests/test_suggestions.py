"""Suggestions: what hangs or changes is offered to the next visitor who mistypes it, and nothing hidden ever is."""

from datetime import timedelta

import pytest
from sqlmodel import select

from db.engine import transaction
from db.products import Product
from db.suppliers import Supplier
from services import search
from services.catalogue import vocabulary
from services.products import Filters, browse
from services.visitors import GUEST
from tests import make


def suggested(q):
    return browse(GUEST, Filters(q=q)).suggestion


def test_what_hangs_since_a_moment_is_suggested_at_once(supplier, pass_time):
    make.a_product(supplier, name_zh="青瓷砖", name_en="Celadon tile")
    assert suggested("korkplank") is None
    make.a_product(supplier, name_zh="炭化软木板", name_en="Corkplank")
    assert suggested("corkplnk") == "corkplank"
    assert suggested("碳化软木版") == "炭化软木板"
    pass_time(timedelta(days=2))
    assert suggested("corkplnk") == "corkplank"


def test_a_changed_name_is_suggested_and_one_that_left_is_not(supplier):
    make.a_product(supplier, name_zh="青瓷砖", name_en="Celadon tile")
    assert suggested("corkplnk") is None
    code = make.a_product(supplier, name_zh="软木板", name_en="Board").code
    assert suggested("corkplnk") is None
    with transaction(audited=False) as db:
        product = db.exec(select(Product).where(Product.code == code)).one()
        product.sqlmodel_update({"name_en": "Corkplank", "words": search.words_of(["Corkplank"], [])})
    assert suggested("corkplnk") == "corkplank"
    with transaction(audited=False) as db:
        db.exec(select(Product).where(Product.code == code)).one().status = "off_shelf"
    assert suggested("corkplnk") is None


def test_however_many_names_come_new_each_is_suggested(supplier, monkeypatch):
    monkeypatch.setattr(vocabulary, "MOST_FRESH", 2)
    monkeypatch.setattr(vocabulary, "MOST_NAMES", 3)
    make.a_product(supplier)
    assert suggested("corkplnk") is None
    for name, mistyped in (("Corkplank", "corkplnk"), ("Wallhanging", "walhanging"), ("Sandstone", "sandstoen")) * 2:
        make.a_product(supplier, name_zh="板", name_en=name)
        assert suggested(mistyped) == name.lower()


def test_a_renamed_brand_is_suggested_at_once(supplier):
    make.a_product(supplier)
    assert suggested("tiaotng") is None
    with transaction(audited=False) as db:
        db.get_one(Supplier, make.supplier_row(supplier).id).brand_en = "Tiaotong"
    assert suggested("tiaotng") == "tiaotong"


def test_a_hidden_listing_is_never_suggested(supplier):
    make.a_product(supplier, name_zh="青瓷砖", name_en="Celadon tile")
    assert suggested("corkplnk") is None
    for status in ("draft", "submitted", "returned", "off_shelf"):
        make.a_product(supplier, name_zh="软木板", name_en="Corkplank", status=status)
    assert suggested("corkplnk") is None


@pytest.mark.pure
def test_of_a_new_name_only_what_is_new_is_learnt():
    known = search.vocabulary_of(["预拌混凝土", "再生混凝土板", "Ceramic tiles", "建筑陶瓷砖"])
    assert search.learnt(["预拌混凝土", "Ceramic tiles"], known) == ()
    new = search.learnt(["再生混凝土瓦", "Roof tiles"], known)
    assert {"再生混凝土瓦", "roof"} <= set(new)
    assert not {"tiles", "混凝土", "凝土", "再生"} & set(new)


@pytest.mark.pure
def test_new_words_do_not_wait_for_the_vocabulary():
    known = search.vocabulary_of(["建筑陶瓷砖", "Ceramic tiles"])
    fresh = search.learnt(["软木板", "Corkplank"], known)
    assert search.suggestion("corkplnk cermic", known, fresh) == "corkplank ceramic"
    assert search.suggestion("软木版", known, fresh) == "软木板"
    assert search.suggestion("corkplnk", known) is None
