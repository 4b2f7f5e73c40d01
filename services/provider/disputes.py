"""Payments that a bank disputes, as the provider tells of them, and the answer that goes to the bank."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import stripe

from db.chargebacks import ChargebackStatus
from services.provider import line
from services.provider.connect import moment

__all__ = ["LONGEST_ANSWER", "DisputeReport", "answer", "disputed_since", "report"]

LONGEST_ANSWER = 20_000
AGAIN = {"appeal_needs_response": "needs_response", "appeal_under_review": "under_review"}


@dataclass(frozen=True)
class DisputeReport:
    """`withdrawn_fen` is what the provider has taken from the museum's balance for it and not given back, in so many
    `movements`: their number only grows, so of two reports the one that knows fewer is the older."""

    provider_id: str
    payment_intent: str
    currency: str
    status: ChargebackStatus
    reason: str
    amount_fen: int
    withdrawn_fen: int
    movements: int
    answer_by: datetime | None
    answered: bool
    opened_at: datetime


def report(provider_id: str) -> DisputeReport:
    with line() as provider:
        return report_on(provider.v1.disputes.retrieve(provider_id))


def report_on(found: stripe.Dispute) -> DisputeReport:
    intent = found.payment_intent
    details = found.evidence_details
    return DisputeReport(
        provider_id=found.id,
        payment_intent=intent if isinstance(intent, str) else intent.id if intent else "",
        currency=found.currency,
        status=status_of(found.status),
        reason=found.reason[:80],
        amount_fen=found.amount,
        withdrawn_fen=max(0, -sum(one.amount for one in found.balance_transactions)),
        movements=len(found.balance_transactions),
        answer_by=moment(details.due_by) if details.due_by else None,
        answered=details.submission_count > 0,
        opened_at=moment(found.created),
    )


def status_of(said: str) -> ChargebackStatus:
    """A word that is new to us means that the case goes on."""
    plain = AGAIN.get(said, said)
    return ChargebackStatus(plain) if plain in set(ChargebackStatus) else ChargebackStatus.UNDER_REVIEW


def answer(provider_id: str, said: str) -> DisputeReport:
    """Hand the answer in to the bank: there is no second one."""
    asked: Any = {"evidence": {"uncategorized_text": said[:LONGEST_ANSWER]}, "submit": True}
    with line() as provider:
        return report_on(provider.v1.disputes.update(provider_id, asked))


def disputed_since(since: datetime) -> Iterator[DisputeReport]:
    asked: Any = {"created": {"gte": int(since.timestamp())}, "limit": 100}
    with line() as provider:
        for one in provider.v1.disputes.list(asked).auto_paging_iter():
            yield report_on(one)
