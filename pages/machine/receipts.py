"""The receipt of an order as PDF, for its buyer and its supplier; for everybody else it does not exist."""

from starlette.requests import Request
from starlette.responses import Response

from components import formats, labels
from pages.machine import browser, files, front
from services import receipts
from services.errors import Refused


def download(request: Request) -> Response:
    visitor, _ = browser.visitor(request)
    language = browser.language(request, visitor.language)
    code = request.path_params["code"]
    try:
        data = receipts.receipt(
            visitor,
            code,
            lang=language,
            word=lambda status: labels.word(status, language),
            unit=lambda unit: formats.unit(unit, language),
        )
    except Refused:
        return front.lost(language)
    return files.answer(data, f"{code}.pdf", "application/pdf", shown=False, cache=files.PRIVATE)
