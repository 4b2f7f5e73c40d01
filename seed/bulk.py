"""Exhibits by the ten thousand, for measuring: variations of the ones that hang already, plain rows in batches."""

import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import cached_property
from random import Random
from typing import Any

from sqlmodel import col, select

from db import shelf_changes
from db import words as spoken
from db.columns import new_id
from db.engine import engine, look_over, reading, transaction
from db.products import Certificate, Product, ProductStatus, ProductValue
from db.shelf_changes import Part
from db.stock import Reason, Stock, StockMovement
from seed import bulk_orders
from seed.batches import Rows, moments, movement, reserved, written
from seed.diary import the_same_ids
from seed.hanging import say
from services import audit, clock, listings, search
from services.audit import Event
from services.order_flow import MUSEUM

BATCH, MANY, TOLD = 5000, 20_000, 100_000  # rows a transaction; what is indexed afterwards; when progress is told
# They stand where a number, and the digits of a code, will: what comes before them is never taken for a part of them.
NUMBER, CODE = "4917358", "8351946"


@dataclass
class Template:
    """An exhibit that hangs, as plain values to vary."""

    product: dict[str, Any]
    values: list[dict[str, Any]] = field(default_factory=list)
    certificates: list[dict[str, Any]] = field(default_factory=list)

    @cached_property
    def words(self) -> str:
        """What a variation is found by, with signs where its number stands: spelling each anew takes far longer."""
        zh, en = names(self, NUMBER)
        own = [self.product["code"], *(held["number"] for held in self.certificates)]
        lasting = set(search.words_of([], [], own).split())
        kept = [token for token in self.product["words"].split() if token[0] != "x" and token not in lasting]
        numbered = [f"P-{CODE}", *(f"{held['number']}-{NUMBER}" for held in self.certificates)]
        more = [new.removeprefix(self.product[name]) for name, new in (("name_zh", zh), ("name_en", en))]
        added = search.words_of(more, [])
        fresh = [token for token in added.split() if token[0] != "x"]
        return search.together(" ".join(fresh), search.words_of([], [], numbered), " ".join(kept))

    @cached_property
    def whole_names(self) -> tuple[str, ...]:
        return tuple(search.unspaced(name) for name in names(self, NUMBER))


def names(pattern: Template, number: str) -> tuple[str, str]:
    return f"{pattern.product['name_zh']} {number} 型", f"{pattern.product['name_en']}, series {number}"


def fill(seed: int, *, products: int, orders: int) -> None:
    listings.spell_anew()
    patterns = templates()
    if not patterns:
        say("There is nothing to vary: hang the demonstration first.")
        return
    began = time.monotonic()
    with spoken.indexed_afterwards(engine()) if products > MANY else nullcontext():
        for before, size in batches(products):
            hang_batch(seed, patterns, size, part=(before / products, (before + size) / products))
            if before and before % TOLD == 0:
                say(f"{before:,} exhibits", since=began)
    say(f"{products:,} exhibits", since=began)
    began = time.monotonic()
    for _, size in batches(orders):
        bulk_orders.write_batch(seed, size)
    look_over()
    say(f"{orders:,} orders", since=began)


def batches(wanted: int) -> Iterator[tuple[int, int]]:
    """How many rows come before each batch, and how many it has."""
    for before in range(0, wanted, BATCH):
        yield before, min(BATCH, wanted - before)


def templates() -> list[Template]:
    """The exhibits of the collection, never those written in bulk before."""
    with reading() as db:
        found = db.exec(select(Product).where(Product.status == ProductStatus.PUBLISHED).order_by(col(Product.code)))
        made = {product.id: Template(product.model_dump()) for product in found.fetchmany(83)}
        for value in db.exec(select(ProductValue).where(col(ProductValue.product_id).in_(made))):
            made[value.product_id].values.append(value.model_dump())
        for certificate in db.exec(select(Certificate).where(col(Certificate.product_id).in_(made))):
            made[certificate.product_id].certificates.append(certificate.model_dump())
    return list(made.values())


def hang_batch(seed: int, patterns: Sequence[Template], size: int, *, part: tuple[float, float]) -> None:
    with transaction() as db:
        last = reserved(db, "P", size)
        numbers = range(last - size + 1, last + 1)
        chance = Random(f"{seed}:bulk exhibits:{last}")
        rows: Rows = defaultdict(list)
        with the_same_ids(f"bulk exhibits:{seed}:{last}"):
            for number, at in zip(numbers, moments(chance, size, part), strict=True):
                with clock.stopped_at(at):
                    vary(rows, patterns[number % len(patterns)], number, chance)
        written(db, rows)
        spoken.take_in(db, [(spoken.number_of(row["code"]), row["words"]) for row in rows[Product]])
        shelf_changes.note(db, Part.EVERYTHING)
        said = {"part": "bulk", "first": f"P-{numbers[0]:06d}", "last": f"P-{last:06d}"}
        audit.record(db, MUSEUM, Event.COLLECTION_SEEDED, "exhibits", **said)


def vary(rows: Rows, pattern: Template, number: int, chance: Random) -> None:
    product = varied(pattern, number, chance)
    on_hand = chance.randrange(500, 50_000) * product["step_milli"]
    rows[Product].append(product)
    rows[Stock].append({"product_id": product["id"], "on_hand_milli": on_hand, "reserved_milli": 0})
    rows[StockMovement].append(movement(product["id"], on_hand, Reason.RECEIVED))
    rows[ProductValue] += [value | {"product_id": product["id"]} for value in pattern.values]
    rows[Certificate] += [
        held | {"id": new_id(), "product_id": product["id"], "number": f"{held['number']}-{number}"}
        for held in pattern.certificates
    ]


def varied(pattern: Template, number: int, chance: Random) -> dict[str, Any]:
    own, now = pattern.product, clock.now()
    zh, en = names(pattern, str(number))
    return own | {
        "id": new_id(),
        "code": f"P-{number:06d}",
        "name_zh": zh,
        "name_en": en,
        "price_fen": max(1, own["price_fen"] * chance.randrange(700, 1400) // 1000),
        "words": words(pattern, number),
        "created_at": now,
        "submitted_at": now,
        "published_at": now,
    }


def words(pattern: Template, number: int) -> str:
    whole = [search.sealed(name.replace(NUMBER, str(number))) for name in pattern.whole_names]
    return " ".join([*whole, pattern.words.replace(NUMBER, str(number)).replace(CODE, f"{number:06d}")])
