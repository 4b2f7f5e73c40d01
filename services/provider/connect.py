"""Connected accounts and the movements between the museum's balance and theirs, in the museum's words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import stripe

from services.provider import line

__all__ = [
    "AccountReport", "Movement", "account", "account_named", "charge_of", "move", "moved_before", "new_account",
    "onboarding_link", "sessions_of", "transfers_since",
]  # fmt: skip

COUNTRY = "CN"
# The museum answers for losses and pays the provider's fees; suppliers see the provider's small desk, and pay nothing.
CONTROLLER = {
    "fees": {"payer": "application"},
    "losses": {"payments": "application"},
    "stripe_dashboard": {"type": "express"},
}


@dataclass(frozen=True)
class AccountReport:
    """What the provider says of an account. `due`: its own names of what it still wants to know."""

    provider_id: str
    submitted: bool
    may_receive: bool
    may_withdraw: bool
    due: list[str]


@dataclass(frozen=True)
class Movement:
    """A transfer, or with `transfer_id` the reversal of one; `mark` is the id of our plan, "" when it was none."""

    provider_id: str
    amount_fen: int
    mark: str
    transfer_id: str | None
    at: datetime


def report_on(found: stripe.Account) -> AccountReport:
    wanted = found.requirements
    due = [*(wanted.past_due or []), *(wanted.currently_due or [])] if wanted else []
    may_receive = bool(found.capabilities) and getattr(found.capabilities, "transfers", "") == "active"
    return AccountReport(
        provider_id=found.id,
        submitted=bool(found.details_submitted),
        may_receive=may_receive,
        may_withdraw=bool(found.payouts_enabled),
        due=sorted(set(due)),
    )


def new_account(supplier_code: str, *, email: str, name: str, key: str) -> AccountReport:
    """Open an account for a supplier; the same key finds the one that was opened before."""
    asked: Any = {
        "country": COUNTRY,
        "email": email,
        "business_type": "company",
        "business_profile": {"name": name},
        "capabilities": {"transfers": {"requested": True}},
        "controller": CONTROLLER,
        "metadata": {"supplier": supplier_code},
    }
    with line() as provider:
        return report_on(provider.v1.accounts.create(asked, {"idempotency_key": key}))


def account_named(supplier_code: str) -> AccountReport | None:
    """The account that bears a supplier's mark: opened before a crash, when its key is forgotten by now."""
    with line() as provider:
        for found in provider.v1.accounts.list({"limit": 100}).auto_paging_iter():
            if getattr(found.metadata, "supplier", "") == supplier_code:
                return report_on(found)
    return None


def account(provider_id: str) -> AccountReport:
    with line() as provider:
        return report_on(provider.v1.accounts.retrieve(provider_id))


def onboarding_link(provider_id: str, *, back: str, again: str) -> str:
    """The page on which the account's owner answers what the provider wants to know: once, for some minutes."""
    asked: Any = {"account": provider_id, "type": "account_onboarding", "return_url": back, "refresh_url": again}
    with line() as provider:
        return provider.v1.account_links.create(asked).url


def sessions_of(payment_intent: str) -> list[str]:
    """The payment pages through which a payment came."""
    with line() as provider:
        return [one.id for one in provider.v1.checkout.sessions.list({"payment_intent": payment_intent}).data]


def charge_of(payment_intent: str) -> str:
    with line() as provider:
        found = provider.v1.payment_intents.retrieve(payment_intent).latest_charge
    return found if isinstance(found, str) else found.id if found else ""


def move(amount_fen: int, *, to: str, source: str, group: str, mark: str) -> Movement:
    """Pass a share of one charge on to an account."""
    asked: Any = {
        "amount": amount_fen,
        "currency": "cny",
        "destination": to,
        "source_transaction": source,
        "transfer_group": group,
        "metadata": {"payout": mark},
    }
    with line() as provider:
        return transferred(provider.v1.transfers.create(asked, {"idempotency_key": f"payout:{mark}"}))


def take_back(transfer_id: str, amount_fen: int, *, mark: str) -> Movement:
    asked: Any = {"amount": amount_fen, "metadata": {"payout": mark}}
    with line() as provider:
        made = provider.v1.transfers.reversals.create(transfer_id, asked, {"idempotency_key": f"payout:{mark}"})
    return reversed_by(made, transfer_id)


def moved_before(mark: str, *, group: str, transfer_id: str | None) -> Movement | None:
    """What the provider did for a plan although its answer never reached us: keys are forgotten, marks are not."""
    with line() as provider:
        if transfer_id:
            found = provider.v1.transfers.reversals.list(transfer_id, {"limit": 100}).auto_paging_iter()
            done = (reversed_by(one, transfer_id) for one in found)
        else:
            sent = provider.v1.transfers.list({"transfer_group": group, "limit": 100}).auto_paging_iter()
            done = (transferred(one) for one in sent)
        return next((one for one in done if one.mark == mark), None)


def transfers_since(since: datetime) -> Iterator[Movement]:
    """Every transfer made since, each followed by its reversals."""
    with line() as provider:
        asked: Any = {"created": {"gte": int(since.timestamp())}, "limit": 100}
        for one in provider.v1.transfers.list(asked).auto_paging_iter():
            yield transferred(one)
            if one.amount_reversed:
                back = provider.v1.transfers.reversals.list(one.id, {"limit": 100}).auto_paging_iter()
                yield from (reversed_by(found, one.id) for found in back)


def transferred(one: stripe.Transfer) -> Movement:
    return Movement(one.id, one.amount, getattr(one.metadata, "payout", ""), None, moment(one.created))


def reversed_by(one: stripe.TransferReversal, transfer_id: str) -> Movement:
    mark = getattr(one.metadata, "payout", "") if one.metadata else ""
    return Movement(one.id, one.amount, mark, transfer_id, moment(one.created))


def moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
