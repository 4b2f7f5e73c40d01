"""Exhibits by the ten thousand, for measuring: variations of the ones that hang already, plain rows in batches."""

import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from random import Random
from typing import Any

from sqlmodel import col, select

from db import shelf_changes
from db import words as spoken
from db.columns import new_id
from db.engine import reading, transaction
from db.products import Certificate, Product, ProductStatus, ProductValue
from db.shelf_changes import Part
from db.stock import Reason, Stock, StockMovement
from seed import bulk_orders
from seed.batches import Rows, moments, movement, reserved, written
from seed.diary import the_same_ids
from seed.hanging import say
from services import audit, clock, search
from services.audit import Event
from services.order_flow import MUSEUM

BATCH = 1000


@dataclass
class Template:
    """An exhibit that hangs, as plain values to vary."""

    product: dict[str, Any]
    values: list[dict[str, Any]] = field(default_factory=list)
    certificates: list[dict[str, Any]] = field(default_factory=list)

    @cached_property
    def lasting_words(self) -> str:
        """What its variations are found by as well: all but the whole names, the code, the numbers of certificates."""
        own = search.words_of([], [], [self.product["code"], *(held["number"] for held in self.certificates)])
        return " ".join(token for token in loose(self.product["words"]) if token not in own.split())


def fill(seed: int, *, products: int, orders: int) -> None:
    patterns = templates()
    if not patterns:
        say("There is nothing to vary: hang the demonstration first.")
        return
    began = time.monotonic()
    for done in batches(products):
        hang_batch(seed, patterns, done)
    say(f"{products:,} exhibits", since=began)
    began = time.monotonic()
    for done in batches(orders):
        bulk_orders.write_batch(seed, done)
    say(f"{orders:,} orders", since=began)


def batches(wanted: int) -> Iterator[int]:
    """How many rows each batch has."""
    while wanted > 0:
        yield min(BATCH, wanted)
        wanted -= BATCH


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


def hang_batch(seed: int, patterns: Sequence[Template], size: int) -> None:
    with transaction() as db:
        last = reserved(db, "P", size)
        numbers = range(last - size + 1, last + 1)
        chance = Random(f"{seed}:bulk exhibits:{last}")
        rows: Rows = defaultdict(list)
        with the_same_ids(f"bulk exhibits:{seed}:{last}"):
            for number, at in zip(numbers, moments(chance, size), strict=True):
                with clock.stopped_at(at):
                    vary(rows, patterns[number % len(patterns)], number, chance)
        written(db, rows)
        spoken.take_in(db, [(spoken.number_of(row["code"]), row["words"]) for row in rows[Product]])
        shelf_changes.note(db, Part.EVERYTHING)
        said = {"part": "bulk", "first": f"P-{numbers[0]:06d}", "last": f"P-{last:06d}"}
        audit.record(db, MUSEUM, Event.COLLECTION_SEEDED, "exhibits", **said)


def vary(rows: Rows, pattern: Template, number: int, chance: Random) -> None:
    product = varied(pattern.product, number, chance)
    certificates = [
        held | {"id": new_id(), "product_id": product["id"], "number": f"{held['number']}-{number}"}
        for held in pattern.certificates
    ]
    product["words"] = words(pattern, product, [held["number"] for held in certificates])
    on_hand = chance.randrange(500, 50_000) * product["step_milli"]
    rows[Product].append(product)
    rows[Stock].append({"product_id": product["id"], "on_hand_milli": on_hand, "reserved_milli": 0})
    rows[StockMovement].append(movement(product["id"], on_hand, Reason.RECEIVED))
    rows[ProductValue] += [value | {"product_id": product["id"]} for value in pattern.values]
    rows[Certificate] += certificates


def words(pattern: Template, product: dict[str, Any], numbers: list[str]) -> str:
    """The pattern's words with what a variation adds to them: reading all its texts anew takes far longer."""
    added = [product[name].removeprefix(pattern.product[name]) for name in ("name_zh", "name_en")]
    whole = [search.exact_name(product[name]) for name in ("name_zh", "name_en")]
    own = loose(search.words_of(added, [], [product["code"], *numbers]))
    return search.together(" ".join([*own, *whole]), pattern.lasting_words)


def loose(stored: str) -> list[str]:
    """The words that do not stand for a whole name."""
    return [token for token in stored.split() if not token.startswith("x")]


def varied(pattern: dict[str, Any], number: int, chance: Random) -> dict[str, Any]:
    zh, en = f"{pattern['name_zh']} {number} 型", f"{pattern['name_en']}, series {number}"
    code, now = f"P-{number:06d}", clock.now()
    return pattern | {
        "id": new_id(),
        "code": code,
        "name_zh": zh,
        "name_en": en,
        "price_fen": max(1, pattern["price_fen"] * chance.randrange(700, 1400) // 1000),
        "created_at": now,
        "submitted_at": now,
        "published_at": now,
    }
