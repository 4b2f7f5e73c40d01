"""The label of an exhibit by address: its QR code as SVG, the whole label as PDF; for whoever may see the exhibit."""

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from components import label_sheet, session
from components.session import Language
from pages.machine import browser, files, front
from services import claims, documents, products, qr_codes, standards
from services.products import Exhibit
from services.settings import settings


def qr(request: Request) -> Response:
    visitor, _ = browser.visitor(request)
    exhibit = products.find(visitor, request.path_params["code"])
    if exhibit is None:
        return front.lost(browser.language(request, visitor.language))
    svg = qr_codes.drawn(public_address(exhibit.card.code)).encode()
    return files.answer(svg, f"{exhibit.card.code}.svg", "image/svg+xml", shown=True, cache=cache_of(exhibit))


def sheet(request: Request) -> Response:
    """In the language of the address."""
    visitor, _ = browser.visitor(request)
    language = browser.language(request, visitor.language)
    exhibit = products.find(visitor, request.path_params["code"])
    if exhibit is None:
        return front.lost(language)
    data = printed(exhibit, language)
    return files.answer(data, f"{exhibit.card.code}.pdf", "application/pdf", shown=False, cache=files.PRIVATE)


def printed(exhibit: Exhibit, language: Language) -> bytes:
    address, factors = public_address(exhibit.card.code), standards.carbon_factors(exhibit.card.kind)
    with session.speaking(language):
        label = label_sheet.sheet(
            exhibit, claims.of(exhibit, factors), factors, address=address, qr=qr_codes.drawn(address)
        )
    return documents.exhibit_label(replace(label, demonstration=settings().is_demo), lang=language)


def public_address(code: str) -> str:
    """Without a language: whoever scans it reads their own."""
    return f"{settings().base_url}/product?code={code}"


def cache_of(exhibit: Exhibit) -> str:
    return files.PUBLIC_FOR_A_WHILE if exhibit.on_show else files.PRIVATE
