"""The door for the SDK: who may call, which operation is meant, and how its answer or refusal is written."""

import json
import logging
import re
from collections.abc import Awaitable, Callable
from functools import partial
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from pages.machine.sandbox import (
    accounts,
    checkout,
    disputes,
    events,
    idempotency,
    params,
    payments,
    refunds,
    refusals,
    shapes,
    transfers,
)
from pages.machine.sandbox.call import Call, Operation
from pages.machine.sandbox.desk import Desk, TooLong, body_of
from pages.machine.sandbox.idempotency import Answer
from pages.machine.sandbox.params import Params
from pages.machine.sandbox.refusals import StripeError
from pages.machine.sandbox.store import Book, new_id

log = logging.getLogger(__name__)
KEY = "sk_test_"

OPERATIONS: dict[tuple[str, str], Operation] = {
    ("POST", "checkout/sessions"): checkout.create,
    ("GET", "checkout/sessions"): checkout.list_all,
    ("GET", "checkout/sessions/{id}"): checkout.retrieve,
    ("GET", "checkout/sessions/{id}/line_items"): checkout.list_line_items,
    ("POST", "checkout/sessions/{id}/expire"): checkout.expire,
    ("GET", "payment_intents"): payments.list_intents,
    ("GET", "payment_intents/{id}"): payments.retrieve_intent,
    ("GET", "charges"): payments.list_charges,
    ("GET", "charges/{id}"): payments.retrieve_charge,
    ("POST", "refunds"): refunds.create,
    ("GET", "refunds"): refunds.list_all,
    ("GET", "refunds/{id}"): refunds.retrieve,
    ("POST", "accounts"): accounts.create,
    ("GET", "accounts"): accounts.list_all,
    ("GET", "accounts/{id}"): accounts.retrieve,
    ("POST", "accounts/{id}"): accounts.update,
    ("POST", "account_links"): accounts.create_link,
    ("POST", "transfers"): transfers.create,
    ("GET", "transfers"): transfers.list_all,
    ("GET", "transfers/{id}"): transfers.retrieve,
    ("POST", "transfers/{id}/reversals"): transfers.create_reversal,
    ("GET", "transfers/{id}/reversals"): transfers.list_reversals,
    ("GET", "transfers/{id}/reversals/{reversal}"): transfers.retrieve_reversal,
    ("GET", "disputes"): disputes.list_all,
    ("GET", "disputes/{id}"): disputes.retrieve,
    ("POST", "disputes/{id}"): disputes.update,
    ("POST", "disputes/{id}/close"): disputes.close,
    ("GET", "events"): events.list_all,
    ("GET", "events/{id}"): events.retrieve,
    ("GET", "balance"): transfers.balance,
}
ROUTES = [
    (method, re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[A-Za-z0-9_]+)", path)), operation)
    for (method, path), operation in OPERATIONS.items()
]


class Asked(NamedTuple):
    """A request, read off the wire."""

    method: str
    path: str
    words: str
    authorization: str
    account: str | None
    key: str | None


def door(desk: Desk) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        try:
            raw = await body_of(request)
        except TooLong:
            return _write(Answer(413, StripeError("The request is too long.", status=413).body()))
        return await desk.aside(partial(_respond, desk, _read(request, raw)))

    return answer


def _read(request: Request, raw: bytes) -> Asked:
    head = request.headers
    # An `expand` in the address of a POST counts too, so both places are read as one.
    words = "&".join(part for part in (raw.decode(errors="replace"), request.url.query) if part)
    path = request.path_params["path"].strip("/")
    key = head.get("idempotency-key") if request.method == "POST" else None
    return Asked(request.method, path, words, head.get("authorization", ""), head.get("stripe-account"), key)


def _respond(desk: Desk, asked: Asked) -> Response:
    try:
        _check_key(asked.authorization)
        return _act(desk, asked)
    except StripeError as refusal:
        return _write(Answer(refusal.status, refusal.body()))
    except Exception:
        log.exception("Sandbox: %s %s failed", asked.method, asked.path)
        return _write(Answer(500, refusals.our_fault().body()))


def _check_key(authorization: str) -> None:
    kind, _, key = authorization.partition(" ")
    if kind != "Bearer" or not key.strip():
        raise refusals.no_key()
    if not key.startswith(KEY) or key == KEY:
        raise refusals.bad_key(key[:8])


def _act(desk: Desk, asked: Asked) -> Response:
    operation, ids = _find(asked)
    words = params.read(asked.words)
    if asked.method == "GET":
        with desk.reading() as book:
            return _write(Answer(200, _perform(operation, _call(desk, asked, book=book, words=words, ids=ids))))
    if asked.key is None:
        with desk.writing() as book:
            return _write(Answer(200, _perform(operation, _call(desk, asked, book=book, words=words, ids=ids))))
    return _once(
        desk,
        asked,
        act=lambda book: _perform(operation, _call(desk, asked, book=book, words=words, ids=ids)),
        words=words,
    )


def _once(desk: Desk, asked: Asked, *, act: Callable[[Book], refusals.Json], words: Params) -> Response:
    key = asked.key or ""
    desk.catch_up()
    known = idempotency.reserve(desk.state(), key, mark=idempotency.fingerprint(asked.path, words), now=desk.now())
    if known is not None:
        return _write(known, {"Idempotency-Key": key, "Idempotent-Replayed": "true"})
    try:
        with desk.writing() as book:
            answer = Answer(200, act(book))
            idempotency.keep(book, key, answer)
    except BaseException:
        idempotency.release(desk.state(), key)
        raise
    return _write(answer, {"Idempotency-Key": key})


def _find(asked: Asked) -> tuple[Operation, dict[str, str]]:
    for method, path, operation in ROUTES:
        match = path.fullmatch(asked.path)
        if method == asked.method and match:
            return operation, match.groupdict()
    raise refusals.no_such_address(asked.method, f"/v1/{asked.path}")


def _call(desk: Desk, asked: Asked, *, book: Book, words: Params, ids: dict[str, str]) -> Call:
    return Call(book, words, ids, desk.now(), desk.base(), asked.account)


def _perform(operation: Operation, call: Call) -> refusals.Json:
    if call.account is not None:
        _check_account(operation, call)
    return shapes.expand(call.book, operation(call), call.params.texts("expand"))


def _check_account(operation: Operation, call: Call) -> None:
    """Objects of connected accounts are not played here; to say yes would be a lie, so only the balance is answered."""
    if call.book.get("account", call.account or "") is None:
        raise refusals.no_such_account(call.account or "")
    if operation is not transfers.balance:
        message = "The sandbox plays separate charges and transfers: Stripe-Account only goes with GET /v1/balance."
        raise StripeError(message)


def _write(answer: Answer, extra: dict[str, str] | None = None) -> Response:
    headers = {"Request-Id": new_id("req_", 14), "Cache-Control": "no-store", "Stripe-Version": shapes.API_VERSION}
    raw = json.dumps(answer.body, ensure_ascii=False, indent=2)
    return Response(raw, answer.status, {**headers, **(extra or {})}, "application/json")
