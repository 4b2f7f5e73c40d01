"""What the provider's own lists say of the money that moved on our balance."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.provider import disputes, line
from services.provider.connect import moment, transfers_since

__all__ = ["Listed", "movements_since"]

GONE = {"canceled", "failed"}


@dataclass(frozen=True)
class Listed:
    """One movement: below nothing it left our balance. Payments are named by their payment intent."""

    name: str
    amount_fen: int
    at: datetime


def movements_since(since: datetime) -> list[Listed]:
    """Payments, refunds, transfers, reversals and disputes that began since."""
    moved = [
        Listed(one.provider_id, one.amount_fen if one.transfer_id else -one.amount_fen, one.at)
        for one in transfers_since(since)
    ]
    disputed = [Listed(one.provider_id, -one.withdrawn_fen, one.opened_at) for one in disputes.disputed_since(since)]
    return [*payments_since(since), *refunds_since(since), *moved, *disputed]


def payments_since(since: datetime) -> list[Listed]:
    asked: Any = {"created": {"gte": int(since.timestamp())}, "limit": 100}
    with line() as provider:
        return [
            Listed(str(one.payment_intent or one.id), one.amount_captured, moment(one.created))
            for one in provider.v1.charges.list(asked).auto_paging_iter()
            if one.status == "succeeded"
        ]


def refunds_since(since: datetime) -> list[Listed]:
    asked: Any = {"created": {"gte": int(since.timestamp())}, "limit": 100}
    with line() as provider:
        return [
            Listed(one.id, -one.amount, moment(one.created))
            for one in provider.v1.refunds.list(asked).auto_paging_iter()
            if one.status not in GONE
        ]
