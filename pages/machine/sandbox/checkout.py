"""Checkout Sessions: one basket, one amount, one page to pay it on, open until its time is up."""

from pages.machine.sandbox import lists, shapes
from pages.machine.sandbox.basket import priced, total_of
from pages.machine.sandbox.call import Call
from pages.machine.sandbox.events import emit
from pages.machine.sandbox.params import Params
from pages.machine.sandbox.refusals import Json, StripeError, needed, not_allowed
from pages.machine.sandbox.shapes import blank, shown
from pages.machine.sandbox.store import Book

METHODS = ("card", "alipay", "wechat_pay")
SHORTEST, LONGEST = 30 * 60, 24 * 3600
KNOWN = (
    "mode",
    "line_items",
    "currency",
    "payment_method_types",
    "allowed_payment_method_types",
    "client_reference_id",
    "metadata",
    "payment_intent_data",
    "payment_method_options",
    "success_url",
    "cancel_url",
    "expires_at",
    "expand",
    "customer_email",
    "locale",
    "submit_type",
    "ui_mode",
)
INTENT = (
    "transfer_group",
    "metadata",
    "description",
    "receipt_email",
    "statement_descriptor",
    "statement_descriptor_suffix",
)


def create(call: Call) -> Json:
    params = call.params.only(*KNOWN)
    if params.choice("mode", "payment") is None:
        raise needed("mode")
    params.choice("ui_mode", "hosted_page", "hosted")
    currency, items = priced(params, call.now)
    session = blank(
        "checkout.session",
        call.now,
        currency=currency,
        amount_subtotal=total_of(items),
        amount_total=total_of(items),
        expires_at=_expires_at(params, call.now),
        **_addresses(params),
        **_words(params),
        **_methods(params),
    )
    session["url"] = f"{call.base_url}/sandbox/pay/{session['id']}"
    session["private"] = {"line_items": items, "intent": _intent_data(params)}
    return shown(call.book.put(session))


def retrieve(call: Call) -> Json:
    call.params.only("expand")
    return shown(call.book.need("checkout.session", call.ids["id"]))


def list_line_items(call: Call) -> Json:
    call.params.only("limit", "starting_after", "ending_before", "expand")
    return shapes.line_items(call.book, call.ids["id"])


def list_all(call: Call) -> Json:
    call.params.only(*lists.PAGING, "status", "payment_intent")
    call.params.choice("status", "open", "complete", "expired")
    return lists.page(call, "checkout.session", "/v1/checkout/sessions", by=("status", "payment_intent"))


def expire(call: Call) -> Json:
    call.params.only("expand")
    session = call.book.need("checkout.session", call.ids["id"])
    if session["status"] != "open":
        message = (
            'Only Checkout Sessions with a status in ["open"] can be expired. '
            f"This Checkout Session has a status of `{session['status']}`."
        )
        raise StripeError(message, param="session")
    return shown(lapse(call.book, session, now=call.now))


def lapse(book: Book, session: Json, *, now: int) -> Json:
    """Close an open session for good; what had been tried on it is cancelled with it."""
    intent = book.get("payment_intent", session["payment_intent"] or "")
    if intent is not None:
        book.put({**intent, "status": "canceled", "canceled_at": now, "cancellation_reason": "automatic"})
    session = book.put({**session, "status": "expired", "url": None})
    emit(book, "checkout.session.expired", thing=session, now=now)
    return session


def _expires_at(params: Params, now: int) -> int:
    moment = params.whole("expires_at")
    if moment is None:
        return now + LONGEST
    if moment < now + SHORTEST:
        message = "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation."
        raise StripeError(message, param="expires_at")
    if moment > now + LONGEST:
        message = "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation."
        raise StripeError(message, param="expires_at")
    return moment


def _addresses(params: Params) -> Json:
    success = params.url("success_url")
    if success is None:
        raise needed("success_url")
    return {"success_url": success, "cancel_url": params.url("cancel_url")}


def _words(params: Params) -> Json:
    return {
        "client_reference_id": params.text("client_reference_id", longest=200),
        "metadata": params.metadata(),
        "customer_email": params.text("customer_email", longest=800),
        "locale": params.text("locale", longest=10),
        "submit_type": params.choice("submit_type", "auto", "book", "donate", "pay"),
    }


def _methods(params: Params) -> Json:
    """`payment_method_types` is the name up to 2026; this API version's SDK says `allowed_payment_method_types`."""
    field = "payment_method_types" if params.has("payment_method_types") else "allowed_payment_method_types"
    asked = params.texts(field)
    for place, method in enumerate(asked):
        if method not in METHODS:
            raise not_allowed(f"{field}[{place}]", METHODS)
    options = params.group("payment_method_options").only(*METHODS)
    return {
        "payment_method_types": asked or ["card"],
        "allowed_payment_method_types": asked if field.startswith("allowed") and asked else None,
        "payment_method_options": options.values,
    }


def _intent_data(params: Params) -> Json:
    given = params.group("payment_intent_data").only(*INTENT)
    plain = {field: given.text(field) for field in INTENT if field != "metadata" and given.has(field)}
    return {**plain, "metadata": given.metadata()}
