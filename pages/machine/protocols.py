"""The protocol of a purchase as PDF, for whoever may read it; for everybody else it does not exist."""

from starlette.requests import Request
from starlette.responses import Response

from components import protocol_sheet, session
from components.i18n import t
from pages.machine import browser, files, front
from services import documents, protocols
from services.errors import Refused
from services.settings import settings


def download(request: Request) -> Response:
    visitor, _ = browser.visitor(request)
    language = browser.language(request, visitor.language)
    try:
        known = protocols.take_away(visitor, request.path_params["code"])
    except Refused:
        return front.lost(language)
    with session.speaking(language):
        sheet = protocol_sheet.sheet(known, demonstration=settings().is_demo)
        name = f"{t('Purchasing protocol')} {known.purchase.code}.pdf"
    data = documents.purchasing_protocol(sheet, lang=language)
    return files.answer(data, name, "application/pdf", shown=False, cache=files.PRIVATE)
