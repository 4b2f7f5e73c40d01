"""Doors of the supplier's statement: out to the provider's page for its account, and the statement as a file."""

from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from components import payouts as parts
from pages.machine import browser, exports
from pages.machine.stripe import language_of
from services import clock, notes, payouts
from services.errors import Refused


async def account(request: Request) -> Response:
    form = await request.form(max_files=0, max_fields=20)
    return await run_in_threadpool(depart, request, form)


def depart(request: Request, form: FormData) -> Response:
    """On to the provider's page; or back to the statement, with the reason why not."""
    visitor, _ = browser.visitor(request)
    try:
        browser.check_form(request, form)
        where = payouts.onboard(visitor)
    except Refused as refusal:
        told = {"note": notes.written(refusal, {}, visit=visitor.visit)}
        where = "/payouts?" + urlencode(told | language_of(form))
    return RedirectResponse(where, status_code=303, headers={"Cache-Control": "no-store"})


def statement(request: Request) -> Response:
    """The supplier's whole statement; for everybody else it does not exist."""
    return exports.one_s_own(
        request, lambda visitor, language: parts.sheet(payouts.taken_away(visitor), language, at=clock.now())
    )
