"""A bank takes a payment back: disputes made by Stripe's test cards, answered by Stripe's test words."""

from dataclasses import dataclass

from pages.machine.sandbox import lists
from pages.machine.sandbox.call import Call
from pages.machine.sandbox.events import emit
from pages.machine.sandbox.refusals import Json, StripeError, unknown
from pages.machine.sandbox.shapes import blank, shown
from pages.machine.sandbox.store import Book

ANSWER_SECONDS = 7 * 24 * 3600
MOST_EVIDENCE = 20_000
# Words published by Stripe for testing (https://docs.stripe.com/testing#disputes): they decide the case at once.
WINNING, LOSING = "winning_evidence", "losing_evidence"
OPEN = {"needs_response", "warning_needs_response"}


@dataclass(frozen=True)
class Case:
    """What a test card brings about: the cardholder's reason, and whether money is withdrawn or only asked after."""

    reason: str
    enquiry: bool = False


# Numbers published by Stripe for testing: the payment succeeds, then the bank disputes it.
DISPUTED_CARDS = {
    "4000000000000259": Case("fraudulent"),
    "4000000000002685": Case("product_not_received"),
    "4000000000001976": Case("fraudulent", enquiry=True),
}


def begin(book: Book, charge: Json, case: Case, *, now: int) -> Json:
    """The bank disputes the whole charge; unless it only enquires, the money is gone from the balance at once."""
    dispute = blank(
        "dispute",
        now,
        amount=charge["amount_captured"],
        charge=charge["id"],
        currency=charge["currency"],
        payment_intent=charge["payment_intent"],
        reason=case.reason,
        status="warning_needs_response" if case.enquiry else "needs_response",
        is_charge_refundable=case.enquiry,
    )
    dispute["evidence_details"]["due_by"] = now + ANSWER_SECONDS
    dispute["payment_method_details"]["card"]["case_type"] = "inquiry" if case.enquiry else "chargeback"
    book.put({**charge, "disputed": True})
    book.put(dispute)
    emit(book, "charge.dispute.created", thing=dispute, now=now)
    return dispute if case.enquiry else _moved(book, dispute, -dispute["amount"], now=now)


def retrieve(call: Call) -> Json:
    call.params.only("expand")
    return shown(call.book.need("dispute", call.ids["id"], "dispute"))


def list_all(call: Call) -> Json:
    call.params.only(*lists.PAGING, "charge", "payment_intent")
    return lists.page(call, "dispute", "/v1/disputes", by=("charge", "payment_intent"))


def update(call: Call) -> Json:
    """Stage evidence, or hand it in: that is the default and can be done once."""
    params = call.params.only("evidence", "submit", "metadata", "expand")
    dispute = call.book.need("dispute", call.ids["id"], "dispute")
    if dispute["status"] not in OPEN:
        raise StripeError(f"This dispute is already closed or under review ({dispute['status']}).")
    given = params.group("evidence")
    for field in given.values:
        if field not in dispute["evidence"] or field == "enhanced_evidence":
            raise unknown(given.name(field))
    words = {field: given.text(field, longest=MOST_EVIDENCE) for field in given.values}
    dispute = {**dispute, "evidence": {**dispute["evidence"], **words}, "metadata": params.metadata()}
    dispute["evidence_details"] = {**dispute["evidence_details"], "has_evidence": bool(words)}
    call.book.put(dispute)
    return shown(dispute if params.flag("submit") is False else _submitted(call.book, dispute, now=call.now))


def close(call: Call) -> Json:
    """To close a dispute is to lose it."""
    call.params.only("expand")
    dispute = call.book.need("dispute", call.ids["id"], "dispute")
    if dispute["status"] not in OPEN:
        raise StripeError(f"This dispute cannot be closed ({dispute['status']}).")
    return shown(_decided(call.book, dispute, won=False, now=call.now))


def _submitted(book: Book, dispute: Json, *, now: int) -> Json:
    details = {**dispute["evidence_details"], "submission_count": 1}
    review = dispute["status"].replace("needs_response", "under_review")
    dispute = book.put({**dispute, "evidence_details": details, "status": review})
    emit(book, "charge.dispute.updated", thing=dispute, now=now)
    said = dispute["evidence"]["uncategorized_text"] or ""
    if WINNING in said or LOSING in said:
        return _decided(book, dispute, won=WINNING in said, now=now)
    return dispute


def _decided(book: Book, dispute: Json, *, won: bool, now: int) -> Json:
    enquiry = dispute["status"].startswith("warning_")
    dispute = {**dispute, "status": "warning_closed" if enquiry else "won" if won else "lost"}
    if won and not enquiry:
        dispute = _moved(book, dispute, dispute["amount"], now=now)
    book.put(dispute)
    emit(book, "charge.dispute.closed", thing=dispute, now=now)
    return dispute


def _moved(book: Book, dispute: Json, amount: int, *, now: int) -> Json:
    entry = blank(
        "balance_transaction", now, amount=amount, net=amount, currency=dispute["currency"], source=dispute["id"],
        available_on=now, reporting_category="dispute" if amount < 0 else "dispute_reversal",
    )  # fmt: skip
    dispute = book.put({**dispute, "balance_transactions": [*dispute["balance_transactions"], entry]})
    event = "charge.dispute.funds_withdrawn" if amount < 0 else "charge.dispute.funds_reinstated"
    emit(book, event, thing=dispute, now=now)
    return dispute
