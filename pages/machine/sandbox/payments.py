"""What a payer does: pays at once, is declined, or promises a transfer that arrives or fails later."""

from dataclasses import dataclass

from pages.machine.sandbox import disputes, lists
from pages.machine.sandbox.call import Call
from pages.machine.sandbox.cards import Card, Decline
from pages.machine.sandbox.disputes import Case
from pages.machine.sandbox.events import emit
from pages.machine.sandbox.refusals import Json
from pages.machine.sandbox.shapes import blank, shown
from pages.machine.sandbox.store import Book, new_id

NOT_AUTHORISED = Decline(
    "payment_intent_authentication_failure",
    None,
    "The customer did not authorise the payment.",
)
NEVER_ARRIVED = Decline("payment_intent_payment_attempt_failed", None, "The bank transfer did not arrive.")


@dataclass(frozen=True)
class Means:
    """How somebody pays: Stripe's name of the method and the details a charge shows of it."""

    kind: str
    details: Json
    name: str | None = None
    case: Case | None = None
    takes_nothing_back: bool = False


def by_card(card: Card, name: str) -> Means:
    details = {
        "brand": card.brand,
        "last4": card.last4,
        "exp_month": card.exp_month,
        "exp_year": card.exp_year,
        "checks": {"address_line1_check": None, "address_postal_code_check": None, "cvc_check": "pass"},
        "country": "CN",
        "funding": "credit",
        "network": card.brand,
    }
    return Means("card", details, name, card.case, takes_nothing_back=card.is_closed)


def by_wallet(kind: str) -> Means:
    return Means(kind, {})


def pay(book: Book, session: Json, *, means: Means, now: int) -> Json:
    """Take the whole amount; the caller holds the write lock and has seen the session open."""
    intent = _take(book, _intent(book, session, means=means, now=now), means=means, now=now)
    session = {**_complete(session, intent, means=means), "payment_status": "paid"}
    session = _announce(book, session, event="checkout.session.completed", now=now)
    if means.case:
        disputes.begin(book, book.need("charge", intent["latest_charge"]), means.case, now=now)
    return session


def decline(book: Book, session: Json, *, means: Means, why: Decline, now: int) -> Json:
    """Record the attempt; the session stays open for another one."""
    intent = _refuse(book, _intent(book, session, means=means, now=now), means=means, why=why, now=now)
    return book.put({**session, "payment_intent": intent["id"]})


def promise(book: Book, session: Json, *, succeeds: bool, due: int, now: int) -> Json:
    """A delayed method: the session is complete and unpaid until the answer comes at `due`."""
    means = Means("customer_balance", {})
    intent = book.put(
        {**_intent(book, session, means=means, now=now), "status": "processing", "payment_method": new_id("pm_1")}
    )
    session = _complete(session, intent, means=means)
    session["private"] = {**session["private"], "promise": {"due": due, "succeeds": succeeds}}
    return _announce(book, session, event="checkout.session.completed", now=now)


def settle(book: Book, session: Json, *, now: int) -> Json:
    """The promised transfer arrives or fails; its promise is taken out so that this happens once."""
    promise_kept = session["private"].pop("promise")["succeeds"]
    means = Means("customer_balance", {})
    intent = book.need("payment_intent", session["payment_intent"])
    if promise_kept:
        _take(book, intent, means=means, now=now)
        return _announce(
            book, {**session, "payment_status": "paid"}, event="checkout.session.async_payment_succeeded", now=now
        )
    _refuse(book, intent, means=means, why=NEVER_ARRIVED, now=now)
    return _announce(book, session, event="checkout.session.async_payment_failed", now=now)


def retrieve_intent(call: Call) -> Json:
    call.params.only("expand", "client_secret")
    return shown(call.book.need("payment_intent", call.ids["id"], "intent"))


def list_intents(call: Call) -> Json:
    call.params.only(*lists.PAGING)
    return lists.page(call, "payment_intent", "/v1/payment_intents")


def retrieve_charge(call: Call) -> Json:
    call.params.only("expand")
    return shown(call.book.need("charge", call.ids["id"]))


def list_charges(call: Call) -> Json:
    call.params.only(*lists.PAGING, "payment_intent", "transfer_group")
    return lists.page(call, "charge", "/v1/charges", by=("payment_intent", "transfer_group"))


def _intent(book: Book, session: Json, *, means: Means, now: int) -> Json:
    """The session's one PaymentIntent, made at the first attempt as Stripe does."""
    known = book.get("payment_intent", session["payment_intent"] or "")
    if known is not None:
        return known
    intent = blank(
        "payment_intent",
        now,
        amount=session["amount_total"],
        currency=session["currency"],
        payment_method_types=sorted({*session["payment_method_types"], means.kind}),
        **session["private"]["intent"],
    )
    intent["client_secret"] = new_id(f"{intent['id']}_secret_")
    return intent


def _take(book: Book, intent: Json, *, means: Means, now: int) -> Json:
    charge = _charge(intent, means, now=now)
    charge.update(status="succeeded", paid=True, captured=True, amount_captured=intent["amount"])
    charge["outcome"] = {"type": "authorized", "network_status": "approved_by_network", "reason": None}
    book.put(charge)
    intent = book.put(
        {
            **intent,
            "status": "succeeded",
            "amount_received": intent["amount"],
            "latest_charge": charge["id"],
            "payment_method": charge["payment_method"],
            "last_payment_error": None,
        }
    )
    emit(book, "charge.succeeded", thing=charge, now=now)
    emit(book, "payment_intent.succeeded", thing=intent, now=now)
    return intent


def _refuse(book: Book, intent: Json, *, means: Means, why: Decline, now: int) -> Json:
    charge = _charge(intent, means, now=now)
    charge.update(failure_code=why.code, failure_message=why.message)
    charge["outcome"] = {"type": "issuer_declined", "network_status": "declined_by_network", "reason": why.reason}
    book.put(charge)
    error = {
        "type": "card_error" if means.kind == "card" else "invalid_request_error",
        "code": why.code,
        "decline_code": why.reason,
        "message": why.message,
        "charge": charge["id"],
    }
    changes = {"status": "requires_payment_method", "last_payment_error": error, "latest_charge": charge["id"]}
    intent = book.put({**intent, **changes})
    emit(book, "payment_intent.payment_failed", thing=intent, now=now)
    return intent


def _charge(intent: Json, means: Means, *, now: int) -> Json:
    inherited = ("amount", "currency", "metadata", "description", "receipt_email", "transfer_group")
    charge = blank("charge", now, payment_intent=intent["id"], **{field: intent[field] for field in inherited})
    charge["payment_method"] = new_id("pm_1")
    charge["payment_method_details"] = {"type": means.kind, means.kind: means.details}
    charge["billing_details"]["name"] = means.name
    charge["private"] = {"takes_nothing_back": means.takes_nothing_back}
    return charge


def _complete(session: Json, intent: Json, *, means: Means) -> Json:
    address = dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"))
    customer = {"address": address, "email": session["customer_email"], "name": means.name, "phone": None}
    return {
        **session,
        "status": "complete",
        "url": None,
        "payment_intent": intent["id"],
        "customer_details": {**customer, "tax_exempt": "none", "tax_ids": []},
    }


def _announce(book: Book, session: Json, *, event: str, now: int) -> Json:
    book.put(session)
    emit(book, event, thing=session, now=now)
    return session
