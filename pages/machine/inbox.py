"""The door of the inbox: a notice is opened by a form, because opening marks it as read; then it leads on."""

from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from pages.machine import browser, front
from services import notices
from services.errors import Refused


async def open_notice(request: Request) -> Response:
    form = await request.form(max_files=0, max_fields=10)
    return await run_in_threadpool(opened, request, form)


def opened(request: Request, form: FormData) -> Response:
    """Where the notice leads, or back to the inbox where it was only to be marked."""
    visitor, _ = browser.visitor(request)
    try:
        browser.check_form(request, form)
        path = notices.read(visitor, request.path_params["notice"])
    except Refused:
        return front.lost(browser.language(request))
    onward = browser.local_path(str(form.get("f_next", ""))) if form.get("f_next") else path
    language = urlencode({"lang": form["f_lang"]}) if form.get("f_lang") in {"zh", "en"} else ""
    return RedirectResponse(f"{onward}{'&' if '?' in onward else '?'}{language}", status_code=303)
