"""Money back: in parts or whole, never more than was charged."""

from pages.machine.sandbox import lists
from pages.machine.sandbox.call import Call
from pages.machine.sandbox.events import emit
from pages.machine.sandbox.refusals import Json, StripeError, needed
from pages.machine.sandbox.shapes import blank, shown
from pages.machine.sandbox.store import Book

SECONDS_TO_FAIL = 60
REASONS = ("duplicate", "fraudulent", "requested_by_customer")


def create(call: Call) -> Json:
    params = call.params.only("payment_intent", "charge", "amount", "reason", "metadata", "expand")
    charge = _charge(call)
    left = charge["amount_captured"] - charge["amount_refunded"]
    if charge["disputed"] and not _is_refundable(call, charge):
        message = f"Charge {charge['id']} has been charged back; cannot issue a refund."
        raise StripeError(message, code="charge_disputed")
    if left == 0:
        message = f"Charge {charge['id']} has already been refunded."
        raise StripeError(message, code="charge_already_refunded")
    amount = params.whole("amount", least=1) or left
    if amount > left:
        message = f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})"
        raise StripeError(message, param="amount")
    refund = blank(
        "refund",
        call.now,
        amount=amount,
        charge=charge["id"],
        currency=charge["currency"],
        destination_details=_destination(charge),
        metadata=params.metadata(),
        payment_intent=charge["payment_intent"],
        reason=params.choice("reason", *REASONS),
    )
    if charge.get("private", {}).get("takes_nothing_back"):
        refund["private"] = {"fails_at": call.now + SECONDS_TO_FAIL}
    _count(call, charge, refund)
    return shown(refund)


def fail(book: Book, refund: Json, *, now: int) -> None:
    """The bank of a closed card sends it back: the money is on the balance again, and may be refunded anew."""
    refund = book.put({**refund, "status": "failed", "failure_reason": "lost_or_stolen_card", "private": {}})
    charge = book.need("charge", refund["charge"])
    book.put({**charge, "amount_refunded": charge["amount_refunded"] - refund["amount"], "refunded": False})
    emit(book, "refund.failed", thing=refund, now=now)


def retrieve(call: Call) -> Json:
    call.params.only("expand")
    return shown(call.book.need("refund", call.ids["id"]))


def list_all(call: Call) -> Json:
    call.params.only(*lists.PAGING, "payment_intent", "charge")
    return lists.page(call, "refund", "/v1/refunds", by=("payment_intent", "charge"))


def _charge(call: Call) -> Json:
    """The charge that took the money, named by itself or by its PaymentIntent."""
    if call.params.has("charge"):
        charge = call.book.need("charge", call.params.needed("charge"), "charge")
        name = charge["payment_intent"]
    elif call.params.has("payment_intent"):
        name = call.params.needed("payment_intent")
        intent = call.book.need("payment_intent", name, "payment_intent")
        charge = call.book.get("charge", intent["latest_charge"] or "") or {"status": "failed"}
    else:
        raise needed("payment_intent")
    if charge["status"] != "succeeded":
        message = f"This PaymentIntent ({name}) does not have a successful charge to refund."
        raise StripeError(message, code="payment_intent_unexpected_state", param="payment_intent")
    return charge


def _is_refundable(call: Call, charge: Json) -> bool:
    """An enquiry leaves the money where it is; a dispute that is won has given it back."""
    of_charge = "kind = 'dispute' AND json_extract(body, '$.charge') = :charge"
    cases = call.book.select(of_charge, {"charge": charge["id"]})
    return all(one["is_charge_refundable"] or one["status"] == "won" for one in cases)


def _destination(charge: Json) -> Json:
    kind = charge["payment_method_details"]["type"]
    return {"type": kind, kind: {"type": "refund"} if kind == "card" else {}}


def _count(call: Call, charge: Json, refund: Json) -> None:
    refunded = charge["amount_refunded"] + refund["amount"]
    whole = refunded == charge["amount_captured"]
    charge = call.book.put({**charge, "amount_refunded": refunded, "refunded": whole})
    call.book.put(refund)
    emit(call.book, "refund.created", thing=refund, now=call.now)
    emit(call.book, "charge.refunded", thing=charge, now=call.now)
