"""The museum's invoices and credit notes for services as PDF; for everybody but their reader they do not exist."""

from starlette.requests import Request
from starlette.responses import Response

from components import labels
from pages.machine import browser, files, front
from services import service_orders
from services.errors import Refused


def download(request: Request) -> Response:
    visitor, _ = browser.visitor(request)
    language = browser.language(request, visitor.language)
    code = request.path_params["code"]
    try:
        data = service_orders.paper(visitor, code, lang=language, word=lambda unit: labels.word(unit, language))
    except Refused:
        return front.lost(language)
    return files.answer(data, f"{code}.pdf", "application/pdf", shown=False, cache=files.PRIVATE)
