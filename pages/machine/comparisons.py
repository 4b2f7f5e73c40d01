"""Exhibits side by side as Excel and PDF, for everybody, by the address of the wall: it says what the wall says."""

from starlette.requests import Request
from starlette.responses import Response

from components import comparison as parts
from components import comparison_sheet, drawings, exhibits, session
from components.i18n import either, t
from components.session import Language
from pages.machine import browser, files, front
from services import clock, comparison, documents, exports
from services.comparison import Comparison
from services.documents import SideBySide
from services.documents import comparison as paper
from services.exports import Form
from services.products import Card
from services.settings import settings

FRESH = "no-cache"


def workbook(request: Request) -> Response:
    shown, language = asked(request)
    if not shown.cards:
        return front.lost(language)
    with session.speaking(language):
        sheet = comparison_sheet.sheet(shown, lines_of(shown, request), address(shown), clock.now())
        name = f"{sheet.title} {' '.join(shown.codes)}.xlsx"
    media_type, data = exports.written(sheet, Form.XLSX)
    return files.answer(data, name, media_type, shown=False, cache=FRESH)


def pdf(request: Request) -> Response:
    shown, language = asked(request)
    if not shown.cards:
        return front.lost(language)
    with session.speaking(language):
        data = documents.side_by_side(on_paper(shown, lines_of(shown, request)), lang=language)
        name = f"{t('Side by side')} {' '.join(shown.codes)}.pdf"
    return files.answer(data, name, "application/pdf", shown=False, cache=FRESH)


def asked(request: Request) -> tuple[Comparison, Language]:
    visitor, _ = browser.visitor(request)
    shown = comparison.compare(parts.codes_of(request.query_params.get("codes", "")))
    return shown, browser.language(request, visitor.language)


def lines_of(shown: Comparison, request: Request) -> list[parts.Line]:
    return parts.lines(shown, only_different=request.query_params.get("differ") == "yes")


def address(shown: Comparison) -> str:
    return f"{settings().base_url}/compare?codes={','.join(shown.codes)}"


def on_paper(shown: Comparison, said: list[parts.Line]) -> SideBySide:
    kind = shown.cards[0]
    return SideBySide(
        kind=either(kind.kind_zh, kind.kind_en),
        address=address(shown),
        dated=clock.today(),
        columns=[column(card) for card in shown.cards],
        lines=[line(one) for one in said],
        demonstration=settings().is_demo,
    )


def column(card: Card) -> paper.Column:
    name = either(card.name_zh, card.name_en)
    drawn = exhibits.drawing_of(card)
    return paper.Column(name=name, code=card.code, drawing=drawings.draw(card.kind, card.code), drawn=drawn)


def line(one: parts.Line) -> paper.Line:
    cells = tuple(
        paper.Cell(text=cell.text, asides=tuple(words for words, _ in cell.asides), best=cell.best)
        for cell in one.cells
    )
    return paper.Line(group=one.group, name=one.name, aside=one.aside, differs=one.differs, cells=cells)
