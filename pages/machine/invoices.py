"""Invoices of one's own side as a table, and payment slips as PDF; for everybody else there are none."""

from starlette.requests import Request
from starlette.responses import Response

from components import invoices as parts
from pages.machine import browser, exports, files, front
from services import clock, invoices, transfers
from services.errors import Refused


def table(request: Request) -> Response:
    return exports.one_s_own(
        request, lambda visitor, language: parts.sheet(invoices.taken_away(visitor), language, at=clock.now())
    )


def slip(request: Request) -> Response:
    """The payment slip of an order, for its buyer alone."""
    visitor, _ = browser.visitor(request)
    language = browser.language(request, visitor.language)
    code = request.path_params["code"]
    try:
        data = transfers.pdf(visitor, code, lang=language)
    except Refused:
        return front.lost(language)
    return files.answer(data, f"{code} 付款单 slip.pdf", "application/pdf", shown=False, cache=files.PRIVATE)
