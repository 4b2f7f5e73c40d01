"""Tables of the dashboard by address, as CSV or Excel, for those who may read it; for others they do not exist."""

from collections.abc import Callable
from datetime import datetime

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from components import tables
from components.formats import N_
from components.i18n import tell
from components.session import Language
from pages.machine import browser, files, front
from services import clock, dashboards, exports
from services.dashboards import Selection
from services.errors import Invalid, Refused
from services.export_sheets import Sheet
from services.exports import Form
from services.visitors import Visitor

SOURCE = N_("Booked orders of the museum; an order counts once it binds, less what was cancelled.")
CHOSEN = {
    "since": N_("From month"),
    "until": N_("To month"),
    "city": N_("City"),
    "district": N_("District"),
    "category": N_("Category"),
    "kind": N_("Kind of material"),
    "channel": N_("Channel"),
}
HEADERS = {"Cache-Control": "private, no-store", "Vary": "Cookie", "X-Content-Type-Options": "nosniff"}


def download(request: Request) -> Response:
    """The table of the selection in the address, in the language of the address."""
    visitor, _ = browser.visitor(request)
    language = browser.language(request, visitor.language)
    try:
        wanted = dashboards.selection(visitor, request.query_params)
        return table(request, visitor, wanted, language)
    except Invalid as refusal:
        said = tell(refusal.phrase, language, **refusal.values)
        return PlainTextResponse(said, status_code=422, headers=HEADERS)
    except Refused:
        return front.lost(language)


def table(request: Request, visitor: Visitor, wanted: Selection, language: Language) -> Response:
    name, form = request.path_params["table"], request.path_params["form"]
    frame = exports.take_away(visitor, name, form, wanted)
    sheet = tables.sheet(name, frame, language, about(wanted, language, clock.now()))
    return handed_out(sheet, Form(form), file_name(sheet.title, wanted, form))


def one_s_own(request: Request, make: Callable[[Visitor, Language], Sheet]) -> Response:
    """A table of the visitor's own side in the form that the address asks for; for everybody else there is none."""
    visitor, _ = browser.visitor(request)
    language = browser.language(request, visitor.language)
    form = request.path_params["form"]
    if form not in set(Form):
        return front.lost(language)
    try:
        sheet = make(visitor, language)
    except Refused:
        return front.lost(language)
    return handed_out(sheet, Form(form), f"{sheet.title}.{form}")


def handed_out(sheet: Sheet, form: Form, name: str) -> Response:
    media_type, data = exports.written(sheet, form)
    told = files.disposition(name, shown=False)
    return Response(data, media_type=media_type, headers=HEADERS | {"Content-Disposition": told})


def about(wanted: Selection, language: Language, at: datetime) -> list[tuple[str, str]]:
    chosen = [(tell(CHOSEN[name], language), getattr(wanted, name)) for name in CHOSEN if getattr(wanted, name)]
    return [
        *chosen,
        (tell("Source", language), tell(SOURCE, language)),
        (tell("As of", language), f"{clock.in_china(at):%Y-%m-%d %H:%M} (UTC+8)"),
    ]


def file_name(title: str, wanted: Selection, form: str) -> str:
    parts = [title, *(getattr(wanted, name) for name in CHOSEN if getattr(wanted, name))]
    return f"{' '.join(parts)}.{form}"
