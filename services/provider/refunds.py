"""Refunds at the provider, of purchases and of services: sent once, found again, listed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import stripe

from services.provider import client as provider

__all__ = ["Refund", "listed", "retrieved", "send"]

GONE = {"failed", "canceled"}


@dataclass(frozen=True)
class Refund:
    """`marks` are ours: by them a refund is found again. An unmarked one was made on the provider's own pages."""

    id: str
    amount_fen: int
    marks: Mapping[str, str]
    status: str

    @property
    def alive(self) -> bool:
        return self.status not in GONE


def listed(payment_intent: str) -> list[Refund]:
    found = provider().v1.refunds.list({"payment_intent": payment_intent, "limit": 100})
    return [read(one) for one in found.auto_paging_iter()]


def retrieved(refund_id: str) -> Refund:
    """As it stands now, whatever an event said of it."""
    return read(provider().v1.refunds.retrieve(refund_id))


def read(one: stripe.Refund) -> Refund:
    return Refund(one.id, one.amount, dict(one.metadata.to_dict()) if one.metadata else {}, one.status or "")


def send(payment_intent: str, amount_fen: int, marks: dict[str, str], *, key: str,
         mine: Callable[[Iterable[Refund]], Refund | None]) -> Refund:  # fmt: skip
    """Send money back, unless `mine` finds it among what was sent: keys are forgotten after a day, marks are not."""
    before = mine(listed(payment_intent))
    if before:
        return before
    sent = provider().v1.refunds.create(
        {"payment_intent": payment_intent, "amount": amount_fen, "metadata": marks}, {"idempotency_key": key}
    )
    return Refund(sent.id, sent.amount, marks, sent.status or "")
