"""What an exhibit is found by, and how that follows when its supplier, its kind or the standards get other names."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlmodel import Session

from db import products as store
from db import renamed
from db import suppliers as owners
from db import words as stored
from db.accounts import Organisation
from db.engine import transaction
from db.products import Certificate, Product
from db.standards import Indicator, Kind, indicators
from db.suppliers import Supplier
from services import search
from services.regions import in_english

__all__ = ["Told", "follow_names", "found_by", "spell_anew", "spelled"]

BATCH = 100  # exhibits a transaction: others write in between
AT_ONCE = (
    5_000  # exhibits a call: whoever gives a name waits some seconds at most, the keeper of deadlines does the rest
)


class Told(NamedTuple):
    """An exhibit with all it is found by."""

    product: Product
    kind: Kind
    supplier: Supplier
    organisation: Organisation
    certificates: Sequence[Certificate]
    indicators: Sequence[Indicator]


def found_by(db: Session, product: Product) -> str:
    """The words of an exhibit as things stand in this transaction."""
    return next(spelled(told) for told in read(db, [product]))


def spelled(told: Told) -> str:
    """The words, dearest first: its names, its kind, then codes and numbers, its maker, its text."""
    product, kind, supplier, owner = told.product, told.kind, told.supplier, told.organisation
    rest = [product.code, *(certificate.number for certificate in told.certificates)]
    rest += [product.specification_zh, product.specification_en]
    rest += search.standards_in(indicator.standard for indicator in told.indicators)
    rest += [supplier.brand_zh, supplier.brand_en, owner.name_zh, owner.name_en]
    rest += [product.origin_city, in_english(product.origin_city)]
    rest += [product.description_zh, product.description_en]
    return search.words_of([product.name_zh, product.name_en], [kind.name_zh, kind.name_en], rest)


def read(db: Session, products: Sequence[Product]) -> Iterator[Told]:
    """Each with what is told of it, at a few questions for all of them."""
    makers = owners.with_owner(db, {product.supplier_id for product in products})
    kinds = {code: (db.get_one(Kind, code), indicators(db, code)) for code in {product.kind for product in products}}
    papers = store.certificates(db, [product.id for product in products])
    for product in products:
        kind, asked = kinds[product.kind]
        own = [paper for paper in papers if paper.product_id == product.id]
        yield Told(product, kind, *makers[product.supplier_id], own, asked)


def spell_anew(batch: int = BATCH) -> int:
    """Give the search its words where they are missing, as after a change of their spelling; returns how many."""
    done = 0
    while True:
        with transaction(audited=False) as db:
            silent = store.without_words(db, batch)
            stored.say_anew(db, [(told.product, spelled(told)) for told in read(db, silent)])
        done += len(silent)
        if len(silent) < batch:
            return done


def follow_names(at_once: int = AT_ONCE, batch: int = BATCH) -> int:
    """Spell anew what is still found by an old name of its supplier or kind; returns how many it looked at."""
    done = 0
    while done < at_once:
        with transaction(audited=False) as db:
            whose = renamed.waiting(db)
            if whose is None:
                break
            found = renamed.exhibits(db, whose, batch)
            stored.say_anew(db, [(told.product, spelled(told)) for told in read(db, found)])
            renamed.follow(db, whose, found, is_end=len(found) < batch)
        done += len(found)
    return done
