"""Suppliers with an account at the provider, and what the ledger and the provider say of their shares."""

import re
from collections.abc import Sequence
from typing import Any

import httpx
from sqlmodel import select

from db import payouts as store
from db.engine import reading
from db.ledger import Account
from db.ledger import balances as on_account
from db.orders import Order, Purchase
from db.payouts import Payout, PayoutStatus
from services import payouts
from services.visitors import Visitor
from tests import make
from tests.buying import codes, delivered, paid
from tests.desk import Desk, deliver


def with_account(desk: Desk, supplier: Visitor) -> str:
    """The supplier opens its account and answers everything; the provider's name of it."""
    link = payouts.onboard(supplier)
    with httpx.Client(trust_env=False) as browser:
        token = re.search(r'name="token" value="([0-9a-f]{64})"', browser.get(link).text)
        browser.post(link, data={"token": token[1] if token else "", "action": "complete"})
    deliver(desk.events("account.updated")[-1])
    with reading() as db:
        row = store.account_of(db, make.supplier_row(supplier).id)
    assert row
    assert row.may_receive
    return str(row.provider_id)


def accepted(desk: Desk, buyer: Visitor, supplier: Visitor, *, fen: int = 12_000, key: str = "one") -> Purchase:
    """Two units bought by card, delivered and accepted."""
    bought = paid(desk, buyer, make.a_product(supplier, price_fen=fen), key=key)
    delivered(buyer, supplier, codes(bought)[0])
    return bought


def passed_on(bought: Purchase) -> list[int]:
    """What stands as paid out for each order of a purchase, in the order of their codes."""
    with reading() as db:
        paid_out = on_account(db, Account.SUPPLIER_PAID)
        orders = db.exec(select(Order).where(Order.purchase_id == bought.id).order_by(Order.code)).all()
        return [paid_out.get(order.id, 0) for order in orders]


def transfers(desk: Desk) -> list[tuple[int, int]]:
    """Amount and what was taken back of it, of every transfer at the provider, the oldest first."""
    return [(one["amount"], one["amount_reversed"]) for one in reversed(desk.api("transfers?limit=100")["data"])]


def movements(*statuses: PayoutStatus) -> Sequence[Payout]:
    with reading() as db:
        found = db.exec(select(Payout).order_by(Payout.planned_at, Payout.id)).all()
    return [one for one in found if not statuses or one.status in statuses]


def draw(desk: Desk, account: str, fen: int) -> None:
    """The owner has moved this much from the account to a bank."""
    send(desk, f"accounts/{account}", {"metadata[sandbox_drawn]": str(fen)})


def send(desk: Desk, path: str, form: dict[str, str]) -> dict[str, Any]:
    key = {"Authorization": "Bearer sk_test_x"}
    answer = httpx.post(f"{desk.url}/sandbox/v1/{path}", headers=key, data=form, trust_env=False)
    assert answer.status_code == 200, answer.text
    return answer.json()


def money_agrees(desk: Desk) -> None:
    """What the ledger says of our balance at the provider is what the provider says of it."""
    accounts = (Account.CARD_RECEIPTS, Account.CARD_PASSED_ON, Account.CARD_WITHDRAWN)
    with reading() as db:
        ours = sum(sum(on_account(db, account).values()) for account in accounts)
    assert ours == desk.api("balance")["available"][0]["amount"]
