"""The payment service's doors: its signed events come in here, and whoever pays leaves here for its payment page."""

from collections.abc import Callable
from pathlib import Path
from typing import TypedDict
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from pages.machine import browser
from services import notes, payments, service_orders
from services.errors import Invalid, Refused
from services.settings import settings
from services.visitors import Visitor

LARGEST_EVENT = 1024 * 1024


class SandboxPlace(TypedDict):
    """What the sandbox asks for, anew at every request."""

    base_url: Callable[[], str]
    state: Callable[[], Path]
    webhook_url: Callable[[], str]
    webhook_secret: Callable[[], str]


SANDBOX: SandboxPlace = {
    "base_url": lambda: settings().base_url,
    "state": lambda: settings().data_dir / "sandbox.db",
    "webhook_url": lambda: f"{payments.loopback()}/webhooks/stripe",
    "webhook_secret": lambda: settings().webhook_secret,
}


async def webhook(request: Request) -> Response:
    """200 when the event has taken effect or is none of ours; 400 when it is not genuine; 503 to have it sent again."""
    raw = await body_of(request)
    if raw is None:
        return JSONResponse({"error": "too long"}, status_code=413)
    return await run_in_threadpool(answer, raw, request.headers.get("stripe-signature", ""))


async def body_of(request: Request) -> bytes | None:
    """The body, or nothing when it is longer than any event."""
    raw = b""
    async for piece in request.stream():
        raw += piece
        if len(raw) > LARGEST_EVENT:
            return None
    return raw


def answer(raw: bytes, signature: str) -> Response:
    try:
        payments.handle_event(raw, signature)
    except Invalid:
        return JSONResponse({"error": "not an event"}, status_code=400)
    except Refused:
        return JSONResponse({"error": "again, please"}, status_code=503)
    return JSONResponse({"received": True})


async def pay(request: Request) -> Response:
    return await leave(request, payments.open_session, ("/orders", "purchase"))


async def pay_service(request: Request) -> Response:
    return await leave(request, service_orders.open_session, ("/service_orders", "order"))


async def leave(request: Request, open_session: Callable[[Visitor, str], str], back: tuple[str, str]) -> Response:
    form = await request.form(max_files=0, max_fields=20)
    return await run_in_threadpool(depart, request, form, open_session=open_session, back=back)


def depart(
    request: Request, form: FormData, *, open_session: Callable[[Visitor, str], str], back: tuple[str, str]
) -> Response:
    """On to the payment page; or `back` to the purchase or order, with the reason why not."""
    code = str(request.path_params["code"])[:40]
    visitor, _ = browser.visitor(request)
    try:
        browser.check_form(request, form)
        where = open_session(visitor, code)
    except Refused as refusal:
        told = {back[1]: code, "note": notes.written(refusal, {}, visit=visitor.visit)}
        where = f"{back[0]}?" + urlencode(told | language_of(form))
    return RedirectResponse(where, status_code=303, headers={"Cache-Control": "no-store"})


def language_of(form: FormData) -> dict[str, str]:
    language = str(form.get("f_lang", ""))
    return {"lang": language} if language in {"zh", "en"} else {}
