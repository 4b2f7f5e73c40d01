"""Our ledgers beside the provider's own lists, every night: what is missing, what is too much, what differs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from db import chargebacks as store
from db import ledger as books
from db import service_books
from db.chargebacks import BookComparison
from db.engine import reading, transaction
from services import audit, clock
from services.audit import Event
from services.ledger import FAILED
from services.order_flow import MUSEUM
from services.payment_opening import may_pay_online
from services.permissions import Permission, require
from services.provider import lists
from services.visitors import Visitor

__all__ = ["Difference", "Wrong", "compare", "differences", "last", "nightly"]

LOOKS_BACK, SETTLING_TIME = timedelta(days=60), timedelta(minutes=15)
LATE = timedelta(days=2)  # so much later than the provider we may have booked something
A_NIGHT = timedelta(days=1)


class Wrong(StrEnum):
    MISSING_THERE = "missing_there"
    MISSING_HERE = "missing_here"
    AMOUNT = "amount"


@dataclass(frozen=True)
class Difference:
    """One movement of money, by the provider's name of it; what each side says of it in fen."""

    reference: str
    wrong: Wrong
    ours_fen: int
    theirs_fen: int


def differences(ours: Mapping[str, int], theirs: Mapping[str, int]) -> list[Difference]:
    """Where the two sides disagree, by name. A movement that left the balance again has its own name and sign."""
    found = []
    for name in sorted(ours.keys() | theirs.keys()):
        here, there = ours.get(name, 0), theirs.get(name, 0)
        if here != there:
            wrong = Wrong.MISSING_THERE if not there else Wrong.MISSING_HERE if not here else Wrong.AMOUNT
            found.append(Difference(name, wrong, here, there))
    return found


def nightly() -> None:
    """Compare when a day has passed since the last time; the keeper asks more often than that."""
    with reading() as db:
        row = store.last_comparison(db)
    if may_pay_online() and (row is None or row.at <= clock.now() - A_NIGHT):
        compare()


def compare() -> list[Difference]:
    """Ask for the provider's lists and keep what differs. What is some minutes old at most may be under way still."""
    now = clock.now()
    listed = lists.movements_since(now - LOOKS_BACK)
    settled = {one.name: one.amount_fen for one in listed if one.at <= now - SETTLING_TIME}
    fresh, since = {one.name for one in listed} - settled.keys(), now - LOOKS_BACK + LATE
    with reading() as db:
        ours = {
            name: fen
            for own in (books, service_books)
            for name, fen in without_failed(
                {**own.at_the_provider(db, since=since), **own.amounts_of(db, list(settled))}
            ).items()
        }
        ours |= {one.provider_id: -one.withdrawn_fen for one in store.opened_since(db, since)}
    real = {name: fen for name, fen in ours.items() if name not in fresh and not name.startswith("demo:")}
    found = differences(real, settled)
    keep(found, compared=len(settled))
    return found


def without_failed(booked: Mapping[str, int]) -> dict[str, int]:
    """A refund that has come back is in our books twice, and in the provider's list not at all."""
    failed = {name.removesuffix(FAILED) for name in booked if name.endswith(FAILED)}
    return {name: fen for name, fen in booked.items() if name.removesuffix(FAILED) not in failed}


def keep(found: list[Difference], *, compared: int) -> None:
    said = [{"reference": one.reference, "wrong": one.wrong.value, "ours_fen": one.ours_fen,
             "theirs_fen": one.theirs_fen} for one in found]  # fmt: skip
    with transaction() as db:
        db.add(BookComparison(at=clock.now(), compared=compared, differences=said))
        audit.record(db, MUSEUM, Event.PAYOUT_BOOKS_COMPARED, "books", compared=compared, differences=len(found))


def last(official: Visitor) -> tuple[datetime, int, list[Difference]] | None:
    """When the books were last compared, over how many movements, and what differed."""
    require(official, Permission.PAYOUT_OVERSEE)
    with reading() as db:
        row = store.last_comparison(db)
    if row is None:
        return None
    return (
        row.at,
        row.compared,
        [
            Difference(str(one["reference"]), Wrong(str(one["wrong"])), int(one["ours_fen"]), int(one["theirs_fen"]))
            for one in row.differences
        ],
    )
